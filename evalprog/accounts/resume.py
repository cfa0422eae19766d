"""What somebody had typed when their session ended: kept a day, shown to them alone, sent again if they say so.

It lies in the session of the visitor, which is anonymous then. Kept are the fields of forms sent from our own pages;
neither files, nor what is typed on the pages of an account (passwords), nor more than ``LIMIT`` characters in all.
"""

import secrets
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

SESSION_KEY = "kept_texts"
COOKIE = "person"  # who signed in last in this browser: it outlives the session, and names nobody
COOKIE_AGE = 30 * 24 * 3600
LIFETIME = 24 * 3600
LIMIT = 500_000
AT_MOST = 5
KEPT_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
OURS = "csrfmiddlewaretoken"
# What our pages send beside what is typed: what was read, the button that was pressed, where it stood, where to go on.
BESIDE = {"revision", "base_revision", "save_id", "save", "where", "next"}


@dataclass
class Kept:
    """One form, as it was sent. ``unrecognised``: by somebody who was signed in, without the token of our pages."""

    key: str
    path: str
    fields: list[tuple[str, str]]
    owner: str  # the mark of a person, or "" when nobody knows
    at: float
    unrecognised: bool = False

    @property
    def texts(self) -> list[tuple[str, str]]:
        """What a person would recognise: without the empty fields, nor what the page sends beside them."""
        return [(name, value) for name, value in self.fields if value.strip() and name not in BESIDE]


def mark_of(user) -> str:
    """A mark that stands for a person without telling who, here in cookies and pages."""
    return salted_hmac("evalprog.accounts.person", str(user.pk), algorithm="sha256").hexdigest()[:32]


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser says that one of our own pages sent this. Another site's text must not be kept, let alone
    offered for sending."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def keep(request: HttpRequest, *, unrecognised: bool = False) -> bool:
    """Keeps a form that cannot be taken now. False when it may not or cannot be kept: the visitor has to know."""
    if not _may_be_kept(request):
        return False
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != OURS]
    owner = mark_of(request.user) if request.user.is_authenticated else request.COOKIES.get(COOKIE, "")
    new = Kept(secrets.token_hex(8), request.get_full_path(), fields, owner, time.time(), unrecognised)
    kept = [*_all(request), new]
    if len(kept) > AT_MOST or sum(_size(one) for one in kept) > LIMIT:
        return False
    _store(request, kept)
    request.text_was_kept = True
    return True


def kept_for(request: HttpRequest) -> list[Kept]:
    """What the person who is signed in had typed, or may have typed, in this browser."""
    mine = mark_of(request.user)
    return [one for one in _all(request) if not one.owner or constant_time_compare(one.owner, mine)]


def forget(request: HttpRequest, key: str) -> None:
    _store(request, [one for one in _all(request) if one.key != key])


def forget_sent(request: HttpRequest) -> None:
    """The form that was kept for this address has now been taken, unless it was just put aside once more."""
    if getattr(request, "text_was_kept", False):
        return
    path = request.get_full_path()
    mine = {one.key for one in kept_for(request) if one.path == path}
    if mine:
        _store(request, [one for one in _all(request) if one.key not in mine])


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method == "POST"
        and request.content_type in KEPT_TYPES
        and not request.path.startswith(reverse("accounts:me"))
        and is_from_our_page(request)
        and not request.FILES
        and not any("password" in name.lower() for name in request.POST)
        and ratelimit.consume(request, action="keep_text")
    )


def _all(request: HttpRequest) -> list[Kept]:
    oldest = time.time() - LIFETIME
    kept = (Kept(**one) for one in request.session.get(SESSION_KEY, ()))
    return [one for one in kept if one.at > oldest]


def _store(request: HttpRequest, kept: list[Kept]) -> None:
    if kept:
        request.session[SESSION_KEY] = [asdict(one) for one in kept]
    else:
        request.session.pop(SESSION_KEY, None)


def _size(kept: Kept) -> int:
    return sum(len(name) + len(value) for name, value in kept.fields)
