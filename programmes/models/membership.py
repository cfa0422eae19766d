"""Who works for which institution, and signs for it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id


class MembershipQuerySet(models.QuerySet):
    def current(self) -> "MembershipQuerySet":
        """The attachments that hold at this moment: [starts_at, ends_at)."""
        now = clock.now()
        return self.filter(starts_at__lte=now).filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now))


class Membership(models.Model):
    """A person works for an institution, from a moment to another; a signatory commits it."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("personne")
    )
    institution = models.ForeignKey(
        "programmes.Institution", models.PROTECT, related_name="memberships", verbose_name=_("établissement")
    )
    can_sign = models.BooleanField(_("peut signer"), default=False)
    starts_at = models.DateTimeField(_("depuis"), default=clock.now)
    ends_at = models.DateTimeField(_("jusqu’à"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "institution"),
                condition=models.Q(ends_at=None),
                name="membership_one_open_per_person_and_institution",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="membership_ends_after_it_starts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} ({self.institution})"
