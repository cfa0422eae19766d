"""What every act is made of: begin (lock, state, person), move, record, refuse."""

from typing import Any, NoReturn

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evaluations import journal, notifications
from evaluations.enums import State
from evaluations.models import Evaluation, Event
from evaluations.permissions import ACTS, allow, missing_role
from evaluations.readiness import Problem
from evaluations.standing import Standing, shown_state, standing_of


class TransitionRefused(Exception):
    """The act is not possible now; ``problems`` says why, each as a sentence."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(p.sentence for p in problems))

    @property
    def is_of_a_change(self) -> bool:
        """What was read before is not what stands now: it is shown again."""
        return any(problem.where == "text" for problem in self.problems)


class Begun:
    """An act under way: the evaluation as it stands, held until the end of the transaction, and who performs it."""

    def __init__(self, evaluation: Evaluation, verb: str, by: User | None, standing: Standing) -> None:
        self.evaluation = evaluation
        self.verb = verb
        self.by = by
        self.standing = standing
        self.before = State(evaluation.state)

    def done(self, *, target: State | None = None, also: tuple[str, ...] = (), **details: Any) -> Event:
        """Write the state that the act leads to, its event, and what has to be told of it.

        ``also``: other fields of the row that changed.
        """
        after = target if target is not None else ACTS[self.verb].target
        self.evaluation.state = self.before if after is None else after
        self.evaluation.save(update_fields=["state", *also])
        event = journal.append(
            self.evaluation,
            self.verb,
            by=self.by,
            role="system" if self.by is None else self.standing.role(ACTS[self.verb].who),
            before=self.before,
            details=details,
        )
        notifications.tell(event)
        return event


def begin(evaluation: Evaluation, verb: str, by: User | None) -> Begun:
    """Lock the evaluation and make sure that this person may perform this act where it stands.

    :raises TransitionRefused: if the act is not possible at this state.
    :raises PermissionDenied: if the person may not perform it.
    """
    # Two clicks, two tabs, two servers: whoever comes second waits here, and then finds another state.
    locked = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    act, standing = ACTS[verb], standing_of(by, locked)
    allow(not standing.conflicted and act.who(standing), missing_role(verb))
    if State(locked.state) not in act.sources:
        # A refusal tells no more than the pages do (INV-C2).
        shown = State(locked.state) if by is None else shown_state(locked, standing)
        refuse(_("Cet acte n’est pas possible à l’étape « %(state)s ».") % {"state": shown.label}, "state")
    return Begun(locked, verb, by, standing)


@transaction.atomic
def step(evaluation: Evaluation, verb: str, by: User | None, **details: Any) -> Evaluation:
    """An act that changes nothing but the state."""
    begun = begin(evaluation, verb, by)
    begun.done(**details)
    return begun.evaluation


def needed(text: str, where: str = "reason") -> str:
    """A reason that must be given in words."""
    if not text.strip():
        refuse(_("Donnez un motif."), where)
    return text.strip()


def refuse(sentence: str, where: str) -> NoReturn:
    raise TransitionRefused([Problem(sentence, where)])


def refuse_if(problems: list[Problem]) -> None:
    if problems:
        raise TransitionRefused(problems)
