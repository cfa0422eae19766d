"""The pages of indicators: their institution's alone; pasted, typed, moved, taken out, put back, taken away."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from programmes import figures_writing, writing
from programmes.models import Indicator
from tests import factories
from tests.programmes import described
from tests.programmes.indicators.samples import origins, regions, row, table

pytestmark = pytest.mark.django_db
PASTE = "Tableau 1\n\t2014-2015\t2015-2016\nCandidatures reçues\t95\t112\n-Picardie\t20\t26\n-Étranger\t75\t86\n"


@pytest.fixture
def programme():
    return factories.programme(factories.institution())


@pytest.fixture
def member(programme, client):
    person = factories.contributor(programme.institution)
    client.force_login(person)
    return person


def address(name, programme, *indicator):
    return reverse(f"programmes:indicator-{name}", args=[programme.public_id, *indicator])


def sent(**changes):
    """A grid of one row and two columns."""
    fields = {
        "rows": "1", "columns": "2", "title": "Effectifs", "kind": "ENROLLED", "year-0": "2014-2015",
        "year-1": "2015-2016", "key-0": "+1", "label-0": "Inscrits", "cell-0-0": "14", "cell-0-1": "21",
    }  # fmt: skip
    return fields | changes


def test_the_page_shows_what_does_not_agree_in_its_cells(client, programme, member):
    figures_writing.add(programme, origins(), by=None)
    figures_writing.add(programme, regions(), by=None)

    page = client.get(address("list", programme)).content.decode()

    assert page.count('data-part="contradiction"') == 2
    assert '<td id="cellule-regions-inscrits-2015-2016" class="contradicted">20' in page
    quoted = (
        '<a href="#cellule-origines-inscrits-2015-2016">Origine des étudiants, Inscrits, 2015-2016</a> : <strong>21'
    )
    assert quoted in page
    assert page.count("<svg") == 4
    assert "{{regions.etranger.2016-2017}}" in page


def test_an_empty_page_says_what_to_do_next(client, programme, member):
    assert (
        "Aucun tableau pour le moment. Collez ceux de votre dossier"
        in client.get(address("list", programme)).content.decode()
    )


def test_the_page_leads_back_to_the_description_of_the_newest_year(client, programme, member):
    older = writing.begin(programme, described.description(year="2023-2024"), by=None).description
    newest = writing.begin(programme, described.description(year="2024-2025"), by=None).description
    own = figures_writing.add(programme, origins(), by=None).indicator

    for name, *ids in (("list",), ("add",), ("new",), ("edit", own.public_id), ("history", own.public_id)):
        page = client.get(address(name, programme, *ids)).content.decode()

        assert reverse("programmes:description-edit", args=[newest.public_id]) in page
        assert reverse("programmes:description-edit", args=[older.public_id]) not in page
        assert f'<a href="{address("list", programme)}" aria-current="page">Indicateurs</a>' in page


def test_a_programme_that_nobody_described_yet_can_be(client, programme, member):
    page = client.get(address("list", programme)).content.decode()

    assert f'<a href="{reverse("programmes:description-new")}?formation={programme.public_id}">Décrire</a>' in page
    assert f'<a href="{reverse("programmes:catalogue")}">Nos formations</a>' in page


def test_a_table_says_its_source_or_that_it_has_none(client, programme, member):
    kept = figures_writing.add(programme, table("t", [row("a", "1 2 3 4 5 6")], source="Scolarité"), by=None).indicator
    bare = figures_writing.add(programme, table("u", [row("a", "1 2 3 4 5 6")]), by=None).indicator

    page = client.get(address("list", programme)).content.decode()

    assert "Scolarité</p>" in page
    assert page.count("Source non indiquée") == 1
    assert f"{address('edit', programme, bare.public_id)}#source" in page
    assert f"{address('edit', programme, kept.public_id)}#source" not in page


# -- a figure of a text


def asked(client, programme, **query):
    return client.get(address("list", programme), query).content.decode()


def test_a_figure_of_a_text_is_set_against_the_tables(client, programme, member):
    figures_writing.add(programme, origins(), by=None)

    page = asked(client, programme, dit="95 %", part="origines.diplomes", total="origines.inscrits", ans="4")

    assert (
        "Le texte dit 95 % ; les tableaux donnent 95,6 % de 2011-2012 à 2014-2015 (65 sur 68), "
        "97,4 % de 2012-2013 à 2015-2016 (74 sur 76)."
    ) in page
    assert "Aucune de ces parts ne s’arrondit à ce que dit le texte" in page


def test_a_figure_that_agrees_is_told_with_its_cells(client, programme, member):
    figures_writing.add(programme, regions(), by=None)

    page = asked(client, programme, dit="20 %", part="regions.etranger", total="regions.inscrits", ans="1")

    assert "Le texte et les tableaux s’accordent." in page
    assert page.count('<span class="badge-soft">s’accorde</span>') == 1
    assert 'href="#cellule-regions-etranger-2015-2016"' in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"dit": "presque tous"}, "Écrivez un nombre, par exemple 95 % ou 12,5."),
        ({"total": "regions.etranger"}, "Choisissez une autre ligne que la part."),
        ({"part": "regions.nulle-part"}, "Sélectionnez un choix valide."),
        ({"ans": "99"}, "inférieure ou égale à 10"),
        ({"ans": "9"}, "Ces deux lignes n’ont pas de valeurs connues pour les mêmes années."),
    ],
)
def test_what_cannot_be_set_against_the_tables_is_answered(client, programme, member, query, sentence):
    figures_writing.add(programme, regions(), by=None)

    page = asked(
        client,
        programme,
        **{"dit": "20 %", "part": "regions.etranger", "total": "regions.inscrits", "ans": "1"} | query,
    )

    assert sentence in page


def test_of_percentages_no_share_is_asked_for(client, programme, member):
    figures_writing.add(programme, table("t", [row("a", "1 2 3 4 5 6"), row("b", "1 2 3 4 5 6")], unit="%"), by=None)

    assert 'id="verifier"' not in client.get(address("list", programme)).content.decode()


def test_others_find_nothing_at_all(client, programme):
    indicator = figures_writing.add(programme, origins(), by=None).indicator
    for person in (factories.officer(), factories.signatory(factories.institution()), factories.user()):
        client.force_login(person)
        pages = [
            address("list", programme),
            address("add", programme),
            address("edit", programme, indicator.public_id),
            address("history", programme, indicator.public_id),
            address("export", programme, "csv"),
        ]
        never = address("list", programme).replace(programme.public_id, "abcdefghijkl")

        assert {client.get(page).status_code for page in [*pages, never]} == {404}


def test_a_paste_becomes_tables(client, programme, member):
    answer = client.post(address("add", programme), {"text": PASTE}, follow=True)

    assert [(kept.code, kept.rows[1].values) for kept in programme.indicators.tables()] == [
        ("candidatures", ("20", "26"))
    ]
    assert "1 tableau est ajouté." in answer.content.decode()


def test_of_a_paste_with_a_bad_row_nothing_is_kept(client, programme, member):
    answer = client.post(address("add", programme), {"text": f"{PASTE}\n\nAutre\n\t2014\t2015\nInscrits\t3\n"})

    assert answer.status_code == 422
    assert "Ligne 10 : « Inscrits » a 1 valeur pour 2 années" in answer.content.decode()
    assert "Candidatures reçues\t95" in answer.content.decode()
    assert Indicator.objects.count() == 0


def test_lines_that_are_no_table_are_told(client, programme, member):
    answer = client.post(address("add", programme), {"text": f"Bonjour à tous.\n\n{PASTE}"}, follow=True)

    assert "1 ligne n’appartient à aucun tableau et n’est pas gardée : 1. Bonjour à tous." in answer.content.decode()


@pytest.mark.parametrize(("count", "folded"), [(3, "<details open>"), (12, "<details>")])
def test_what_is_noted_of_a_paste_is_one_box(client, programme, member, count, folded):
    rows = "".join(f"Inscrits {n}\t<b>dix\n" for n in range(count - 1))

    page = client.post(address("add", programme), {"text": f"Bonjour.\n\nAnnée\t2015\n{rows}"}, follow=True)
    page = page.content.decode()

    assert page.count('class="alert alert-warning"') == 1
    box = page.partition('<div class="alert alert-warning" role="status">')[2].partition("</div>")[0]
    assert box.startswith(f"{folded}<summary>{count} remarques sur ce qui a été collé</summary><ul><li>1 ligne n’app")
    assert (box.count("<li>"), "&lt;b&gt;dix" in box, "<b>" in box) == (count, True, False)


def test_a_slip_of_a_spreadsheet_stands_under_what_is_to_be_corrected(client, programme, member):
    figures_writing.add(programme, table("t", [row("a", "#REF! 2 3 4 5 6")]), by=None)

    page = client.get(address("list", programme)).content.decode()

    assert page.count('<h2 id="corriger">À corriger <span class="tally">1</span></h2>') == 1
    assert "Rien n’est faux ici" not in page
    assert "Les tableaux s’accordent" not in page


def test_five_megabytes_are_answered_with_one_sentence(client, programme, member):
    answer = client.post(address("add", programme), {"text": "x\t1\n" * 1_250_000})

    assert answer.status_code == 422
    assert "Ce texte est trop long : 5000000 caractères" in answer.content.decode()


def test_a_table_is_typed(client, programme, member):
    client.post(address("new", programme), sent())

    (kept,) = programme.indicators.tables()
    assert (kept.code, kept.years, kept.rows[0].code, kept.rows[0].values) == (
        "effectifs", ("2014-2015", "2015-2016"), "inscrits", ("14", "21"),
    )  # fmt: skip


def test_a_row_names_the_one_it_is_part_of_before_either_has_a_code(client, programme, member):
    rows = {"rows": "2", "key-1": "+2", "label-1": "Femmes", "part-1": "+1", "cell-1-0": "6", "cell-1-1": "-"}

    client.post(address("new", programme), sent(**rows))

    (kept,) = programme.indicators.tables()
    assert [(line.code, line.part_of) for line in kept.rows] == [("inscrits", ""), ("femmes", "inscrits")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": ""}, "Intitulé : donnez un texte d’une ligne"),
        ({"year-0": ""}, "donnez l’en-tête d’une colonne"),
        ({"year-1": "2014/15"}, "« 2014/15 » est la même année que « 2014-2015 » ; gardez l’une des deux colonnes."),
        ({"part-0": "nulle-part"}, "« Inscrits » fait partie de « nulle-part »"),
        ({"kind": "VIRUS"}, "n’est pas prévu"),
        ({"cell-0-0": "9" * 100}, "une valeur tient en 80 caractères"),
        ({"columns": "0"}, "cette liste est vide"),
        ({"columns": "-1"}, "cette liste est vide"),
    ],
)
def test_what_is_no_table_is_answered_and_what_was_typed_stays(client, programme, member, changes, sentence):
    answer = client.post(address("new", programme), sent(**changes))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert ">Inscrits</textarea>" in page
    assert Indicator.objects.count() == 0


def test_more_room_is_asked_for_and_nothing_is_kept(client, programme, member):
    page = client.post(address("new", programme), sent(more="1")).content.decode()

    assert 'name="cell-3-2"' in page
    assert Indicator.objects.count() == 0


def test_a_stale_save_is_answered_with_both(client, programme, member):
    indicator = figures_writing.add(programme, origins(), by=None).indicator
    figures_writing.save(indicator, table("origines", [row("a", "77 1 1 1 1 1")]), based_on=1, by=None)

    answer = client.post(address("edit", programme, indicator.public_id), sent(revision="1"))
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "<td>77</td>" in page
    assert 'value="21"' in page
    assert '<input type="hidden" name="revision" value="2">' in page
    assert indicator.revisions.count() == 2


def test_problems_do_not_make_a_stale_page_fresh(client, programme, member):
    indicator = figures_writing.add(programme, origins(), by=None).indicator
    figures_writing.save(indicator, table("origines", [row("a", "77 1 1 1 1 1")]), based_on=1, by=None)

    page = client.post(address("edit", programme, indicator.public_id), sent(revision="1", title="")).content.decode()

    assert '<input type="hidden" name="revision" value="1">' in page


def test_an_edit_keeps_the_codes_that_texts_refer_to(client, programme, member):
    indicator = figures_writing.add(programme, table("effectifs", [row("i", "1 2")], years=("2014", "2015")), by=None)
    indicator = indicator.indicator

    client.post(
        address("edit", programme, indicator.public_id), sent(revision="1", **{"key-0": "i", "label-0": "Nouveau nom"})
    )

    (kept,) = programme.indicators.tables()
    assert [(line.code, line.label, line.values) for line in kept.rows] == [("i", "Nouveau nom", ("14", "21"))]


def test_a_table_is_moved_taken_out_and_put_back(client, programme, member):
    first = figures_writing.add(programme, origins(), by=None).indicator
    figures_writing.add(programme, regions(), by=None)
    codes = lambda: [kept.code for kept in programme.indicators.tables()]  # noqa: E731

    client.post(address("act", programme, first.public_id), {"gesture": "down"})
    assert codes() == ["regions", "origines"]
    client.post(address("act", programme, first.public_id), {"gesture": "up"})
    assert codes() == ["origines", "regions"]
    page = client.post(address("act", programme, first.public_id), {"gesture": "remove"}, follow=True).content.decode()
    assert (codes(), "Tableaux retirés" in page) == (["regions"], True)
    client.post(address("act", programme, first.public_id), {"gesture": "restore"})
    assert codes() == ["origines", "regions"]
    assert client.post(address("act", programme, first.public_id), {"gesture": "x"}).status_code == 400


def test_an_earlier_writing_is_read_and_put_back(client, programme, member):
    indicator = figures_writing.add(programme, origins(), by=None).indicator
    figures_writing.save(indicator, table("origines", [row("a", "77 1 1 1 1 1")]), based_on=1, by=None)

    page = client.get(address("history", programme, indicator.public_id)).content.decode()
    assert (page.count("<h2>Version"), "<td>77</td>" in page) == (2, True)
    client.post(address("act", programme, indicator.public_id), {"gesture": "revert", "wanted": "1", "revision": "2"})

    assert programme.indicators.tables() == (origins(),)
    assert indicator.revisions.count() == 3


def test_tables_are_taken_away_without_a_formula(client, programme, member):
    plain = table("t", [{"code": "a", "label": "=1+1", "values": ["1250,5", "-"]}], years=("2014", "2015"), title="T")
    figures_writing.add(programme, plain, by=None)

    csv = client.get(address("export", programme, "csv")).content.decode()
    book = load_workbook(io.BytesIO(client.get(address("export", programme, "xlsx")).content))

    assert csv.splitlines()[1:] == ['T,t,\'=1+1,a,,,2014,"1250,5",', "T,t,'=1+1,a,,,2015,'-,"]
    cells = [[cell.value for cell in line] for line in book.worksheets[0]]
    assert cells == [["T", "2014", "2015"], ["=1+1", 1250.5, "-"]]
    assert book.worksheets[0]["A2"].data_type == "s"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_of_the_database_for_one_table_as_for_three(
    client, programme, member, count, django_assert_num_queries
):
    for n in range(count):
        figures_writing.add(programme, table(f"t{n}", [row("a", "1 2 3 4 5 6")]), by=None)

    with django_assert_num_queries(8):
        client.get(address("list", programme))
