"""The matrix of courses and outcomes: ticked in one go, nothing else changed."""

import pytest

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


def test_a_stale_matrix_keeps_the_ticks_and_shows_what_differs(client, contributor, description, matrix):
    client.post(matrix, ticks(ADT1101=["A2"]))

    response = client.post(matrix, ticks(ADT1101=["A3"], PARTI=["A1"]))

    assert response.status_code == 409
    row = response.context["matrix"].rows[0]
    assert [(box.outcome.code, box.is_ticked, box.differs) for box in row.boxes] == [
        ("A1", False, False),
        ("A2", False, True),
        ("A3", True, True),
    ]
    assert "PARTI" in text(response)
    assert outcomes(description)["ADT1101"] == ["A2"]


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
