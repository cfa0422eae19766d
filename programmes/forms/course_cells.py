"""The columns of the courses of a group, and the cells in which one writes.

Column("credits", "Crédits", "Crédits", is_number=True)        code, title, credits, then a kind of hours each
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from evalprog.documents.editing import Document
from evalprog.documents.fields import NumberField, TextField, rule_of
from programmes.description.rules import CatalogueCode, Title
from programmes.enums import HourKind

USUAL_HOURS = (HourKind.LECTURE, HourKind.TUTORIAL, HourKind.PRACTICAL)
_FIELDS = {
    "code": TextField(rule_of(CatalogueCode), True),
    "title": TextField(rule_of(Title), True),
    "credits": NumberField(required=False),
}
_HOURS = NumberField(required=False)


@dataclass(frozen=True, slots=True)
class Column:
    """``name``: code, title, credits, or a kind of hours. ``short``: above the column."""

    name: str
    label: str
    short: str
    is_number: bool


@dataclass(slots=True)
class Cell:
    column: Column
    name: str
    value: str
    errors: list[str] = field(default_factory=list)
    now: str | None = None  # what stands, where it is not what was typed

    def clean(self) -> Any:
        """What it says, or None; what is wrong is told in it."""
        try:
            return _FIELDS.get(self.column.name, _HOURS).clean(self.value)
        except ValidationError as wrong:
            self.errors = list(wrong.messages)
            return None


def record(cells: Sequence[Cell]) -> Document:
    """By name of column, what its cells say."""
    return {cell.column.name: value for cell in cells if (value := cell.clean()) is not None}


def columns_of(courses: Sequence[Document], sent: Collection[str] = ()) -> list[Column]:
    """The usual kinds of hours, those that a course has, and those of the fields that were sent."""
    used = {hours.get("kind") for course in courses for hours in course.get("hours", ())}
    used |= {name.rpartition("-")[2] for name in sent}
    return [column for column in every_column() if column.name not in HourKind.values or _is_shown(column, used)]


def _is_shown(column: Column, used: Collection[Any]) -> bool:
    return column.name in USUAL_HOURS or column.name in used


def every_column() -> list[Column]:
    short = {HourKind.LECTURE: _("CM"), HourKind.TUTORIAL: _("TD"), HourKind.PRACTICAL: _("TP")}
    label = _("Heures : %(kind)s")
    return [
        Column("code", _("Code"), _("Code"), False),
        Column("title", _("Intitulé"), _("Intitulé"), False),
        Column("credits", _("Crédits"), _("Crédits"), True),
        *(Column(k.value, label % {"kind": k.label}, short.get(k, capfirst(k.label)), True) for k in HourKind),
    ]
