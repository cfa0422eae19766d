"""The errors of fact that the institution points out in the draft, and what becomes of each."""

import datetime as dt
import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import CorrectionRuling


class CorrectionQuerySet(models.QuerySet):
    def in_preparation(self) -> "CorrectionQuerySet":
        """What the institution writes and has not sent: nobody else knows of it."""
        return self.filter(sent_at=None, removed_at=None)

    def sent(self) -> "CorrectionQuerySet":
        return self.filter(sent_at__isnull=False)

    def undecided(self) -> "CorrectionQuerySet":
        """Sent too late, and the agency has not said whether the presidency rules on them."""
        return self.sent().filter(late=True, admitted=None)

    def to_rule_on(self) -> "CorrectionQuerySet":
        """Those that the presidency has to rule on: sent in time, or late and admitted (INV-T3)."""
        return self.sent().filter(Q(late=False) | Q(admitted=True), ruling="")

    def granted(self) -> "CorrectionQuerySet":
        """Accepted, wholly or in part: the text has to follow."""
        return self.filter(ruling__in=(CorrectionRuling.ACCEPTED, CorrectionRuling.PARTLY))

    def computed_sha256(self) -> str:
        """The hash of all that these say, files included: the journal keeps that of the moment when they were sent."""
        rows = self.select_related("report", "finding").prefetch_related("attachments").order_by("position")
        said = [correction.said() for correction in rows]
        canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


class CorrectionRequest(models.Model):
    """One error of fact: the passage of the draft, what is wrong, what is right; then the ruling, then the change.

    ``about``: the code of the text or list of the draft in which the passage stands, or nothing; ``finding``: when it
    is a finding. ``change_from`` and ``change_to``: the revisions of that text, or finding, between which it was
    changed in answer; ``None`` while it was not.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="corrections")
    report = models.ForeignKey(
        "evaluations.Report", models.PROTECT, related_name="corrections", verbose_name=_("projet lu")
    )
    position = models.PositiveSmallIntegerField(_("rang"))
    about = models.SlugField(_("texte concerné"), max_length=80, blank=True)
    finding = models.ForeignKey(
        "evaluations.Finding",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=_("constat"),
    )
    quote = models.TextField(_("passage"), blank=True)  # plain, as the frozen draft has it
    wrong = models.TextField(_("ce qui est inexact"))  # plain, several lines
    right = models.TextField(_("ce qui est exact"), blank=True)
    # Whoever of the institution wrote it last; nobody outside it is told.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(_("écrite le"), default=clock.now)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    # When the request of the last of these reached us: what is in time is told by it.
    received_at = models.DateTimeField(_("reçue le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    late = models.BooleanField(_("hors délai"), default=False)
    admitted = models.BooleanField(_("admise"), null=True, blank=True)  # of a late one; the journal says who, and why
    ruling = models.CharField(_("décision"), max_length=10, choices=CorrectionRuling, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    ruled_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    change_from = models.PositiveIntegerField(_("révision avant"), null=True, blank=True)
    change_to = models.PositiveIntegerField(_("révision après"), null=True, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("erreur factuelle signalée")
        verbose_name_plural = _("erreurs factuelles signalées")
        ordering = ("evaluation", "report", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ruling="", ruled_at=None) | (~Q(ruling="") & Q(ruled_at__isnull=False)),
                name="correction_ruled_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(ruling="") | Q(sent_at__isnull=False), name="correction_sent_before_its_ruling"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(removed_at=None), name="correction_sent_is_not_removed"
            ),
            models.CheckConstraint(
                condition=Q(admitted=None) | Q(late=True, sent_at__isnull=False), name="correction_decided_if_late"
            ),
            models.CheckConstraint(
                condition=Q(change_from=None, change_to=None)
                | Q(change_from__isnull=False, change_to__gt=models.F("change_from")),
                name="correction_change_goes_forward",
            ),
        )

    def __str__(self) -> str:
        return f"{self.position}. {(self.quote or self.wrong)[:60]}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def is_undecided(self) -> bool:
        return self.is_sent and self.late and self.admitted is None

    @property
    def is_left_out(self) -> bool:
        return self.late and self.admitted is False

    @property
    def is_granted(self) -> bool:
        return self.ruling in (CorrectionRuling.ACCEPTED, CorrectionRuling.PARTLY)

    @property
    def awaits_its_change(self) -> bool:
        """Granted, about a text or a finding that stands, and no change is linked to it. With ``finding``."""
        if not self.is_granted or self.change_to is not None:
            return False
        return self.finding.removed_at is None if self.finding else bool(self.about)

    @property
    def changed_at(self) -> dt.datetime:
        """When it was last written or taken away, as it counts."""
        return self.received_at or self.removed_at or self.written_at

    def received(self, received_at: dt.datetime | None) -> dt.datetime | None:
        """As of when a change counts whose request came then: never before what it changes."""
        return max(received_at, self.changed_at) if received_at else None

    def said(self) -> dict[str, object]:
        """What the hash of a sending is taken of."""
        words = {name: getattr(self, name) for name in ("public_id", "position", "about", "quote", "wrong", "right")}
        words["report"] = self.report.public_id
        words["finding"] = self.finding.public_id if self.finding else ""
        words["files"] = [file.said() for file in self.attachments.all() if file.removed_at is None]
        return words
