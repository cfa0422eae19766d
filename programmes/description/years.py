"""Academic years: kept as « 2026-2027 », however people write them.

meant("2026/27")     -> "2026-2027"       what is no such year stays as it is, for its rule to refuse
"""

import re

_WRITTEN = re.compile(r"\s*((?:19|20)\d\d)\s*[-–—/]\s*((?:19|20)?\d\d)\s*")


def meant(text: str) -> str:
    found = _WRITTEN.fullmatch(text)
    if found is None:
        return text
    begins, ends = found.groups()
    is_next = int(ends) % 100 == (int(begins) + 1) % 100
    return f"{begins}-{int(begins) + 1}" if is_next and ends in (str(int(begins) + 1), ends[-2:]) else text
