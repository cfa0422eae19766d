"""What is not published: proposed by the agency, decided by its presidency (code de la recherche, R114-23)."""

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.text import normalise
from evaluations import readiness
from evaluations.enums import RedactionReason
from evaluations.models import Evaluation, Redaction
from evaluations.reports.redaction import fingerprint
from evaluations.transitions.machine import begin, refuse
from evaluations.workspace import redactions
from evaluations.workspace.refusal import Refused


@transaction.atomic
def propose_redaction(
    evaluation: Evaluation, *, by: User | None, place: str = "", quote: str, reason: str, precision: str = ""
) -> Redaction:
    """A passage is marked. The event names the mark, and nothing of its words."""
    begun = begin(evaluation, "propose_redaction", by)
    if reason not in RedactionReason.values:
        refuse(_("Donnez la raison légale."), "reason")
    try:
        name, words = redactions.located_words(begun.evaluation, place, quote)
    except Refused as refusal:
        refuse(str(refusal), "quote")
    if _is_marked(begun.evaluation, name, words):
        refuse(_("Ce passage est déjà marqué."), "quote")
    if begun.evaluation.redactions.count() >= redactions.AT_MOST:
        refuse(_("Trop de passages sont marqués : regroupez-les."), "quote")
    mark = begun.evaluation.redactions.create(
        place=name, quote=words, reason=reason, precision=normalise(precision).strip(), author=by
    )
    begun.done(mark=mark.public_id)
    return mark


@transaction.atomic
def withdraw_redaction(mark: Redaction, *, by: User | None) -> Redaction:
    """The passage is to be published after all. It can be brought back."""
    return _set_aside(mark, "withdraw_redaction", by, aside=True)


@transaction.atomic
def restore_redaction(mark: Redaction, *, by: User | None) -> Redaction:
    return _set_aside(mark, "restore_redaction", by, aside=False)


def _set_aside(mark: Redaction, verb: str, by: User | None, *, aside: bool) -> Redaction:
    begun = begin(mark.evaluation, verb, by)
    standing = begun.evaluation.redactions.get(pk=mark.pk)
    if aside is (standing.removed_at is not None):
        refuse(_("C’est déjà fait."), "already")
    if not aside and _is_marked(begun.evaluation, standing.place, standing.quote):  # anew, since it was taken away
        refuse(_("Ce passage est déjà marqué."), "quote")
    standing.removed_at = clock.now() if aside else None
    standing.save(update_fields=["removed_at"])
    begun.done(mark=standing.public_id)
    return standing


def _is_marked(evaluation: Evaluation, place: str, quote: str) -> bool:
    return evaluation.redactions.kept().filter(place=place, quote=quote).exists()


@transaction.atomic
def decide_redactions(evaluation: Evaluation, *, by: User | None, seen: str | None = None) -> Evaluation:
    """The presidency of the agency decides on all the marks as they stand: these, and no others, are left out.

    ``seen``: the fingerprint of those that were shown; of others nothing is decided.
    """
    begun = begin(evaluation, "decide_redactions", by)
    marks = list(begun.evaluation.redactions.kept())
    standing = fingerprint(marks)
    if seen is not None and seen != standing:
        refuse(_("Les passages marqués ne sont plus ceux que vous avez lus : relisez-les."), "text")
    if not begun.evaluation.redactions.exists():
        refuse(_("Aucun passage n’est marqué."), "already")
    if readiness.redactions_are_decided(begun.evaluation):
        refuse(_("Ces occultations sont déjà décidées."), "already")
    begun.done(marks=[mark.public_id for mark in marks], marks_sha256=standing)
    return begun.evaluation
