"""The errors of fact: sent all together by the institution, ruled on one by one by the committee's presidency."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import readiness
from evaluations.enums import CorrectionRuling, WindowKind
from evaluations.models import CorrectionRequest, Evaluation
from evaluations.transitions.contradictory import counted_at, lateness
from evaluations.transitions.machine import Begun, begin, needed, refuse, refuse_if
from evaluations.workspace import correction_rulings, corrections, first_sendings, last_change


@transaction.atomic
def reply_to_draft(
    evaluation: Evaluation, *, by: User | None, received_at: dt.datetime | None = None, seen: str | None = None
) -> Evaluation:
    """The institution sends the errors of fact that it has written down, or says that there is none: the chair rules.

    After the delay they are kept and marked late, even once it has been closed; the agency then decides (INV-T3).
    ``received_at``: when the request that sends them reached us, which decides (INV-T2); now, where there is none.
    ``seen``: the hash of what was shown before; of anything else, nothing is sent.
    """
    begun = begin(evaluation, "reply_to_draft", by)
    change = last_change.of_errors(begun.evaluation)
    received = counted_at(begun.evaluation, WindowKind.CORRECTIONS, received_at, change)
    late = lateness(begun.evaluation, WindowKind.CORRECTIONS, received)
    refuse_if(readiness.before_replying_to_draft(begun.evaluation, in_time=not late))
    if seen not in (None, corrections.shown_sha256(begun.evaluation)):
        refuse(_("Ce qui est à envoyer n’est plus ce que vous avez lu : relisez-le avant de l’envoyer."), "text")
    sent = corrections.send(begun.evaluation, late=bool(late))
    proof = {"corrections": [c.public_id for c in sent], "sha256": sent.computed_sha256()} if sent else {}
    window = begun.evaluation.windows.last_of(WindowKind.CORRECTIONS)
    if received_at and window and window.is_over:  # else it is the instant of the event, or nearly
        proof["received_at"] = received.isoformat()
    first_sendings.forget(begun.evaluation, begun.verb)
    begun.done(**proof, **late)
    return begun.evaluation


@transaction.atomic
def admit_late_corrections(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """The agency lets the presidency rule on the errors that came late; they stay marked late."""
    return _decide(begin(evaluation, "admit_late_corrections", by), admitted=True, reason=reason)


@transaction.atomic
def leave_out_late_corrections(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """The agency leaves the errors that came late aside: they are kept, and nobody rules on them."""
    return _decide(begin(evaluation, "leave_out_late_corrections", by), admitted=False, reason=reason)


def _decide(begun: Begun, *, admitted: bool, reason: str) -> Evaluation:
    late = begun.evaluation.corrections.undecided().order_by("position")
    names = list(late.values_list("public_id", flat=True))
    if not names:
        refuse(_("Aucune erreur factuelle hors délai n’attend de décision."), "already")
    late.update(admitted=admitted)
    begun.done(corrections=names, reason=needed(reason))
    return begun.evaluation


@transaction.atomic
def rule_on_correction(
    correction: CorrectionRequest, *, by: User, ruling: CorrectionRuling | str, reason: str = ""
) -> CorrectionRequest:
    """The presidency accepts an error of fact, wholly or in part, or refuses it; it may come back on that until the
    institution is told of it, or the report signed."""
    begun = begin(correction.evaluation, "rule_on_correction", by)
    locked = begun.evaluation.corrections.sent().filter(pk=correction.pk).first()
    if locked is None or locked.is_left_out or locked.is_undecided:
        refuse(_("Cette erreur factuelle n’est pas de celles que vous avez à trancher."), "correction")
    if locked.public_id in correction_rulings.told(begun.evaluation):
        refuse(_("Cette décision est communiquée à l’établissement : elle ne change plus."), "told")
    reason = reason.strip() if ruling == CorrectionRuling.ACCEPTED else needed(reason)
    if (locked.ruling, locked.reason) == (ruling, reason):
        refuse(_("Cette erreur factuelle est déjà tranchée ainsi."), "already")
    locked.ruling, locked.reason, locked.ruled_at, locked.ruled_by = ruling, reason, clock.now(), by
    if not locked.is_granted:  # whatever was changed in answer is no longer in answer to it
        locked.change_from = locked.change_to = None
    locked.save()
    begun.done(correction=locked.public_id, ruling=str(ruling))
    return locked


@transaction.atomic
def link_change(correction: CorrectionRequest, *, by: User) -> CorrectionRequest:
    """What was changed since the draft answers the error already: from the words that the draft froze to the present.

    A change that is saved in answer is linked by its save (``correction_rulings.link_save``), which the history keeps.
    """
    begun = begin(correction.evaluation, "link_change", by)
    granted = begun.evaluation.corrections.granted().select_related("finding", "report")
    locked = granted.filter(pk=correction.pk).first()
    row = correction_rulings.row_of(locked) if locked else None
    if locked is None or row is None:
        refuse(_("Il n’y a pas de modification à lier à cette erreur factuelle."), "correction")
    change = correction_rulings.frozen_revision(locked, row), row.revision
    if change[1] <= change[0]:
        refuse(_("Rien n’a changé ici depuis le projet : modifiez le texte, puis enregistrez-le."), "correction")
    if change == (locked.change_from, locked.change_to):
        refuse(_("Cette modification est déjà liée."), "already")
    locked.change_from, locked.change_to = change
    locked.save(update_fields=["change_from", "change_to"])
    begun.done(correction=locked.public_id, change_from=change[0], change_to=change[1])
    return locked
