"""A campaign: the evaluations of one wave, with one framework and one calendar."""

import datetime as dt

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evalprog import deadlines
from evalprog.public_id import new_public_id
from evaluations.enums import DayCount, SharingRule, VisitRule, WritingRule


class Campaign(models.Model):
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    code = models.SlugField(_("code"), max_length=80, unique=True)
    title = models.CharField(_("intitulé"), max_length=300, help_text=_("Tel qu’imprimé sur les couvertures."))
    period = models.CharField(_("période"), max_length=40, blank=True, help_text=_("Par exemple 2016-2017."))
    # Given, never computed from the year: the rotation of the waves has shifted before.
    wave = models.CharField(_("vague"), max_length=10, blank=True)
    contract = models.CharField(_("contrat"), max_length=40, blank=True, help_text=_("Par exemple 2013-2017."))
    framework = models.ForeignKey(
        "evaluations.Framework", models.PROTECT, related_name="campaigns", verbose_name=_("référentiel")
    )
    # The calendar. No text fixes these delays: each is a parameter of its campaign.
    dossier_due_on = models.DateField(_("dossiers attendus le"), null=True, blank=True)
    corrections_days = models.PositiveSmallIntegerField(_("jours pour les erreurs factuelles"), default=15)
    observations_days = models.PositiveSmallIntegerField(_("jours pour les observations"), default=30)
    day_count = models.CharField(_("délais en"), max_length=10, choices=DayCount, default=DayCount.CALENDAR)
    reminder_days = models.PositiveSmallIntegerField(_("rappel, jours avant l’échéance"), default=5)
    visit = models.CharField(_("visite"), max_length=10, choices=VisitRule, default=VisitRule.NONE)
    # The composition of a committee: so many in all, and at least so many of each Profile: {"STUDENT": 1}.
    members_minimum = models.PositiveSmallIntegerField(_("experts au moins, présidence comprise"), default=2)
    profiles_required = models.JSONField(_("profils exigés"), default=dict, blank=True)
    writing = models.CharField(
        _("texte du comité écrit par"), max_length=10, choices=WritingRule, default=WritingRule.COMMITTEE
    )
    sharing = models.CharField(
        _("contributions des autres visibles"), max_length=10, choices=SharingRule, default=SharingRule.SHARED
    )
    # Words added to the messages of the campaign, by kind of message.
    message_texts = models.JSONField(_("textes des messages"), default=dict, blank=True)
    opened_at = models.DateTimeField(_("ouverte le"), null=True, blank=True)

    class Meta:
        verbose_name = _("campagne")
        verbose_name_plural = _("campagnes")
        ordering = ("-period", "title")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("evaluations:campaign-detail", args=[self.public_id])

    @property
    def awaits_dossiers(self) -> bool:
        """Whether institutions may count on its day, which from then on only an act puts off (INV-T4)."""
        return self.opened_at is not None and self.dossier_due_on is not None

    @property
    def dossiers_due_at(self) -> dt.datetime | None:
        """The first instant at which a dossier is late: the end of the day that the campaign gives."""
        return deadlines.end_of(self.dossier_due_on) if self.dossier_due_on else None
