"""What a page says, and what is kept."""

import copy
from html import unescape


def text(response) -> str:
    return unescape(response.content.decode())


def document(description) -> dict:
    """The last writing."""
    return copy.deepcopy(description.revisions.first().document)
