"""Citing a place of the dossier: for which finding, or for the text itself."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluations.definition.parts import WritableText
from evaluations.forms.gestures import GestureForm
from evaluations.models import DossierPart, Evaluation, Finding
from evaluations.reports import dossier_reading
from evaluations.workspace.citations import NOWHERE, Place

SHORT = 70  # letters of a finding in the list of choices


class CiteForm(GestureForm):
    """``findings``: those that may be chosen, those of this text first. ``place`` and ``target``: what was chosen."""

    name = "citation-add"

    target = forms.ChoiceField(label=_("Pour"), required=False)
    part = forms.ModelChoiceField(
        DossierPart.objects.none(), to_field_name="public_id", widget=forms.HiddenInput, required=False
    )
    section = forms.SlugField(widget=forms.HiddenInput, required=False)
    table = forms.SlugField(widget=forms.HiddenInput, required=False)
    page = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    row = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    column = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    read = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)  # the version that was open

    def __init__(
        self, *args: Any, evaluation: Evaluation, text: WritableText, findings: list[Finding], button="", **options: Any
    ) -> None:
        self.button = button
        super().__init__(*args, auto_id="citer-%s", **options)
        self.findings = {finding.public_id: finding for finding in findings}
        self.deposited = {part.public_id: part for part in dossier_reading.parts_as_deposited(evaluation)}
        self.fields["part"].queryset = evaluation.dossier.filter(public_id__in=self.deposited)
        chosen = [(name, f"{str(one).capitalize()} : {_shortened(one.text)}") for name, one in self.findings.items()]
        self.fields["target"].choices = [("", _("Le texte « %(label)s »") % {"label": text.label}), *chosen]
        self.helper.attrs |= {"data-pane": ""}
        self.helper.form_action = reverse("evaluations:citation-add", args=[evaluation.public_id, text.code])

    def clean(self) -> dict[str, Any]:
        """One place is named."""
        said = super().clean() or {}
        if not self.errors and sum(bool(said.get(name)) for name in ("part", "section", "table")) != 1:
            raise forms.ValidationError(str(NOWHERE))
        return said

    @property
    def about(self) -> dict[str, Any]:
        """What the place is cited for, unless it is the text, and in which version of the dossier it was read."""
        return {"finding": self.findings.get(self.cleaned_data["target"]), "read": self.cleaned_data["read"]}

    @property
    def place(self) -> Place:
        """In what was deposited, whatever its institution has done with it since."""
        where = {name: self.cleaned_data[name] for name in ("part", "page", "row", "column", "section", "table")}
        if part := where["part"]:
            where["part"] = self.deposited.get(part.public_id, part)
        return Place(**where)


def _shortened(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]}…"
