"""What a person is for one evaluation, at this moment.

Everything that somebody may do follows from dated relations: a mandate at the agency, a place on the committee, an
attachment to the institution. They are read anew at every request, so that ending one takes effect at the next
(INV-C8). A recorded conflict of interest outweighs them all (INV-C4).
"""

from collections.abc import Callable
from dataclasses import dataclass

from evalprog.accounts.models import User
from evaluations.enums import AgencyRole, CommitteeRole, State
from evaluations.models import Evaluation, Mandate
from evaluations.models.agency import READING_ROLES
from programmes.models import Membership

# What the institution may know of the committee's progress: that it is at work (INV-C2).
VEILED = range(State.EXPERTISE, State.DRAFT_TRANSMITTED)


@dataclass(frozen=True, slots=True)
class Standing:
    """``agency`` and ``committee`` are roles held now; ``contributes`` and ``signs`` are for the institution."""

    agency: frozenset[str] = frozenset()
    committee: frozenset[str] = frozenset()
    contributes: bool = False
    signs: bool = False
    conflicted: bool = False

    @property
    def is_officer(self) -> bool:
        return AgencyRole.OFFICER in self.agency

    @property
    def is_publisher(self) -> bool:
        return AgencyRole.PUBLISHER in self.agency

    @property
    def reads_for_the_agency(self) -> bool:
        return bool(self.agency & READING_ROLES)

    @property
    def is_chair(self) -> bool:
        return CommitteeRole.CHAIR in self.committee

    @property
    def writes(self) -> bool:
        """Consolidates the committee's text."""
        return bool(self.committee & {CommitteeRole.CHAIR, CommitteeRole.RAPPORTEUR})

    @property
    def is_expert(self) -> bool:
        return bool(self.committee - {CommitteeRole.OFFICER})

    @property
    def sees_behind_the_veil(self) -> bool:
        """Knows how far the committee has got: the agency, and the committee itself."""
        return self.reads_for_the_agency or bool(self.committee)

    def role(self, suffices: Callable[["Standing"], bool]) -> str:
        """The word by which the journal remembers in what capacity somebody acted: the first that allows the act.

        Somebody who publishes for the agency and chairs this committee signs as its chair.
        """
        for held, word, alone in (
            (self.is_publisher, "publisher", Standing(agency=frozenset({AgencyRole.PUBLISHER}))),
            (self.is_officer, "officer", Standing(agency=frozenset({AgencyRole.OFFICER}))),
            (self.is_chair, "chair", Standing(committee=frozenset({CommitteeRole.CHAIR}))),
            (self.writes, "rapporteur", Standing(committee=frozenset({CommitteeRole.RAPPORTEUR}))),
            (self.is_expert, "expert", Standing(committee=frozenset({CommitteeRole.EXPERT}))),
            (self.signs, "signatory", Standing(contributes=True, signs=True)),
            (self.contributes, "contributor", Standing(contributes=True)),
        ):
            if held and suffices(alone):
                return word
        return "none"


NOBODY = Standing()
SYSTEM = Standing(agency=frozenset({"SYSTEM"}))


def agency_roles(user: User) -> frozenset[str]:
    """The roles that somebody holds at the agency now."""
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    return frozenset(Mandate.objects.current().filter(user=user).values_list("role", flat=True))


def standing_of(user: User | None, evaluation: Evaluation) -> Standing:
    """Four questions to the database, whatever the person. ``None`` is the system itself."""
    if user is None:
        return SYSTEM
    if not (user.is_authenticated and user.is_active):
        return NOBODY
    if evaluation.conflicts.filter(user=user).exists():
        return Standing(conflicted=True)
    attached = Membership.objects.current().filter(user=user, institution_id=evaluation.programme.institution_id)
    can_sign = attached.values_list("can_sign", flat=True).first()  # None: not attached
    return Standing(
        agency=agency_roles(user),
        committee=frozenset(evaluation.members.current().filter(user=user).values_list("role", flat=True)),
        contributes=can_sign is not None,
        signs=bool(can_sign),
    )


def shown_state(evaluation: Evaluation, standing: Standing) -> State:
    """The state that this person may know of."""
    veiled = evaluation.state in VEILED and not standing.sees_behind_the_veil
    return State.EXPERTISE if veiled else State(evaluation.state)


def stage_reached(evaluation: Evaluation) -> State:
    """How far the evaluation has come; of what is suspended or withdrawn, how far it had: the journal says."""
    if evaluation.state <= State.PUBLISHED:
        return State(evaluation.state)
    before = evaluation.events.filter(after__lte=State.PUBLISHED).order_by("-number").values_list("after", flat=True)
    return State(before.first() or State.PLANNED)


def committee_is_told(evaluation: Evaluation) -> bool:
    """Whether the institution knows the composition: proposed to it and not taken back since (R114-14), or public."""
    said = evaluation.events.filter(verb__in=("propose_committee", "revise_committee")).order_by("-number")
    return evaluation.is_published or said.values_list("verb", flat=True).first() == "propose_committee"


# What opens and closes the exchange about the draft, until the next time.
_EXCHANGE = ("transmit_draft", "retransmit_draft", "reply_to_draft", "close_corrections", "open_erratum")


def reply_is_overdue(evaluation: Evaluation) -> bool:
    """Whether the delay for errors of fact was closed by the clock, and the institution has not replied since."""
    return _last_said(evaluation, _EXCHANGE) == "close_corrections"


# The same of the observations.
_OBSERVING = (
    "open_observations",
    "carry_observations_over",
    "file_observations",
    "waive_observations",
    "close_observations",
    "open_erratum",
)


def observations_are_overdue(evaluation: Evaluation) -> bool:
    """Whether the delay for observations was closed by the clock, and the institution has sent nothing since."""
    return _last_said(evaluation, _OBSERVING) == "close_observations"


def _last_said(evaluation: Evaluation, verbs: tuple[str, ...]) -> str | None:
    said = evaluation.events.filter(verb__in=verbs).order_by("-number")
    return said.values_list("verb", flat=True).first()
