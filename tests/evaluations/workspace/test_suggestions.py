"""The agency's reading: a changed copy becomes suggestions, and the chair rules on each."""

import pytest
from django.core.exceptions import PermissionDenied

from evalprog import richtext
from evaluations import transitions
from evaluations.enums import Ruling, State
from evaluations.models import Assessment, AssessmentRevision, Delivery, Suggestion
from evaluations.tasks import tasks_for
from evaluations.transitions import TransitionRefused
from evaluations.workspace import suggestions
from evaluations.workspace.refusal import Refused
from evaluations.workspace.suggestions import Cut, applied, cut
from evaluations.workspace.texts import save_text
from tests import factories
from tests.evaluations.views.reading import forms, rows, text

A, B, C, D, E = (f"<p>{letter}.</p>" for letter in "ABCDE")
LIST = "<ul><li>Un<ul><li>deux</li></ul></li></ul>"
TABLE = "<table><tbody><tr><td>1</td></tr></tbody></table>"


def begin():
    """The agency reads « avis », whose revision 2 has three paragraphs."""
    world = factories.world()
    found = factories.evaluation(world, State.DRAFTING)
    save_text(found, "avis", A + B + C, base_revision=1, save_id=None, by=world.chair)
    return world, factories.advance(found, State.AGENCY_READING, world)


def propose(evaluation, world, fragment, **more):
    return suggestions.propose(evaluation, "avis", fragment, **{"read_revision": 2, "by": world.officer, **more})


def standing():
    return Assessment.objects.get().text


def write(evaluation, world, fragment):
    base = Assessment.objects.get().revision
    return save_text(evaluation, "avis", fragment, base_revision=base, save_id=None, by=world.chair)


def passages():
    return list(Suggestion.objects.order_by("pk").values_list("follows", "before", "after"))


# -- passages


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (A + B + C, A + D + C, [Cut(A, B, D)]),
        (A + B + C, A + C, [Cut(A, B, "")]),
        (A + C, A + B + C, [Cut(A, "", B)]),
        (A, B + A, [Cut("", "", B)]),
        ("", A, [Cut("", "", A)]),
        (A, "", [Cut("", A, "")]),
        (A + B, C + D, [Cut("", A, C), Cut(A, B, D)]),
        (A + B, C, [Cut("", A + B, C)]),
        (A + LIST + B, A + LIST + C, [Cut(LIST, B, C)]),
        (A + TABLE, A + TABLE.replace("1", "2"), [Cut(A, TABLE, TABLE.replace("1", "2"))]),
        (A, A, []),
    ],
)
def test_two_texts_are_cut_where_they_differ(before, after, expected):
    assert list(cut(before, after)) == expected


@pytest.mark.parametrize(
    ("current", "passage", "expected"),
    [
        (A + B + C, Cut(A, B, D), A + D + C),
        (B, Cut(A, B, D), D),  # what stood around may have changed
        (A + B + A, Cut("", A, D), D + B + A),  # of two places, the one after the same block
        (A + B + A, Cut(B, A, D), A + B + D),
        (A + A + A, Cut(A, A, D), None),
        (A + C, Cut(A, B, D), None),
        (A + C, Cut(A, "", B), A + B + C),
        (A, Cut("", "", B), B + A),
        (C, Cut(A, "", B), None),
        (A + B, Cut("", A + B, ""), ""),
    ],
)
def test_a_passage_is_applied_where_it_stands_or_not_at_all(current, passage, expected):
    assert applied(richtext.blocks(current), passage) == expected


# -- proposing


def test_a_changed_copy_becomes_suggestions_and_the_text_stays(world, evaluation):
    propose(evaluation, world, A + D + C + E, note="  Trop vague. ")

    assert passages() == [(A, B, D), (C, "", E)]
    assert set(Suggestion.objects.values_list("author", "note", "ruling")) == {(world.officer.pk, "Trop vague.", "")}
    assert standing() == A + B + C


def test_the_same_copy_sent_twice_makes_its_suggestions_once(world, evaluation):
    propose(evaluation, world, A + D + C)
    propose(evaluation, world, A + D + C)

    assert passages() == [(A, B, D)]


def test_a_copy_is_compared_with_the_text_that_was_read(world, evaluation):
    write(evaluation, world, A + B + D)

    propose(evaluation, world, A + C)

    assert passages() == [(A, B, "")]


def test_a_copy_like_the_text_and_a_revision_that_never_was_are_refused(world, evaluation):
    with pytest.raises(Refused, match="semblable"):
        propose(evaluation, world, A + B + C)
    with pytest.raises(Refused, match="pas de révision 9"):
        propose(evaluation, world, A, read_revision=9)


@pytest.mark.parametrize("person", ["chair", "expert", "publisher", "admin", "auditor", "signatory"])
def test_only_the_officer_proposes(world, evaluation, person):
    with pytest.raises(PermissionDenied):
        propose(evaluation, world, A, by=getattr(world, person))


def test_the_officer_proposes_only_while_the_agency_reads(world, evaluation):
    transitions.send_back_to_drafting(evaluation, by=world.officer, reason="À revoir.")

    with pytest.raises(PermissionDenied):
        propose(evaluation, world, A)


def test_a_suggestion_is_explained_or_withdrawn_by_its_author_until_it_has_a_ruling(world, evaluation):
    first, second = propose(evaluation, world, D + B + E)

    suggestions.annotate(first, "Plus clair.", by=world.officer)
    suggestions.withdraw(second, by=world.officer)

    assert list(Suggestion.objects.values_list("note", flat=True)) == ["Plus clair."]
    with pytest.raises(PermissionDenied):
        suggestions.withdraw(first, by=factories.officer())
    suggestions.refuse(first, by=world.chair)
    with pytest.raises(Refused):
        suggestions.annotate(first, "Trop tard.", by=world.officer)
    with pytest.raises(Refused):
        suggestions.withdraw(first, by=world.officer)


# -- ruling


def test_an_accepted_suggestion_is_a_revision_of_the_chair(world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)

    suggestions.accept(suggestion, by=world.chair, reason="Juste.")

    assert standing() == A + D + C
    suggestion.refresh_from_db()
    assert (suggestion.ruling, suggestion.reason, suggestion.ruled_by, suggestion.revision) == (
        Ruling.ACCEPTED,
        "Juste.",
        world.chair,
        3,
    )
    assert AssessmentRevision.objects.get(number=3).author == world.chair


def test_a_refused_suggestion_leaves_the_text(world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)

    suggestions.refuse(suggestion, by=world.chair)

    suggestion.refresh_from_db()
    assert (suggestion.ruling, suggestion.revision) == (Ruling.REFUSED, None)
    assert standing() == A + B + C


def test_each_is_accepted_by_itself_in_any_order(world, evaluation):
    first, second = propose(evaluation, world, D + B + E)

    suggestions.accept(second, by=world.chair)
    suggestions.accept(first, by=world.chair)

    assert standing() == D + B + E


def test_a_passage_that_has_changed_is_not_applied(world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)
    write(evaluation, world, A + C)

    with pytest.raises(Refused, match="Ce passage a changé depuis"):
        suggestions.accept(suggestion, by=world.chair)

    suggestion.refresh_from_db()
    assert (suggestion.ruling, standing()) == ("", A + C)


def test_a_suggestion_is_ruled_on_once(world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)
    suggestions.accept(suggestion, by=world.chair)

    for again in (suggestions.accept, suggestions.refuse):
        with pytest.raises(Refused, match="déjà une décision"):
            again(suggestion, by=world.chair)
    assert AssessmentRevision.objects.count() == 3


@pytest.mark.parametrize("person", ["rapporteur", "expert", "officer", "publisher", "signatory"])
def test_only_the_chair_rules(world, evaluation, person):
    (suggestion,) = propose(evaluation, world, A + D + C)

    for gesture in (suggestions.accept, suggestions.refuse, suggestions.take_back):
        with pytest.raises(PermissionDenied):
            gesture(suggestion, by=getattr(world, person))


def test_rulings_are_taken_back_the_last_first(world, evaluation):
    first, second = propose(evaluation, world, D + B + E)
    suggestions.accept(first, by=world.chair)
    suggestions.accept(second, by=world.chair)

    with pytest.raises(Refused, match="Le texte a changé depuis"):
        suggestions.take_back(first, by=world.chair)
    suggestions.take_back(second, by=world.chair)
    suggestions.take_back(first, by=world.chair)

    assert standing() == A + B + C
    assert set(Suggestion.objects.values_list("ruling", "revision", "ruled_by")) == {("", None, None)}
    assert list(AssessmentRevision.objects.values_list("restores", flat=True)) == [None, None, None, None, 3, 2]


def test_a_refusal_is_taken_back_whatever_the_text(world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)
    suggestions.refuse(suggestion, by=world.chair)
    write(evaluation, world, A + B)

    suggestions.take_back(suggestion, by=world.chair)
    suggestions.accept(suggestion, by=world.chair)

    assert standing() == A + D


# -- what follows


def test_the_draft_is_not_transmitted_before_every_suggestion_has_a_ruling(world, evaluation):
    first, second = propose(evaluation, world, D + B + E)

    with pytest.raises(TransitionRefused) as refusal:
        transitions.transmit_draft(evaluation, by=world.officer)
    assert [p.sentence for p in refusal.value.problems] == [
        "2 suggestions n’ont pas de décision de la présidence du comité."
    ]
    suggestions.accept(first, by=world.chair)
    suggestions.refuse(second, by=world.chair)
    transitions.transmit_draft(evaluation, by=world.officer)


def test_the_dashboard_tells_the_chair_then_the_officer(world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)
    (of_chair,) = tasks_for(world.chair)
    (of_officer,) = tasks_for(world.officer)

    assert of_chair.sentence == "1 suggestion de l’agence attend votre décision"
    assert of_chair.url == f"/evaluations/{evaluation.public_id}/criteres/avis/?volet=suggestions"
    assert of_officer.sentence == "Relire le projet et le transmettre à l’établissement"
    assert of_officer.blocked == "1 suggestion n’a pas de décision de la présidence du comité."
    assert tasks_for(world.rapporteur) == []

    suggestions.refuse(suggestion, by=world.chair)

    assert tasks_for(world.chair) == []
    (of_officer,) = tasks_for(world.officer)
    assert (of_officer.sentence, of_officer.blocked) == (
        "Transmettre le projet\u00a0: toutes vos suggestions ont une décision",
        "",
    )


def told():
    return list(Delivery.objects.filter(message__kind="suggestions_proposed").values_list("user", "message__occasion"))


def test_the_chair_is_told_once_for_each_sending(world, evaluation):
    first = propose(evaluation, world, A + D + C)[-1]

    assert suggestions.announce(evaluation, by=world.officer) == 1
    assert suggestions.announce(evaluation, by=world.officer) == 0
    second = propose(evaluation, world, A + B + D)[-1]
    assert suggestions.announce(evaluation, by=world.officer) == 1

    assert sorted(told()) == sorted(
        (world.chair.pk, f"suggestion-{suggestion.public_id}") for suggestion in (first, second)
    )


def test_nothing_is_sent_when_nothing_waits_and_by_nobody_else(world, evaluation):
    with pytest.raises(Refused):
        suggestions.announce(evaluation, by=world.officer)
    propose(evaluation, world, A)
    with pytest.raises(PermissionDenied):
        suggestions.announce(evaluation, by=world.chair)
    assert told() == []


# -- pages


def page(evaluation, tail="?volet=suggestions"):
    return f"/evaluations/{evaluation.public_id}/criteres/avis/{tail}"


def test_the_officer_proposes_from_a_copy(client, world, evaluation):
    client.force_login(world.officer)
    address = page(evaluation, "suggestions/proposer/")

    shown = client.get(address)
    answer = client.post(address, {"base_revision": 2, "text": A + D + C, "note": "Plus net."})

    assert shown.context["form"].initial == {"base_revision": 2, "text": A + B + C}
    assert "suggestion-create" in forms(shown)
    assert (answer.status_code, answer["Location"]) == (303, page(evaluation))
    pane = client.get(page(evaluation))
    assert "1 suggestion est faite." in text(pane)
    assert "Plus net." in text(pane)
    assert forms(pane) >= {"suggestion-note", "suggestion-withdraw", "suggestions-send"}


def test_a_copy_that_changes_nothing_comes_back_with_a_sentence(client, world, evaluation):
    client.force_login(world.officer)

    answer = client.post(page(evaluation, "suggestions/proposer/"), {"base_revision": 2, "text": A + B + C})

    assert answer.status_code == 422
    assert "Votre copie est semblable au texte" in text(answer)


def rule(client, evaluation, suggestion, **fields):
    return client.post(page(evaluation, f"suggestions/{suggestion.public_id}/decision/"), fields)


def test_the_chair_rules_from_the_pane(client, world, evaluation):
    first, second = propose(evaluation, world, D + B + E)
    client.force_login(world.chair)
    assert rows(client.get(page(evaluation)))[-2:] == [first.public_id, second.public_id]

    assert rule(client, evaluation, first, ruling="ACCEPTED", reason="Oui.").status_code == 303
    assert rule(client, evaluation, second, ruling="REFUSED", reason="Non.").status_code == 303

    found = text(client.get(page(evaluation)))
    assert f"acceptée par {world.chair}" in found
    assert "Revenir sur cette décision" in found
    assert standing() == D + B + C
    rule(client, evaluation, first, ruling="TAKEN_BACK")
    assert standing() == A + B + C


def test_every_form_of_the_pane_carries_its_token(client, world, evaluation):
    propose(evaluation, world, D + B + E)
    client.force_login(world.chair)

    pane = client.get(page(evaluation)).content.decode().split("pane-suggestions")[1].split("</section>")[0]

    assert pane.count("<form") == pane.count("csrfmiddlewaretoken") == 2


def test_a_passage_that_has_changed_is_said_in_one_sentence(client, world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)
    write(evaluation, world, A + C)
    client.force_login(world.chair)

    assert "la suggestion ne peut plus être appliquée" in text(client.get(page(evaluation)))
    answer = rule(client, evaluation, suggestion, ruling="ACCEPTED")

    assert answer.status_code == 422
    assert "Ce passage a changé depuis : la suggestion ne s’applique plus, et rien n’est modifié." in text(answer)
    assert rule(client, evaluation, suggestion, ruling="autre").status_code == 422


@pytest.mark.parametrize("person", ["expert", "rapporteur", "publisher", "auditor"])
def test_the_committee_and_the_agency_read_what_is_proposed(client, world, evaluation, person):
    (suggestion,) = propose(evaluation, world, A + D + C)
    client.force_login(getattr(world, person))

    shown = client.get(page(evaluation))

    assert suggestion.public_id in rows(shown)
    assert not forms(shown) & {"suggestion-rule", "suggestion-note", "suggestion-withdraw", "suggestions-send"}


def test_the_institution_learns_of_no_suggestion(client, world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)
    client.force_login(world.signatory)

    assert client.get(page(evaluation)).status_code == 404
    assert rule(client, evaluation, suggestion, ruling="ACCEPTED").status_code == 404


def test_a_suggestion_of_another_text_or_evaluation_is_not_found(client, world, evaluation):
    (suggestion,) = propose(evaluation, world, A + D + C)
    other = factories.evaluation(world, State.AGENCY_READING)
    client.force_login(world.chair)

    assert rule(client, other, suggestion, ruling="ACCEPTED").status_code == 404


@pytest.mark.parametrize("number", [1, 30])
def test_the_pane_costs_the_same_at_any_length(client, world, evaluation, django_assert_num_queries, number):
    Suggestion.objects.bulk_create(
        Suggestion(
            evaluation=evaluation, code="avis", author=world.officer, follows=C, after=f"<p>{n}</p>",
            ruling=Ruling.REFUSED if n % 2 else "", ruled_by=world.chair if n % 2 else None,
        )
        for n in range(number)
    )  # fmt: skip
    client.force_login(world.chair)
    client.get(page(evaluation))

    with django_assert_num_queries(21):
        client.get(page(evaluation))


def test_a_copy_is_cleaned_before_the_evaluation_is_held(world, monkeypatch):
    evaluation, order = factories.evaluation(world, State.AGENCY_READING), []

    def told(name, function):
        return lambda given: order.append(name) or function(given)

    monkeypatch.setattr(suggestions, "held", told("held", suggestions.held))
    monkeypatch.setattr(suggestions.richtext, "clean", told("cleaned", suggestions.richtext.clean))

    suggestions.propose(evaluation, "avis", "<p>Mieux.</p>", read_revision=1, by=world.officer)

    assert order == ["cleaned", "held"]
