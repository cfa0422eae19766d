"""Who works on which text: the committee reads, its chair, its rapporteur and the agency decide."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations.forms.assignments import AssignmentForm
from evaluations.permissions import allow, shares_out_work
from evaluations.views.desk import Desk, desk
from evaluations.workspace.assignments import Sheet, SheetChanged, assign, sheet_of


@require_http_methods(["GET", "HEAD", "POST"])
def assignments(request: HttpRequest, public_id: str) -> HttpResponse:
    here = desk(request, public_id)
    sheet = sheet_of(here.evaluation)
    form = _form(request, here, sheet)
    if request.method != "POST":
        return _page(request, here, form)
    allow(form.decides, _("Répartir le travail revient à la présidence, au rapporteur du comité ou à l’agence."))
    if not form.is_valid():  # a member has left meanwhile, a text is not of this framework
        return _page(request, here, _unbound(form, sheet), changed=True)
    try:
        assign(here.evaluation, form.pairs, base=form.cleaned_data["base"], by=request.user)
    except SheetChanged as change:
        return _page(request, here, form.based_on(change.sheet), changed=True)
    messages.success(request, _("La répartition est enregistrée."))
    return redirect("evaluations:assignments", public_id)


def _form(request: HttpRequest, here: Desk, sheet: Sheet) -> AssignmentForm:
    sent = request.POST if request.method == "POST" else None
    texts = here.evaluation.framework.definition.texts_for(here.evaluation.programme.kind)
    return AssignmentForm(sent, sheet=sheet, texts=texts, decides=shares_out_work(here.standing, here.evaluation))


def _unbound(form: AssignmentForm, sheet: Sheet) -> AssignmentForm:
    return AssignmentForm(sheet=sheet, texts=form.texts, decides=form.decides)


def _page(request: HttpRequest, here: Desk, form: AssignmentForm, *, changed: bool = False) -> HttpResponse:
    context = {"evaluation": here.evaluation, "desk": here, "form": form, "changed": changed}
    return render(request, "evaluations/workspace/assignments.html", context, status=409 if changed else 200)
