"""What is wrong in a form, told once above it: each sentence with the field that it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """``target``: the id of the field, or nothing for what concerns none."""

    sentence: str
    label: str = ""
    target: str = ""


def errors_of(form: forms.BaseForm) -> list[ErrorLine]:
    """What concerns no field first, then field by field, in the order in which one meets them."""
    lines = [ErrorLine(str(sentence)) for sentence in form.non_field_errors()]
    for field in form.visible_fields():
        lines += [ErrorLine(str(sentence), str(field.label), _target(field)) for sentence in field.errors]
    hidden = [field for field in form.hidden_fields() if field.errors]
    return [*lines, *(ErrorLine(str(sentence)) for field in hidden for sentence in field.errors)]


def _target(field: forms.BoundField) -> str:
    """Of boxes to tick, the first."""
    return next(_ids(field), "")


def _ids(field: forms.BoundField) -> Iterator[str]:
    if field.id_for_label:
        yield field.id_for_label
    for widget in field.subwidgets:
        yield widget.id_for_label
