"""A refused act hands back what was typed for it: the stage may have changed while somebody was writing."""

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from evalprog import richtext


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a 403: what is missing and, to its author alone, what they had sent."""
    sentence = str(exception.args[0]) if exception.args else ""
    context = {"exception": sentence, "handed_back": _words(request)}
    response = HttpResponseForbidden(render_to_string("403.html", context, request))
    add_never_cache_headers(response)
    return response


def _words(request: HttpRequest) -> list[str]:
    """What a person typed: several words; the other fields are numbers and names that the form itself gave.

    Nothing of the pages of an account, where passwords are typed.
    """
    typed = request.method == "POST" and request.user.is_authenticated
    if not typed or request.path.startswith(reverse("accounts:me")):
        return []
    sent = [value for values in request.POST.lists() for value in values[1]]
    plain = [richtext.to_plain(value) if value.lstrip().startswith("<") else value for value in sent]
    return [text for text in plain if len(text.split()) > 1]
