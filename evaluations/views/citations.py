"""Citing a place of the dossier from beside a text, and taking a citation back."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from evaluations.forms.citations import CiteForm
from evaluations.models import Citation
from evaluations.permissions import allow
from evaluations.views.desk import desk
from evaluations.views.panes import dossier as pane
from evaluations.workspace import citations, findings
from evaluations.workspace.refusal import Refused


@require_POST
def citation_add(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    here = desk(request, public_id, code)
    allow(here.writes, str(findings.NOT_NOW))
    form = CiteForm(request.POST, evaluation=here.evaluation, text=here.text, findings=pane.citable(here))
    problems = [error for errors in form.errors.values() for error in errors]
    if not problems:
        try:
            made = citations.cite(here.evaluation, form.place, by=here.user, **form.about, code=code)
        except Refused as refusal:
            problems = [str(refusal)]
    if problems:
        context = pane.context(request, here) | {"problems": problems}
        alone = pane.TEMPLATE if request.headers.get("X-Pane") else "evaluations/workspace/dossier_refused.html"
        return render(request, alone, context, status=422)
    address = reverse("evaluations:criterion-edit", args=[public_id, code])
    return redirect(f"{address}?volet=dossier&{form.place.query}&{urlencode({'citee': made.public_id})}")


@require_POST
def citation_remove(request: HttpRequest, public_id: str, citation_id: str) -> HttpResponse:
    """Back to the pane or the page from which it was taken back."""
    here = desk(request, public_id)
    allow(here.writes, str(findings.NOT_NOW))
    rows = Citation.objects.filter(evaluation=here.evaluation).select_related("part", "evaluation")
    citation = get_object_or_404(rows, public_id=citation_id)
    query = citations.shown(citation).query
    citations.withdraw(citation, by=here.user)
    codes = [text.code for text in here.evaluation.framework.definition.texts_for(here.evaluation.programme.kind)]
    beside = request.POST.get("critere", "")
    if beside not in codes:
        return redirect("evaluations:finding-list", public_id)
    address = reverse("evaluations:criterion-edit", args=[public_id, beside])
    shown = "volet=constats" if request.POST.get("volet") == "constats" else f"volet=dossier&{query}"
    return redirect(f"{address}?{shown}")
