"""The committee: invited, declared, discussed with the institution, appointed, changed."""

import datetime as dt

from tests.evaluations.machine_model.facts import Facts, Seat
from tests.evaluations.machine_model.table import APPOINTED, CHAIR, EXPERT, PROPOSED, RAPPORTEUR, SUSPENDED, UNSIGNED


class Committee(Facts):
    """Rows 3 and 4 of the process, and whoever leaves or joins later."""

    def ready_invite(self, person, n):
        invited = self.invitee(n)
        return (
            not any(s.person == invited and not s.ended for s in self.seats)
            and invited not in self.conflicts
            and invited not in self.house
        )

    def invitee(self, n: int) -> str:
        """Somebody who is not there yet, somebody who is, somebody of the institution."""
        absent = [p for p in self.pool if not any(s.person == p and not s.ended for s in self.seats)]
        present = [s.person for s in self.seats if not s.ended]
        return [*absent[:2], *present[:1], *self.house][n % 4 if len(absent) > 1 else n % 2]

    def do_declare(self, person: str) -> None:
        """For all of one's committees at once: the journal says it while this one is being made or at work."""
        # The latest declaration is what counts, even if the clock went back since.
        self.declared[person] = max(self.declared[person], self.now)
        listed = any(s.person == person and s.listed for s in self.seats)
        if listed and person not in self.conflicts and self.state in (*UNSIGNED[2:], SUSPENDED):
            self.events += 1

    def role_for(self, person: str) -> str:
        return {"chair": CHAIR, "double": CHAIR, "rapporteur": RAPPORTEUR}.get(person, EXPERT)

    def do_invite(self, person, n):
        invited = self.invitee(n)
        self.seats.append(Seat(invited, self.role_for(invited)))

    def do_accept_invitation(self, person, n):
        self.seat(n).status = "accepted" if self.state < APPOINTED else "to confirm"

    def do_decline_invitation(self, person, n):
        self.seat(n).status = "declined"

    def ready_confirm_member(self, person, n):
        """Accepted, declared within the year, and nothing left to answer to the institution."""
        seat = self.seat(n)
        return (
            seat.status == "to confirm"
            and not seat.ended
            and self.declared[seat.person] > self.now - dt.timedelta(days=365)
            and all(o["answered"] for o in self.objections)
        )

    def do_confirm_member(self, person, n):
        self.seat(n).status = "accepted"

    def ready_dismiss(self, person, n):
        return not self.seat(n).ended

    def do_dismiss(self, person, n):
        self.seat(n).ended = True

    def is_composed(self) -> bool:
        """Three members, a chair and a student, as these campaigns ask."""
        listed = [s for s in self.seats if s.listed]
        return (
            len(listed) >= 3
            and any(s.role == CHAIR for s in listed)
            and any(self.pool[s.person] == "STUDENT" for s in listed)
        )

    def ready_propose_committee(self, person, n):
        return self.is_composed()

    def ready_appoint_committee(self, person, n):
        """All have accepted and have declared within the year; every objection has its answer."""
        year_ago = self.now - dt.timedelta(days=365)
        return (
            self.is_composed()
            and all(s.status == "accepted" and self.declared[s.person] > year_ago for s in self.seats if s.listed)
            and all(o["answered"] for o in self.objections)
        )

    def objected(self, n: int) -> int | None:
        return self.rank(n) if n < 2 and self.seats else None

    def ready_object_to_committee(self, person, n):
        """Once the committee is appointed, about whoever is called to it since, and nobody else."""
        about = self.objected(n)
        if {"by": person, "seat": about, "answered": False} in self.objections:
            return False
        if self.state == PROPOSED:
            return True
        return any(s.is_awaited for s in self.seats) if about is None else self.seats[about].is_awaited

    def do_object_to_committee(self, person, n):
        self.objections.append({"by": person, "seat": self.objected(n), "answered": False})

    def ready_answer_objection(self, person, n):
        return not self.objections[n % len(self.objections)]["answered"]

    def do_answer_objection(self, person, n):
        objection = self.objections[n % len(self.objections)]
        objection["answered"] = True
        if n % 2 and objection["seat"] is not None:  # upheld
            self.seats[objection["seat"]].ended = True
