"""What differs between two sheets."""

import copy
import time

from programmes.reports import sheet
from programmes.reports.comparison import Change, compare
from tests.programmes.described import DOCUMENT, description


def changed(**changes):
    return sheet.read(description(**changes))


def lines(before, after, code):
    return [line for chapter in compare(before, after) if chapter.code == code for line in chapter.lines]


def with_courses(*courses):
    return [DOCUMENT["groups"][0] | {"courses": list(courses)}]


def test_the_same_sheet_twice_has_no_difference():
    assert compare(changed(), changed()) == ()


def test_a_course_is_matched_by_its_code_and_its_changes_are_told():
    first, second = copy.deepcopy(DOCUMENT["groups"][0]["courses"])

    found = lines(changed(), changed(groups=with_courses(first | {"credits": 6}, second)), "cours")

    assert [(line.op, line.name, line.changes) for line in found] == [
        ("changed", "ADT1101 Finances locales", (Change("crédits", "5", "6"),))
    ]


def test_a_course_whose_code_changed_is_matched_by_its_title():
    first, second = DOCUMENT["groups"][0]["courses"]
    second = {key: value for key, value in second.items() if "prerequisites" not in key}
    before = changed(groups=with_courses(first, second))

    found = lines(before, changed(groups=with_courses(first | {"code": "ADT2201"}, second)), "cours")

    assert [line.changes for line in found] == [(Change("code", "ADT1101", "ADT2201"),)]


def test_what_was_taken_away_and_what_was_added_are_named():
    first, _second = DOCUMENT["groups"][0]["courses"]
    new = {"code": "ADT9", "title": "Urbanisme", "credits": 4}

    chapters = compare(changed(), changed(groups=with_courses(first, new)))

    courses = next(chapter for chapter in chapters if chapter.code == "cours")
    assert [(line.op, line.name) for line in courses.lines] == [
        ("removed", "ADT1102 Droit public"), ("added", "ADT9 Urbanisme"),
    ]  # fmt: skip
    assert courses.sentence == "1 ajout, 1 retrait"


def test_texts_are_compared_word_by_word():
    before = changed(narratives=[{"kind": "INTRODUCTION", "text": "<p>Dix places.</p>"}])

    (line,) = lines(before, changed(narratives=[{"kind": "INTRODUCTION", "text": "<p>Vingt places.</p>"}]), "textes")

    assert "<del>" in line.words and "Vingt" in line.words and "places." in line.words


def test_of_a_text_that_is_too_long_it_is_said_that_it_changed():
    before = changed(narratives=[{"kind": "INTRODUCTION", "text": f"<p>{'mot ' * 15_000}</p>"}])

    (line,) = lines(before, changed(narratives=[{"kind": "INTRODUCTION", "text": "<p>Court.</p>"}]), "textes")

    assert (line.words, line.is_too_long) == (None, True)


def test_outcomes_are_matched_by_code():
    sets = [{"title": "Acquis", "outcomes": [{"code": "A1", "text": "Lire un budget annexe."}]}]

    found = lines(changed(), changed(outcome_sets=sets), "acquis")

    assert [(line.op, line.name) for line in found] == [
        ("changed", "A1 Lire un budget annexe."), ("removed", "A1.1 En tirer un avis."),
        ("removed", "A2 Conduire un service."),
    ]  # fmt: skip


def test_two_thousand_courses_are_compared_in_a_few_seconds():
    def many(credits):
        courses = [{"code": f"C{n}", "title": f"Cours {n}", "credits": credits} for n in range(2_000)]
        return changed(groups=with_courses(*courses), outcome_sets=[])

    before, after = many(5), many(6)
    start = time.process_time()

    found = lines(before, after, "cours")

    assert len(found) == 2_000
    assert time.process_time() - start < 3
