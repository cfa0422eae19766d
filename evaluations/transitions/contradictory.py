"""The contradictory phase: the draft transmitted, corrected, signed, observed upon, countersigned."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock, deadlines
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations import readiness, writing
from evaluations.enums import CommitteeRole, DayCount, ReportKind, SignatureRole, State, WindowKind
from evaluations.models import Evaluation, Observation, Report, Window
from evaluations.reports import reading
from evaluations.transitions.freezing import freeze, proof
from evaluations.transitions.machine import Begun, begin, needed, refuse, refuse_if
from evaluations.workspace import attachments, first_sendings, last_change, observations
from evaluations.workspace.last_change import Change
from evaluations.workspace.observations import letter_in_preparation


@dataclass(frozen=True, slots=True)
class Seen:
    """Who has seen what the institution sends, in what office, and on which day: printed under it.

    ``sha256``: the hash of what they were shown; of anything else, nothing is filed.
    """

    name: str
    office: str = ""
    on: dt.date | None = None
    sha256: str | None = None


@transaction.atomic
def transmit_draft(evaluation: Evaluation, *, by: User | None) -> Report:
    """Send the draft to the institution, frozen: what it reads is this, whatever the committee does next (INV-C2)."""
    begun = begin(evaluation, "transmit_draft", by)
    refuse_if(readiness.before_transmission(begun.evaluation))
    return _transmit(begun)


@transaction.atomic
def retransmit_draft(evaluation: Evaluation, *, by: User | None, reason: str) -> Report:
    """Corrections changed the substance: the institution reads the new draft."""
    return _transmit(begin(evaluation, "retransmit_draft", by), reason=needed(reason))


def _transmit(begun: Begun, **details: str) -> Report:
    refuse_if(readiness.needs_a_chair(begun.evaluation))
    report = freeze(begun.evaluation, reading.read(begun.evaluation, kind=ReportKind.DRAFT))
    window = _open(begun.evaluation, WindowKind.CORRECTIONS, begun.evaluation.campaign.corrections_days)
    begun.done(closes_at=window.closes_at.isoformat(), **proof(report), **details)
    return report


@transaction.atomic
def close_corrections(evaluation: Evaluation) -> Evaluation:
    """The delay for corrections has passed without a reply. Performed by the clock, and safe to repeat."""
    return _expire(begin(evaluation, "close_corrections", None))


@transaction.atomic
def sign_as_chair(
    evaluation: Evaluation, *, by: User, office: str = "", name: str = "", seen: str | None = None
) -> Report | None:
    """The presidency signs: with the last co-president’s signature the judgement is frozen (R114-15).

    ``seen``: the hash of the judgement that was shown before; of any other, nothing is signed.
    Returns the provisional report, or ``None`` while other co-presidents have yet to sign.
    """
    begun = begin(evaluation, "sign_as_chair", by)
    refuse_if(readiness.before_chair_signature(begun.evaluation))
    signed = reading.read(begun.evaluation, kind=ReportKind.PROVISIONAL).judgement_sha256
    if seen is not None and seen != signed:
        refuse(_("Le texte n’est plus celui que vous avez lu : relisez-le avant de le signer."), "text")
    given = begun.evaluation.signatures.current(begun.evaluation).filter(role=SignatureRole.CHAIR)
    waiting = readiness.before_closing_chair_signature(begun.evaluation, signed)
    # A co-president who signed while another, since gone, had not, signs again to conclude.
    if waiting and given.filter(user=by, reading_sha256=signed).exists():
        refuse(_("Vous avez déjà signé ce texte."), "already")
    writing.sign(begun.evaluation, SignatureRole.CHAIR, name or str(by), user=by, office=office, sha256=signed)
    if waiting := readiness.before_closing_chair_signature(begun.evaluation, signed):
        begun.done(target=begun.before, sha256=signed, waiting=len(waiting))
        return None
    # Names under an earlier text, or of people who have left the presidency, are not printed under this one.
    chairs = begun.evaluation.members.current().filter(role=CommitteeRole.CHAIR).values("user")
    given.exclude(reading_sha256=signed, user__in=chairs).delete()
    report = freeze(begun.evaluation, reading.read(begun.evaluation, kind=ReportKind.PROVISIONAL))
    begun.done(**proof(report))
    return report


@transaction.atomic
def open_observations(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The provisional report goes to the head of the institution, who may have observations published with it."""
    begun = begin(evaluation, "open_observations", by)
    window = _open(begun.evaluation, WindowKind.OBSERVATIONS, begun.evaluation.campaign.observations_days)
    begun.done(closes_at=window.closes_at.isoformat())
    return begun.evaluation


@transaction.atomic
def carry_observations_over(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """An erratum does not reopen the observations already published: they go with the new version."""
    begun = begin(evaluation, "carry_observations_over", by)
    if begun.evaluation.version == 1:
        refuse(_("Ouvrez d’abord les observations de l’établissement."), "observations")
    begun.done()
    return begun.evaluation


@transaction.atomic
def file_observations(
    evaluation: Evaluation,
    *,
    by: User | None,
    received_at: dt.datetime | None = None,
    seen: Seen | None = None,
) -> Evaluation:
    """The institution files its observations; they are annexed and change nothing in the report.

    After the delay they are kept and marked late, even once it has been closed; the agency then decides (INV-T3).
    ``received_at``: when the request that files them reached us, which decides (INV-T2); now, where there is none.
    ``seen``: who has seen them, and when, where the letter does not say it yet.
    """
    begun = begin(evaluation, "file_observations", by)
    letters = Observation.objects.filter(evaluation=begun.evaluation)
    if begun.before == State.OBSERVATIONS_CLOSED and not letters.in_preparation().exists():
        refuse(_("Les observations sont déjà déposées."), "already")
    unread = _("Ce qui est à déposer n’est plus ce que vous avez lu : relisez-le avant de le déposer.")
    _refuse_unread(begun, seen, unread)
    _see(letters.in_preparation().first(), seen)
    refuse_if(readiness.before_filing_observations(begun.evaluation))
    return _file(begun, letters.in_preparation().get(), waived=False, received_at=received_at)


@transaction.atomic
def waive_observations(
    evaluation: Evaluation,
    *,
    by: User | None,
    received_at: dt.datetime | None = None,
    seen: Seen | None = None,
) -> Evaluation:
    """The institution lets it be known in writing that it has nothing to observe.

    Possible, too, once the clock has closed them, for what had reached us before: the journal then has both.
    """
    begun = begin(evaluation, "waive_observations", by)
    letter = letter_in_preparation(begun.evaluation)
    in_time = not lateness(begun.evaluation, WindowKind.OBSERVATIONS, received_at, last_change.of_letter(letter))
    if begun.before != State.OBSERVATIONS_CLOSED or in_time:
        unread = _("Cette page ne dit plus ce qu’il en est : relisez-la avant de renoncer aux observations.")
        _refuse_unread(begun, seen, unread)
    refuse_if(readiness.before_waiving_observations(begun.evaluation, in_time=in_time))
    _see(letter, seen)
    return _file(begun, letter, waived=True, received_at=received_at)


def _refuse_unread(begun: Begun, seen: Seen | None, sentence: str) -> None:
    if seen is not None and seen.sha256 not in (None, observations.shown_sha256(begun.evaluation)):
        refuse(sentence, "text")


def _see(letter: Observation | None, seen: Seen | None) -> None:
    if letter is None or seen is None:
        return
    letter.signatory, letter.office, letter.signed_on = one_line(seen.name), one_line(seen.office), seen.on
    letter.save(update_fields=["signatory", "office", "signed_on"])


def _file(begun: Begun, letter: Observation, *, waived: bool, received_at: dt.datetime | None) -> Evaluation:
    change = last_change.of_letter(letter)
    received = counted_at(begun.evaluation, WindowKind.OBSERVATIONS, received_at, change)
    late = lateness(begun.evaluation, WindowKind.OBSERVATIONS, received)
    attachments.settle(letter)
    letter.waived, letter.filed_at, letter.late = waived, clock.now(), bool(late)
    letter.version, letter.filed_by, letter.received_at = begun.evaluation.version, begun.by, received
    letter.save(update_fields=["waived", "filed_at", "late", "version", "filed_by", "received_at"])
    files = {file.public_id: file.sha256 for file in letter.attachments.order_by("position")}
    proof = {"receipt": letter.receipt, "sha256": letter.computed_sha256(), "received_at": received.isoformat()}
    first_sendings.forget(begun.evaluation, begun.verb)
    begun.done(**proof, **({"files": files} if files else {}), **late)
    return begun.evaluation


@transaction.atomic
def close_observations(evaluation: Evaluation) -> Evaluation:
    """The delay for observations has passed without any. Performed by the clock, and safe to repeat."""
    return _expire(begin(evaluation, "close_observations", None))


@transaction.atomic
def admit_late_observations(evaluation: Evaluation, *, by: User | None, reason: str) -> Observation:
    """The agency lets the late letter, the first of those that wait, go with the report; it stays marked late."""
    begun = begin(evaluation, "admit_late_observations", by)
    letter = _undecided(begun)
    refuse_if(readiness.before_admitting_late_observations(begun.evaluation))
    return _decide(begun, letter, admitted=True, reason=needed(reason))


@transaction.atomic
def leave_out_late_observations(evaluation: Evaluation, *, by: User | None, reason: str) -> Observation:
    """The agency leaves the late letter, the first of those that wait, out of the report; it is kept."""
    begun = begin(evaluation, "leave_out_late_observations", by)
    return _decide(begun, _undecided(begun), admitted=False, reason=needed(reason))


def _undecided(begun: Begun) -> Observation:
    letter = Observation.objects.undecided().filter(evaluation=begun.evaluation).first()
    if letter is None:
        refuse(_("Aucune observation hors délai n’attend de décision."), "already")
    return letter


def _decide(begun: Begun, letter: Observation, *, admitted: bool, reason: str) -> Observation:
    letter.admitted = admitted
    letter.save(update_fields=["admitted"])
    begun.done(receipt=letter.receipt, reason=reason)
    return letter


@transaction.atomic
def extend_window(evaluation: Evaluation, *, by: User | None, closes_at: dt.datetime, reason: str) -> Window:
    """Give the institution more time. A window is never shortened (INV-T4)."""
    begun = begin(evaluation, "extend_window", by)
    refuse_if(readiness.before_extension(begun.evaluation))
    window = begun.evaluation.windows.awaited().first()
    if window is not None and closes_at == window.closes_at:
        refuse(_("Le délai court déjà jusqu’à ce jour."), "already")
    if window is None or closes_at < window.closes_at:
        refuse(_("Un délai se prolonge ; il ne se raccourcit pas."), "closes_at")
    before = window.closes_at
    window.closes_at = closes_at
    window.save(update_fields=["closes_at"])
    begun.done(before_instant=before.isoformat(), after_instant=closes_at.isoformat(), reason=needed(reason))
    return window


@transaction.atomic
def countersign(
    evaluation: Evaluation,
    *,
    by: User | None,
    office: str = "",
    others: Iterable[writing.Signatory] = (),
    signatories: list[writing.Signatory] | None = None,
) -> Evaluation:
    """The agency countersigns the very text that the chair signed (R114-10 8°).

    Who performs the act signs under their own name, in the capacity that their mandate gives them and by the decision
    that it names. ``others``: who signs in the other roles of the agency; ``signatories``: all of them, as a report
    whose signatures were given elsewhere names them.
    """
    begun = begin(evaluation, "countersign", by)
    refuse_if(readiness.before_countersigning(begun.evaluation, by))
    provisional = begun.evaluation.reports.filter(kind=ReportKind.PROVISIONAL).order_by("-version").first()
    signed = provisional.reading.judgement_sha256 if provisional else ""
    if reading.read(begun.evaluation).judgement_sha256 != signed:
        refuse(_("Le texte a changé depuis la signature de la présidence du comité."), "signatures")
    hand = writing.own_signatory(by, office=office)
    for signatory in signatories or [hand, *others]:
        writing.sign(
            begun.evaluation,
            signatory.role,
            signatory.name,
            user=by,
            office=signatory.office,
            capacity=signatory.capacity,
            basis=signatory.basis,
            sha256=signed,
        )
    refuse_if(readiness.before_countersignature(begun.evaluation))
    by_decision = {} if signatories or not hand.basis else {"capacity": hand.capacity, "basis": hand.basis}
    begun.done(sha256=signed, **by_decision)
    return begun.evaluation


def _open(evaluation: Evaluation, kind: WindowKind, days: int) -> Window:
    now = clock.now()
    working = evaluation.campaign.day_count == DayCount.WORKING
    return Window.objects.create(
        evaluation=evaluation,
        kind=kind,
        round=evaluation.windows.filter(kind=kind).count() + 1,
        opens_at=now,
        closes_at=deadlines.closing(now, days, working=working),
    )


def lateness(
    evaluation: Evaluation, kind: WindowKind, received_at: dt.datetime | None, change: Change | None = None
) -> dict[str, bool]:
    """What reaches us once the window has closed is kept and marked late (INV-T3), the clock's own act being done or
    not; what had reached us before is in time, though the clock came between (INV-T2)."""
    window = evaluation.windows.last_of(kind)
    received = counted_at(evaluation, kind, received_at, change)
    return {"late": True} if window and window.is_over_at(received) else {}


def counted_at(
    evaluation: Evaluation, kind: WindowKind, received_at: dt.datetime | None, change: Change | None
) -> dt.datetime:
    """When what is sent counts as received. ``change``: the last that was written in it."""
    received = received_at or clock.now()
    window = evaluation.windows.last_of(kind)
    return window.counted_at(received, change.at if change else None) if window else received


def _expire(begun: Begun) -> Evaluation:
    window = begun.evaluation.windows.awaited().first()
    if window is None or not window.is_over:
        refuse(_("Le délai n’est pas écoulé."), "window")
    begun.done(expired=window.closes_at.isoformat())
    return begun.evaluation
