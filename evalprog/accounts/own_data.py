"""What is kept about a person's account, for that person: facts only, never a secret."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from evalprog.accounts.models import Invitation, User

# The list of the page: what, and why.
KEPT = (
    (_("votre nom, votre adresse électronique et votre langue"), _("pour vous reconnaître et vous écrire")),
    (_("l’empreinte de votre mot de passe, jamais le mot de passe"), _("pour ouvrir votre session")),
    (_("vos seconds facteurs : nature, nom, dates"), _("pour vérifier que c’est bien vous")),
    (_("vos sessions : adresse du poste, navigateur, dates"), _("pour que vous puissiez les fermer")),
    (_("les invitations que vous avez reçues ou envoyées"), _("pour savoir qui a fait entrer qui")),
    (
        _("trois cookies : votre session, la protection des formulaires, une marque qui vous reconnaît 30 jours"),
        _("pour vous rendre un texte tapé pendant que votre session se fermait"),
    ),
)


def export(user: User) -> dict:
    """The account as plain data; moments are datetimes. Work done in evaluations is not part of the account."""
    factors = Authenticator.objects.filter(user=user).order_by("created_at", "pk")
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "is_staff": user.is_staff,
            "created_at": user.created_at,
            "last_login": user.last_login,
        },
        "addresses": _rows(EmailAddress.objects.filter(user=user).order_by("email"), "email", "verified", "primary"),
        "second_factors": [
            {"type": factor.type, "name": str(factor), "added_at": factor.created_at, "used_at": factor.last_used_at}
            for factor in factors
        ],
        "sessions": _rows(
            UserSession.objects.filter(user=user).order_by("created_at"),
            "created_at",
            "last_seen_at",
            "ip",
            "user_agent",
        ),
        "organisation_accounts": _rows(
            SocialAccount.objects.filter(user=user).order_by("date_joined"), "uid", "date_joined", "last_login"
        ),
        "invitations_received": _rows(
            Invitation.objects.filter(accepted_by=user).order_by("created_at"),
            *("email", "name", "purpose", "created_at", "accepted_at"),
        ),
        "invitations_sent": _rows(
            Invitation.objects.filter(invited_by=user).order_by("created_at"),
            *("email", "name", "purpose", "created_at", "expires_at", "accepted_at", "revoked_at"),
        ),
    }


def _rows(rows, *fields: str) -> list[dict]:
    return list(rows.values(*fields))
