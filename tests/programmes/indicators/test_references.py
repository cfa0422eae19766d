"""Values of tables in texts, by reference."""

import pytest

from evalprog import richtext
from programmes.indicators import CellRef, references
from tests.programmes.indicators.samples import origins, regions, row, table

TABLES = (origins(), regions())
NARROW = "\u202f"


def test_a_reference_becomes_the_value_of_its_cell():
    text = "<p>En 2015, <strong>{{origines.inscrits.2015-2016}}</strong>, puis {{ Regions.Etranger.2016/17 }}.</p>"

    resolved = references.resolve(text, TABLES)

    assert resolved.html == "<p>En 2015, <strong>21</strong>, puis 3.</p>"
    assert resolved.problems == ()
    assert resolved.used == (
        CellRef("origines", "inscrits", "2015-2016"),
        CellRef("regions", "etranger", "2016-2017"),
    )


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("1250", "", f"1{NARROW}250"),
        ("1 250,50", "", f"1{NARROW}250,5"),
        ("95.6", "%", "95,6 %"),
        ("95,6 %", "", "95,6 %"),
        ("-", "%", "non disponible"),
        ("< 5", "", "< 5"),
        ("1e999", "", "1e999"),
    ],
)
def test_a_value_is_said_as_a_french_sentence_says_it(value, unit, said):
    assert references.said(value, unit) == said


def test_what_is_not_available_is_said_in_the_text_and_told():
    resolved = references.resolve("<p>{{origines.diplomes.2016-2017}}</p>", TABLES)

    assert resolved.html == "<p>non disponible</p>"
    assert resolved.problems == (
        "« Origine des étudiants », « Diplômés », 2016-2017 : cette valeur n’est pas disponible.",
    )


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        (
            "{{origine.inscrits.2015-2016}}",
            "« {{origine.inscrits.2015-2016}} » : aucun tableau ne porte le code « origine ». "
            "Les plus proches : origines.",
        ),
        (
            "{{origines.diplome.2015-2016}}",
            "« {{origines.diplome.2015-2016}} » : le tableau « Origine des étudiants » n’a pas de ligne « diplome ». "
            "Les plus proches : diplomes.",
        ),
        (
            "{{regions.inscrits.2012-2013}}",
            "« {{regions.inscrits.2012-2013}} » : le tableau « Inscrits par région » n’a pas de colonne « 2012-2013 ». "
            "Les plus proches : 2014-2015, 2015-2016, 2016-2017.",
        ),
        (
            "{{inscrits}}",
            "« {{inscrits}} » n’est pas une référence : écrivez {{tableau.ligne.année}}.",
        ),
    ],
)
def test_a_reference_that_means_nothing_stays_and_is_told(reference, problem):
    resolved = references.resolve(f"<p>{reference}</p>", TABLES)

    assert (resolved.html, resolved.problems, resolved.used) == (f"<p>{reference}</p>", (problem,), ())


WHOLE = "n’est pas une référence entière : écrivez {{tableau.ligne.année}}, deux accolades de chaque côté."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "<p>Ils sont {{origines.inscrits.2015-2016} cette année.</p>",
            f"« {{{{origines.inscrits.2015-2016}} » {WHOLE}",
        ),
        (
            "<p>Ils sont {origines.inscrits.2015-2016}} cette année.</p>",
            f"« {{origines.inscrits.2015-2016}}}} » {WHOLE}",
        ),
        ("<p>Ils sont {origines.inscrits.2015-2016}.</p>", f"« {{origines.inscrits.2015-2016}} » {WHOLE}"),
        ("<p>Ils sont {{origines.inscrits.2015-2016</p><p>Fin.</p>", f"« {{{{origines.inscrits.2015-2016 » {WHOLE}"),
        ("<ul><li>origines.inscrits.2015-2016}}</li></ul>", f"« origines.inscrits.2015-2016}}}} » {WHOLE}"),
        (
            "<p>{{origines &amp; inscrits, dont le nombre a crû d’année en année depuis l’ouverture</p>",
            f"« {{{{origines & inscrits, dont le nombre a … » {WHOLE}",
        ),
        (
            "<p>{{origines.<strong>inscrits</strong>.2015-2016}}</p>",
            "« {{origines.inscrits.2015-2016}} » change de mise en forme en son milieu (gras, italique, lien) : "
            "écrivez cette référence d’un seul tenant.",
        ),
    ],
)
def test_a_broken_reference_stays_and_is_told_once(text, problem):
    resolved = references.resolve(text, TABLES)

    assert (resolved.html, resolved.unknown) == (text, (problem,))


def test_a_broken_reference_is_told_beside_those_that_are_whole():
    resolved = references.resolve("<p>{{origines.inscrits.2015-2016}} et {{regions.etranger.2016-2017}.</p>", TABLES)

    assert resolved.html == "<p>21 et {{regions.etranger.2016-2017}.</p>"
    assert resolved.unknown == (f"« {{{{regions.etranger.2016-2017}} » {WHOLE}",)


@pytest.mark.parametrize("text", ["{a, b}", "l’ensemble {1 ; 2} et {x}", "f(x) = { x si x > 0 }", "un } seul {"])
def test_braces_that_are_no_reference_are_left_alone(text):
    assert references.resolve(f"<p>{text}</p>", TABLES).problems == ()


@pytest.mark.parametrize("text", ["{" * 200_000, "}" * 200_000, "{{a" * 60_000, "a}}" * 60_000, "{a.b." * 60_000])
def test_texts_full_of_braces_are_told_in_time(text):
    assert len(references.resolve(f"<p>{text}</p>", TABLES).problems) <= references.MOST_PROBLEMS


def test_a_link_s_address_is_no_text():
    text = '<p><a href="https://example.org/{{origines.inscrits.2015-2016}}">lien</a></p>'

    assert references.resolve(text, TABLES).html == text


def test_a_value_brings_no_markup_into_the_text():
    hostile = table("t", [{"code": "a", "label": "A", "values": ["<b>&{{t.a.x}}"]}], years=("2015",))

    resolved = references.resolve("<p>{{t.a.2015}}</p>", [hostile])

    assert resolved.html == "<p>&lt;b&gt;&amp;{{t.a.x}}</p>"
    assert richtext.clean(resolved.html) == resolved.html


def test_a_long_text_of_wrong_references_is_told_in_few_sentences():
    resolved = references.resolve("<p>" + "".join(f"{{{{a.b.{n}}}}}" for n in range(20_000)) + "</p>", TABLES)

    assert len(resolved.problems) == references.MOST_PROBLEMS


def test_values_that_are_not_available_hide_no_reference_that_means_nothing():
    missing = [{"code": f"l{n}", "label": f"L{n}", "values": ["-"]} for n in range(60)]
    text = "".join(f"{{{{t.l{n}.2015}}}} " for n in range(60)) + "{{t.l60.2015}}"

    resolved = references.resolve(f"<p>{text}</p>", [table("t", missing, years=("2015",))])

    assert [sentence.count("t.l60.2015") for sentence in resolved.unknown] == [1]
    assert len(resolved.unavailable) == references.MOST_PROBLEMS


def test_everything_that_has_a_value_may_be_inserted():
    empty = table("t", [{"code": "a", "label": "A", "values": ["", "12"]}], years=("2015", "2016-17"), title="Titre")

    assert references.known([empty]) == [references.Insertable("{{t.a.2016-2017}}", "Titre", "A", "2016-17", "12")]


def test_every_reference_that_is_offered_is_understood():
    offered = references.known([*TABLES, table("x", [row("y", "1")], years=("Rentrée 2016",))])

    text = "".join(f"<p>{one.reference}</p>" for one in offered)
    resolved = references.resolve(text, [*TABLES, table("x", [row("y", "1")], years=("Rentrée 2016",))])

    assert resolved.html == "".join(f"<p>{one.value}</p>" for one in offered)
