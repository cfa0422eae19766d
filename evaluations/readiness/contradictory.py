"""While the institution answers: errors of fact in the draft, observations on the report, the delays of both."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.enums import Stance, State
from evaluations.models import Evaluation, Observation
from evaluations.readiness.problem import Problem
from evaluations.standing import observations_are_overdue, reply_is_overdue


def before_replying_to_draft(evaluation: Evaluation, *, in_time: bool = False) -> list[Problem]:
    """While the draft is before the institution it may reply that there is no error; once the delay has closed without
    a reply, there is something to send late. ``in_time``: the reply had reached us before the end."""
    if evaluation.state != State.CORRECTIONS_RULING:
        return []
    if not reply_is_overdue(evaluation):
        return [Problem(_("L’établissement a déjà répondu au projet."), "already")]
    if in_time or evaluation.corrections.in_preparation().exists():
        return []
    return [Problem(_("Aucune erreur factuelle n’est prête à partir."), "corrections")]


def corrections_to_rule_on(waiting: int) -> Problem:
    sentence = ngettext(
        "%(count)d erreur factuelle attend la décision de la présidence du comité.",
        "%(count)d erreurs factuelles attendent la décision de la présidence du comité.",
        waiting,
    )
    return Problem(sentence % {"count": waiting}, "corrections")


def late_corrections_undecided() -> Problem:
    sentence = _("Des erreurs factuelles arrivées hors délai attendent une décision : admettez-les, ou écartez-les.")
    return Problem(sentence, "corrections")


def correction_problems(evaluation: Evaluation) -> Iterator[Problem]:
    """Each has its ruling, and each that was granted the change of the text that follows from it."""
    sent = list(evaluation.corrections.sent().select_related("finding").order_by("position"))
    if any(correction.is_undecided for correction in sent):
        yield late_corrections_undecided()
    for correction in sent:
        sentence = ""
        if not (correction.is_undecided or correction.is_left_out or correction.ruling):
            sentence = _("Erreur factuelle n° %(number)d : elle attend une décision.")
        elif correction.awaits_its_change:
            sentence = _("Erreur factuelle n° %(number)d : acceptée, sans modification du texte qui lui soit liée.")
        if sentence:
            yield Problem(sentence % {"number": correction.position}, "corrections")


def before_filing_observations(evaluation: Evaluation) -> list[Problem]:
    """A letter that says something, in the name of somebody; an action that it announces has its day."""
    letter = Observation.objects.in_preparation().filter(evaluation=evaluation).first()
    if letter is None or not _says_something(letter):
        return [
            Problem(
                _("Rien n’est écrit : répondez à un constat ou écrivez la lettre. Sinon, renoncez aux observations."),
                "observations",
            )
        ]
    problems = [*_actions_without_a_day(letter)]
    if not letter.signatory:
        problems.append(Problem(_("Les observations n’ont pas de signataire."), "signatory"))
    return problems


def _says_something(letter: Observation) -> bool:
    words = letter.heading or letter.text or letter.items.saying().exists()
    return bool(words) or letter.attachments.joined().exists()


def _actions_without_a_day(letter: Observation) -> Iterator[Problem]:
    actions = [stance.value for stance in Stance if stance.has_a_day]
    for item in letter.items.filter(value__in=actions).select_related("finding").order_by("position"):
        about = item.get_target_display()
        about += f" n°\u00a0{item.finding.number}" if item.finding else ""
        sentence = _("%(about)s : donnez le jour de l’action, ou une autre position.")
        yield Problem(sentence % {"about": capfirst(about)}, "stance")


def before_admitting_late_observations(evaluation: Evaluation) -> list[Problem]:
    """A letter that goes with this version of the report is not replaced by a later one."""
    goes = Observation.objects.going_with_the_report().filter(version=evaluation.version, waived=False)
    if not goes.filter(evaluation=evaluation).exists():
        return []
    sentence = _("Des observations accompagnent déjà cette version du rapport : elles ne sont pas remplacées.")
    return [Problem(sentence, "observations")]


def before_waiving_observations(evaluation: Evaluation, *, in_time: bool = False) -> list[Problem]:
    """Nothing is thrown away by a waiver. Once they are closed there is nothing left to waive, unless the clock closed
    them and the waiver had reached us before (INV-T2): ``in_time``."""
    if evaluation.state == State.OBSERVATIONS_CLOSED and not (in_time and observations_are_overdue(evaluation)):
        return [Problem(_("Les observations sont closes : il n’y a plus à y renoncer."), "already")]
    letter = Observation.objects.in_preparation().filter(evaluation=evaluation).first()
    if letter is None or not _says_something(letter):
        return []
    sentence = _("Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer.")
    return [Problem(sentence, "observations")]


def before_extension(evaluation: Evaluation) -> list[Problem]:
    if evaluation.windows.exists():
        return []
    return [Problem(_("Aucun délai n’est ouvert : il n’y a rien à prolonger."), "window")]
