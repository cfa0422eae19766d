"""The journal: who did what, when, each act chained to the one before.

An event names its author by a random reference. The reference leads to a person through ``ActorReference``, a row that
can be emptied when a person is erased: the chain, which holds only the reference, is not broken (INV-A3).
"""

import datetime as dt
import hashlib
import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog.public_id import new_public_id
from evaluations.enums import State


class ActorReference(models.Model):
    """The random name by which the journal knows a person."""

    reference = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="actor_reference"
    )

    class Meta:
        verbose_name = _("référence d’acteur")
        verbose_name_plural = _("références d’acteurs")

    def __str__(self) -> str:
        return self.reference


class Event(models.Model):
    """One act on an evaluation. Rows are appended, never changed; ``number`` counts from 1 in each evaluation."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="events")
    number = models.PositiveIntegerField(_("numéro"))
    verb = models.CharField(_("acte"), max_length=60)  # the name of the transition
    # None: the system itself, at a deadline or reading a file.
    actor = models.ForeignKey(ActorReference, models.PROTECT, null=True, blank=True, related_name="events")
    role = models.CharField(_("en qualité de"), max_length=20)
    at = models.DateTimeField(_("quand"))
    before = models.PositiveSmallIntegerField(_("étape avant"), choices=State)
    after = models.PositiveSmallIntegerField(_("étape après"), choices=State)
    details = models.JSONField(_("précisions"), default=dict)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("acte")
        verbose_name_plural = _("journal")
        ordering = ("evaluation", "number")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "number"), name="event_one_per_number"),
            models.UniqueConstraint(fields=("evaluation", "previous_sha256"), name="event_one_after_another"),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.verb} ({self.evaluation})"

    def computed_sha256(self) -> str:
        """The hash that the row must have, from what it says and the hash of the one before."""
        content = {
            "evaluation": self.evaluation.public_id,
            "number": self.number,
            "verb": self.verb,
            "actor": self.actor.reference if self.actor else None,
            "role": self.role,
            "at": self.at.astimezone(dt.UTC).isoformat(),
            "before": int(self.before),
            "after": int(self.after),
            "details": self.details,
            "previous": self.previous_sha256,
        }
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()
