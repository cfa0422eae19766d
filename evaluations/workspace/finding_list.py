"""The findings of an evaluation as its committee reads them: by kind, with what each is linked to."""

from dataclasses import dataclass

from django.db.models import Prefetch

from evaluations.enums import FindingKind
from evaluations.models import Citation, Evaluation, Finding
from evaluations.workspace.citations import Cited, shown


@dataclass(frozen=True, slots=True)
class Row:
    """``criteria``: their labels by code. ``answers``: numbers of the weaknesses that it answers; ``answered``: of the
    recommendations that answer it."""

    finding: Finding
    criteria: dict[str, str]
    answers: tuple[int, ...]
    answered: tuple[int, ...]
    is_first: bool
    is_last: bool
    citations: tuple[Cited, ...]
    home: str  # the code of a text beside which its evidence opens


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one kind, in their order; ``removed``: those taken away, the latest first."""

    kind: FindingKind
    rows: tuple[Row, ...]
    removed: tuple[Finding, ...]

    @property
    def order(self) -> str:
        """The public ids as they stand, as the page sends them back."""
        return " ".join(row.finding.public_id for row in self.rows)


def groups(evaluation: Evaluation) -> list[Group]:
    """Three kinds. A handful of queries, whatever the number of findings."""
    definition = evaluation.framework.definition
    labels, first = definition.labels(), definition.texts_for(evaluation.programme.kind)[0].code
    linked = (
        Prefetch("addresses", Finding.objects.kept().order_by("number")),
        Prefetch("addressed_by", Finding.objects.kept().order_by("number")),
        Prefetch("citations", Citation.objects.with_last_deposit().select_related("part").defer("part__text")),
    )
    kept: dict[str, list[Finding]] = {kind: [] for kind in FindingKind}
    removed: dict[str, list[Finding]] = {kind: [] for kind in FindingKind}
    for finding in evaluation.findings.order_by("number").prefetch_related(*linked):
        (kept if finding.removed_at is None else removed)[finding.kind].append(finding)

    def rows(findings: list[Finding]) -> tuple[Row, ...]:
        return tuple(
            Row(
                finding,
                {code: labels.get(code, code) for code in finding.criteria},
                tuple(weakness.number for weakness in finding.addresses.all()),
                tuple(advice.number for advice in finding.addressed_by.all()),
                is_first=n == 1,
                is_last=n == len(findings),
                citations=tuple(shown(citation) for citation in finding.citations.all()),
                home=finding.criteria[0] if finding.criteria else first,
            )
            for n, finding in enumerate(findings, start=1)
        )

    return [
        Group(kind, rows(kept[kind]), tuple(sorted(removed[kind], key=lambda f: f.removed_at, reverse=True)))
        for kind in FindingKind
    ]
