"""The findings: the page of all three kinds, and the gestures on them, there and beside a text."""

from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog.public_id import named
from evaluations.enums import FindingKind
from evaluations.forms.findings import AddFindingForm, EditFindingForm, linkable
from evaluations.models import Finding
from evaluations.permissions import allow
from evaluations.views.desk import Desk, desk
from evaluations.views.panes import corrections as answered
from evaluations.views.panes import findings as pane
from evaluations.workspace import findings
from evaluations.workspace.correction_rulings import link_save
from evaluations.workspace.finding_list import groups
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved

GESTURES = {
    "up": lambda finding, by: findings.move(finding, -1, by=by),
    "down": lambda finding, by: findings.move(finding, +1, by=by),
    "remove": lambda finding, by: findings.remove(finding, by=by),
    "restore": lambda finding, by: findings.bring_back(finding, by=by),
}


@require_safe
def finding_list(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, desk(request, public_id))


@require_POST
def finding_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """A new finding; JSON for the script that makes one of a selected sentence."""
    here = desk(request, public_id)
    allow(here.writes, str(findings.NOT_NOW))
    form = AddFindingForm(request.POST, evaluation=here.evaluation, beside=request.POST.get("critere", ""))
    if not form.is_valid():
        problems = [problem for errors in form.errors.values() for problem in errors]
        if _by_script(request):
            return JsonResponse({"errors": problems}, status=422)
        return _answer(request, here, status=422, add_form=form)
    said, beside = form.cleaned_data, form.cleaned_data["critere"]
    try:
        finding = findings.add(
            here.evaluation,
            said["kind"],
            said["text"],
            criteria=[beside] if beside in linkable(here.evaluation) else [],
            save_id=said["save_id"],
            by=here.user,
        )
    except Refused as refusal:
        if _by_script(request):
            return JsonResponse({"errors": [str(refusal)]}, status=422)
        return _answer(request, here, status=422, problems=[str(refusal)])
    if _by_script(request):
        return JsonResponse({"id": finding.public_id, "said": pane.sentence("add", finding)}, status=201)
    return _back(here, beside, "add", finding)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_edit(request: HttpRequest, public_id: str, finding_id: str) -> HttpResponse:
    """The words and the links of one finding; of a stale wording, both are shown."""
    here, finding = _found(request, public_id, finding_id)
    allow(here.writes, str(findings.NOT_NOW))
    beside = request.POST.get("critere", "")
    form = EditFindingForm(
        request.POST or None, finding=finding, beside=beside, answered=request.GET.get("correction", "")
    )
    if request.method != "POST" or not form.is_valid():
        return _form(request, here, finding, form, status=422 if form.errors else 200)
    said = form.cleaned_data
    try:
        saved = _reworded(here, finding, form)
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return _form(request, here, finding, form, status=422)
    if saved.is_stale:
        finding.refresh_from_db()
        links = findings.links_of(finding).changed(form.read, form.links)
        yours = EditFindingForm(finding=finding, beside=beside, answered=said["correction"])
        yours.initial |= {"text": saved.yours, "criteria": sorted(links.criteria), "addresses": sorted(links.addresses)}
        return _form(request, here, finding, yours, saved=saved, status=409)
    if said["correction"]:
        return redirect(f"{reverse('evaluations:corrections', args=[public_id])}#erreur-{said['correction']}")
    return _back(here, beside, "edit", finding)


@transaction.atomic
def _reworded(here: Desk, finding: Finding, form: EditFindingForm) -> Saved:
    """The new words and links; what is saved beside an error of fact is the answer to it."""
    said = form.cleaned_data
    saved = findings.reword(
        finding,
        said["text"],
        base_revision=said["base_revision"],
        read=form.read,
        links=form.links,
        save_id=said["save_id"],
        by=here.user,
    )
    if not saved.is_stale:
        link_save(finding, said["correction"], base=said["base_revision"], saved=saved.revision)
    return saved


@require_POST
def finding_act(request: HttpRequest, public_id: str, finding_id: str) -> HttpResponse:
    """One gesture of ``GESTURES`` on one finding."""
    here, finding = _found(request, public_id, finding_id)
    allow(here.writes, str(findings.NOT_NOW))
    gesture = request.POST.get("gesture", "")
    if gesture not in GESTURES:
        return HttpResponseBadRequest(_("Ce geste n’existe pas."))
    try:
        GESTURES[gesture](finding, here.user)
    except Refused as refusal:
        return _answer(request, here, status=409, problems=[str(refusal)])
    return _back(here, request.POST.get("critere", ""), gesture, finding)


@require_POST
def finding_order(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole order of one kind. ``seen``: the order that the page showed; both are public ids."""
    here = desk(request, public_id)
    allow(here.writes, str(findings.NOT_NOW))
    kind, order = request.POST.get("kind", ""), request.POST.get("order", "").split()
    if kind not in FindingKind.values or not order:
        return HttpResponseBadRequest(_("Donnez une nature de constats et leur ordre."))
    try:
        findings.reorder(here.evaluation, kind, order, seen=request.POST.get("seen", "").split(), by=here.user)
    except Refused as refusal:
        return _answer(request, here, status=409, problems=[str(refusal)])
    moved = named(here.evaluation.findings, request.POST.get("moved", order[0]))
    return _back(here, "", "up", moved) if moved else redirect("evaluations:finding-list", public_id)


# -- what these gestures share


def _found(request: HttpRequest, public_id: str, finding_id: str) -> tuple[Desk, Finding]:
    here = desk(request, public_id)
    finding = get_object_or_404(here.evaluation.findings, public_id=finding_id)
    finding.evaluation = here.evaluation
    return here, finding


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _back(here: Desk, beside: str, gesture: str, finding: Finding) -> HttpResponse:
    """To where the person was, which says what was done."""
    told = {"geste": gesture, "constat_fait": finding.public_id}
    codes = [text.code for text in here.evaluation.framework.definition.texts_for(here.evaluation.programme.kind)]
    if beside in codes:
        address = reverse("evaluations:criterion-edit", args=[here.evaluation.public_id, beside])
        return redirect(f"{address}?{urlencode({'volet': 'constats', **told})}")
    return redirect(f"{reverse('evaluations:finding-list', args=[here.evaluation.public_id])}?{urlencode(told)}")


def _answer(request: HttpRequest, here: Desk, *, status: int, **told) -> HttpResponse:
    """What was refused, and the list as it stands: in the pane alone when it asked, else on the page."""
    beside = request.POST.get("critere", "")
    if request.headers.get("X-Pane") and beside:
        context = pane.context(request, desk(request, here.evaluation.public_id, beside)) | told
        return render(request, pane.TEMPLATE, context, status=status)
    return _page(request, here, status=status, **told)


def _page(request: HttpRequest, here: Desk, *, status: int = 200, add_form=None, **told) -> HttpResponse:
    listed = groups(here.evaluation)
    forms = {kind: AddFindingForm(evaluation=here.evaluation, kind=kind) for kind in FindingKind}
    if add_form is not None and add_form.data.get("kind") in forms:
        kind = add_form.data["kind"]
        forms[kind] = AddFindingForm(add_form.data, evaluation=here.evaluation, kind=kind)
    context = {
        "desk": here,
        "evaluation": here.evaluation,
        "groups": [(group, forms[group.kind]) for group in listed],
        "numbered": findings.numbered_since(here.evaluation) is not None,
        **pane.done(request, here),
        **told,
    }
    return render(request, "evaluations/workspace/findings.html", context, status=status)


def _form(request: HttpRequest, here: Desk, finding: Finding, form, *, status: int, saved=None) -> HttpResponse:
    beside = request.POST.get("critere", "")
    if request.headers.get("X-Pane") and beside:
        context = pane.context(request, desk(request, here.evaluation.public_id, beside))
        context |= {"edited": finding, "edit_form": form, "saved": saved}
        return render(request, pane.TEMPLATE, context, status=status)
    context = {"desk": here, "evaluation": here.evaluation, "finding": finding, "form": form, "saved": saved}
    context |= answered.about_finding(here, finding, form["correction"].value() or "")
    return render(request, "evaluations/workspace/finding_form.html", context, status=status)
