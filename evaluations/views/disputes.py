"""The table of disputes: of one evaluation for its committee and the agency, of a campaign for the agency."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import npgettext_lazy
from django.views.decorators.http import require_safe

from evalprog import sheets
from evaluations.enums import CorrectionRuling
from evaluations.models import Campaign, Evaluation
from evaluations.permissions import reads_corrections
from evaluations.views.campaigns import known_campaign
from evaluations.views.desk import desk
from evaluations.views.state_chart import Span, spans
from evaluations.workspace import dispute_counts, disputes

ROWS_A_PAGE = 50
TABLES = {"erreurs": 0, "reponses": 1}  # of the files, their rank in the workbook


@require_safe
def dispute_table(request: HttpRequest, public_id: str) -> HttpResponse:
    """Each passage disputed with its reason, ruling and result; each finding with its answer."""
    evaluation = _known(request, public_id)
    found, answers = disputes.disputes(_alone(evaluation)), disputes.answers(evaluation)
    context = {
        "evaluation": evaluation,
        "disputes": found,
        "bars": ruling_bars({r: sum((d.ruling or "") == r for d in found) for r in ("", *CorrectionRuling.values)}),
        "answers": answers,
        "answered": sum(answer.is_given for answer in answers),
        "coverage": disputes.coverage_of(evaluation) if answers else (),
    }
    return render(request, "evaluations/disputes/evaluation.html", context)


@require_safe
def dispute_export(request: HttpRequest, public_id: str, table: str, form: str) -> HttpResponse:
    """``form``: csv, one of the tables, or xlsx, both."""
    evaluation = _known(request, public_id)
    tables = [
        disputes.dispute_sheet(disputes.disputes(_alone(evaluation))),
        disputes.answer_sheet(disputes.answers(evaluation)),
    ]
    return _file(tables, table, form, f"contradictoire-{evaluation.public_id}")


@require_safe
def campaign_disputes(request: HttpRequest, public_id: str) -> HttpResponse:
    """How far findings are answered, what was granted, what is disputed again and again, and where."""
    campaign, seen = _known_campaign(request, public_id)
    found = dispute_counts.figures(campaign, seen)
    page = Paginator(dispute_counts.disputed(campaign, seen), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "campaign": campaign,
        "figures": found,
        "bars": ruling_bars(found.rulings),
        "page": page,
        "rows": [(one, found.answered.get(one.pk)) for one in page],
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
    }
    return render(request, "evaluations/disputes/campaign.html", context)


@require_safe
def campaign_dispute_export(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """Every error of fact of the campaign, one after the other."""
    campaign, seen = _known_campaign(request, public_id)
    sheet = disputes.dispute_sheet(disputes.disputes(seen.filter(campaign=campaign)))
    return _file([sheet], "erreurs", form, f"contradictoire-{campaign.code}")


# -- the chart


@dataclass(frozen=True, slots=True)
class RulingBar:
    ruling: str  # "" waits
    label: str
    count: int
    span: Span
    colour: str


# Told apart by the table too: the chart is never the only place.
_RULINGS = {
    CorrectionRuling.ACCEPTED: (npgettext_lazy("erreurs", "acceptée", "acceptées"), "#4f8449"),
    CorrectionRuling.PARTLY: (npgettext_lazy("erreurs", "acceptée en partie", "acceptées en partie"), "#a9c79f"),
    CorrectionRuling.REFUSED: (npgettext_lazy("erreurs", "refusée", "refusées"), "#d29a4e"),
    "": (npgettext_lazy("erreurs", "sans décision", "sans décision"), "#c3ced2"),
}


def ruling_bars(counts: dict[str, int]) -> list[RulingBar]:
    """Side by side, in the order of the legend; none of what does not occur."""
    present = [(ruling, counts[ruling]) for ruling in _RULINGS if counts.get(ruling)]
    drawn = spans([count for _ruling, count in present])
    return [
        RulingBar(ruling, _RULINGS[ruling][0] % count, count, span, _RULINGS[ruling][1])
        for (ruling, count), span in zip(present, drawn, strict=True)
    ]


# -- who


def _known(request: HttpRequest, public_id: str) -> Evaluation:
    """:raises Http404: for whoever does not read the workspace, and before a draft was sent."""
    here = desk(request, public_id)
    if not reads_corrections(here.standing, here.evaluation):
        raise Http404
    return here.evaluation


def _known_campaign(request: HttpRequest, public_id: str) -> tuple[Campaign, QuerySet[Evaluation]]:
    return known_campaign(request, public_id), Evaluation.objects.visible_to(request.user)


def _alone(evaluation: Evaluation) -> QuerySet[Evaluation]:
    return Evaluation.objects.filter(pk=evaluation.pk)


def _file(tables: Sequence[sheets.Sheet], table: str, form: str, name: str) -> HttpResponse:
    """:raises Http404: for another table or form."""
    if table not in TABLES or TABLES[table] >= len(tables):
        raise Http404
    chosen = tables[TABLES[table]]
    if form == "csv":
        response = HttpResponse(sheets.as_csv(chosen.header, chosen.rows), content_type=sheets.CSV)
    elif form == "xlsx":
        response = HttpResponse(sheets.as_xlsx(tables), content_type=sheets.XLSX)
    else:
        raise Http404
    suffix = f"-{table}" if form == "csv" and len(tables) > 1 else ""
    response["Content-Disposition"] = f'attachment; filename="{name}{suffix}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
