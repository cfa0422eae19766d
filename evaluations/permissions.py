"""May this person …? Predicates, and the refusal when the answer is no."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from evalprog.accounts.models import User


def allow(permitted: bool) -> None:
    """:raises PermissionDenied: answered by 403."""
    if not permitted:
        raise PermissionDenied


def can_manage_frameworks(user: User | AnonymousUser) -> bool:
    """The agency writes the frameworks, and reads the drafts."""
    return user.is_authenticated and user.is_staff
