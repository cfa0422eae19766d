"""Series of figures: read from the dossier, laid out to be drawn."""

from dataclasses import replace
from decimal import Decimal

import pytest

from evalprog import charts, numbers
from evaluations import framework_files, scenarios
from evaluations.content import FigureReading, SeriesReading
from evaluations.definition import FigureDefinition
from evaluations.enums import FigureKind
from evaluations.reports import figures

ASKED = FigureDefinition(code="effectifs", label="Effectifs", kind=FigureKind.LINE, unit="étudiants")
TABLE = (
    '<table><thead><tr><th scope="col">Année</th><th scope="col">2015</th><th scope="col">2016</th></tr></thead>'
    '<tbody><tr><th scope="row">Inscrits</th><td>1 250</td><td>-</td></tr></tbody></table>'
)


def figure(kind: str, *series: tuple[str, ...]) -> FigureReading:
    lines = tuple(SeriesReading(f"Série {n}", values) for n, values in enumerate(series, 1))
    years = tuple(str(2012 + n) for n in range(len(series[0])))
    return FigureReading("f", kind, "Titre", "%", "", "", years, lines)


def test_a_table_of_the_dossier_is_kept_word_for_word():
    (read,) = figures.read(ASKED, TABLE, source="Dossier")

    assert (read.heading, read.categories) == ("Année", ("2015", "2016"))
    assert read.series == (SeriesReading("Inscrits", ("1 250", "-")),)
    assert (read.kind, read.title, read.unit, read.source) == ("line", "Effectifs", "étudiants", "Dossier")


@pytest.mark.parametrize(
    "table",
    [
        "<table><tbody><tr><th>Seule</th><td>1</td></tr></tbody></table>",
        TABLE.replace("1 250", "beaucoup"),
        TABLE.replace("<td>-</td>", ""),
        TABLE.replace('<th scope="col">2016</th>', "").replace("<td>-</td>", ""),
    ],
)
def test_a_table_that_cannot_be_drawn_is_not(table):
    assert list(figures.read(ASKED, table, source="")) == []


def test_the_demonstration_publishes_a_report_with_series_to_be_drawn():
    definition = framework_files.read(framework_files.SHIPPED / "hceres-formations-2017.yaml")
    demonstration = scenarios.read(framework_files.SHIPPED.parent / "scenarios" / "demonstration.yaml")
    (part,) = [part for part in demonstration.evaluations if part.programme == "master-chimie"]
    tables = {piece.title: piece.table for piece in part.dossier}

    asked = [figure for criterion in definition.criteria for figure in criterion.figures]
    drawn = [figures.read(figure, tables[figure.table or figure.label], source="") for figure in asked]

    assert definition.version == 2  # a published version does not change: the first one had no series
    assert part.until.name == "PUBLISHED"
    assert [(f.code, f.kind, len(f.series)) for (f,) in map(list, drawn)] == [
        ("effectifs", "line", 3),
        ("devenir", "stacked", 4),
    ]


@pytest.mark.parametrize(
    ("text", "value"), [("1 250", 1250), ("92,5 %", "92.5"), ("-", None), ("nc", None), ("peu", None), ("0", 0)]
)
def test_numbers_are_read_as_people_write_them(text, value):
    assert numbers.number(text) == (None if value is None else Decimal(value))


def test_what_is_not_available_is_a_gap_and_never_zero():
    (line,) = charts.drawing(figure("line", ("10", "20", "-", "40", "50"))).series

    assert len(line.lines) == 2
    assert len(line.points) == 4


def test_the_axis_begins_at_zero_and_goes_by_round_numbers():
    drawn = charts.drawing(figure("bar", ("118", "152")))

    assert [tick.text for tick in drawn.ticks] == ["0", "50", "100", "150", "200"]
    heights = [float(bar.height) for bar in drawn.series[0].bars]
    assert heights[0] / heights[1] == pytest.approx(118 / 152, rel=0.01)


def test_stacked_bars_stand_on_each_other():
    below, above = charts.drawing(figure("stacked", ("30", "20"), ("10", "20"))).series

    for low, high in zip(below.bars, above.bars, strict=True):
        assert float(high.y) + float(high.height) == pytest.approx(float(low.y), abs=0.2)


def test_a_loss_hangs_below_the_axis():
    drawn = charts.drawing(figure("bar", ("-4", "6")))

    loss, gain = drawn.series[0].bars
    assert float(loss.y) == pytest.approx(float(drawn.base), abs=0.2)
    assert float(gain.y) + float(gain.height) == pytest.approx(float(drawn.base), abs=0.2)


def test_what_is_below_zero_is_stacked_downwards_and_stays_in_the_frame():
    drawn = charts.drawing(figure("stacked", ("4", "4"), ("-4", "4")))

    assert [tick.text for tick in drawn.ticks] == ["-5", "0", "5", "10"]
    gain, loss = drawn.series[0].bars[0], drawn.series[1].bars[0]
    assert float(loss.y) == float(gain.y) + float(gain.height) == float(drawn.base)


@pytest.mark.parametrize(
    ("years", "shown"),
    [
        (["2015-2016", "2016-2017", "2017-2018"], ["2015-2016", "2016-2017", "2017-2018"]),
        (
            [f"{year}-{year + 1}" for year in range(2006, 2018)],
            ["2007-2008", "2009-2010", "2011-2012", "2013-2014", "2015-2016", "2017-2018"],
        ),
    ],
)
def test_the_names_below_the_axis_stand_side_by_side(years, shown):
    drawn = charts.drawing(replace(figure("line", ("1",) * len(years)), categories=tuple(years)))

    assert [label.text for label in drawn.categories] == shown
