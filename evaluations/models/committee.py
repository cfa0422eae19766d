"""Who evaluates: the committee of experts, what they declare, and who may not look.

A person is on a committee by a dated row. A conflict of interest is a row of its own: from its commit on, its holder
receives nothing about the dossier, whatever other rows say (INV-C4).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import CommitteeRole, InvitationStatus, Profile


class MemberQuerySet(models.QuerySet):
    def current(self) -> "MemberQuerySet":
        """Those who have accepted and whose mandate has not ended."""
        return self.filter(status=InvitationStatus.ACCEPTED, ended_at=None)

    def not_declined(self) -> "MemberQuerySet":
        return self.filter(ended_at=None).exclude(status=InvitationStatus.DECLINED)

    def newcomers(self) -> "MemberQuerySet":
        """Those who are asked to join and do not sit yet."""
        return self.filter(ended_at=None, status__in=(InvitationStatus.INVITED, InvitationStatus.TO_CONFIRM))


class CommitteeMember(models.Model):
    """A person on a committee. Reports made elsewhere give a name only: then there is no account."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="committee_memberships"
    )
    role = models.CharField(_("fonction"), max_length=10, choices=CommitteeRole, default=CommitteeRole.EXPERT)
    profile = models.CharField(_("profil"), max_length=12, choices=Profile, blank=True)
    name = models.CharField(_("nom"), max_length=200)
    affiliation = models.CharField(_("rattachement"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"))
    status = models.CharField(
        _("invitation"), max_length=10, choices=InvitationStatus, default=InvitationStatus.INVITED
    )
    answered_at = models.DateTimeField(_("réponse le"), null=True, blank=True)
    decline_reason = models.TextField(_("motif du refus"), blank=True)
    ended_at = models.DateTimeField(_("fin de la mission"), null=True, blank=True)
    # The committee's vote at the collegial validation: nothing yet, approved, or a recorded dissent.
    approved_at = models.DateTimeField(_("validé le"), null=True, blank=True)
    dissent = models.TextField(_("opinion dissidente"), blank=True)
    # The chair decides whether a dissent is printed with the report, without its author's name.
    dissent_annexed_at = models.DateTimeField(_("opinion annexée le"), null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "position"), name="committee_one_per_rank"),
            models.UniqueConstraint(
                fields=("evaluation", "user"),
                condition=models.Q(ended_at=None),
                name="committee_person_once",
                violation_error_message=_("Cette personne est déjà dans le comité."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_proposed(self) -> bool:
        """Neither declined nor ended: what ``not_declined`` asks of the database."""
        return self.ended_at is None and self.status != InvitationStatus.DECLINED

    @property
    def is_current(self) -> bool:
        """Accepted and not ended: what ``current`` asks of the database."""
        return self.ended_at is None and self.status == InvitationStatus.ACCEPTED

    @property
    def is_newcomer(self) -> bool:
        """Asked to join, and not seated yet: what ``newcomers`` asks of the database."""
        return self.is_proposed and self.status != InvitationStatus.ACCEPTED

    @property
    def presides(self) -> bool:
        return self.role == CommitteeRole.CHAIR

    @property
    def has_voted(self) -> bool:
        return self.approved_at is not None or bool(self.dissent)


class ExpertProfile(models.Model):
    """What the agency knows of an expert: the pool from which committees are made."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="expert_profile")
    profile = models.CharField(_("profil"), max_length=12, choices=Profile, default=Profile.TEACHER)
    affiliation = models.CharField(_("rattachement"), max_length=300, blank=True)
    institution = models.ForeignKey(
        "programmes.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="experts",
        verbose_name=_("établissement de rattachement"),
    )
    expertise = models.CharField(_("domaines d’expertise"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("fiche d’expert")
        verbose_name_plural = _("fiches d’experts")

    def __str__(self) -> str:
        return str(self.user)


class Declaration(models.Model):
    """Functions, mandates and interests of the last five years (R114-17). A new filing is a new row."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="declarations")
    filed_at = models.DateTimeField(_("déposée le"), default=clock.now)
    nothing_to_declare = models.BooleanField(_("rien à déclarer"), default=False)

    class Meta:
        verbose_name = _("déclaration d’intérêts")
        verbose_name_plural = _("déclarations d’intérêts")
        ordering = ("-filed_at", "-pk")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} : {self.user}"


class Interest(models.Model):
    """One line of a declaration: a function, a mandate, a tie."""

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="interests")
    description = models.CharField(_("fonction, mandat ou lien"), max_length=300)
    organisation = models.CharField(_("organisme"), max_length=300, blank=True)
    institution = models.ForeignKey(
        "programmes.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("établissement"),
    )
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("intérêt déclaré")
        verbose_name_plural = _("intérêts déclarés")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="interest_ends_after_it_starts",
                violation_error_message=_("La fin précède le début."),
            ),
        )

    def __str__(self) -> str:
        return self.description


class Conflict(models.Model):
    """A conflict of interest on one dossier (R114-17). It is never deleted."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="conflicts")
    reason = models.TextField(_("motif"), blank=True)
    recorded_at = models.DateTimeField(_("enregistré le"), default=clock.now)

    class Meta:
        verbose_name = _("conflit d’intérêts")
        verbose_name_plural = _("conflits d’intérêts")
        constraints = (models.UniqueConstraint(fields=("evaluation", "user"), name="conflict_once"),)

    def __str__(self) -> str:
        return f"{self.user} ({self.evaluation})"


class Objection(models.Model):
    """What the institution objects to the proposed committee, and the agency's answer (R114-14)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="objections")
    member = models.ForeignKey(
        CommitteeMember, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("expert visé")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="objections")
    text = models.TextField(_("objection"))
    filed_at = models.DateTimeField(_("déposée le"), default=clock.now)
    answer = models.TextField(_("réponse de l’agence"), blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    upheld = models.BooleanField(_("retenue"), default=False)

    class Meta:
        verbose_name = _("objection")
        ordering = ("filed_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_at=None) | ~models.Q(answer=""), name="objection_answered_with_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} : {self.evaluation}"
