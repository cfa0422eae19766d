"""When a request reached us: what is in time is told by it, however long a file takes to come or an act to be done.

``request.received_at`` is noted before anything else is done, when the head of the request is there and its body may
still be on its way. A proxy of ours that keeps a body until it is whole may say when it began to come:
``X-Request-Start: t=<milliseconds since 1970>``. It is believed where the operator says that the proxy writes that
header over whatever a visitor sent in it (``PROXY_DATES_REQUESTS``): else a visitor would say that they came in time.
"""

import datetime as dt
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from evalprog import clock

_STARTED = re.compile(r"t=([0-9]{10,13})(?:\.([0-9]{1,6}))?")
LONGEST = dt.timedelta(hours=1)  # no body takes so long: an earlier start is a wrong clock


def arrival_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Notes ``received_at`` on the request; it stands first among the middleware."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.received_at = received_at(request)  # type: ignore[attr-defined]
        return get_response(request)

    return answer


def received_at(request: HttpRequest) -> dt.datetime:
    """The instant, aware. A proxy's word is believed when it is of the last hour, and not of the future."""
    now = clock.now()
    said = request.headers.get("X-Request-Start", "") if settings.PROXY_DATES_REQUESTS else ""
    if not (found := _STARTED.fullmatch(said)):
        return now
    seconds = int(found[1]) / (1000 if len(found[1]) == 13 else 1) + (float(f"0.{found[2]}") if found[2] else 0)
    started = dt.datetime.fromtimestamp(seconds, dt.UTC)
    return started if now - LONGEST <= started <= now else now
