"""A finding: what it says, the criteria that it follows from, the weaknesses that it answers."""

import uuid
from typing import Any

from crispy_forms.layout import Field, Layout
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluations.enums import FindingKind
from evaluations.forms.gestures import GestureForm, Words
from evaluations.models import Evaluation, Finding
from evaluations.workspace.findings import Links, links_of


def linkable(evaluation: Evaluation) -> dict[str, str]:
    """The criteria that a finding of this evaluation may be linked to: label by code."""
    criteria = evaluation.framework.definition.criteria_for(evaluation.programme.kind)
    return {criterion.code: criterion.label for criterion in criteria}


class FindingWords(GestureForm):
    """``critere``: the text beside which it is written, where one comes back to; empty on the page of all findings."""

    text = Words(label=_("Constat"), rows=3, max_length=2000, help_text=_("Une phrase, qui se lit seule."))
    save_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    critere = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, evaluation: Evaluation, beside: str = "", **options: Any) -> None:
        options["initial"] = {"save_id": uuid.uuid4(), "critere": beside, **options.get("initial", {})}
        super().__init__(*args, **options)
        self.evaluation = evaluation
        self.helper.attrs |= {"data-pane": ""} if beside else {}


class AddFindingForm(FindingWords):
    """``kind``: the only one offered, in the list of its kind."""

    name = "finding-add"
    button = _("Ajouter")

    kind = forms.ChoiceField(label=_("Nature"), choices=[(kind.value, kind.label.capitalize()) for kind in FindingKind])

    field_order = ("kind", "text", "save_id", "critere")

    def __init__(self, *args: Any, kind: str = "", **options: Any) -> None:
        super().__init__(*args, auto_id=f"ajout-{kind.lower()}-%s" if kind else "ajout-%s", **options)
        if kind:
            self.fields["kind"].widget = forms.HiddenInput()
            self.initial["kind"] = kind
        self.helper.form_action = reverse("evaluations:finding-add", args=[self.evaluation.public_id])


class EditFindingForm(FindingWords):
    """Everything of one finding. ``base_revision``: of the words that the person read; ``read_…``: the links."""

    name = "finding-edit"
    button = _("Enregistrer")

    base_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    correction = forms.CharField(widget=forms.HiddenInput, required=False)  # the error of fact that is being answered
    read_criteria = forms.CharField(widget=forms.HiddenInput, required=False)
    read_addresses = forms.CharField(widget=forms.HiddenInput, required=False)
    criteria = forms.MultipleChoiceField(label=_("Critères"), required=False, widget=forms.CheckboxSelectMultiple)
    addresses = forms.ModelMultipleChoiceField(
        Finding.objects.none(),
        label=_("Répond aux points faibles"),
        required=False,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, finding: Finding, answered: str = "", **options: Any) -> None:
        links = links_of(finding)
        options["initial"] = {
            "correction": answered,
            "text": finding.text,
            "base_revision": finding.revision,
            "read_criteria": " ".join(sorted(links.criteria)),
            "read_addresses": " ".join(sorted(links.addresses)),
            "criteria": sorted(links.criteria),
            "addresses": sorted(links.addresses),
        }
        super().__init__(*args, evaluation=finding.evaluation, **options)
        self.fields["criteria"].choices = list(linkable(self.evaluation).items())
        weaknesses = self.evaluation.findings.kept().filter(kind=FindingKind.WEAKNESS)
        self.fields["addresses"].queryset = weaknesses
        self.fields["addresses"].label_from_instance = lambda weakness: f"{weakness.number}. {weakness.text}"
        if finding.kind != FindingKind.RECOMMENDATION:
            del self.fields["addresses"]
        fields = [Field(name) for name in ("text", "criteria", "addresses") if name in self.fields]
        self.helper.layout = Layout(
            *fields, "base_revision", "read_criteria", "read_addresses", "save_id", "critere", "correction"
        )
        address = reverse("evaluations:finding-edit", args=[self.evaluation.public_id, finding.public_id])
        self.helper.form_action = address

    @property
    def read(self) -> Links:
        """The links that the person had before their eyes."""
        said = self.cleaned_data
        return Links(frozenset(said["read_criteria"].split()), frozenset(said["read_addresses"].split()))

    @property
    def links(self) -> Links:
        """The links that the person wants."""
        said = self.cleaned_data
        weaknesses = {weakness.public_id for weakness in said.get("addresses", ())}
        return Links(frozenset(said["criteria"]), frozenset(weaknesses))
