"""Giving somebody a role at the agency, or attaching them to an institution."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from evalprog import clock, dates, deadlines
from evaluations.enums import AgencyRole, SignatureCapacity
from evaluations.forms.acts import DayInput
from evaluations.forms.gestures import GestureForm, Line


class PersonForm(GestureForm):
    email = forms.EmailField(label=_("Adresse électronique"))
    person = Line(
        label=_("Nom"),
        required=False,
        max_length=200,
        help_text=_("Pour une personne qui n’a pas encore de compte."),
    )


class MandateForm(PersonForm):
    name = "mandate-give"
    button = _("Confier la fonction")

    role = forms.ChoiceField(label=_("Fonction"), choices=AgencyRole.choices)
    capacity = forms.ChoiceField(
        label=_("Signe en tant que"),
        choices=SignatureCapacity.choices,
        required=False,
        help_text=_("Pour la présidence et la publication : titulaire, par intérim ou par délégation."),
    )
    decision = Line(
        label=_("Décision"),
        required=False,
        max_length=200,
        help_text=_("Celle qui établit la délégation ou l’intérim : « Décision n° 2026-12 »."),
    )
    decided_on = forms.DateField(label=_("Datée du"), widget=DayInput(), required=False)
    starts_on = forms.DateField(
        label=_("À partir du"), widget=DayInput(), required=False, help_text=_("Sans date, dès maintenant.")
    )
    ends_on = forms.DateField(
        label=_("Jusqu’au"),
        widget=DayInput(),
        required=False,
        help_text=_("Dernier jour compris ; sans date, sans fin."),
    )

    def clean_starts_on(self) -> dt.date | None:
        day = self.cleaned_data["starts_on"]
        if day and day < clock.today():
            raise forms.ValidationError(_("Ce jour est passé : donnez une date à partir d’aujourd’hui."))
        return day

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        if words.get("capacity") in (SignatureCapacity.INTERIM, SignatureCapacity.DELEGATE):
            self._clean_decision(words)
        if words.get("ends_on") and words["ends_on"] < (words.get("starts_on") or clock.today()):
            self.add_error("ends_on", _("Ce mandat finirait avant de commencer."))
        return words

    def _clean_decision(self, words: dict[str, Any]) -> None:
        if words.get("role") != AgencyRole.PUBLISHER:
            self.add_error("capacity", _("Seule la présidence se délègue ou s’exerce par intérim."))
        if not words.get("decision"):
            self.add_error("decision", _("Une délégation ou un intérim nomme la décision qui l’établit."))
        if not words.get("decided_on"):
            self.add_error("decided_on", _("Donnez la date de cette décision."))

    def terms(self) -> dict[str, Any]:
        """The capacity, the decision and the instants of the mandate."""
        words = self.cleaned_data
        starts, ends = words["starts_on"], words["ends_on"]
        later = starts is not None and starts > clock.today()
        terms = {
            "starts_at": deadlines.end_of(starts - dt.timedelta(days=1)) if later else None,
            "ends_at": deadlines.end_of(ends) if ends else None,
        }
        if words["capacity"] in ("", SignatureCapacity.HOLDER):
            return terms
        day = dates.long_date(words["decided_on"], settings.LANGUAGE_CODE)
        # In the language of the agency's decisions, whatever the page speaks.
        return terms | {"capacity": words["capacity"], "basis": f"{words['decision']} du {day}"}


class MembershipForm(PersonForm):
    name = "membership-give"
    button = _("Rattacher à l’établissement")

    can_sign = forms.BooleanField(label=_("Peut signer pour l’établissement"), required=False)
