"""Every route of the site declares its class of access, and the command lists them all."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.urls import get_resolver, include, path

from evalprog import access
from evalprog.routes import Route, routes, superfluous, undeclared

pytestmark = pytest.mark.sqlite_only  # nothing here meets a database


def count(patterns) -> int:
    """The resolver's own count, by another road than ``routes``."""
    return sum(count(p.url_patterns) if hasattr(p, "url_patterns") else 1 for p in patterns)


def test_every_route_declares_its_class_and_every_line_has_its_route():
    found = routes()

    assert len(found) == count(get_resolver().url_patterns)
    assert undeclared(found) == []
    assert superfluous(found) == []
    assert len({route.key for route in found}) == len(found)


def test_the_command_prints_every_route_as_json(capsys):
    call_command("routes", "--json")

    printed = json.loads(capsys.readouterr().out)
    assert len(printed) == len(routes())
    assert {"name": "evaluations:home", "path": "/", "methods": ["GET"], "access": "public"} in printed
    assert {row["access"] for row in printed} <= access.CLASSES


def a_view(request):
    return HttpResponse("")


inner = ([path("dedans/", a_view, name="inside")], "space")
urlpatterns = [path("sans-nom/", a_view), path("avec/<int:pk>/", include(inner, namespace="space"))]


def test_a_route_without_a_line_is_found_whether_named_or_not(settings, capsys):
    settings.ROOT_URLCONF = __name__

    assert routes() == [Route("/sans-nom/", "", None), Route("/avec/<int:pk>/dedans/", "space:inside", None)]
    with pytest.raises(CommandError, match="/sans-nom/, space:inside, account_"):
        call_command("routes", "--json")
    assert [row["access"] for row in json.loads(capsys.readouterr().out)] == [None, None]


def test_a_class_that_is_none_is_not_a_declaration(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setitem(access.ACCESS, "/sans-nom/", access.page("everybody"))

    assert "/sans-nom/" in undeclared(routes())
