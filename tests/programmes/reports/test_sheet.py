"""From a description to its sheet."""

from dataclasses import replace

import pytest

from programmes.reports import sheet
from programmes.reports.words import web_address
from tests.programmes.described import DOCUMENT, description

TWO = DOCUMENT["groups"][0]["courses"]


def test_a_course_is_told_with_its_signs_hours_and_blocks():
    read = sheet.read(description())

    first, second = read.courses
    assert [sign.text or sign.drawing for sign in first.signs] == ["○", "globe"]
    assert (first.hours, first.hours_told) == (
        "30 + 7,5 h",
        "cours magistral\u00a0: 30 h, travaux dirigés\u00a0: 7,5 h",
    )
    assert (first.term_short, first.language, first.credits) == ("q1", "français", "5")
    assert first.teachers == ("Ève Marchand (coord.)",)
    assert [sign.text or sign.drawing for sign in second.signs] == ["○", "△⊕", "■", "struck-globe"]
    assert (first.blocks, second.blocks) == ((True, False), (False, True))


def test_the_legend_has_the_signs_that_are_used_and_no_other():
    legend = sheet.read(description()).structure.legend

    assert [(sign.text or sign.drawing, sign.meaning) for sign in legend] == [
        ("○", "obligatoire"),
        ("△⊕", "exceptionnellement non organisé cette année et l’année suivante"),
        ("■", "cours avec prérequis"),
        ("globe", "accessible aux étudiants d’échange"),
        ("struck-globe", "non accessible aux étudiants d’échange"),
    ]


def test_every_organisation_has_its_sign():
    words = ("EXCEPTIONALLY_NOT", "NEXT_YEAR", "THIS_YEAR_ONLY", "NEITHER_YEAR", "GIVEN")
    courses = [{"code": f"C{n}", "title": "Cours", "organisation": word, "requirement": "OPTIONAL"}
               for n, word in enumerate(words)]  # fmt: skip

    read = sheet.read(description(groups=[{"title": "Options", "courses": courses}]))

    assert [[sign.text for sign in course.signs] for course in read.courses] == [
        ["⌘", "△"], ["⌘", "⊖"], ["⌘", "⊕"], ["⌘", "△⊕"], ["⌘"],
    ]  # fmt: skip


def test_declared_credits_that_are_not_those_of_the_courses_are_seen():
    group = sheet.read(description()).structure.groups[0]

    assert (group.declared, group.computed, group.differs, group.is_choice) == ("10", "9", True, False)


def test_a_choice_offers_more_credits_than_are_taken():
    courses = [course | {"requirement": "OPTIONAL"} for course in TWO]
    group = sheet.read(description(groups=[{"title": "Options", "credits": 5, "courses": courses}])).structure.groups[0]

    assert (group.declared, group.computed, group.differs, group.is_choice) == ("5", "9", False, True)


def test_the_credits_of_a_programme_are_confronted_with_those_of_its_groups():
    structure = sheet.read(description(credits=12)).structure

    assert (structure.declared, structure.computed, structure.differs) == ("12", "10", True)


def test_outcomes_are_a_tree_with_the_courses_that_serve_them():
    (held,) = sheet.read(description()).outcome_sets

    first, second = held.outcomes
    assert (first.code, first.courses, first.is_gap) == ("A1", ("ADT1101",), False)
    assert [inner.code for inner in first.outcomes] == ["A1.1"]
    assert (second.code, second.courses, second.is_gap) == ("A2", (), True)


def test_the_matrix_is_cut_to_the_columns_that_a_page_bears():
    part = sheet.read(description()).matrix

    assert [[code for code, _text, _gap in table.columns] for table in part.tables(2)] == [["A1", "A1.1"], ["A2"]]
    assert part.tables(2)[0].lines[0] == ("ADT1101", "Finances locales", (True, False))
    assert [row.code for row in part.matrix.without_outcome] == ["ADT1102"]


def test_a_matrix_that_nobody_could_read_is_no_table():
    part = replace(sheet.read(description()).matrix, is_too_large=True)

    assert part.tables(10) == ()


def test_chapters_that_say_nothing_are_not_there():
    bare = {key: DOCUMENT[key] for key in ("year", "institution", "kind", "title")}

    read = sheet.read(description(groups=[], outcome_sets=[]))

    assert read.sections == ()
    assert [fact.key for fact in read.facts] == ["codes", "kind", "level", "credits"]
    assert bare["title"] == read.title


def test_narratives_stand_in_their_chapter_in_the_order_of_the_catalogue():
    told = [
        {"kind": "TEACHING", "title": "Deux", "text": "<p>2</p>"},
        {"kind": "INTRODUCTION", "text": "<p>1</p>"},
        {"kind": "TEACHING", "title": "Trois", "text": "<p>3</p>"},
    ]

    read = sheet.read(description(narratives=told))

    assert [(n.kind, n.title, n.text) for n in read.narratives] == [
        ("INTRODUCTION", "", "<p>1</p>"), ("TEACHING", "Deux", "<p>2</p>"), ("TEACHING", "Trois", "<p>3</p>"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("www.a.example", "https://www.a.example"),
        ("javascript:alert(1)", ""),
        ("voir le site", ""),
    ],
)
def test_only_an_address_of_the_web_is_followed(text, address):
    assert web_address(text) == address
