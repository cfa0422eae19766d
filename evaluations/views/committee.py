"""The committee of one evaluation: who is on it, what is still missing, what was objected.

Three readers, one page: the agency prepares, the committee sees its members, the institution discusses the composition.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from evalprog.accounts.models import User
from evaluations import notifications, permissions, pool, readiness
from evaluations.enums import State
from evaluations.models import CommitteeMember, Evaluation, Objection
from evaluations.notifications import Preview
from evaluations.readiness import Problem
from evaluations.standing import Standing, committee_is_told, shown_state, standing_of

OFFERED = (
    "invite",
    "dismiss",
    "confirm_member",
    "propose_committee",
    "revise_committee",
    "appoint_committee",
    "record_conflict",
    "declare_conflict",
    "object",
    "answer_objection",
    "annex_dissent",
)


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as those who make the committee see them."""

    member: CommitteeMember
    load: int
    declared: bool
    hints: list[str]
    to_confirm: bool = False
    problems: tuple[Problem, ...] = ()  # what keeps the agency from confirming this person
    outgoing: tuple[Preview, ...] = ()  # the message by which this person will know of it


def find(user: User, public_id: str) -> Evaluation:
    """The evaluation, for somebody who may know of it; a conflict recorded a moment ago already hides it."""
    seen = Evaluation.objects.visible_to(user).select_related("programme__institution", "campaign")
    return get_object_or_404(seen, public_id=public_id)


@require_safe
def committee(request: HttpRequest, public_id: str) -> HttpResponse:
    return page(request, find(request.user, public_id))


def page(
    request: HttpRequest, evaluation: Evaluation, refusals: Iterable[Problem] = (), *, status: int = 200
) -> HttpResponse:
    """``refusals``: why the act that was just tried is not possible."""
    standing = standing_of(request.user, evaluation)
    context = {
        "evaluation": evaluation,
        "state": shown_state(evaluation, standing),
        "refusals": list(refusals),
        "acts": set(offered(evaluation, standing)),
        "at_work": evaluation.state in permissions.COMMITTEE_AT_WORK,
        "proposed": evaluation.state == State.COMMITTEE_PROPOSED,
        "objections": _objections(evaluation, standing),
        "dissents": evaluation.members.current().exclude(dissent="") if standing.sees_behind_the_veil else [],
    }
    if standing.reads_for_the_agency:
        context |= _for_the_agency(request.user, evaluation, standing)
    elif standing.committee:
        context["colleagues"] = evaluation.members.current()
    elif committee_is_told(evaluation):
        context["composition"] = evaluation.members.not_declined()
    return render(request, f"evaluations/committee/{_face(standing)}.html", context, status=status)


def offered(evaluation: Evaluation, standing: Standing) -> Iterator[str]:
    """The acts of this page that this person may perform, and that have an object."""
    for verb in OFFERED:
        if permissions.may(standing, evaluation, verb) and (verb != "object" or under_discussion(evaluation)):
            yield verb


def under_discussion(evaluation: Evaluation) -> bool:
    """Whether the institution may object: to a committee proposed, or to somebody called to it since."""
    return not readiness.before_objecting(evaluation, None)


def _face(standing: Standing) -> str:
    if standing.reads_for_the_agency:
        return "for_agency"
    return "for_members" if standing.committee else "for_institution"


def _for_the_agency(user: User, evaluation: Evaluation, standing: Standing) -> dict[str, Any]:
    """Everybody who was ever asked; what is missing, and who is tied to the institution, for those who decide."""
    prefetch_related_objects([evaluation], *readiness.COMMITTEE_FACTS)
    decides = standing.is_officer or standing.is_publisher
    members = list(evaluation.members.all())
    seated = [m for m in members if m.is_proposed]
    missing = _missing(evaluation) if decides else []
    loads = pool.loads(user, [m.user_id for m in seated if m.user_id])
    return {
        "decides": decides,
        "rows": [
            MemberRow(
                member,
                load=loads.get(member.user_id, 0),
                declared=member.user is not None and readiness.has_declared(member.user),
                hints=_hints(evaluation, member) if decides else [],
                **_awaiting(user, evaluation, member, standing),
            )
            for member in seated
        ],
        "former": [m for m in members if not m.is_proposed],
        "missing": missing,
        "outgoing": [] if missing else _outgoing(user, evaluation, standing),
        "conflicts": evaluation.conflicts.select_related("user").order_by("recorded_at", "pk") if decides else [],
    }


def _awaiting(user: User, evaluation: Evaluation, member: CommitteeMember, standing: Standing) -> dict[str, Any]:
    """Somebody called to a committee at work is let in by the agency: what is still missing for that."""
    decides = standing.is_officer or standing.is_publisher
    if not (decides and evaluation.state in permissions.COMMITTEE_AT_WORK and member.is_newcomer):
        return {}
    words = notifications.preview("confirm_member", evaluation, user, user=member.user, standing=standing)
    problems = tuple(readiness.before_confirming(evaluation, member))
    return {"to_confirm": True, "problems": problems, "outgoing": tuple(words)}


def _outgoing(user: User, evaluation: Evaluation, standing: Standing) -> list[Preview]:
    """What the act that this person may perform here would send, once nothing is missing for it."""
    for verb in ("propose_committee", "appoint_committee"):
        if permissions.may(standing, evaluation, verb):
            return notifications.preview(verb, evaluation, user, standing=standing)
    return []


def _hints(evaluation: Evaluation, member: CommitteeMember) -> list[str]:
    """What a declaration says is read by those who make the committee, and by nobody else."""
    return readiness.affiliation_hints(evaluation, member.user) if member.user else []


def _missing(evaluation: Evaluation) -> list[Problem]:
    """What stands between the committee and its next act."""
    if evaluation.state == State.DOSSIER_DEPOSITED:
        return readiness.before_proposing_committee(evaluation)
    if evaluation.state == State.COMMITTEE_PROPOSED:
        return readiness.before_appointing_committee(evaluation)
    return readiness.composition_problems(evaluation) if evaluation.state in permissions.COMMITTEE_AT_WORK else []


def _objections(evaluation: Evaluation, standing: Standing) -> QuerySet[Objection] | list[Objection]:
    """Between the institution and the agency: the committee does not read them."""
    if not (standing.reads_for_the_agency or standing.contributes):
        return []
    return evaluation.objections.select_related("member", "by")
