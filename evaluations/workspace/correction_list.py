"""The errors of fact as a page shows them: each with its passage, and what this reader may know became of it.

A constant number of queries, however many errors there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from evaluations.content import ReportReading
from evaluations.enums import CorrectionRuling, ReportKind
from evaluations.models import Assessment, Attachment, CorrectionRequest, Evaluation, Report
from evaluations.models.correction import CorrectionQuerySet
from evaluations.workspace.correction_passages import InContext, Passage, in_context, passage_of, passages
from evaluations.workspace.correction_rulings import Telling, change_of, change_told, texts_around, told
from evaluations.workspace.corrections import writing_of


@dataclass(frozen=True, slots=True)
class Row:
    """``ruling`` and ``reason``: as this reader may know them; ``change``: what became of the text, for them, as HTML.

    ``current``: the committee's text as it stands, for those who read it. ``earlier``: it quotes an earlier draft.
    """

    correction: CorrectionRequest
    label: str
    anchor: str
    context: InContext | None
    files: tuple[Attachment, ...]
    withdrawn: tuple[Attachment, ...]  # files taken away, until the sending
    read: str
    earlier: bool = False
    ruling: CorrectionRuling | None = None
    reason: str = ""
    change: str = ""
    current: str = ""

    @property
    def is_linked(self) -> bool:
        return self.correction.change_to is not None


@dataclass
class Drafts:
    """The frozen reports of an evaluation that a list of errors needs, each read once."""

    evaluation: Evaluation
    read: dict[int, list[Passage]] = field(default_factory=dict)

    @cached_property
    def reports(self) -> list[Report]:
        kinds = (ReportKind.DRAFT, ReportKind.PROVISIONAL)
        return list(self.evaluation.reports.filter(kind__in=kinds).order_by("kind", "version"))

    @property
    def last(self) -> Report | None:
        """The draft that the institution has before it."""
        return next((r for r in reversed(self.reports) if r.kind == ReportKind.DRAFT), None)

    def passages(self, report: Report, reading: ReportReading | None = None) -> list[Passage]:
        if report.pk not in self.read:
            self.read[report.pk] = passages(reading or report.reading, self.evaluation.framework.definition)
        return self.read[report.pk]

    def of(self, correction: CorrectionRequest) -> Passage | None:
        report = next(r for r in self.reports if r.pk == correction.report_id)
        return passage_of(correction, self.passages(report))

    def sent_after(self, correction: CorrectionRequest, telling: Telling) -> Passage | None:
        """Where it stood in the report by which the institution learnt of the ruling."""
        for report in self.reports:
            is_draft = telling.report and report.public_id == telling.report
            is_provisional = report.kind == ReportKind.PROVISIONAL and report.version == telling.version
            if is_draft or is_provisional:
                return passage_of(correction, self.passages(report))
        return None


def label_of(correction: CorrectionRequest, passage: Passage | None) -> str:
    """The text or the finding that it is about, as the draft names it. With ``finding``."""
    if passage is not None:
        return passage.label
    return str(correction.finding) if correction.finding else _("Le rapport dans son ensemble")


def for_institution(drafts: Drafts, corrections: CorrectionQuerySet) -> list[Row]:
    """For those who wrote them: of the rulings, those that they were told."""
    known = told(drafts.evaluation)
    return [_told(drafts, correction, known.get(correction.public_id)) for correction in _related(corrections)]


def _told(drafts: Drafts, correction: CorrectionRequest, telling: Telling | None) -> Row:
    passage, last = drafts.of(correction), drafts.last
    facts: dict = {"earlier": last is not None and correction.report_id != last.pk}
    if telling and correction.ruling:
        facts |= {"ruling": CorrectionRuling(correction.ruling), "reason": correction.reason}
        if correction.is_granted and passage:
            facts["change"] = change_told(passage, drafts.sent_after(correction, telling))
    return _row(correction, passage, **facts)


def for_committee(drafts: Drafts, corrections: CorrectionQuerySet) -> list[Row]:
    """For the committee and the agency: what was sent, every ruling, and the text as it stands."""
    return list(_known(drafts, corrections.sent()))


def to_send(evaluation: Evaluation) -> list[Row]:
    """What a signatory is about to send."""
    return for_institution(Drafts(evaluation), evaluation.corrections.in_preparation())


def granted(evaluation: Evaluation) -> list[Row]:
    """What was accepted and the institution is not told of yet."""
    rows = for_committee(Drafts(evaluation), evaluation.corrections.granted())
    known = told(evaluation)
    return [row for row in rows if row.correction.public_id not in known]


def _known(drafts: Drafts, corrections: CorrectionQuerySet) -> Iterator[Row]:
    found = list(_related(corrections))
    texts = texts_around(drafts.evaluation, found)
    written = dict(Assessment.objects.filter(evaluation=drafts.evaluation).values_list("code", "text"))
    for correction in found:
        yield _row(
            correction,
            drafts.of(correction),
            ruling=CorrectionRuling(correction.ruling) if correction.ruling else None,
            reason=correction.reason,
            change=change_of(correction, texts),
            current=correction.finding.text if correction.finding else written.get(correction.about, ""),
        )


def _related(corrections: CorrectionQuerySet) -> CorrectionQuerySet:
    related = corrections.select_related("finding", "ruled_by").prefetch_related("attachments")
    return related.order_by("position", "pk")


def _row(correction: CorrectionRequest, passage: Passage | None, **facts) -> Row:
    files = list(correction.attachments.all())
    return Row(
        correction=correction,
        label=label_of(correction, passage),
        anchor=passage.anchor if passage else "",
        context=in_context(correction.quote, passage.text) if passage and correction.quote else None,
        files=tuple(file for file in files if file.removed_at is None),
        withdrawn=tuple(file for file in files if file.removed_at is not None),
        read=writing_of(correction),
        **facts,
    )
