"""Identifiers of the national directory of institutions."""

import re

_UAI = re.compile(r"(\d{7})([A-Z])")
_CHECK_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # without I, O and Q


def uai_check_letter(number: str) -> str:
    """The letter that follows the seven digits of a UAI code.

    >>> uai_check_letter("0601223")
    'D'
    """
    return _CHECK_LETTERS[int(number) % len(_CHECK_LETTERS)]


def is_uai(code: str) -> bool:
    """Seven digits and their check letter, in capitals."""
    found = _UAI.fullmatch(code)
    return found is not None and uai_check_letter(found[1]) == found[2]
