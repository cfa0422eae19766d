"""What was deposited, version by version, and the changes that the institution proposes to it.

Of proposals the institution and the agency learn; to the committee, and to everybody else, their addresses answer like
addresses that never were, and the deposited dossier says nothing of them (INV-C1, INV-C2).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from evalprog import wordiff
from evaluations import notifications, permissions, transitions
from evaluations.dossier_content import DepositedPiece, DossierReading
from evaluations.forms.dossier import ChangesForm, DecisionForm
from evaluations.models import DossierProposal, DossierSnapshot, Evaluation
from evaluations.reports import dossier_reading
from evaluations.transitions import TransitionRefused
from evaluations.views.dossier_place import DossierPlace, place
from evaluations.views.table_drawings import Shown, deposited

CHANGES = "evaluations:dossier-changes"


@require_safe
def dossier_version(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """One version as it was deposited; the former ones stay, for those who read the last."""
    here = place(request, public_id)
    snapshot = get_object_or_404(dossier_reading.deposits(here.evaluation), number=number)
    return show_deposited(request, here, snapshot)


def show_deposited(request: HttpRequest, here: DossierPlace, snapshot: DossierSnapshot) -> HttpResponse:
    reading = snapshot.reading
    versions = list(dossier_reading.deposits(here.evaluation).defer("content"))
    context = {
        "evaluation": here.evaluation,
        "snapshot": snapshot,
        "reading": reading,
        "sections": reading.sections,
        "tables": deposited(reading.tables),
        "pieces": reading.pieces,
        "years": [description.year for description in reading.descriptions],
        "versions": versions,
        "is_last": snapshot.number == versions[0].number,
        "reads_changes": permissions.reads_proposals(here.standing, here.evaluation),
    }
    return render(request, "evaluations/dossier/deposited.html", context)


# -- changes


@dataclass(frozen=True, slots=True)
class TextChange:
    label: str
    changes: SafeString


@dataclass(frozen=True, slots=True)
class PieceChange:
    """``before`` or ``after`` is empty for a piece that came or went."""

    before: DepositedPiece | None
    after: DepositedPiece | None


@dataclass(frozen=True, slots=True)
class TableChange:
    before: Shown | None
    after: Shown | None


@dataclass(frozen=True, slots=True)
class Compared:
    texts: tuple[TextChange, ...]
    tables: tuple[TableChange, ...]
    pieces: tuple[PieceChange, ...]
    years: tuple[str, ...]  # of the descriptions that differ

    @property
    def is_empty(self) -> bool:
        return not self.count

    @property
    def count(self) -> int:
        """Of the texts, tables, pieces and descriptions that differ."""
        return len(self.texts) + len(self.tables) + len(self.pieces) + len(self.years)


def compared(before: DossierReading, after: DossierReading) -> Compared:
    """What differs between two dossiers, in words."""
    return Compared(
        tuple(_texts(before, after)),
        tuple(_tables(before, after)),
        tuple(_pieces(before, after)),
        _years(before, after),
    )


@dataclass(frozen=True, slots=True)
class Decided:
    """``before``: the version that they were proposed to; of how many places they changed."""

    proposal: DossierProposal
    before: int
    count: int


@require_safe
@never_cache
def changes(request: HttpRequest, public_id: str) -> HttpResponse:
    return _page(request, _place(request, public_id))


@require_POST
def changes_send(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the institution has written since its deposit goes to the agency."""
    here = _place(request, public_id)
    permissions.allow(here.standing.signs, str(permissions.missing_role("propose_dossier_changes")))
    form = ChangesForm(request.POST, evaluation=here.evaluation)
    if not form.is_valid():
        return _page(request, here, form=form, status=422)
    message, seen = form.cleaned_data["message"], request.POST.get("seen", "")
    try:
        transitions.propose_dossier_changes(here.evaluation, by=request.user, message=message, seen=seen)
    except TransitionRefused as refusal:
        return _page(request, here, form=form, problems=refusal.problems, status=409)
    messages.success(request, _("Vos modifications sont envoyées à l’agence, qui décide."))
    return redirect(CHANGES, public_id)


@require_POST
def changes_decide(request: HttpRequest, public_id: str, proposal_id: str) -> HttpResponse:
    """``decision``: ``accept`` or ``decline``, which asks for a reason."""
    here = _place(request, public_id)
    permissions.allow(here.standing.is_officer, str(permissions.missing_role("accept_dossier_changes")))
    decision = request.POST.get("decision", "")
    if decision not in ("accept", "decline"):
        return HttpResponseBadRequest(_("Cette décision n’existe pas."))
    form = DecisionForm(request.POST, evaluation=here.evaluation, proposal=proposal_id)
    said = form.cleaned_data if form.is_valid() else {"reason": ""}
    told = notifications.tells_committee("accept_dossier_changes", here.evaluation, request.user)
    try:
        if decision == "accept":
            transitions.accept_dossier_changes(here.evaluation, proposal_id, by=request.user)
        else:
            transitions.decline_dossier_changes(here.evaluation, proposal_id, by=request.user, reason=said["reason"])
    except TransitionRefused as refusal:
        return _page(request, here, decision=form, problems=refusal.problems, status=409)
    messages.success(request, _decision_in_words(decision, committee_is_told=told))
    return redirect(CHANGES, public_id)


def _decision_in_words(decision: str, *, committee_is_told: bool) -> str:
    if decision == "decline":
        return _("Les modifications sont refusées.")
    if committee_is_told:
        return _("Les modifications sont acceptées : le dossier a une nouvelle version, et le comité en est averti.")
    return _("Les modifications sont acceptées : le dossier a une nouvelle version.")


def _place(request: HttpRequest, public_id: str) -> DossierPlace:
    """:raises Http404: for the committee, and whoever else may not know that a change is proposed."""
    here = place(request, public_id)
    if not permissions.reads_proposals(here.standing, here.evaluation) or here.form is None:
        raise Http404
    return here


def _page(
    request: HttpRequest,
    here: DossierPlace,
    *,
    form: ChangesForm | None = None,
    decision: DecisionForm | None = None,
    problems: Any = (),
    status: int = 200,
) -> HttpResponse:
    """The institution sees what it would send; both see what waits, and what became of what was sent."""
    last = dossier_reading.last_deposit(here.evaluation)
    if last is None:
        raise Http404
    proposals = list(here.evaluation.dossier_proposals.select_related("sent_by", "decided_by"))
    waiting = next((proposal for proposal in proposals if not proposal.outcome), None)
    own = dossier_reading.read(here.evaluation) if here.standing.contributes and here.writes else None
    sends = permissions.may(here.standing, here.evaluation, "propose_dossier_changes")
    mine = compared(last.reading, own) if own and _is_news(own, last, waiting) else None
    decides = waiting is not None and permissions.may(here.standing, here.evaluation, "accept_dossier_changes")
    context = {
        "evaluation": here.evaluation,
        "last": last,
        "waiting": waiting,
        "sent": compared(last.reading, waiting.reading) if waiting else None,
        "own": mine if mine and not mine.is_empty else None,
        "form": (form or ChangesForm(evaluation=here.evaluation)).beside(own.sha256) if own and sends else None,
        "decision": (decision or DecisionForm(evaluation=here.evaluation, proposal=waiting.public_id))
        if decides
        else None,
        "decided": _decided(here.evaluation, proposals),
        "house": here.standing.contributes,
        "writes": here.writes,
        "problems": list(problems),
        "outgoing": notifications.preview("accept_dossier_changes", here.evaluation, request.user) if decides else [],
    }
    return render(request, "evaluations/dossier/changes.html", context, status=status)


def _decided(evaluation: Evaluation, proposals: list[DossierProposal]) -> list[Decided]:
    """What the agency has answered, the last first, with how much each of them changed of its version."""
    answered = [proposal for proposal in proposals if proposal.outcome in ("ACCEPTED", "DECLINED")]
    bases = {snapshot.number: snapshot for snapshot in dossier_reading.deposits(evaluation)} if answered else {}
    return [
        Decided(proposal, proposal.base, compared(bases[proposal.base].reading, proposal.reading).count)
        for proposal in answered
    ]


def _is_news(own: DossierReading, last: DossierSnapshot, waiting: DossierProposal | None) -> bool:
    return own.sha256 not in (last.sha256, waiting.sha256 if waiting else "")


def _texts(before: DossierReading, after: DossierReading) -> Iterator[TextChange]:
    former = {section.code: section.text for section in before.sections}
    for section in after.sections:
        if section.text != former.get(section.code, ""):
            told = wordiff.differences(former.get(section.code, ""), section.text)
            yield TextChange(section.label, wordiff.as_html(told))


def _tables(before: DossierReading, after: DossierReading) -> Iterator[TableChange]:
    old, new = ({table.code: table for table in reading.tables} for reading in (before, after))
    for code in dict.fromkeys((*new, *old)):
        one, other = old.get(code), new.get(code)
        if one is None or other is None or one.document != other.document:
            yield TableChange(*(deposited([table])[0] if table else None for table in (one, other)))


def _pieces(before: DossierReading, after: DossierReading) -> Iterator[PieceChange]:
    old, new = ({piece.id: piece for piece in reading.pieces} for reading in (before, after))
    for key in dict.fromkeys((*new, *old)):
        if old.get(key) != new.get(key):
            yield PieceChange(old.get(key), new.get(key))


def _years(before: DossierReading, after: DossierReading) -> tuple[str, ...]:
    old, new = ({one.year: one.sha256 for one in reading.descriptions} for reading in (before, after))
    return tuple(year for year in sorted({*old, *new}) if old.get(year) != new.get(year))
