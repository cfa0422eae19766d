"""What becomes of an error of fact once it is sent: which rulings the institution is told, which change answers each.

The institution is told of the rulings all together, when a new draft or the provisional report is sent to it: as each
is given, they would tell how far the committee has got (INV-C2).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy

from evalprog import richtext, wordiff
from evalprog.public_id import is_like_one
from evaluations.models import (
    Assessment,
    AssessmentRevision,
    CorrectionRequest,
    Evaluation,
    Finding,
    FindingRevision,
)
from evaluations.workspace.correction_passages import Passage, passage_of, passages
from evaluations.workspace.observations import SENDING

# The acts that send the institution what follows from the rulings.
TELLING = ("retransmit_draft", *SENDING)
NOT_A_WRITER = gettext_lazy("Lier une modification revient à la présidence ou au rapporteur du comité.")


@dataclass(frozen=True, slots=True)
class Telling:
    """By which report the institution learnt of a ruling: the public id of a draft, or the provisional ``version``."""

    report: str = ""
    version: int = 0


def told(evaluation: Evaluation) -> dict[str, Telling]:
    """The rulings of which the institution knows, by the public id of the error. One query."""
    verbs = (*TELLING, "rule_on_correction")
    events = evaluation.events.filter(verb__in=verbs).order_by("number")
    known: dict[str, Telling] = {}
    given: list[str] = []
    sent = 0
    for verb, details in events.values_list("verb", "details"):
        if verb == "rule_on_correction":
            given.append(details["correction"])
            continue
        sent += verb != "retransmit_draft"
        telling = Telling(report=details["report"]) if verb == "retransmit_draft" else Telling(version=sent)
        known |= {name: telling for name in given if name not in known}
    return known


# -- the change that answers an error


def row_of(correction: CorrectionRequest) -> Assessment | Finding | None:
    """What it is about, as the committee writes it now; ``None`` when nothing was ever written there."""
    if correction.finding is not None:
        return correction.finding
    return Assessment.objects.filter(evaluation=correction.evaluation_id, code=correction.about).first()


def link_save(row: Assessment | Finding, public_id: str, *, base: int, saved: int) -> None:
    """The save that made ``saved`` of the revision ``base`` answers that error; the first one says from where.

    Called in the transaction of the save. An error that is not about this, or is not granted any more, is left alone:
    the words that somebody sends are kept whatever comes of it.
    """
    if saved <= base or not is_like_one(public_id):
        return
    about = {"finding": row} if isinstance(row, Finding) else {"finding": None, "about": row.code}
    granted = CorrectionRequest.objects.granted().filter(evaluation=row.evaluation_id, public_id=public_id, **about)
    if not granted.filter(change_to=None).update(change_from=base, change_to=saved):
        granted.update(change_to=Greatest("change_to", saved))


def frozen_revision(correction: CorrectionRequest, row: Assessment | Finding) -> int:
    """The last revision that says what the draft says; else the last one before the draft was frozen."""
    accepted = row.revisions.accepted().order_by("-number")
    definition = correction.evaluation.framework.definition
    if found := passage_of(correction, passages(correction.report.reading, definition)):
        said = accepted.filter(text=found.source, value=found.value)
        if number := said.values_list("number", flat=True).first():
            return number
    return accepted.filter(saved_at__lte=correction.report.frozen_at).values_list("number", flat=True).first() or 0


Texts = dict[tuple[str, int], str]  # rich, by code or public id of the finding, and by revision


def texts_around(evaluation: Evaluation, corrections: Iterable[CorrectionRequest]) -> Texts:
    """The texts before and after each linked change. Two queries, however many there are."""
    linked = [c for c in corrections if c.change_to is not None]
    numbers = {number for c in linked for number in (c.change_from, c.change_to)}
    of_texts = AssessmentRevision.objects.accepted().filter(
        assessment__evaluation=evaluation, assessment__code__in={c.about for c in linked}, number__in=numbers
    )
    of_findings = FindingRevision.objects.accepted().filter(
        finding__in={c.finding_id for c in linked if c.finding_id}, number__in=numbers
    )
    texts = {(code, n): text for code, n, text in of_texts.values_list("assessment__code", "number", "text")}
    for name, number, text in of_findings.values_list("finding__public_id", "number", "text"):
        texts[name, number] = richtext.from_plain(text)
    return texts


def change_of(correction: CorrectionRequest, texts: Texts) -> str:
    """What the committee changed in answer, word by word; for those who read its text. With ``finding``."""
    if correction.change_to is None:
        return ""
    name = correction.finding.public_id if correction.finding else correction.about
    numbers = correction.change_from or 0, correction.change_to
    return _compared(*(texts.get((name, number), "") for number in numbers))


def change_told(before: Passage | None, after: Passage | None) -> str:
    """The same for the institution: what it read, and what it was then sent; nothing of what lies between."""
    return _compared(before.rich if before else "", after.rich if after else "")


def _compared(before: str, after: str) -> str:
    return wordiff.as_html(wordiff.differences(before, after)) if before != after else ""
