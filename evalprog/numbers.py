"""Figures as people write them in tables: read, told apart from « not available », and written again in French.

« - » says that a figure is not available: it is None, never 0.
"""

import re
from decimal import Decimal
from functools import lru_cache

from django.utils.formats import get_format

NOT_AVAILABLE = frozenset({"-", "–", "—", "nc", "n.c.", "nd", "n.d."})
_FIGURE = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,10})?")
# « 1.234,50 », « 1.234.567 »; « 1.234 » alone may as well be a little more than one, as « 95.625 » is of percentages.
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:(?:\.\d{3}){2,4}(?:,\d{1,10})?|\.\d{3},\d{1,10})")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))")
# What a spreadsheet shows of a formula that fails, or the formula itself: « #REF! », « Err:502 », « =SUM(B2:B3) ».
_SLIP = re.compile(
    r"=.*|#{2,}|err ?: ?\d+|#(?:ref|div/0|n/a|valeur|value|nom|name|nombre|num|nul|null|calc|propagation|spill)[!?]?",
    re.IGNORECASE,
)
_SPACES = " \u00a0\u202f"

Cell = Decimal | str | None


def read_cell(text: str) -> Cell:
    """A figure, None when it is said to be not available, or the text itself.

    >>> read_cell("1 250,5"), read_cell("1.250,5"), read_cell("-"), read_cell("50 %")
    (Decimal('1250.5'), Decimal('1250.5'), None, '50 %')
    """
    text = text.strip()
    if text.casefold() in NOT_AVAILABLE:
        return None
    plain = text.replace(".", "") if _DOTTED.fullmatch(text) else _THOUSANDS.sub("", text)
    return Decimal(plain.replace(",", ".")) if _FIGURE.fullmatch(plain) else text


@lru_cache(maxsize=10_000)
def number(text: str) -> Decimal | None:
    """« 1 250 », « 92,5 % »: the number that a value gives, or none."""
    found = read_cell(text.removesuffix("%").rstrip(_SPACES))
    return found if isinstance(found, Decimal) else None


def is_slip_of_spreadsheet(text: str) -> bool:
    """An error of a spreadsheet, or a formula, where its value was to be.

    >>> is_slip_of_spreadsheet("#DIV/0!"), is_slip_of_spreadsheet("=B2+B3"), is_slip_of_spreadsheet("< 5")
    (True, True, False)
    """
    return _SLIP.fullmatch(text.strip()) is not None


def written(value: Decimal) -> str:
    """« 1 250 », « 2,5 »: narrow spaces between thousands, the decimal sign of the language, no zero too many."""
    whole, _dot, part = f"{value:,f}".partition(".")
    part = part.rstrip("0")
    return whole.replace(",", "\u202f") + (f"{get_format('DECIMAL_SEPARATOR')}{part}" if part else "")
