"""What lies beside the text, as tabs: each pane is a template and a function from the desk to its context."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evaluations.views.desk import Desk
from evaluations.views.panes import dossier, findings


@dataclass(frozen=True, slots=True)
class Pane:
    """``name``: in the address, ``?volet=``; ``context``: what its template shows, given the desk and the request."""

    name: str
    label: str | Promise
    template: str
    context: Callable[[HttpRequest, Desk], dict[str, Any]]


def _guide(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return {"text": desk.text}


# In the order of the tabs. The first is shown when the address names none.
PANES: tuple[Pane, ...] = (
    Pane("consigne", _("Consigne"), "evaluations/workspace/panes/guide.html", _guide),
    Pane("dossier", _("Dossier"), dossier.TEMPLATE, dossier.context),
    Pane("constats", _("Constats"), findings.TEMPLATE, findings.context),
)


def pane_named(name: str) -> Pane:
    """The pane of that name; the first for any other."""
    return next((pane for pane in PANES if pane.name == name), PANES[0])
