"""A programme: its sheet for a year, as its institution publishes it, and its published evaluations over the waves."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evalprog.clock import PARIS
from evalprog.dates import long_date
from evalprog.numbers import written
from evaluations.register.course import Course, course
from evaluations.register.search import label_of
from evaluations.reports import shelf
from evaluations.reports.press import Busy, NotPrinted, ProgrammeSheet, printed_sheet
from programmes import exports, rncp
from programmes.reports import publication
from programmes.reports.parts import Sheet
from programmes.reports.publication import Published

MOST_REMEMBERED = 200  # courses of a sheet that a process keeps laid out
# Seconds: in which what could not be printed is not tried again; after which the press may be free; in which an
# institution does not publish a shorter sheet.
REMEMBERED, SOON, NOT_TODAY = 600, 60, 86_400
MOST_PRINTED = 1_000  # courses: laying out more takes longer than anybody may wait, whatever they are


@login_not_required
@require_safe
def programme_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """From what is published alone: a programme of which nothing is, is a page that does not exist."""
    year = request.GET.get("annee", "")
    published, evaluated = publication.published(public_id, year), course(public_id)
    if (published is None and evaluated is None) or (published is None and year):
        raise Http404
    context = {
        "public_id": public_id,
        "course": evaluated,
        **(_described(published) if published else _evaluated(evaluated)),
    }
    return render(request, "evaluations/public/programme_detail.html", context)


@login_not_required
@require_safe
def programme_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheet of a year as PDF. What was printed once is kept until the institution publishes another."""
    published = publication.published(public_id, request.GET.get("annee", ""))
    if published is None:
        raise Http404
    page = reverse("evaluations:programme-detail", args=[public_id])
    address = f"{page}?annee={published.description.year}"
    if told := _too_long(published):
        return _unprinted(request, published, told, NOT_TODAY)
    order = _order(published, request.build_absolute_uri(address))
    try:
        data = _printed(order)
    except Busy as why:
        return _unprinted(request, published, str(why), SOON)
    except NotPrinted as why:
        return _unprinted(request, published, str(why), REMEMBERED)
    response = HttpResponse(data, content_type="application/pdf")
    name = f"fiche-{public_id}-{published.description.year}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _too_long(published: Published) -> str:
    """A sentence when the sheet is not printed at all; nothing when it is."""
    count = published.description.course_count
    if count <= MOST_PRINTED:
        return ""
    sentence = _("Cette fiche compte %(count)s cours ; le PDF en contient %(most)s au plus.")
    return sentence % {"count": written(Decimal(count)), "most": written(Decimal(MOST_PRINTED))}


def _unprinted(request: HttpRequest, published: Published, why: str, seconds: int) -> HttpResponse:
    """The sheet is on its page, and in the files of exchange; ``seconds`` before the PDF is worth asking for again."""
    context = {"published": published, "public_id": published.description.programme.public_id, "why": why}
    response = render(request, "evaluations/public/sheet_unprinted.html", context, status=503)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def _printed(order: str) -> bytes:
    """What the press could not print it is not asked for again at once: everybody may come to this address.

    :raises NotPrinted: when it cannot be laid out within the bounds, or could not a moment ago.
    """
    name = f"unprinted:{shelf.name_of(ProgrammeSheet(order).sent)}"
    if why := cache.get(name):
        raise NotPrinted(why)
    try:
        return printed_sheet(order)
    except Busy:
        raise
    except NotPrinted as why:
        cache.set(name, str(why), REMEMBERED)
        raise


def _order(published: Published, address: str) -> str:
    day = published.description.published_at.astimezone(PARIS).date()
    told = {
        "document": published.revision.document,
        "published_on": day.isoformat(),
        "day": long_date(day, "fr"),
        "address": address,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is published, in a language: the same fingerprint is the same sheet."""

    sha256: str
    language: str | None
    published: Published = field(compare=False)


def _laid_out(asked: _Asked) -> tuple[Sheet, SafeString, list[exports.Lost]]:
    """The sheet, its chapters as they stand on the page, and what CDM-fr will not carry of it."""
    sheet = asked.published.sheet
    context = {"sheet": sheet, "tables": sheet.matrix.tables(len(sheet.matrix.matrix.columns) or 1)}
    article = render_to_string("programmes/sheet/article.html", context)
    return sheet, article, exports.losses("cdm-fr", asked.published.revision.content)


# What is published is read again and again, and laying it out is most of the work.
_remembered = lru_cache(maxsize=64)(_laid_out)


def _described(published: Published) -> dict[str, Any]:
    house = published.description.programme.institution
    lay_out = _remembered if published.description.course_count <= MOST_REMEMBERED else _laid_out
    sheet, article, losses = lay_out(_Asked(published.revision.sha256, get_language(), published))
    return {
        "published": published,
        "sheet": sheet,
        "article": article,
        "exports": [(name, form.label) for name, form in exports.FORMS.items()],
        "losses": losses,
        "too_long": _too_long(published),
        "registrations": _registrations(published),
        "title": sheet.title,
        "house": {"key": house.public_id, "label": sheet.institution},
        "facts": [sheet.kind, *([fact.value for fact in sheet.facts if fact.key == "credits"])],
    }


def _registrations(published: Published) -> list[rncp.Registration]:
    """Whether a certification is registered changes from day to day: it is not remembered with the sheet."""
    sheets = published.revision.document.get("rncp", [])
    return rncp.registrations((sheet["number"], sheet.get("title", "")) for sheet in sheets)


def _evaluated(evaluated: Course) -> dict[str, Any]:
    latest = evaluated.latest
    return {
        "title": latest.report.title,
        "house": latest.institution,
        "facts": [label_of(term) for term in (latest.kind, latest.level) if term],
    }
