"""What every template may ask about where the person in front of it may go."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from evaluations.permissions import rooms


def navigation(request: HttpRequest) -> dict[str, object]:
    """``rooms``: the agency's rooms that the person may enter; asked of the database by pages that show the way."""
    user = getattr(request, "user", None)
    return {"rooms": SimpleLazyObject(lambda: rooms(user) if user else frozenset())}
