"""The dossier beside a text: its parts, and one of them open at a page or a cell that can be cited."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from evalprog import richtext
from evaluations.dossier_content import DossierReading, PointedPlace
from evaluations.enums import DossierKind
from evaluations.forms.citations import CiteForm
from evaluations.models import Citation, DossierPart, Finding
from evaluations.reports import dossier_reading
from evaluations.views.desk import Desk
from evaluations.views.table_drawings import deposited
from evaluations.workspace.citations import Cited, Place, label, shown
from evaluations.workspace.table_cells import Grid, figures_grid, grid
from evaluations.workspace.uploads import page_text

TEMPLATE = "evaluations/workspace/panes/dossier.html"
MOST_SAID = 4000  # letters of a page's words, for those who do not see its image


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    opened = _opened(request, desk)
    part = next((part for part in opened.parts if part.public_id == request.GET.get("piece", "")), None)
    around = {"desk": desk, "evaluation": desk.evaluation, "version": opened.version, "is_former": opened.is_former}
    if part is None:
        return {**around, "parts": opened.parts, "part": None, "own": _own(desk), **_in_reading(request, desk, opened)}
    place, table = _place(request, part)
    words = page_text(part.sha256, place.page) if place.page else ""
    return {
        **around,
        "part": part,
        "pointed": opened.pointed(part),
        "place": place,
        "place_label": label(place),
        "table": table,
        "alt": words[:MOST_SAID] or _("Page sans texte."),
        "previous": place.page - 1 if place.page and place.page > 1 else None,
        "next": place.page + 1 if place.page and place.page < part.pages else None,
        **_citing(request, desk, opened, place if _can_be_cited(place) else None),
        "citations": _shown(desk, _citations(desk).filter(part=part)),
    }


def citable(desk: Desk) -> list[Finding]:
    """The findings that may be given evidence beside this text: its own first."""
    kept = desk.evaluation.findings.kept().order_by("kind", "number")
    return sorted(kept, key=lambda finding: desk.text.code not in finding.criteria)


@dataclass(frozen=True, slots=True)
class Opened:
    """The deposited dossier, for those who may open it. ``version``: which; none before versions were kept."""

    reading: DossierReading | None
    parts: list[DossierPart]
    version: int | None = None
    is_former: bool = False

    def pointed(self, part: DossierPart) -> tuple[PointedPlace, ...]:
        piece = self.reading.piece(part.public_id) if self.reading else None
        return tuple(place for place in piece.places if place.page) if piece else ()


def _opened(request: HttpRequest, desk: Desk) -> Opened:
    """The version that everybody reads, or the former one that a citation names; nothing for who may not open it."""
    if not desk.reads_dossier:
        return Opened(None, [])
    versions = list(dossier_reading.deposits(desk.evaluation).defer("content"))
    if not versions:
        return Opened(None, list(desk.evaluation.dossier.all()))
    asked = _number(request, "version")
    chosen = next((snapshot for snapshot in versions if snapshot.number == asked), versions[0])
    parts = dossier_reading.parts_of(desk.evaluation, chosen.reading)
    return Opened(chosen.reading, parts, chosen.number, is_former=chosen is not versions[0])


def _in_reading(request: HttpRequest, desk: Desk, opened: Opened) -> dict[str, Any]:
    """The texts and the tables of figures of the dossier, and the one that is open beside the text, to be cited."""
    if opened.reading is None:
        return {}
    section = opened.reading.section(request.GET.get("rubrique", ""))
    table = None if section else opened.reading.table(request.GET.get("tableau", ""))
    around = {"sections": opened.reading.sections, "tables": opened.reading.tables}
    if section:
        place = Place(section=section.code, title=section.label)
        citable_here = None if richtext.is_blank(section.text) else place
        facts = {"section": section, **_citing(request, desk, opened, citable_here)}
    elif table:
        figures = deposited([table])[0]
        cells = figures_grid(figures.table)
        place = _cell(request, Place(table=table.code, title=table.label), cells)
        facts = {"figures": figures, "table": cells, **_citing(request, desk, opened, place)}
    else:
        return around
    rows = _citations(desk).filter(section=place.section, table=place.table)
    return {**around, **facts, "place": place, "place_label": label(place), "citations": _shown(desk, rows)}


def _citing(request: HttpRequest, desk: Desk, opened: Opened, place: Place | None) -> dict[str, Any]:
    """The form that cites this place, for those who write, in the last version; and whether it was just cited."""
    form = _cite_form(desk, place, opened) if place and desk.writes and not opened.is_former else None
    return {"cite_form": form, "cited": request.GET.get("citee", "")}


def _cell(request: HttpRequest, whole: Place, cells: Grid) -> Place:
    """The cell that the address names, or the whole table."""
    cell = cells.at(_number(request, "ligne"), _number(request, "colonne"))
    return replace(whole, row=cell.row, column=cell.column) if cell else whole


def _citations(desk: Desk):
    return Citation.objects.with_last_deposit().filter(evaluation=desk.evaluation).select_related("part", "finding")


def _shown(desk: Desk, citations: Iterable[Citation]) -> list[Cited]:
    """Each with what cites it, a finding or a text by its label."""
    labels = desk.evaluation.framework.definition.labels()
    return [shown(citation, labels) for citation in citations]


def _own(desk: Desk) -> list[Cited]:
    """The places cited for this text itself."""
    return [shown(citation) for citation in _citations(desk).filter(code=desk.text.code)]


def _place(request: HttpRequest, part: DossierPart) -> tuple[Place, Grid | None]:
    """Where the part is open: a document at its first page unless another is asked, a table at a cell or none."""
    if part.kind == DossierKind.DOCUMENT:
        return Place(part, page=min(max(_number(request, "page") or 1, 1), part.pages)), None
    if part.kind == DossierKind.TABLE:
        table = grid(part.text)
        return _cell(request, Place(part), table), table
    return Place(part), None


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else None


def _can_be_cited(place: Place) -> bool:
    """Of a piece that is a table, a cell is cited."""
    return place.part is None or place.part.kind != DossierKind.TABLE or place.row is not None


def _cite_form(desk: Desk, place: Place, opened: Opened) -> CiteForm:
    button = _("Citer cette pièce")
    if place.page is not None:
        button = _("Citer cette page")
    elif place.row is not None:
        button = _("Citer cette cellule")
    elif place.section:
        button = _("Citer cette rubrique")
    elif place.table:
        button = _("Citer ce tableau")
    chosen = {name: getattr(place, name) for name in ("page", "row", "column", "section", "table")}
    chosen |= {"part": place.part.public_id if place.part else None, "read": opened.version}
    return CiteForm(evaluation=desk.evaluation, text=desk.text, findings=citable(desk), button=button, initial=chosen)
