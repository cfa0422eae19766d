"""The dossier beside a text: its parts, and one of them open at a page or a cell that can be cited."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from evalprog.public_id import named
from evaluations.enums import DossierKind
from evaluations.forms.citations import CiteForm
from evaluations.models import Citation, DossierPart, Finding
from evaluations.views.desk import Desk
from evaluations.workspace.citations import Place, label, shown
from evaluations.workspace.table_cells import Grid, grid
from evaluations.workspace.uploads import page_text

TEMPLATE = "evaluations/workspace/panes/dossier.html"
MOST_SAID = 4000  # letters of a page's words, for those who do not see its image


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    name = request.GET.get("piece", "")
    part = named(_opened(desk), name)
    if part is None:
        return {"desk": desk, "evaluation": desk.evaluation, "parts": _parts(desk), "part": None, "own": _own(desk)}
    place, table = _place(request, part)
    words = page_text(part.sha256, place.page) if place.page else ""
    return {
        "desk": desk,
        "evaluation": desk.evaluation,
        "part": part,
        "place": place,
        "place_label": label(place),
        "table": table,
        "alt": words[:MOST_SAID] or _("Page sans texte."),
        "previous": place.page - 1 if place.page and place.page > 1 else None,
        "next": place.page + 1 if place.page and place.page < part.pages else None,
        "cite_form": _cite_form(desk, place) if desk.writes and _can_be_cited(place) else None,
        "citations": [shown(citation) for citation in _citations(desk).filter(part=part)],
        "cited": request.GET.get("citee", ""),
    }


def citable(desk: Desk) -> list[Finding]:
    """The findings that may be given evidence beside this text: its own first."""
    kept = desk.evaluation.findings.kept().order_by("kind", "number")
    return sorted(kept, key=lambda finding: desk.text.code not in finding.criteria)


def _opened(desk: Desk) -> QuerySet[DossierPart]:
    """The parts, for those who may open the dossier: none for the others."""
    return desk.evaluation.dossier.all() if desk.reads_dossier else DossierPart.objects.none()


def _parts(desk: Desk) -> list[DossierPart]:
    return list(_opened(desk).defer("text"))


def _citations(desk: Desk):
    return Citation.objects.filter(evaluation=desk.evaluation).select_related("part", "finding")


def _own(desk: Desk) -> list:
    """The places cited for this text itself."""
    return [shown(citation) for citation in _citations(desk).filter(code=desk.text.code)]


def _place(request: HttpRequest, part: DossierPart) -> tuple[Place, Grid | None]:
    """Where the part is open: a document at its first page unless another is asked, a table at a cell or none."""
    if part.kind == DossierKind.DOCUMENT:
        return Place(part, page=min(max(_number(request, "page") or 1, 1), part.pages)), None
    if part.kind == DossierKind.TABLE:
        table = grid(part.text)
        cell = table.at(_number(request, "ligne"), _number(request, "colonne"))
        return (Place(part, row=cell.row, column=cell.column) if cell else Place(part)), table
    return Place(part), None


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def _can_be_cited(place: Place) -> bool:
    return place.part.kind != DossierKind.TABLE or place.row is not None


def _cite_form(desk: Desk, place: Place) -> CiteForm:
    button = _("Citer cette pièce")
    if place.page is not None:
        button = _("Citer cette page")
    elif place.row is not None:
        button = _("Citer cette cellule")
    chosen = {"part": place.part.public_id, "page": place.page, "row": place.row, "column": place.column}
    return CiteForm(evaluation=desk.evaluation, text=desk.text, findings=citable(desk), button=button, initial=chosen)
