"""Courses by outcomes: what is served, by what, and what nobody serves."""

from programmes.description import parse
from programmes.description.matrix import matrix

LEAST = {"year": "2024-2025", "institution": {"name": "Université d’essai"}, "kind": "MASTER", "title": "Droit public"}

OUTCOMES = [
    {
        "title": "Compétences générales",
        "outcomes": [
            {
                "code": "CG1",
                "text": "Analyser",
                "outcomes": [{"code": "CG1.1", "text": "Décrire"}, {"code": "CG1.2", "text": "Comparer"}],
            },
            {"code": "CG2", "text": "Rédiger", "outcomes": [{"text": "avec méthode"}]},
        ],
    }
]


def read(*groups):
    said = [{"title": f"Groupe {index}", "courses": list(courses)} for index, courses in enumerate(groups)]
    return matrix(parse(LEAST | {"outcome_sets": OUTCOMES, "groups": said}))


def course(code, *outcomes):
    return {"code": code, "title": f"Cours {code}", "outcomes": list(outcomes)}


def test_a_column_for_each_outcome_with_a_code_and_a_row_for_each_course():
    table = read([course("A1", "CG1.1"), course("A2")])

    assert [(column.code, column.level, column.heading, column.within) for column in table.columns] == [
        ("CG1", 0, "Compétences générales", ()),
        ("CG1.1", 1, "Compétences générales", ("CG1",)),
        ("CG1.2", 1, "Compétences générales", ("CG1",)),
        ("CG2", 0, "Compétences générales", ()),
    ]
    assert [(row.code, row.title, row.marks) for row in table.rows] == [
        ("A1", "Cours A1", (False, True, False, False)),
        ("A2", "Cours A2", (False, False, False, False)),
    ]


def test_an_outcome_is_served_through_those_within_it():
    table = read([course("A1", "CG1.1")])

    assert [column.code for column in table.uncovered] == ["CG1.2", "CG2"]


def test_whoever_serves_an_outcome_serves_what_is_within_it():
    table = read([course("A1", "CG1")])

    assert [column.code for column in table.uncovered] == ["CG2"]
    assert [column.courses for column in table.columns] == [1, 0, 0, 0]


def test_a_course_without_outcome_is_a_gap():
    table = read([course("A1", "CG1"), course("A2")])

    assert [row.code for row in table.without_outcome] == ["A2"]


def test_a_course_that_stands_in_two_groups_is_one_row_with_the_marks_of_both():
    table = read([course("A1", "CG1")], [course("A1", "CG2")])

    assert [(row.code, row.marks) for row in table.rows] == [("A1", (True, False, False, True))]
    assert [column.courses for column in table.columns] == [1, 0, 0, 1]


def test_a_link_to_an_outcome_that_does_not_exist_is_told_apart():
    table = read([course("A1", "CG9", "CG2")])

    assert [(row.unknown, row.is_empty) for row in table.rows] == [(("CG9",), False)]


def test_without_any_mark_there_are_gaps_everywhere_and_the_table_says_so():
    assert not read([course("A1")]).has_marks
    assert read([course("A1", "CG2")]).has_marks


def test_a_programme_without_courses_nor_outcomes_has_an_empty_table():
    table = matrix(parse(LEAST))

    assert (table.columns, table.rows, table.has_marks) == ((), (), False)
