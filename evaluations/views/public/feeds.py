"""What machines follow: a feed of any selection, the map of the site, and where they need not go."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from django.contrib.auth.decorators import login_not_required
from django.db.models import DateTimeField, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import html
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evalprog.clock import PARIS
from evaluations.enums import Facet
from evaluations.models import RegisterEntry, Report
from evaluations.register import search
from evaluations.register.extracts import LENGTH
from evaluations.register.search import RECENT, Selection
from programmes.models import Description, Institution, Programme

LATEST = 50  # reports of a feed
ADDRESSES_A_PART = 10_000
_XML = "application/xml; charset=utf-8"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

# Public identifier, day of its last report, moment of its last description: of one or the other.
Place = tuple[str, dt.date | None, dt.datetime | None]


@login_not_required
@require_safe
def report_feed(request: HttpRequest) -> HttpResponse:
    """The newest reports of the selection; its order does not count."""
    asked = request.GET.copy()
    asked["ordre"] = RECENT
    results = search.find(Selection.of(asked))
    address = request.build_absolute_uri(reverse("evaluations:report-list") + results.selection.address(ordre=None))
    feed = Atom1Feed(
        title=_("Rapports d’évaluation publiés"),
        link=address,
        description="",
        feed_url=request.build_absolute_uri(),
        language="fr",
        feed_guid=address,
    )
    entries = results.entries(0, LATEST) if results.count else []
    agencies = _agencies(entries)
    for entry in entries:
        _add(feed, entry, agencies[entry.report_id], request)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _agencies(entries: list[RegisterEntry]) -> dict[int, str]:
    """Who wrote each report: the agency that its cover names, not the institution that it is about."""
    contents = Report.objects.filter(pk__in=[entry.report_id for entry in entries]).values_list("pk", "content")
    covers = ((report, json.loads(content)["cover"]) for report, content in contents)
    return {report: cover["agency_name"] or cover["agency"] for report, cover in covers}


def _add(feed: Atom1Feed, entry: RegisterEntry, agency: str, request: HttpRequest) -> None:
    report, day = entry.report, dt.datetime.combine(entry.published_on, dt.time(12), dt.UTC)
    beginning = " ".join(entry.text.plain[: 2 * LENGTH].split())
    shown = f"{beginning[:LENGTH]}…" if len(beginning) > LENGTH else beginning
    feed.add_item(
        title=f"{report.title}, {report.institution}",
        link=request.build_absolute_uri(report.get_absolute_url()),
        description=html.escape(shown),  # read as HTML
        author_name=agency,
        pubdate=day,
        updateddate=day,
        unique_id=request.build_absolute_uri(report.get_absolute_url()),
        categories=[report.campaign] if report.campaign else [],
    )


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Searches and open data are for people and for those who ask: every report has its own address."""
    closed = (
        reverse("evaluations:report-list") + "*?",
        reverse("programmes:programme-list") + "?",
        reverse("programmes:programme-compare"),
        "/compte/",
        reverse("evaluations:dashboard"),
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('evaluations:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Its parts, of ten thousand addresses each: the pages that are always there, then those of what is published. The
    format knows no empty map."""
    parts = [reverse("evaluations:sitemap-part", args=[_PAGES, 1])]
    parts += [
        reverse("evaluations:sitemap-part", args=[name, number])
        for name, rows in _rows().items()
        for number in _parts(rows)
    ]
    places = "".join(f"<sitemap><loc>{escape(request.build_absolute_uri(part))}</loc></sitemap>\n" for part in parts)
    page = f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="{_NAMESPACE}">\n{places}</sitemapindex>\n'
    return HttpResponse(page, content_type=_XML)


@login_not_required
@require_safe
def sitemap_part(request: HttpRequest, name: str, number: int) -> HttpResponseBase:
    if (name, number) == (_PAGES, 1):
        addresses = [request.build_absolute_uri(reverse(route)) for route in _ALWAYS_THERE]
        return HttpResponse(
            "".join(_map(f"<url><loc>{escape(address)}</loc></url>\n" for address in addresses)), content_type=_XML
        )
    rows = _rows().get(name)
    if rows is None or number not in _parts(rows):
        raise Http404
    first = (number - 1) * ADDRESSES_A_PART
    places = list(rows[first : first + ADDRESSES_A_PART])
    return StreamingHttpResponse(_map(_written(places, _ROUTES[name], request)), content_type=_XML)


_PAGES, _ALWAYS_THERE = (
    "pages",
    (
        "evaluations:report-list",
        "programmes:programme-list",
        "evaluations:report-verify",
    ),
)
_ROUTES = {
    "rapports": "evaluations:report-detail",
    "formations": "evaluations:programme-detail",
    "etablissements": "evaluations:institution-detail",
}


def _rows() -> dict[str, QuerySet]:
    """By part of the map, the public identifiers and when what they name was published last, as reports are and as
    descriptions are."""
    entries = RegisterEntry.objects.order_by()
    described = Description.objects.published().order_by()
    return {
        "rapports": entries.order_by("pk").values_list(
            "report__public_id", "published_on", Value(None, output_field=DateTimeField())
        ),
        "formations": _published(
            Programme.objects.all(),
            entries.filter(programme=OuterRef("pk")).values("programme"),
            described.filter(programme=OuterRef("pk")).values("programme"),
        ),
        "etablissements": _published(
            Institution.objects.all(),
            entries.filter(institution__facet=Facet.INSTITUTION, institution__key=OuterRef("public_id")).values(
                "institution__key"
            ),
            described.filter(programme__institution=OuterRef("pk")).values("programme__institution"),
        ),
    }


def _parts(rows: QuerySet) -> range:
    """Their numbers."""
    return range(1, 1 + -(-rows.count() // ADDRESSES_A_PART))


def _published(rows: QuerySet, entries: QuerySet, described: QuerySet) -> QuerySet:
    """Those that have a page, each with its last report's day and its last description's moment."""
    dated = rows.annotate(
        reported=Subquery(entries.annotate(last=Max("published_on")).values("last")),
        described=Subquery(described.annotate(last=Max("published_at")).values("last")),
    )
    shown = dated.filter(Q(reported__isnull=False) | Q(described__isnull=False))
    return shown.order_by("public_id").values_list("public_id", "reported", "described")


def _written(places: Iterable[Place], route: str, request: HttpRequest) -> Iterator[str]:
    for public_id, reported, described in places:
        days = (reported, described and described.astimezone(PARIS).date())
        day = max(day for day in days if day)
        address = escape(request.build_absolute_uri(reverse(route, args=[public_id])))
        yield f"<url><loc>{address}</loc><lastmod>{day.isoformat()}</lastmod></url>\n"


def _map(lines: Iterable[str]) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_NAMESPACE}">\n'
    yield from lines
    yield "</urlset>\n"
