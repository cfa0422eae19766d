"""The institution's observations: the page on which it writes them, and what others read of them once filed.

One address, two faces: whoever of the institution may write finds the boxes; everybody else, and the institution once
it has filed, finds the letters that were filed, and nothing of what is being prepared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evalprog import clock
from evaluations import permissions
from evaluations.content import ReportReading
from evaluations.enums import ItemTarget, ReportKind, Stance, WindowKind
from evaluations.forms.observations import STANCES, FileForm, PassageForm
from evaluations.models import Evaluation, ItemRevision, Observation, Window
from evaluations.reports import presentation
from evaluations.reports.press import NotPrinted, printed
from evaluations.standing import Standing
from evaluations.views.house_place import HousePlace
from evaluations.views.preview import too_long_for_paper
from evaluations.workspace import observations
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved, standing_text, standing_texts

PAGE = "evaluations:observations"


class Place(HousePlace):
    __slots__ = ()

    @property
    def prepares(self) -> bool:
        return permissions.prepares_observations(self.standing, self.evaluation)


def place(request: HttpRequest, public_id: str, *, house: bool = False) -> Place:
    """``house``: the institution's own business.

    :raises Http404: for whoever may not read observations here, or not yet.
    :raises PermissionDenied: with ``house``, for readers who are not of the institution.
    """
    here = Place.found(request, public_id, permissions.reads_observations)
    if house:
        permissions.allow(here.standing.contributes, _("Les observations sont préparées par l’établissement."))
    return here


@require_safe
@never_cache  # going back must not show an older text than the one that was saved
def observations_page(request: HttpRequest, public_id: str) -> HttpResponse:
    here = place(request, public_id)
    return show_boxes(request, here) if here.prepares else show_filed(request, here)


def show_boxes(
    request: HttpRequest,
    here: Place,
    *,
    problems: tuple[str, ...] = (),
    sent: Mapping[str, str] | None = None,
    forms: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page on which they are written. ``sent``: a text that was refused, by its box, handed back unsaved."""
    sheet = sheet_of(here)
    annexed = observations.annexed(sheet.reading, sheet.letter, here.evaluation)
    labels = presentation.labels(sheet.reading)
    files = list(sheet.letter.attachments.order_by("position", "pk")) if sheet.letter else []
    opened = (sent or {}).get("name") or request.GET.get("ouvert", "")
    context = {
        "evaluation": here.evaluation,
        "standing": here.standing,
        "sheet": sheet,
        "rows": _rows(sheet, sent, opened),
        "letter": _letter(sheet, sent),
        "coverage": presentation.coverage(annexed),
        "stances": STANCES,
        "of_an_action": " ".join(stance.value for stance in Stance if stance.has_a_day),
        "passage_form": (forms or {}).get("passage") or PassageForm(labels=labels),
        "file_form": (forms or {}).get("file") or FileForm(),
        "files": [file for file in files if file.removed_at is None],
        "taken_away": [file for file in files if file.removed_at is not None],
        "filed": observations.filed_letters(here.evaluation),
        "problems": problems,
        "signs": here.standing.signs,
        **deadline_of(here.evaluation),
    }
    return render(request, "evaluations/observations/observations.html", context, status=status)


def show_filed(request: HttpRequest, here: Place) -> HttpResponse:
    """What was filed, the same for all who may read it; the receipt is for the institution and the agency."""
    letters = observations.filed_letters(here.evaluation)
    report = observations.report_sent(here.evaluation) or here.evaluation.reports.filter(kind=ReportKind.FINAL).first()
    context = {
        "evaluation": here.evaluation,
        "letters": [_printed(report.reading if report else None, letter, here.evaluation) for letter in letters],
        "keeps_receipts": keeps_receipts(here.standing),
        **deadline_of(here.evaluation),
    }
    return render(request, "evaluations/observations/filed.html", context)


def sheet_of(here: Place) -> observations.Sheet:
    """:raises Http404: when no provisional report was sent here."""
    try:
        return observations.sheet_of(here.evaluation)
    except ObjectDoesNotExist:
        raise Http404 from None


def keeps_receipts(standing: Standing) -> bool:
    """Who is shown what a deposit is acknowledged by: the institution and the agency."""
    return standing.contributes or standing.reads_for_the_agency


def deadline_of(evaluation: Evaluation) -> dict[str, Any]:
    """``window``: in which the institution may file in time; ``is_late``: what is filed now is late."""
    window: Window | None = evaluation.windows.last_of(WindowKind.OBSERVATIONS)
    late = window is not None and window.is_over
    return {"window": window, "is_late": late, "institution": evaluation.programme.institution, "now": clock.now()}


# -- gestures


@require_POST
def observations_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A passage of the report to answer (``kind=REPORT``), or a free observation (``kind=FREE``)."""
    here = place(request, public_id, house=True)
    kind = request.POST.get("kind", "")
    if kind not in observations.ADDED:
        return HttpResponseBadRequest(_("Cette nature d’observation n’existe pas."))
    said = {}
    if kind == ItemTarget.REPORT:
        permissions.allow(here.prepares, str(observations.NOT_NOW))
        sheet = sheet_of(here)
        form = PassageForm(request.POST, labels=presentation.labels(sheet.reading))
        if not form.is_valid():
            return show_boxes(request, here, forms={"passage": form}, status=422)
        said = form.cleaned_data
    try:
        item = observations.add(here.evaluation, ItemTarget(kind), **said, by=request.user)
    except Refused as refusal:
        return show_boxes(request, here, problems=(str(refusal),), status=409)
    return redirect(box_address(here.evaluation, item.public_id))


@require_POST
def observations_remove(request: HttpRequest, public_id: str, name: str) -> HttpResponse:
    here = place(request, public_id, house=True)
    base = request.POST.get("base_revision", "")
    if not (base.isascii() and base.isdigit() and len(base) < 10):
        return HttpResponseBadRequest(_("La révision lue manque : rechargez la page et recommencez."))
    try:
        hand = {"by": request.user, "received_at": request.received_at}
        saved = observations.take_away(here.evaluation, name, base_revision=int(base), **hand)
    except ObjectDoesNotExist:
        raise Http404 from None
    if saved is not None and saved.is_stale:
        sentence = _("Quelqu’un a écrit ici entre-temps : relisez, puis recommencez.")
        return show_boxes(request, here, problems=(sentence,), sent={"name": name}, status=409)
    messages.success(request, _("Retirée : elle ne sera pas imprimée. Ce qui était écrit reste dans son historique."))
    return redirect(PAGE, public_id)


# -- as it will be printed


@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The annex, through the partials of the published page."""
    here = place(request, public_id, house=True)
    reading = _to_be_printed(here)
    context = {
        "evaluation": here.evaluation,
        "reading": reading,
        "annex": presentation.annex(reading),
    }
    return render(request, "evaluations/observations/preview.html", context)


@require_safe
def preview_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The report with its annex as PDF. Nothing of it is kept, here or by the browser: it is no report."""
    reading = _to_be_printed(place(request, public_id, house=True))
    if told := too_long_for_paper(reading.length):
        messages.warning(request, told)
        return redirect("evaluations:observations-preview", public_id)
    try:
        data = printed(reading, marked=_("Aperçu"))
    except NotPrinted as why:
        messages.error(request, str(why))
        return redirect("evaluations:observations-preview", public_id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="apercu-des-observations.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _to_be_printed(here: Place) -> ReportReading:
    permissions.allow(here.prepares, str(observations.NOT_NOW))
    report = observations.report_sent(here.evaluation)
    if report is None:
        raise Http404
    return observations.annexed(report.reading, observations.being_prepared(here.evaluation), here.evaluation)


# -- what the templates show


@dataclass(frozen=True, slots=True)
class Row:
    """A box with what stands in it, or what was sent and refused."""

    box: observations.Box
    saved: Saved | None
    text: str
    stance: str
    day: str
    revision: int
    is_open: bool


def box_address(evaluation: Evaluation, name: str) -> str:
    """The page, with that box open."""
    return f"{reverse(PAGE, args=[evaluation.public_id])}?ouvert={name}#{name}"


def _rows(sheet: observations.Sheet, sent: Mapping[str, str] | None, opened: str) -> list[tuple[Any, list[Row]]]:
    last = standing_texts(ItemRevision, "item", [box.item for box in sheet.boxes if box.item is not None])
    groups = (*sheet.findings, sheet.passages, sheet.free)
    return [(group, [_row(box, last, sent, opened) for box in group.boxes]) for group in groups]


def _row(box: observations.Box, last: Mapping[int, Saved], sent: Mapping[str, str] | None, opened: str) -> Row:
    given = sent if sent and sent.get("name") == box.name else {}
    item = box.item
    stance, _space, day = (given.get("value") or (item.value if item else "")).partition(" ")
    return Row(
        box,
        saved=last.get(item.pk) if item else None,
        text=given.get("text", item.text if item else ""),
        stance=stance if stance in Stance.values else "",
        day=given.get("on") or day,
        revision=int(given.get("base_revision") or (item.revision if item else 0)),
        is_open=box.name == opened,
    )


def _letter(sheet: observations.Sheet, sent: Mapping[str, str] | None) -> dict[str, Any]:
    given = sent if sent and sent.get("name") == observations.LETTER else {}
    letter = sheet.letter
    saved = standing_text(letter) if letter and letter.revision else None
    return {
        "text": given.get("text", letter.text if letter else ""),
        "revision": given.get("base_revision", letter.revision if letter else 0),
        "saved": saved,
    }


def _printed(reading: ReportReading | None, letter: Observation, evaluation: Evaluation) -> dict[str, Any]:
    files = list(letter.attachments.joined().order_by("position"))
    if reading is None:
        return {"letter": letter, "files": files}
    annexed = observations.annexed(reading, letter, evaluation)
    return {"letter": letter, "files": files, "annex": presentation.annex(annexed)}
