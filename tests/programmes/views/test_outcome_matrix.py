"""The matrix of courses and outcomes: ticked in one go, nothing else changed."""

import pytest

from programmes import writing
from programmes.description import parse
from tests import factories
from tests.programmes.views.reading import document, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def matrix(address):
    return f"{address}matrice/"


def ticks(revision="1", **ticked):
    return {"revision": revision, "row": list(ticked), **{f"o:{code}": list(codes) for code, codes in ticked.items()}}


def outcomes(description):
    groups = document(description)["groups"]
    return {course["code"]: course.get("outcomes", []) for group in groups for course in group["courses"]}


def rewrite(description, author, change):
    """The next writing."""
    description.refresh_from_db()
    content = parse(change(document(description)))
    writing.save(description, content, based_on=description.revision, by=author)


def without_course_1102(said):
    for group in said["groups"]:
        group["courses"] = [course for course in group["courses"] if course["code"] != "ADT1102"]
    return said


def test_what_is_ticked_is_kept_and_what_is_not_goes(client, contributor, description, matrix):
    response = client.post(matrix, ticks(ADT1101=[], ADT1102=["A3", "A1"], ADT1201=["A2"]))

    assert response.status_code == 302
    assert outcomes(description) == {"ADT1101": [], "ADT1102": ["A1", "A3"], "ADT1201": ["A2"]}
    assert description.revisions.count() == 2


def test_courses_that_the_page_did_not_show_stay(client, contributor, description, matrix):
    client.post(matrix, ticks(ADT1102=["A2"]))

    assert outcomes(description) == {"ADT1101": ["A1"], "ADT1102": ["A2"], "ADT1201": []}


def test_codes_that_are_no_column_are_neither_lost_nor_invented(client, contributor, institution):
    groups = [{"title": "Tout", "courses": [{"code": "C1", "title": "Cours", "outcomes": ["ANCIEN", "A1"]}]}]
    description = factories.description(institution, groups=groups)

    client.post(f"/formations/gestion/{description.public_id}/matrice/", ticks(C1=["A2", "INVENTE"]))

    assert outcomes(description) == {"C1": ["A2", "ANCIEN"]}


def test_a_course_of_two_groups_is_one_row(client, contributor, institution):
    course = {"code": "C1", "title": "Cours"}
    groups = [
        {"title": "Un", "courses": [course]},
        {"title": "Deux", "groups": [{"title": "Trois", "courses": [course]}]},
    ]
    description = factories.description(institution, groups=groups)
    url = f"/formations/gestion/{description.public_id}/matrice/"

    assert [row.code for row in client.get(url).context["matrix"].rows] == ["C1"]
    client.post(url, ticks(C1=["A1"]))

    kept = document(description)["groups"]
    assert kept[0]["courses"][0]["outcomes"] == ["A1"]
    assert kept[1]["groups"][0]["courses"][0]["outcomes"] == ["A1"]


def test_ticks_of_two_who_write_at_once_are_kept_box_by_box(client, contributor, description, matrix):
    client.post(matrix, ticks(ADT1101=["A1", "A2"], ADT1102=[], ADT1201=["A3"]))

    response = client.post(matrix, ticks(ADT1101=["A1", "A3"], ADT1102=["A2"], ADT1201=[]), follow=True)

    assert response.redirect_chain == [(matrix, 302)]
    assert outcomes(description) == {"ADT1101": ["A1", "A2", "A3"], "ADT1102": ["A2"], "ADT1201": ["A3"]}
    told = "et garde à côté des vôtres les coches changées entre-temps par vous-même, dans une autre fenêtre."
    assert told in text(response)


def test_what_one_unticks_goes_and_what_the_other_ticks_stays(client, contributor, description, matrix):
    client.post(matrix, ticks(ADT1101=["A1", "A2"], ADT1102=["A1"], ADT1201=[]))
    client.post(matrix, ticks("2", ADT1101=["A2"], ADT1102=["A1"], ADT1201=[]))

    client.post(matrix, ticks("2", ADT1101=["A1", "A2", "A3"], ADT1102=[], ADT1201=[]))

    assert outcomes(description) == {"ADT1101": ["A2", "A3"], "ADT1102": [], "ADT1201": []}


def test_others_who_ticked_nothing_are_not_spoken_of(client, contributor, description, matrix, address):
    rewrite(description, contributor, lambda said: said | {"title": "Un autre titre"})

    response = client.post(matrix, ticks(ADT1101=["A2"]), follow=True)

    assert "La matrice est enregistrée." in text(response)
    assert "entre-temps" not in text(response)
    assert (document(description)["title"], outcomes(description)["ADT1101"]) == ("Un autre titre", ["A2"])


def test_a_tick_of_a_course_that_has_gone_is_told_and_the_rest_waits(client, contributor, description, matrix):
    rewrite(description, contributor, without_course_1102)

    response = client.post(matrix, ticks(ADT1101=["A1", "A3"], ADT1102=["A2"], ADT1201=[]))

    assert response.status_code == 409
    assert "ADT1102\N{NO-BREAK SPACE}: vous aviez coché A2." in text(response)
    rows = {row.code: row.boxes for row in response.context["matrix"].rows}
    assert list(rows) == ["ADT1101", "ADT1201"]
    assert [(box.outcome.code, box.is_ticked, box.differs) for box in rows["ADT1101"]] == [
        ("A1", True, False),
        ("A2", False, False),
        ("A3", True, True),
    ]
    assert outcomes(description) == {"ADT1101": ["A1"], "ADT1201": []}

    client.post(matrix, ticks("2", ADT1101=["A1", "A3"], ADT1201=[]))

    assert outcomes(description) == {"ADT1101": ["A1", "A3"], "ADT1201": []}


def test_a_course_that_has_gone_with_its_boxes_as_they_were_stops_nobody(client, contributor, description, matrix):
    rewrite(description, contributor, without_course_1102)

    response = client.post(matrix, ticks(ADT1101=["A3"], ADT1102=[], ADT1201=[]))

    assert response.status_code == 302
    assert outcomes(description) == {"ADT1101": ["A3"], "ADT1201": []}


def test_a_change_of_an_outcome_whose_code_has_changed_is_told(client, contributor, description, matrix):
    def renamed(said):
        for each in said["outcome_sets"][0]["outcomes"]:
            each["code"] = {"A1": "B1"}.get(each.get("code"), each.get("code"))
        said["groups"][0]["courses"][0]["outcomes"] = ["B1"]
        return said

    rewrite(description, contributor, renamed)

    response = client.post(matrix, ticks(ADT1101=["A2"], ADT1102=["A1"]))

    assert response.status_code == 409
    assert "ADT1101\N{NO-BREAK SPACE}: vous aviez décoché A1." in text(response)
    assert "ADT1102\N{NO-BREAK SPACE}: vous aviez coché A1." in text(response)
    row = response.context["matrix"].rows[0]
    assert {box.outcome.code: box.is_ticked for box in row.boxes} == {"B1": True, "A2": True, "A3": False}
    assert outcomes(description)["ADT1101"] == ["B1"]


def test_ticks_on_a_writing_that_never_was_are_shown_and_not_kept(client, contributor, description, matrix):
    response = client.post(matrix, ticks("", ADT1101=["A2"]))

    assert response.status_code == 409
    row = response.context["matrix"].rows[0]
    assert [(box.outcome.code, box.is_ticked, box.differs) for box in row.boxes] == [
        ("A1", False, True),
        ("A2", True, True),
        ("A3", False, False),
    ]
    assert outcomes(description)["ADT1101"] == ["A1"]


def test_hundreds_of_courses_and_outcomes_come_by_pages_of_fewer_fields_than_are_refused(
    client, contributor, institution
):
    given = [{"code": f"C{number}", "title": f"Cours {number}"} for number in range(200)]
    goals = [{"code": f"A{number}", "text": "savoir"} for number in range(50)]
    description = factories.description(
        institution, groups=[{"title": "Tout", "courses": given}], outcome_sets=[{"outcomes": goals}]
    )
    url = f"/formations/gestion/{description.public_id}/matrice/"

    page = client.get(f"{url}?page=2").context["matrix"]
    codes = [row.code for row in page.rows]
    response = client.post(f"{url}?page=2", ticks(**{code: [f"A{n}" for n in range(50)] for code in codes}))

    assert (page.page_count, codes[0], len(codes)) == (12, "C17", 17)
    assert response.status_code == 302
    assert sum(len(kept) for kept in outcomes(description).values()) == 850


def test_outcomes_without_a_code_have_a_line_that_leads_to_where_one_is_given(client, contributor, institution):
    goals = [{"code": "A1", "text": "lire"}, {"text": "écrire", "outcomes": [{"text": "un acte"}]}]
    description = factories.description(institution, outcome_sets=[{"outcomes": goals}])
    base = f"/formations/gestion/{description.public_id}/"

    page = client.get(f"{base}matrice/")

    assert page.context["uncoded"] == [
        (f"{base}?partie=outcome_sets[0].outcomes[1]#id_code", "écrire"),
        (f"{base}?partie=outcome_sets[0].outcomes[1].outcomes[0]#id_code", "un acte"),
    ]
    assert "ceux-ci ne peuvent pas être cochés avant d’en avoir un" in text(page)
    assert 'name="o:ADT1101" value=""' not in text(page)
    assert [outcome.code for outcome in page.context["matrix"].outcomes] == ["A1"]


def test_outcomes_that_all_lack_a_code_are_shown_all_the_same(client, contributor, institution):
    description = factories.description(
        institution,
        outcome_sets=[{"outcomes": [{"text": f"savoir {number}"} for number in range(120)]}],
        groups=[{"title": "Tout", "courses": [{"code": "C1", "title": "Cours"}]}],
    )

    page = client.get(f"/formations/gestion/{description.public_id}/matrice/")

    assert (len(page.context["uncoded"]), page.context["matrix"].more_uncoded) == (100, 20)
    assert "et 20 autres." in text(page)


def test_without_outcomes_the_page_says_what_to_do(client, contributor, institution):
    description = factories.description(institution, outcome_sets=[])

    page = client.get(f"/formations/gestion/{description.public_id}/matrice/")

    assert "il faut au moins un cours, et un acquis qui porte un code" in text(page)
