"""A browser's own description of itself, in words that its owner recognises."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first word found wins: browsers also claim to be the ones they descend from.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """« Firefox, Windows »; what is known of it when only one is; the description itself when neither is."""
    known = [next((name for word, name in names if word in user_agent), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, known)) or user_agent or _("navigateur inconnu")
