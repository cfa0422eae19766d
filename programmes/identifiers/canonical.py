"""The one form in which an identifier is kept: without its address, its spaces and its prefix."""

import re

_ADDRESSES = {
    "ror": re.compile(r"(https?://)?(www\.)?ror\.org/", re.IGNORECASE),
    "orcid": re.compile(r"(https?://)?(www\.)?orcid\.org/", re.IGNORECASE),
    "idref": re.compile(r"(https?://)?(www\.)?idref\.fr/", re.IGNORECASE),
}
_SPACES = re.compile(r"[\s\u00a0\u202f\u2007]+")
_CAPITALS = {"uai", "orcid", "idref", "rncp", "eter", "deqar"}


def canonical(kind: str, value: str) -> str:
    """The same identifier as it is kept; what is wrong with it stays wrong.

    >>> canonical("ror", " https://ror.org/03yrm5c26 "), canonical("orcid", "0000000207560508")
    ('03yrm5c26', '0000-0002-0756-0508')
    """
    text = _SPACES.sub("", value)
    if kind in _ADDRESSES:
        text = _ADDRESSES[kind].sub("", text, count=1).rstrip("/")
    text = text.upper() if kind in _CAPITALS else text.lower()
    if kind == "orcid" and re.fullmatch(r"[0-9]{15}[0-9X]", text):
        return "-".join(text[at : at + 4] for at in range(0, 16, 4))
    if kind == "rncp":
        return re.sub(r"^(RNCP|RS)[N°:.-]*", r"\1", text)
    return text
