"""What every template may ask about the person in front of it."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from evalprog.accounts import resume
from evalprog.accounts.factors import must_set_one_up


def account(request) -> dict:
    """``person_mark``: stands for the person in pages (static/src/session.js). ``owes_second_factor``: see the gate.
    ``openid_name``: what the organisation calls its sign-in, "" when it has none."""
    user = getattr(request, "user", None)
    return {
        "openid_name": settings.OIDC["NAME"] if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] else "",
        "person_mark": resume.mark_of(user) if user and user.is_authenticated else "",
        "owes_second_factor": SimpleLazyObject(lambda: bool(user) and must_set_one_up(user)),
    }
