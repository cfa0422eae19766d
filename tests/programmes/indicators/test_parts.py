"""A table of indicators: its document, what it may not be, what its cells say."""

from decimal import Decimal

import pytest

from evalprog.documents import DocumentInvalid
from programmes.enums import IndicatorKind
from programmes.indicators import as_document, parse, problems_of, year_key
from tests.programmes.indicators.samples import origins, row, table

DOCUMENT = {
    "code": "effectifs",
    "kind": "ENROLLED",
    "title": "Effectifs",
    "years": ["2015-2016", "2016-2017"],
    "rows": [
        {"code": "inscrits", "label": "Inscrits", "values": ["13", "13"]},
        {"code": "femmes", "label": "Femmes", "part_of": "inscrits", "values": ["-", "6"]},
    ],
}


def test_the_document_is_what_was_read():
    assert as_document(parse(DOCUMENT)) == DOCUMENT


def test_what_is_not_available_is_not_zero():
    read = table("t", [row("a", "- 0 95,6 13 nc 1")])

    assert [read.rows[0].number(n) for n in range(6)] == [None, 0, Decimal("95.6"), 13, None, 1]
    assert [read.rows[0].is_not_available(n) for n in range(6)] == [True, False, False, False, True, False]


def test_a_row_that_is_alone_counts_what_its_table_counts():
    alone = table("t", [row("a", "1 2 3 4 5 6"), row("b", "1 2 3 4 5 6", part_of="a")])

    assert [alone.measure_of(line) for line in alone.rows] == [IndicatorKind.ENROLLED, None]
    assert [origins().measure_of(line) for line in origins().rows][:3] == ["ENROLLED", "GRADUATES", None]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"years": ["2015-2016"]},
            "rows[0].values : « Inscrits » a 2 valeurs pour 1 colonnes ; donnez une valeur par colonne, « - » pour ce "
            "qui n’est pas disponible.",
        ),
        (
            {"years": ["2015-2016", "2015/16"]},
            "years[1] : « 2015/16 » est la même année que « 2015-2016 » ; gardez l’une des deux colonnes.",
        ),
        (
            {"rows": [{"code": "a", "label": "A", "part_of": "b", "values": ["1", "2"]}]},
            "rows[0].part_of : « A » fait partie de « b », qui n’est pas une ligne de ce tableau.",
        ),
        (
            {"rows": [{"code": "a", "label": "A", "part_of": "a", "values": ["1", "2"]}]},
            "rows[0].part_of : « A » fait partie d’elle-même (a → a) ; corrigez l’une de ces lignes.",
        ),
        (
            {"rows": [{"code": "a", "label": "A", "outside_total": True, "values": ["1", "2"]}]},
            "rows[0].outside_total : « A » est hors total, mais d’aucune ligne ; dites sous quelle ligne elle se lit.",
        ),
        (
            {"rows": [{"code": "a", "label": "A", "values": ["1", "2"]}] * 2},
            "rows[1].code : « a » figure déjà dans cette liste (rows[0]) ; retirez l’un des deux.",
        ),
        (
            {"years": [f"Année {n}" for n in range(10_000)]},
            "years : ce tableau a 10000 colonnes ; il en faut 40 au plus. Partagez-le.",
        ),
    ],
)
def test_what_holds_together_in_no_way_is_refused_with_one_sentence(change, problem):
    assert [str(found) for found in problems_of(DOCUMENT | change)][:1] == [problem]


def test_rows_that_go_round_are_told_each():
    rows = [
        {"code": "a", "label": "A", "part_of": "b", "values": ["1", "2"]},
        {"code": "b", "label": "B", "part_of": "a", "values": ["1", "2"]},
        {"code": "c", "label": "C", "part_of": "a", "values": ["1", "2"]},
    ]

    assert [found.path for found in problems_of(DOCUMENT | {"rows": rows})] == ["rows[0].part_of", "rows[1].part_of"]


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", "x" * 81, " 1", 13, None, ["1"]])
def test_a_value_is_a_short_text(value):
    rows = [{"code": "a", "label": "A", "values": [value, "2"]}]

    with pytest.raises(DocumentInvalid):
        parse(DOCUMENT | {"rows": rows})


@pytest.mark.parametrize("value", ["1e999", "9" * 70, "=1+1", "1,2,3", "NaN", "Infinity", "< 5"])
def test_a_value_that_is_not_a_number_is_kept_and_counts_for_nothing(value):
    (line, *_others) = parse(DOCUMENT | {"rows": [{"code": "a", "label": "A", "values": [value, "2"]}]}).rows

    assert (line.values[0], line.number(0), line.is_not_available(0)) == (value, None, False)


def test_a_year_is_the_same_however_it_is_written():
    years = ["2015-2016", "2015/16", "2015 – 2016", "2015-16", "2015", "Rentrée 2016"]

    assert [year_key(year) for year in years] == ["2015-2016"] * 4 + ["2015", "rentree-2016"]


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1.234,50", "1234.50"),
        ("12.345.678", "12345678"),
        ("1.234.567,8", "1234567.8"),
        ("95.625 %", "95.625"),  # a share, not ninety-five thousand
        ("0.999", "0.999"),
        ("1.23,4", None),
        ("1.234,5,6", None),
    ],
)
def test_points_part_thousands_where_nothing_else_can_be_meant(value, number):
    (line,) = table("t", [{"code": "a", "label": "A", "values": [value]}], years=("2015",)).rows

    assert line.number(0) == (None if number is None else Decimal(number))
