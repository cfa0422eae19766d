"""Numbers that an address or a form of ours carries."""

from django.http import HttpRequest

_LONGEST = 9  # digits: a database keeps such a number, and no page has a larger one


def whole(text: str) -> int | None:
    """The number that these digits write; nothing for anything else.

    >>> whole("12"), whole("-1"), whole("²"), whole("1" * 30)
    (12, None, None, None)
    """
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _LONGEST else None


def revision_in(request: HttpRequest) -> int:
    """The revision that the person had before their eyes; none that exists, if the page did not say."""
    given = whole(request.POST.get("revision", ""))
    return -1 if given is None else given
