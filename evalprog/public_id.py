"""Names for what appears in URLs: random, so that one tells nothing about the next."""

import re
import secrets
from typing import Any

# No vowel and no look-alike: an identifier can be dictated, and spells no word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12  # 27 ** 12 possibilities, about 57 bits


_LIKE_ONE = re.compile(r"[\w-]{1,40}", re.ASCII)


def is_like_one(name: str) -> bool:
    """Whether that may be asked of the database as a public id.

    Names that come in a query or a form are anything: a NUL among them is an error of PostgreSQL.
    """
    return _LIKE_ONE.fullmatch(name) is not None


def named(rows: Any, name: str) -> Any:
    """The row of that public id, or ``None``."""
    return rows.filter(public_id=name).first() if is_like_one(name) else None


def new_public_id() -> str:
    """Twelve characters of ``ALPHABET``."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
