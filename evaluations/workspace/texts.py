"""The committee's texts and each expert's notes, as they are saved from a page."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evaluations.models import Assessment, Contribution, Evaluation
from evaluations.permissions import allow, contributes_notes, validates_text, writes_text
from evaluations.standing import standing_of
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved, answer_given, save_new


class TextRefused(ValueError):
    """A text that cannot be kept as it is; ``problems`` are sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Unread(Refused):
    """Somebody wrote since the text was read."""


NOT_NOW = gettext_lazy("Le texte du comité ne s’écrit pas à cette étape, ou pas par vous.")
NO_NOTES = gettext_lazy("Les contributions individuelles ne s’écrivent pas à cette étape, ou pas par vous.")


@transaction.atomic
def save_text(
    evaluation: Evaluation,
    code: str,
    fragment: str,
    *,
    value: str | None = None,
    base_revision: int,
    save_id: UUID | None,
    by: User,
    restores: int | None = None,
) -> Saved:
    """The committee's text on a criterion, as somebody sends it from the page that they had read.

    :raises PermissionDenied: if they may not write it, or no longer; the evaluation is held meanwhile, so that no
        signature comes between.
    :raises TextRefused: for a text that paper could not bear.
    """
    locked = held(evaluation)
    # The same sending again gets its first answer, whatever happened since.
    assessment, _created = Assessment.objects.get_or_create(evaluation=evaluation, code=code)
    if given := answer_given(assessment, by, save_id):
        return given
    allow(writes_text(standing_of(by, locked), locked), str(NOT_NOW))
    return save_new(
        assessment,
        _accepted(fragment),
        value=value,
        base_revision=base_revision,
        save_id=save_id,
        by=by,
        restores=restores,
    )


@transaction.atomic
def save_notes(
    evaluation: Evaluation,
    code: str,
    fragment: str,
    *,
    base_revision: int,
    save_id: UUID | None,
    by: User,
    restores: int | None = None,
) -> Saved:
    """An expert's own notes on a criterion, which nobody else knows of before they are shared (INV-C3).

    :raises PermissionDenied: if they may not write any, or no longer.
    :raises TextRefused: for a text that paper could not bear.
    """
    locked = held(evaluation)
    notes, _created = Contribution.objects.get_or_create(evaluation=evaluation, code=code, author=by)
    if given := answer_given(notes, by, save_id):
        return given
    allow(contributes_notes(standing_of(by, locked), locked), str(NO_NOTES))
    clean = _accepted(fragment)
    return save_new(notes, clean, base_revision=base_revision, save_id=save_id, by=by, restores=restores)


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


def _accepted(fragment: str) -> str:
    if problems := richtext.excess(fragment):
        raise TextRefused(problems)
    return richtext.clean(fragment)
