"""What people are told by mail: the message, written with the act, and what became of it for each person.

A message says of which act it speaks and never carries evaluated text (INV-C13). The addresses are those of the
accounts at the moment of sending, and are kept nowhere else.
"""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.enums import DeliveryState

# A sending takes seconds. Claimed for longer and not confirmed, nobody knows whether it left.
UNCERTAIN_AFTER = dt.timedelta(minutes=10)
UNCERTAIN = "UNCERTAIN"


class Message(models.Model):
    """One thing to tell, once. ``occasion`` says on account of what: an event, or the end of a window that comes near.

    ``facts`` are the dates that its text names, as they were at the act: {"closes_at": instant} or {"due_on": day}.
    """

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="messages")
    kind = models.CharField(_("message"), max_length=40)  # a key of notifications.KINDS
    event = models.ForeignKey("evaluations.Event", models.PROTECT, null=True, blank=True, related_name="messages")
    occasion = models.CharField(_("à l’occasion de"), max_length=60)
    facts = models.JSONField(_("dates"), default=dict, blank=True)
    added_text = models.TextField(_("texte de la campagne"), blank=True)
    created_at = models.DateTimeField(_("écrit le"), default=clock.now)

    class Meta:
        verbose_name = _("message")
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "kind", "occasion"), name="message_once_per_occasion"),
        )

    def __str__(self) -> str:
        return f"{self.kind} ({self.evaluation})"


class DeliveryQuerySet(models.QuerySet):
    def queued(self) -> "DeliveryQuerySet":
        return self.filter(state=DeliveryState.QUEUED)

    def uncertain(self) -> "DeliveryQuerySet":
        """Given to the mail server, and never confirmed: only a person decides to send them again."""
        return self.filter(state=DeliveryState.SENDING, claimed_at__lte=clock.now() - UNCERTAIN_AFTER)

    def shown_as(self, name: str) -> "DeliveryQuerySet":
        """Those that pages show in that state: a ``DeliveryState``, or UNCERTAIN."""
        if name == UNCERTAIN:
            return self.uncertain()
        found = self.filter(state=name)
        return found.filter(claimed_at__gt=clock.now() - UNCERTAIN_AFTER) if name == DeliveryState.SENDING else found


class Delivery(models.Model):
    """A message for one person: whether it left, when, and otherwise why not."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deliveries", verbose_name=_("destinataire")
    )
    reason = models.CharField(_("parce que"), max_length=100)  # why this person
    state = models.CharField(_("envoi"), max_length=10, choices=DeliveryState, default=DeliveryState.QUEUED)
    error = models.CharField(_("ce qui a empêché l’envoi"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(_("tentatives"), default=0)
    claimed_at = models.DateTimeField(_("confié au serveur le"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)
    requeued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("renvoyé par")
    )

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("envoi")
        ordering = ("-message__created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("message", "user"), name="delivery_once_per_person"),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.SENT, sent_at__isnull=False)
                | (~models.Q(state=DeliveryState.SENT) & models.Q(sent_at=None)),
                name="delivery_sent_at_some_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.message} → {self.user}"

    @property
    def is_uncertain(self) -> bool:
        return self.state == DeliveryState.SENDING and self.claimed_at <= clock.now() - UNCERTAIN_AFTER

    @property
    def state_name(self) -> str:
        """The state as shown: an unconfirmed sending is uncertain."""
        return UNCERTAIN if self.is_uncertain else self.state

    @property
    def state_label(self) -> str:
        return _("incertain") if self.is_uncertain else DeliveryState(self.state).label

    @property
    def can_be_sent_again(self) -> bool:
        return self.is_uncertain or self.state in (DeliveryState.FAILED, DeliveryState.QUEUED)
