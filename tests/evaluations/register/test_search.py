"""The register's search, on each database by its own means: what is found is written here by hand."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict

from evaluations.content import Fact, SheetReading
from evaluations.enums import Facet, ReportKind
from evaluations.models import RegisterEntry, RegisterTerm, RegisterText, RegisterWord
from evaluations.register import index, paging, search, storage
from evaluations.register.search import Selection
from tests.evaluations.register.reports import LP, MASTER, SCHOOL, again, conclusion, published, reading_of
from tests.evaluations.reports.published import PDF, evaluation, published_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def found(asked: str):
    return search.find(Selection.of(QueryDict(asked)))


def titles(asked: str) -> list[str]:
    results = found(asked)
    entries = results.entries(0, 25) if results.count else []
    assert len(entries) == results.count
    return [entry.report.title for entry in entries]


def counts(asked: str, facet: Facet) -> list[tuple[str, int]]:
    shown = next(f for f in found(asked).facets if f.facet == facet)
    return [(option.label, option.count) for option in shown.options]


# -- words

TEXTS = {
    "Licence Géologie": "Les enseignements sont évalués par les étudiants. La métrologie est enseignée.",
    "Master Histoire": "L’œuvre des historiens. Approche par compétences mise en service à la rentrée.",
    "Master Droit": "Les compétences de l’approche juridique ; par ailleurs, la plate-forme numérique.",
}


@pytest.fixture
def three():
    for title, text in TEXTS.items():
        published(title, text)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # accents, case, ligatures
        ("metrologie", ["Licence Géologie"]),
        ("MÉTROLOGIE", ["Licence Géologie"]),
        ("geologie", ["Licence Géologie"]),
        ("oeuvre", ["Master Histoire"]),
        # inflexions
        ("évaluation", ["Licence Géologie"]),
        ("enseignement", ["Licence Géologie"]),
        ("étudiante", ["Licence Géologie"]),
        ("historien", ["Master Histoire"]),
        ("compétence", ["Master Droit", "Master Histoire"]),
        # several words: all of them
        ("approche compétences", ["Master Droit", "Master Histoire"]),
        ("approche métrologie", []),
        ("l’approche juridique", ["Master Droit"]),
        ("master", ["Master Droit", "Master Histoire"]),
        # phrases
        ('"approche par compétences"', ["Master Histoire"]),
        ("« mise en service »", ["Master Histoire"]),
        ("plate-forme", ["Master Droit"]),
        ("forme-plate", []),
        # words that every report has ask for nothing
        ("de la", ["Licence Géologie", "Master Droit", "Master Histoire"]),
    ],
)
def test_reports_are_found_by_their_words(three, typed, expected):
    assert sorted(titles(f"q={typed}")) == expected


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("metrolgie", "métrologie", ["Licence Géologie"]),
        ("métrrologie", "métrologie", ["Licence Géologie"]),
        ("juridiqe", "juridique", ["Master Droit"]),
        ("gelogie", "géologie", ["Licence Géologie"]),
        ("historeins", "historiens", ["Master Histoire"]),
        ("driot", "droit", ["Master Droit"]),
        ("œvure", "œuvre", ["Master Histoire"]),
        ("enseigenemnts", "enseignements", ["Licence Géologie"]),
    ],
)
def test_a_typing_error_is_mended_and_said(three, typed, meant, expected):
    results = found(f"q={typed}")

    assert [(c.typed, c.meant) for c in results.corrections] == [(search.words.query(typed).words[0], meant)]
    assert titles(f"q={typed}") == expected


def test_a_word_that_is_near_to_none_finds_nothing(three):
    results = found("q=zoologique")

    assert (results.count, results.corrections) == (0, ())


def test_a_right_word_is_not_mended_when_another_is_missing(three):
    assert found("q=métrologie juridique").corrections == ()


def test_a_word_that_a_report_has_is_not_said_to_be_missing():
    """It has another form of it, or digits; and a filter leaves that report out."""
    published("Licence A", "L’évaluation du plan norme9.", on=dt.date(2017, 1, 1))
    published("Licence B", "J’évoluerais dans la norme.", on=dt.date(2018, 1, 1))

    for typed in ("evaluerais", "norme9"):
        assert found(f"q={typed}").count == 1
        results = found(f"q={typed}&annee=2018")
        assert (results.count, results.corrections) == (0, ())


def test_sheets_and_what_fits_nowhere_are_searched_too():
    sheet = SheetReading("x", "Master Bois", (), (), (conclusion(weaknesses=[("Trop de vacataires.", [])]),), ())
    published("Champ Forêt", sheets=(sheet,), annex=("Errata du greffe.",))

    assert titles("q=vacataires") == titles("q=greffe") == ["Champ Forêt"]


def test_the_lists_of_a_cover_are_searched():
    report = reading_of("École doctorale Bois")
    lines = (Fact("partners", "Établissements", "Université de Morlaix ; École de Quimper"),)
    published_report(replace(report, cover=replace(report.cover, lines=lines)))

    assert titles("q=morlaix quimper") == ["École doctorale Bois"]


@pytest.mark.parametrize(
    "hostile",
    [
        '"', '""', "'", "*", "droit*", "NEAR(", "NEAR(droit, 2)", "-droit", "AND", "OR NOT", "heading:droit",
        "{heading}:x",        "^droit", "(((((", "a:b:c", "droit & | ! <->", "';DROP TABLE evaluations_report;--",
        "%", "%s", "\\", "\x00", "dro\x00it",
        "\u202e", "🎓", "x" * 10_000, '"' * 10_000, "é " * 5_000, "न्यायालय", "法學",
    ],
)  # fmt: skip
def test_no_search_is_a_mistake(three, hostile):
    asked = QueryDict(mutable=True)
    asked["q"] = hostile

    results = search.find(Selection.of(asked))

    assert results.count in (0, 1, 3)
    assert len(results.entries(0, 25)) == results.count


# -- ranking and order


def test_those_that_have_the_word_in_their_title_come_first():
    published("Licence Droit", "Une phrase.", on=dt.date(2015, 1, 1))
    published("Licence Gestion", "Le droit, une fois.", on=dt.date(2018, 1, 1))
    published("Licence Économie", "Le droit, le droit, encore le droit.", on=dt.date(2017, 1, 1))

    assert titles("q=droit") == ["Licence Droit", "Licence Économie", "Licence Gestion"]


@pytest.mark.parametrize("near", [0, 1_000])
def test_where_many_have_the_words_their_headings_tell(monkeypatch, near):
    monkeypatch.setattr(paging, "MANY", 1)
    monkeypatch.setattr(paging, "NEAR", near)
    published("Licence Droit", "Une phrase.", on=dt.date(2015, 1, 1))
    published("Licence Gestion", "Le droit, une fois.", on=dt.date(2018, 1, 1))
    published("Licence Économie", "Le droit, le droit, encore le droit.", on=dt.date(2017, 1, 1))
    published("Licence Chimie", "Rien de cela.", on=dt.date(2019, 1, 1))

    assert titles("q=droit") == ["Licence Droit", "Licence Gestion", "Licence Économie"]
    assert titles("q=droit&annee=2017&annee=2018") == ["Licence Gestion", "Licence Économie"]
    assert titles("q=droit&ordre=ancien") == ["Licence Droit", "Licence Économie", "Licence Gestion"]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", ["Été", "zoo", "Avant"]),
        ("recent", ["Été", "zoo", "Avant"]),
        ("ancien", ["Avant", "zoo", "Été"]),
        ("intitule", ["Avant", "Été", "zoo"]),
        ("etablissement", ["zoo", "Avant", "Été"]),
        ("pertinence", ["Été", "zoo", "Avant"]),
        ("x", ["Été", "zoo", "Avant"]),
    ],
)
def test_orders_do_not_depend_on_accents_and_case(order, expected):
    published("Été", institution="école B", on=dt.date(2018, 1, 1))
    published("zoo", institution="Angers", on=dt.date(2017, 1, 1))
    published("Avant", institution="École A", on=dt.date(2016, 1, 1))

    assert titles(f"ordre={order}") == expected


# -- facets


@pytest.fixture
def many():
    published("Un", "droit", campaign="Vague A", kind=MASTER, field="Sciences", on=dt.date(2017, 1, 1))
    published("Deux", "droit", campaign="Vague A", kind=LP, field="Sciences", on=dt.date(2018, 1, 1))
    published("Trois", "chimie", campaign="Vague B", kind=LP, field="Droit, gestion", on=dt.date(2018, 1, 1))
    published("Quatre", "chimie", campaign="Vague B", kind=SCHOOL, on=dt.date(2019, 1, 1))


def test_every_facet_is_counted(many):
    assert counts("", Facet.CAMPAIGN) == [("Vague A", 2), ("Vague B", 2)]
    assert counts("", Facet.KIND) == [("Licence professionnelle", 2), ("Master", 1), ("École doctorale", 1)]
    assert sorted(counts("", Facet.LEVEL)) == [("Deuxième cycle", 1), ("Premier cycle", 2), ("Troisième cycle", 1)]
    assert counts("", Facet.FIELD) == [("Sciences", 2), ("Droit, gestion", 1)]
    assert counts("", Facet.FRAMEWORK) == [("Essai", 4)]
    assert counts("", Facet.YEAR) == [("2019", 1), ("2018", 2), ("2017", 1)]
    assert [count for _label, count in counts("", Facet.INSTITUTION)] == [1, 1, 1, 1]


def test_counts_follow_the_words(many):
    assert counts("q=chimie", Facet.YEAR) == [("2019", 1), ("2018", 1)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("annee=2018", ["Deux", "Trois"]),
        ("annee=2018&annee=2019", ["Deux", "Quatre", "Trois"]),
        ("nature=lp", ["Deux", "Trois"]),
        ("niveau=troisieme-cycle", ["Quatre"]),
        ("domaine=droit-gestion", ["Trois"]),
        ("campagne=vague-a&nature=lp", ["Deux"]),
        ("referentiel=essai&annee=2017", ["Un"]),
        ("campagne=vague-a&q=chimie", []),
        ("campagne=vague-b&q=chimie&annee=2019", ["Quatre"]),
        ("campagne=", ["Deux", "Quatre", "Trois", "Un"]),
        ("campagne=jamais-vue", []),
        ("annee=2018'; DROP TABLE x", []),
    ],
)
def test_facets_narrow_alone_and_together(many, asked, expected):
    assert sorted(titles(asked)) == expected


def test_a_facet_that_is_chosen_tells_what_its_other_values_would_add(many):
    assert counts("annee=2018&nature=lp", Facet.YEAR) == [("2018", 2)]
    assert counts("annee=2018", Facet.YEAR) == [("2018", 2), ("2019", 1), ("2017", 1)]
    assert counts("annee=2018", Facet.KIND) == [("Licence professionnelle", 2)]


def test_a_value_is_added_and_taken_away_by_its_address(many):
    selection = Selection.of(QueryDict("q=droit&annee=2018&nature=lp&ordre=intitule"))

    assert selection.toggled(Facet.YEAR, "2017") == "?q=droit&nature=lp&annee=2018&annee=2017&ordre=intitule"
    assert selection.toggled(Facet.YEAR, "2018") == "?q=droit&nature=lp&ordre=intitule"
    assert selection.address(q=None) == "?nature=lp&annee=2018&ordre=intitule"
    assert Selection.of(QueryDict("q=droit&ordre=pertinence")).address() == "?q=droit"


# -- what stands in it


def test_a_corrected_report_is_found_once_and_by_its_new_words():
    first = published("Licence Histoire", "Un mot oublié.")
    published("Licence Histoire", "Un mot corrigé.", of=first.evaluation, version=2, pdf=PDF + b"2")

    assert titles("q=oublié") == []
    assert titles("q=corrigé") == ["Licence Histoire"]
    assert found("").count == 1


def test_what_is_not_published_is_not_indexed():
    published_fields = {"of": evaluation()}
    report = published(**published_fields)
    report.entry.delete()
    type(report).objects.filter(pk=report.pk).update(kind=ReportKind.PROVISIONAL, published_on=None)

    assert index.rebuild() == 0
    assert not RegisterText.objects.exists()
    assert not RegisterWord.objects.exists()


def test_names_of_persons_are_not_searched():
    published("Licence Histoire")

    assert titles("q=Delorme") == titles("q=Vasseur") == titles("q=Benali") == []


def test_the_label_of_a_term_is_that_of_the_report_published_last():
    first = published(institution="Université de Nantes")
    published(institution="Nantes Université", of=again(first.evaluation), on=dt.date(2023, 1, 1))

    assert counts("", Facet.INSTITUTION) == [("Nantes Université", 2)]


def test_the_register_can_be_made_again(three, capsys):
    shared = published("Licence Sport", "Une première version.").evaluation
    published("Licence Sport", "Une seconde version.", of=shared, version=2, pdf=PDF + b"2")
    words = ("métrologie", "historien", "première", "seconde", "metrolgie")
    before = [titles(f"q={word}") for word in words]
    RegisterEntry.objects.all().delete()
    assert found("q=métrologie").count == 0

    for _ in range(2):
        call_command("index_register")

    assert capsys.readouterr().out == "4 rapports au registre.\n" * 2
    assert before == [["Licence Géologie"], ["Master Histoire"], [], ["Licence Sport"], ["Licence Géologie"]]
    assert [titles(f"q={word}") for word in words] == before


def test_what_is_undone_leaves_the_index_as_it_was(three):
    RegisterText.objects.all().delete()

    assert found("q=métrologie").count == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO evaluations_registerindex(evaluations_registerindex) VALUES ('integrity-check')"
            )


def test_tables_made_anew_by_a_migration_get_their_index_back(three):
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'evaluations_register%'")
        triggers = sorted(name for (name,) in cursor.fetchall())
        for name in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
    published("Licence Perdue", "Un texte introuvable.")
    assert titles("q=introuvable") == []

    call_command("migrate", verbosity=0)

    assert titles("q=introuvable") == ["Licence Perdue"]
    assert found("q=introuvabel").corrections != ()
    RegisterEntry.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO evaluations_registerindex(evaluations_registerindex) VALUES ('integrity-check')")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'evaluations_register%'")
        assert sorted(name for (name,) in cursor.fetchall()) == triggers


def test_what_a_migration_made_on_sqlite_it_takes_away():
    """A trigger that is left would name an index that is gone, and SQLite then refuses to change any table."""
    made = re.findall(r"CREATE (?:VIRTUAL TABLE|TRIGGER) (\w+)", storage.SQLITE)

    assert sorted(re.findall(r"DROP (?:TABLE|TRIGGER) (\w+)", storage.SQLITE_AWAY)) == sorted(made)


def test_a_report_without_end_is_entered():
    """PostgreSQL's index of one text holds a megabyte, and refuses what is longer."""
    words = " ".join(f"{n:x}жж{n % 97:x}" for n in range(60_000))

    published("Licence Longue", f"premier {words}")

    assert titles("q=premier") == ["Licence Longue"]
    assert len(RegisterText.objects.get().body.encode()) <= storage.LONGEST


@pytest.mark.parametrize("number", [1, 6])
def test_a_search_costs_the_same_whatever_it_finds(django_assert_num_queries, number):
    for n in range(number):
        published(f"Licence {n}", "métrologie", field=f"Champ {n}")

    costs = (("", 4), ("q=métrologie", 4), ("q=metrolgie", 7), ("q=zoologique", 5), ("annee=2017&q=licence", 4))
    for asked, cost in costs:
        with django_assert_num_queries(cost):
            results = found(asked)
            results.entries(0, 25)


def test_terms_are_few(many):
    assert RegisterTerm.objects.filter(facet=Facet.YEAR).count() == 3
