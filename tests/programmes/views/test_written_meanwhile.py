"""Two who describe the same part at once: nothing is lost, and the page says what became of each field."""

import pytest

from programmes import writing
from programmes.description import parse
from programmes.description.editing import DESCRIPTION
from tests import factories
from tests.programmes.views.reading import document, text

pytestmark = pytest.mark.django_db

COURSE = "groups[0].courses[0]"
WHERE = "groups=Tronc commun CORE courses=ADT1101"


@pytest.fixture
def colleague(institution):
    return factories.contributor(institution, "Paul Paul")


@pytest.fixture
def written(description, colleague):
    """``written(course={…})``: the colleague changes these keys of the first course, or of the whole."""

    def write(course=(), **changes):
        content = document(description) | changes
        content["groups"][0]["courses"][0] |= dict(course)
        last = description.revisions.first().revision
        return writing.save(description, parse(content), based_on=last, by=colleague)

    return write


def typed(**changes):
    sent = {"revision": "1", "where": WHERE, "code": "ADT1101", "title": "Finances locales", "credits": "5"}
    return sent | {"outcomes": "A1"} | changes


def course(description):
    return document(description)["groups"][0]["courses"][0]


def test_what_two_change_in_different_fields_is_kept_of_both(client, contributor, description, address, written):
    written({"credits": 6})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"), follow=True)

    assert (course(description)["title"], course(description)["credits"]) == ("Mon titre", 6)
    assert "Enregistré. Changé entre-temps par Paul Paul, et gardé aussi : crédits 5 → 6." in text(response)
    assert [row.author for row in description.revisions.all()[:1]] == [contributor]


def test_the_same_field_keeps_what_was_typed_beside_what_the_other_wrote(
    client, contributor, description, address, written
):
    written({"title": "Le titre de Paul", "credits": 6})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    form = response.context["form"]
    assert response.status_code == 409
    assert form.errors == {"title": ["Changé entre-temps par Paul Paul : « Le titre de Paul »."]}
    assert (form["title"].value(), form["credits"].value(), form["revision"].value()) == ("Mon titre", "6", "2")
    assert response.context["meanwhile"]["lead"] == (
        "Cette partie a été changée entre-temps par Paul Paul. Repris de Paul Paul : crédits 5 → 6."
    )
    assert "par exemple 120. Repris de Paul Paul.</div>" in text(response)
    assert course(description)["title"] == "Le titre de Paul"


def test_the_name_of_who_wrote_is_shown_as_text(client, contributor, colleague, description, address, written):
    colleague.name = "Eve <img src=x>"
    colleague.save()
    written({"title": "Le titre d’Eve", "credits": 6})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    assert "Repris de Eve &lt;img src=x&gt;." in response.content.decode()
    assert "<img src=x" not in response.content.decode()


def test_saving_again_after_both_were_shown_is_a_decision(client, contributor, description, address, written):
    written({"title": "Le titre de Paul", "credits": 6})
    form = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre")).context["form"]

    response = client.post(f"{address}?partie={COURSE}", form.data)

    assert response.status_code == 302
    assert (course(description)["title"], course(description)["credits"]) == ("Mon titre", 6)


def test_what_both_wrote_alike_is_no_quarrel(client, contributor, description, address, written):
    written({"title": "Finances des communes"})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Finances des communes", credits="4"))

    assert response.status_code == 302
    assert (course(description)["title"], course(description)["credits"]) == ("Finances des communes", 4)


def test_lists_are_taken_whole_or_told(client, contributor, description, address, written):
    written({"prerequisites": ["ADT1102"], "outcomes": ["A2"], "blocks": [1, 2]})

    response = client.post(f"{address}?partie={COURSE}", typed(outcomes="A1\nA3"))

    form = response.context["form"]
    assert form.errors == {"outcomes": ["Changé entre-temps par Paul Paul : « A2 »."]}
    assert form["prerequisites"].value() == "ADT1102"
    assert form["blocks"].value() == "1, 2"

    client.post(f"{address}?partie={COURSE}", form.data)

    assert [course(description)[name] for name in ("prerequisites", "outcomes", "blocks")] == [
        ["ADT1102"],
        ["A1", "A3"],
        [1, 2],
    ]


def test_boxes_and_choices_that_only_the_other_ticked_are_taken(client, contributor, description, address, written):
    written(modes=["INITIAL", "CONTINUING"], sites=["Mons"])
    data = {"revision": "1", "where": "", "kind": "MASTER", "codes": "ADT2M", "credits": "60", "title": "Mon titre"}

    client.post(address, data)

    kept = document(description)
    assert (kept["title"], kept["modes"], kept["sites"]) == ("Mon titre", ["INITIAL", "CONTINUING"], ["Mons"])


def test_a_box_that_the_other_ticked_stays_ticked_and_what_the_other_emptied_stays_empty(
    client, contributor, description, address, written
):
    written({"with_prerequisites": True, "outcomes": []})

    client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    assert course(description)["with_prerequisites"] is True
    assert "outcomes" not in course(description)


def test_what_the_other_emptied_is_told_as_such(client, contributor, description, address, written):
    written({"outcomes": []})

    response = client.post(f"{address}?partie={COURSE}", typed(outcomes="A2"))

    assert response.context["form"].errors == {"outcomes": ["Vidé entre-temps par Paul Paul."]}


def test_what_was_written_elsewhere_is_kept_and_said(client, contributor, description, address, written):
    written(title="Un autre master")

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"), follow=True)

    assert (document(description)["title"], course(description)["title"]) == ("Un autre master", "Mon titre")
    assert "D’autres parties ont été changées entre-temps par Paul Paul : elles sont gardées." in text(response)


def test_a_part_whose_code_changed_is_found_again(client, contributor, description, address, written):
    written({"code": "ADT1111"})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    assert response.status_code == 302
    assert (course(description)["code"], course(description)["title"]) == ("ADT1111", "Mon titre")


def test_a_part_that_only_moved_is_found_again(client, contributor, description, address):
    client.post(f"{address}descendre/", {"revision": "1", "path": COURSE})

    client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    titles = [course["title"] for course in document(description)["groups"][0]["courses"]]
    assert titles == ["Droit des collectivités", "Mon titre"]


def test_a_part_that_moved_and_changed_its_code_is_not_guessed(client, contributor, description, address, written):
    client.post(f"{address}descendre/", {"revision": "1", "path": COURSE})
    content = document(description)
    content["groups"][0]["title"] = "Socle"
    content["groups"][0]["courses"][1]["code"] = "ADT1111"
    writing.save(description, parse(content), based_on=2, by=contributor)

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    # Both the order and the code changed: nobody can tell that it is the same course.
    assert response.status_code == 409
    assert "Mon titre" in text(response)
    again = typed(revision="2", where="groups=Tronc commun CORE courses=ADT1101", title="Mon titre")
    client.post(f"{address}?partie=groups[0].courses[1]", again)
    kept = document(description)["groups"][0]["courses"][1]
    assert (kept["code"], kept["title"]) == ("ADT1111", "Mon titre")


def test_a_part_removed_meanwhile_gives_back_what_was_typed(client, contributor, description, address):
    client.post(f"{address}retirer/", {"revision": "1", "path": COURSE})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    assert response.status_code == 409
    assert "Mon titre" in text(response)
    assert [each["code"] for each in document(description)["groups"][0]["courses"]] == ["ADT1102"]


def test_a_text_sent_in_another_markup_was_not_touched(client, contributor, description, address, written):
    written(narratives=[{"kind": "INTRODUCTION", "text": "<p>Le texte de Paul.</p>"}])
    data = {"revision": "1", "where": "narratives=INTRODUCTION INTRODUCTION", "kind": "INTRODUCTION"}

    client.post(
        f"{address}?partie=narratives[0]",
        data | {"title": "Mon titre", "text": "<div>Former  des cadres\nterritoriaux.</div>"},
    )

    assert document(description)["narratives"] == [
        {"kind": "INTRODUCTION", "title": "Mon titre", "text": "<p>Le texte de Paul.</p>"}
    ]


def test_a_long_text_that_both_changed_is_shown_whole(client, contributor, description, address, written):
    written(narratives=[{"kind": "INTRODUCTION", "text": "<p>Le <em>texte</em> de Paul.</p>"}])
    data = {"revision": "1", "where": "narratives=INTRODUCTION INTRODUCTION", "kind": "INTRODUCTION"}

    response = client.post(f"{address}?partie=narratives[0]", data | {"text": "<p>Le mien.</p>"})

    assert response.context["form"].errors == {
        "text": ["Changé entre-temps par Paul Paul ; son texte est sous cette liste."]
    }
    assert "<dd><p>Le <em>texte</em> de Paul.</p></dd>" in response.text
    assert "&lt;p&gt;Le mien.&lt;/p&gt;" in response.text


def test_what_somebody_read_in_no_writing_overwrites_nothing(client, contributor, description, address):
    for revision in ("9", "0"):
        response = client.post(f"{address}?partie={COURSE}", typed(revision=revision, title="Mon titre"))

        assert response.status_code == 409
    assert description.revisions.count() == 1


def test_the_same_writing_sent_again_after_another_s_does_not_come_back_over_it(
    client, contributor, description, address, written
):
    client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))
    written({"title": "Le titre de Paul"})

    response = client.post(f"{address}?partie={COURSE}", typed(title="Mon titre"))

    assert response.status_code == 409
    assert course(description)["title"] == "Le titre de Paul"


def test_what_the_two_make_together_obeys_the_rules_or_is_told(client, contributor, description, address, written):
    content = document(description)
    content["groups"][0]["courses"][1]["prerequisites"] = ["ADT1101"]
    writing.save(description, parse(content), based_on=1, by=factories.contributor(description.programme.institution))

    response = client.post(f"{address}?partie={COURSE}", typed(prerequisites="ADT1102"))

    assert response.status_code == 409
    assert "tournent en rond" in text(response)
    assert "prerequisites" not in course(description)


def test_an_addition_made_while_others_write_is_kept(client, contributor, description, address, written):
    written({"credits": 6})
    data = {"revision": "1", "where": "groups=Options", "code": "ADT1202", "title": "Habitat"}

    response = client.post(f"{address}ajouter/?dans=groups[1]&liste=courses", data)

    assert response.status_code == 302
    assert [each["code"] for each in document(description)["groups"][1]["courses"]] == ["ADT1201", "ADT1202"]
    assert course(description)["credits"] == 6


def test_a_part_that_comes_once_and_that_both_add_is_merged(client, contributor, description, address, written):
    written(management={"path": "SSH/ESPO"})
    url = f"{address}ajouter/?dans=&liste=management"

    merged = client.post(url, {"revision": "1", "where": "", "head": "Durand Paul"})
    refused = client.post(url, {"revision": "1", "where": "", "path": "AUTRE"})

    assert merged.status_code == 302
    assert document(description)["management"] == {"path": "SSH/ESPO", "head": "Durand Paul"}
    assert refused.context["form"].errors.keys() == {"path"}


def test_the_questions_are_as_many_for_one_writing_meanwhile_as_for_three(
    client, contributor, description, address, written, django_assert_num_queries
):
    client.get(address)
    for credits in (6, 7, 8):
        written({"credits": credits})
        with django_assert_num_queries(9):
            client.post(f"{address}?partie={COURSE}", typed(title=f"Mon titre {credits}", revision="1", credits="9"))


# -- parts that are called alike

ROW = "access[0].rows"


@pytest.fixture
def rows(description, colleague):
    """``rows([…])``: the colleague writes these rows of access: (diploma, remarks)."""

    def write(given, **changes):
        table = {"title": "Bacheliers", "rows": [{"diploma": d, "remarks": r} for d, r in given]}
        last = description.revisions.first().revision
        content = document(description) | {"access": [table]} | changes
        return writing.save(description, parse(content), based_on=last, by=colleague)

    return write


def row_of(description, path, **changes):
    """The form of a row as it is read now, with what somebody types in it."""
    last = description.revisions.first()
    record = DESCRIPTION.find(last.document, path).record
    where = DESCRIPTION.address(last.document, path)
    return {"revision": str(last.revision), "where": where} | record | changes


def remarks_kept(description):
    return [row["remarks"] for row in document(description)["access"][0]["rows"]]


TWINS = [("Bachelier", "un"), ("Bachelier", "deux")]


def test_of_two_parts_called_alike_the_one_that_stands_unchanged_is_the_one_that_was_typed(
    client, contributor, description, address, rows
):
    rows(TWINS)
    sent = row_of(description, f"{ROW}[1]", remarks="mon deux")
    rows(TWINS, title="Le titre de Paul")

    response = client.post(f"{address}?partie={ROW}[1]", sent)

    assert response.status_code == 302
    assert remarks_kept(description) == ["un", "mon deux"]
    assert document(description)["title"] == "Le titre de Paul"


def test_of_two_parts_called_alike_whose_ranks_have_changed_none_is_overwritten(
    client, contributor, description, address, rows
):
    rows([("Licence", "zéro"), *TWINS])
    sent = row_of(description, f"{ROW}[2]", remarks="mon deux")
    rows(TWINS)

    response = client.post(f"{address}?partie={ROW}[2]", sent)

    assert response.status_code == 409
    assert remarks_kept(description) == ["un", "deux"]
    for said in ("mon deux", "<dd>un</dd>", "<dd>deux</dd>", "entre-temps par Paul Paul", f"?partie={ROW}[1]"):
        assert said in text(response)


@pytest.mark.parametrize(
    "now, rank",
    [
        ([("Bachelier", "deux"), ("Licence", "zéro")], 0),  # the first went: the second stands in its place
        ([("Bachelier", "deux")], 1),
        ([("Bachelier", "un"), ("Bachelier", "de Paul")], 1),
        ([("Master", "un"), ("Bachelier", "deux")], 0),  # the first has another name
        ([("Bachelier", "deux"), ("Bachelier", "un")], 1),  # they changed places
    ],
)
def test_of_two_parts_called_alike_nobody_guesses_which_one_stays(
    client, contributor, description, address, rows, now, rank
):
    rows(TWINS)
    sent = row_of(description, f"{ROW}[{rank}]", remarks="mien")
    rows(now)

    response = client.post(f"{address}?partie={ROW}[{rank}]", sent)

    assert response.status_code == 409
    assert "mien" in text(response)
    assert remarks_kept(description) == [remarks for _diploma, remarks in now]


def test_outcomes_whose_text_begins_alike_are_not_taken_for_one_another(client, contributor, description, address):
    begins = "Analyser " + "très " * 20
    sets = [{"outcomes": [{"text": "Lire"}, {"text": begins + "vite"}, {"text": begins + "bien"}]}]
    content = document(description) | {"outcome_sets": sets}
    del content["groups"]
    writing.save(description, parse(content), based_on=1, by=None)
    sent = row_of(description, "outcome_sets[0].outcomes[2]", code="A9")
    del content["outcome_sets"][0]["outcomes"][0]
    writing.save(description, parse(content), based_on=2, by=None)

    response = client.post(f"{address}?partie=outcome_sets[0].outcomes[2]", sent)

    assert response.status_code == 409
    assert document(description) == content


def test_nothing_is_added_to_a_part_that_another_is_called_like(client, contributor, description, address):
    group = {"title": "Options", "courses": [{"code": "C1", "title": "Cours"}]}
    other = {"title": "Options", "courses": [{"code": "C2", "title": "Cours"}]}
    content = document(description) | {"groups": [{"title": "Tronc"}, group, other]}
    writing.save(description, parse(content), based_on=1, by=None)
    sent = {"revision": "2", "where": "groups=Options", "code": "C3", "title": "Habitat"}
    cells = {"revision": "2", "where": "groups=Options", "c0-was": "C2", "c0-code": "C2", "c0-title": "Urbanisme"}
    content["groups"] = [group, other]
    writing.save(description, parse(content), based_on=2, by=None)

    added = client.post(f"{address}ajouter/?dans=groups[2]&liste=courses", sent)
    table = client.post(f"{address}cours/?groupe=groups[2]", cells)

    assert (added.status_code, table.status_code) == (409, 409)
    assert "Habitat" in text(added) and "Urbanisme" in text(table)
    assert document(description) == content


def test_the_table_of_the_second_of_two_groups_called_alike_is_read_from_its_own_courses(
    client, contributor, description, address
):
    group = {"title": "Options", "courses": [{"code": "C1", "title": "Cours"}]}
    other = {"title": "Options", "courses": [{"code": "C2", "title": "Cours"}]}
    content = document(description) | {"groups": [group, other]}
    writing.save(description, parse(content), based_on=1, by=None)
    cells = {"revision": "2", "where": "groups=Options", "c0-was": "C2", "c0-code": "C2", "c0-title": "Urbanisme"}
    writing.save(description, parse(content | {"title": "Un autre"}), based_on=2, by=None)

    response = client.post(f"{address}cours/?groupe=groups[1]", cells)

    assert response.status_code == 302
    assert [group["courses"][0]["title"] for group in document(description)["groups"]] == ["Cours", "Urbanisme"]


def test_what_was_removed_from_the_second_of_two_parts_called_alike_comes_back_there(
    client, contributor, description, address
):
    group = {"title": "Options", "courses": [{"code": "C1", "title": "Cours"}]}
    other = {"title": "Options", "courses": [{"code": "C2", "title": "Cours"}]}
    content = document(description) | {"groups": [group, other]}
    writing.save(description, parse(content), based_on=1, by=None)
    client.post(f"{address}retirer/", {"revision": "2", "path": "groups[1].courses[0]"})

    client.post(f"{address}retablir/", {"revision": "3"})

    assert document(description) == content
