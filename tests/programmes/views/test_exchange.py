"""Files in, looked at before they are written; files out, for everybody."""

import dataclasses
import io
import zlib

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evalprog import clock
from programmes import exports, putting_away, writing
from programmes.imports import drafts
from programmes.imports.parsed import ReadFile, ReadProgramme
from programmes.imports.reading import read
from programmes.imports.taking_in import rehearse, take_in
from programmes.models import Description, ImportDraft, Membership, Programme
from tests import factories
from tests.programmes.everything import everything

pytestmark = pytest.mark.django_db
IMPORT = "/formations/importer/"
QUERIES_OF_A_PREVIEW = 28


@pytest.fixture
def house():
    return factories.institution(name="Université d’essai", uai="0673021V", ror="03yrm5c26")


@pytest.fixture
def member(client, house):
    person = factories.contributor(house)
    client.force_login(person)
    return person


def send(client, name, data, **fields):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), **fields})


def keep(client, shown):
    return client.post(IMPORT, {"draft": shown.context["draft"]})


def test_a_file_is_shown_and_nothing_is_written_then_it_is_kept_as_drafts(client, member):
    shown = send(client, "x.yaml", exports.write("yaml", everything()))

    assert shown.status_code == 200
    assert "une formation nouvelle" in shown.content.decode()
    assert not Programme.objects.exists()

    assert keep(client, shown).status_code == 302
    description = Description.objects.get()
    written = description.revisions.get()
    assert (written.content, written.author, written.origin) == (everything(), member, "import : x.yaml")
    assert not description.is_published


def test_drafts_that_are_kept_twice_are_said_to_be_kept_already(client, member):
    shown = send(client, "x.yaml", exports.write("yaml", everything()))
    keep(client, shown)

    again = client.post(IMPORT, {"draft": shown.context["draft"]}, follow=True).content.decode()

    assert "Ces brouillons étaient déjà enregistrés ; rien n’a changé." in again
    assert "0 brouillon" not in again


def test_bad_values_stand_in_a_table(client, member):
    shown = send(client, "x.csv", b"year;institution.name;kind;title\n2024-2026;U;MASTER;T\n")

    assert shown.status_code == 422
    assert [(cell.line, cell.column) for cell in shown.context["bad"]] == [(2, "Formations.year")]
    assert ">Formations.year (Année universitaire)</td>" in shown.content.decode()


def test_a_file_of_another_institution_is_refused(client, member):
    shown = send(client, "x.csv", b"year;institution.name;kind;title\n2024-2025;Ailleurs;MASTER;T\n")

    assert "n’est pas votre établissement" in shown.content.decode()


def test_the_preview_counts_what_each_programme_holds(client, member):
    page = send(client, "x.yaml", exports.write("yaml", everything()))

    (row,) = page.context["preview"].rows
    content = everything()
    assert (row.groups, row.courses, row.outcomes) == (
        len([group for own in content.groups for group, _level in own.walk()]),
        len({course.code for course in content.all_courses()}),
        len(list(content.all_outcomes())),
    )
    assert row.changes == []


def test_the_preview_of_a_change_says_which_parts_change(client, member):
    keep(client, send(client, "x.yaml", exports.write("yaml", everything())))
    first, *others = everything().groups
    groups = (dataclasses.replace(first, title="Autre tronc"), *others)

    page = send(client, "x.yaml", exports.write("yaml", saying("Un autre domaine", groups=groups)))

    (row,) = page.context["preview"].rows
    assert row.state == "changed"
    assert any(
        change.startswith("Modifié : Domaine, ") and change.endswith(" → Un autre domaine") for change in row.changes
    )
    assert "1 formation modifiée" in page.content.decode()


def put_away():
    description = Description.objects.get()
    putting_away.put_away(description, revision=description.revision, by=None)


def test_the_preview_says_that_what_was_put_away_comes_back(client, member):
    keep(client, send(client, "x.yaml", exports.write("yaml", everything())))
    put_away()

    page = send(client, "x.yaml", exports.write("yaml", everything()))

    (row,) = page.context["preview"].rows
    assert (row.state, row.changes) == ("back", [])
    assert "1 formation mise de côté, qui sera reprise" in page.content.decode()
    assert "mise de côté : l’enregistrer la reprendra parmi vos formations" in page.content.decode()
    assert Description.objects.get().is_put_away
    assert (
        "1 brouillon est enregistré."
        in client.post(IMPORT, {"draft": page.context["draft"]}, follow=True).content.decode()
    )
    assert not Description.objects.get().is_put_away


def test_the_preview_says_what_else_changes_in_what_comes_back(client, member):
    keep(client, send(client, "x.yaml", exports.write("yaml", everything())))
    put_away()

    (row,) = send(client, "x.yaml", exports.write("yaml", saying("Un autre domaine"))).context["preview"].rows

    assert row.state == "back"
    assert [change.startswith("Modifié : Domaine, ") for change in row.changes] == [True]


def test_what_was_put_away_since_the_preview_does_not_come_back_unsaid(client, member):
    keep(client, send(client, "x.yaml", exports.write("yaml", everything())))
    shown = send(client, "x.yaml", exports.write("yaml", saying("Un autre domaine")))
    put_away()

    refused = keep(client, shown)

    assert refused.status_code == 422
    assert "quelqu’un l’a modifiée ou mise de côté depuis l’aperçu" in refused.content.decode()
    assert Description.objects.get().is_put_away
    assert Description.objects.get().revision == 1


def test_where_nothing_would_change_nothing_is_offered_to_be_kept(client, member):
    keep(client, send(client, "x.yaml", exports.write("yaml", everything())))

    page = send(client, "x.yaml", exports.write("yaml", everything())).content.decode()

    assert "Rien ne changerait." in page
    assert "Enregistrer ces brouillons" not in page
    assert not ImportDraft.objects.exclude(name="x.yaml").exists()
    assert ImportDraft.objects.count() == 1


def test_a_catalogue_is_shown_in_part_and_named_beyond(client, member):
    many = [saying("D", title=f"Formation {number}", codes=(f"F{number}",)) for number in range(130)]

    page = send(client, "x.yaml", exports.write("yaml", *many))

    shown = page.context["preview"]
    assert (len(shown.rows), len(shown.others), shown.more, shown.counts) == (100, 30, 0, {"programme": 130})
    assert "et 30 autres formations" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_of_a_preview_does_not_grow(client, member, count, django_assert_num_queries):
    def file(domain):
        many = [saying(domain, title=f"Formation {number}", codes=(f"F{number}",)) for number in range(count)]
        return exports.write("yaml", *many)

    keep(client, send(client, "x.yaml", file("D")))

    with django_assert_num_queries(QUERIES_OF_A_PREVIEW):
        page = send(client, "x.yaml", file("E"))

    assert page.context["preview"].counts == {"changed": count}


PROSPECTUS = "## Pédagogie\n\nDes cours et des essais.\n"


def test_a_prospectus_without_a_title_asks_for_it_and_keeps_the_text(client, house, member):
    given = {"text": PROSPECTUS, "institution": house.pk, "year": "2026-2027"}

    page = client.post(IMPORT, given)

    assert page.status_code == 422
    assert "Ce texte ne dit pas l’intitulé de la formation" in page.content.decode()
    assert page.context["form"].errors == {"title": ["Le texte ne le dit pas : donnez-le ici."]}
    assert "Des cours et des essais." in page.content.decode()

    shown = client.post(IMPORT, {**given, "title": "Master en essais"})
    assert "Des cours et des essais." in shown.content.decode()
    assert 'data-code="no-courses"' in shown.content.decode()
    assert keep(client, shown).status_code == 302
    assert Description.objects.get().revisions.get().content.title == "Master en essais"


def test_a_prospectus_that_names_another_institution_is_refused(client, house, member):
    text = "Master en essais\nUniversité de Nulle-Part\n\n" + PROSPECTUS
    given = {"institution": house.pk, "year": "2026-2027"}

    page = client.post(IMPORT, {**given, "text": text})

    assert page.status_code == 422
    assert [(cell.line, cell.sentence) for cell in page.context["bad"]] == [
        (2, "« Université de Nulle-Part » n’est pas votre établissement : vous n’importez que les formations du vôtre.")
    ]
    own = client.post(IMPORT, {**given, "text": text.replace("de Nulle-Part", "d’Essai")})
    assert (own.status_code, own.context["preview"].count) == (200, 1)
    assert 'data-code="institution-differs"' not in own.content.decode()


@pytest.mark.parametrize(
    ("line", "lines"),
    [("IUT de Nulle-Part, département chimie", [2]), ("IUT de l’Université d’essai", []), ("Insatiable", [])],
)
def test_a_line_that_seems_to_name_another_institution_is_told(client, house, member, line, lines):
    text = f"Master en essais\n{line}\n\n{PROSPECTUS}"

    page = client.post(IMPORT, {"institution": house.pk, "year": "2026-2027", "text": text})

    (row,) = page.context["preview"].rows
    assert [note.line for note in row.noted if note.code == "institution-differs"] == lines


def test_a_pasted_text_is_still_there_when_the_writing_is_refused(client, house, member):
    given = {"text": PROSPECTUS, "institution": house.pk, "year": "2026-2027", "title": "Master en essais"}
    shown = client.post(IMPORT, given)
    keep(client, client.post(IMPORT, {**given, "text": PROSPECTUS + "\nUn autre texte.\n"}))

    refused = keep(client, shown)

    assert refused.status_code == 422
    assert "Des cours et des essais." in refused.content.decode()
    assert 'value="Master en essais"' in refused.content.decode()


@pytest.mark.parametrize("draft", ["", "x", "\0", "222222222222"])
def test_what_the_page_never_sent_is_not_found(client, member, draft):
    assert client.post(IMPORT, {"draft": draft}).status_code == 404


def test_what_was_shown_to_somebody_is_theirs_alone(client, house, member):
    shown = send(client, "x.yaml", exports.write("yaml", everything()))
    client.force_login(factories.contributor(house))

    assert keep(client, shown).status_code == 404
    assert not Programme.objects.exists()


def test_whoever_left_the_institution_chosen_keeps_nothing_for_it(client, house, member):
    shown = send(client, "x.yaml", exports.write("yaml", everything()), institution=house.pk)
    Membership.objects.create(user=member, institution=factories.institution(), starts_at=factories.ALWAYS)
    Membership.objects.filter(institution=house).update(ends_at=clock.now())

    assert keep(client, shown).status_code == 404


def test_sending_twice_writes_once(client, member):
    shown = send(client, "x.yaml", exports.write("yaml", everything()))

    assert [keep(client, shown).status_code for _time in range(2)] == [302, 302]
    assert Description.objects.get().revision == 1


def saying(domain, **facts):
    return dataclasses.replace(everything(), domain=domain, **facts)


@pytest.mark.parametrize("described_before", [True, False])
def test_what_a_colleague_wrote_since_the_preview_is_not_written_over(client, house, member, described_before):
    if described_before:
        keep(client, send(client, "x.yaml", exports.write("yaml", everything())))
    shown = send(client, "x.yaml", exports.write("yaml", saying("Le mien")))
    colleague = factories.contributor(house)
    take_in(ReadFile((ReadProgramme(saying("Le sien")),)), by=colleague, origin="", publish=False)

    refused = keep(client, shown)

    assert refused.status_code == 422
    assert (
        "« Administration des territoires », 2024-2025 : quelqu’un l’a modifiée ou mise de côté depuis l’aperçu ; "
        "relisez le fichier."
    ) in refused.content.decode()
    last = Description.objects.get().revisions.first()
    assert (last.revision, last.author, last.content.domain) == (1 + described_before, colleague, "Le sien")
    assert keep(client, send(client, "x.yaml", exports.write("yaml", saying("Le mien")))).status_code == 302
    assert Description.objects.get().revisions.first().content.domain == "Le mien"


def test_one_that_has_moved_holds_back_the_whole_file(client, house, member):
    both = [saying("Le mien"), saying("Le mien", year="2023-2024")]
    rehearsed = rehearse(ReadFile(tuple(map(ReadProgramme, both))), by=member, publish=False)
    draft = drafts.keep(rehearsed, by=member, name="x.yaml", institution=house)
    take_in(ReadFile((ReadProgramme(saying("Le sien")),)), by=member, origin="", publish=False)

    assert client.post(IMPORT, {"draft": draft.public_id}).status_code == 422
    assert Description.objects.get().year == "2024-2025"


def test_a_file_larger_than_a_form_bears_is_kept(client, house, member, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000
    data = exports.write("yaml", everything())
    assert len(data) > 2_000

    assert keep(client, send(client, "x.yaml", data)).status_code == 302
    assert Description.objects.get().revisions.get().content == everything()


def test_what_was_kept_under_other_rules_is_told_as_bad_values(client, member):
    shown = send(client, "x.yaml", exports.write("yaml", everything()))
    content = zlib.compress(b'{"documents": [{"year": "2024-2026"}], "shown": []}')
    ImportDraft.objects.update(content=content)

    assert keep(client, shown).status_code == 422
    assert not Programme.objects.exists()


def test_an_empty_file_is_one_sentence(client, member):
    page = send(client, "x.csv", b"")

    assert (page.status_code, page.context["form"].errors) == (422, {})
    assert page.context["whole"] == "Le fichier est vide ; donnez-en un autre."


def test_one_of_the_two_ways_is_asked_for(client, member):
    assert "l’un des deux" in client.post(IMPORT, {"text": ""}).content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_model_is_given_to_members_and_as_it_comes_nothing_of_it_is_written(client, member, form):
    model = client.get(f"{IMPORT}modele.{form}")

    assert model["Content-Disposition"] == f'attachment; filename="modele-formations.{form}"'
    shown = send(client, f"modele-formations.{form}", model.content)
    assert (shown.status_code, shown.context["bad_count"]) == (422, 1)
    assert not Programme.objects.exists()
    assert client.get(f"{IMPORT}modele.yaml").status_code == 404


def test_a_model_filled_in_is_shown_then_kept(client, member):
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{IMPORT}modele.xlsx").content))
    page = book["Formations"]
    said = {"Année universitaire": "2026-2027", "Établissement": "Université d’essai", "Nature": "Master",
            "Intitulé": "Master en essais"}  # fmt: skip
    page.append([said.get(cell.value) for cell in page[1]])
    data = io.BytesIO()
    book.save(data)

    assert keep(client, send(client, "modele-formations.xlsx", data.getvalue())).status_code == 302
    assert Description.objects.get().revisions.get().content.title == "Master en essais"


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx", "cdm-fr"])
def test_what_is_published_is_given_to_everybody_and_the_rest_to_nobody(client, house, form):
    description = writing.begin(factories.programme(house), everything(), by=None).description
    address = f"/formations/{description.programme.public_id}/exporter/{form}"
    assert client.get(address).status_code == 404

    writing.publish(description, revision=1, by=None)

    response = client.get(address)
    assert read(f"x.{exports.FORMS[form].suffix}", response.content).programmes[0].content.title == everything().title
    assert response["Content-Disposition"].endswith(f'-2024-2025.{exports.FORMS[form].suffix}"')
    assert client.get(f"{address}?annee=2020-2021").status_code == 404
    assert client.get(f"{address}x").status_code == 404
