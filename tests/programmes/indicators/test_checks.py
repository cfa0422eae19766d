"""What does not add up: every sentence written by hand."""

# ruff: noqa: E501  (sentences are read whole)

from decimal import Decimal

import pytest

from programmes.indicators import CellRef, checks, ratios
from programmes.indicators.cells import Line
from tests.programmes.indicators.samples import YEARS, origins, regions, row, table

TWO = ("2014-2015", "2015-2016")


def sentences(*tables):
    return [found.sentence for found in checks.check(tables)]


def candidatures():
    return table(
        "candidatures",
        [
            row("recues", "95 112 98", label="Reçues"),
            row("picardie", "20 26 25", part_of="recues"),
            row("paris", "10 17 14", part_of="recues"),
            row("autres", "29 41 31", part_of="recues"),
            row("drom-tom", "3 1 3", part_of="recues"),
            row("etranger", "33 27 25", part_of="recues"),
        ],
        kind="CANDIDATURES",
        years=YEARS[3:],
    )


def line(of, code):
    return Line(of, of.row(code))


# -- document 000


def test_tables_that_are_right_raise_no_alarm():
    assert sentences(candidatures()) == []
    assert sentences(regions()) == []


def test_the_enrolled_of_two_tables_are_confronted():
    found = checks.check([origins(), regions()])[-1]

    assert found.sentence == (
        "2015-2016 : « Origine des étudiants », « Inscrits » donne 21, et « Inscrits par région », « Inscrits » donne 20 ; "
        "écart : 1."
    )
    assert (found.rule, found.difference) == ("across", 1)
    assert found.cells == (
        CellRef("origines", "inscrits", "2015-2016"),
        CellRef("regions", "inscrits", "2015-2016"),
    )


def test_a_part_counted_in_one_year_and_not_in_another_is_told_once():
    found = checks.check([origins()])

    assert [one.sentence for one in found] == [
        "« Origine des étudiants » : « VAE ou VAP » n’est pas compté de la même façon d’une année à l’autre. En 2015-2016, "
        "le total « Inscrits » 21 est atteint sans lui (L2 0 + DUT 3 + BTS - BTSA 14 + Autres formations 4 = 21) et 1 s’y "
        "ajoute ; en 2016-2017, le total 23 ne l’est qu’avec lui (DUT 3 + BTS - BTSA 18 + Autres formations 1 = 22, "
        "+ 1 = 23), si ce qui n’est pas disponible est nul (L2 -)."
    ]
    assert {cell.year for cell in found[0].cells} == {"2015-2016", "2016-2017"}
    assert found[0].difference == 1


def test_success_is_pooled_over_both_windows_of_four_years():
    pooled = ratios.windows(line(origins(), "diplomes"), line(origins(), "inscrits"), 4)

    assert [ratio.percent for ratio in pooled] == [Decimal("95.6"), Decimal("97.4")]
    assert [ratio.sentence for ratio in pooled] == [
        "« Origine des étudiants », « Diplômés », de 2011-2012 à 2014-2015 : 11 + 23 + 18 + 13 = 65, pour "
        "« Origine des étudiants », « Inscrits » : 13 + 23 + 18 + 14 = 68, soit 95,6 %.",
        "« Origine des étudiants », « Diplômés », de 2012-2013 à 2015-2016 : 23 + 18 + 13 + 20 = 74, pour "
        "« Origine des étudiants », « Inscrits » : 23 + 18 + 14 + 21 = 76, soit 97,4 %.",
    ]


def test_a_claim_of_a_text_is_confronted_with_every_window():
    pooled = ratios.windows(line(origins(), "diplomes"), line(origins(), "inscrits"), 4)

    told = ratios.confront("95 %", pooled)

    assert told.sentence == (
        "Le texte dit 95 % ; les tableaux donnent 95,6 % de 2011-2012 à 2014-2015 (65 sur 68), "
        "97,4 % de 2012-2013 à 2015-2016 (74 sur 76)."
    )
    assert told.agreeing == ()
    assert [ratio.percent for ratio in ratios.confront("96 %", pooled).agreeing] == [Decimal("95.6")]
    assert ratios.confront("presque tous", pooled) is None


def test_two_percent_of_students_from_abroad_is_what_no_year_says():
    told = ratios.confront("2 %", ratios.per_year(line(regions(), "etranger"), line(regions(), "inscrits")))

    assert told.sentence == (
        "Le texte dit 2 % ; les tableaux donnent 11,1 % en 2013-2014 (2 sur 18), 7,1 % en 2014-2015 (1 sur 14), "
        "20 % en 2015-2016 (4 sur 20), 13 % en 2016-2017 (3 sur 23)."
    )
    assert told.agreeing == ()


def test_half_the_students_with_a_bts_is_what_no_year_says():
    by_year = ratios.per_year(line(origins(), "bts"), line(origins(), "inscrits"))

    assert [(ratio.years[0], round(ratio.exact)) for ratio in by_year] == [
        ("2011-2012", 69), ("2012-2013", 96), ("2013-2014", 67), ("2014-2015", 71), ("2015-2016", 67), ("2016-2017", 78),
    ]  # fmt: skip
    assert by_year[3].sentence == (
        "« Origine des étudiants », « BTS - BTSA », 2014-2015 : 10, pour « Origine des étudiants », « Inscrits » : 14, "
        "soit 71,4 %."
    )
    assert ratios.confront("50 %", by_year).agreeing == ()


# -- sums


def test_parts_that_do_not_make_their_total():
    wrong = table(
        "t", [row("total", "10 20"), row("a", "4 8", part_of="total"), row("b", "5 12", part_of="total")], years=TWO
    )

    (found,) = checks.check([wrong])

    assert found.sentence == (
        "« T », « Total », 2014-2015 : le total est 10, et ses parties font 9 (A 4 + B 5) ; écart : 1."
    )
    assert [str(cell.row) for cell in found.cells] == ["total", "a", "b"]


def test_what_is_not_available_makes_a_sum_undecidable():
    rows = [row("total", "10 -"), row("a", "- 8", part_of="total"), row("b", "5 12", part_of="total")]

    assert sentences(table("t", rows, years=TWO)) == []


def test_known_parts_beyond_the_total_are_wrong_whatever_is_missing():
    rows = [
        row("total", "10 -"), row("a", "- 8", part_of="total"), row("b", "8 1", part_of="total"),
        row("c", "4 1", part_of="total"),
    ]  # fmt: skip

    assert sentences(table("t", rows, years=TWO)) == [
        "« T », « Total », 2014-2015 : le total est 10, et les parties connues font déjà 12 (B 8 + C 4) ; écart : 2."
    ]


def test_one_part_alone_is_no_sum_and_may_not_be_more_than_its_total():
    rows = [row("total", "10 20"), row("femmes", "6 21", part_of="total")]

    assert sentences(table("t", rows, years=TWO)) == [
        "« T », 2015-2016 : « Femmes » vaut 21, plus que « Total », 20 ; écart : 1."
    ]


def test_parts_of_parts_are_added_to_their_own_total():
    rows = [
        row("total", "10 20"), row("a", "4 8", part_of="total"), row("b", "6 12", part_of="total"),
        row("b1", "1 6", part_of="b"), row("b2", "4 6", part_of="b"),
    ]  # fmt: skip

    assert sentences(table("t", rows, years=TWO)) == [
        "« T », « B », 2014-2015 : le total est 6, et ses parties font 5 (B1 1 + B2 4) ; écart : 1."
    ]


def test_rates_are_not_added():
    rows = [row("total", "90 91"), row("a", "80 85", part_of="total"), row("b", "95 99", part_of="total")]

    assert sentences(table("t", rows, years=TWO, kind="SUCCESS", unit="%")) == []


def test_rounded_percentages_may_make_a_hundred_and_one():
    rows = [
        row("total", "100 100"), row("a", "33 34", part_of="total"), row("b", "33 34", part_of="total"),
        row("c", "33 39", part_of="total"),
    ]  # fmt: skip

    assert sentences(table("t", rows, years=TWO, unit="%", kind="OTHER")) == [
        "« T », « Total », 2015-2016 : le total est 100, et ses parties font 107 (A 34 + B 34 + C 39) ; écart : 7."
    ]


# -- bounds, graduates, rates


def test_a_percentage_stands_from_0_to_100():
    rows = [{"code": "taux", "label": "Taux", "values": ["104 %", "-3 %"]}]

    assert sentences(table("t", rows, years=TWO, kind="EMPLOYMENT")) == [
        "« T », « Taux », 2014-2015 : 104 % n’est pas un pourcentage, de 0 à 100.",
        "« T », « Taux », 2015-2016 : -3 % n’est pas un pourcentage, de 0 à 100.",
    ]


def test_no_more_graduates_than_enrolled():
    counts = table("t", [row("i", "10 20", measure="ENROLLED"), row("d", "12 20", measure="GRADUATES")], years=TWO)

    assert sentences(counts) == [
        "2014-2015 : « T », « D » donne 12 diplômés, plus que les inscrits, 10 de « T », « I » ; écart : 2."
    ]


@pytest.mark.parametrize(
    ("said", "is_told"), [("80", False), ("80,0", False), ("80,3", True), ("81", True), ("-", False)]
)
def test_a_rate_agrees_with_the_counts_within_its_rounding(said, is_told):
    counts = table("t", [row("i", "10 20", measure="ENROLLED"), row("d", "8 20", measure="GRADUATES")], years=TWO)
    rates = table("r", [row("taux", f"{said} 100")], years=TWO, kind="SUCCESS", unit="%", title="Réussite")

    assert sentences(counts, rates) == (
        [
            f"« Réussite », « Taux », 2014-2015 : le taux est {said}, et les effectifs donnent 80 %. "
            "« T », « D », 2014-2015 : 8, pour « T », « I » : 10, soit 80 %."
        ]
        if is_told
        else []
    )


def test_a_rate_over_several_years_is_that_of_all_of_them_together():
    rates = table(
        "r", [row("taux", "95 97,4")], years=("2011-2015", "2012-2016"), kind="SUCCESS", unit="%", title="Réussite"
    )

    found = checks.check([origins(), rates])[-1]

    assert found.sentence == (
        "« Réussite », « Taux », 2011-2015 : le taux est 95, et les effectifs donnent 95,6 %. "
        "« Origine des étudiants », « Diplômés », de 2011-2012 à 2014-2015 : 11 + 23 + 18 + 13 = 65, pour "
        "« Origine des étudiants », « Inscrits » : 13 + 23 + 18 + 14 = 68, soit 95,6 %."
    )
    assert found.cells[0] == CellRef("r", "taux", "2011-2015")


def test_tables_of_different_people_are_not_confronted():
    one = table("a", [row("i", "10 20")], years=TWO, population="Première année")
    other = table("b", [row("i", "11 21")], years=TWO, population="Deuxième année")

    assert sentences(one, other) == []


@pytest.mark.parametrize("year", ["Inscrits M1", "Inscrits en L3", "Inscrits en 1re année", "Inscrits, année 2"])
@pytest.mark.parametrize("whole", ["Total", "Total des inscrits", "Ensemble"])
def test_a_table_is_confronted_by_its_total_and_not_by_a_year_of_study(year, whole):
    said = {"measure": "ENROLLED"} if "inscrits" in whole else {}
    rows = [row("m1", "8 9", label=year, measure="ENROLLED"), row("total", "20 22", label=whole, **said)]
    by_year = table("a", rows, years=TWO)
    alone = table("b", [row("i", "20 50", label="Inscrits", measure="ENROLLED")], years=TWO)

    assert sentences(by_year, alone) == [
        f"2015-2016 : « A », « {whole} » donne 22, et « B », « Inscrits » donne 50 ; écart : 28."
    ]


@pytest.mark.parametrize(
    "labels", [["Inscrits M1"], ["Inscrits M1", "Inscrits M2"], ["Inscrits, parcours A", "Inscrits, parcours B"]]
)
def test_what_does_not_count_all_persons_is_confronted_with_nothing(labels):
    some = table(
        "a", [row(f"r{n}", "8 9", label=label, measure="ENROLLED") for n, label in enumerate(labels)], years=TWO
    )
    whole = table("b", [row("i", "20 50", label="Inscrits", measure="ENROLLED")], years=TWO)
    graduates = table("c", [row("d", "18 49", label="Diplômés", measure="GRADUATES")], kind="GRADUATES", years=TWO)

    assert sentences(some, whole, graduates) == []


def test_the_same_year_of_study_is_confronted():
    one, other = (
        table(code, [row("m1", value, label="Inscrits M1", measure="ENROLLED")], years=TWO)
        for code, value in (("a", "8 9"), ("b", "8 10"))
    )

    assert sentences(one, other) == [
        "2015-2016 : « A », « Inscrits M1 » donne 9, et « B », « Inscrits M1 » donne 10 ; écart : 1."
    ]


# -- from year to year


def test_a_jump_is_noted_and_contradicts_nothing():
    jumping = table("t", [row("i", "20 9")], years=TWO)

    assert sentences(jumping) == []
    assert [noted.sentence for noted in checks.notes([jumping])] == [
        "« T », « I » : de 20 en 2014-2015 à 9 en 2015-2016. Un mot d’explication aidera les experts."
    ]


def test_small_changes_and_what_is_not_known_are_not_noted():
    assert checks.notes([table("t", [row("i", "2 4 - 30 32 33")])]) == []


def test_large_tables_are_checked_in_time():
    rows = [row("total", " ".join(["1"] * 40))] + [
        row(f"r{n}", " ".join(["1"] * 40), part_of="total") for n in range(199)
    ]
    years = tuple(str(1960 + n) for n in range(40))

    assert len(checks.check([table(f"t{n}", rows, years=years) for n in range(6)])) == checks.MOST


def test_tables_of_other_persons_are_not_confronted():
    enrolled = table(
        "inscrits", [row("inscrits", "10 12", measure="ENROLLED")], population="Formation initiale", years=TWO
    )
    graduates = table(
        "diplomes", [row("diplomes", "20 24", measure="GRADUATES")], kind="GRADUATES", population="Apprentis", years=TWO
    )

    assert sentences(enrolled, graduates) == []
    assert (
        len(
            sentences(
                enrolled,
                table(
                    "diplomes",
                    [row("diplomes", "20 9", measure="GRADUATES")],
                    kind="GRADUATES",
                    population="formation initiale",
                    years=TWO,
                ),
            )
        )
        == 1
    )


def test_what_is_no_number_is_noted_and_what_is_not_available_is_not():
    of = table("inscrits", [row("m1", "12 dix -", label="M1")], kind="ENROLLED", years=YEARS[3:])

    assert [noted.sentence for noted in checks.notes([of])] == [
        f"{Line(of, of.rows[0]).spots()[1]}, {YEARS[4]} : « dix » n’est pas un nombre et ne compte pour rien ; écrivez-le en chiffres, ou « - » s’il n’est pas disponible."
    ]


def test_errors_and_formulas_of_a_spreadsheet_are_to_be_corrected_and_not_to_be_explained():
    of = table("t", [row("m1", "#REF! =SUM(B2:B3) <5", label="M1")], years=YEARS[3:])

    assert [slip.sentence for slip in checks.slips([of])] == [
        f"« T », « M1 », {year} : « {value} » est une erreur ou une formule de tableur et ne compte pour rien ; écrivez la valeur en chiffres, ou « - » si elle n’est pas disponible."
        for year, value in (("2014-2015", "#REF!"), ("2015-2016", "=SUM(B2:B3)"))
    ]
    assert [noted.cells[0].year for noted in checks.notes([of])] == ["2016-2017"]


@pytest.mark.parametrize(("kind", "expected"), [("GRADUATES", ["negative"]), ("OTHER", [])])
def test_nobody_counts_less_than_nothing_but_an_evolution_may(kind, expected):
    of = table("admis", [row("m1", "12 -5 13", label="M1")], kind=kind, years=YEARS[3:])

    assert [found.rule for found in checks.check([of])] == expected
