"""What was sent to whom and why, what was not, and sending again what did not leave."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evalprog.text import one_line
from evaluations import notifications
from evaluations.enums import DeliveryState
from evaluations.models import Delivery, Evaluation
from evaluations.models.messages import UNCERTAIN, DeliveryQuerySet
from evaluations.notifications import KINDS, texts
from evaluations.permissions import allow, can_read_messages, can_send_messages_again

DELIVERIES_A_PAGE = 50
LONGEST_SEARCH = 200  # letters
STATES = (*DeliveryState.values, UNCERTAIN)


@dataclass(frozen=True, slots=True)
class Row:
    """A delivery, and the words that it carries."""

    delivery: Delivery
    label: str
    subject: str
    body: str


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Of all the evaluations that the person may know of."""
    return _listed(request, _readable(request), None)


@require_safe
def evaluation_messages(request: HttpRequest, public_id: str) -> HttpResponse:
    deliveries = _readable(request)
    related = Evaluation.objects.visible_to(request.user).select_related("programme__institution", "campaign")
    evaluation = get_object_or_404(related, public_id=public_id)
    return _listed(request, deliveries.filter(message__evaluation=evaluation), evaluation)


@require_POST
def delivery_send(request: HttpRequest, public_id: str) -> HttpResponse:
    """A person decides that a message which failed, or whose fate is unknown, leaves again."""
    delivery = get_object_or_404(_readable(request), public_id=public_id)
    allow(can_send_messages_again(request.user), _("Renvoyer un message revient à l’agence, audit excepté."))
    if notifications.send_again(delivery, by=request.user):
        delivery.refresh_from_db()
        words = {"person": delivery.user, "state": delivery.state_label}
        messages.info(request, _("Message pour %(person)s : %(state)s.") % words)
    else:
        messages.error(request, _("Ce message est déjà parti, ou quelqu’un vient de le renvoyer."))
    there = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return redirect(there if is_ours else "evaluations:message-list")


def _readable(request: HttpRequest) -> DeliveryQuerySet:
    """Whoever does not read for the agency is not told that there is such a page."""
    if not can_read_messages(request.user):
        raise Http404
    return Delivery.objects.filter(message__evaluation__in=Evaluation.objects.visible_to(request.user))


def _listed(request: HttpRequest, deliveries: DeliveryQuerySet, evaluation: Evaluation | None) -> HttpResponse:
    state = request.GET.get("etat", "") if request.GET.get("etat") in STATES else ""
    kind = request.GET.get("message", "") if request.GET.get("message") in KINDS else ""
    words = one_line(request.GET.get("q", "")[:LONGEST_SEARCH])
    found = deliveries.shown_as(state) if state else deliveries
    if kind:
        found = found.filter(message__kind=kind)
    if words:
        found = found.filter(
            Q(user__name__icontains=words)
            | Q(message__evaluation__programme__title__icontains=words)
            | Q(message__evaluation__programme__institution__name__icontains=words)
        )
    related = found.select_related(
        "user", "requeued_by", "message__evaluation__programme__institution", "message__evaluation__campaign"
    )
    page = Paginator(related.order_by("-message__created_at", "-pk"), DELIVERIES_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "evaluation": evaluation,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "rows": [_row(delivery) for delivery in page],
        "counts": [(name, label, deliveries.shown_as(name).count()) for name, label in _states()],
        "kinds": [(name, known.label) for name, known in KINDS.items()],
        "state": state,
        "kind": kind,
        "words": words,
        "may_send": can_send_messages_again(request.user),
    }
    return render(request, "evaluations/agency/message_list.html", context)


def _states() -> list[tuple[str, str]]:
    return [*((state.value, str(state.label)) for state in DeliveryState), (UNCERTAIN, _("incertain"))]


def _row(delivery: Delivery) -> Row:
    message = delivery.message
    subject, body = texts.written(
        message.kind, message.evaluation, facts=message.facts, added_text=message.added_text, user=delivery.user
    )
    return Row(delivery, str(KINDS[message.kind].label), subject, body)
