"""What is still missing before an act: every reason at once, each a sentence and the place to mend it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evalprog import richtext
from evaluations.definition import Block, problems_of
from evaluations.enums import BlockKind, FindingKind, SignatureRole
from evaluations.models import Evaluation, Framework


@dataclass(frozen=True, slots=True)
class Problem:
    """``where``: the code of the criterion, text or list concerned, a path in a framework, or a word for the page."""

    sentence: str
    where: str

    def __str__(self) -> str:
        return self.sentence


def before_framework_publication(framework: Framework) -> list[Problem]:
    """The document is a framework, complete and coherent."""
    return [Problem(problem.on_page or problem.sentence, problem.path) for problem in problems_of(framework.document)]


def before_collegial_validation(evaluation: Evaluation) -> list[Problem]:
    """The report is written: mandatory texts, answers and lists (code de la recherche L114-3-1)."""
    definition = evaluation.framework.definition
    assessments = {a.code: a for a in evaluation.assessments.all()}
    counts = {kind: evaluation.findings.filter(kind=kind).count() for kind in FindingKind}

    def missing() -> Iterator[Problem]:
        for text in definition.texts_for(evaluation.programme.kind):
            if text.mandatory and (text.code not in assessments or richtext.is_blank(assessments[text.code].text)):
                yield Problem(_("« %(label)s » : texte manquant.") % {"label": text.label}, text.code)
        for criterion in definition.criteria_for(evaluation.programme.kind):
            if criterion.needs_answer and not getattr(assessments.get(criterion.code), "value", ""):
                yield Problem(_("« %(label)s » : réponse manquante.") % {"label": criterion.label}, criterion.code)
        for block in definition.blocks:
            yield from _block_problems(block, counts, assessments)

    return list(missing())


def _block_problems(block: Block, counts: dict[FindingKind, int], assessments: dict) -> Iterator[Problem]:
    if not block.mandatory:
        return
    if block.kind == BlockKind.FINDINGS and block.findings and not counts[block.findings]:
        yield Problem(_("« %(label)s » : aucun constat.") % {"label": block.label}, block.code)
    if block.kind == BlockKind.OPINION and not getattr(assessments.get(block.code), "value", ""):
        yield Problem(_("« %(label)s » : avis à choisir.") % {"label": block.label}, block.code)


def before_chair_signature(evaluation: Evaluation) -> list[Problem]:
    return _unsigned(evaluation, (SignatureRole.CHAIR,))


def before_countersignature(evaluation: Evaluation) -> list[Problem]:
    return _unsigned(evaluation, (SignatureRole.AGENCY, SignatureRole.SECTION))


def _unsigned(evaluation: Evaluation, roles: tuple[SignatureRole, ...]) -> list[Problem]:
    """The signatures that the framework's page asks for and nobody gave."""
    signed = set(evaluation.signatures.values_list("role", flat=True))
    return [
        Problem(_("« %(role)s » : signature manquante.") % {"role": block.role.label}, "signatures")
        for block in evaluation.framework.definition.signatures
        if block.role in roles and block.role not in signed
    ]
