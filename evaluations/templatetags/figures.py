"""Numbers as they are read in French."""

from django import template

register = template.Library()

_NARROW_SPACE = "\u202f"


@register.filter
def grouped(number: int) -> str:
    """« 1 400 », in groups of three figures that stay on one line."""
    return f"{number:,}".replace(",", _NARROW_SPACE)
