"""What lies beside the text, as tabs: each pane is a template and a function from the desk to its context."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from evaluations.views.desk import Desk
from evaluations.views.panes import (
    comments,
    contributions,
    corrections,
    dossier,
    findings,
    history,
    preview,
    suggestions,
)


@dataclass(frozen=True, slots=True)
class Pane:
    """``name``: in the address, ``?volet=``; ``context``: what its template shows, given the desk and the request;
    ``is_shown``: whether there is such a pane beside this text."""

    name: str
    label: str | Promise
    template: str
    context: Callable[[HttpRequest, Desk], dict[str, Any]]
    is_shown: Callable[[Desk], bool] = lambda desk: True


def _guide(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return {"text": desk.text}


# In the order of the tabs. The first is shown when the address names none.
PANES: tuple[Pane, ...] = (
    Pane("consigne", _("Consigne"), "evaluations/workspace/panes/guide.html", _guide),
    Pane("dossier", _("Dossier"), dossier.TEMPLATE, dossier.context),
    Pane(
        "contributions",
        _("Contributions"),
        "evaluations/workspace/panes/contributions.html",
        contributions.context,
    ),
    Pane("constats", _("Constats"), findings.TEMPLATE, findings.context),
    Pane("commentaires", _("Commentaires"), "evaluations/workspace/panes/comments.html", comments.context),
    Pane("historique", _("Historique"), "evaluations/workspace/panes/history.html", history.context),
    Pane("suggestions", _("Suggestions"), "evaluations/workspace/panes/suggestions.html", suggestions.context),
    Pane(corrections.NAME, _("Corrections"), corrections.TEMPLATE, corrections.context, corrections.is_shown),
    Pane("apercu", _("Aperçu"), "evaluations/workspace/panes/preview.html", preview.context),
)


def panes_of(desk: Desk) -> tuple[Pane, ...]:
    """Those beside this text, in the order of the tabs."""
    return tuple(pane for pane in PANES if pane.is_shown(desk))


def pane_named(name: str, among: tuple[Pane, ...] = PANES) -> Pane:
    """The pane of that name; the first for any other."""
    return next((pane for pane in among if pane.name == name), among[0])


def back_to(desk: Desk, name: str, **query: str) -> HttpResponse:
    """After a gesture: the page of the text, with that pane beside it."""
    address = reverse("evaluations:criterion-edit", args=[desk.evaluation.public_id, desk.text.code])
    return HttpResponseRedirect(f"{address}?{urlencode({'volet': name, **query})}", status=303)


def pane_alone(request: HttpRequest, desk: Desk, name: str, **more: Any) -> HttpResponse:
    """The pane of a gesture that was refused, with ``more`` to show in it: by itself for the page's script, on a page
    of its own without."""
    panes = panes_of(desk)
    pane = pane_named(name, panes)
    context = {"desk": desk, "evaluation": desk.evaluation, "panes": panes, "pane": pane}
    context |= {**pane.context(request, desk), **more}
    if "X-Pane" not in request.headers:
        return render(request, "evaluations/workspace/pane_alone.html", context, status=422)
    response = render(request, "evaluations/workspace/pane.html", context, status=422)
    response["X-Pane"] = "1"
    return response
