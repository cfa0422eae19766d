"""An address that leads nowhere is answered by the site's own page, in a trial too."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import page_not_found


class NotFoundMiddleware(MiddlewareMixin):
    """With DEBUG, Django answers in English with a list of addresses: whoever tries the product sees what its visitors
    will. Pages of ours that are a 404 by themselves are no ``HttpResponseNotFound``."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if settings.DEBUG and isinstance(response, HttpResponseNotFound):
            return page_not_found(request, Http404())
        return response
