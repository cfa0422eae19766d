"""What the model knows of an evaluation at any moment, and who sits on its committee."""

import datetime as dt
from dataclasses import dataclass, field

from tests.evaluations.machine_model.table import CHAIR, PLANNED


@dataclass
class Seat:
    person: str
    role: str
    status: str = "invited"  # accepted (and confirmed, once the committee is appointed), to confirm, declined
    ended: bool = False
    vote: str = ""  # « + » approved, else the words of a dissent
    annexed: bool = False  # printed with the report

    @property
    def sits(self) -> bool:
        return self.status == "accepted" and not self.ended

    @property
    def is_awaited(self) -> bool:
        return self.status in ("invited", "to confirm") and not self.ended

    @property
    def listed(self) -> bool:
        return self.status != "declined" and not self.ended


@dataclass
class Facts:
    """``agency``: roles by person; ``house``: person to whether they sign; ``pool``: profile by person."""

    agency: dict[str, tuple[str, ...]]
    house: dict[str, bool]
    pool: dict[str, str]
    readers: tuple[str, ...]  # who reads every dossier
    college: tuple[str, ...]
    visit_rule: str = "NONE"
    imported: bool = False
    corrections_days: int = 15
    observations_days: int = 30
    now: dt.datetime = None
    state: int = PLANNED
    came_from: int = PLANNED  # before the suspension
    recorded: dt.datetime | None = None  # of the last act: never before that of the act before, whatever the clock
    stopped: dt.datetime | None = None  # the recorded time of the suspension
    furthest: int = PLANNED
    version: int = 1
    events: int = 1
    late: bool = False  # whether the last act came after its window
    seats: list[Seat] = field(default_factory=list)
    declared: dict[str, dt.datetime] = field(default_factory=dict)
    conflicts: set[str] = field(default_factory=set)
    objections: list[dict] = field(default_factory=list)
    requests: list[dict] = field(default_factory=list)
    visit: dict | None = None
    text: str = ""
    signatures: dict[str, tuple] = field(default_factory=dict)  # of the version under way
    closes: dict[str, dt.datetime] = field(default_factory=dict)
    exchange: str = ""  # about the draft: open, replied, closed by the clock
    saves: int = 0  # of the text
    draft: str = ""  # the text as it was last transmitted
    errors: list[str] = field(default_factory=list)  # being prepared: the text of the draft that each is about, or none
    sent: list[dict] = field(default_factory=list)  # errors of fact: late, admitted, ruling, told, about, linked
    observing: str = ""  # open, answered, closed by the clock
    letter: bool = False  # being prepared
    filed: bool = False  # once: nothing is prepared before the observations are opened again
    undecided: int = 0  # letters that came late
    annexed: set[int] = field(default_factory=set)  # versions that a letter goes with
    drafts: int = 0
    published: int = 0
    marks: list[bool] = field(default_factory=list)  # of passages: kept or taken away
    decided: list[bool] | None = None  # the marks as they were decided

    def rank(self, n: int) -> int:
        """Counted from the last who was invited: a newcomer is the first that chance finds."""
        return len(self.seats) - 1 - n % len(self.seats)

    def seat(self, n: int) -> Seat:
        return self.seats[self.rank(n)]

    def sitting(self, *roles: str) -> list[Seat]:
        return [s for s in self.seats if s.sits and (not roles or s.role in roles)]

    def is_presided(self) -> bool:
        """By somebody who may act: a chair whose conflict was found after the signature stays named."""
        return any(s.person not in self.conflicts for s in self.sitting(CHAIR))
