"""A route answers the methods that ``access`` declares, and no other."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.deprecation import MiddlewareMixin

from evalprog.access import ACCESS


class DeclaredMethodsMiddleware(MiddlewareMixin):
    """Refuses the others with 405, after the door: whoever owes a sign-in is not told what a page answers.

    A route without a line is left to its view; a test and ``manage.py routes`` refuse that there be one.
    """

    def process_view(
        self, request: HttpRequest, view_func: object, view_args: object, view_kwargs: object
    ) -> HttpResponse | None:
        found = request.resolver_match
        declared = ACCESS.get(found.view_name if found.url_name else f"/{found.route}")
        if declared is None or request.method in declared.answered:
            return None
        return HttpResponseNotAllowed(declared.answered)
