"""A description as a document: what it may say, and that nothing is lost of it."""

from decimal import Decimal

import pytest

from evalprog.documents import DocumentInvalid
from programmes.description import as_document, parse, problems_of, tidied
from programmes.enums import HigherEducationCycle

LEAST = {"year": "2024-2025", "institution": {"name": "Université d’essai"}, "kind": "MASTER", "title": "Droit public"}


def group(*courses, **said):
    return {"title": "Tronc commun", **said, "courses": list(courses)}


def course(code, **said):
    return {"code": code, "title": f"Cours {code}", **said}


def sentences(**said):
    return [str(problem) for problem in problems_of(LEAST | said)]


def test_the_least_that_a_description_says_comes_back_as_it_is():
    assert as_document(parse(LEAST)) == LEAST


def test_credits_are_decimals_and_come_back_as_they_were_written():
    read = parse(LEAST | {"groups": [group(course("A1", credits=2.5), course("A2", credits=3), credits=5.5)]})

    assert read.groups[0].computed_credits == Decimal("5.5")
    assert as_document(read)["groups"][0]["courses"][0]["credits"] == 2.5


def test_the_level_is_that_of_the_kind_unless_it_is_declared():
    assert (parse(LEAST).level, parse(LEAST).qualification_cycle) == (7, HigherEducationCycle.SECOND)
    assert parse(LEAST | {"eqf": 6}).level == 6


def test_an_academic_year_is_two_years_that_follow():
    assert sentences(year="2024-2026") == [
        "year\u00a0: « 2024-2026 » : donnez une année universitaire, par exemple 2024-2025."
    ]


def test_a_cycle_of_prerequisites_is_refused_with_its_courses():
    said = group(
        course("A1", prerequisites=["A2"]), course("A2", prerequisites=["A3"]), course("A3", prerequisites=["A1"])
    )

    assert sentences(groups=[said]) == [
        "groups[0].courses[0].prerequisites\u00a0: les prérequis tournent en rond : A1 → A2 → A3 → A1 ; "
        "retirez l’un d’eux."
    ]


def test_a_course_that_needs_itself_is_a_cycle():
    assert sentences(groups=[group(course("A1", prerequisites=["A1"]))]) == [
        "groups[0].courses[0].prerequisites\u00a0: les prérequis tournent en rond : A1 → A1 ; retirez l’un d’eux."
    ]


def test_a_long_chain_of_prerequisites_is_no_cycle():
    chain = [course(f"A{n}", prerequisites=[f"A{n + 1}"]) for n in range(1500)]

    assert sentences(groups=[group(*chain, course("A1500"))]) == []


def test_a_course_stands_once_in_a_group():
    assert sentences(groups=[group(course("A1"), course("A1"))]) == [
        "groups[0].courses[1].code\u00a0: le code « A1 » figure déjà dans ce groupe (groups[0].courses[0]) ; "
        "retirez l’un des deux."
    ]


def test_a_course_may_stand_in_two_groups_in_the_same_words():
    assert sentences(groups=[group(course("A1", credits=5)), group(course("A1", credits=5))]) == []
    assert len(sentences(groups=[group(course("A1", credits=5)), group(course("A1", credits=6))])) == 1


def test_groups_within_groups_end_somewhere():
    said: dict = group()
    for _level in range(6):
        said = {"title": "Groupe", "groups": [said]}

    assert sentences(groups=[said]) == ["groups\u00a0: trop de niveaux ; il en faut 6 au plus."]


def test_a_document_of_any_depth_is_refused_and_not_run_into():
    said: dict = group()
    for _level in range(5_000):
        said = {"title": "Groupe", "groups": [said]}

    assert len(sentences(groups=[said])) == 1


def test_a_document_wrong_throughout_is_told_wrong_a_thousand_times_and_no_more():
    wrong = [{"code": f"A{number}", "title": "Cours", "unknown": 1} for number in range(3_000)]

    assert len(sentences(groups=[group(*wrong)])) == 1_000


def test_texts_are_put_into_their_canonical_form():
    read = tidied(
        parse(LEAST | {"narratives": [{"kind": "ACCESS", "text": "<p>Sur <b>dossier</b></p><script>x</script>"}]})
    )

    assert read.narratives[0].text == "<p>Sur <strong>dossier</strong></p>"


def test_a_text_that_paper_cannot_bear_is_refused():
    rows = "<table>" + "<tr><td>1</td></tr>" * 600 + "</table>"

    with pytest.raises(DocumentInvalid) as refusal:
        tidied(parse(LEAST | {"narratives": [{"kind": "ACCESS", "text": rows}]}))

    assert [problem.path for problem in refusal.value.problems] == ["narratives[0].text"]


def test_hours_are_counted_once_where_the_whole_is_given_too():
    hours = [{"kind": "LECTURE", "hours": 60}, {"kind": "TUTORIAL", "hours": 60}, {"kind": "TOTAL", "hours": 120}]

    both = parse(LEAST | {"groups": [group(course("A1", hours=hours), course("A2", hours=hours[:2]))]})

    assert [each.total_hours for each in both.all_courses()] == [120, 120]
