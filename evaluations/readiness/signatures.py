"""Before the committee's presidency signs, and the agency after it."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from evalprog import clock, deadlines
from evalprog.accounts.models import User
from evalprog.arrival import LONGEST
from evaluations.enums import CommitteeRole, SignatureRole, VisitRule, WindowKind
from evaluations.models import Evaluation, Observation
from evaluations.readiness.contradictory import correction_problems
from evaluations.readiness.drafting import before_collegial_validation, visit_problems
from evaluations.readiness.problem import Problem
from evaluations.standing import observations_are_overdue, reply_is_overdue


def before_chair_signature(evaluation: Evaluation) -> list[Problem]:
    problems = before_collegial_validation(evaluation)
    if evaluation.campaign.visit == VisitRule.AFTER:
        problems += visit_problems(evaluation)
    awaited = _still_coming(evaluation, WindowKind.CORRECTIONS, reply_is_overdue)
    return [*problems, *correction_problems(evaluation), *awaited]


def _still_coming(
    evaluation: Evaluation, kind: WindowKind, is_overdue: Callable[[Evaluation], bool]
) -> Iterator[Problem]:
    """What reached us in time may be under way for so long after the clock has closed the window, its files coming or
    the person confirming who they are: nothing is signed meanwhile that would not let it in any more (INV-T2)."""
    window = evaluation.windows.last_of(kind)
    if window is None or not window.closes_at <= clock.now() < window.closes_at + LONGEST or not is_overdue(evaluation):
        return
    sentence = _(
        "Le délai vient de s’achever et un envoi fait à temps peut encore arriver : la signature sera possible à "
        "partir du %(moment)s, heure de Paris."
    )
    moment = deadlines.moment((window.closes_at + LONGEST).astimezone(clock.PARIS))
    yield Problem(sentence % {"moment": moment}, "window")


def before_closing_chair_signature(evaluation: Evaluation, signed: str) -> list[Problem]:
    """Co-presidents who have not signed this very text. ``signed``: the hash of the judgement."""
    hands = set(
        evaluation.signatures.current(evaluation)
        .filter(role=SignatureRole.CHAIR, reading_sha256=signed)
        .values_list("user_id", flat=True)
    )
    chairs = evaluation.members.current().filter(role=CommitteeRole.CHAIR)
    return [
        Problem(_("%(name)s n’a pas encore signé.") % {"name": chair.name}, "signatures")
        for chair in chairs
        if chair.user_id not in hands
    ]


def before_second_signature(evaluation: Evaluation, user: User | None) -> list[Problem]:
    """Two persons publish a report: who signed for the committee does not sign for the agency."""
    chair = evaluation.signatures.current(evaluation).filter(role=SignatureRole.CHAIR, user=user)
    if user is None or not chair.exists():
        return []
    return [Problem(_("Vous avez signé ce rapport pour le comité : une autre personne le contresigne."), "signatures")]


def before_countersigning(evaluation: Evaluation, by: User | None) -> list[Problem]:
    """Two persons publish; and what came late is neither published nor left out in silence (INV-T3)."""
    problems = before_second_signature(evaluation, by)
    problems += _still_coming(evaluation, WindowKind.OBSERVATIONS, observations_are_overdue)
    if not Observation.objects.undecided().filter(evaluation=evaluation).exists():
        return problems
    sentence = _("Des observations arrivées hors délai attendent une décision : admettez-les, ou écartez-les.")
    return [*problems, Problem(sentence, "observations")]


def before_countersignature(evaluation: Evaluation) -> list[Problem]:
    """The signatures of the agency that the framework's page asks for and nobody gave."""
    signed = set(evaluation.signatures.current(evaluation).values_list("role", flat=True))
    return [
        Problem(_("« %(role)s » : signature manquante.") % {"role": block.role.label}, "signatures")
        for block in evaluation.framework.definition.signatures
        if block.role in (SignatureRole.AGENCY, SignatureRole.SECTION) and block.role not in signed
    ]
