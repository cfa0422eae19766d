"""Making, discussing and changing a committee: one view per gesture, each one act."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evalprog.accounts.models import User
from evalprog.public_id import named
from evaluations import notifications, permissions, pool, readiness, transitions
from evaluations.forms.committee import (
    OFFERED_ROLES,
    AnswerForm,
    ConflictForm,
    DismissForm,
    InviteForm,
    ObjectionForm,
    RecusalForm,
    ReviseForm,
)
from evaluations.forms.experts import PoolSearch
from evaluations.forms.gestures import GestureForm
from evaluations.models import Evaluation
from evaluations.readiness import Problem
from evaluations.standing import NOBODY, standing_of
from evaluations.transitions import TransitionRefused
from evaluations.views.committee import find, page

CANDIDATES_SHOWN = 20


# -- inviting


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody of the pool, with what ties them to the institution said before they are asked."""
    evaluation = _entitled(request, public_id, "invite")
    problems: list[Problem] = []
    if request.method == "POST":
        form = InviteForm(request.POST)
        if not form.is_valid():
            problems = [Problem(_("Choisissez une personne du vivier et sa fonction."), "members")]
        else:
            person = form.cleaned_data["expert"].user
            try:
                transitions.invite(evaluation, person, by=request.user, role=form.cleaned_data["role"])
            except TransitionRefused as refusal:
                problems = refusal.problems
            else:
                messages.success(request, _("%(person)s est invité dans le comité.") % {"person": person})
                return redirect("evaluations:committee", public_id)
    search = PoolSearch(request.GET)
    found = pool.matching(pool.experts(), *search.wanted())
    facts = (f"user__{fact}" for fact in readiness.PERSON_FACTS)
    shown = list(found.prefetch_related(*facts)[: CANDIDATES_SHOWN + 1])
    looked_at = Evaluation.objects.prefetch_related("members", "conflicts", "programme__partners").get(pk=evaluation.pk)
    context = {
        "evaluation": evaluation,
        "search": search,
        "problems": problems,
        "roles": [(role.value, role.label) for role in OFFERED_ROLES],
        "candidates": [
            (
                expert,
                readiness.before_invitation(looked_at, expert.user),
                readiness.affiliation_notices(looked_at, expert.user),
                readiness.has_declared(expert.user),
            )
            for expert in pool.with_loads(shown[:CANDIDATES_SHOWN], request.user)
        ],
        "more": len(shown) > CANDIDATES_SHOWN,
        "outgoing": _invitation(evaluation, request.user),
    }
    return render(request, "evaluations/committee/invite.html", context, status=409 if problems else 200)


def _invitation(evaluation: Evaluation, by: User) -> notifications.Preview:
    """What whoever is invited will read, the greeting aside: the same words for everybody."""
    return notifications.preview("invite", evaluation, by, user=by, standing=NOBODY)[0]


@require_http_methods(["GET", "HEAD", "POST"])
def dismiss(request: HttpRequest, public_id: str, member_id: str) -> HttpResponse:
    evaluation = _entitled(request, public_id, "dismiss")
    member = get_object_or_404(evaluation.members.filter(ended_at=None), public_id=member_id)
    form = DismissForm(request.POST or None)
    return _gesture(
        request,
        evaluation,
        "dismiss",
        form,
        lambda: transitions.dismiss(member, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Mettre fin à la mission de %(name)s") % {"name": member.name},
        explanation=_("L’accès de cette personne au dossier cesse aussitôt. Le motif est porté au journal."),
        done=_("La mission de %(name)s a pris fin.") % {"name": member.name},
    )


@require_POST
def confirm(request: HttpRequest, public_id: str, member_id: str) -> HttpResponse:
    """Somebody called to a committee at work is let in."""
    evaluation = _entitled(request, public_id, "confirm_member")
    member = get_object_or_404(evaluation.members.filter(ended_at=None), public_id=member_id)
    done = _("%(name)s fait partie du comité.") % {"name": member.name}
    return _step(request, public_id, "confirm_member", lambda _e, by: transitions.confirm_member(member, by=by), done)


# -- proposing, taking back, appointing


@require_POST
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(
        request,
        public_id,
        "propose_committee",
        transitions.propose_committee,
        _("La composition est soumise à l’établissement."),
    )


@require_POST
def appoint(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, "appoint_committee", transitions.appoint_committee, _("Le comité est arrêté."))


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation = _entitled(request, public_id, "revise_committee")
    form = ReviseForm(request.POST or None)
    return _gesture(
        request,
        evaluation,
        "revise_committee",
        form,
        lambda: transitions.revise_committee(evaluation, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Reprendre la composition"),
        explanation=_("L’établissement ne voit plus la composition jusqu’à ce qu’elle lui soit proposée de nouveau."),
        done=_("La composition peut être modifiée."),
    )


# -- conflicts of interest


@require_http_methods(["GET", "HEAD", "POST"])
def record_conflict(request: HttpRequest, public_id: str) -> HttpResponse:
    """``?membre=`` names the member whom the link was beside."""
    evaluation = _entitled(request, public_id, "record_conflict")
    beside = named(evaluation.members.select_related("user"), request.GET.get("membre", ""))
    initial = {"email": beside.user.email} if beside and beside.user else {}
    form = ConflictForm(request.POST or None, initial=initial)

    def act() -> None:
        transitions.record_conflict(evaluation, form.person, by=request.user, reason=form.cleaned_data["reason"])

    own = request.POST.get("email", "").lower() == request.user.email
    return _gesture(
        request,
        evaluation,
        "record_conflict",
        form,
        act,
        title=_("Enregistrer un conflit d’intérêts"),
        explanation=_(
            "Dès l’enregistrement, cette personne ne reçoit plus rien de ce dossier : ni page, ni liste, ni décompte,"
            " ni message. Un conflit enregistré ne s’efface pas."
        ),
        done=_("Le conflit d’intérêts est enregistré."),
        leave_to=reverse("evaluations:dashboard") if own else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def declare_conflict(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation = _entitled(request, public_id, "declare_conflict")
    form = RecusalForm(request.POST or None)
    return _gesture(
        request,
        evaluation,
        "declare_conflict",
        form,
        lambda: transitions.declare_conflict(evaluation, by=request.user, reason=form.cleaned_data["reason"]),
        title=_("Je me récuse"),
        explanation=_(
            "Vous quittez le comité et ne verrez plus rien de ce dossier. L’agence lira votre motif."
            " Cette décision ne se reprend pas."
        ),
        done=_("Vous êtes récusé : ce dossier n’apparaît plus dans vos pages."),
        leave_to=reverse("evaluations:dashboard"),
    )


# -- discussing with the institution


@require_http_methods(["GET", "HEAD", "POST"])
def file_objection(request: HttpRequest, public_id: str) -> HttpResponse:
    evaluation = _entitled(request, public_id, "object")
    form = ObjectionForm(request.POST or None, evaluation=evaluation, initial={"member": request.GET.get("membre", "")})

    def act() -> None:
        words = form.cleaned_data
        transitions.object_to_committee(evaluation, by=request.user, text=words["text"], member=words["member"])

    return _gesture(
        request,
        evaluation,
        "object",
        form,
        act,
        title=_("Objecter à la composition du comité"),
        explanation=_("L’agence répond par écrit avant d’arrêter le comité. Votre objection n’est pas publiée."),
        done=_("L’objection est déposée ; la réponse de l’agence paraîtra ici."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer_objection(request: HttpRequest, public_id: str, objection_id: str) -> HttpResponse:
    evaluation = _entitled(request, public_id, "answer_objection")
    objection = get_object_or_404(evaluation.objections.select_related("member"), public_id=objection_id)
    form = AnswerForm(request.POST or None)

    def act() -> None:
        words = form.cleaned_data
        transitions.answer_objection(objection, by=request.user, answer=words["answer"], upheld=words["upheld"])

    return _gesture(
        request,
        evaluation,
        "answer_objection",
        form,
        act,
        title=_("Répondre à une objection"),
        objection=objection,
        done=_("L’établissement lit désormais cette réponse."),
    )


# -- what these gestures share


def _entitled(request: HttpRequest, public_id: str, verb: str) -> Evaluation:
    """The evaluation, for somebody whose role is to perform this act on it: else 404, or 403. Whether it is possible
    now is for the act to say."""
    evaluation = find(request.user, public_id)
    standing = standing_of(request.user, evaluation)
    permissions.allow(permissions.ACTS[verb].who(standing), permissions.missing_role(verb))
    return evaluation


def _step(request: HttpRequest, public_id: str, verb: str, act: Callable[..., Any], done: str) -> HttpResponse:
    evaluation = _entitled(request, public_id, verb)
    try:
        act(evaluation, by=request.user)
    except TransitionRefused as refusal:
        return page(request, find(request.user, public_id), refusal.problems, status=409)
    messages.success(request, done)
    return redirect("evaluations:committee", public_id)


def _gesture(
    request: HttpRequest,
    evaluation: Evaluation,
    verb: str,
    form: GestureForm,
    act: Callable[[], Any],
    *,
    done: str,
    **said: Any,
) -> HttpResponse:
    """Show the form, then perform the act. ``said``: ``title`` and ``explanation``; ``leave_to`` when the person
    does not come back to the committee."""
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except TransitionRefused as refusal:
            problems = refusal.problems
        else:
            messages.success(request, done)
            return redirect(said.get("leave_to") or reverse("evaluations:committee", args=[evaluation.public_id]))
    outgoing = notifications.preview(verb, evaluation, request.user)
    context = {"evaluation": evaluation, "form": form, "problems": problems, "outgoing": outgoing, **said}
    return render(request, "evaluations/committee/gesture.html", context, status=409 if problems else 200)
