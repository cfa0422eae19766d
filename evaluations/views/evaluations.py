"""One evaluation, as the person in front of it may know it."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from evaluations.models import Evaluation, Report
from evaluations.standing import shown_state, standing_of


@login_not_required
@require_safe
def evaluation_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where it stands, for those who work on it; the public is led to the report once published, else to sign in."""
    if not request.user.is_authenticated:
        report = Report.objects.published().filter(evaluation__public_id=public_id).order_by("-version").first()
        return redirect(report) if report else redirect_to_login(request.get_full_path())
    evaluations = Evaluation.objects.visible_to(request.user)
    related = evaluations.select_related("programme__institution", "campaign", "framework")
    evaluation = get_object_or_404(related, public_id=public_id)
    context = {
        "evaluation": evaluation,
        "state": shown_state(evaluation, standing_of(request.user, evaluation)),
        "reports": evaluation.reports.published().order_by("-version"),
    }
    return render(request, "evaluations/evaluation_detail.html", context)
