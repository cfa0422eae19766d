"""Check characters, from the others: pure arithmetic."""

from collections.abc import Callable

from programmes.identifiers.kinds import CROCKFORD, KINDS

_UAI_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # without I, O and Q


def uai_check_letter(number: str) -> str:
    """The letter that follows the seven digits of a UAI code.

    >>> uai_check_letter("0601223")
    'D'
    """
    return _UAI_LETTERS[int(number) % len(_UAI_LETTERS)]


def check_of(kind: str, code: str) -> str:
    """The check that the body of a code of the right shape asks for; '' for a kind that has none."""
    return _CHECKS[kind](code[: -KINDS[kind].check]) if kind in _CHECKS else ""


def is_good(kind: str, code: str) -> bool:
    """Of the right shape, and its check the one that the rest asks for."""
    return KINDS[kind].shape.fullmatch(code) is not None and code.endswith(check_of(kind, code))


def _ror(body: str) -> str:
    number = 0
    for character in body:
        number = number * 32 + CROCKFORD.index(character)
    return f"{98 - number * 100 % 97:02d}"


def _orcid(body: str) -> str:
    """ISO 7064, MOD 11-2."""
    total = 0
    for character in body.replace("-", ""):
        total = (total + int(character)) * 2 % 11
    rest = (12 - total) % 11
    return "X" if rest == 10 else str(rest)


def _idref(body: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(body, range(9, 1, -1), strict=True))
    rest = -total % 11
    return "X" if rest == 10 else str(rest)


def _siret(body: str) -> str:
    """Luhn: every second digit counts double, from the one before the check."""
    total = 0
    for position, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if position % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


_CHECKS: dict[str, Callable[[str], str]] = {
    "uai": uai_check_letter,
    "ror": _ror,
    "orcid": _orcid,
    "idref": _idref,
    "siret": _siret,
}
