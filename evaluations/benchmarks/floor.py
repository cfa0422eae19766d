"""The least that a page and a save can be: one question and a bare template, one row written. For comparison only."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Template
from django.urls import include, path

from evaluations.models import Assessment

_BARE = Template("<!doctype html><title>{{ text.code }}</title><textarea>{{ text.text }}</textarea>")


def page(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse(_BARE.render(Context({"text": Assessment.objects.get(pk=pk)})))


def save(request: HttpRequest, pk: int) -> HttpResponse:
    return JsonResponse({"saved": Assessment.objects.filter(pk=pk).update(text=request.POST["text"])})


urlpatterns = [
    path("plancher/<int:pk>/", page),
    path("plancher/<int:pk>/enregistrer", save),
    path("", include("evalprog.urls")),
]
