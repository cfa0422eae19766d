"""Questions: may this person …? Predicates of one line, read aloud; nothing here writes.

The graph of acts is the table below: for each, the states where it is possible and who may perform it
(process 1.6). ``transitions`` performs them, the pages offer them, both from this one table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Value
from django.utils.translation import gettext_lazy as _

from evalprog.accounts.models import User
from evaluations.enums import AgencyRole, State, WindowKind, WritingRule
from evaluations.models import Attachment, Evaluation, Mandate
from evaluations.models.agency import READING_ROLES
from evaluations.standing import SYSTEM, Standing, agency_roles, reply_is_overdue, stage_reached, standing_of
from programmes.models import Membership

BEFORE_PUBLICATION = frozenset(s for s in State if s < State.PUBLISHED)
# Somebody may be called to a committee, and leave it, until its presidency signs.
COMMITTEE_OPEN = frozenset(s for s in State if State.DOSSIER_DEPOSITED <= s < State.CHAIR_SIGNED)
COMMITTEE_TOLD = COMMITTEE_OPEN - {State.DOSSIER_DEPOSITED}  # proposed to the institution, which may object
COMMITTEE_AT_WORK = COMMITTEE_TOLD - {State.COMMITTEE_PROPOSED}

# While the institution may propose changes to what it has deposited.
DOSSIER_KEPT = frozenset(s for s in State if State.DOSSIER_DEPOSITED <= s < State.CHAIR_SIGNED)

SIGNED_UNPUBLISHED = frozenset(s for s in State if State.CHAIR_SIGNED <= s < State.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Act:
    """``sources``: where it is possible. ``target``: where it leads; ``None``: it stays, or the act itself tells."""

    sources: frozenset[State]
    target: State | None
    who: Callable[[Standing], bool]


def _officer(s: Standing) -> bool:
    return s.is_officer


def _publisher(s: Standing) -> bool:
    return s.is_publisher


def _agency(s: Standing) -> bool:
    return s.is_officer or s.is_publisher


def _chair(s: Standing) -> bool:
    return s.is_chair


def _writer(s: Standing) -> bool:
    return s.writes


def _expert(s: Standing) -> bool:
    return s.is_expert


def _signatory(s: Standing) -> bool:
    return s.signs


def _institution(s: Standing) -> bool:
    return s.contributes


def _depositor(s: Standing) -> bool:
    # A dossier may still come by post: the officer then records its arrival.
    return s.signs or s.is_officer


def _asker(s: Standing) -> bool:
    return s.is_officer or s.writes


def _system(s: Standing) -> bool:
    return s == SYSTEM


MISSING_ROLES = {
    _officer: _("Cet acte revient au conseiller scientifique ou au chargé de projet qui suit l’évaluation."),
    _publisher: _("Cet acte revient à la présidence de l’agence ou à son délégué."),
    _agency: _("Cet acte revient à l’agence."),
    _chair: _("Cet acte revient à la présidence du comité."),
    _writer: _("Cet acte revient au rapporteur ou à la présidence du comité."),
    _expert: _("Cet acte revient aux membres du comité."),
    _signatory: _("Cet acte revient à une personne habilitée à signer pour l’établissement."),
    _institution: _("Cet acte revient à l’établissement."),
    _depositor: _("Cet acte revient à une personne habilitée à signer pour l’établissement, ou à l’agence."),
    _asker: _("Cet acte revient à l’agence, à la présidence ou au rapporteur du comité."),
    _system: _("Cet acte revient au système, à l’échéance."),
}


def _at(*states: State) -> frozenset[State]:
    return frozenset(states)


ACTS: dict[str, Act] = {
    # the list and the dossier
    "expect_dossier": Act(_at(State.PLANNED), State.DOSSIER_EXPECTED, _officer),
    "deposit_dossier": Act(_at(State.DOSSIER_EXPECTED), State.DOSSIER_DEPOSITED, _depositor),
    "return_dossier": Act(_at(State.DOSSIER_DEPOSITED), State.DOSSIER_EXPECTED, _officer),
    # Changes to a dossier that is deposited: sent by who commits the institution, decided by the agency.
    "propose_dossier_changes": Act(DOSSIER_KEPT, None, _signatory),
    "accept_dossier_changes": Act(DOSSIER_KEPT, None, _officer),
    "decline_dossier_changes": Act(DOSSIER_KEPT, None, _officer),
    # Of a whole campaign at once, whose day it is: see ``transitions.postpone_dossiers``.
    "postpone_dossiers": Act(_at(State.DOSSIER_EXPECTED), None, _officer),
    # the committee
    "invite": Act(COMMITTEE_OPEN, None, _officer),
    "dismiss": Act(COMMITTEE_OPEN, None, _officer),
    "propose_committee": Act(_at(State.DOSSIER_DEPOSITED), State.COMMITTEE_PROPOSED, _officer),
    "object": Act(COMMITTEE_TOLD, None, _institution),
    "answer_objection": Act(COMMITTEE_TOLD, None, _officer),
    "revise_committee": Act(_at(State.COMMITTEE_PROPOSED), State.DOSSIER_DEPOSITED, _officer),
    # The president of the agency appoints the experts (R114-10 7°); officers prepare it.
    "appoint_committee": Act(_at(State.COMMITTEE_PROPOSED), State.COMMITTEE_APPOINTED, _publisher),
    "confirm_member": Act(COMMITTEE_AT_WORK, None, _publisher),
    "record_conflict": Act(BEFORE_PUBLICATION | {State.SUSPENDED}, None, _agency),
    "declare_conflict": Act(BEFORE_PUBLICATION | {State.SUSPENDED}, None, _expert),
    # writing
    "start_expertise": Act(_at(State.COMMITTEE_APPOINTED), State.EXPERTISE, _officer),
    "start_drafting": Act(_at(State.EXPERTISE), State.DRAFTING, _writer),
    "submit_for_validation": Act(_at(State.DRAFTING), State.COLLEGIAL_VALIDATION, _writer),
    "approve": Act(_at(State.COLLEGIAL_VALIDATION), None, _expert),
    "dissent": Act(_at(State.COLLEGIAL_VALIDATION), None, _expert),
    "resume_drafting": Act(_at(State.COLLEGIAL_VALIDATION), State.DRAFTING, _chair),
    "validate": Act(_at(State.COLLEGIAL_VALIDATION), State.AGENCY_READING, _chair),
    "send_back_to_drafting": Act(_at(State.AGENCY_READING), State.DRAFTING, _officer),
    # the contradictory phase
    "annex_dissent": Act(
        _at(State.COLLEGIAL_VALIDATION, State.AGENCY_READING, State.DRAFT_TRANSMITTED, State.CORRECTIONS_RULING),
        None,
        _chair,
    ),
    "transmit_draft": Act(_at(State.AGENCY_READING), State.DRAFT_TRANSMITTED, _officer),
    # Still possible once the delay has closed without a reply: what comes late is kept (INV-T3).
    "reply_to_draft": Act(_at(State.DRAFT_TRANSMITTED, State.CORRECTIONS_RULING), State.CORRECTIONS_RULING, _signatory),
    "close_corrections": Act(_at(State.DRAFT_TRANSMITTED), State.CORRECTIONS_RULING, _system),
    "admit_late_corrections": Act(_at(State.CORRECTIONS_RULING), None, _agency),
    "leave_out_late_corrections": Act(_at(State.CORRECTIONS_RULING), None, _agency),
    "rule_on_correction": Act(_at(State.CORRECTIONS_RULING), None, _chair),
    "link_change": Act(_at(State.CORRECTIONS_RULING), None, _writer),
    "retransmit_draft": Act(_at(State.CORRECTIONS_RULING), State.DRAFT_TRANSMITTED, _officer),
    "sign_as_chair": Act(_at(State.CORRECTIONS_RULING), State.CHAIR_SIGNED, _chair),
    "open_observations": Act(_at(State.CHAIR_SIGNED), State.OBSERVATIONS_OPEN, _officer),
    "carry_observations_over": Act(_at(State.CHAIR_SIGNED), State.OBSERVATIONS_CLOSED, _officer),
    # Still possible once the delay has closed them: what comes late is kept (INV-T3).
    "file_observations": Act(
        _at(State.OBSERVATIONS_OPEN, State.OBSERVATIONS_CLOSED), State.OBSERVATIONS_CLOSED, _signatory
    ),
    # Still possible then for what had reached us before: see ``readiness.before_waiving_observations``.
    "waive_observations": Act(
        _at(State.OBSERVATIONS_OPEN, State.OBSERVATIONS_CLOSED), State.OBSERVATIONS_CLOSED, _signatory
    ),
    "close_observations": Act(_at(State.OBSERVATIONS_OPEN), State.OBSERVATIONS_CLOSED, _system),
    "extend_window": Act(_at(State.DRAFT_TRANSMITTED, State.OBSERVATIONS_OPEN), None, _officer),
    "admit_late_observations": Act(_at(State.OBSERVATIONS_CLOSED), None, _agency),
    "leave_out_late_observations": Act(_at(State.OBSERVATIONS_CLOSED), None, _agency),
    "countersign": Act(_at(State.OBSERVATIONS_CLOSED), State.COUNTERSIGNED, _publisher),
    # What is not published (R114-23): marked by the agency once the text is signed, decided by its presidency.
    "propose_redaction": Act(SIGNED_UNPUBLISHED, None, _agency),
    "withdraw_redaction": Act(SIGNED_UNPUBLISHED, None, _agency),
    "restore_redaction": Act(SIGNED_UNPUBLISHED, None, _agency),
    "decide_redactions": Act(SIGNED_UNPUBLISHED, None, _publisher),
    # publication
    "publish": Act(_at(State.COUNTERSIGNED), State.PUBLISHED, _publisher),
    "record_published_elsewhere": Act(_at(State.PLANNED), State.PUBLISHED, _system),
    "open_erratum": Act(_at(State.PUBLISHED), State.CORRECTIONS_RULING, _officer),
    # beside the states
    "request_document": Act(
        frozenset(s for s in State if State.EXPERTISE <= s < State.CHAIR_SIGNED),
        None,
        _asker,
    ),
    "answer_document_request": Act(
        frozenset(s for s in State if State.EXPERTISE <= s < State.CHAIR_SIGNED), None, _institution
    ),
    "plan_visit": Act(
        frozenset(s for s in State if State.COMMITTEE_APPOINTED <= s < State.CHAIR_SIGNED), None, _officer
    ),
    "agree_on_visit": Act(
        frozenset(s for s in State if State.COMMITTEE_APPOINTED <= s < State.CHAIR_SIGNED), None, _institution
    ),
    "record_visit": Act(
        frozenset(s for s in State if State.COMMITTEE_APPOINTED <= s < State.CHAIR_SIGNED), None, _officer
    ),
    "suspend": Act(BEFORE_PUBLICATION, State.SUSPENDED, _agency),
    "resume": Act(_at(State.SUSPENDED), None, _agency),
    "withdraw": Act(BEFORE_PUBLICATION | {State.SUSPENDED}, State.WITHDRAWN, _agency),
}


def allow(permitted: bool, reason: str = "") -> None:
    """:raises PermissionDenied: with what is missing, for somebody who sees the object but may not do this."""
    if not permitted:
        raise PermissionDenied(reason)


def may(standing: Standing, evaluation: Evaluation, verb: str) -> bool:
    """Whether somebody of that standing may perform the act where the evaluation stands. A conflict forbids all."""
    act = ACTS[verb]
    return State(evaluation.state) in act.sources and not standing.conflicted and act.who(standing)


def performable(standing: Standing, state: State) -> list[str]:
    """The verbs of the acts open to somebody at that state, in the order of the process."""
    if standing.conflicted:
        return []
    return [verb for verb, act in ACTS.items() if state in act.sources and act.who(standing)]


def missing_role(verb: str) -> str:
    """Which role an act asks for: what is said to somebody who sees the dossier and does not hold it."""
    return MISSING_ROLES.get(ACTS[verb].who, _("Votre fonction ne permet pas cet acte."))


def can_plan(user: User | None) -> bool:
    return user is None or AgencyRole.OFFICER in agency_roles(user)


def can_read_journal(user: User, evaluation: Evaluation) -> bool:
    return standing_of(user, evaluation).reads_for_the_agency


# What the agency keeps for itself, and who enters: its people know of it, and nobody else. The pages ask, and the links
# that lead to them.
_ACTING_ROLES = frozenset({AgencyRole.OFFICER, AgencyRole.PUBLISHER, AgencyRole.ADMIN})
ROOMS: dict[str, frozenset[AgencyRole]] = {
    "campaigns": READING_ROLES,
    "messages": READING_ROLES,
    "frameworks": _ACTING_ROLES,
    "pool": frozenset({AgencyRole.OFFICER}),
    "roles": frozenset({AgencyRole.ADMIN}),
}


_OF_AN_INSTITUTION = "institution"  # beside the roles of the agency


def rooms(user: User) -> frozenset[str]:
    """The rooms that somebody may enter now; an ended mandate opens none (INV-C8)."""
    return _rooms_of(agency_roles(user))


def _rooms_of(held: frozenset[str]) -> frozenset[str]:
    return frozenset(room for room, roles in ROOMS.items() if held & roles)


def places(user: User) -> frozenset[str]:
    """Where the links of every page lead somebody: the agency's rooms, and the programmes of their institution."""
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    memberships = Membership.objects.current().filter(user=user).values_list(Value(_OF_AN_INSTITUTION), flat=True)
    mandates = Mandate.objects.current().filter(user=user).values_list("role", flat=True)
    held = frozenset(mandates.union(memberships))
    return _rooms_of(held) | (frozenset({"catalogue"}) if _OF_AN_INSTITUTION in held else frozenset())


def reads_campaigns(user: User) -> bool:
    return "campaigns" in rooms(user)


def can_manage_frameworks(user: User) -> bool:
    """Who acts for the agency writes the frameworks, and reads the drafts."""
    return "frameworks" in rooms(user)


def can_administer(user: User) -> bool:
    return "roles" in rooms(user)


def can_read_messages(user: User) -> bool:
    """What was sent to whom; of which evaluations, ``visible_to`` says."""
    return "messages" in rooms(user)


def can_manage_pool(user: User) -> bool:
    """The officers keep the pool of experts, from which they make committees."""
    return "pool" in rooms(user)


def can_send_messages_again(user: User) -> bool:
    """Auditors look; they send nothing."""
    return bool(agency_roles(user) & _ACTING_ROLES)


# -- the workspace of the committee

EXPERTS_WRITE = (State.EXPERTISE, State.DRAFTING)
# The chair and the rapporteur also mend the text while the agency reads it, and after the institution's corrections.
WRITERS_WRITE = (*EXPERTS_WRITE, State.AGENCY_READING, State.CORRECTIONS_RULING)


def reads_workspace(standing: Standing, evaluation: Evaluation) -> bool:
    """Who reads the dossier, the text as it is written and what is said beside it: the committee, the agency.

    The institution does not learn that there is anything to read (INV-C2).
    """
    if not standing.sees_behind_the_veil or standing.conflicted:
        return False
    return stage_reached(evaluation) >= State.COMMITTEE_APPOINTED


def writes_text(standing: Standing, evaluation: Evaluation) -> bool:
    """Who writes the committee's text, and its findings, at this stage."""
    if standing.conflicted:
        return False
    if standing.writes:
        return evaluation.state in WRITERS_WRITE
    whole = evaluation.campaign.writing == WritingRule.COMMITTEE
    return whole and standing.is_expert and evaluation.state in EXPERTS_WRITE


def contributes_notes(standing: Standing, evaluation: Evaluation) -> bool:
    """Who writes notes of their own: every expert, the chair included."""
    return standing.is_expert and not standing.conflicted and evaluation.state in EXPERTS_WRITE


def validates_text(standing: Standing, evaluation: Evaluation) -> bool:
    """Who holds a text for finished, and shares out the work."""
    return standing.writes and not standing.conflicted and evaluation.state in WRITERS_WRITE


def shares_out_work(standing: Standing, evaluation: Evaluation) -> bool:
    """Who says which text is whose, until the presidency has signed."""
    decides = standing.writes or standing.is_officer
    under_way = State.COMMITTEE_APPOINTED <= evaluation.state < State.CHAIR_SIGNED
    return decides and not standing.conflicted and under_way


def discusses(standing: Standing, evaluation: Evaluation) -> bool:
    """Who comments: those who read the workspace and act in it, until the presidency has signed."""
    acts = standing.is_expert or standing.is_officer
    return reads_workspace(standing, evaluation) and acts and evaluation.state < State.CHAIR_SIGNED


def suggests(standing: Standing, evaluation: Evaluation) -> bool:
    """The agency's reading: its officer proposes, the chair decides."""
    return standing.is_officer and not standing.conflicted and evaluation.state == State.AGENCY_READING


def rules_on_suggestions(standing: Standing, evaluation: Evaluation) -> bool:
    return standing.is_chair and not standing.conflicted and evaluation.state in WRITERS_WRITE


def traces_authors(standing: Standing, evaluation: Evaluation) -> bool:
    """Who may be shown from whom each sentence comes: the committee, its officer, never the institution (INV-C5)."""
    return reads_workspace(standing, evaluation) and (standing.is_expert or standing.is_officer)


def prepares_dossier(standing: Standing, evaluation: Evaluation) -> bool:
    """Who puts the dossier together, until it is deposited."""
    return standing.contributes and evaluation.state == State.DOSSIER_EXPECTED


def proposes_to_dossier(standing: Standing, evaluation: Evaluation) -> bool:
    """Who may go on writing a dossier that is deposited: its institution, until the presidency signs, where the
    framework has a form for it. What it writes is a proposal, and nobody else's before it is accepted."""
    if not standing.contributes or standing.conflicted or evaluation.state not in DOSSIER_KEPT:
        return False
    return evaluation.framework.definition.dossier is not None and evaluation.dossier_snapshots.exists()


def writes_dossier(standing: Standing, evaluation: Evaluation) -> bool:
    """Who writes the texts and joins the pieces of the framework's form: before the deposit, and as proposals after."""
    return prepares_dossier(standing, evaluation) or proposes_to_dossier(standing, evaluation)


def reads_proposals(standing: Standing, evaluation: Evaluation) -> bool:
    """Who reads the changes that were sent to the agency: the institution and the agency, never the committee."""
    told = standing.contributes or (standing.reads_for_the_agency and not standing.is_expert)
    return told and not standing.conflicted and evaluation.deposited_on is not None


def reads_dossier(standing: Standing, evaluation: Evaluation) -> bool:
    """Who opens the dossier: its institution always, the others once it is deposited; the committee, once appointed.

    What an institution prepares is its own affair; a dossier given back to it is read again once it returns.
    """
    if standing.conflicted:
        return False
    stage = stage_reached(evaluation)
    deposited = evaluation.deposited_on is not None and stage != State.DOSSIER_EXPECTED
    begun = deposited and stage >= State.COMMITTEE_APPOINTED
    return standing.contributes or (deposited and standing.reads_for_the_agency) or (begun and bool(standing.committee))


# -- the contradictory phase


def prepares_corrections(standing: Standing, evaluation: Evaluation) -> bool:
    """Who writes down errors of fact: the institution, while the draft is before it; once the delay has passed without
    a reply, until the presidency signs, for what comes late is kept (INV-T3)."""
    if not standing.contributes or standing.conflicted:
        return False
    if evaluation.state == State.DRAFT_TRANSMITTED:
        return True
    return evaluation.state == State.CORRECTIONS_RULING and reply_is_overdue(evaluation)


def reads_corrections(standing: Standing, evaluation: Evaluation) -> bool:
    """Who reads the errors that were sent, and the rulings: the institution, the committee, the agency."""
    told = standing.contributes or standing.sees_behind_the_veil
    return told and not standing.conflicted and stage_reached(evaluation) >= State.DRAFT_TRANSMITTED


def rules_on_corrections(standing: Standing, evaluation: Evaluation) -> bool:
    """Who rules on each of them, until the presidency signs."""
    return standing.is_chair and not standing.conflicted and evaluation.state == State.CORRECTIONS_RULING


def prepares_observations(standing: Standing, evaluation: Evaluation) -> bool:
    """Who writes the observations: the institution, once the provisional report is before it; also when they were
    closed by the delay, for what comes late is kept (INV-T3)."""
    if not standing.contributes or standing.conflicted:
        return False
    if evaluation.state == State.OBSERVATIONS_OPEN:
        return True
    window = evaluation.windows.last_of(WindowKind.OBSERVATIONS)
    return evaluation.state == State.OBSERVATIONS_CLOSED and window is not None and window.is_over


def reads_observations(standing: Standing, evaluation: Evaluation) -> bool:
    """Who reads the observations that were filed; what is being prepared is read by the institution alone. An erratum
    goes back to before they were opened, and takes nothing away of those that were filed (INV-T2)."""
    told = standing.contributes or standing.sees_behind_the_veil or AgencyRole.COLLEGE in standing.agency
    opened = evaluation.version > 1 or stage_reached(evaluation) >= State.OBSERVATIONS_OPEN
    return told and not standing.conflicted and opened


def reads_redactions(standing: Standing, evaluation: Evaluation) -> bool:
    """Who sees which passages are marked: the agency, from the signature of the presidency on; also while an erratum
    is written, since a mark lasts."""
    if not standing.reads_for_the_agency or standing.conflicted:
        return False
    return evaluation.version > 1 or stage_reached(evaluation) >= State.CHAIR_SIGNED


def reads_attachment(standing: Standing, evaluation: Evaluation, attachment: Attachment) -> bool:
    """A file is read by those who read what it is joined to, and before that is sent by the institution alone."""
    correction, letter = attachment.correction, attachment.observation
    if correction is not None:
        is_sent, reads = correction.sent_at is not None, reads_corrections(standing, evaluation)
    else:
        is_sent, reads = letter is not None and letter.filed_at is not None, reads_observations(standing, evaluation)
    return reads and (is_sent or standing.contributes)
