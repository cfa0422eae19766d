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


# -- answers beside findings


def test_answers_stand_beside_what_they_answer_under_two_titles():
    points, others = presentation.annex(sample_reading()).runs

    assert (points.title, others.title) == ("Réponses point par point", "Passages cités et observations libres")
    assert [(a.item.target, a.finding.number, a.anchor) for a in points.answers[-3:]] == [
        ("WEAKNESS", 10, "reponse-8"),
        ("RECOMMENDATION", 1, "reponse-9"),
        ("RECOMMENDATION", 4, "reponse-10"),
    ]
    assert points.answers[0].finding.text.startswith("Comité de pilotage")
    assert [(a.finding, a.about) for a in others.answers] == [
        (None, "Positionnement dans l’environnement"),
        (None, ""),
        (None, ""),
    ]


def test_answers_under_a_heading_of_the_institution_get_no_title_of_ours():
    reading = sample_reading()
    items = tuple(i for i in reading.observations.items if i.target == "RECOMMENDATION")

    (run,) = presentation.annex(replace(reading, observations=replace(reading.observations, items=items))).runs

    assert (run.title, run.answers[0].item.heading) == ("", "Avis et recommandations")


def test_words_that_are_quoted_as_they_stand_are_printed_once():
    answers = presentation.annex(sample_reading()).runs[0].answers

    assert [answer.repeats for answer in answers] == [True, True, True, False, True, True, True, True, True, True]


def test_a_finding_knows_all_that_it_was_answered():
    reading = sample_reading()
    again = replace(reading.observations.items[0], text="<p>Encore.</p>")
    items = (*reading.observations.items, again)
    replies = presentation.replies(replace(reading, observations=replace(reading.observations, items=items)))

    assert sorted(replies["WEAKNESS"]) == [1, 2, 3, 4, 5, 6, 7, 10]
    assert [answer.anchor for answer in replies["WEAKNESS"][1]] == ["reponse-1", "reponse-14"]
    assert sorted(replies["RECOMMENDATION"]) == [1, 4]
    assert presentation.replies(replace(reading, observations=None)) == {}
    assert presentation.annex(replace(reading, observations=None)) is None
