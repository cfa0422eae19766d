"""Names for what appears in URLs: random, so that one tells nothing about the next."""

import secrets

# No vowel and no look-alike: an identifier can be dictated, and spells no word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 12  # 27 ** 12 possibilities, about 57 bits


def new_public_id() -> str:
    """Twelve characters of ``ALPHABET``."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
