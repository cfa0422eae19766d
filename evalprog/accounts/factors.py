"""Second factors: who needs one, who has one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _

# Recovery codes replace a factor that was lost; alone they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def label_of(factor: Authenticator) -> str:
    """The name its owner gave to a key; what an application is."""
    return str(factor) if factor.type == Authenticator.Type.WEBAUTHN else _("application de codes")


def needs_second_factor(user) -> bool:
    """Whether a password alone is not enough for that person: people of the agency see everybody's work."""
    return settings.SECOND_FACTOR_REQUIRED and user.is_authenticated and user.is_staff


def factors_of(user):
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).order_by("created_at")


def has_second_factor(user) -> bool:
    return factors_of(user).exists()


def must_set_one_up(user) -> bool:
    return needs_second_factor(user) and not has_second_factor(user)
