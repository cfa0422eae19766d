"""The indicators of a programme: their institution reads and writes them; for all others there is nothing here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog import clock
from evalprog.documents import DocumentInvalid
from programmes import figures_writing, permissions
from programmes.enums import IndicatorKind
from programmes.forms import indicator_grid
from programmes.forms.indicator_grid import Grid
from programmes.indicators import guessing, parse, pasting
from programmes.models import Indicator, IndicatorRevision, Programme
from programmes.views import indicator_claims, indicator_reading
from programmes.views.drafts import newest_of
from programmes.writing import WritingRefused

ORIGIN = "page"
PASTED = "collage"
_FEW = 3  # remarks that a phone shows above the tables


@require_safe
def indicator_list(request: HttpRequest, programme_id: str) -> HttpResponse:
    return _list(request, programme_of(request, programme_id))


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_add(request: HttpRequest, programme_id: str) -> HttpResponse:
    """By a paste: every table of it, or none."""
    programme = programme_of(request, programme_id)
    context = _about(programme)
    if request.method != "POST":
        return render(request, "programmes/indicators/add.html", context)
    text = request.POST.get("text", "")
    pasted = pasting.read(text, taken=_codes(programme))
    context |= {"text": text[: pasting.MOST_CHARACTERS], "problems": [_placed(note) for note in pasted.problems]}
    if pasted.problems:
        return render(request, "programmes/indicators/add.html", context, status=422)
    try:
        figures_writing.add_all(programme, pasted.tables, by=request.user, origin=PASTED)
    except WritingRefused as refusal:
        context["problems"] = [str(refusal)]
        return render(request, "programmes/indicators/add.html", context, status=409)
    count = len(pasted.tables)
    messages.success(request, ngettext("%d tableau est ajouté.", "%d tableaux sont ajoutés.", count) % count)
    if told := _told(pasted):
        context = {"told": told, "is_open": len(told) <= _FEW}
        messages.warning(request, render_to_string("programmes/indicators/pasted.html", context))
    return redirect("programmes:indicator-list", programme_id)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_new(request: HttpRequest, programme_id: str) -> HttpResponse:
    """By hand, in an empty grid."""
    programme = programme_of(request, programme_id)
    if request.method != "POST":
        return _grid(request, programme, indicator_grid.blank(_last_years()))
    kind = request.POST.get("kind", "")
    known = IndicatorKind(kind) if kind in IndicatorKind.values else IndicatorKind.OTHER
    grid = indicator_grid.read(request.POST, code=guessing.table_code(known, _codes(programme)))
    if (refused := _refused(request, programme, grid)) is not None:
        return refused
    try:
        figures_writing.add(programme, parse(grid.document), by=request.user, origin=ORIGIN)
    except WritingRefused as refusal:
        return _grid(request, programme, grid, problems=[str(refusal)], status=409)
    messages.success(request, _("Le tableau est ajouté."))
    return redirect("programmes:indicator-list", programme_id)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_edit(request: HttpRequest, programme_id: str, indicator_id: str) -> HttpResponse:
    """The grid of a table. When somebody else came first, both are shown, and nothing is lost."""
    programme = programme_of(request, programme_id)
    indicator = _indicator(programme, indicator_id)
    if request.method != "POST":
        return _grid(request, programme, indicator_grid.of_table(indicator.table), indicator)
    grid = indicator_grid.read(request.POST, code=indicator.code)
    indicator.revision = _number(request.POST.get("revision"))  # a page with problems goes on from what was read
    if (refused := _refused(request, programme, grid, indicator)) is not None:
        return refused
    try:
        table = parse(grid.document)
        figures_writing.save(indicator, table, based_on=indicator.revision, by=request.user, origin=ORIGIN)
    except figures_writing.Stale as stale:
        indicator.revision = stale.standing.revision
        return _grid(request, programme, grid, indicator, standing=stale.standing, status=409)
    except WritingRefused as refusal:
        return _grid(request, programme, grid, indicator, problems=[str(refusal)], status=409)
    messages.success(request, _("Le tableau « %s » est enregistré.") % table.title)
    return redirect("programmes:indicator-list", programme_id)


@require_POST
def indicator_act(request: HttpRequest, programme_id: str, indicator_id: str) -> HttpResponse:
    """One gesture: up, down, remove, restore, or revert to an earlier writing."""
    programme = programme_of(request, programme_id)
    indicator = _indicator(programme, indicator_id)
    gesture = _GESTURES.get(request.POST.get("gesture", ""))
    if gesture is None:
        return HttpResponseBadRequest(_("Ce geste n’existe pas."))
    try:
        messages.success(request, gesture(request, indicator))
    except WritingRefused as refusal:
        return _list(request, programme, problems=[str(refusal)], status=409)
    return redirect("programmes:indicator-list", programme_id)


@require_safe
def indicator_history(request: HttpRequest, programme_id: str, indicator_id: str) -> HttpResponse:
    programme = programme_of(request, programme_id)
    indicator = _indicator(programme, indicator_id)
    context = _about(programme) | {
        "indicator": indicator,
        "revisions": indicator.revisions.select_related("author").order_by("-revision")[:100],
    }
    return render(request, "programmes/indicators/history.html", context)


# -- gestures


def _move(step: int) -> Any:
    def move(request: HttpRequest, indicator: Indicator) -> str:
        figures_writing.step(indicator, step, by=request.user)
        return _("Le tableau est déplacé.")

    return move


def _remove(request: HttpRequest, indicator: Indicator) -> str:
    figures_writing.remove(indicator, by=request.user)
    return _("Le tableau « %s » est retiré. Vous pouvez le remettre au bas de cette page.") % indicator.title


def _restore(request: HttpRequest, indicator: Indicator) -> str:
    figures_writing.restore(indicator, by=request.user)
    return _("Le tableau « %s » est remis.") % indicator.title


def _revert(request: HttpRequest, indicator: Indicator) -> str:
    wanted = get_object_or_404(indicator.revisions, revision=_number(request.POST.get("wanted")))
    read = _number(request.POST.get("revision"))
    origin = _("version %d") % wanted.revision
    figures_writing.save(indicator, wanted.content, based_on=read, by=request.user, origin=origin)
    return _("La version %d est rétablie.") % wanted.revision


_GESTURES = {"up": _move(-1), "down": _move(+1), "remove": _remove, "restore": _restore, "revert": _revert}


# -- pages


def programme_of(request: HttpRequest, programme_id: str) -> Programme:
    """:raises Http404: for whoever does not work for its institution, as for what never was."""
    programmes = permissions.programmes_described_by(request.user).select_related("institution")
    return get_object_or_404(programmes, public_id=programme_id)


def _about(programme: Programme) -> dict[str, Any]:
    """What the head of each page needs: the other pages of the programme are those of its newest description."""
    return {"programme": programme, "draft": newest_of(programme)}


def _indicator(programme: Programme, indicator_id: str) -> Indicator:
    indicator: Indicator = get_object_or_404(programme.indicators.with_documents(), public_id=indicator_id)
    indicator.programme = programme
    return indicator


def _list(request: HttpRequest, programme: Programme, problems: Any = (), status: int = 200) -> HttpResponse:
    standing = programme.indicators.standing().with_documents().order_by("position", "pk")
    reading = indicator_reading.read(standing)
    context = _about(programme) | {
        "reading": reading,
        "claim": indicator_claims.read(request.GET, [shown.table for shown in reading.tables]),
        "removed": programme.indicators.removed().order_by("-removed_at"),
        "problems": problems,
    }
    return render(request, "programmes/indicators/list.html", context, status=status)


def _grid(
    request: HttpRequest,
    programme: Programme,
    grid: Grid,
    indicator: Indicator | None = None,
    *,
    problems: Any = (),
    standing: IndicatorRevision | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _about(programme) | {
        "indicator": indicator,
        "grid": indicator_grid.with_room(grid),
        "kinds": IndicatorKind.choices,
        "problems": problems,
        "standing": standing,
        "fits": indicator is None or indicator_grid.fits(indicator.table),
    }
    return render(request, "programmes/indicators/grid.html", context, status=status)


def _refused(
    request: HttpRequest, programme: Programme, grid: Grid, indicator: Indicator | None = None
) -> HttpResponse | None:
    """The grid again, with what must be corrected; or with more room when that was asked for."""
    if "more" in request.POST:
        return _grid(request, programme, grid, indicator)
    try:
        parse(grid.document)
    except DocumentInvalid:
        return _grid(request, programme, grid, indicator, problems=grid.problems[:20], status=422)
    return None


def _placed(note: pasting.Note) -> str:
    if note.line is None:
        return note.sentence
    return _("Ligne %(line)d : %(sentence)s") % {"line": note.line, "sentence": note.sentence}


def _told(pasted: pasting.Pasted) -> list[str]:
    """What is to be looked at after a paste: first what is not kept of it."""
    told = [_placed(note) for note in pasted.noted[:20]]
    if not pasted.unplaced:
        return told
    left = " · ".join(f"{number}. {line.strip()[:80]}" for number, line in pasted.unplaced[:20])
    sentence = ngettext(
        "%(count)d ligne n’appartient à aucun tableau et n’est pas gardée : %(lines)s",
        "%(count)d lignes n’appartiennent à aucun tableau et ne sont pas gardées : %(lines)s",
        len(pasted.unplaced),
    )
    return [sentence % {"count": len(pasted.unplaced), "lines": left}, *told]


def _codes(programme: Programme) -> set[str]:
    return set(programme.indicators.standing().values_list("code", flat=True))


def _last_years() -> tuple[str, ...]:
    """The last three academic years that began."""
    today = clock.now()
    first = today.year if today.month >= 9 else today.year - 1
    return tuple(f"{year}-{year + 1}" for year in range(first - 3, first))


def _number(said: str | None) -> int:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 10 else 0
