"""The contradictory phase read as a whole: passage, dispute, ruling, resulting text; finding, answer.

For those who may read both sides: the committee and the agency. What the institution has not sent is not here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from evalprog import richtext, sheets, wordiff
from evaluations.content import ReportReading
from evaluations.enums import CorrectionRuling, FindingKind, ItemTarget, Stance
from evaluations.models import AssessmentRevision, CorrectionRequest, Evaluation, FindingRevision, Observation
from evaluations.reports.presentation import Coverage, coverage
from evaluations.reports.reading import read_letter

_TARGETS = {
    ItemTarget.WEAKNESS: FindingKind.WEAKNESS,
    ItemTarget.STRENGTH: FindingKind.STRENGTH,
    ItemTarget.RECOMMENDATION: FindingKind.RECOMMENDATION,
}
A_HUNDRED = 100  # as many conditions as one query bears
_Pair = tuple[str, str]
_Place = tuple[int, int | str]  # an evaluation, and its finding or the code of its text


@dataclass(frozen=True, slots=True)
class Dispute:
    """One error of fact that was sent. ``round``: of the draft that it is about; ``number``: in what was sent then.

    ``before`` and ``after``: the words in which the text was changed in answer (rich), empty while it was not.
    """

    evaluation: Evaluation
    public_id: str
    round: int
    number: int
    about: str
    quote: str
    wrong: str
    right: str
    files: tuple[str, ...]
    late: bool
    admitted: bool | None
    ruling: CorrectionRuling | None
    reason: str
    before: str = ""
    after: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    @property
    def change(self) -> SafeString:
        """What became of the text, word by word."""
        return wordiff.as_html(wordiff.differences(self.before, self.after))

    @property
    def standing(self) -> str:
        """The ruling in a word, or what it waits for."""
        if self.ruling:
            return str(self.ruling.label)
        if self.late and self.admitted is None:
            return _("hors délai, à décider")
        return _("hors délai, écartée") if self.admitted is False else _("à trancher")


@dataclass(frozen=True, slots=True)
class Answer:
    """A finding of the provisional report, and what the institution answers: nothing, or once, or several times."""

    kind: FindingKind
    number: int
    finding: str
    stance: Stance | None = None
    action_on: dt.date | None = None
    text: str = ""  # rich

    @property
    def is_given(self) -> bool:
        return bool(self.stance or self.text)


def disputes(evaluations: QuerySet[Evaluation]) -> list[Dispute]:
    """Every error of fact that was sent in those evaluations, in the order of drafts and of what was sent.

    Four queries for each hundred of them that changed something, and two for the rest.
    """
    requests = CorrectionRequest.objects.sent().filter(evaluation__in=evaluations)
    related = requests.select_related(
        "finding", "report", "evaluation__programme__institution", "evaluation__framework"
    )
    found = list(related.defer("report__content").prefetch_related("attachments"))
    labels, changes = _labels(found), _changes(found)
    return [_dispute(one, labels[one.evaluation.framework_id], changes.get(one.pk, ("", ""))) for one in found]


def _labels(requests: Iterable[CorrectionRequest]) -> dict[int, dict[str, str]]:
    """Of each framework, by primary key, the labels of its parts: a campaign has one."""
    frameworks = {one.evaluation.framework_id: one.evaluation.framework for one in requests}
    return {pk: framework.definition.labels() for pk, framework in frameworks.items()}


def about(request: CorrectionRequest, labels: dict[str, str]) -> str:
    """What the passage belongs to, in words. ``labels``: of the framework."""
    if request.finding is not None:
        words = {"kind": request.finding.get_kind_display(), "number": request.finding.number}
        return _("%(kind)s n° %(number)d") % words
    return labels.get(request.about, "") or _("Ailleurs dans le rapport")


def _dispute(request: CorrectionRequest, labels: dict[str, str], change: _Pair) -> Dispute:
    return Dispute(
        evaluation=request.evaluation,
        public_id=request.public_id,
        round=request.report.version,
        number=request.position,
        about=about(request, labels),
        quote=request.quote,
        wrong=request.wrong,
        right=request.right,
        files=tuple(str(file) for file in request.attachments.all()),
        late=request.late,
        admitted=request.admitted,
        ruling=CorrectionRuling(request.ruling) if request.ruling else None,
        reason=request.reason,
        before=change[0],
        after=change[1],
    )


def _changes(requests: Iterable[CorrectionRequest]) -> dict[int, _Pair]:
    """By primary key of those in answer to which something was changed: its words before and after."""
    changed = [request for request in requests if request.change_to is not None]
    found = {}
    for at in range(0, len(changed), A_HUNDRED):
        part = changed[at : at + A_HUNDRED]
        said = _said(part)
        found |= {one.pk: _cut(one, said) for one in part}
    return found


def _said(changed: Iterable[CorrectionRequest]) -> dict[tuple[_Place, int], str]:
    """What the texts and findings said at the revisions between which they were changed. Before the first: nothing."""
    findings, texts = Q(pk__in=()), Q(pk__in=())
    for one in changed:
        numbers = Q(number__in=(one.change_from, one.change_to))
        if one.finding_id:
            findings |= Q(finding=one.finding_id) & numbers
        else:
            texts |= Q(assessment__evaluation=one.evaluation_id, assessment__code=one.about) & numbers
    of_findings = FindingRevision.objects.accepted().filter(findings)
    of_texts = AssessmentRevision.objects.accepted().filter(texts)
    rows = [
        *of_findings.values_list("finding__evaluation", "finding", "number", "text"),
        *of_texts.values_list("assessment__evaluation", "assessment__code", "number", "text"),
    ]
    return {((evaluation, key), number): text for evaluation, key, number, text in rows}


def _cut(request: CorrectionRequest, said: dict[tuple[_Place, int], str]) -> _Pair:
    """Only the blocks that differ: a text may be of three thousand words, and its correction of one."""
    place = (request.evaluation_id, request.finding_id or request.about)
    before, after = (said.get((place, number), "") for number in (request.change_from, request.change_to))
    if request.finding_id:
        return richtext.from_plain(before), richtext.from_plain(after)
    old, new = richtext.blocks(before), richtext.blocks(after)
    runs = [run for run in wordiff.opcodes(old, new) if run[0] != "equal"]
    gone = ("".join(old[i1:i2]) for _op, i1, i2, _j1, _j2 in runs)
    come = ("".join(new[j1:j2]) for _op, _i1, _i2, j1, j2 in runs)
    return "".join(gone), "".join(come)


# -- observations


def provisional(evaluation: Evaluation) -> ReportReading | None:
    """The reading that the presidency signed last: what the observations are about, whatever is written since."""
    report = evaluation.reports.observed().first()
    return report.reading if report else None


def answers(evaluation: Evaluation) -> list[Answer]:
    """Each finding of the provisional report with what was filed about it; none before there is such a report."""
    signed = provisional(evaluation)
    if signed is None:
        return []
    letter = _letter(evaluation)
    items = list(letter.items.saying().select_related("finding").order_by("position")) if letter else []
    found = []
    for target, kind in _TARGETS.items():
        for finding in signed.findings(kind):
            given = [i for i in items if i.target == target and i.finding and i.finding.number == finding.number]
            words = [(item.stance, item.action_on, item.text) for item in given] or [(None, None, "")]
            found += [Answer(kind, finding.number, finding.text, *said) for said in words]
    return found


def coverage_of(evaluation: Evaluation) -> tuple[Coverage, ...]:
    """How far the findings of the provisional report are answered, in the words of the printed report."""
    signed, letter = provisional(evaluation), _letter(evaluation)
    return coverage(replace(signed, observations=read_letter(letter))) if signed and letter else ()


def _letter(evaluation: Evaluation) -> Observation | None:
    return Observation.objects.going_with_the_report().filter(evaluation=evaluation).first()


# -- to take away


def dispute_sheet(found: Iterable[Dispute]) -> sheets.Sheet:
    return sheets.Sheet(_("Erreurs factuelles"), _dispute_header(), [_dispute_row(one) for one in found])


def answer_sheet(found: Iterable[Answer]) -> sheets.Sheet:
    header = [_("Constat"), _("N°"), _("Texte"), _("Position"), _("Date de l’action"), _("Réponse")]
    return sheets.Sheet(_("Réponses aux constats"), header, [_answer_row(one) for one in found])


def _dispute_header() -> list[str]:
    return [
        _("Évaluation"),
        _("Formation"),
        _("Établissement"),
        _("Projet"),
        _("N°"),
        _("Porte sur"),
        _("Passage"),
        _("Inexact, selon l’établissement"),
        _("Exact, selon l’établissement"),
        _("Pièces"),
        _("Hors délai"),
        _("Décision"),
        _("Motif"),
        _("Texte avant"),
        _("Texte après"),
    ]


def _dispute_row(one: Dispute) -> list[sheets.Cell]:
    programme = one.evaluation.programme
    return [
        one.evaluation.public_id,
        programme.title,
        programme.institution.name,
        one.round,
        one.number,
        one.about,
        one.quote,
        one.wrong,
        one.right,
        "\n".join(one.files),
        _("oui") if one.late else "",
        one.standing,
        one.reason,
        richtext.to_plain(one.before),
        richtext.to_plain(one.after),
    ]


def _answer_row(one: Answer) -> list[sheets.Cell]:
    return [
        str(one.kind.label),
        one.number,
        one.finding,
        str(one.stance.label) if one.stance else "",
        one.action_on.isoformat() if one.action_on else "",
        richtext.to_plain(one.text),
    ]
