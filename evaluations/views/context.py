"""What every template may ask about where the person in front of it may go."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from evaluations.permissions import places


def navigation(request: HttpRequest) -> dict[str, object]:
    """``rooms``: where the person may go, the agency's rooms and the programmes of their institution; asked of the
    database by pages that show the way."""
    user = getattr(request, "user", None)
    return {"rooms": SimpleLazyObject(lambda: places(user) if user else frozenset())}
