"""What page and paper add to a reading."""

from dataclasses import replace

from evaluations.reports import presentation
from evaluations.reports.presentation import Coverage
from tests.evaluations.reports.sample import sample_reading


def test_the_table_of_contents_has_two_levels():
    entries = presentation.contents(sample_reading())

    assert [e.anchor for e in entries] == [
        "section-presentation",
        "section-analyse",
        "section-notation",
        "section-conclusion",
        "observations",
        "annexe",
        "references",
    ]
    assert [e.label for e in entries[3].entries] == [
        "Points forts",
        "Points faibles",
        "Avis global et recommandations",
        "Avis du comité",
    ]


def test_each_part_of_the_page_knows_its_neighbours():
    parts = presentation.parts(replace(sample_reading(), annex=()))

    assert [part.kind for part in parts] == ["section"] * 4 + ["observations", "references"]
    assert parts[0].before is None
    assert parts[4].before.label == "Conclusion de l’évaluation"
    assert parts[4].after.anchor == "references"
    assert parts[5].after is None


def test_coverage_counts_each_finding_once_and_names_those_without_answer():
    assert presentation.coverage(sample_reading()) == (
        Coverage("WEAKNESS", 10, (8, 9)),
        Coverage("RECOMMENDATION", 4, (2, 3)),
    )


def test_nothing_is_said_of_recommendations_that_nobody_was_to_answer():
    reading = sample_reading()
    items = tuple(i for i in reading.observations.items if i.target != "RECOMMENDATION")

    only = replace(reading, observations=replace(reading.observations, items=items))

    assert presentation.coverage(only) == (Coverage("WEAKNESS", 10, (8, 9)),)


def test_a_waiver_has_no_coverage():
    reading = sample_reading()

    assert presentation.coverage(replace(reading, observations=replace(reading.observations, waived=True))) == ()
    assert presentation.coverage(replace(reading, observations=None)) == ()
