"""The contradictory phase: the draft transmitted, corrected, signed, observed upon, countersigned."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock, deadlines
from evalprog.accounts.models import User
from evaluations import readiness, writing
from evaluations.enums import CommitteeRole, DayCount, ReportKind, SignatureRole, State, WindowKind
from evaluations.models import Evaluation, Observation, Report, Window
from evaluations.reports import reading
from evaluations.transitions.freezing import freeze, proof
from evaluations.transitions.machine import Begun, begin, needed, refuse, refuse_if


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
    report = freeze(begun.evaluation, reading.read(begun.evaluation, kind=ReportKind.DRAFT))
    window = _open(begun.evaluation, WindowKind.CORRECTIONS, begun.evaluation.campaign.corrections_days)
    begun.done(closes_at=window.closes_at.isoformat(), **proof(report), **details)
    return report


@transaction.atomic
def reply_to_draft(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The institution has sent its corrections of fact, or says that it has none: the chair rules."""
    begun = begin(evaluation, "reply_to_draft", by)
    begun.done(**_lateness(begun.evaluation, WindowKind.CORRECTIONS))
    return begun.evaluation


@transaction.atomic
def close_corrections(evaluation: Evaluation) -> Evaluation:
    """The delay for corrections has passed without a reply. Performed by the clock, and safe to repeat."""
    return _expire(begin(evaluation, "close_corrections", None), WindowKind.CORRECTIONS)


@transaction.atomic
def sign_as_chair(evaluation: Evaluation, *, by: User, office: str = "", name: str = "") -> Report | None:
    """The presidency signs: with the last co-president’s signature the judgement is frozen (R114-15).

    Returns the provisional report, or ``None`` while other co-presidents have yet to sign.
    """
    begun = begin(evaluation, "sign_as_chair", by)
    refuse_if(readiness.before_chair_signature(begun.evaluation))
    signed = reading.read(begun.evaluation, kind=ReportKind.PROVISIONAL).judgement_sha256
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
    # Opened anew for an erratum: those of the version before are taken up again, and filed again.
    Observation.objects.filter(evaluation=begun.evaluation).update(filed_at=None, waived=False)
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
def file_observations(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The institution files its observations; they are annexed and change nothing in the report."""
    begun = begin(evaluation, "file_observations", by)
    refuse_if(readiness.before_filing_observations(begun.evaluation))
    Observation.objects.filter(evaluation=begun.evaluation).update(waived=False, filed_at=clock.now())
    begun.done(**_lateness(begun.evaluation, WindowKind.OBSERVATIONS))
    return begun.evaluation


@transaction.atomic
def waive_observations(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The institution lets it be known in writing that it has nothing to observe."""
    begun = begin(evaluation, "waive_observations", by)
    observation, _created = Observation.objects.get_or_create(evaluation=begun.evaluation)
    if observation.general or observation.items.exists():
        refuse(_("Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer."), "observations")
    Observation.objects.filter(pk=observation.pk).update(waived=True, filed_at=clock.now())
    begun.done(**_lateness(begun.evaluation, WindowKind.OBSERVATIONS))
    return begun.evaluation


@transaction.atomic
def close_observations(evaluation: Evaluation) -> Evaluation:
    """The delay for observations has passed without any. Performed by the clock, and safe to repeat."""
    return _expire(begin(evaluation, "close_observations", None), WindowKind.OBSERVATIONS)


@transaction.atomic
def extend_window(evaluation: Evaluation, *, by: User | None, closes_at: dt.datetime, reason: str) -> Window:
    """Give the institution more time. A window is never shortened (INV-T4)."""
    begun = begin(evaluation, "extend_window", by)
    kind = WindowKind.CORRECTIONS if begun.before == State.DRAFT_TRANSMITTED else WindowKind.OBSERVATIONS
    window = begun.evaluation.windows.filter(kind=kind).order_by("-round").first()
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
    evaluation: Evaluation, *, by: User | None, signatories: list[writing.Signatory] | None = None
) -> Evaluation:
    """The agency countersigns the very text that the chair signed (R114-10 8°).

    ``signatories``: who signs in the agency's roles; without any, the person who performs the act, as holder.
    """
    begun = begin(evaluation, "countersign", by)
    refuse_if(readiness.before_second_signature(begun.evaluation, by))
    provisional = begun.evaluation.reports.filter(kind=ReportKind.PROVISIONAL).order_by("-version").first()
    signed = provisional.reading.judgement_sha256 if provisional else ""
    if reading.read(begun.evaluation).judgement_sha256 != signed:
        refuse(_("Le texte a changé depuis la signature de la présidence du comité."), "signatures")
    for signatory in signatories or [writing.Signatory(SignatureRole.AGENCY, str(by))]:
        writing.sign(
            begun.evaluation,
            signatory.role,
            signatory.name,
            user=by,
            office=signatory.office,
            capacity=signatory.capacity,
            sha256=signed,
        )
    refuse_if(readiness.before_countersignature(begun.evaluation))
    begun.done(sha256=signed)
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


def _lateness(evaluation: Evaluation, kind: WindowKind) -> dict[str, bool]:
    """What arrives once the window has closed, and before the clock's own act, is kept and marked late (INV-T3)."""
    window = evaluation.windows.filter(kind=kind).order_by("-round").first()
    return {"late": True} if window and clock.now() >= window.closes_at else {}


def _expire(begun: Begun, kind: WindowKind) -> Evaluation:
    window = begun.evaluation.windows.filter(kind=kind).order_by("-round").first()
    if window is None or clock.now() < window.closes_at:
        refuse(_("Le délai n’est pas écoulé."), "window")
    begun.done(expired=window.closes_at.isoformat())
    return begun.evaluation
