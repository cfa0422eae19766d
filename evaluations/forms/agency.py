"""Giving somebody a role at the agency, or attaching them to an institution."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import AgencyRole
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


class MembershipForm(PersonForm):
    name = "membership-give"
    button = _("Rattacher à l’établissement")

    can_sign = forms.BooleanField(label=_("Peut signer pour l’établissement"), required=False)
