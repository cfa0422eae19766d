"""Setting a remark of the quality reading aside, with a reason, and taking that back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from evalprog.accounts.models import User
from evaluations.models import DismissedAdvice, Evaluation
from evaluations.permissions import allow, writes_text
from evaluations.standing import standing_of
from evaluations.workspace.holding import held

NOT_YOURS = _("Écarter une remarque revient à qui écrit le rapport.")


@transaction.atomic
def dismiss(evaluation: Evaluation, key: str, *, reason: str, by: User) -> DismissedAdvice:
    """The first reason stays: who comes second finds the remark set aside.

    :raises PermissionDenied: for somebody who does not write the report now.
    """
    _allow(held(evaluation), by)
    given = {"reason": reason, "by": by}
    return DismissedAdvice.objects.get_or_create(evaluation=evaluation, key=key, defaults=given)[0]


@transaction.atomic
def restore(evaluation: Evaluation, key: str, *, by: User) -> None:
    """:raises PermissionDenied: for somebody who does not write the report now."""
    _allow(held(evaluation), by)
    DismissedAdvice.objects.filter(evaluation=evaluation, key=key).delete()


def _allow(evaluation: Evaluation, by: User) -> None:
    standing = standing_of(by, evaluation)
    allow(writes_text(standing, evaluation), str(NOT_YOURS))
