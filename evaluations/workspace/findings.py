"""Strengths, weaknesses and recommendations, as the committee makes them, words them, links and orders them.

Within its kind each has a number, from 1 without a gap, until a reading of the report has been frozen: people then
speak of « point faible 3 », and a number never means another finding again. Everything is done while the evaluation
is held, so that no signature comes between.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Max, Min, Q, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations.enums import FindingKind
from evaluations.models import Evaluation, Finding, FindingRevision
from evaluations.permissions import allow, writes_text
from evaluations.standing import standing_of
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved, save

NOT_NOW = gettext_lazy("Les constats ne s’écrivent pas à cette étape, ou pas par vous.")


@transaction.atomic
def add(
    evaluation: Evaluation,
    kind: FindingKind | str,
    text: str,
    *,
    criteria: Iterable[str] = (),
    addresses: Iterable[Finding] = (),
    save_id: UUID | None = None,
    by: User,
) -> Finding:
    """A new finding, the last of its kind. The same sending again makes no second one (INV-W4).

    :raises PermissionDenied: if they may not write any, or no longer.
    :raises Refused: if it says nothing.
    """
    locked = held(evaluation)
    sent = FindingRevision.objects.filter(finding__evaluation=evaluation, author=by, save_id=save_id)
    if save_id and (earlier := sent.select_related("finding").first()):
        return earlier.finding
    _allowed(locked, by)
    return append(evaluation, kind, _words(text), criteria=criteria, addresses=addresses, save_id=save_id, by=by)


def append(
    evaluation: Evaluation,
    kind: FindingKind | str,
    text: str,
    *,
    criteria: Iterable[str],
    addresses: Iterable[Finding],
    save_id: UUID | None = None,
    by: User | None,
) -> Finding:
    """The row of a new finding, with the next number; whoever calls holds the evaluation and has asked who may."""
    finding = Finding.objects.create(
        evaluation=evaluation, kind=kind, number=_next_number(evaluation, kind), criteria=list(criteria)
    )
    save(finding, one_line(text), base_revision=None, save_id=save_id, by=by)
    finding.addresses.set(addresses)
    return finding


@transaction.atomic
def reword(finding: Finding, text: str, *, base_revision: int, save_id: UUID | None = None, by: User) -> Saved:
    """Another wording, based on the revision that was read; when somebody came first, it is set aside (INV-W2).

    :raises PermissionDenied: if they may not write it, or no longer.
    :raises Refused: if it says nothing.
    """
    locked = held(finding.evaluation)
    if not (save_id and finding.revisions.filter(author=by, save_id=save_id).exists()):
        _allowed(locked, by)
    return save(finding, _words(text), base_revision=base_revision, save_id=save_id, by=by)


@transaction.atomic
def link(finding: Finding, *, criteria: Iterable[str], addresses: Iterable[Finding], by: User) -> None:
    """The criteria that it follows from and, of a recommendation, the weaknesses that it answers.

    :raises PermissionDenied: if they may not write it, or no longer.
    """
    _allowed(held(finding.evaluation), by)
    finding.criteria = list(criteria)
    finding.save(update_fields=["criteria"])
    finding.addresses.set(addresses)


@transaction.atomic
def reorder(evaluation: Evaluation, kind: FindingKind | str, order: Sequence[str], *, seen: Sequence[str], by: User):
    """Number the findings of a kind anew, in that order of public ids. ``seen``: the order that the person read.

    :raises PermissionDenied: if they may not write any, or no longer.
    :raises Refused: once the numbers are known outside, or when the list has changed since it was read.
    """
    _allowed(held(evaluation), by)
    if numbered_since(evaluation):
        raise Refused(_("Le projet a été transmis : les constats gardent désormais leur numéro."))
    kept = list(evaluation.findings.kept().filter(kind=kind).values_list("public_id", flat=True).order_by("number"))
    if kept != list(seen) or sorted(kept) != sorted(order):
        raise Refused(_("La liste a changé pendant que vous la rangiez ; la voici telle qu’elle est : recommencez."))
    _renumber(evaluation, kind, order)


def move(finding: Finding, by_places: int, *, by: User) -> None:
    """One place up (-1) or down (1), among those of its kind; at the end of the list it stays where it is.

    :raises PermissionDenied, Refused: as ``reorder`` does.
    """
    with transaction.atomic():
        held(finding.evaluation)
        rows = finding.evaluation.findings.kept().filter(kind=finding.kind).order_by("number")
        seen = list(rows.values_list("public_id", flat=True))
        if finding.public_id not in seen:
            raise Refused(_("Ce constat a été retiré : rétablissez-le avant de le déplacer."))
        order = [public_id for public_id in seen if public_id != finding.public_id]
        order.insert(max(seen.index(finding.public_id) + by_places, 0), finding.public_id)
        reorder(finding.evaluation, finding.kind, order, seen=seen, by=by)


@transaction.atomic
def remove(finding: Finding, *, by: User) -> None:
    """Take it away; it can be brought back. Those below move up, unless the numbers are known outside.

    :raises PermissionDenied: if they may not write it, or no longer.
    """
    _allowed(held(finding.evaluation), by)
    Finding.objects.kept().filter(pk=finding.pk).update(removed_at=clock.now())
    finding.refresh_from_db()
    if not numbered_since(finding.evaluation):
        _renumber(finding.evaluation, finding.kind, _order(finding))


@transaction.atomic
def bring_back(finding: Finding, *, by: User) -> None:
    """Where it stood, if its place still means it; else at the end of the list.

    :raises PermissionDenied: if they may not write it, or no longer.
    """
    _allowed(held(finding.evaluation), by)
    finding.refresh_from_db()
    if finding.removed_at is None:
        return
    since = numbered_since(finding.evaluation)
    if since:
        kept_its_number = finding.removed_at >= since
        number = finding.number if kept_its_number else _next_number(finding.evaluation, finding.kind)
        Finding.objects.filter(pk=finding.pk).update(number=number, removed_at=None)
        return
    order = _order(finding)
    order.insert(finding.number - 1, finding.public_id)
    last = _next_number(finding.evaluation, finding.kind)
    Finding.objects.filter(pk=finding.pk).update(number=last, removed_at=None)
    _renumber(finding.evaluation, finding.kind, order)


def numbered_since(evaluation: Evaluation) -> dt.datetime | None:
    """Since when the numbers are known outside the committee: from the first reading that was frozen."""
    return evaluation.reports.aggregate(first=Min("frozen_at"))["first"]


def _next_number(evaluation: Evaluation, kind: FindingKind | str) -> int:
    """Never the number of one that a frozen reading may show."""
    taken, since = Q(removed_at=None), numbered_since(evaluation)
    if since:
        taken |= Q(removed_at__gte=since)
    last = evaluation.findings.filter(taken, kind=kind).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _order(finding: Finding) -> list[str]:
    """The findings of its kind that stand, but for itself."""
    others = finding.evaluation.findings.kept().filter(kind=finding.kind).exclude(pk=finding.pk)
    return list(others.values_list("public_id", flat=True).order_by("number"))


def _renumber(evaluation: Evaluation, kind: FindingKind | str, order: Sequence[str]) -> None:
    """1, 2, 3… in that order, by two statements whatever their number.

    The databases compare numbers row by row within a statement: all move out of the way first.
    """
    kept = evaluation.findings.kept().filter(kind=kind)
    if not order:
        return
    beyond = kept.aggregate(last=Max("number"))["last"]
    kept.update(number=F("number") + max(beyond, len(order)))
    kept.update(number=Case(*(When(public_id=one, then=Value(n)) for n, one in enumerate(order, start=1))))


def _words(text: str) -> str:
    words = one_line(text)
    if not words:
        raise Refused(_("Le constat est vide : écrivez-le en une phrase."))
    return words


def _allowed(evaluation: Evaluation, by: User) -> None:
    """:raises PermissionDenied: for whoever may not write the findings of this evaluation where it stands."""
    allow(writes_text(standing_of(by, evaluation), evaluation), str(NOT_NOW))
