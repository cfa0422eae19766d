"""Second factors: who needs one, who has one."""

from allauth.mfa.models import Authenticator
from django.conf import settings

# Recovery codes replace a factor that was lost; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_factor(user) -> bool:
    """Whether a password alone is not enough for that person: people of the agency see everybody's work."""
    return settings.SECOND_FACTOR_REQUIRED and user.is_authenticated and user.is_staff


def has_second_factor(user) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def must_set_one_up(user) -> bool:
    return needs_second_factor(user) and not has_second_factor(user)
