"""Individual contributions: their author shares them with the committee, who reads them as they were then.

Nobody but the author learns anything of what is not shared, not even that it exists (INV-C3).
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evaluations.enums import SharingRule, State
from evaluations.models import Contribution, Evaluation
from evaluations.permissions import allow, contributes_notes
from evaluations.standing import standing_of
from evaluations.workspace.holding import held


@dataclass(frozen=True, slots=True)
class Others:
    """What one reader finds of the others on one criterion. ``waits``: they have to share theirs before they read."""

    contributions: tuple[Contribution, ...] = ()
    waits: bool = False


@transaction.atomic
def share(contribution: Contribution, by: User) -> Contribution:
    """What the committee reads from now on is the text as it stands at this instant.

    :raises PermissionDenied: if it is not theirs, or contributions are no longer written.
    :raises ValidationError: if there is nothing to read in it.
    """
    evaluation = held(contribution.evaluation)
    allow(
        contribution.author_id == by.pk and contributes_notes(standing_of(by, evaluation), evaluation),
        _("Les contributions individuelles ne se partagent pas à cette étape, ou pas par vous."),
    )
    if contribution.pk:
        contribution.refresh_from_db()
    if richtext.is_blank(contribution.text):
        raise ValidationError(_("Vos notes sont vides : écrivez-les et enregistrez-les avant de les partager."))
    contribution.shared_text, contribution.shared_at = contribution.text, clock.now()
    contribution.save(update_fields=["shared_text", "shared_at"])
    return contribution


def shared_with(evaluation: Evaluation, code: str, reader: User) -> Others:
    """What others have shared on a criterion, the oldest first, as the campaign lets this person read it."""
    own = evaluation.contributions.filter(author=reader, code=code).exclude(shared_at=None)
    if _shares_first(evaluation, reader) and not own.exists():
        return Others(waits=True)
    return Others(tuple(_of_others(evaluation, reader).filter(code=code).select_related("author")))


def readable(evaluation: Evaluation, reader: User) -> QuerySet[Contribution]:
    """The contributions of others that this person reads, on all criteria."""
    others = _of_others(evaluation, reader)
    if _shares_first(evaluation, reader):
        own = evaluation.contributions.filter(author=reader).exclude(shared_at=None)
        return others.filter(code__in=own.values("code"))
    return others


def _of_others(evaluation: Evaluation, reader: User) -> QuerySet[Contribution]:
    return evaluation.contributions.exclude(shared_at=None).exclude(author=reader).order_by("shared_at", "author_id")


def _shares_first(evaluation: Evaluation, reader: User) -> bool:
    """Whether they read the others only after having shared theirs: those who may still contribute; the chair and the
    rapporteur no longer once they consolidate, for want of a note of their own on each criterion."""
    if evaluation.campaign.sharing != SharingRule.AFTER_OWN:
        return False
    standing = standing_of(reader, evaluation)
    consolidates = standing.writes and evaluation.state != State.EXPERTISE
    return contributes_notes(standing, evaluation) and not consolidates
