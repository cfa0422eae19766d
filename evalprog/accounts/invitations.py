"""Asking a person to come, and binding them to the invitation when they do.

The link holds a secret and its signature; the database holds a digest only. Who accepted it is in the ``Invitation``:
no signal is sent.
"""

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import Invitation, User

SIGNER = signing.Signer(salt="evalprog.accounts.invitations")
DAYS = 14  # for which a link holds


class InvitationRefused(Exception):
    """The invitation was used, revoked, or has expired since its page was shown."""


@transaction.atomic
def invite(
    email: str, name: str, by: User | None, purpose: str, days: int = DAYS, *, gives_staff: bool = False
) -> tuple[Invitation, str]:
    """Invites a person; the mail leaves after the commit. Returns the invitation and the link, which is kept nowhere.

    ``purpose`` is one line that the invited person reads, on the page and in the mail: nothing confidential.
    """
    invitation, link = prepare(email, name, by, purpose, days, gives_staff=gives_staff)
    # robust: a mail server that is down is logged, and does not undo the invitation: it can be made again
    transaction.on_commit(lambda: _send(invitation, link), robust=True)
    return invitation, link


def prepare(
    email: str, name: str, by: User | None, purpose: str, days: int = DAYS, *, gives_staff: bool = False
) -> tuple[Invitation, str]:
    """The invitation and its link, for a caller who sends the mail. As ``invite``."""
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=_address(email),
        name=name,
        token_digest=_digest(secret),
        invited_by=by,
        purpose=purpose,
        gives_staff=gives_staff,
        expires_at=clock.now() + dt.timedelta(days=days),
    )
    return invitation, settings.SITE_URL.rstrip("/") + reverse("accounts:invitation", args=[SIGNER.sign(secret)])


def find(token: str) -> Invitation | None:
    """The open invitation of that link; None for a link that is forged, used, revoked or too old."""
    try:
        secret = SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    return Invitation.objects.open().filter(token_digest=_digest(secret)).first()


def waiting_account(email: str) -> User | None:
    """The account that the agency has made for that address and that nobody has ever used: it has no password, and
    what was given to it (a place on a committee, a role) waits for the person."""
    user = User.objects.filter(email__iexact=email, is_active=True, last_login=None).first()
    return None if user is None or user.has_usable_password() else user


@transaction.atomic
def accept(invitation: Invitation, *, by: User) -> None:
    """Binds the invitation to that account, whatever its address. Of two acceptances one wins.

    :raises InvitationRefused: if it is no longer open, or if it is for an account that waits, and this is another.
    """
    if waiting_account(invitation.email) not in (None, by):
        raise InvitationRefused
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_by=by, accepted_at=clock.now()):
        raise InvitationRefused
    if invitation.gives_staff and not by.is_staff:
        by.is_staff = True
        by.save(update_fields=["is_staff"])
    invitation.refresh_from_db()


@transaction.atomic
def accept_with_new_account(invitation: Invitation, *, name: str, password: str | None) -> User:
    """Makes the account of a person who had none, with the address that received the link; one that the agency has
    made for that address, and that nobody has used yet, becomes theirs.

    :raises InvitationRefused: if it is no longer open.
    """
    user = waiting_account(invitation.email)
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=name)
        accept(invitation, by=user)
        return user
    accept(invitation, by=user)
    user.name = name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    return user


def revoke(email: str) -> int:
    """Closes the links sent to that address which still open something; says how many."""
    return Invitation.objects.open().filter(email=_address(email)).update(revoked_at=clock.now())


def _address(email: str) -> str:
    return User.objects.normalize_email(email).lower()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _send(invitation: Invitation, link: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        text = render_to_string("accounts/mail/invitation.txt", {"invitation": invitation, "link": link})
        send_mail(settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + _("Invitation"), text, None, [invitation.email])
