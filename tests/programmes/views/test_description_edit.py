"""The editor of a description: each gesture is a writing, what is stale is answered with both texts."""

import pytest

from programmes.models import DescriptionRevision, RncpEntry
from tests import factories
from tests.programmes.views.reading import document, text

pytestmark = pytest.mark.django_db

COURSE = "groups[0].courses[0]"
TYPED = {"revision": "1", "where": "groups=Tronc commun CORE courses=ADT1101"}


def typed(**changes):
    return TYPED | {"code": "ADT1101", "title": "Finances locales", "credits": "5", "outcomes": "A1"} | changes


def test_a_part_is_kept_with_its_author_and_the_rest_stays(client, contributor, description, address):
    before = document(description)

    response = client.post(f"{address}?partie={COURSE}", typed(title="Finances des communes", credits="4,5"))

    assert (response.status_code, response["Location"]) == (302, f"{address}?partie={COURSE}")
    before["groups"][0]["courses"][0] |= {"title": "Finances des communes", "credits": 4.5}
    assert document(description) == before
    written = description.revisions.first()
    assert (written.revision, written.author, written.origin) == (2, contributor, "page")


def test_the_whole_programme_has_its_fields(client, contributor, description, address):
    data = {"revision": "1", "where": "", "kind": "MASTER", "title": "Un autre titre", "codes": "ADT2M\nADT2N"}

    client.post(
        address, data | {"languages": "fr\nen", "modes": ["INITIAL", "CONTINUING"], "years": "2", "credits": "0"}
    )

    kept = document(description)
    assert kept["title"] == "Un autre titre"
    assert (kept["codes"], kept["languages"]) == (["ADT2M", "ADT2N"], ["fr", "en"])
    assert (kept["modes"], kept["years"], kept["credits"]) == (["INITIAL", "CONTINUING"], 2, 0)
    assert kept["year"] == "2026-2027"
    assert len(kept["groups"]) == 2


def test_saving_without_a_change_writes_nothing(client, contributor, description, address):
    data = {"revision": "1", "where": "groups=Options courses=ADT1201", "code": "ADT1201", "title": "Urbanisme"}
    client.post(f"{address}?partie=groups[1].courses[0]", data | {"credits": "2,5"})

    assert description.revisions.count() == 1


def test_a_rich_text_is_kept_in_its_canonical_form(client, contributor, description, address):
    data = {"revision": "1", "where": "narratives=INTRODUCTION INTRODUCTION", "kind": "INTRODUCTION"}

    client.post(f"{address}?partie=narratives[0]", data | {"text": "<p>Former <b>bien</b></p><script>x</script>"})

    assert document(description)["narratives"][0]["text"] == "<p>Former <strong>bien</strong></p>"


def test_what_is_refused_is_told_at_its_field_and_what_was_typed_stays(client, contributor, description, address):
    response = client.post(f"{address}?partie={COURSE}", typed(code="ADT1102", title="Mon titre"))

    assert response.status_code == 200
    assert response.context["form"].non_field_errors() == [
        "Cours «\u00a0Droit des collectivités\u00a0»\u00a0› Code\u00a0: le code «\u00a0ADT1102\u00a0» figure déjà dans "
        "ce groupe (Cours «\u00a0Mon titre\u00a0»)\u00a0; retirez l’un des deux."
    ]
    assert 'value="Mon titre"' in text(response)
    assert description.revisions.count() == 1


def test_a_cycle_of_prerequisites_is_told_at_its_field(client, contributor, description, address):
    response = client.post(f"{address}?partie={COURSE}", typed(prerequisites="ADT1101"))

    assert response.context["form"].errors == {
        "prerequisites": ["les prérequis tournent en rond : ADT1101 → ADT1101 ; retirez l’un d’eux."]
    }


def test_a_cycle_is_told_at_the_course_just_edited_and_names_all_its_courses(client, contributor, description, address):
    client.post(f"{address}?partie={COURSE}", typed(prerequisites="ADT1102"))
    second = {"revision": "2", "where": "groups=Tronc commun CORE courses=ADT1102", "code": "ADT1102"}

    response = client.post(
        f"{address}?partie=groups[0].courses[1]",
        second | {"title": "Droit des collectivités", "credits": "5", "prerequisites": "ADT1101"},
    )

    assert response.context["form"].errors == {
        "prerequisites": ["les prérequis tournent en rond : ADT1101 → ADT1102 → ADT1101 ; retirez l’un d’eux."]
    }


def test_what_is_wrong_is_listed_above_the_form_each_leading_to_its_field(client, contributor, address):
    response = client.post(f"{address}?partie={COURSE}", typed(title="", credits="beaucoup"))

    assert [(line.label, line.target) for line in response.context["errors"]] == [
        ("Intitulé", "id_title"),
        ("Crédits", "id_credits"),
    ]
    page = text(response)
    assert "Rien n’est enregistré pour l’instant : 2 points à corriger" in page
    assert 'id="erreurs" aria-labelledby="erreurs-titre" tabindex="-1" autofocus' in page
    assert page.index('<a href="#id_title">Intitulé</a>') < page.index('id="id_title"')


def test_boxes_that_are_wrong_are_led_to_by_the_first(client, contributor, address):
    data = {"revision": "1", "where": "", "kind": "MASTER", "title": "Titre", "modes": ["INCONNU"]}

    response = client.post(address, data)

    assert [line.target for line in response.context["errors"]] == ["id_modes_0"]
    assert 'id="id_modes_0"' in text(response)


def test_a_page_without_errors_has_no_list_of_them(client, contributor, address):
    assert 'id="erreurs"' not in text(client.get(address))


def test_what_was_typed_in_a_part_that_has_gone_is_given_back(client, contributor, description, address):
    client.post(f"{address}retirer/", {"revision": "1", "path": COURSE})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    assert response.status_code == 409
    assert "Mon titre" in text(response)


def test_a_part_is_added_at_the_end_of_its_list(client, contributor, description, address):
    data = {"revision": "1", "where": "groups=Options", "code": "ADT1202", "title": "Habitat"}

    response = client.post(f"{address}ajouter/?dans=groups[1]&liste=courses", data)

    assert response["Location"] == f"{address}?partie=groups[1].courses[1]"
    assert document(description)["groups"][1]["courses"][1] == {"code": "ADT1202", "title": "Habitat"}


def test_an_addition_sent_twice_is_one(client, contributor, description, address):
    data = {"revision": "1", "where": "groups=Options", "code": "ADT1202", "title": "Habitat"}

    for _time in range(2):
        response = client.post(f"{address}ajouter/?dans=groups[1]&liste=courses", data)

    assert response.status_code == 302
    assert [course["code"] for course in document(description)["groups"][1]["courses"]] == ["ADT1201", "ADT1202"]


def test_every_list_can_be_added_to_from_its_page(client, contributor, description, address):
    for name in ("partners", "rncp", "narratives", "groups", "outcome_sets", "access", "further_studies", "management"):
        assert client.get(f"{address}ajouter/?dans=&liste={name}").status_code == 200, name
    assert client.get(f"{address}ajouter/?dans=&liste=institution").status_code == 404
    for name in ("teachers", "hours"):
        assert client.get(f"{address}ajouter/?dans={COURSE}&liste={name}").status_code == 200, name


def test_who_manages_the_programme_is_said_with_addresses(client, contributor, description, address):
    """« address » and « path » are fields of parts here: they are not taken for what the page says of itself."""
    client.post(f"{address}ajouter/?dans=&liste=management", {"revision": "1", "where": "", "path": "SSH/ESPO"})
    data = {
        "revision": "2",
        "where": "management=",
        "name": "École d’essai",
        "kind": "FACULTY",
        "address": "1 rue d’Essai",
    }
    client.post(f"{address}ajouter/?dans=management&liste=entities", data)

    assert document(description)["management"] == {
        "path": "SSH/ESPO",
        "entities": [{"name": "École d’essai", "kind": "FACULTY", "address": "1 rue d’Essai"}],
    }


def test_a_removal_is_a_writing_and_comes_back_in_its_place(client, contributor, description, address):
    before = document(description)

    client.post(f"{address}retirer/", {"revision": "1", "path": "groups[0]"})
    assert [group["title"] for group in document(description)["groups"]] == ["Options"]
    assert "Groupe de cours «\u00a0Tronc commun\u00a0» : retiré." in text(client.get(address))
    client.post(f"{address}retablir/", {"revision": "2"})

    assert document(description) == before
    assert [row.revision for row in description.revisions.all()] == [3, 2, 1]


def test_nothing_is_restored_twice(client, contributor, description, address):
    client.post(f"{address}retirer/", {"revision": "1", "path": "groups[0]"})
    for revision in ("2", "3"):
        response = client.post(f"{address}retablir/", {"revision": revision}, follow=True)

    assert "Il n’y a plus rien à rétablir." in text(response)
    assert len(document(description)["groups"]) == 2


def test_a_part_moves_by_one_place(client, contributor, description, address):
    response = client.post(f"{address}descendre/", {"revision": "1", "path": "groups[0]"})

    assert response["Location"] == f"{address}?deplace=groups[1]&vers=bas"
    assert [group["title"] for group in document(description)["groups"]] == ["Options", "Tronc commun"]

    client.post(f"{address}monter/", {"revision": "2", "path": "groups[1]"})

    assert [group["title"] for group in document(description)["groups"]] == ["Tronc commun", "Options"]


@pytest.mark.parametrize("gesture", ["monter/", "descendre/", "retirer/"])
@pytest.mark.parametrize("path", ["", "institution", "groups[9]", "groups[0].title", "x" * 5_000, "groups[0]]", "\x00"])
def test_a_gesture_on_nothing_changes_nothing(client, contributor, description, address, gesture, path):
    response = client.post(address + gesture, {"revision": "1", "path": path})

    assert response.status_code == 302
    assert DescriptionRevision.objects.count() == 1


def test_a_stale_gesture_changes_nothing_and_says_so(client, contributor, description, address):
    client.post(f"{address}?partie={COURSE}", typed(title="Autre"))

    for revision in ("1", "", "x", "9" * 40):
        response = client.post(f"{address}retirer/", {"revision": revision, "path": "groups[0]"}, follow=True)
        assert "Cette description a été modifiée entre-temps" in text(response)
    assert len(document(description)["groups"]) == 2


@pytest.mark.parametrize(
    "path", ["groups[9]", "groups", "groups[0].x", "__class__", "groups[-1]", "a" * 9_000, "%00", "institution[0]"]
)
def test_a_path_that_leads_nowhere_is_not_found(client, contributor, address, path):
    assert client.get(f"{address}?partie={path}").status_code == 404
    assert client.get(f"{address}ajouter/?dans={path}&liste=courses").status_code == 404
    assert client.get(f"{address}cours/?groupe={path}").status_code == 404


def test_other_fields_than_those_of_the_part_have_no_effect(client, contributor, description, address):
    client.post(
        f"{address}?partie={COURSE}",
        typed(title="Autre", year="1999-2000", published_revision="1", teachers="x", programme="1", author="1"),
    )

    kept = document(description)
    assert (kept["year"], "teachers" in kept["groups"][0]["courses"][0]) == ("2026-2027", False)
    description.refresh_from_db()
    assert description.published_revision is None


@pytest.mark.parametrize("title", ["a\x00b", "x" * 501, "\u202e" * 3, "<script>alert(1)</script>"])
def test_hostile_texts_are_refused_or_shown_as_text(client, contributor, address, title):
    response = client.post(f"{address}?partie={COURSE}", typed(title=title), follow=True)

    assert response.status_code == 200
    assert b"<script>alert(1)</script>" not in response.content


def test_the_remarks_stand_beside_the_outline_each_with_its_part(client, contributor, description, address):
    page = client.get(address)

    assert page.context["remarks"] == page.context["draft"].outline().to_correct()


def test_a_certification_that_the_directory_does_not_know_is_remarked(client, contributor, institution):
    RncpEntry.objects.create(number="RNCP36315", title="Autre fiche", is_active=True)
    described = factories.description(institution, rncp=[{"number": "RNCP99999"}])

    page = text(client.get(f"/formations/gestion/{described.public_id}/"))

    assert "la fiche RNCP99999 n’est pas dans le répertoire national." in page


def test_a_description_kept_under_other_rules_says_what_is_to_be_corrected(client, contributor, description, address):
    broken = document(description)
    broken["groups"][0]["courses"][0]["credits"] = -1
    description.revisions.update(document=broken)

    page = client.get(address)

    assert [(each.place, each.part) for each in page.context["remarks"]] == [
        ("Cours «\u00a0Finances locales\u00a0»\u00a0› Crédits", COURSE)
    ]


@pytest.mark.parametrize("path", ["", COURSE, "outcome_sets[0]"])
def test_a_page_asks_the_same_few_questions_whatever_there_is(
    client, contributor, description, address, path, django_assert_num_queries
):
    client.get(address)
    with django_assert_num_queries(7):
        client.get(f"{address}?partie={path}")


def test_nobody_describes_under_the_name_of_another_institution(client, contributor, description, address):
    before = document(description)["institution"]
    data = {"revision": "1", "where": "institution=", "name": "Sorbonne Université", "uai": "0755976N"}

    page = client.get(f"{address}?partie=institution")
    client.post(f"{address}?partie=institution", data)

    assert before["name"] in page.text and 'name="uai"' not in page.text
    assert document(description)["institution"] == before


def test_languages_are_typed_by_name_and_shown_by_name(client, contributor, description, address):
    client.post(f"{address}?partie={COURSE}", typed(language="Français"))
    client.post(
        address, {"revision": "2", "where": "", "kind": "MASTER", "title": "Un titre", "languages": "FR et anglais"}
    )

    kept = document(description)
    course = client.get(f"{address}?partie={COURSE}").content.decode()
    assert (kept["languages"], kept["groups"][0]["courses"][0]["language"]) == (["fr", "en"], "fr")
    assert 'value="français"' in course and '<option value="néerlandais">' in course
    assert "langue : français" in text(client.get(f"{address}versions/"))


def test_an_unknown_language_is_refused_in_one_sentence(client, contributor, description, address):
    response = client.post(f"{address}?partie={COURSE}", typed(language="klingon"))

    sentence = "« klingon » n’est pas une langue connue ; donnez son nom ou son code : français ou fr, anglais ou en."
    assert sentence in text(response)
    assert description.revisions.count() == 1


def test_what_sort_of_group_a_new_one_is_has_to_be_chosen(client, contributor, description, address):
    adding = f"{address}ajouter/?dans=&liste=groups"
    form = text(client.get(adding))
    sent = {"revision": "1", "where": "", "title": "Options au choix", "kind": ""}

    forgotten = client.post(adding, sent)
    unchanged = description.revisions.count()
    client.post(adding, sent | {"kind": "OPTION"})

    assert '<option value="" selected>Choisissez…</option>' in form and 'value="CORE" selected' not in form
    assert "Choisissez la sorte de groupe." in text(forgotten)
    assert unchanged == 1
    assert document(description)["groups"][-1] == {"title": "Options au choix", "kind": "OPTION"}
