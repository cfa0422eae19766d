"""Who may do what, given and ended: the pool of experts, mandates at the agency, attachments to institutions.

No evaluation is concerned, so the journal of none says it: the log does, by the accounts' numbers and not by names
(INV-C14). Ending takes effect at the next request, because every right is read anew from these rows (INV-C8).
"""

import datetime as dt
import logging

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import AgencyRole, SignatureCapacity
from evaluations.models import ExpertProfile, Mandate
from evaluations.permissions import allow, can_administer, can_manage_pool
from evaluations.transitions.machine import refuse
from programmes.models import Institution, Membership

logger = logging.getLogger("evalprog.roles")


def account(email: str, *, name: str, by: User) -> User:
    """The account of that address; one that nobody has used yet is made when there is none.

    Its owner has no password. The message that invites them to a committee holds a link by which they choose one;
    anybody comes by « mot de passe oublié ».
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name)
        logger.info("account %s made by %s", user.pk, by.pk)
    return user


@transaction.atomic
def add_expert(user: User, *, by: User, **facts: object) -> ExpertProfile:
    """Take somebody into the pool. ``facts``: the other fields of ``ExpertProfile``."""
    allow(can_manage_pool(by))
    _hold(user)
    if ExpertProfile.objects.filter(user=user).exists():
        refuse(_("%(person)s est déjà dans le vivier.") % {"person": user}, "email")
    expert = ExpertProfile.objects.create(user=user, **facts)
    logger.info("expert %s added by %s", user.pk, by.pk)
    return expert


@transaction.atomic
def give_mandate(
    user: User,
    role: str,
    *,
    by: User,
    capacity: str = SignatureCapacity.HOLDER,
    basis: str = "",
    starts_at: dt.datetime | None = None,
    ends_at: dt.datetime | None = None,
) -> Mandate:
    """Somebody does this for the agency from now on, or from a day that is still to come.

    ``capacity``, ``basis``: as whom a publisher signs, and by which decision when it is by delegation or as interim.
    """
    allow(can_administer(by))
    _hold(user)
    starts_at = starts_at or clock.now()
    others = Mandate.objects.not_ended().filter(user=user, role=role).exclude(ends_at__lte=starts_at)
    if (others.filter(starts_at__lt=ends_at) if ends_at else others).exists():
        refuse(_("%(person)s exerce déjà cette fonction.") % {"person": user}, "role")
    mandate = Mandate.objects.create(
        user=user, role=role, capacity=capacity, basis=basis, starts_at=starts_at, ends_at=ends_at
    )
    _mark_staff(user)
    logger.info("mandate %s given to %s by %s", role, user.pk, by.pk)
    return mandate


@transaction.atomic
def end_mandate(mandate: Mandate, *, by: User) -> Mandate:
    """Somebody no longer does this for the agency, which always keeps one administrator.

    A mandate that has not begun ends as it begins: it never held.
    """
    allow(can_administer(by))
    # All the administrators are held: two of them who end each other at once must leave one.
    held = list(Mandate.objects.select_for_update().not_ended().filter(role=mandate.role))
    if mandate.pk not in (m.pk for m in held):
        refuse(_("Ce mandat a déjà pris fin."), "mandate")
    if mandate.role == AgencyRole.ADMIN and not Mandate.objects.administrators().exclude(pk=mandate.pk).exists():
        refuse(
            _("L’agence n’aurait plus personne pour l’administrer : confiez d’abord cette fonction à quelqu’un."),
            "mandate",
        )
    mandate.ends_at = max(clock.now(), mandate.starts_at)
    mandate.save(update_fields=["ends_at"])
    _mark_staff(mandate.user)
    logger.info("mandate %s of %s ended by %s", mandate.role, mandate.user_id, by.pk)
    return mandate


@transaction.atomic
def attach(user: User, institution: Institution, *, can_sign: bool, by: User) -> Membership:
    """Somebody works for an institution from now on; a signatory commits it."""
    allow(can_administer(by))
    _hold(user)
    if Membership.objects.current().filter(user=user, institution=institution).exists():
        refuse(_("%(person)s est déjà rattaché à cet établissement.") % {"person": user}, "email")
    membership = Membership.objects.create(user=user, institution=institution, can_sign=can_sign, starts_at=clock.now())
    logger.info("user %s attached to institution %s by %s", user.pk, institution.pk, by.pk)
    return membership


@transaction.atomic
def detach(membership: Membership, *, by: User) -> Membership:
    """Somebody no longer works for an institution."""
    allow(can_administer(by))
    held = Membership.objects.select_for_update().current().filter(pk=membership.pk).first()
    if held is None:
        refuse(_("Ce rattachement a déjà pris fin."), "membership")
    held.ends_at = clock.now()
    held.save(update_fields=["ends_at"])
    logger.info("user %s detached from institution %s by %s", held.user_id, held.institution_id, by.pk)
    return held


def _hold(user: User) -> None:
    """Two clicks on the same person: the second waits here, and finds what the first has done."""
    User.objects.select_for_update().get(pk=user.pk)


def _mark_staff(user: User) -> None:
    """People of the agency sign in with a second factor, those whose mandate is still to begin too; the college does
    not work in the application."""
    working = Mandate.objects.not_ended().filter(user=user).exclude(role=AgencyRole.COLLEGE).exists()
    user.is_staff = working or user.is_superuser
    user.save(update_fields=["is_staff"])
