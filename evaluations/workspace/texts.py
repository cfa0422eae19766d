"""The committee's texts and each expert's notes, as they are saved from a page."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evaluations.models import Assessment, Contribution, Evaluation
from evaluations.permissions import allow, contributes_notes, validates_text, writes_text
from evaluations.standing import Standing, standing_of
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved, Written, answer_given, keep_other_words, save_new


class TextRefused(ValueError):
    """A text that cannot be kept as it is; ``problems`` are sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Unread(Refused):
    """Somebody wrote since the text was read."""


NOT_NOW = gettext_lazy("Le texte du comité ne s’écrit pas à cette étape, ou pas par vous.")
NO_NOTES = gettext_lazy("Les contributions individuelles ne s’écrivent pas à cette étape, ou pas par vous.")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text in its canonical form, or the ``problems`` that keep it from having one."""

    text: str
    problems: list[str]


def cleaned(fragment: "str | Cleaned") -> Cleaned:
    """Long for a long text: done before the evaluation is held, for nobody to wait meanwhile."""
    if isinstance(fragment, Cleaned):
        return fragment
    problems = richtext.excess(fragment)
    return Cleaned("" if problems else richtext.clean(fragment), problems)


def save_text(
    evaluation: Evaluation,
    code: str,
    fragment: str | Cleaned,
    *,
    value: str | None = None,
    base_revision: int,
    save_id: UUID | None,
    by: User,
    restores: int | None = None,
    standing: Standing | None = None,
) -> Saved:
    """The committee's text on a criterion, as somebody sends it from the page that they had read.

    ``standing``: theirs, where it was read in this transaction and the evaluation is held since before.

    :raises PermissionDenied: if they may not write it, or no longer; the evaluation is held meanwhile, so that no
        signature comes between.
    :raises TextRefused: for a text that paper could not bear.
    """
    sent = cleaned(fragment)
    with transaction.atomic(savepoint=standing is None):  # else that of the caller, who holds the evaluation
        evaluation, standing = settled(evaluation, by, standing)
        assessment, _created = Assessment.objects.get_or_create(evaluation=evaluation, code=code)
        writes = writes_text(standing, evaluation)
        told = {"value": value, "base_revision": base_revision, "save_id": save_id, "by": by}
        return saved_on(assessment, sent, told, allowed=writes, reason=str(NOT_NOW), restores=restores)


def save_notes(
    evaluation: Evaluation,
    code: str,
    fragment: str | Cleaned,
    *,
    base_revision: int,
    save_id: UUID | None,
    by: User,
    restores: int | None = None,
    standing: Standing | None = None,
) -> Saved:
    """An expert's own notes on a criterion, which nobody else knows of before they are shared (INV-C3).

    :raises PermissionDenied: if they may not write any, or no longer.
    :raises TextRefused: for a text that paper could not bear.
    """
    sent = cleaned(fragment)
    with transaction.atomic(savepoint=standing is None):  # else that of the caller, who holds the evaluation
        evaluation, standing = settled(evaluation, by, standing)
        notes, _created = Contribution.objects.get_or_create(evaluation=evaluation, code=code, author=by)
        contributes = contributes_notes(standing, evaluation)
        told = {"base_revision": base_revision, "save_id": save_id, "by": by}
        return saved_on(notes, sent, told, allowed=contributes, reason=str(NO_NOTES), restores=restores)


def saved_on(
    row: Written,
    sent: Cleaned,
    told: dict,
    *,
    allowed: bool,
    reason: str,
    restores: int | None,
    received_at: dt.datetime | None = None,
) -> Saved:
    """The text saved on its row, if this person may. ``told``: what ``save_new`` asks for beside the text."""
    # The same sending again gets its first answer, whatever happened since.
    if given := answer_given(row, told["by"], told["save_id"]):
        if allowed and not sent.problems:
            keep_other_words(row, sent.text, **told)
        return given
    allow(allowed, reason)
    if sent.problems:
        raise TextRefused(sent.problems)
    return save_new(row, sent.text, restores=restores, received_at=received_at, **told)


@transaction.atomic
def validate(
    evaluation: Evaluation, code: str, *, validated: bool, base_revision: int | None = None, by: User
) -> Assessment:
    """The chair or the rapporteur holds the text that they read for finished, or takes that back.

    ``base_revision``: the one that they read; taking it back asks for none.

    :raises PermissionDenied: for anybody else.
    :raises Refused: for a text that says nothing.
    :raises Unread: when the text has changed since they read it.
    """
    locked = held(evaluation)
    allow(
        validates_text(standing_of(by, locked), locked),
        _("Valider un texte revient à la présidence ou au rapporteur du comité, pendant la rédaction."),
    )
    assessment, _created = Assessment.objects.get_or_create(evaluation=evaluation, code=code)
    if validated:
        if assessment.revision != base_revision:
            raise Unread(_("Le texte a changé depuis que vous l’avez lu : relisez-le, puis validez-le."))
        if richtext.is_blank(assessment.text) and not assessment.value:
            raise Refused(_("Rien n’est écrit ici : il n’y a pas de texte à valider."))
    assessment.validated_at, assessment.validated_by = (clock.now(), by) if validated else (None, None)
    assessment.save(update_fields=["validated_at", "validated_by"])
    return assessment


def settled(evaluation: Evaluation, by: User, standing: Standing | None) -> tuple[Evaluation, Standing]:
    """The evaluation held, and what the person is for it: as the caller has read them, or read now."""
    if standing is not None:
        return evaluation, standing
    locked = held(evaluation)
    return locked, standing_of(by, locked)
