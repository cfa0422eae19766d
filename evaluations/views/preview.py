"""The report as it stands, as page and as PDF, marked as a working copy: for those who write and read it meanwhile."""

from django.contrib import messages
from django.db.models import Sum
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evalprog.richtext import figure
from evaluations.enums import ReportKind
from evaluations.models import Evaluation
from evaluations.reports import presentation, reading
from evaluations.reports.press import NotPrinted, printed
from evaluations.views.desk import desk

# Characters of its texts, twice what a long report has. Whoever asks for more paper than this would hold up everybody
# whom the same process serves (INV-L1).
LONGEST = 500_000


@require_safe
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The working copy, through the partials of the published page."""
    here = desk(request, public_id)
    content = reading.read(here.evaluation, kind=ReportKind.DRAFT)
    context = {
        "evaluation": here.evaluation,
        "reading": content,
        "contents": presentation.contents(content),
        "parts": presentation.parts(content),
    }
    return render(request, "evaluations/workspace/preview.html", context)


@require_safe
def preview_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as PDF. Nothing of it is kept, here or by the browser: it is no report."""
    here = desk(request, public_id)
    if told := too_long_for_paper(_length(here.evaluation)):
        messages.warning(request, told)
        return redirect("evaluations:preview", public_id)
    content = reading.read(here.evaluation, kind=ReportKind.DRAFT)
    try:
        data = printed(content, marked=_("Copie de travail"))
    except NotPrinted as why:
        messages.error(request, str(why))
        return redirect("evaluations:preview", public_id)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="copie-de-travail.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _length(evaluation: Evaluation) -> int:
    return evaluation.assessments.aggregate(length=Sum(Length("text")))["length"] or 0


def too_long_for_paper(length: int) -> str:
    """A sentence when a text of so many characters is not printed while somebody waits; nothing when it is."""
    if length <= LONGEST:
        return ""
    sentence = _(
        "Le rapport compte %(length)s caractères, mise en forme comprise : son PDF serait trop long à préparer "
        "ici, au-delà de %(most)s. Le voici en page."
    )
    return sentence % {"length": figure(length), "most": figure(LONGEST)}
