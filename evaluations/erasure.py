"""Erasing a person. The journal knows people by random references: emptied, they break no chain (INV-A3).

Names printed in reports, signatures and committees of reports are kept: they are the record of what was published.
"""

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import Invitation, User
from evalprog.public_id import new_public_id
from evaluations.enums import InvitationStatus, State
from evaluations.models import ActorReference, CommitteeMember, Delivery, ExpertProfile, Mandate, Signature
from programmes.models import Membership

# The apps that hold how somebody signs in: addresses, second factors, sessions.
SIGN_IN_APPS = frozenset({"account", "mfa", "socialaccount", "usersessions"})


class ErasureRefused(ValueError):
    """The person still has something in hand; the message is a sentence."""


def inventory(user: User) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows of each kind would be emptied, and how many are kept, by kind.

    :raises ErasureRefused: while the person sits on the committee of an evaluation in progress.
    """
    seats = CommitteeMember.objects.filter(user=user, ended_at=None).exclude(status=InvitationStatus.DECLINED)
    if at_work := seats.exclude(evaluation__state__in=(State.PUBLISHED, State.WITHDRAWN)).count():
        raise ErasureRefused(
            _("Cette personne siège au comité de %(count)d évaluation(s) en cours ; mettez d’abord fin à ces missions.")
            % {"count": at_work}
        )
    erased = {
        "sessions": len(_sessions(user)),
        "actor_references": ActorReference.objects.filter(user=user).count(),
        "mandates": Mandate.objects.current().filter(user=user).count(),
        "memberships": Membership.objects.current().filter(user=user).count(),
        "expert_profiles": ExpertProfile.objects.filter(user=user).count(),
        "invitations": _invitations(user).count(),
        "sign_in": sum(rows.count() for rows in _sign_in_rows(user)),
    }
    kept = {
        "committee_names": CommitteeMember.objects.filter(user=user).count(),
        "signatures": Signature.objects.filter(user=user).count(),
        "deliveries": Delivery.objects.filter(user=user).count(),
    }
    return erased, kept


@transaction.atomic
def erase(user: User) -> tuple[dict[str, int], dict[str, int]]:
    """Empty the account for good; what ``inventory`` said just before.

    :raises ErasureRefused: as ``inventory``.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    result = inventory(user)
    now = clock.now()
    for session in _sessions(user):
        session.delete()
    for rows in _sign_in_rows(user):
        rows.delete()
    ActorReference.objects.filter(user=user).update(user=None)
    Mandate.objects.current().filter(user=user).update(ends_at=now)
    Membership.objects.current().filter(user=user).update(ends_at=now)
    ExpertProfile.objects.filter(user=user).delete()
    _invitations(user).update(name="", email=f"{new_public_id()}@invalid.invalid")
    user.name, user.email = _("Personne effacée"), f"{new_public_id()}@invalid.invalid"
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    return result


def _invitations(user: User) -> QuerySet[Invitation]:
    """Those that the person accepted, and those sent to their address."""
    return Invitation.objects.filter(Q(accepted_by=user) | Q(email__iexact=user.email))


def _sessions(user: User) -> list[Session]:
    return [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(user.pk)]


def _sign_in_rows(user: User):
    for relation in User._meta.related_objects:
        if relation.related_model._meta.app_label in SIGN_IN_APPS:
            yield relation.related_model._default_manager.filter(**{relation.field.name: user})
