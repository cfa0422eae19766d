"""The site with the page on which observations are written."""

from django.http import HttpResponse
from django.urls import include, path

from evalprog.urls import urlpatterns as site
from evaluations.urls import urlpatterns as own


def observations(request, public_id):
    return HttpResponse("")


with_observations = [*own, path("evaluations/<slug:public_id>/observations/", observations, name="observations")]
urlpatterns = [path("", include((with_observations, "evaluations"))), *site[1:]]
