"""What goes on beside the states: documents asked for, a visit, conflicts of interest, a suspension that ends."""

import datetime as dt

from tests.evaluations.machine_model.facts import Facts
from tests.evaluations.machine_model.table import OPEN, SIGNED, SUSPENDED, TRANSMITTED


class Proceedings(Facts):
    """The side loops of the process."""

    def asked(self, n: int) -> str:
        return ("La maquette.", "Le règlement.", "", "La maquette.")[n]

    def ready_request_document(self, person, n):
        open_ones = [r["text"] for r in self.requests if not r["answered"]]
        return bool(self.asked(n)) and self.asked(n) not in open_ones

    def do_request_document(self, person, n):
        self.requests.append({"text": self.asked(n), "answered": False})

    def ready_answer_document_request(self, person, n):
        return not self.requests[n % len(self.requests)]["answered"]

    def do_answer_document_request(self, person, n):
        self.requests[n % len(self.requests)]["answered"] = True

    def ready_plan_visit(self, person, n):
        return self.visit_rule != "NONE" and (self.visit is None or self.visit["planned"] != n % 2)

    def do_plan_visit(self, person, n):
        held = self.visit["held"] if self.visit else None
        self.visit = {"planned": n % 2, "agreed": False, "held": held}

    def ready_agree_on_visit(self, person, n):
        return self.visit is not None and not self.visit["agreed"]

    def do_agree_on_visit(self, person, n):
        self.visit["agreed"] = True

    def ready_record_visit(self, person, n):
        return self.visit is not None and self.visit["held"] != n % 2

    def do_record_visit(self, person, n):
        self.visit["held"] = n % 2

    def conflicted_one(self, n: int) -> str:
        return ("expert", "chair", "officer")[n % 3]

    def ready_record_conflict(self, person, n):
        return self.conflicted_one(n) not in self.conflicts

    def do_record_conflict(self, person, n):
        self._conflict(self.conflicted_one(n))

    def do_declare_conflict(self, person, n):
        self._conflict(person)

    def _conflict(self, person: str) -> None:
        """Who took part in a signed report stays named in it; before, the mission ends."""
        self.conflicts.add(person)
        stands = self.came_from if self.state == SUSPENDED else self.state
        for seat in self.seats:
            if seat.person == person and stands < SIGNED:
                seat.ended = True

    def do_resume(self, person, n):
        """The delay that was running is longer by as long as the evaluation stood still."""
        self.state = self.came_from
        kind = {TRANSMITTED: "corrections", OPEN: "observations"}.get(self.state)
        if kind and self.closes[kind] > self.stopped:
            self.closes[kind] += max(self.now - self.stopped, dt.timedelta())
