"""Filters of the pages about programmes."""

from decimal import Decimal

from django import template

from programmes.enums import ProgrammeKind
from programmes.imports import headings
from programmes.reports.words import credits_of

register = template.Library()
_LABELS = dict(ProgrammeKind.choices)


@register.filter
def kind_label(kind: str) -> str:
    """« Master »."""
    return str(_LABELS.get(kind, kind))


@register.filter
def credits(amount: Decimal | None) -> str:  # noqa: A001  (the name that templates say)
    """« 120 crédits »."""
    return credits_of(amount)


@register.filter
def column_in_words(column: str) -> str:
    """« Formations.year (Année universitaire) »."""
    return headings.column_in_words(column)
