"""What becomes of an error of fact: the ruling, the change of the text linked to it, and what is told of both."""

import re
import uuid

import pytest
from django.core.exceptions import PermissionDenied

from evaluations import readiness, transitions, writing
from evaluations.enums import FindingKind, State
from evaluations.models import Assessment, CorrectionRequest
from evaluations.transitions import TransitionRefused
from evaluations.workspace import corrections, findings
from evaluations.workspace.correction_rulings import told
from evaluations.workspace.corrections import Said
from tests import factories
from tests.evaluations.transitions.acts import refusal

pytestmark = pytest.mark.django_db
AVIS = "<p>La formation accueille 42 étudiants.</p>"
RIGHT = "<p>La formation accueille 45 étudiants.</p>"
UNLINKED = "Erreur factuelle n°\u00a01\u00a0: acceptée, sans modification du texte qui lui soit liée."


def begin():
    """Three errors sent: in a text, in a finding, in nothing in particular."""
    world = factories.world()
    evaluation = factories.evaluation(world, State.DRAFTING)
    writing.write_text(evaluation, "avis", AVIS)
    writing.add_finding(evaluation, FindingKind.WEAKNESS, "Peu d’alternants en 2025.")
    factories.advance(evaluation, State.DRAFT_TRANSMITTED, world)
    for said in (
        Said("texte:avis", "42 étudiants", "Ils sont 45.", "45 étudiants"),
        Said("constat:WEAKNESS-1", "2025", "En 2024.", "2024"),
        Said("", "", "Le titre est incomplet.", ""),
    ):
        corrections.add(evaluation, said, by=world.contributor)
    transitions.reply_to_draft(evaluation, by=world.signatory)
    return world, factories.advance(evaluation, State.CORRECTIONS_RULING, world)


@pytest.fixture
def errors(evaluation):
    return list(evaluation.corrections.order_by("position"))


@pytest.fixture
def address(evaluation):
    return f"{evaluation.get_absolute_url()}corrections/"


@pytest.fixture
def chair(client, world):
    client.force_login(world.chair)
    return client


def rule(error, world, ruling="ACCEPTED", reason=""):
    return transitions.rule_on_correction(error, by=world.chair, ruling=ruling, reason=reason)


def rule_on_all(errors, world, ruling="REFUSED"):
    for error in errors:
        rule(error, world, ruling, "C’est exact.")


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode().replace("\u00a0", " ")).split())


def changes(response):
    """What the page shows as taken away and as added."""
    page = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", response.content.decode())
    return re.findall(r"<del>(.*?)</del>", page), re.findall(r"<ins>(.*?)</ins>", page)


def save(client, evaluation, text, error, **sent):
    base = Assessment.objects.get(evaluation=evaluation, code="avis").revision
    fields = {"text": text, "base_revision": base, "save_id": uuid.uuid4(), "correction": error.public_id}
    return client.post(f"{evaluation.get_absolute_url()}criteres/avis/enregistrer", fields | sent)


# -- rulings


def test_the_chair_reads_each_error_in_its_context_and_rules_on_it(chair, evaluation, world, errors, address):
    page = chair.get(address)
    assert "3 erreurs attendent la décision de la présidence du comité." in words(page)
    assert "La formation accueille 42 étudiants ." in words(page)
    assert world.contributor.name not in words(page)

    led = chair.post(f"{address}{errors[0].public_id}/decision/", {"ruling": "ACCEPTED"})

    errors[0].refresh_from_db()
    assert (errors[0].ruling, errors[0].ruled_by) == ("ACCEPTED", world.chair)
    beside = f"criteres/avis/?vue=texte&volet=corrections&correction={errors[0].public_id}"
    assert led.url == f"{evaluation.get_absolute_url()}{beside}"
    event = evaluation.events.last()
    assert (event.verb, event.details) == (
        "rule_on_correction",
        {"correction": errors[0].public_id, "ruling": "ACCEPTED"},
    )


def test_a_refusal_needs_a_reason_and_the_words_are_handed_back(chair, errors, address):
    response = chair.post(f"{address}{errors[1].public_id}/decision/", {"ruling": "REFUSED", "reason": " "})

    assert response.status_code == 409
    assert "Donnez un motif." in words(response)
    errors[1].refresh_from_db()
    assert errors[1].ruling == ""


def test_a_ruling_is_changed_by_another_event_and_not_by_the_same_words(evaluation, world, errors):
    rule(errors[2], world, "REFUSED", "Exact.")
    rule(errors[2], world, "PARTLY", "En partie.")

    assert refusal(rule, errors[2], world, "PARTLY", "En partie.") == [
        "Cette erreur factuelle est déjà tranchée ainsi."
    ]
    ruled = evaluation.events.filter(verb="rule_on_correction").order_by("number")
    assert [event.details["ruling"] for event in ruled] == ["REFUSED", "PARTLY"]


@pytest.mark.parametrize("person", ["rapporteur", "expert", "officer", "publisher", "signatory"])
def test_only_the_chair_rules(world, errors, person):
    with pytest.raises(PermissionDenied):
        transitions.rule_on_correction(errors[0], by=getattr(world, person), ruling="ACCEPTED")


def test_nothing_is_signed_before_each_has_its_ruling_and_each_granted_one_its_change(evaluation, world, errors):
    assert refusal(transitions.sign_as_chair, evaluation, by=world.chair) == [
        f"Erreur factuelle n°\u00a0{n}\u00a0: elle attend une décision." for n in (1, 2, 3)
    ]
    rule(errors[0], world)
    rule(errors[1], world, "REFUSED", "C’est exact.")
    rule(errors[2], world)  # about nothing in particular: no text has to follow

    assert refusal(transitions.sign_as_chair, evaluation, by=world.chair) == [UNLINKED]

    writing.write_text(evaluation, "avis", RIGHT)
    transitions.link_change(errors[0], by=world.chair)
    assert readiness.before_chair_signature(evaluation) == []
    transitions.sign_as_chair(evaluation, by=world.chair)
    assert refusal(rule, errors[1], world) == [
        "Cet acte n’est pas possible à l’étape «\u00a0signé par la présidence du comité\u00a0»."
    ]


# -- the change that answers


def test_a_save_made_beside_an_error_is_linked_from_the_first_to_the_last(chair, evaluation, world, errors, address):
    rule(errors[0], world)
    before = Assessment.objects.get(evaluation=evaluation).revision

    assert save(chair, evaluation, "<p>La formation accueille 44 étudiants.</p>", errors[0]).status_code == 200
    assert save(chair, evaluation, RIGHT, errors[0]).status_code == 200
    save(chair, evaluation, RIGHT, errors[0])  # nothing new

    errors[0].refresh_from_db()
    assert (errors[0].change_from, errors[0].change_to) == (before, before + 2)
    page = chair.get(address)
    assert changes(page) == ([" 42"], [" 45"])


def test_a_save_sent_twice_links_once(chair, evaluation, world, errors):
    rule(errors[0], world)
    sent = {"base_revision": 2, "save_id": uuid.uuid4()}
    assert Assessment.objects.get(evaluation=evaluation).revision == 2

    for _ in range(2):
        save(chair, evaluation, RIGHT, errors[0], **sent)

    errors[0].refresh_from_db()
    assert (errors[0].change_from, errors[0].change_to) == (2, 3)


def test_a_save_beside_another_error_or_a_refused_one_is_kept_and_not_linked(chair, evaluation, world, errors):
    rule(errors[0], world, "REFUSED", "Exact.")
    rule(errors[1], world)

    for error in errors:
        assert save(chair, evaluation, f"<p>Pour {error.position}.</p>", error).status_code == 200

    assert set(CorrectionRequest.objects.values_list("change_to", flat=True)) == {None}
    assert Assessment.objects.get(evaluation=evaluation).text == "<p>Pour 3.</p>"


def test_a_stale_save_links_nothing(chair, evaluation, world, errors):
    rule(errors[0], world)

    assert save(chair, evaluation, RIGHT, errors[0], base_revision=1).status_code == 409

    errors[0].refresh_from_db()
    assert errors[0].change_to is None


def test_the_plain_form_links_too_and_comes_back_beside_the_error(chair, evaluation, world, errors):
    rule(errors[0], world)
    page = f"{evaluation.get_absolute_url()}criteres/avis/?volet=corrections&correction={errors[0].public_id}"
    shown = chair.get(page)
    assert f'name="correction" value="{errors[0].public_id}"' in shown.content.decode()
    assert "modification à faire" in words(shown)

    fields = {"text": RIGHT, "base_revision": 2, "volet": "corrections", "correction": errors[0].public_id}
    save_url = f"{evaluation.get_absolute_url()}criteres/avis/enregistrer"
    back = chair.post(save_url, fields, headers={"Accept": "text/html"}, follow=True)

    assert "modification liée" in words(back)
    assert changes(back) == ([" 42"], [" 45"])


def test_the_rewording_of_a_finding_is_linked(chair, evaluation, world, errors, address):
    rule(errors[1], world)
    finding = evaluation.findings.get()
    page = f"{evaluation.get_absolute_url()}constats/{finding.public_id}/"
    shown = chair.get(f"{page}?correction={errors[1].public_id}")
    assert "En 2024." in words(shown)

    sent = {"text": "Peu d’alternants en 2024.", "base_revision": 1, "correction": errors[1].public_id}
    back = chair.post(page, sent)

    assert back.url == f"{address}#erreur-{errors[1].public_id}"
    errors[1].refresh_from_db()
    assert (errors[1].change_from, errors[1].change_to) == (1, 2)


def test_a_finding_taken_away_has_followed(evaluation, world, errors):
    rule(errors[0], world, "REFUSED", "Exact.")
    rule(errors[1], world)
    rule(errors[2], world)
    assert len(readiness.before_chair_signature(evaluation)) == 1

    findings.remove(evaluation.findings.get(), by=world.chair)

    assert readiness.before_chair_signature(evaluation) == []


def test_what_was_done_already_is_linked_from_the_draft_on(chair, evaluation, world, errors, address):
    writing.write_text(evaluation, "avis", "<p>Un essai.</p>")
    writing.write_text(evaluation, "avis", RIGHT)
    rule(errors[0], world)

    chair.post(f"{address}{errors[0].public_id}/lier/")

    errors[0].refresh_from_db()
    assert (errors[0].change_from, errors[0].change_to) == (2, 4)
    event = evaluation.events.last()
    assert (event.verb, event.actor.user, event.role, event.details) == (
        "link_change",
        world.chair,
        "chair",
        {"correction": errors[0].public_id, "change_from": 2, "change_to": 4},
    )


def test_the_same_change_is_linked_once_and_a_later_one_by_another_event(chair, evaluation, world, errors, address):
    writing.write_text(evaluation, "avis", "<p>Un essai.</p>")
    rule(errors[0], world)
    where = f"{address}{errors[0].public_id}/lier/"
    chair.post(where)

    again = chair.post(where)
    writing.write_text(evaluation, "avis", RIGHT)
    chair.post(where)

    assert again.status_code == 409
    assert "Cette modification est déjà liée." in words(again)
    linked = evaluation.events.filter(verb="link_change").order_by("number")
    assert [event.details["change_to"] for event in linked] == [3, 4]


def test_nothing_is_linked_where_nothing_changed(evaluation, world, errors):
    rule(errors[0], world)
    with pytest.raises(TransitionRefused, match="Rien n’a changé ici depuis le projet"):
        transitions.link_change(errors[0], by=world.chair)

    writing.write_text(evaluation, "avis", "<p>Un essai.</p>")
    writing.write_text(evaluation, "avis", AVIS)  # back to the draft
    with pytest.raises(TransitionRefused, match="Rien n’a changé ici depuis le projet"):
        transitions.link_change(errors[0], by=world.chair)
    with pytest.raises(TransitionRefused, match="Il n’y a pas de modification à lier"):
        transitions.link_change(errors[1], by=world.chair)
    with pytest.raises(PermissionDenied):
        transitions.link_change(errors[0], by=world.officer)


def test_a_refusal_after_all_unlinks_the_change(evaluation, world, errors):
    rule(errors[0], world)
    writing.write_text(evaluation, "avis", RIGHT)
    transitions.link_change(errors[0], by=world.chair)

    refused = rule(errors[0], world, "REFUSED", "Exact, vérifié.")

    assert (refused.change_from, refused.change_to) == (None, None)


def test_the_pane_is_there_once_errors_are_sent_and_shows_those_of_the_text(client, evaluation, world, errors):
    other = factories.evaluation(world, State.DRAFTING)
    client.force_login(world.officer)
    page = "criteres/avis/?volet=corrections"

    assert "Corrections" not in words(client.get(f"{other.get_absolute_url()}{page}"))
    beside = words(client.get(f"{evaluation.get_absolute_url()}{page}"))
    assert "Ils sont 45." in beside and "En 2024." not in beside


# -- what the institution is told


def test_rulings_are_told_together_with_the_provisional_report(client, evaluation, world, errors, address):
    rule(errors[0], world, "PARTLY", "À une unité près.")
    rule(errors[1], world, "REFUSED", "C’est exact.")
    rule(errors[2], world)
    writing.write_text(evaluation, "avis", "<p>Brouillon interne.</p>")
    writing.write_text(evaluation, "avis", RIGHT)
    transitions.link_change(errors[0], by=world.chair)
    client.force_login(world.signatory)
    for state in (State.CORRECTIONS_RULING, State.CHAIR_SIGNED):
        factories.advance(evaluation, state, world)
        page = words(client.get(address))
        assert not re.search("acceptée|refusée|près", page)
        assert page.count("envoyée le") == 3

    factories.advance(evaluation, State.OBSERVATIONS_OPEN, world)

    page = client.get(address)
    assert "acceptée en partie" in words(page) and "À une unité près." in words(page)
    assert changes(page) == ([" 42"], [" 45"])
    assert "Brouillon interne" not in words(page)
    assert world.chair.name not in words(page).split("Erreurs envoyées")[1]


def test_a_ruling_told_with_a_new_draft_stands_and_the_new_round_has_its_own_window(client, evaluation, world, errors):
    rule_on_all(errors, world)
    transitions.retransmit_draft(evaluation, by=world.officer, reason="Le fond a changé.")

    assert set(told(evaluation)) == {error.public_id for error in errors}
    assert [window.round for window in evaluation.windows.order_by("opens_at", "round")] == [1, 2]
    evaluation.refresh_from_db()
    again = corrections.add(evaluation, Said("", "", "Encore faux.", ""), by=world.contributor)
    transitions.reply_to_draft(evaluation, by=world.signatory)

    again.refresh_from_db()
    assert (again.position, again.report.version) == (4, 2)
    assert refusal(rule, errors[0], world) == [
        "Cette décision est communiquée à l’établissement\u00a0: elle ne change plus."
    ]
    rule(again, world)


def test_what_was_not_sent_in_a_round_goes_with_the_next(evaluation, world, errors):
    rule_on_all(errors, world)
    kept = CorrectionRequest.objects.create(
        evaluation=evaluation, report=evaluation.reports.get(), position=9, wrong="Restée.", author=world.contributor
    )
    transitions.retransmit_draft(evaluation, by=world.officer, reason="Le fond a changé.")
    transitions.reply_to_draft(evaluation, by=world.signatory)

    kept.refresh_from_db()
    assert (kept.position, kept.report.version, kept.sent_at is not None) == (4, 1, True)


def test_the_officer_sees_what_was_granted_before_sending_a_new_draft(client, evaluation, world, errors):
    rule(errors[0], world)
    rule(errors[1], world, "REFUSED", "Exact.")
    writing.write_text(evaluation, "avis", RIGHT)
    transitions.link_change(errors[0], by=world.chair)
    client.force_login(world.officer)

    page = client.get(f"{evaluation.get_absolute_url()}actes/transmettre-de-nouveau/")

    assert "1 erreur acceptée" in words(page)
    assert changes(page) == ([" 42"], [" 45"])


@pytest.mark.parametrize(("person", "queries"), [("chair", 16), ("officer", 15)])
def test_the_number_of_queries_does_not_grow_with_the_errors(
    client, evaluation, world, errors, address, django_assert_num_queries, person, queries
):
    writing.write_text(evaluation, "avis", RIGHT)
    finding = evaluation.findings.get()
    findings.reword(finding, "Peu d’alternants en 2024.", base_revision=1, by=world.chair)
    for error in errors:
        rule(error, world)
    for error in errors[:2]:
        transitions.link_change(error, by=world.chair)
    client.force_login(getattr(world, person))
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)


@pytest.mark.parametrize("name", ["\x00", "'; --", "é" * 300])
def test_a_save_beside_what_is_no_error_is_kept(chair, evaluation, world, errors, name):
    rule(errors[0], world)

    assert save(chair, evaluation, RIGHT, errors[0], correction=name).status_code == 200

    assert Assessment.objects.get(code="avis").text == RIGHT
    assert evaluation.corrections.get(pk=errors[0].pk).change_to is None
