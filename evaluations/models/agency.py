"""What somebody does for the agency, and from when to when."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock, deadlines
from evalprog.public_id import new_public_id
from evaluations.enums import AgencyRole, SignatureCapacity

# Who may read every dossier.
READING_ROLES = frozenset({AgencyRole.OFFICER, AgencyRole.PUBLISHER, AgencyRole.ADMIN, AgencyRole.AUDITOR})


class MandateQuerySet(models.QuerySet):
    def current(self) -> "MandateQuerySet":
        """The mandates that hold at this moment: [starts_at, ends_at)."""
        now = clock.now()
        return self.filter(starts_at__lte=now).filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now))

    def not_ended(self) -> "MandateQuerySet":
        """Those that hold, and those that are still to begin; not one that was taken back before it began."""
        going_on = self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=clock.now()))
        return going_on.exclude(ends_at=models.F("starts_at"))

    def administrators(self) -> "MandateQuerySet":
        """The current mandates to administer, of people who may sign in. The agency always keeps one."""
        return self.current().filter(role=AgencyRole.ADMIN, user__is_active=True)


class Mandate(models.Model):
    """A dated role at the agency. Ending it takes effect at the next request.

    ``capacity``: whether a publisher signs as the president, by delegation or as interim; of the last two, ``basis``
    names the decision (R114-10 8°, R114-11).
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("personne")
    )
    role = models.CharField(_("fonction"), max_length=10, choices=AgencyRole)
    capacity = models.CharField(
        _("signe en tant que"), max_length=10, choices=SignatureCapacity, default=SignatureCapacity.HOLDER
    )
    basis = models.CharField(_("décision"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("depuis"), default=clock.now)
    ends_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role"), condition=models.Q(ends_at=None), name="mandate_one_open_per_role"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="mandate_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(capacity=SignatureCapacity.HOLDER)
                | (models.Q(role=AgencyRole.PUBLISHER) & ~models.Q(basis="")),
                name="mandate_delegated_by_a_decision",
                violation_error_message=_("Une délégation ou un intérim nomme la décision qui l’établit."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def last_day(self) -> dt.date | None:
        """The last day of Paris on which it holds."""
        return deadlines.last_day(self.ends_at) if self.ends_at else None
