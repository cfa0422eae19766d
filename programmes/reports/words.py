"""Numbers, languages and addresses in the words of a sheet."""

import re
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from programmes.description.languages import name_of

_ADDRESS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]\S*)?)", re.IGNORECASE)


def number(value: Decimal | None) -> str:
    """« 2,5 »; nothing for what is not given."""
    return "" if value is None else number_format(f"{value.normalize():f}", use_l10n=True)


def credits_of(value: Decimal | None) -> str:
    return _("%(number)s crédits") % {"number": number(value)} if value is not None else ""


def language(code: str | None) -> str:
    """« français »; the code itself for a language that has no name here."""
    return name_of(code) if code else ""


def web_address(text: str) -> str:
    """An address of the web that a page may lead to; nothing for what is none."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        return ""
    return text.strip() if text.lower().startswith("http") else f"https://{found[1]}"
