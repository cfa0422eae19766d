"""An institution: its published reports, the programmes that they are about, and those that it describes."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from evaluations.enums import Facet
from evaluations.models import RegisterEntry, RegisterTerm
from evaluations.register import figures
from evaluations.register.search import Selection
from programmes.reports import catalogue, offer

_ROLES = (Facet.INSTITUTION, Facet.PARTNER)
LATEST = 5  # reports shown; the others are in the register
PROGRAMMES_A_PAGE = 40


@login_not_required
@require_safe
def institution_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """An institution that has no published report, is partner in none and has published no programme, is a page that
    does not exist."""
    known = {term.facet: term for term in RegisterTerm.objects.filter(facet__in=_ROLES, key=public_id)}
    institution, partner = known.get(Facet.INSTITUTION), known.get(Facet.PARTNER)
    entries = RegisterEntry.objects.filter(institution=institution) if institution else RegisterEntry.objects.none()
    shared = RegisterEntry.objects.having(partner) if partner else RegisterEntry.objects.none()
    days = list(entries.order_by("published_on").values_list("published_on", flat=True))
    shared_count = shared.count()
    offered = offer.of_institution(public_id)
    if not days and not shared_count and not offered.count:
        raise Http404
    page = Paginator(_programmes(entries), PROGRAMMES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "label": _label(institution if days else partner, offered),
        "offer": offered,
        "offer_address": catalogue.Selection().toggled("etablissement", public_id).address,
        "count": len(days),
        "chart": figures.by_year(days),
        "latest": _latest(entries),
        "shared": _latest(shared),
        "shared_count": shared_count,
        "shared_address": Selection(chosen={Facet.PARTNER: (public_id,)}).address(),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        "all_address": Selection(chosen={Facet.INSTITUTION: (public_id,)}).address(),
    }
    return render(request, "evaluations/public/institution_detail.html", context)


def _label(term: RegisterTerm | None, offered: offer.Offer) -> str:
    """Its name as the register knows it, else that of its row."""
    return term.label if term else offered.institution


def _latest(entries):
    return (
        entries.select_related("report").defer("report__content").order_by("-published_on", "title_key", "pk")[:LATEST]
    )


def _programmes(entries):
    """One row a programme, under the title of a published report, with how often it was evaluated and when."""
    rows = entries.values("programme__public_id").annotate(
        evaluations=Count("pk"),
        title=Max("report__title"),
        key=Max("title_key"),
        first=Min("published_on"),
        last=Max("published_on"),
    )
    return rows.order_by("key", "programme__public_id")
