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
from evaluations.workspace.saving import Saved, save

NOT_NOW = gettext_lazy("Le texte du comité ne s’écrit pas à cette étape, ou pas par vous.")


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
    """
    locked = held(evaluation)
    # The same sending again gets its first answer, whatever happened since.
    assessment, _created = Assessment.objects.get_or_create(evaluation=evaluation, code=code)
    if not _was_answered(assessment, by, save_id):
        allow(writes_text(standing_of(by, locked), locked), str(NOT_NOW))
    clean = richtext.clean(fragment)
    return save(assessment, clean, value=value, base_revision=base_revision, save_id=save_id, by=by, restores=restores)


@transaction.atomic
def save_notes(
    evaluation: Evaluation, code: str, fragment: str, *, base_revision: int, save_id: UUID | None, by: User
) -> Saved:
    """An expert's own notes on a criterion, which nobody else knows of before they are shared (INV-C3).

    :raises PermissionDenied: if they may not write any, or no longer.
    """
    locked = held(evaluation)
    notes, _created = Contribution.objects.get_or_create(evaluation=evaluation, code=code, author=by)
    if not _was_answered(notes, by, save_id):
        allow(
            contributes_notes(standing_of(by, locked), locked),
            _("Les contributions individuelles ne s’écrivent pas à cette étape, ou pas par vous."),
        )
    return save(notes, richtext.clean(fragment), base_revision=base_revision, save_id=save_id, by=by)


@transaction.atomic
def validate(evaluation: Evaluation, code: str, *, validated: bool, by: User) -> Assessment:
    """The chair or the rapporteur holds a text for finished, or takes that back.

    :raises PermissionDenied: for anybody else.
    """
    locked = held(evaluation)
    allow(
        validates_text(standing_of(by, locked), locked),
        _("Valider un texte revient à la présidence ou au rapporteur du comité, pendant la rédaction."),
    )
    assessment, _created = Assessment.objects.get_or_create(evaluation=evaluation, code=code)
    assessment.validated_at, assessment.validated_by = (clock.now(), by) if validated else (None, None)
    assessment.save(update_fields=["validated_at", "validated_by"])
    return assessment


def _was_answered(row: Assessment | Contribution, by: User, save_id: UUID | None) -> bool:
    return save_id is not None and row.revisions.filter(author=by, save_id=save_id).exists()
