"""From whom each sentence of a text comes, for those who may know (INV-C5)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.permissions import allow, traces_authors
from evaluations.views.desk import desk
from evaluations.workspace.provenance import Origin, Sentence, provenance

TINTS = 6  # of history.css; the number beside each passage says the same without colour


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of the legend. ``tint``: the same for all that one person brought."""

    key: int
    origin: Origin
    tint: int


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring sentences of one line that have the same origin."""

    source: Source
    text: str


@require_safe
def provenance_page(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    here = desk(request, public_id, code)
    allow(traces_authors(here.standing, here.evaluation), _("La provenance des phrases se lit dans le comité."))
    lines = provenance(here.evaluation, code, here.user)
    legend = _legend(lines)
    context = {
        "desk": here,
        "evaluation": here.evaluation,
        "lines": [_runs(line, legend) for line in lines],
        "legend": list(legend.values()),
    }
    return render(request, "evaluations/workspace/provenance.html", context)


def _legend(lines: list[list[Sentence]]) -> dict[Origin, Source]:
    """The origins in the order in which the text meets them."""
    people: dict[int | None, int] = {}
    found: dict[Origin, Source] = {}
    for origin in (sentence.origin for line in lines for sentence in line):
        person = origin.suggested_by or origin.author
        tint = people.setdefault(person.pk if person else None, len(people) % TINTS)
        found.setdefault(origin, Source(len(found) + 1, origin, tint))
    return found


def _runs(line: list[Sentence], legend: dict[Origin, Source]) -> list[Run]:
    runs: list[Run] = []
    for sentence in line:
        source = legend[sentence.origin]
        if runs and runs[-1].source is source:
            runs[-1] = Run(source, f"{runs[-1].text} {sentence.text}")
        else:
            runs.append(Run(source, sentence.text))
    return runs
