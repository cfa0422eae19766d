"""Who signs, and what a signature covers: the presidency of the committee, then the agency's."""

import datetime as dt

from tests.evaluations.machine_model.contradictory import Contradictory
from tests.evaluations.machine_model.drafting import Drafting
from tests.evaluations.machine_model.table import CHAIR, SIGNED


class Signatures(Drafting, Contradictory):
    """Rows 11 and 14 of the process: nothing is signed that is not written, nor while an answer awaits its own."""

    def judgement(self) -> tuple:
        """What a signature covers: the text, the dissents printed with it, the committee that stands behind it."""
        dissents = tuple(sorted(s.vote for s in self.seats if s.sits and s.annexed))
        return (self.text, dissents, tuple((s.person, s.role) for s in self.seats if s.sits))

    def unsigned(self) -> list[str]:
        return [s.person for s in self.sitting(CHAIR) if self.signatures.get(s.person) != self.judgement()]

    def ready_sign_as_chair(self, person, n):
        visited = self.visit is not None and self.visit["held"] is not None
        if not self.is_written() or (self.visit_rule == "AFTER" and not visited):
            return False
        if any(self.is_undecided(e) or self.awaits_ruling(e) or self.awaits_change(e) for e in self.sent):
            return False
        if self.is_still_coming("corrections", self.exchange):
            return False
        return not (self.unsigned() and self.signatures.get(person) == self.judgement())

    def do_sign_as_chair(self, person, n):
        self.signatures[person] = self.judgement()
        if not self.unsigned():
            chairs = {s.person for s in self.sitting(CHAIR)}
            self.signatures = {p: j for p, j in self.signatures.items() if p in chairs and j == self.judgement()}
            self.state = SIGNED

    def ready_countersign(self, person, n):
        awaited = self.is_still_coming("observations", self.observing)
        return person not in self.signatures and not self.undecided and not awaited

    def is_still_coming(self, kind: str, exchange: str) -> bool:
        """What was sent in time may take an hour to come, or its sender an hour to confirm who they are."""
        return exchange == "closed" and self.closes[kind] <= self.now < self.closes[kind] + dt.timedelta(hours=1)
