"""Identifiers of institutions, persons and certifications, with their checks.

problem("uai", "0601223E") -> str     one sentence, or nothing when it is good
canonical("ror", "https://ror.org/03yrm5c26") -> "03yrm5c26"
"""

from programmes.identifiers.canonical import canonical
from programmes.identifiers.checks import check_of, is_good, uai_check_letter
from programmes.identifiers.kinds import KINDS, NAMES
from programmes.identifiers.problems import problem


def is_uai(code: str) -> bool:
    """Seven digits and their check letter, in capitals."""
    return is_good("uai", code)


__all__ = ["KINDS", "NAMES", "canonical", "check_of", "is_good", "is_uai", "problem", "uai_check_letter"]
