"""The text: written, validated by the committee as a body, read by the agency."""

from tests.evaluations.machine_model.facts import Facts, Seat


class Drafting(Facts):
    """Rows 5 to 8 of the process, and the dissents that go with the report."""

    def ready_start_expertise(self, person, n):
        return self.is_presided()

    def is_written(self) -> bool:
        visited = self.visit is not None and self.visit["held"] is not None
        return bool(self.text) and (self.visit_rule != "BEFORE" or visited)

    def ready_submit_for_validation(self, person, n):
        return self.is_written()

    def do_submit_for_validation(self, person, n):
        for seat in self.sitting():
            seat.vote, seat.annexed = "", False

    def own_seat(self, person: str) -> Seat:
        return next(s for s in self.seats if s.person == person and s.sits)

    def ready_approve(self, person, n):
        return self.own_seat(person).vote != "+"

    def do_approve(self, person, n):
        self.own_seat(person).vote, self.own_seat(person).annexed = "+", False

    def dissent_text(self, n: int) -> str:
        return ("Réserve.", "Désaccord.", "", " ")[n].strip()

    def ready_dissent(self, person, n):
        text = self.dissent_text(n)
        return bool(text) and self.own_seat(person).vote != text

    def do_dissent(self, person, n):
        self.own_seat(person).vote, self.own_seat(person).annexed = self.dissent_text(n), False

    def decision(self, n: int) -> bool:
        """The other one than that which stands, or the same once more."""
        return self.seat(n).annexed == (n == 3)

    def ready_annex_dissent(self, person, n):
        return self.seat(n).sits and self.seat(n).vote not in ("", "+") and self.decision(n) != self.seat(n).annexed

    def do_annex_dissent(self, person, n):
        self.seat(n).annexed = not self.seat(n).annexed

    def ready_validate(self, person, n):
        return all(s.vote for s in self.sitting())
