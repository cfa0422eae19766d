"""A campaign: its names, its calendar, the composition that it asks of committees, its words in messages."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout, Submit
from django import forms
from django.urls import reverse
from django.utils.translation import get_language
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


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer of a form that came too late: as it stands now, and as the person sent it."""

    label: str
    standing: str
    yours: str


class CampaignForm(forms.ModelForm):
    """``read``: which writing of the campaign the person had before their eyes."""

    read = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Campaign
        fields = (
            "code",
            "title",
            "wave",
            "period",
            "contract",
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
        # Taken before the answers are written into the instance.
        self.writing = writing_of(self.instance) if self.instance.pk else ""
        self.initial["read"] = self.writing  # whatever an earlier page had read
        self._day()
        self._bound_numbers()
        self._profiles()
        self._messages()
        self._framework()
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "campaign-edit" if self.instance.pk else "campaign-create"}
        self.helper.layout = self._layout()

    @property
    def is_overtaken(self) -> bool:
        """Whether somebody else has changed the campaign since the person read it."""
        return bool(self.instance.pk) and self.cleaned_data["read"] != self.writing

    def differences(self) -> list[Difference]:
        """What was sent and is not what stands, in the order of the page; nothing when it was sent twice."""
        names = [name for name in self.fields if name != "read"]
        shown = [(name, self._shown(name, self._standing(name)), self._shown(name, self._sent(name))) for name in names]
        return [Difference(str(self[name].label), one, other) for name, one, other in shown if one != other]

    def answers(self) -> dict[str, Any]:
        """What was sent, to be offered again to its author."""
        return {name: self.cleaned_data[name] for name, field in self.fields.items() if not field.disabled}

    def clean_dossier_due_on(self) -> dt.date | None:
        due_on = self.cleaned_data["dossier_due_on"]
        if due_on and due_on != self.due_before and abs(due_on - clock.today()) > TEN_YEARS:
            raise forms.ValidationError(_("Ce jour est à plus de dix ans d’aujourd’hui : vérifiez l’année."))
        return due_on

    def save(self, commit: bool = True) -> Campaign:
        given = self.cleaned_data
        needed = {profile.value: given[f"profile_{profile.lower()}"] for profile in Profile}
        self.instance.profiles_required = {profile: number for profile, number in needed.items() if number}
        kept = {kind: text for kind, text in self.instance.message_texts.items() if kind not in MESSAGES}
        written = {kind: normalise(given[f"text_{kind}"]).strip() for kind in MESSAGES}
        self.instance.message_texts = kept | {kind: text for kind, text in written.items() if text}
        if self.instance.pk is None:
            return super().save(commit)
        # What this form asks and nothing else: the opening, and the day of an open campaign, are acts.
        asked = [name for name in self._meta.fields if not self.fields[name].disabled]
        self.instance.save(update_fields=[*asked, "profiles_required", "message_texts"])
        return self.instance

    def _standing(self, name: str) -> Any:
        value = self.get_initial_for_field(self.fields[name], name)
        return normalise(value) if isinstance(value, str) else value

    def _sent(self, name: str) -> Any:
        """The answer, and that to a question which is asked no more since the page was shown."""
        field = self.fields[name]
        if not field.disabled:
            value = self.cleaned_data[name]
            return normalise(value).strip() if isinstance(value, str) else value
        sent = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        try:
            return field.to_python(sent) if sent else self._standing(name)
        except forms.ValidationError:
            return self._standing(name)

    def _shown(self, name: str, value: Any) -> str:
        field = self.fields[name]
        if isinstance(value, dt.date):
            return long_date(value, get_language() or "fr")
        if isinstance(field, forms.ChoiceField):
            words = {str(key): str(label) for key, label in field.choices}
            return words.get(str(field.prepare_value(value)), "")
        if value is None:
            return "0" if isinstance(field, forms.IntegerField) else ""
        return str(value)

    def _day(self) -> None:
        """Once the campaign is open its institutions count on that day: it comes later by an act, with a reason."""
        if self.instance.awaits_dossiers:
            self.fields["dossier_due_on"].disabled = True
            self.fields["dossier_due_on"].help_text = _(
                "La campagne est ouverte : cette date se reporte, avec un motif."
            )

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

        note = [HTML('<p class="lead-note">{{ form.opened_note }}</p>')] if self.instance.opened_at else []
        if self.fields["dossier_due_on"].disabled:
            note.append(HTML('<p><a href="{{ form.postponement }}">{{ form.postponement_words }}</a></p>'))
        return Layout(
            *(["read"] if self.instance.pk else []),
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

    @property
    def postponement(self) -> str:
        return reverse("evaluations:campaign-postpone", args=[self.instance.public_id])

    postponement_words = _("Reporter la date de dépôt")
    opened_note = _("La campagne est ouverte : les délais changés ici valent pour les étapes qui s’ouvriront ensuite.")
    profiles_note = _("Parmi eux, au moins :")
    messages_note = _("Chaque message dit déjà l’essentiel ; ce que vous écrivez ici le suit. Laissez vide sinon.")


def writing_of(campaign: Campaign) -> str:
    """What tells one writing of a campaign's settings from another; its opening changes it too."""
    names = (*CampaignForm.Meta.fields, "profiles_required", "message_texts", "opened_at")
    facts = [campaign.serializable_value(name) for name in names]
    return hashlib.sha256(json.dumps(facts, default=str, sort_keys=True).encode()).hexdigest()[:16]
