"""The errors of fact as the institution writes them down: its people together, unseen, until a signatory sends them.

Two people may work on them at once: who rewrites one says which writing of it they had read. What was sent does not
change any more.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.text import folded, normalise, one_line
from evaluations.enums import ReportKind
from evaluations.models import CorrectionRequest, Evaluation, Finding, Report
from evaluations.models.correction import CorrectionQuerySet
from evaluations.permissions import allow, prepares_corrections
from evaluations.reports.public_text import words_of
from evaluations.standing import standing_of
from evaluations.workspace import attachments
from evaluations.workspace.correction_passages import Passage, located, passages
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused

AT_MOST = 200  # errors of one sending, those taken away included
NOT_YOURS = gettext_lazy("Les erreurs factuelles sont signalées par l’établissement.")
SENT = gettext_lazy("Les erreurs factuelles sont envoyées, ou leur temps est passé : elles ne changent plus.")
GONE = gettext_lazy("Cette erreur factuelle a été retirée : rétablissez-la avant de l’écrire.")


class Overtaken(Refused):
    """Somebody else has rewritten it meanwhile; ``standing`` is the error as it stands."""

    def __init__(self, standing: CorrectionRequest) -> None:
        self.standing = standing
        super().__init__(_("Quelqu’un a changé cette erreur pendant que vous l’écriviez : comparez les deux textes."))


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of the draft. ``place``: the name of a ``Passage``, or nothing: the report as a whole."""

    place: str
    quote: str
    wrong: str
    right: str


def draft_read(evaluation: Evaluation) -> Report | None:
    """The draft that the institution has before it: the last that was transmitted."""
    return evaluation.reports.filter(kind=ReportKind.DRAFT).order_by("-version").first()


@transaction.atomic
def add(
    evaluation: Evaluation, said: Said, *, by: User | None, received_at: dt.datetime | None = None
) -> CorrectionRequest:
    """One more error, after the others. The same person saying the same again adds none.

    ``received_at``: when the request reached us, which tells what was written in time (INV-T2).

    :raises PermissionDenied: for whoever is not of the institution. ``None`` is the system itself.
    :raises Refused: once they are sent or their time is over, without words, for a quotation that is not there, or
        when there are too many.
    """
    locked = _prepared(evaluation, by)
    words = _words(locked, draft_read(locked), said)
    if again := locked.corrections.in_preparation().filter(author=by, **words).first():
        return again
    if locked.corrections.filter(sent_at=None).count() >= AT_MOST:
        sentence = _("Il y a déjà %(count)d erreurs à envoyer ou retirées : réécrivez l’une d’elles.")
        raise Refused(sentence % {"count": AT_MOST})
    last = locked.corrections.aggregate(last=Max("position"))["last"] or 0
    facts = {"position": last + 1, "author": by, "received_at": received_at}
    return CorrectionRequest.objects.create(evaluation=locked, **facts, **words)


@transaction.atomic
def rewrite(
    correction: CorrectionRequest, said: Said, *, read: str, by: User | None, received_at: dt.datetime | None = None
) -> CorrectionRequest:
    """Another wording, another place. ``read``: ``writing_of`` the error that the person read.

    :raises PermissionDenied, Refused: as ``add`` does, and when it was taken away meanwhile.
    :raises Overtaken: when it has changed since; nothing is lost, the person still holds theirs.
    """
    locked = _prepared(correction.evaluation, by)
    standing = _unsent(locked, correction)
    if standing.removed_at is not None:
        raise Refused(str(GONE))
    if writing_of(standing) != read:
        raise Overtaken(standing)
    standing.received_at = standing.received(received_at)
    for name, value in _words_again(locked, standing, said).items():
        setattr(standing, name, value)
    standing.author, standing.written_at = by, clock.now()
    standing.save()
    return standing


@transaction.atomic
def remove(correction: CorrectionRequest, *, by: User | None, received_at: dt.datetime | None = None) -> None:
    """It can be brought back until the others are sent.

    :raises PermissionDenied, Refused: as ``add`` does.
    """
    _put_aside(correction, by, received_at, aside=True)


@transaction.atomic
def bring_back(correction: CorrectionRequest, *, by: User | None, received_at: dt.datetime | None = None) -> None:
    """:raises PermissionDenied, Refused: as ``add`` does."""
    _put_aside(correction, by, received_at, aside=False)


def shown_sha256(evaluation: Evaluation) -> str:
    """The hash of what a signatory reads before it is sent: the draft replied to, all that is in preparation."""
    report = draft_read(evaluation)
    said = f"{report.public_id if report else ''} {evaluation.corrections.in_preparation().computed_sha256()}"
    return hashlib.sha256(said.encode()).hexdigest()


def send(evaluation: Evaluation, *, late: bool) -> CorrectionQuerySet:
    """All that is in preparation goes, with its files, numbered after what was sent before.

    Called by the act that sends, which holds the evaluation.
    """
    now, last = clock.now(), evaluation.corrections.sent().aggregate(last=Max("position"))["last"] or 0
    going = list(evaluation.corrections.in_preparation().order_by("position", "pk"))
    for position, correction in enumerate(going, start=last + 1):
        correction.position, correction.sent_at, correction.late = position, now, late
        correction.save(update_fields=["position", "sent_at", "late"])
        attachments.settle(correction)
    return evaluation.corrections.filter(pk__in=[correction.pk for correction in going])


def writing_of(correction: CorrectionRequest) -> str:
    """What tells one writing of an error from another."""
    said = (correction.about, str(correction.finding_id), correction.quote, correction.wrong, correction.right)
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:16]


# -- what these gestures share


def _prepared(evaluation: Evaluation, by: User | None) -> Evaluation:
    """The evaluation held, for somebody who prepares the errors."""
    locked = held(evaluation)
    standing = standing_of(by, locked)
    allow(by is None or standing.contributes, str(NOT_YOURS))
    if by is not None and not prepares_corrections(standing, locked):
        raise Refused(str(SENT))
    return locked


def _unsent(locked: Evaluation, correction: CorrectionRequest) -> CorrectionRequest:
    standing = locked.corrections.select_related("finding").get(pk=correction.pk)
    if standing.is_sent:
        raise Refused(str(SENT))
    return standing


def _put_aside(correction: CorrectionRequest, by: User | None, received_at: dt.datetime | None, *, aside: bool) -> None:
    standing = _unsent(_prepared(correction.evaluation, by), correction)
    if aside is (standing.removed_at is not None):
        return  # the same gesture again changes nothing, and makes nothing late
    standing.received_at = standing.received(received_at)
    standing.removed_at = clock.now() if aside else None
    if not aside:  # written anew: what is written after the end of the delay is told by its day
        standing.written_at, standing.author = clock.now(), by
    standing.save(update_fields=["removed_at", "received_at", "written_at", "author"])


def _words_again(locked: Evaluation, standing: CorrectionRequest, said: Said) -> dict[str, object]:
    """Of the draft under reading; words of an earlier one stay where they were found, when nothing else is said."""
    try:
        return _words(locked, draft_read(locked), said)
    except Refused:
        if one_line(said.quote) != standing.quote or said.place != place_of(standing):
            raise
        return {"wrong": _wrong(said), "right": normalise(said.right).strip()}


def place_of(correction: CorrectionRequest) -> str:
    """The name of the ``Passage`` in which it stands. With ``finding``."""
    if correction.finding is not None:
        return f"constat:{correction.finding.kind}-{correction.finding.number}"
    return f"texte:{correction.about}" if correction.about else ""


def _words(locked: Evaluation, report: Report | None, said: Said) -> dict[str, object]:
    if report is None:
        raise Refused(_("Aucun projet de rapport n’est transmis."))
    wrong = _wrong(said)
    found = passages(report.reading, locked.framework.definition)
    passage, quote = _quoted(found, report, said)
    return {
        "report": report,
        "about": passage.code if passage else "",
        "finding": _finding(locked, report, passage) if passage and passage.kind else None,
        "quote": quote,
        "wrong": wrong,
        "right": normalise(said.right).strip(),
    }


def _wrong(said: Said) -> str:
    wrong = normalise(said.wrong).strip()
    if not wrong:
        raise Refused(_("Dites ce qui est inexact ou ce qui manque."))
    return wrong


def _quoted(found: list[Passage], report: Report, said: Said) -> tuple[Passage | None, str]:
    """The place that is meant, and the quotation as the draft has it. Without a place, the only one that has it."""
    quote = one_line(said.quote)
    passage = next((p for p in found if p.name == said.place), None)
    if said.place and passage is None:
        raise Refused(_("Ce texte n’est pas dans le projet qui vous est transmis."))
    if not quote:
        return passage, ""
    if passage is None:
        holding = [p for p in found if located(quote, p.text)]
        passage = holding[0] if len(holding) == 1 else None
    if passage is None and folded(quote) and folded(quote) in folded(words_of(report.reading)):
        return None, quote
    span = located(quote, passage.text) if passage else None
    if passage is None or span is None:
        where = f"«\u00a0{passage.label}\u00a0»" if passage else _("le projet")
        sentence = _("Ces mots ne sont pas dans %(where)s : copiez-les du projet, ou laissez le passage vide.")
        raise Refused(sentence % {"where": where})
    return passage, one_line(passage.text[span[0] : span[1]])


def _finding(evaluation: Evaluation, report: Report, passage: Passage) -> Finding | None:
    """A number that a frozen draft shows never means another finding."""
    shown = Q(removed_at=None) | Q(removed_at__gte=report.frozen_at)
    return evaluation.findings.filter(shown, kind=passage.kind, number=passage.number).order_by("-removed_at").first()
