"""Questions: may this person …? What an institution says of its programmes is its own until it publishes it."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from programmes.models import Description, Institution, Membership, Programme
from programmes.models.description import DescriptionQuerySet


def institutions_of(user: User) -> frozenset[int]:
    """The primary keys of the institutions for which somebody works now."""
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    return frozenset(Membership.objects.current().filter(user=user).values_list("institution_id", flat=True))


def describes_for(user: User, institution: Institution) -> bool:
    """Writes what the institution says of its programmes."""
    return institution.pk in institutions_of(user)


def publishes_for(user: User, institution: Institution) -> bool:
    """Commits the institution: publishes its catalogue, and takes it back."""
    if not (user.is_authenticated and user.is_active):
        return False
    return Membership.objects.current().filter(user=user, institution=institution, can_sign=True).exists()


def descriptions_visible_to(user: User) -> DescriptionQuerySet:
    """What everybody reads, and the drafts of one's own institutions."""
    return Description.objects.filter(
        Q(published_revision__isnull=False) | Q(programme__institution__in=institutions_of(user))
    )


def programmes_described_by(user: User) -> QuerySet[Programme]:
    """Those of one's own institutions: only they read and write what is not published."""
    return Programme.objects.filter(institution__in=institutions_of(user))


def allow_describing(user: User | None, institution: Institution) -> None:
    """``None`` is an operator of the machine.

    :raises PermissionDenied: for whoever does not work for the institution.
    """
    if user is not None and not describes_for(user, institution):
        raise PermissionDenied(_("La description d’une formation revient à son établissement."))


def allow_publishing(user: User | None, institution: Institution) -> None:
    """:raises PermissionDenied: for whoever may not sign for the institution."""
    if user is not None and not publishes_for(user, institution):
        raise PermissionDenied(
            _("La publication d’une formation revient à une personne habilitée à signer pour l’établissement.")
        )
