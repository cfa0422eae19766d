"""A campaign: its names, its calendar, the composition that it asks of committees, its words in messages."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.dates import long_date
from evalprog.text import normalise
from evaluations.enums import Profile
from evaluations.forms.acts import DayInput
from evaluations.models import Campaign, Framework
from evaluations.notifications import KINDS

# The messages to which a campaign may add its words: those that open something to somebody outside the agency.
MESSAGES = {
    name: KINDS[name].label
    for name in (
        "dossier_expected",
        "dossier_returned",
        "invitation",
        "committee_proposed",
        "committee_appointed",
        "draft_transmitted",
        "observations_opened",
    )
}
LONGEST_DELAY = 365  # days
TEN_YEARS = dt.timedelta(days=3653)  # the list of a campaign that is past may be taken in; a year is mistyped
LARGEST_COMMITTEE = 50  # members


class CampaignForm(forms.ModelForm):
    class Meta:
        model = Campaign
        fields = (
            "code",
            "title",
            "wave",
            "period",
            "framework",
            "dossier_due_on",
            "corrections_days",
            "observations_days",
            "day_count",
            "reminder_days",
            "visit",
            "members_minimum",
            "writing",
            "sharing",
        )
        widgets = {"dossier_due_on": DayInput()}
        help_texts = {
            "code": _("Lettres, chiffres et tirets ; par exemple C2026."),
            "wave": _("La lettre, par exemple C."),
            "dossier_due_on": _("Jusqu’à la fin de ce jour, heure de Paris."),
            "observations_days": _("À partir de l’envoi du rapport provisoire."),
            "corrections_days": _("À partir de la transmission du projet."),
            "reminder_days": _("0 : pas de rappel."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_before: dt.date | None = self.instance.dossier_due_on
        self._bound_numbers()
        self._profiles()
        self._messages()
        self._framework()
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "campaign-edit" if self.instance.pk else "campaign-create"}
        self.helper.layout = self._layout()

    def clean_dossier_due_on(self) -> dt.date | None:
        """Once the campaign is open its institutions count on that day: it may only come later (INV-T4)."""
        due_on = self.cleaned_data["dossier_due_on"]
        if due_on and due_on != self.due_before and abs(due_on - clock.today()) > TEN_YEARS:
            raise forms.ValidationError(_("Ce jour est à plus de dix ans d’aujourd’hui : vérifiez l’année."))
        if self.instance.opened_at and self.due_before and (due_on is None or due_on < self.due_before):
            raise forms.ValidationError(
                _("Les dossiers sont attendus jusqu’au %(day)s : ce délai se prolonge, il ne se raccourcit pas.")
                % {"day": long_date(self.due_before, "fr")}
            )
        return due_on

    def save(self, commit: bool = True) -> Campaign:
        given = self.cleaned_data
        needed = {profile.value: given[f"profile_{profile.lower()}"] for profile in Profile}
        self.instance.profiles_required = {profile: number for profile, number in needed.items() if number}
        kept = {kind: text for kind, text in self.instance.message_texts.items() if kind not in MESSAGES}
        written = {kind: normalise(given[f"text_{kind}"]).strip() for kind in MESSAGES}
        self.instance.message_texts = kept | {kind: text for kind, text in written.items() if text}
        return super().save(commit)

    def _bound_numbers(self) -> None:
        for name in ("corrections_days", "observations_days", "members_minimum"):
            largest = LARGEST_COMMITTEE if name == "members_minimum" else LONGEST_DELAY
            self._replace_number(name, least=1, most=largest)
        self._replace_number("reminder_days", least=0, most=LONGEST_DELAY)

    def _replace_number(self, name: str, *, least: int, most: int) -> None:
        model_field = self.fields[name]
        self.fields[name] = forms.IntegerField(
            label=model_field.label, help_text=model_field.help_text, min_value=least, max_value=most
        )

    def _profiles(self) -> None:
        for profile in Profile:
            self.fields[f"profile_{profile.lower()}"] = forms.IntegerField(
                label=profile.label.capitalize(),
                min_value=0,
                max_value=LARGEST_COMMITTEE,
                required=False,
                initial=self.instance.profiles_required.get(profile.value, 0),
            )

    def _messages(self) -> None:
        for kind, label in MESSAGES.items():
            self.fields[f"text_{kind}"] = forms.CharField(
                label=label,
                required=False,
                max_length=4000,
                widget=forms.Textarea({"rows": 3}),
                initial=self.instance.message_texts.get(kind, ""),
            )

    def _framework(self) -> None:
        """Evaluations keep the framework with which they were listed: it is chosen before the first of them."""
        field = self.fields["framework"]
        field.queryset = Framework.objects.published().defer("document")
        field.empty_label = _("Choisir un référentiel publié")
        field.label_from_instance = lambda framework: f"{framework.title} ({framework.code}, v{framework.version})"
        if self.instance.opened_at:
            field.disabled = True
            field.help_text = _("La campagne est ouverte : son référentiel ne change plus.")
        elif self.instance.pk and self.instance.evaluations.exists():
            field.disabled = True
            field.help_text = _("Des formations sont déjà inscrites avec ce référentiel : il ne change plus.")

    def _layout(self) -> Layout:
        def beside(*names: str) -> Div:
            return Div(*(Div(name, css_class="col-sm-6 col-lg") for name in names), css_class="row")

        opened = _("La campagne est ouverte : les délais changés ici valent pour les étapes qui s’ouvriront ensuite.")
        note = [HTML('<p class="lead-note">{{ form.opened_note }}</p>')] if self.instance.opened_at else []
        self.opened_note = opened
        return Layout(
            Fieldset(_("Identité"), "title", beside("code", "wave", "period"), "framework"),
            Fieldset(
                _("Calendrier"),
                *note,
                beside("dossier_due_on", "reminder_days"),
                beside("corrections_days", "observations_days", "day_count"),
            ),
            Fieldset(
                _("Comité et visite"),
                beside("members_minimum", "visit"),
                HTML('<p class="form-label">{{ form.profiles_note }}</p>'),
                beside(*(f"profile_{profile.lower()}" for profile in Profile)),
            ),
            Fieldset(_("Travail du comité"), beside("writing", "sharing")),
            Fieldset(
                _("Textes ajoutés aux messages"),
                HTML('<p class="lead-note">{{ form.messages_note }}</p>'),
                *(f"text_{kind}" for kind in MESSAGES),
                css_class="message-texts",
            ),
            Submit("save", _("Enregistrer la campagne")),
        )

    profiles_note = _("Parmi eux, au moins :")
    messages_note = _("Chaque message dit déjà l’essentiel ; ce que vous écrivez ici le suit. Laissez vide sinon.")
