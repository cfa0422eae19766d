"""How allauth is bent to our rules."""

import base64
import hashlib
from functools import cached_property

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls import reverse

from evalprog.accounts import invitations, resume
from evalprog.accounts.models import User
from evalprog.accounts.sentences import MESSAGES, NOTICES

PENDING_INVITATION = "invitation"  # in the session: the link whose page was shown


def site_url(path: str) -> str:
    """An address for a mail. It never comes from the Host header, which the visitor writes."""
    return settings.SITE_URL.rstrip("/") + path


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are given by the agency: nobody makes their own."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _, token = key.partition("-")
        return site_url(reverse("account_reset_password_from_key", args=[uid, token]))

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        return site_url(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def get_login_redirect_url(self, request) -> str:
        if resume.kept_for(request):
            return reverse("accounts:resume")
        return super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request) -> str:
        return reverse("accounts:me")

    def get_email_verification_redirect_url(self, email_address) -> str:
        return reverse("accounts:me" if self.request.user.is_authenticated else "account_login")

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        """Failures count for one account from one address: elsewhere that person is not shut out.

        allauth's own key is the account alone. A test holds the behaviour, since the method is not public.
        """
        return f"{get_client_ip(request)}:{credentials.get('email', '').lower()}"

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        """Our sentence in the place of allauth's template; signing in and out speak for themselves."""
        if message_template:
            message = MESSAGES[message_template] and str(MESSAGES[message_template]) % (message_context or {})
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """One mail for every change of an account; its sentence is chosen by allauth's name of the change."""
        details = {**(context or {}), "sentence": NOTICES[template_prefix]}
        super().send_notification_mail("account/email/notice", user, details, email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        super().send_mail(template_prefix, email, {**context, "site_url": settings.SITE_URL})


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are kept encrypted: a copy of the database alone gives no code."""

    @cached_property
    def _fernet(self) -> MultiFernet:
        keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        digests = (hashlib.sha256(b"evalprog.accounts.factors" + key.encode()).digest() for key in keys)
        return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._fernet.decrypt(encrypted_text.encode()).decode()


class OpenIdAdapter(DefaultSocialAccountAdapter):
    """The organisation's server vouches for people that we know, or have invited; it does not bring strangers."""

    def authenticate_by_email(self, sociallogin) -> tuple[User, str] | None:
        """The person whose own address the server has verified. allauth would also take addresses being changed."""
        verified = [address.email for address in sociallogin.email_addresses if address.verified]
        for user in User.objects.filter(email__in=[email.lower() for email in verified]):
            User.objects.hold_address(user)  # else allauth forgets the password, lest a stranger had taken the address
            return user, user.email
        return None

    def is_open_for_signup(self, request, sociallogin) -> bool:
        invitation = invitations.find(request.session.get(PENDING_INVITATION, ""))
        # An account that waits at the invitation's address is the one that was invited: no other is made beside it.
        return invitation is not None and invitations.waiting_account(invitation.email) is None

    def save_user(self, request, sociallogin, form=None) -> User:
        """The account of an invited person, who then never needs a password."""
        invitation = invitations.find(request.session.pop(PENDING_INVITATION, ""))
        sociallogin.user.name = sociallogin.user.name or invitation.name
        user = super().save_user(request, sociallogin, form)
        invitations.accept(invitation, by=user)
        return user

    def populate_user(self, request, sociallogin, data) -> User:
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name")))))[:200]
        return user
