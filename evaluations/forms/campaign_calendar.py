"""The new day until which an open campaign awaits its dossiers, and why it is another."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evaluations.forms.acts import A_YEAR, DayInput
from evaluations.forms.gestures import GestureForm, Words
from evaluations.models import Campaign


class PostponementForm(GestureForm):
    """Whether the day is a later one is asked by the act itself, of the campaign as it then stands."""

    name = "campaign-postpone"
    button = _("Reporter la date de dépôt")

    due_on = forms.DateField(
        label=_("Nouveau dernier jour"),
        widget=DayInput(),
        help_text=_("Jusqu’à la fin de ce jour, heure de Paris. Un délai ne se raccourcit pas."),
    )
    reason = Words(label=_("Motif"), help_text=_("Il est gardé au journal de chaque évaluation."))

    def __init__(self, *args: Any, campaign: Campaign, **options: Any) -> None:
        super().__init__(*args, **options)
        self.latest = max(campaign.dossier_due_on or clock.today(), clock.today())
        first = max(self.latest, (campaign.dossier_due_on or self.latest) + dt.timedelta(days=1))
        self.fields["due_on"].widget.attrs["min"] = str(first)

    def clean_due_on(self) -> dt.date:
        due_on = self.cleaned_data["due_on"]
        if due_on > self.latest + A_YEAR:
            raise forms.ValidationError(_("Ce jour est à plus d’un an ; donnez-en un plus proche."))
        return due_on
