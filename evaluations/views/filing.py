"""Filing the observations, or letting it be known that there are none: by a signatory who confirms who they are.

What is in time is told by when the request reached us (INV-T2). One that came without a recent confirmation, or that
files what is not what the person had read, performs nothing; it is noted (``first_sending``) and counts as of then once
it is sent again: unless the letter was written in after the end of the delay.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evalprog import clock
from evalprog.accounts.confirmation import asked_first, is_confirmed
from evaluations import notifications, permissions, readiness, transitions
from evaluations.enums import ItemTarget, State
from evaluations.forms.observations import SignatoryForm
from evaluations.models import Observation
from evaluations.readiness import Problem
from evaluations.reports import presentation
from evaluations.transitions import Seen, TransitionRefused
from evaluations.views import first_sending
from evaluations.views.observations import Place, deadline_of, place, sheet_of
from evaluations.workspace import observations


@dataclass(frozen=True, slots=True)
class Filing:
    """One of the two acts, in the words of its page."""

    verb: str
    form_name: str
    title: str | Promise
    button: str | Promise
    done: str | Promise
    done_late: str | Promise


FILE = Filing(
    "file_observations",
    "observations-file",
    gettext_lazy("Déposer les observations"),
    gettext_lazy("Déposer les observations"),
    gettext_lazy("Vos observations sont déposées. En voici l’accusé de réception."),
    gettext_lazy(
        "Vos observations sont déposées et gardées, mais elles sont arrivées hors délai : l’agence décide si elles "
        "accompagnent le rapport. En voici l’accusé de réception."
    ),
)
WAIVE = Filing(
    "waive_observations",
    "observations-waive",
    gettext_lazy("Ne pas faire d’observation"),
    gettext_lazy("Faire savoir qu’il n’y a pas d’observation"),
    gettext_lazy("Votre renonciation est enregistrée. En voici l’accusé de réception."),
    gettext_lazy("Votre renonciation est enregistrée, hors délai. En voici l’accusé de réception."),
)
_ACTS = {FILE.verb: transitions.file_observations, WAIVE.verb: transitions.waive_observations}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def observations_file(request: HttpRequest, public_id: str) -> HttpResponse:
    return _filing(request, public_id, FILE)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def observations_waive(request: HttpRequest, public_id: str) -> HttpResponse:
    return _filing(request, public_id, WAIVE)


def _filing(request: HttpRequest, public_id: str, filing: Filing) -> HttpResponse:
    here = place(request, public_id, house=True)
    permissions.allow(here.standing.signs, str(permissions.missing_role(filing.verb)))
    if not _is_possible(request, here, filing):
        return _too_late(request, here, filing)
    if request.method != "POST":
        if confirmation := asked_first(request):
            return confirmation
        return _page(request, here, filing, SignatoryForm(initial=_initial(request, here, filing)))
    form = SignatoryForm(request.POST)
    if not is_confirmed(request):
        _note(request, here, filing)
        return _page(request, here, filing, form, unconfirmed=True, status=403)
    if not form.is_valid():
        return _page(request, here, filing, form, status=422)
    said, shown = form.cleaned_data, request.POST.get("seen", "")
    received_at = first_sending.reached_us_at(request, here.evaluation, filing.verb, sha256=shown)
    seen = Seen(said["name"], said["office"], said["seen_on"], sha256=shown)
    try:
        _ACTS[filing.verb](here.evaluation, by=request.user, received_at=received_at, seen=seen)
    except TransitionRefused as refusal:
        refusals = refusal.problems
        if refusal.is_of_a_change:
            _note(request, here, filing)
            refusals = refusals + first_sending.who_changed(here.evaluation, filing.verb)
        return _page(request, here, filing, form, refusals=refusals, status=409)
    first_sending.forget_typed(request, here.evaluation, filing.verb)
    filed = observations.filed_letters(here.evaluation)[0]
    messages.success(request, filing.done_late if filed.late else filing.done)
    return redirect("evaluations:observations-receipt", public_id, filed.round)


def _is_possible(request: HttpRequest, here: Place, filing: Filing) -> bool:
    """Once they are closed: to file what is written, late or not; to waive, if that had reached us before."""
    if not permissions.may(here.standing, here.evaluation, filing.verb):
        return False
    if here.evaluation.state != State.OBSERVATIONS_CLOSED:
        return True
    if filing is FILE:
        return observations.being_prepared(here.evaluation) is not None
    arrival = first_sending.arrival(
        request, here.evaluation, filing.verb, sha256=observations.shown_sha256(here.evaluation)
    )
    problems = readiness.before(filing.verb, here.evaluation, request.user, in_time=arrival.in_time)
    return all(problem.where != "already" for problem in problems)


def _page(
    request: HttpRequest,
    here: Place,
    filing: Filing,
    form: SignatoryForm,
    *,
    refusals: list[Problem] | None = None,
    unconfirmed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """What will be filed and what will be sent, and the form of who signs."""
    # Its hash first: should it change while the page is made, the page shows more than it vouches for, never less.
    seen = observations.shown_sha256(here.evaluation)
    arrival = first_sending.arrival(request, here.evaluation, filing.verb, sha256=seen)
    refused = refusals or []
    # What a colleague has written may hinder it too: a waiver, where there are observations now.
    problems = readiness.before(filing.verb, here.evaluation, request.user, in_time=arrival.in_time)
    missing = [p for p in problems if not _is_of_form(p) and p not in refused]
    context = {
        "evaluation": here.evaluation,
        "filing": filing,
        "form": form,
        "seen": seen,
        "files_letter": filing is FILE,
        "refusals": refused,
        "missing": missing,
        "unconfirmed": unconfirmed,
        "noted": arrival.noted,
        "outgoing": notifications.preview(filing.verb, here.evaluation, request.user, **arrival.details),
        "late": arrival.late,
        **deadline_of(here.evaluation),
        **(_contents(here) if filing is FILE else {}),
    }
    return render(request, "evaluations/observations/file.html", context, status=status)


def _is_of_form(problem: Problem) -> bool:
    """That nobody has signed yet: this very page is for it."""
    return problem.where == "signatory"


def _contents(here: Place) -> dict[str, Any]:
    """What will be filed: its words as they will be printed, how many answers, which files."""
    sheet = sheet_of(here)
    annexed = observations.annexed(sheet.reading, sheet.letter, here.evaluation)
    said = [box for box in sheet.boxes if box.says_something]
    return {
        "language": sheet.reading.language,
        "annex": presentation.annex(annexed),
        "answers": sum(box.target not in observations.ADDED for box in said),
        "passages": sum(box.target == ItemTarget.REPORT for box in said),
        "free": sum(box.target == ItemTarget.FREE for box in said),
        "words": bool(sheet.letter and sheet.letter.text),
        "files": list(sheet.letter.attachments.joined()) if sheet.letter else [],
    }


def _too_late(request: HttpRequest, here: Place, filing: Filing) -> HttpResponse:
    """It was done before, by another click or another hand, or its time has not come: the page says how it stands."""
    last = observations.filed_letters(here.evaluation)[:1]
    context = {"evaluation": here.evaluation, "filing": filing, "last": last[0] if last else None}
    return render(request, "evaluations/observations/already.html", context, status=409)


# -- what came before, and could not be done at once


def _note(request: HttpRequest, here: Place, filing: Filing) -> None:
    typed = {name: request.POST.get(name, "")[:300] for name in ("name", "office", "seen_on")}
    first_sending.note(request, here.evaluation, filing.verb, **typed)


def _initial(request: HttpRequest, here: Place, filing: Filing) -> dict[str, Any]:
    if typed := first_sending.typed(request, here.evaluation, filing.verb):
        return typed
    last = Observation.objects.filed().filter(evaluation__programme__institution=here.evaluation.programme.institution)
    before = last.filter(filed_by=request.user).exclude(signatory="").order_by("-filed_at").first()
    name, office = (before.signatory, before.office) if before else (request.user.name, "")
    return {"name": name, "office": office, "seen_on": clock.today()}
