"""The table of identifiers: what each looks like, and what a reader is told that it should be."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Kind:
    """``shape``: of the canonical form. ``alphabet``: of the characters before the check. ``length``: of the whole,
    when there is only one. ``check``: the characters of the check at the end."""

    name: str
    shape: re.Pattern[str]
    expected: "str | Promise"
    length: int | None = None
    alphabet: str = "0123456789"
    check: int = 0


CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"

KINDS: dict[str, Kind] = {
    "uai": Kind("UAI", re.compile(r"[0-9]{7}[A-Z]"), _("sept chiffres, puis leur lettre de contrôle"), 8, check=1),
    "ror": Kind(
        "ROR",
        re.compile(rf"0[{CROCKFORD}]{{6}}[0-9]{{2}}"),
        _("un zéro, six lettres ou chiffres (sans i, l, o ni u), puis deux chiffres de contrôle"),
        9,
        CROCKFORD,
        2,
    ),
    "orcid": Kind(
        "ORCID",
        re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]"),
        _("quatre groupes de quatre chiffres, dont le dernier peut être X"),
        19,
        check=1,
    ),
    "idref": Kind(
        "IdRef", re.compile(r"[0-9]{8}[0-9X]"), _("huit chiffres, puis un chiffre de contrôle ou X"), 9, check=1
    ),
    "rncp": Kind("RNCP", re.compile(r"(RNCP|RS)[0-9]{1,6}"), _("RNCP ou RS, puis un à six chiffres")),
    "siret": Kind(
        "SIRET", re.compile(r"[0-9]{14}"), _("quatorze chiffres, dont le dernier est de contrôle"), 14, check=1
    ),
    "eter": Kind("ETER", re.compile(r"[A-Z]{2}[0-9]{4}"), _("le code du pays en deux lettres, puis quatre chiffres")),
    "deqar": Kind("DEQARINST", re.compile(r"DEQARINST[0-9]{1,8}"), _("DEQARINST, puis un à huit chiffres")),
}
NAMES = tuple(KINDS)
