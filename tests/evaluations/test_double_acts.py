"""Every act sent twice at once, from two threads with connections of their own: one effect, one refusal, no accident.

On SQLite the second waits for the whole database, on PostgreSQL for the row; in both it then finds the act done.
"""

import dataclasses
import datetime as dt
import threading
import uuid
from dataclasses import dataclass
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import close_old_connections, connection, connections

from evalprog import clock, deadlines
from evaluations import transitions, writing
from evaluations.enums import CommitteeRole, ReportKind, State, VisitRule
from evaluations.models import Evaluation, Event, Framework, ImportedSource
from evaluations.reports import reading, store
from evaluations.transitions import TransitionRefused
from evaluations.workspace import corrections
from evaluations.workspace.corrections import Said
from tests import factories
from tests.evaluations import dossier_data
from tests.evaluations.machine_model import BESIDE
from tests.evaluations.test_machine import DAYS
from tests.factories import evaluation, seat

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Both:
    """What two simultaneous calls came to."""

    done: int
    refused: int
    others: list[BaseException]


def at_once(*calls) -> Both:
    """Run the calls in threads that start together; close their connections."""
    together, outcomes = threading.Barrier(len(calls)), []

    def run(call):
        try:
            close_old_connections()
            together.wait()
            call()
            outcomes.append("done")
        except (TransitionRefused, PermissionDenied):
            outcomes.append("refused")
        except BaseException as error:
            outcomes.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    others = [o for o in outcomes if isinstance(o, BaseException)]
    return Both(outcomes.count("done"), outcomes.count("refused"), others)


@pytest.fixture
def world(transactional_db, own_anchor):
    return factories.world()


def step(state, verb, who, **words):
    """An act of somebody at that state; ``words`` are the other arguments."""

    def prepare(world):
        acted_on = evaluation(world, state)
        return acted_on, partial(getattr(transitions, verb), acted_on, by=getattr(world, who), **words)

    return pytest.param(prepare, verb, id=verb)


def _invite(world):
    acted_on = evaluation(world, State.DOSSIER_DEPOSITED)
    return acted_on, partial(transitions.invite, acted_on, world.expert, by=world.officer)


def _answer(act):
    def prepare(world):
        acted_on = evaluation(world, State.COMMITTEE_PROPOSED)
        return acted_on, partial(act, seat(acted_on, world.expert), by=world.expert)

    return prepare


def _dismiss(world):
    acted_on = evaluation(world, State.DRAFTING)
    return acted_on, partial(transitions.dismiss, seat(acted_on, world.expert), by=world.officer, reason="Motif.")


def _object(world):
    acted_on = evaluation(world, State.COMMITTEE_PROPOSED)
    return acted_on, partial(transitions.object_to_committee, acted_on, by=world.signatory, text="Lien.")


def _answer_objection(world):
    acted_on, object_ = _object(world)
    call = partial(transitions.answer_objection, object_(), by=world.officer, answer="Non.", upheld=False)
    return acted_on, call


def _appoint(world):
    acted_on = evaluation(world, State.COMMITTEE_PROPOSED)
    for member in acted_on.members.all():
        transitions.accept_invitation(member, by=member.user)
    return acted_on, partial(transitions.appoint_committee, acted_on, by=world.publisher)


def _confirm(world):
    acted_on, newcomer = evaluation(world, State.DRAFTING), factories.expert()
    member = transitions.invite(acted_on, newcomer, by=world.officer)
    transitions.accept_invitation(member, by=newcomer)
    return acted_on, partial(transitions.confirm_member, member, by=world.publisher)


def _propose(world):
    acted_on = evaluation(world, State.DOSSIER_DEPOSITED)
    transitions.invite(acted_on, world.chair, by=world.officer, role=CommitteeRole.CHAIR)
    transitions.invite(acted_on, world.expert, by=world.officer)
    return acted_on, partial(transitions.propose_committee, acted_on, by=world.officer)


def _annex(world):
    acted_on = evaluation(world, State.COLLEGIAL_VALIDATION)
    member = transitions.dissent(acted_on, by=world.expert, text="Réserve.")
    return acted_on, partial(transitions.annex_dissent, member, by=world.chair, annexed=True)


def _validate(world):
    acted_on = evaluation(world, State.COLLEGIAL_VALIDATION)
    for person, _role in world.seats:
        transitions.approve(acted_on, by=person)
    return acted_on, partial(transitions.validate, acted_on, by=world.chair)


def _close(state, act):
    def prepare(world):
        acted_on = evaluation(world, state)
        closes_at = acted_on.windows.latest("opens_at").closes_at

        def call():
            with clock.played_at(closes_at):
                act(acted_on)

        return acted_on, call

    return prepare


def _extend(world):
    acted_on = evaluation(world, State.DRAFT_TRANSMITTED)
    longer = factories.paris(2099, 1, 1)
    return acted_on, partial(transitions.extend_window, acted_on, by=world.officer, closes_at=longer, reason="Congés.")


def _carry_over(world):
    acted_on = evaluation(world, State.PUBLISHED)
    transitions.open_erratum(acted_on, by=world.officer, reason="Effectifs.")
    factories.advance(acted_on, State.CHAIR_SIGNED, world)
    return acted_on, partial(transitions.carry_observations_over, acted_on, by=world.officer)


def _file(world):
    acted_on = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(acted_on, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
    return acted_on, partial(transitions.file_observations, acted_on, by=world.signatory)


def _late(act):
    def prepare(world):
        acted_on = evaluation(world, State.OBSERVATIONS_OPEN)
        writing.write_observations(acted_on, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
        with clock.played_at(acted_on.windows.latest("opens_at").closes_at):
            transitions.file_observations(acted_on, by=world.signatory)
        return acted_on, partial(act, acted_on, by=world.officer, reason="Motif.")

    return prepare


def _elsewhere(world):
    acted_on = evaluation(world)
    ImportedSource.objects.create(evaluation=acted_on, name="r.pdf", sha256=uuid.uuid4().hex * 2, coverage=1)
    final, pdf = reading.read(acted_on), store.Kept("a" * 64, 1)
    return acted_on, partial(transitions.record_published_elsewhere, acted_on, final, pdf)


def _answer_request(world):
    acted_on = evaluation(world, State.DRAFTING)
    request = transitions.request_document(acted_on, by=world.chair, text="La maquette.", due_on=DAYS[0])
    return acted_on, partial(transitions.answer_document_request, request, by=world.contributor, answer="Voici.")


def _visit(verb, who, planned, **words):
    def prepare(world):
        world.campaign.visit = VisitRule.AFTER
        world.campaign.save()
        acted_on = evaluation(world, State.COMMITTEE_APPOINTED)
        if planned:
            transitions.plan_visit(acted_on, by=world.officer, planned_on=DAYS[0])
        return acted_on, partial(getattr(transitions, verb), acted_on, by=getattr(world, who), **words)

    return prepare


def _record_conflict(world):
    acted_on = evaluation(world, State.DRAFTING)
    return acted_on, partial(transitions.record_conflict, acted_on, world.expert, by=world.officer, reason="Coauteur.")


def _sent(world, *, late=False):
    acted_on = evaluation(world, State.DRAFT_TRANSMITTED)
    corrections.add(acted_on, Said("", "", "Faux.", ""), by=world.contributor)
    with clock.played_at(acted_on.windows.latest("opens_at").closes_at if late else None):
        transitions.reply_to_draft(acted_on, by=world.signatory)
    return acted_on


def _rule(world):
    acted_on = _sent(world)
    ruling = {"ruling": "REFUSED", "reason": "Exact."}
    return acted_on, partial(transitions.rule_on_correction, acted_on.corrections.get(), by=world.chair, **ruling)


def _link(world):
    acted_on = evaluation(world, State.DRAFT_TRANSMITTED)
    corrections.add(acted_on, Said("texte:avis", "Un avis", "Faux.", ""), by=world.contributor)
    transitions.reply_to_draft(acted_on, by=world.signatory)
    error = acted_on.corrections.get()
    transitions.rule_on_correction(error, by=world.chair, ruling="ACCEPTED")
    writing.write_text(acted_on, "avis", "<p>Un autre avis.</p>")
    return acted_on, partial(transitions.link_change, error, by=world.chair)


def _marked(verb):
    def begin(world):
        acted_on = evaluation(world, State.CHAIR_SIGNED)
        said = {"place": "section avis", "quote": "avis", "reason": "BUSINESS"}
        mark = transitions.propose_redaction(acted_on, by=world.officer, **said)
        if verb == "restore_redaction":
            transitions.withdraw_redaction(mark, by=world.officer)
        return acted_on, partial(
            getattr(transitions, verb), acted_on if verb == "decide_redactions" else mark, by=world.publisher
        )

    return begin


def _late_errors(act):
    def prepare(world):
        acted_on = _sent(world, late=True)
        return acted_on, partial(act, acted_on, by=world.officer, reason="Motif.")

    return prepare


def _changes(verb):
    """On a dossier whose framework has a form: changes that are written, or sent."""

    def prepare(world):
        formed = dataclasses.replace(world, campaign=_campaign_with_a_form())
        acted_on = dossier_data.deposited(formed)
        if verb == "propose_dossier_changes":
            dossier_data.write(acted_on, text="<p>Revue.</p>", base=1, by=world.contributor)
            return acted_on, partial(transitions.propose_dossier_changes, acted_on, by=world.signatory)
        proposal = dossier_data.propose(acted_on, formed)
        said = MOTIVE if verb == "decline_dossier_changes" else {}
        return acted_on, partial(getattr(transitions, verb), acted_on, proposal.public_id, by=world.officer, **said)

    return pytest.param(prepare, verb, id=verb)


def _campaign_with_a_form():
    return factories.campaign(framework=factories.framework(dossier=dossier_data.FORM))


MOTIVE = {"reason": "Motif."}
ACTS = [
    step(State.PLANNED, "expect_dossier", "officer"),
    step(State.DOSSIER_EXPECTED, "deposit_dossier", "signatory"),
    step(State.DOSSIER_DEPOSITED, "return_dossier", "officer", **MOTIVE),
    _changes("propose_dossier_changes"),
    _changes("accept_dossier_changes"),
    _changes("decline_dossier_changes"),
    pytest.param(_invite, "invite", id="invite"),
    pytest.param(_answer(transitions.accept_invitation), "accept_invitation", id="accept_invitation"),
    pytest.param(_answer(transitions.decline_invitation), "decline_invitation", id="decline_invitation"),
    pytest.param(_dismiss, "dismiss", id="dismiss"),
    pytest.param(_propose, "propose_committee", id="propose_committee"),
    pytest.param(_object, "object", id="object_to_committee"),
    pytest.param(_answer_objection, "answer_objection", id="answer_objection"),
    step(State.COMMITTEE_PROPOSED, "revise_committee", "officer", **MOTIVE),
    pytest.param(_appoint, "appoint_committee", id="appoint_committee"),
    pytest.param(_confirm, "confirm_member", id="confirm_member"),
    pytest.param(_record_conflict, "record_conflict", id="record_conflict"),
    step(State.DRAFTING, "declare_conflict", "expert"),
    step(State.COMMITTEE_APPOINTED, "start_expertise", "officer"),
    step(State.EXPERTISE, "start_drafting", "rapporteur"),
    step(State.DRAFTING, "submit_for_validation", "rapporteur"),
    step(State.COLLEGIAL_VALIDATION, "approve", "expert"),
    step(State.COLLEGIAL_VALIDATION, "dissent", "expert", text="Réserve."),
    pytest.param(_annex, "annex_dissent", id="annex_dissent"),
    step(State.COLLEGIAL_VALIDATION, "resume_drafting", "chair", **MOTIVE),
    pytest.param(_validate, "validate", id="validate"),
    step(State.AGENCY_READING, "send_back_to_drafting", "officer", **MOTIVE),
    step(State.AGENCY_READING, "transmit_draft", "officer"),
    step(State.DRAFT_TRANSMITTED, "reply_to_draft", "signatory"),
    pytest.param(_close(State.DRAFT_TRANSMITTED, transitions.close_corrections), "close_corrections", id="close_corr"),
    pytest.param(_rule, "rule_on_correction", id="rule_on_correction"),
    pytest.param(_link, "link_change", id="link_change"),
    pytest.param(_late_errors(transitions.admit_late_corrections), "admit_late_corrections", id="admit_late_errors"),
    pytest.param(
        _late_errors(transitions.leave_out_late_corrections), "leave_out_late_corrections", id="leave_out_late_errors"
    ),
    step(State.CORRECTIONS_RULING, "retransmit_draft", "officer", **MOTIVE),
    step(State.CORRECTIONS_RULING, "sign_as_chair", "chair"),
    step(State.CHAIR_SIGNED, "open_observations", "officer"),
    pytest.param(_carry_over, "carry_observations_over", id="carry_observations_over"),
    pytest.param(_file, "file_observations", id="file_observations"),
    step(State.OBSERVATIONS_OPEN, "waive_observations", "signatory"),
    pytest.param(_late(transitions.admit_late_observations), "admit_late_observations", id="admit_late"),
    pytest.param(_late(transitions.leave_out_late_observations), "leave_out_late_observations", id="leave_out_late"),
    pytest.param(_close(State.OBSERVATIONS_OPEN, transitions.close_observations), "close_observations", id="close_obs"),
    pytest.param(_extend, "extend_window", id="extend_window"),
    step(State.OBSERVATIONS_CLOSED, "countersign", "publisher"),
    step(State.CHAIR_SIGNED, "propose_redaction", "officer", quote="avis", reason="BUSINESS", place="section avis"),
    pytest.param(_marked("withdraw_redaction"), "withdraw_redaction", id="withdraw_redaction"),
    pytest.param(_marked("restore_redaction"), "restore_redaction", id="restore_redaction"),
    pytest.param(_marked("decide_redactions"), "decide_redactions", id="decide_redactions"),
    step(State.COUNTERSIGNED, "publish", "publisher"),
    pytest.param(_elsewhere, "record_published_elsewhere", id="record_published_elsewhere"),
    step(State.PUBLISHED, "open_erratum", "officer", **MOTIVE),
    step(State.DRAFTING, "request_document", "chair", text="La maquette.", due_on=DAYS[0]),
    pytest.param(_answer_request, "answer_document_request", id="answer_document_request"),
    pytest.param(_visit("plan_visit", "officer", False, planned_on=DAYS[0]), "plan_visit", id="plan_visit"),
    pytest.param(_visit("agree_on_visit", "signatory", True), "agree_on_visit", id="agree_on_visit"),
    pytest.param(
        _visit("record_visit", "officer", True, held_on=DAYS[0], minutes="Vu."), "record_visit", id="record_visit"
    ),
    step(State.DRAFTING, "suspend", "officer", **MOTIVE),
    step(State.SUSPENDED, "resume", "officer"),
    step(State.DRAFTING, "withdraw", "officer", **MOTIVE),
]


def test_no_act_is_left_out():
    tried = {"object_to_committee" if act.values[1] == "object" else act.values[1] for act in ACTS}

    assert tried == set(transitions.__all__) - BESIDE


@pytest.mark.parametrize(("prepare", "verb"), ACTS)
def test_an_act_sent_twice_at_once_has_one_effect(world, prepare, verb):
    acted_on, call = prepare(world)
    before = Event.objects.filter(evaluation=acted_on).count()

    both = at_once(call, call)

    assert both == Both(done=1, refused=1, others=[])
    events = list(acted_on.events.order_by("number"))
    assert [event.verb for event in events[before:]] == [verb]
    assert Evaluation.objects.get(pk=acted_on.pk).state == events[-1].after


def test_a_programme_planned_twice_at_once_is_planned_once(world):
    programme = factories.programme(world.institution)
    call = partial(transitions.plan, programme, world.campaign, by=world.officer)

    assert at_once(call, call) == Both(done=1, refused=1, others=[])
    assert programme.evaluations.count() == 1


def test_a_framework_published_twice_at_once_is_published_once(world):
    draft = factories.framework()
    Framework.objects.filter(pk=draft.pk).update(published_at=None)
    call = partial(transitions.publish_framework, draft)

    assert at_once(call, call) == Both(done=1, refused=1, others=[])


def test_a_campaign_opened_twice_at_once_opens_each_evaluation_once(world):
    planned = [evaluation(world) for _ in range(3)]
    call = partial(transitions.open_campaign, world.campaign, by=world.officer)

    assert at_once(call, call) == Both(done=2, refused=0, others=[])
    assert [list(e.events.values_list("verb", flat=True)) for e in planned] == [["plan", "expect_dossier"]] * 3


def test_a_day_postponed_twice_at_once_is_postponed_once(world):
    awaited = [evaluation(world, State.DOSSIER_EXPECTED) for _ in range(3)]
    later = world.campaign.dossier_due_on + dt.timedelta(days=400 * 365)
    call = partial(transitions.postpone_dossiers, world.campaign, by=world.officer, due_on=later, reason="Grève.")

    assert at_once(call, call) == Both(done=1, refused=1, others=[])
    assert [e.events.filter(verb="postpone_dossiers").count() for e in awaited] == [1, 1, 1]


def test_an_evaluation_opened_while_the_day_is_postponed_is_told_of_it_or_opens_with_the_new_day(world):
    """Whichever comes first, nobody is left with the former day; and neither waits for the other for ever."""
    evaluation(world, State.DOSSIER_EXPECTED)
    planned = evaluation(world)
    later = world.campaign.dossier_due_on + dt.timedelta(days=400 * 365)

    both = at_once(
        partial(transitions.expect_dossier, planned, by=world.officer),
        partial(transitions.postpone_dossiers, world.campaign, by=world.officer, due_on=later, reason="Grève."),
    )

    assert both == Both(done=2, refused=0, others=[])
    last = planned.messages.order_by("pk").last()
    assert last.facts == {"closes_at": deadlines.end_of(later).isoformat()}


def test_two_different_acts_at_once_are_one_act_and_a_refusal(world):
    read = evaluation(world, State.AGENCY_READING)

    both = at_once(
        partial(transitions.transmit_draft, read, by=world.officer),
        partial(transitions.send_back_to_drafting, read, by=world.officer, reason="Motif."),
    )

    assert both == Both(done=1, refused=1, others=[])


def test_who_publishes_second_does_not_take_the_file_of_the_first(world, monkeypatch):
    """Both have rendered the same bytes before either writes its record."""
    countersigned = evaluation(world, State.COUNTERSIGNED)
    printed, press = threading.Barrier(2), transitions.publication.press.printed

    def wait_for_the_other(content):
        data = press(content)
        printed.wait()
        return data

    monkeypatch.setattr(transitions.publication.press, "printed", wait_for_the_other)
    call = partial(transitions.publish, countersigned, by=world.publisher)

    assert at_once(call, call) == Both(done=1, refused=1, others=[])
    report = countersigned.reports.get(kind=ReportKind.FINAL)
    assert len(store.read(report.pdf_sha256)) == report.pdf_size


def test_the_naive_way_loses(world):
    """The positive control: read, wait for the other to have read, write. Both believe that they have done it."""
    planned, both_have_read = evaluation(world), threading.Barrier(2)

    def naively():
        row = Evaluation.objects.get(pk=planned.pk)
        if row.state != State.PLANNED:
            raise TransitionRefused([])
        both_have_read.wait()
        Evaluation.objects.filter(pk=row.pk).update(state=State.DOSSIER_EXPECTED)

    assert at_once(naively, naively) == Both(done=2, refused=0, others=[])


def test_these_tests_run_on_connections_of_their_own(world):
    seen = []

    def look():
        seen.append(connections["default"])

    at_once(look, look)
    assert len({id(one) for one in [*seen, connection]}) == 3
