"""The sheet on which the texts of a report are shared out: a row for each text, a box for each member."""

from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.definition.parts import WritableText
from evaluations.models import CommitteeMember
from evaluations.workspace.assignments import Sheet

TABLE = (
    '{% include "evaluations/workspace/assignment_table.html" '
    "with rows=form.rows members=form.sheet.members enabled=True only %}"
)


@dataclass(frozen=True, slots=True)
class Box:
    """``differs``: it is not as what is in place."""

    member: CommitteeMember
    name: str
    checked: bool
    differs: bool

    @property
    def value(self) -> str:
        return self.member.public_id


@dataclass(frozen=True, slots=True)
class Row:
    text: WritableText
    boxes: tuple[Box, ...]


class AssignmentForm(forms.Form):
    """``sheet``: what is in place. Sent, it hands over ``pairs``; ``base`` is the sheet that was shown."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sheet: Sheet, texts: tuple[WritableText, ...], decides: bool) -> None:
        super().__init__(*args, initial={"base": sheet.fingerprint})
        self.sheet, self.texts, self.decides = sheet, texts, decides
        people = [(member.public_id, member.name) for member in sheet.members]
        for text in texts:
            self.fields[_name(text)] = forms.MultipleChoiceField(label=text.label, choices=people, required=False)
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "assignment-edit", "data-unsaved": ""}
        self.helper.layout = Layout(
            "base",
            HTML(TABLE),
            Submit("save", _("Enregistrer la répartition")),
        )

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset((text.code, member) for text in self.texts for member in self.cleaned_data[_name(text)])

    @property
    def rows(self) -> list[Row]:
        """The boxes as they were sent, else as they are in place."""
        wanted = self.pairs if self.is_bound and self.is_valid() else self.sheet.pairs
        return [
            Row(
                text,
                tuple(
                    Box(
                        member,
                        _name(text),
                        checked=(text.code, member.public_id) in wanted,
                        differs=(text.code, member.public_id) in wanted ^ self.sheet.pairs,
                    )
                    for member in self.sheet.members
                ),
            )
            for text in self.texts
        ]

    def based_on(self, sheet: Sheet) -> "AssignmentForm":
        """The same boxes, to be sent again in the knowledge of what is in place now."""
        again = self.data.copy()
        again["base"] = sheet.fingerprint
        return AssignmentForm(again, sheet=sheet, texts=self.texts, decides=self.decides)


def _name(text: WritableText) -> str:
    return f"texte-{text.code}"
