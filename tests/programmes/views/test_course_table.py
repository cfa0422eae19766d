"""The courses of a group in one table: what is typed is kept, in its course, or told at its cell."""

import re

import pytest
from django.conf import settings

from programmes import writing
from programmes.description import parse
from programmes.forms.course_table import CourseTable
from tests import factories
from tests.programmes.views.reading import document, text

pytestmark = pytest.mark.django_db

WHERE = "groups=Tronc commun CORE"


@pytest.fixture
def table(address):
    return f"{address}cours/?groupe=groups[0]"


def rows(*typed, revision="1", **more):
    """Each of ``typed``: was, code, title, credits, lectures."""
    data = {"revision": revision, "where": WHERE}
    for number, (was, code, title, credits, lectures) in enumerate(typed):
        data |= {
            f"c{number}-was": was,
            f"c{number}-code": code,
            f"c{number}-title": title,
            f"c{number}-credits": credits,
            f"c{number}-LECTURE": lectures,
        }
    return data | more


FIRST = ("ADT1101", "ADT1101", "Finances locales", "5", "30")
SECOND = ("ADT1102", "ADT1102", "Droit des collectivités", "5", "")


def courses(description):
    return document(description)["groups"][0]["courses"]


def test_all_cells_are_kept_in_one_writing_and_the_rest_of_each_course_stays(client, contributor, description, table):
    data = rows(("ADT1101", "ADT1111", "Finances", "4,5", "22,5"), SECOND)

    response = client.post(table, data | {"c1-TUTORIAL": "15"})

    assert response.status_code == 302
    assert courses(description) == [
        {
            "code": "ADT1111",
            "title": "Finances",
            "hours": [{"kind": "LECTURE", "hours": 22.5}],
            "credits": 4.5,
            "outcomes": ["A1"],
        },
        {
            "code": "ADT1102",
            "title": "Droit des collectivités",
            "hours": [{"kind": "TUTORIAL", "hours": 15}],
            "credits": 5,
        },
    ]
    assert description.revisions.count() == 2


def test_saving_without_a_change_writes_nothing(client, contributor, description, table):
    client.post(table, rows(FIRST, SECOND))

    assert description.revisions.count() == 1


def test_new_lines_are_added_blank_ones_are_not_and_a_ticked_one_goes(client, contributor, description, table):
    new = {"n0-code": "ADT1103", "n0-title": "Europe", "n0-credits": "3", "n1-code": " ", "n2-code": "ADT1104"}

    client.post(table, rows(FIRST, SECOND, **new, **{"n2-title": "Stage", "c0-gone": "on"}))

    assert [(c["code"], c["title"]) for c in courses(description)] == [
        ("ADT1102", "Droit des collectivités"),
        ("ADT1103", "Europe"),
        ("ADT1104", "Stage"),
    ]


def test_pasted_lines_are_added(client, contributor, description, table):
    lines = "ADT1103\tEurope\t3\t30\t15\r\nADT1104;Stage;10\n\n"

    client.post(table, rows(FIRST, SECOND, lines=lines))

    assert courses(description)[2:] == [
        {
            "code": "ADT1103",
            "title": "Europe",
            "hours": [{"kind": "LECTURE", "hours": 30}, {"kind": "TUTORIAL", "hours": 15}],
            "credits": 3,
        },
        {"code": "ADT1104", "title": "Stage", "credits": 10},
    ]


def test_lines_are_pasted_as_spreadsheets_have_them(client, contributor, description, table):
    """With their headings, units, and dashes in empty cells."""
    client.post(
        table,
        rows(FIRST, SECOND, lines="CODE\tIntitule\tECTS\tCM\tTD\tTP\nADT1103\tEurope\t3 ECTS\t24h\t-\t1,5 heures"),
    )

    assert courses(description)[2:] == [
        {
            "code": "ADT1103",
            "title": "Europe",
            "hours": [{"kind": "LECTURE", "hours": 24}, {"kind": "PRACTICAL", "hours": 1.5}],
            "credits": 3,
        }
    ]


def test_the_first_line_names_the_columns(client, contributor, description, table):
    client.post(
        table,
        rows(
            FIRST,
            SECOND,
            lines="Code\tIntitulé\tCM\tTravaux dirigés\tStage\tCrédits\t\nADT1103\tEurope\t30\t10\t0\t5\t",
        ),
    )

    assert courses(description)[2:] == [
        {
            "code": "ADT1103",
            "title": "Europe",
            "hours": [
                {"kind": "LECTURE", "hours": 30},
                {"kind": "TUTORIAL", "hours": 10},
                {"kind": "INTERNSHIP", "hours": 0},
            ],
            "credits": 5,
        }
    ]


@pytest.mark.parametrize("heading", ["Langue", "CM", ""])
def test_a_heading_that_names_no_column_of_its_own_is_told_and_nothing_is_read(client, contributor, table, heading):
    pasted = f"Code;Intitulé;CM;{heading};TD\nADT1103;Europe;30;fr;10"

    response = client.post(table, rows(FIRST, SECOND, lines=pasted))

    told = f"« {heading} » n’est pas une colonne de ce tableau, ou y est deux fois ; retirez-la."
    assert said(response) == [("Ligne 1", told)]


def test_more_columns_than_the_table_has_are_counted(client, contributor, table):
    response = client.post(table, rows(FIRST, SECOND, lines="ADT1103;Europe;3;30;15;2;fr"))

    told = "il y a 7 colonnes ; ce tableau en a 6 : Code, Intitulé, Crédits, CM, TD, TP."
    assert said(response) == [("Ligne 1", told)]


def said(response):
    return [(error.label, error.sentence.replace("\u00a0", " ")) for error in response.context["table"].errors]


def test_a_wrong_cell_is_told_where_it_is_and_nothing_is_written(client, contributor, description, table):
    response = client.post(table, rows(("ADT1101", "AD T", "Finances", "beaucoup", "-3"), SECOND, lines="X;;abc"))

    cells = {cell.column.name: cell.errors for cell in response.context["table"].rows[0].cells}
    assert cells["code"] == [
        "un code tient en 40 caractères, sans espace ni virgule ni point-virgule\u00a0; corrigez-le."
    ]
    assert cells["credits"] == ["Saisissez un nombre."]
    assert len(cells["LECTURE"]) == 1
    errors = response.context["table"].errors
    assert [error.label for error in errors] == ["Ligne 1, Intitulé", "Ligne 1, Crédits"]
    assert errors[1].sentence == "«\u00a0abc\u00a0»\u00a0: Saisissez un nombre."
    assert [(error.label, error.target) for error in response.context["table"].summary[2:4]] == [
        ("ADT1101, Code", "c0-code"),
        ("ADT1101, Crédits", "c0-credits"),
    ]
    assert '<a href="#c0-credits">ADT1101, Crédits</a>' in text(response)
    assert 'id="c0-credits"' in text(response)
    assert 'value="beaucoup"' in text(response)
    assert description.revisions.count() == 1


def test_a_code_that_comes_twice_is_told_in_its_cell(client, contributor, description, table):
    response = client.post(table, rows(FIRST, ("ADT1102", "ADT1101", "Droit", "5", "")))

    assert [len(row.cells[0].errors) for row in response.context["table"].rows] == [0, 1]
    assert description.revisions.count() == 1


@pytest.fixture
def written(description, institution):
    """``written(content)``: a colleague changes the courses of the group."""
    colleague = factories.contributor(institution, "Paul Paul")

    def write(change):
        content = document(description)
        change(content["groups"][0]["courses"])
        return writing.save(description, parse(content), based_on=content_revision(description), by=colleague)

    return write


def content_revision(description):
    return description.revisions.first().revision


def test_what_two_change_in_different_cells_is_kept_of_both(client, contributor, description, table, written):
    written(lambda courses: courses[0].update(credits=6))

    response = client.post(table, rows(FIRST, ("ADT1102", "ADT1102", "Mon droit", "5", "")), follow=True)

    assert [(c["title"], c["credits"]) for c in courses(description)] == [("Finances locales", 6), ("Mon droit", 5)]
    assert "Enregistré : 2 cours. Changé entre-temps par Paul Paul, et gardé aussi : ADT1101, Crédits : 5 → 6." in text(
        response
    )


def test_pasted_lines_are_read_in_the_columns_that_the_page_showed(client, contributor, description, table, written):
    written(lambda courses: courses[1].update(hours=[{"kind": "DISTANCE", "hours": 9}]))
    shown = client.get(table)
    order = re.findall(r'name="columns" value="([^"]+)"', shown.content.decode())[0]
    written(lambda courses: courses[1]["hours"].append({"kind": "PROJECT", "hours": 9}))

    client.post(table, rows(revision="2", lines="ADT1103;Europe;3;;;;40", columns=order))

    assert courses(description)[2]["hours"] == [{"kind": "DISTANCE", "hours": 40}]


def test_a_cell_that_two_change_keeps_what_was_typed_above_what_stands(
    client, contributor, description, table, written
):
    written(lambda courses: courses[0].update(credits=6, title="Le titre de Paul"))
    typed = rows(("ADT1101", "ADT1101", "Finances locales", "4", "30"), SECOND)

    response = client.post(table, typed)

    shown = response.context["table"]
    assert response.status_code == 409
    assert [(e.sentence, e.target) for e in shown.summary] == [("Changé entre-temps.", "c0-credits")]
    assert [(cell.value, cell.now) for cell in shown.rows[0].cells[:3]] == [
        ("ADT1101", None),
        ("Le titre de Paul", None),
        ("4", "6"),
    ]
    assert "Repris de Paul Paul : ADT1101, Intitulé : Finances locales → Le titre de Paul." in text(response)
    assert courses(description)[0]["credits"] == 6

    client.post(table, typed | {"revision": "2", "c0-title": "Le titre de Paul"})

    assert (courses(description)[0]["title"], courses(description)[0]["credits"]) == ("Le titre de Paul", 4)


def test_a_course_that_another_removed_does_not_come_back_unless_it_was_changed_here(
    client, contributor, description, table, written
):
    written(lambda courses: courses.pop(0))

    untouched = client.post(table, rows(FIRST, ("ADT1102", "ADT1102", "Mon droit", "5", "")))
    assert untouched.status_code == 302
    assert [(c["code"], c["title"]) for c in courses(description)] == [("ADT1102", "Mon droit")]

    typed = rows(("ADT1101", "ADT1101", "Finances", "5", "30"), ("ADT1102", "ADT1102", "Mon droit", "5", ""))
    touched = client.post(table, typed)
    assert touched.status_code == 409
    assert [e.target for e in touched.context["table"].summary] == ["c0-code"]

    client.post(table, typed | {"revision": "3"})
    assert [(c["code"], c["title"]) for c in courses(description)] == [
        ("ADT1102", "Mon droit"),
        ("ADT1101", "Finances"),
    ]


def test_a_course_that_another_changed_is_not_removed_unread(client, contributor, description, table, written):
    written(lambda courses: courses[0].update(teachers=[{"name": "Dupont Marie"}]))

    response = client.post(table, rows(FIRST, SECOND, **{"c0-gone": "on"}))

    assert response.status_code == 409
    assert response.context["table"].rows[0].cells[0].errors == [
        "Changé entre-temps par Paul Paul, alors que vous le retirez : relisez-le."
    ]
    assert len(courses(description)) == 2


def test_an_addition_sent_twice_is_one(client, contributor, description, table):
    typed = rows(FIRST, SECOND, **{"n0-code": "ADT1103", "n0-title": "Europe"}, lines="ADT1104;Stage;10")

    for _time in range(2):
        assert client.post(table, typed).status_code == 302

    assert [course["code"] for course in courses(description)] == ["ADT1101", "ADT1102", "ADT1103", "ADT1104"]


def test_a_new_line_that_is_removed_before_saving_is_neither_kept_nor_read(client, contributor, description, table):
    gone = {"n0-code": "AD T", "n0-title": "", "n0-gone": "on", "n1-code": "ADT1103", "n1-title": "Europe"}

    response = client.post(table, rows(FIRST, SECOND, **gone))

    assert response.status_code == 302
    assert [course["code"] for course in courses(description)] == ["ADT1101", "ADT1102", "ADT1103"]


def test_a_cycle_of_prerequisites_is_told_at_the_course_just_edited(client, contributor, description, table):
    content = document(description)
    content["groups"][0]["courses"][0]["prerequisites"] = ["ADT1102"]
    content["groups"][0]["courses"][1]["prerequisites"] = ["ADT1199"]
    writing.save(description, parse(content), based_on=1, by=contributor)
    typed = rows(FIRST, SECOND, revision="2", **{"n0-code": "ADT1103", "n0-title": "Europe"})

    # Its new code is the one that ADT1102 asks for: the loop closes at ADT1101.
    response = client.post(table, typed | {"c0-code": "ADT1199"})

    told = [(row.code, cell.errors) for row in response.context["table"].rows for cell in row.cells if cell.errors]
    assert told == [("ADT1199", ["les prérequis tournent en rond : ADT1199 → ADT1102 → ADT1199 ; retirez l’un d’eux."])]
    assert description.revisions.count() == 2


def test_hours_of_a_kind_that_came_meanwhile_stay(client, contributor, description, table):
    content = document(description)
    content["groups"][0]["courses"][1]["hours"] = [{"kind": "PROJECT", "hours": 20}]
    writing.save(description, parse(content), based_on=1, by=contributor)

    client.post(table, rows(FIRST, SECOND, revision="2"))

    assert courses(description)[1]["hours"] == [{"kind": "PROJECT", "hours": 20}]


def test_a_group_that_has_gone_gives_back_what_was_typed(client, contributor, description, address, table):
    client.post(f"{address}retirer/", {"revision": "1", "path": "groups[0]"})

    response = client.post(table, rows(FIRST, lines="ADT9;Neuf"))

    assert response.status_code == 409
    assert "Finances locales" in text(response)
    assert "ADT9;Neuf" in text(response)


@pytest.fixture
def many(institution):
    """A group of 1 200 courses."""
    given = [{"code": f"C{number}", "title": f"Cours {number}", "credits": 1} for number in range(1_200)]
    return factories.description(institution, groups=[{"title": "Tout", "courses": given}])


def test_a_thousand_courses_are_saved_page_by_page_and_none_is_lost(client, contributor, many):
    url = f"/formations/gestion/{many.public_id}/cours/?groupe=groups[0]&page=20"
    page = client.get(url).context["table"]
    data = {"revision": "1", "where": "groups=Tout"}
    data |= {cell.name: cell.value for row in (*page.rows, *page.new_rows) for cell in row.cells}
    data |= {f"{row.key}-was": row.was for row in page.rows} | {"c59-title": "Le dernier"}

    assert client.post(url, data).status_code == 302

    kept = document(many)["groups"][0]["courses"]
    assert (len(kept), kept[0]["title"], kept[1_199]["title"]) == (1_200, "Cours 0", "Le dernier")


def test_a_thousand_courses_are_pasted_in_one_go(client, contributor, description, table):
    lines = "\n".join(f"P{number};Cours {number};1" for number in range(1_500))

    assert client.post(table, rows(FIRST, SECOND, lines=lines)).status_code == 302

    assert len(courses(description)) == 1_502


def test_a_page_sends_fewer_fields_than_are_refused():
    kinds = ["LECTURE", "TUTORIAL", "PRACTICAL", "PROJECT", "INTERNSHIP", "DISTANCE", "TOTAL"]
    hours = [{"kind": kind, "hours": 1} for kind in kinds]
    given = [{"code": f"C{number}", "title": "Cours", "hours": hours} for number in range(100)]

    table = CourseTable(given, 1)

    old = sum(len(row.cells) + 2 for row in table.rows)
    assert old + 20 * len(table.columns) + 4 < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "²"])
def test_a_page_that_does_not_exist_shows_empty_lines_or_the_first(client, contributor, table, page):
    assert client.get(f"{table}&page={page}").status_code == 200


def test_the_table_asks_as_many_questions_for_three_courses_as_for_a_thousand(
    client, contributor, many, table, django_assert_num_queries
):
    client.get(table)
    for url in (table, f"/formations/gestion/{many.public_id}/cours/?groupe=groups[0]"):
        with django_assert_num_queries(6):
            client.get(url)
