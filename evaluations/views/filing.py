"""Filing the observations, or letting it be known that there are none: by a signatory who confirms who they are.

What is in time is told by when the request reached us (INV-T2). One that came without a recent confirmation performs
nothing; it is noted, with what the letter then said, and counts as of then once the person has confirmed and sends it
again: unless the letter has changed meanwhile.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evalprog import clock
from evalprog.accounts.confirmation import asked_first, is_confirmed
from evalprog.arrival import LONGEST
from evaluations import notifications, permissions, readiness, transitions
from evaluations.enums import ItemTarget, State
from evaluations.forms.observations import SignatoryForm
from evaluations.models import Observation
from evaluations.readiness import Problem
from evaluations.reports import presentation
from evaluations.transitions import Seen, TransitionRefused
from evaluations.views.observations import Place, deadline_of, place, sheet_of
from evaluations.workspace import observations
from evaluations.workspace.holding import held

NOTED = "observations_received"  # in the session: what came before the person had confirmed


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
    letter = observations.being_prepared(here.evaluation)
    closed = here.evaluation.state == State.OBSERVATIONS_CLOSED and letter is None
    if closed or not permissions.may(here.standing, here.evaluation, filing.verb):
        return _too_late(request, here, filing)
    noted = _noted(request, here, letter)
    if request.method != "POST":
        if confirmation := asked_first(request):
            return confirmation
        return _page(request, here, filing, SignatoryForm(initial=_initial(request, here, noted)), noted=noted)
    form = SignatoryForm(request.POST)
    if not is_confirmed(request):
        _note(request, here, letter)
        return _page(request, here, filing, form, noted=_noted(request, here, letter), unconfirmed=True, status=403)
    if not form.is_valid():
        return _page(request, here, filing, form, noted=noted, status=422)
    said = form.cleaned_data
    try:
        _perform(request, here, filing, Seen(said["name"], said["office"], said["seen_on"]))
    except TransitionRefused as refusal:
        return _page(request, here, filing, form, noted=noted, refusals=refusal.problems, status=409)
    request.session.pop(NOTED, None)
    filed = observations.filed_letters(here.evaluation)[0]
    messages.success(request, filing.done_late if filed.late else filing.done)
    return redirect("evaluations:observations-receipt", public_id, filed.round)


@transaction.atomic
def _perform(request: HttpRequest, here: Place, filing: Filing, seen: Seen) -> None:
    """What was noted counts for the letter as it is filed: it is held, so that nobody writes in it between the two."""
    held(here.evaluation)
    noted = _noted(request, here, observations.being_prepared(here.evaluation))
    received_at = noted["at"] if noted else request.received_at
    _ACTS[filing.verb](here.evaluation, by=request.user, received_at=received_at, seen=seen)


def _page(
    request: HttpRequest,
    here: Place,
    filing: Filing,
    form: SignatoryForm,
    *,
    noted: dict[str, Any] | None,
    refusals: list[Problem] | None = None,
    unconfirmed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """What will be filed and what will be sent, and the form of who signs."""
    missing = [p for p in readiness.before(filing.verb, here.evaluation, request.user) if not _is_of_form(p)]
    late = _is_late(here, noted["at"] if noted else clock.now())
    context = {
        "evaluation": here.evaluation,
        "filing": filing,
        "form": form,
        "files_letter": filing is FILE,
        "refusals": refusals or [],
        "missing": [] if refusals else missing,
        "unconfirmed": unconfirmed,
        "noted": noted,
        "outgoing": notifications.preview(
            filing.verb, here.evaluation, request.user, **({"late": True} if late else {})
        ),
        "late": late,
        **deadline_of(here.evaluation),
        **(_contents(here) if filing is FILE else {}),
    }
    return render(request, "evaluations/observations/file.html", context, status=status)


def _is_of_form(problem: Problem) -> bool:
    """That nobody has signed yet: this very page is for it."""
    return problem.where == "signatory"


def _contents(here: Place) -> dict[str, Any]:
    """What will be filed: coverage, how many answers, which files."""
    sheet = sheet_of(here)
    annexed = observations.annexed(sheet.reading, sheet.letter, here.evaluation)
    said = [box for box in sheet.boxes if box.says_something]
    return {
        "sheet": sheet,
        "coverage": presentation.coverage(annexed),
        "answers": sum(box.target not in observations.ADDED for box in said),
        "passages": sum(box.target == ItemTarget.REPORT for box in said),
        "free": sum(box.target == ItemTarget.FREE for box in said),
        "words": bool(sheet.letter and sheet.letter.text),
        "files": list(sheet.letter.attachments.joined()) if sheet.letter else [],
    }


def _is_late(here: Place, at: dt.datetime) -> bool:
    window = deadline_of(here.evaluation)["window"]
    return window is not None and window.is_over_at(at)


def _too_late(request: HttpRequest, here: Place, filing: Filing) -> HttpResponse:
    """It was done before, by another click or another hand, or its time has not come: the page says how it stands."""
    last = observations.filed_letters(here.evaluation)[:1]
    context = {"evaluation": here.evaluation, "filing": filing, "last": last[0] if last else None}
    return render(request, "evaluations/observations/already.html", context, status=409)


# -- what came before the person had confirmed


def _note(request: HttpRequest, here: Place, letter: Observation | None) -> None:
    if _noted(request, here, letter):
        return  # the first of them counts
    kept = {name: request.POST.get(name, "")[:300] for name in ("name", "office", "seen_on")}
    request.session[NOTED] = {
        "evaluation": here.evaluation.public_id,
        "person": request.user.pk,
        "at": request.received_at.isoformat(),
        "sha256": letter.words_sha256() if letter else "",
        "form": kept,
    }


def _noted(request: HttpRequest, here: Place, letter: Observation | None) -> dict[str, Any] | None:
    """When this person's filing reached us first, and what they had typed; the letter must say what it said then."""
    noted = request.session.get(NOTED)
    if not noted or (noted["evaluation"], noted["person"]) != (here.evaluation.public_id, request.user.pk):
        return None
    at = dt.datetime.fromisoformat(noted["at"])
    same = noted["sha256"] == (letter.words_sha256() if letter else "")
    return {"at": at, "form": noted["form"]} if same and clock.now() - at <= LONGEST else None


def _initial(request: HttpRequest, here: Place, noted: dict[str, Any] | None) -> dict[str, Any]:
    if noted:
        return noted["form"]
    last = Observation.objects.filed().filter(evaluation__programme__institution=here.evaluation.programme.institution)
    before = last.filter(filed_by=request.user).order_by("-filed_at").first()
    name = before.signatory if before else request.user.name
    return {"name": name, "office": before.office if before else "", "seen_on": clock.today()}
