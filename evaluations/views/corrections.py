"""The errors of fact: one page with three faces, the institution's, the chair's, and that of those who only read.

The institution writes beside the draft, as it was frozen; nobody else learns that anything is being written. What it
sends is read by the committee and the agency, and ruled on here.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog import clock
from evalprog.public_id import named
from evaluations import permissions, transitions
from evaluations.enums import WindowKind
from evaluations.forms.corrections import CorrectionForm, RewriteCorrectionForm, RulingForm
from evaluations.models import CorrectionRequest, Evaluation
from evaluations.permissions import allow, missing_role
from evaluations.reports import presentation
from evaluations.transitions import TransitionRefused
from evaluations.views.house_place import HousePlace
from evaluations.workspace import attachments, correction_rulings, corrections
from evaluations.workspace.correction_list import Drafts, Row, for_committee, for_institution
from evaluations.workspace.corrections import Overtaken
from evaluations.workspace.refusal import Refused

LATE_ACTS = ("admit_late_corrections", "leave_out_late_corrections")


class Place(HousePlace):
    __slots__ = ()

    @property
    def prepares(self) -> bool:
        return permissions.prepares_corrections(self.standing, self.evaluation)

    @property
    def writes(self) -> bool:
        return permissions.writes_text(self.standing, self.evaluation)


@require_safe
@never_cache
def correction_page(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _found(request, public_id))


# -- what the institution does


@require_POST
def correction_add(request: HttpRequest, public_id: str) -> HttpResponse:
    here = _found(request, public_id)
    allow(here.standing.contributes, str(corrections.NOT_YOURS))
    drafts = Drafts(here.evaluation)
    found = drafts.passages(drafts.last) if drafts.last else []
    form = CorrectionForm(request.POST, request.FILES, evaluation=here.evaluation, found=found)
    if not form.is_valid():
        return _page(request, here, drafts, form=form, status=422)
    try:
        made = corrections.add(here.evaluation, form.said, **_hand(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, here, drafts, form=form, status=409)
    _join(request, made, form)
    messages.success(request, _("L’erreur est ajoutée. Elle partira avec les autres."))
    return _back(here, made)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correction_edit(request: HttpRequest, public_id: str, correction_id: str) -> HttpResponse:
    """Another wording, more files. When somebody else came first, both are shown."""
    here = _found(request, public_id)
    allow(here.standing.contributes, str(corrections.NOT_YOURS))
    correction = _one(here, correction_id)
    drafts, overtaken = Drafts(here.evaluation), None
    options: dict[str, Any] = {"correction": correction, "found": drafts.passages(drafts.last) if drafts.last else []}
    form = RewriteCorrectionForm(request.POST or None, request.FILES or None, **options)
    if correction.is_sent or not here.prepares:
        told = {"evaluation": here.evaluation, "found": options["found"]}
        handed_back = CorrectionForm(request.POST, **told) if request.method == "POST" else None
        return _page(request, here, drafts, form=handed_back, problems=[str(corrections.SENT)], status=409)
    if request.method == "POST" and form.is_valid():
        try:
            saved = corrections.rewrite(correction, form.said, read=form.cleaned_data["read"], **_hand(request))
        except Overtaken as late:
            overtaken, yours = late, {name: form.cleaned_data[name] for name in ("place", "quote", "wrong", "right")}
            form = RewriteCorrectionForm(**options | {"correction": late.standing, "initial": yours})
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            _join(request, saved, form)
            messages.success(request, _("L’erreur est enregistrée."))
            return _back(here, saved)
    context = {
        "evaluation": here.evaluation,
        "row": for_institution(drafts, here.evaluation.corrections.filter(pk=correction.pk))[0],
        "form": form,
        "overtaken": overtaken,
    }
    status = 409 if overtaken else 422 if form.errors else 200
    return render(request, "evaluations/corrections/edit.html", context, status=status)


@require_POST
def correction_act(request: HttpRequest, public_id: str, correction_id: str) -> HttpResponse:
    """Take an error or one of its files away (``remove``), or bring it back (``restore``); ``file``: which one."""
    here = _found(request, public_id)
    allow(here.standing.contributes, str(corrections.NOT_YOURS))
    correction, gesture = _one(here, correction_id), request.POST.get("gesture", "")
    if gesture not in ("remove", "restore"):
        return HttpResponseBadRequest(_("Ce geste n’existe pas."))
    file = named(correction.attachments, request.POST.get("file", ""))
    if file is None and "file" in request.POST:
        raise Http404
    try:
        if file is not None:
            (attachments.take_away if gesture == "remove" else attachments.bring_back)(file, **_hand(request))
        else:
            (corrections.remove if gesture == "remove" else corrections.bring_back)(correction, **_hand(request))
    except Refused as refusal:
        return _page(request, here, problems=[str(refusal)], status=409)
    if file is not None:
        return redirect("evaluations:correction-edit", public_id, correction_id)
    if gesture == "remove":
        return redirect(f"{_address(here)}?retiree={correction.public_id}#signalees")
    return _back(here, correction)


def _hand(request: HttpRequest) -> dict[str, Any]:
    """Whose gesture it is, and when it reached us."""
    return {"by": request.user, "received_at": request.received_at}


def _join(request: HttpRequest, correction: CorrectionRequest, form: CorrectionForm) -> None:
    """The files of a form go with the error that it says; one that comes too late is named; nothing else is lost."""
    joined = set()
    for document in form.cleaned_data["files"]:
        try:
            file = attachments.attach(correction, document, **_hand(request))
        except Refused as refusal:
            messages.error(request, f"{document.name}\u00a0: {refusal}")
            continue
        if file.pk not in joined:  # chosen twice, it is joined once
            joined.add(file.pk)
            for notice in document.notices:
                messages.warning(request, f"{document.name}\u00a0: {notice}")


# -- what the committee does


@require_POST
def correction_rule(request: HttpRequest, public_id: str, correction_id: str) -> HttpResponse:
    here = _found(request, public_id)
    allow(here.standing.is_chair, str(missing_role("rule_on_correction")))
    correction = _one(here, correction_id)
    form = RulingForm(request.POST, correction=correction)
    if not form.is_valid():
        return _page(request, here, ruling=(correction, form), status=422)
    try:
        ruled = transitions.rule_on_correction(correction, by=request.user, **form.cleaned_data)
    except TransitionRefused as refusal:
        for problem in refusal.problems:
            form.add_error("reason" if problem.where == "reason" else None, str(problem))
        return _page(request, here, ruling=(correction, form), status=409)
    if ruled.awaits_its_change and here.writes:
        messages.success(request, _("Décision enregistrée. Modifiez le texte : l’enregistrement y sera lié."))
        return redirect(text_address(here.evaluation, ruled))
    messages.success(request, _("Décision enregistrée."))
    return _back(here, ruled)


@require_POST
def correction_link(request: HttpRequest, public_id: str, correction_id: str) -> HttpResponse:
    """What was changed already is the answer to this error."""
    here = _found(request, public_id)
    allow(here.writes, str(correction_rulings.NOT_A_WRITER))
    correction = _one(here, correction_id)
    try:
        transitions.link_change(correction, by=request.user)
    except TransitionRefused as refusal:
        return _page(request, here, problems=[str(problem) for problem in refusal.problems], status=409)
    messages.success(request, _("La modification est liée."))
    return _back(here, correction)


def text_address(evaluation: Evaluation, correction: CorrectionRequest) -> str:
    """Where the text or the finding that an error is about is written."""
    if correction.finding is not None:
        page = reverse("evaluations:finding-edit", args=[evaluation.public_id, correction.finding.public_id])
    else:
        page = reverse("evaluations:criterion-edit", args=[evaluation.public_id, correction.about])
    return f"{page}?vue=texte&volet=corrections&correction={correction.public_id}"


# -- the page


def _found(request: HttpRequest, public_id: str) -> Place:
    """:raises Http404: for whoever may not read the errors of fact, or before there can be any."""
    return Place.found(request, public_id, permissions.reads_corrections)


def _one(here: Place, correction_id: str) -> CorrectionRequest:
    """One that this person may know of: what is being prepared is the institution's alone."""
    known = here.evaluation.corrections.select_related("finding")
    if not here.standing.contributes:
        known = known.sent()
    correction = get_object_or_404(known, public_id=correction_id)
    correction.evaluation = here.evaluation
    return correction


def _page(
    request: HttpRequest,
    here: Place,
    drafts: Drafts | None = None,
    *,
    form: CorrectionForm | None = None,
    ruling: tuple[CorrectionRequest, RulingForm] | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    drafts = drafts or Drafts(here.evaluation)
    context = {
        "evaluation": here.evaluation,
        "institution": here.evaluation.programme.institution,
        "window": here.evaluation.windows.last_of(WindowKind.CORRECTIONS),
        "now": clock.now(),
        "problems": problems or [],
    }
    if here.standing.contributes:
        context |= _for_institution(request, here, drafts, form)
    else:
        context |= _for_committee(here, drafts, ruling)
    face = "for_institution" if here.standing.contributes else "for_committee"
    return render(request, f"evaluations/corrections/{face}.html", context, status=status)


def _for_institution(request: HttpRequest, here: Place, drafts: Drafts, form: CorrectionForm | None) -> dict[str, Any]:
    own = here.evaluation.corrections.filter(removed_at=None)
    rows = for_institution(drafts, own)
    prepares, draft = here.prepares, drafts.last
    if form is None and prepares and draft:
        asked = {"place": request.GET.get("texte", "")}
        form = CorrectionForm(evaluation=here.evaluation, found=drafts.passages(draft), initial=asked)
    reading = draft.reading if draft else None
    return {
        "draft": draft,
        "reading": reading,
        "parts": presentation.parts(reading) if reading else (),
        "prepares": prepares,
        "sends": prepares and permissions.may(here.standing, here.evaluation, "reply_to_draft"),
        "in_preparation": [row for row in rows if not row.correction.is_sent],
        "sent": [row for row in rows if row.correction.is_sent],
        "told": any(row.ruling for row in rows),
        "form": form if prepares else None,
        "unsent": _unsent(form) if form is not None and form.is_bound and not prepares else None,
        "undo": _taken_away(request, here) if prepares else None,
        "left_out": _left_out(here, rows),
    }


def _for_committee(here: Place, drafts: Drafts, ruling: tuple[CorrectionRequest, RulingForm] | None) -> dict[str, Any]:
    rows = for_committee(drafts, here.evaluation.corrections.all())
    rules = permissions.rules_on_corrections(here.standing, here.evaluation)
    known = correction_rulings.told(here.evaluation) if rules else {}
    tried = {ruling[0].pk: ruling[1]} if ruling else {}
    may_decide = any(permissions.may(here.standing, here.evaluation, verb) for verb in LATE_ACTS)
    return {
        "agency": here.standing.reads_for_the_agency,
        "items": [(row, _ruling_form(here, row, tried) if rules and _is_open(row, known) else None) for row in rows],
        "writes": here.writes,
        "waiting": sum(1 for row in rows if row.ruling is None and _to_rule_on(row)),
        "undecided": sum(1 for row in rows if row.correction.is_undecided),
        "decides": may_decide,
    }


def _is_open(row: Row, known: dict) -> bool:
    return _to_rule_on(row) and row.correction.public_id not in known


def _to_rule_on(row: Row) -> bool:
    return not (row.correction.is_undecided or row.correction.is_left_out)


def _ruling_form(here: Place, row: Row, tried: dict[int, RulingForm]) -> RulingForm:
    row.correction.evaluation = here.evaluation
    return tried.get(row.correction.pk) or RulingForm(correction=row.correction)


def _taken_away(request: HttpRequest, here: Place) -> CorrectionRequest | None:
    """The error that the gesture before took away, as long as it is."""
    away = here.evaluation.corrections.filter(sent_at=None, removed_at__isnull=False)
    return named(away, request.GET.get("retiree", ""))


def _unsent(form: CorrectionForm) -> dict[str, str]:
    """The words of a sending that came too late, for whoever wrote them."""
    return {name: form.data.get(name, "") for name in ("quote", "wrong", "right")}


def _left_out(here: Place, rows: list[Row]) -> list[tuple[list[int], str]]:
    """Why what came late is left out: of each round, the numbers of its errors and its reason."""
    numbers = {row.correction.public_id: row.correction.position for row in rows}
    decisions = here.evaluation.events.filter(verb="leave_out_late_corrections").order_by("number")
    of_rounds = decisions.values_list("details", flat=True)
    return [([numbers[name] for name in round_["corrections"]], round_["reason"]) for round_ in of_rounds]


def _address(here: Place) -> str:
    return reverse("evaluations:corrections", args=[here.evaluation.public_id])


def _back(here: Place, correction: CorrectionRequest) -> HttpResponse:
    return redirect(f"{_address(here)}#erreur-{correction.public_id}")
