"""A passage that is not to be published, as the agency marks it."""

from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import RedactionReason
from evaluations.forms.corrections import Places
from evaluations.forms.gestures import GestureForm, Words
from evaluations.reports.redaction import Place


class RedactionForm(GestureForm):
    """``found``: the texts of the report."""

    name = "redaction-add"
    button = _("Marquer ce passage")

    place = forms.ChoiceField(label=_("Texte ou constat"), required=False, widget=Places())
    quote = Words(label=_("Passage à occulter"), rows=3, help_text=_("Copié du rapport, ou sélectionné dans le texte."))
    reason = forms.ChoiceField(label=_("Raison légale, publiée à la place du passage"))
    precision = Words(
        label=_("Précision"), rows=2, required=False, help_text=_("Pour qui décide. Elle n’est pas publiée.")
    )

    def __init__(self, *args: Any, found: list[Place], action: str, **options: Any) -> None:
        super().__init__(*args, auto_id="passage-%s", **options)
        field = self.fields["place"]
        field.choices = [("", _("Le seul texte où il se trouve")), *((p.name, p.label) for p in found)]
        field.widget.places = {p.name: p.name for p in found}
        self.fields["reason"].choices = [("", _("Choisissez")), *RedactionReason.choices]
        self.helper.layout = Layout(*(Field(name) for name in ("place", "quote", "reason", "precision")))
        self.helper.form_action = f"{action}#nouvelle"
