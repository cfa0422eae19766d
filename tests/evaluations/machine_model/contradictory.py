"""What the institution answers: errors of fact in the draft, observations on the report, each within its delay."""

import datetime as dt
from zoneinfo import ZoneInfo

from tests.evaluations.machine_model.facts import Facts
from tests.evaluations.machine_model.table import CLOSED, NO_REASON, OPEN, RULING, TRANSMITTED

PARIS = ZoneInfo("Europe/Paris")


class Contradictory(Facts):
    """Rows 9, 10, 12 and 13 of the process: what is sent, what became of it, and until when it is awaited."""

    # -- errors of fact

    def writes_errors(self) -> bool:
        return self.state == TRANSMITTED or (self.state == RULING and self.exchange == "closed")

    def is_undecided(self, error: dict) -> bool:
        return error["late"] and error["admitted"] is None

    def awaits_ruling(self, error: dict) -> bool:
        return not error["ruling"] and (not error["late"] or error["admitted"] is True)

    def ready_reply_to_draft(self, person, n):
        """Without any error, too, once the clock has closed: by a clock set back, it comes in time."""
        in_time = self.now < self.closes.get("corrections", self.now)
        return self.state == TRANSMITTED or (self.exchange == "closed" and (bool(self.errors) or in_time))

    def do_reply_to_draft(self, person, n):
        self.late = self.now >= self.closes["corrections"]
        sent = {"late": self.late, "admitted": None, "ruling": "", "told": False, "linked": None}
        self.sent += [sent | {"about": about} for about in self.errors]
        self.errors, self.exchange = [], "replied"

    def do_close_corrections(self, person, n):
        self.exchange = "closed"

    def ready_admit_late_corrections(self, person, n):
        return n != NO_REASON and any(self.is_undecided(e) for e in self.sent)

    ready_leave_out_late_corrections = ready_admit_late_corrections

    def do_admit_late_corrections(self, person, n):
        self.decide(True)

    def do_leave_out_late_corrections(self, person, n):
        self.decide(False)

    def decide(self, admitted: bool) -> None:
        for error in self.sent:
            if self.is_undecided(error):
                error["admitted"] = admitted

    def ruled(self, n: int) -> str:
        return ("ACCEPTED", "PARTLY", "REFUSED", "REFUSED")[n]

    def ready_rule_on_correction(self, person, n):
        """A refusal needs a reason; what the institution was told of stands."""
        error = self.sent[n % len(self.sent)]
        open_ = not error["told"] and (not error["late"] or error["admitted"] is True)
        return open_ and n != NO_REASON and error["ruling"] != self.ruled(n)

    def do_rule_on_correction(self, person, n):
        error = self.sent[n % len(self.sent)]
        error["ruling"] = self.ruled(n)
        if error["ruling"] == "REFUSED":
            error["linked"] = None

    def is_granted(self, error: dict) -> bool:
        return error["ruling"] in ("ACCEPTED", "PARTLY")

    def awaits_change(self, error: dict) -> bool:
        return self.is_granted(error) and bool(error["about"]) and error["linked"] is None

    def ready_link_change(self, person, n):
        """The text is not what the draft said, and not what is linked already."""
        error = self.sent[n % len(self.sent)]
        changed = bool(error["about"]) and self.text != error["about"] and error["linked"] != self.saves
        return self.is_granted(error) and changed

    def do_link_change(self, person, n):
        self.sent[n % len(self.sent)]["linked"] = self.saves

    def tell_rulings(self) -> None:
        for error in self.sent:
            error["told"] = error["told"] or bool(error["ruling"])

    # -- windows

    def open_window(self, kind: str, days: int) -> None:
        last = self.now.astimezone(PARIS).date() + dt.timedelta(days=days + 1)
        self.closes[kind] = dt.datetime.combine(last, dt.time(), tzinfo=PARIS).astimezone(dt.UTC)

    def ready_transmit_draft(self, person, n):
        return self.is_presided()

    def do_transmit_draft(self, person, n):
        self.tell_rulings()
        self.exchange, self.draft = "open", self.text
        self.drafts += 1
        self.open_window("corrections", self.corrections_days)

    def ready_retransmit_draft(self, person, n):
        return n != NO_REASON and self.is_presided()

    do_retransmit_draft = do_transmit_draft

    def do_carry_observations_over(self, person, n):
        self.observing = "answered"
        self.tell_rulings()

    def do_open_observations(self, person, n):
        self.observing = "open"
        self.tell_rulings()
        self.open_window("observations", self.observations_days)

    def ready_close_corrections(self, person, n):
        return self.now >= self.closes["corrections"]

    def ready_close_observations(self, person, n):
        return self.now >= self.closes["observations"]

    def writes_observations(self) -> bool:
        """Before they are filed, again in an erratum that opens them, and late once the delay has closed them."""
        if self.state == CLOSED:
            return "observations" in self.closes and self.now >= self.closes["observations"]
        return self.state == OPEN or (self.state < OPEN and not self.filed)

    def do_file_observations(self, person, n):
        self.late = self.now >= self.closes["observations"]
        self.filed, self.letter, self.observing = True, False, "answered"
        if self.late:
            self.undecided += 1
        else:
            self.annexed.add(self.version)

    def do_waive_observations(self, person, n):
        self.late = self.now >= self.closes["observations"]
        self.filed, self.observing = True, "answered"

    def do_close_observations(self, person, n):
        self.observing = "closed"

    def ready_file_observations(self, person, n):
        return self.letter

    def ready_admit_late_observations(self, person, n):
        return n != NO_REASON and self.undecided > 0 and self.version not in self.annexed

    def do_admit_late_observations(self, person, n):
        self.undecided -= 1
        self.annexed.add(self.version)

    def ready_leave_out_late_observations(self, person, n):
        return n != NO_REASON and self.undecided > 0

    def do_leave_out_late_observations(self, person, n):
        self.undecided -= 1

    def ready_waive_observations(self, person, n):
        """Once the clock has closed them: by a clock set back, it comes in time."""
        if self.state == CLOSED and not (self.observing == "closed" and self.now < self.closes["observations"]):
            return False
        return not self.letter

    def ready_carry_observations_over(self, person, n):
        return self.version > 1

    def current_window(self) -> str:
        return "corrections" if self.state == TRANSMITTED else "observations"

    def extended(self, n: int) -> dt.datetime:
        return self.closes[self.current_window()] + dt.timedelta(days=(5, 1, 0, -1)[n])

    def ready_extend_window(self, person, n):
        return n < 2

    def do_extend_window(self, person, n):
        self.closes[self.current_window()] = self.extended(n)
