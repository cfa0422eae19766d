"""A person, the address they sign in with, and the invitations by which people come."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from evalprog import clock


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """A person with that address, kept in lower case. Without a password they cannot sign in yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        self.hold_address(user)
        return user

    def hold_address(self, user: "User") -> None:
        """Makes sure that the address counts as theirs: it was given by the agency, or verified when it changed.

        allauth takes an address that it does not know for one that the person is about to leave.
        """
        user.emailaddress_set.update_or_create(email=user.email, defaults={"verified": True, "primary": True})

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class Language(models.TextChoices):
    BROWSER = "", _("celle du navigateur")
    FRENCH = "fr", "français"
    ENGLISH = "en", "English"


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. The e-mail address is the only name the system knows them by."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    name = models.CharField(_("nom"), max_length=200, blank=True)
    language = models.CharField(_("langue"), max_length=2, choices=Language, blank=True, default=Language.BROWSER)
    is_active = models.BooleanField(_("actif"), default=True)
    is_staff = models.BooleanField(_("membre de l’agence"), default=False)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="user_one_account_per_address",
                violation_error_message=_("Un compte existe déjà pour cette adresse."),
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Those that may still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=clock.now())


class Invitation(models.Model):
    """A person asked to come, by a link sent to an address. Whoever accepts it is bound to it, whatever their own."""

    email = models.EmailField(_("adresse électronique"))
    name = models.CharField(_("nom"), max_length=200, blank=True)
    token_digest = models.CharField(_("empreinte du lien"), max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("invité par"),
        related_name="invitations_sent",
        null=True,
        blank=True,
        help_text=_("personne, quand l’invitation vient de la ligne de commande"),
    )
    purpose = models.CharField(_("motif"), max_length=200, help_text=_("une ligne, que la personne invitée lit"))
    gives_staff = models.BooleanField(_("pour l’agence"), default=False)
    created_at = models.DateTimeField(_("faite le"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("expire le"))
    accepted_by = models.ForeignKey(
        User,
        models.PROTECT,
        verbose_name=_("acceptée par"),
        related_name="invitations_accepted",
        null=True,
        blank=True,
        editable=False,
    )
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted_by=None, accepted_at=None)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="invitation_accepted_by_somebody_at_some_time",
                violation_error_message=_("Une invitation est acceptée par quelqu’un, à une date."),
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(revoked_at=None),
                name="invitation_accepted_or_revoked",
                violation_error_message=_("Une invitation acceptée ne peut plus être retirée."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name or self.email} : {self.purpose}"
