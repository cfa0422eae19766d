"""The quality reading of a report being written: its remarks, those set aside, and the gestures for that."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evaluations.forms.advice import DismissForm
from evaluations.models import DismissedAdvice
from evaluations.permissions import allow
from evaluations.quality import Place, Quotation, Remark, Rule, manuscript_of, remarks
from evaluations.quality.manuscript import Source
from evaluations.views.desk import Desk, desk
from evaluations.workspace import advice


@dataclass(frozen=True, slots=True)
class Line:
    """A remark as it is shown: where each quoted passage can be read and mended."""

    remark: Remark
    places: tuple[tuple[Quotation, str], ...]
    dismissed: DismissedAdvice | None


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    lines: tuple[Line, ...]


@require_safe
def quality_reading(request: HttpRequest, public_id: str) -> HttpResponse:
    here = desk(request, public_id)
    lines = list(_lines(here))
    standing = [line for line in lines if not line.dismissed]
    context = {
        "desk": here,
        "evaluation": here.evaluation,
        "groups": [Group(rule.label, found) for rule in Rule if (found := _of(rule, standing))],
        "count": len(standing),
        "dismissed": [line for line in lines if line.dismissed],
    }
    return render(request, "evaluations/workspace/quality.html", context)


@require_POST
def advice_dismiss(request: HttpRequest, public_id: str) -> HttpResponse:
    here = desk(request, public_id)
    allow(here.writes, str(advice.NOT_YOURS))
    form = DismissForm(request.POST)
    known = {remark.key for remark in remarks(manuscript_of(here.evaluation, with_dossier=here.reads_dossier))}
    if request.POST.get("key") not in known:
        messages.info(request, _("Le texte a changé : cette remarque ne se pose plus."))
    elif not form.is_valid():
        for sentence in form.errors["reason"]:
            messages.error(request, sentence)
    else:
        advice.dismiss(here.evaluation, request.POST["key"], reason=form.cleaned_data["reason"], by=here.user)
        messages.success(request, _("Remarque écartée. Elle reste en bas de page, avec sa raison."))
    return redirect("evaluations:quality-reading", public_id)


@require_POST
def advice_restore(request: HttpRequest, public_id: str) -> HttpResponse:
    here = desk(request, public_id)
    key = request.POST.get("key", "")
    if key not in here.evaluation.dismissed_advice.values_list("key", flat=True):
        raise Http404
    advice.restore(here.evaluation, key, by=here.user)
    messages.success(request, _("La remarque est de nouveau dans la liste."))
    return redirect("evaluations:quality-reading", public_id)


def _lines(here: Desk):
    dismissed = {row.key: row for row in here.evaluation.dismissed_advice.select_related("by")}
    for remark in remarks(manuscript_of(here.evaluation, with_dossier=here.reads_dossier)):
        places = tuple((q, address_of(here, q.place)) for q in remark.quotations)
        yield Line(remark, places, dismissed.get(remark.key))


def _of(rule: Rule, lines: list[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.remark.rule == rule)


def address_of(here: Desk, place: Place) -> str:
    """Where a passage is read and mended."""
    public_id = [here.evaluation.public_id]
    if place.source == Source.TEXT:
        return reverse("evaluations:criterion-edit", args=[*public_id, place.code])
    if place.source == Source.FINDING:
        return f"{reverse('evaluations:finding-list', args=public_id)}#constat-{place.code}"
    return f"{reverse('evaluations:dossier', args=public_id)}#piece-{place.code}"
