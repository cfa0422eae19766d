"""Before the text leaves the committee: written, voted on by each member, read by the agency; the visit held."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog import richtext
from evaluations.definition import Block
from evaluations.enums import BlockKind, CommitteeRole, VisitRule
from evaluations.models import Evaluation, Visit
from evaluations.readiness.committee import needs_a_chair
from evaluations.readiness.problem import Problem


def before_collegial_validation(evaluation: Evaluation) -> list[Problem]:
    """The report is written: mandatory texts, answers and lists (code de la recherche L114-3-1)."""
    definition = evaluation.framework.definition
    assessments = {a.code: a for a in evaluation.assessments.all()}
    kinds = list(evaluation.findings.kept().values_list("kind", flat=True))

    def missing() -> Iterator[Problem]:
        if evaluation.campaign.visit == VisitRule.BEFORE:
            yield from visit_problems(evaluation)
        for text in definition.texts_for(evaluation.programme.kind):
            if text.mandatory and (text.code not in assessments or richtext.is_blank(assessments[text.code].text)):
                yield Problem(_("« %(label)s » : texte manquant.") % {"label": text.label}, text.code)
        for criterion in definition.criteria_for(evaluation.programme.kind):
            if criterion.needs_answer and not getattr(assessments.get(criterion.code), "value", ""):
                yield Problem(_("« %(label)s » : réponse manquante.") % {"label": criterion.label}, criterion.code)
        for block in definition.blocks:
            yield from _block_problems(block, kinds, assessments)

    return list(missing())


def _block_problems(block: Block, kinds: list[str], assessments: dict) -> Iterator[Problem]:
    if not block.mandatory:
        return
    if block.kind == BlockKind.FINDINGS and block.findings not in kinds:
        yield Problem(_("« %(label)s » : aucun constat.") % {"label": block.label}, block.code)
    if block.kind == BlockKind.OPINION and not getattr(assessments.get(block.code), "value", ""):
        yield Problem(_("« %(label)s » : avis à choisir.") % {"label": block.label}, block.code)


def before_agency_reading(evaluation: Evaluation) -> list[Problem]:
    """Every member has approved or had a dissent recorded."""
    return [
        Problem(_("%(name)s n’a pas encore donné son avis.") % {"name": member.name}, "members")
        for member in evaluation.members.all()
        if member.is_current and member.role != CommitteeRole.OFFICER and not member.has_voted
    ]


def before_transmission(evaluation: Evaluation) -> list[Problem]:
    """There is a chair, who has ruled on everything that the agency's reading proposed."""
    waiting = evaluation.suggestions.filter(ruling="").count()
    return [*needs_a_chair(evaluation), *([suggestions_not_ruled(waiting)] if waiting else [])]


def suggestions_not_ruled(waiting: int) -> Problem:
    sentence = ngettext(
        "%(count)d suggestion n’a pas de décision de la présidence du comité.",
        "%(count)d suggestions n’ont pas de décision de la présidence du comité.",
        waiting,
    )
    return Problem(sentence % {"count": waiting}, "suggestions")


def visit_problems(evaluation: Evaluation) -> list[Problem]:
    visit = Visit.objects.filter(evaluation=evaluation).first()
    return [] if visit and visit.held_on else [visit_not_held()]


def visit_not_held() -> Problem:
    return Problem(_("La visite prévue par la campagne n’a pas eu lieu."), "visit")
