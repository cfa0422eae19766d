"""The programmes of one's institutions, and how to begin the description of one."""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog import clock
from evalprog.public_id import named
from programmes import permissions, rncp, writing
from programmes.description import InstitutionName, ProgrammeDescription, parse
from programmes.enums import ProgrammeKind
from programmes.forms.beginning import BeginForm
from programmes.models import Description, DescriptionRevision, Institution, Programme
from programmes.views.drafts import ORIGIN, Draft, draft_of
from programmes.views.putting_away import put_away_just_now

A_PAGE = 20


def _institutions(user: Any) -> frozenset[int]:
    """:raises Http404: for whoever works for none."""
    institutions = permissions.institutions_of(user)
    if not institutions:
        raise Http404
    return institutions


@require_safe
def catalogue(request):
    """Each programme described, with its years, the newest first; of the newest, what a reader should know. Those that
    were put away are counted, and found on their own page.

    Those that only the agency knows are not told: it may be preparing a campaign that nobody has heard of (INV-C2).
    """
    institutions = _institutions(request.user)
    years = Prefetch("descriptions", Description.objects.standing().newest_first())
    described = Exists(Description.objects.standing().filter(programme=OuterRef("pk")))
    programmes = Programme.objects.filter(described, institution__in=institutions).select_related("institution")
    page = Paginator(programmes.prefetch_related(years), A_PAGE).get_page(request.GET.get("page"))
    newest = [programme.descriptions.all()[0].pk for programme in page]
    last = DescriptionRevision.objects.filter(description__in=newest, revision=F("description__revision"))
    writings = {writing.description_id: writing for writing in last}
    context = {
        "page": page,
        "rows": [_row(programme, draft) for programme, draft in zip(page, _newest(page, writings), strict=True)],
        "has_several": len(institutions) > 1,
        "away_count": Description.objects.put_away().of_institutions(institutions).count(),
        "away": put_away_just_now(request, institutions),
    }
    return render(request, "programmes/describe/catalogue.html", context)


def _newest(programmes: Iterable[Programme], writings: dict[int, DescriptionRevision]) -> list[Draft]:
    """The draft of the newest year of each; the directory of certifications is asked once for all of them."""
    newest = [programme.descriptions.all()[0] for programme in programmes]
    drafts = [Draft(description, writings[description.pk]) for description in newest]
    readable = [draft for draft in drafts if draft.content]
    for draft, remarks in zip(
        readable, rncp.remarks_of(draft.content for draft in readable if draft.content), strict=True
    ):
        draft.of_directory = remarks
    return drafts


def _row(programme: Programme, newest: Draft) -> dict[str, Any]:
    return {
        "programme": programme,
        "title": newest.document["title"],
        "kind": ProgrammeKind(programme.kind).label,
        "years": list(programme.descriptions.all()),
        "newest": newest,
        "remark_count": len(newest.remarks),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def description_new(request):
    """Of a new programme, or of one that the agency knows already (``?formation=``)."""
    institutions = _institutions(request.user)
    programme = _programme_named(request, institutions)
    rows = Institution.objects.filter(pk__in=institutions)
    form = BeginForm(request.POST or None, institutions=rows, year=this_year(), programme=programme)
    away: Description | None = None
    if form.is_valid():
        try:
            begun = _begin(form.cleaned_data, programme, request)
        except writing.WritingRefused as refusal:
            form.add_error("year", str(refusal))
            away = refusal.description if isinstance(refusal, writing.PutAway) else None
        else:
            messages.success(request, _("La description est commencée : complétez-la partie par partie."))
            return redirect("programmes:description-edit", begun.description.public_id)
    return render(request, "programmes/describe/new.html", {"form": form, "programme": programme, "away": away})


def _programme_named(request, institutions: frozenset[int]) -> Programme | None:
    """:raises Http404: for one that is not theirs."""
    if "formation" not in request.GET:
        return None
    rows = Programme.objects.filter(institution__in=institutions).select_related("institution")
    programme = named(rows, request.GET["formation"])
    if programme is None:
        raise Http404
    return programme


@transaction.atomic
def _begin(given: dict[str, Any], programme: Programme | None, request) -> DescriptionRevision:
    """Sent twice it makes one programme: that of this institution, nature and title is taken up."""
    # Held, so that on PostgreSQL a form sent twice at once finds what the first has made.
    institution = Institution.objects.select_for_update().get(pk=given["institution"].pk)
    programme = (
        programme or Programme.objects.filter(institution=institution, kind=given["kind"], title=given["title"]).first()
    )
    programme = programme or Programme.objects.create(institution=institution, kind=given["kind"], title=given["title"])
    content = ProgrammeDescription(
        year=given["year"],
        institution=_name_of(institution),
        kind=ProgrammeKind(given["kind"]),
        title=given["title"],
        codes=(given["code"],) if given["code"] else (),
    )
    return writing.begin(programme, content, by=request.user, origin=ORIGIN)


def _name_of(institution: Institution) -> InstitutionName:
    keys = ("name", "acronym", "uai", "ror", "siret", "eter", "deqar")
    return InstitutionName(**{key: getattr(institution, key) for key in keys})


@require_POST
def description_next_year(request, public_id):
    """A copy for the academic year that follows; described already, one is led there. Its page says if it was put away,
    and takes it back."""
    draft = draft_of(request, public_id)
    year = following(draft.description.year)
    try:
        begun = writing.begin(
            draft.description.programme,
            parse(draft.document | {"year": year}),
            by=request.user,
            origin=_("copie de %(year)s") % {"year": draft.description.year},
        )
    except writing.WritingRefused as refusal:
        messages.error(request, str(refusal))
        existing = get_object_or_404(draft.description.programme.descriptions, year=year)
        return redirect("programmes:description-edit", existing.public_id)
    messages.success(
        request, _("L’année %(year)s reprend tout de la précédente : changez ce qui diffère.") % {"year": year}
    )
    return redirect("programmes:description-edit", begun.description.public_id)


def following(year: str) -> str:
    """« 2024-2025 » → « 2025-2026 »."""
    return re.sub(r"\d{4}", lambda found: str(int(found[0]) + 1), year)


def this_year() -> str:
    """The academic year under way, which begins in September."""
    today = clock.now().date()
    first = today.year if today.month >= 9 else today.year - 1
    return f"{first}-{first + 1}"
