"""Strengths, weaknesses and recommendations, as the committee makes them, words them, links and orders them.

Within its kind each has a number, from 1 without a gap, until a reading of the report has been frozen: people then
speak of « point faible 3 », and a number never means another finding again. Everything is done while the evaluation
is held, so that no signature comes between.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

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
from evaluations.workspace.saving import Saved, answer_given, save

NOT_NOW = gettext_lazy("Les constats ne s’écrivent pas à cette étape, ou pas par vous.")


@dataclass(frozen=True, slots=True)
class Links:
    """The criteria that a finding follows from, by code, and the weaknesses that it answers, by public id."""

    criteria: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def changed(self, read: "Links", wanted: "Links") -> "Links":
        """These, with what somebody who had read ``read`` added and took off: what others changed meanwhile stays."""
        return Links(
            (self.criteria | wanted.criteria - read.criteria) - (read.criteria - wanted.criteria),
            (self.addresses | wanted.addresses - read.addresses) - (read.addresses - wanted.addresses),
        )


def links_of(finding: Finding) -> Links:
    """Its links as a page shows them: without the weaknesses that were taken away."""
    weaknesses = finding.addresses.kept().values_list("public_id", flat=True)
    return Links(frozenset(finding.criteria), frozenset(weaknesses))


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
    sending = _sending(save_id, kind, one_line(text))
    sent = FindingRevision.objects.filter(finding__evaluation=evaluation, author=by, save_id=sending)
    if sending and (earlier := sent.select_related("finding").first()):
        return earlier.finding
    _allowed(locked, by)
    return append(evaluation, kind, _words(text), criteria=criteria, addresses=addresses, save_id=sending, by=by)


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
def reword(
    finding: Finding,
    text: str,
    *,
    base_revision: int,
    read: Links | None = None,
    links: Links | None = None,
    save_id: UUID | None = None,
    by: User,
) -> Saved:
    """Another wording, based on the revision that was read; when somebody came first, it is set aside (INV-W2).

    ``links``: those that the person wants, having read ``read``; ``None`` leaves them. They change with the words or
    not at all. The same sending again gets the first answer and changes nothing (INV-W4).

    :raises PermissionDenied: if they may not write it, or no longer.
    :raises Refused: if it says nothing, or was taken away meanwhile.
    """
    locked = held(finding.evaluation)
    sending = _sending(save_id, one_line(text), *_named(links))
    if given := answer_given(finding, by, sending):
        return given
    _allowed(locked, by)
    finding.refresh_from_db()
    if finding.removed_at is not None:
        raise Refused(_("Ce constat a été retiré : rétablissez-le avant de l’écrire."))
    saved = save(finding, _words(text), base_revision=base_revision, save_id=sending, by=by)
    if links is not None and not saved.is_stale:
        _link(finding, links_of(finding).changed(read or Links(), links))
    return saved


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


def _link(finding: Finding, links: Links) -> None:
    """Its criteria in the order of the framework. Links to weaknesses that were taken away wait for their return."""
    order = {each.code: at for at, each in enumerate(finding.evaluation.framework.definition.criteria)}
    finding.criteria = sorted(links.criteria, key=lambda code: (order.get(code, len(order)), code))
    finding.save(update_fields=["criteria"])
    weaknesses = finding.evaluation.findings.filter(public_id__in=links.addresses)
    finding.addresses.set([*weaknesses, *finding.addresses.exclude(removed_at=None)])


def _sending(save_id: UUID | None, *sent: str) -> UUID | None:
    """One sending of a page: its number and all that it says.

    A page that comes back by « Précédent » still has its number: what is then sent from it is another sending.
    """
    return uuid5(save_id, "\0".join(sent)) if save_id else None


def _named(links: Links | None) -> list[str]:
    return [" ".join(sorted(names)) for names in (links.criteria, links.addresses)] if links else []


def _words(text: str) -> str:
    words = one_line(text)
    if not words:
        raise Refused(_("Le constat est vide : écrivez-le en une phrase."))
    return words


def _allowed(evaluation: Evaluation, by: User) -> None:
    """:raises PermissionDenied: for whoever may not write the findings of this evaluation where it stands."""
    allow(writes_text(standing_of(by, evaluation), evaluation), str(NOT_NOW))
