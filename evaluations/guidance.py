"""What is to be done now, and by whom: the words of the pages for each state."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Phase, State
from evaluations.models import Evaluation
from evaluations.standing import VEILED, Standing, shown_state


@dataclass(frozen=True, slots=True)
class Duty:
    """``hand``: whose turn it is; empty when nobody is awaited."""

    sentence: str | Promise
    hand: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the path: ``progress`` is done, current or ahead."""

    name: str
    label: str
    progress: str


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    label: str
    progress: str
    stages: tuple[Stage, ...]


_AGENCY = _("l’agence")
_INSTITUTION = _("l’établissement")
_CHAIR = _("la présidence du comité")
_PRESIDENCY = _("la présidence de l’agence")

_DUTIES = {
    State.PLANNED: Duty(_("Ouvrir la campagne pour cette formation."), _AGENCY),
    State.DOSSIER_EXPECTED: Duty(_("Déposer le dossier d’autoévaluation."), _INSTITUTION),
    State.DOSSIER_DEPOSITED: Duty(_("Vérifier le dossier et composer le comité d’experts."), _AGENCY),
    State.COMMITTEE_PROPOSED: Duty(
        _("Dire si la composition du comité appelle des objections ; puis arrêter le comité."),
        _("l’établissement, puis la présidence de l’agence"),
    ),
    State.COMMITTEE_APPOINTED: Duty(_("Partager le travail entre les experts et lancer l’expertise."), _AGENCY),
    State.EXPERTISE: Duty(_("Étudier le dossier, puis commencer le rapport."), _("le comité")),
    State.DRAFTING: Duty(
        _("Rédiger le rapport, puis le soumettre au comité."), _("la présidence et le rapporteur du comité")
    ),
    State.COLLEGIAL_VALIDATION: Duty(
        _("Se prononcer sur le texte ; la présidence conclut."), _("chaque membre du comité")
    ),
    State.AGENCY_READING: Duty(_("Relire le rapport, puis transmettre le projet à l’établissement."), _AGENCY),
    State.DRAFT_TRANSMITTED: Duty(_("Signaler les erreurs factuelles, ou répondre qu’il n’y en a pas."), _INSTITUTION),
    State.CORRECTIONS_RULING: Duty(_("Trancher les corrections demandées, puis signer le rapport."), _CHAIR),
    State.CHAIR_SIGNED: Duty(_("Envoyer le rapport provisoire et ouvrir les observations."), _AGENCY),
    State.OBSERVATIONS_OPEN: Duty(_("Déposer des observations, ou faire savoir qu’il n’y en a pas."), _INSTITUTION),
    State.OBSERVATIONS_CLOSED: Duty(_("Contresigner le rapport."), _PRESIDENCY),
    State.COUNTERSIGNED: Duty(_("Publier le rapport."), _PRESIDENCY),
    State.PUBLISHED: Duty(_("Le rapport est publié : plus rien n’est attendu.")),
    State.SUSPENDED: Duty(_("L’évaluation est suspendue : la reprendre, ou la retirer."), _AGENCY),
    State.WITHDRAWN: Duty(_("L’évaluation s’est terminée sans rapport.")),
}
_VEILED_DUTY = Duty(
    _("Le comité étudie le dossier et rédige son rapport ; vous en recevrez le projet."), _("le comité")
)
_VEILED_STAGE = _("travaux du comité")


def duty(evaluation: Evaluation, standing: Standing) -> Duty:
    """What is awaited now, in the words of the state that this person may know of."""
    if standing.sees_behind_the_veil or evaluation.state not in VEILED:
        return _DUTIES[State(evaluation.state)]
    return _VEILED_DUTY


def stage_name(evaluation: Evaluation, standing: Standing) -> str:
    """Where it stands, in the words of those who may know no more: the committee's work has one name (INV-C2)."""
    veiled = evaluation.state in VEILED and not standing.sees_behind_the_veil
    return str(_VEILED_STAGE if veiled else State(evaluation.state).label)


def path(evaluation: Evaluation, standing: Standing) -> tuple[PhaseProgress, ...]:
    """The sixteen states in their five phases. The institution sees the committee's work as one stage (INV-C2)."""
    current = shown_state(evaluation, standing)
    return tuple(_phase(phase, current, standing) for phase in Phase)


def _phase(phase: Phase, current: State, standing: Standing) -> PhaseProgress:
    states = phase.states
    if phase == Phase.EXPERTISE and not standing.sees_behind_the_veil:
        stages = (Stage("EXPERTISE", str(_VEILED_STAGE), _progress(states[0], states[-1], current)),)
    else:
        stages = tuple(Stage(state.name, str(state.label), _progress(state, state, current)) for state in states)
    return PhaseProgress(str(phase.label), _progress(states[0], states[-1], current), stages)


def _progress(first: State, last: State, current: State) -> str:
    if current > State.PUBLISHED:  # suspended or withdrawn: the path does not say from where
        return "ahead"
    if current > last or current == State.PUBLISHED:
        return "done"
    return "current" if current >= first else "ahead"
