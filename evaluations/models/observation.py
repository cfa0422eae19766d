"""What the institution answers, beside the report and never inside it."""

import datetime as dt
import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evalprog.public_id import new_public_id
from evaluations.enums import ItemTarget, Stance


class ObservationQuerySet(models.QuerySet):
    def in_preparation(self) -> "ObservationQuerySet":
        return self.filter(filed_at__isnull=True)

    def filed(self) -> "ObservationQuerySet":
        return self.filter(filed_at__isnull=False)

    def going_with_the_report(self) -> "ObservationQuerySet":
        """Those that may be annexed, the last first: filed in time, or late and admitted (INV-T3)."""
        return self.filed().filter(Q(late=False) | Q(admitted=True)).order_by("-round")

    def undecided(self) -> "ObservationQuerySet":
        """Late letters, the first first, of which the agency has not said whether they go with the report."""
        return self.filed().filter(late=True, waived=False, admitted__isnull=True).order_by("round")


class Observation(models.Model):
    """The institution's observations on one report: a letter, answers point by point, and who signs them.

    One row for each letter: what was filed never changes (INV-T2), and what comes after, late or about a corrected
    version, is another. At most one is being prepared.
    """

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="observations")
    round = models.PositiveSmallIntegerField(_("rang"), default=1)  # of the letters of this evaluation
    version = models.PositiveSmallIntegerField(_("version"), default=1)  # of the report that it was filed about
    waived = models.BooleanField(_("sans observation"), default=False)
    heading = models.TextField(_("en-tête"), blank=True)
    text = models.TextField(_("lettre"), blank=True)  # rich; the printed « general »
    revision = models.PositiveIntegerField(_("révision"), default=0)  # of the letter
    signatory = models.CharField(_("signataire"), max_length=200, blank=True)
    office = models.CharField(_("qualité"), max_length=300, blank=True)
    signed_on = models.DateField(_("vu le"), null=True, blank=True)
    # None while the institution prepares them: nobody else reads them, and no report prints them.
    filed_at = models.DateTimeField(_("déposées le"), null=True, blank=True)
    # When the request that filed them reached us: whether they are late is told by it, not by how long filing took.
    received_at = models.DateTimeField(_("reçues le"), null=True, blank=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    late = models.BooleanField(_("hors délai"), default=False)
    # What somebody of the agency decided of a late letter; the journal says who, and why.
    admitted = models.BooleanField(_("admises"), null=True, blank=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        verbose_name = _("observations de l’établissement")
        verbose_name_plural = _("observations des établissements")
        ordering = ("evaluation", "round")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "round"), name="observation_one_per_round"),
            models.UniqueConstraint(
                fields=("evaluation",), condition=Q(filed_at__isnull=True), name="observation_one_in_preparation"
            ),
            models.CheckConstraint(
                condition=Q(admitted__isnull=True) | Q(late=True, filed_at__isnull=False),
                name="observation_decided_if_late",
            ),
        )

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} : {self.evaluation}"

    @property
    def receipt(self) -> str:
        """The number by which its deposit is acknowledged."""
        return f"{self.evaluation.public_id}-{self.round}"

    def computed_sha256(self) -> str:
        """The hash of all that it says: the journal keeps that of the moment when it was filed."""
        said = {name: getattr(self, name) for name in ("waived", "heading", "signatory", "office")}
        said["general"] = self.text
        said["signed_on"] = self.signed_on.isoformat() if self.signed_on else None
        said["items"] = [item.said() for item in self.items.saying().order_by("position")]
        if files := [file.said() for file in self.attachments.joined()]:
            said["files"] = files
        return _hash_of(said)

    def words_sha256(self) -> str:
        """The hash of its words and files, without who signs it: whether it still says what it said."""
        if self.pk is None:
            return _hash_of_words(self, [], [])
        saying = self.items.saying().order_by("position")
        # An answer that says nothing moves those after it, and changes nothing of what is said.
        items = [item.said() | {"position": number} for number, item in enumerate(saying, start=1)]
        files = [[file.title, file.file_name, file.sha256] for file in self.attachments.joined()]
        return _hash_of_words(self, items, files)


def _hash_of_words(letter: Observation, items: list[dict], files: list[list[str]]) -> str:
    return _hash_of({"heading": letter.heading, "text": letter.text, "items": items, "files": files})


def _hash_of(said: dict[str, object]) -> str:
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


class ItemQuerySet(models.QuerySet):
    def saying(self) -> "ItemQuerySet":
        """Those that say something: an answer that was begun and emptied again is none."""
        return self.exclude(text="", value="")


class ObservationItem(models.Model):
    """One answer: to a finding, to a passage of the report that it quotes, or to nothing that the report says.

    ``value``: a ``Stance``, followed for an action by its day: « ACTION_PLANNED 2027-09-01 »; or nothing.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    observation = models.ForeignKey(Observation, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("rang"))
    heading = models.CharField(_("intertitre"), max_length=500, blank=True)
    target = models.CharField(_("porte sur"), max_length=20, choices=ItemTarget)
    finding = models.ForeignKey(
        "evaluations.Finding", models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("constat")
    )
    about = models.SlugField(_("texte cité"), max_length=80, blank=True)
    quote = models.TextField(_("citation"), blank=True)
    text = models.TextField(_("réponse"), blank=True)
    value = models.CharField(_("position"), max_length=80, blank=True)
    revision = models.PositiveIntegerField(_("révision"), default=0)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("réponse à un constat")
        verbose_name_plural = _("réponses aux constats")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("observation", "position"), name="observation_item_one_per_rank"),
            models.CheckConstraint(
                name="observation_item_answers_a_finding_or_says_what",
                condition=models.Q(
                    target__in=(ItemTarget.STRENGTH, ItemTarget.WEAKNESS, ItemTarget.RECOMMENDATION),
                    finding__isnull=False,
                )
                | models.Q(target__in=(ItemTarget.REPORT, ItemTarget.FREE), finding__isnull=True),
                violation_error_message=_("Une réponse à un constat nomme ce constat ; les autres n’en nomment pas."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.quote[:60]}"

    @property
    def stance(self) -> Stance | None:
        return Stance(self.value.split(" ")[0]) if self.value else None

    @property
    def action_on(self) -> dt.date | None:
        _stance, _space, day = self.value.partition(" ")
        return dt.date.fromisoformat(day) if day else None

    def said(self) -> dict[str, object]:
        """What the hash of the letter is taken of. Without a stance there is no such key: letters were filed before
        there could be any."""
        parts = ("position", "heading", "target", "about", "quote", "text")
        return {name: getattr(self, name) for name in parts} | ({"value": self.value} if self.value else {})
