"""One evaluation: who is who for it, what an act comes to, and what is left afterwards."""

from tests.evaluations.machine_model.committee import Committee
from tests.evaluations.machine_model.proceedings import Proceedings
from tests.evaluations.machine_model.publication import Publication
from tests.evaluations.machine_model.signatures import Signatures
from tests.evaluations.machine_model.table import (
    APPOINTED,
    CLOSED,
    CONTRIBUTOR,
    COUNTERSIGNED,
    DENIED,
    DONE,
    EXPECTED,
    EXPERT,
    NO_REASON,
    NOT_READY,
    PUBLISHED,
    RANKS,
    REASONED,
    SIGNATORY,
    STATE,
    SUSPENDED,
    SYSTEM,
    TABLE,
)


class Model(Committee, Signatures, Publication, Proceedings):
    """Each act is in one chapter only: ``ready_…`` says what it asks for, ``do_…`` what it leaves."""

    # -- who

    def roles(self, person: str | None) -> set[str]:
        if person is None:
            return {SYSTEM}
        if person in self.conflicts:
            return set()
        roles = set(self.agency.get(person, ()))
        for seat in self.seats:
            if seat.person == person and seat.sits:
                roles.add(seat.role)
        if person in self.house:
            roles |= {CONTRIBUTOR, SIGNATORY} if self.house[person] else {CONTRIBUTOR}
        return roles

    def capacity(self, verb: str, person: str | None) -> str:
        """The word that the journal keeps."""
        if person is None:
            return SYSTEM
        if verb in ("accept_invitation", "decline_invitation"):
            return EXPERT
        hands = TABLE[verb][0]
        roles = self.roles(person)
        return next(role for role in RANKS if role in roles and role in hands)

    def sees(self, person: str) -> bool:
        if person in self.conflicts:
            return False
        reached = self.furthest if self.state > PUBLISHED else self.state
        return (
            person in self.readers
            or (reached >= APPOINTED and any(s.person == person and s.sits for s in self.seats))
            or (reached >= EXPECTED and person in self.house)
            or (person in self.college and self.state in (CLOSED, COUNTERSIGNED, PUBLISHED))
        )

    # -- what an act comes to

    def possible_call(self, verb: str, person: str | None) -> bool:
        """Whether there is something to call the act with: a seat to answer for, an objection to answer …"""
        needed = {
            "dismiss": self.seats,
            "confirm_member": self.seats,
            "annex_dissent": self.seats,
            "accept_invitation": self.seats,
            "decline_invitation": self.seats,
            "answer_objection": self.objections,
            "answer_document_request": self.requests,
            "rule_on_correction": self.sent,
            "link_change": self.sent,
            "withdraw_redaction": self.marks,
            "restore_redaction": self.marks,
        }
        alone = TABLE[verb][0] == (SYSTEM,)
        own_hand = verb in (
            "accept_invitation", "decline_invitation", "object_to_committee", "approve", "dissent", "sign_as_chair",
            "request_document", "answer_document_request", "answer_objection", "agree_on_visit", "declare_conflict",
            "rule_on_correction", "link_change",
        )  # fmt: skip
        return bool(needed.get(verb, True)) and (person is None if alone else not (person is None and own_hand))

    def outcome(self, verb: str, person: str | None, n: int) -> str:
        if verb in REASONED and n == NO_REASON:
            return NOT_READY
        hands, sources, _target = TABLE[verb]
        if hands == ("self",):
            seat = self.seat(n)
            if seat.person != person or person in self.conflicts:
                return DENIED
            if seat.status != "invited" or seat.ended:
                return NOT_READY
            return DONE if self.state in sources else STATE
        if not self.roles(person) & set(hands):
            return DENIED
        if self.state not in sources:
            return STATE
        ready = getattr(self, f"ready_{verb}", None)
        return DONE if ready is None or ready(person, n) else NOT_READY

    def apply(self, verb: str, person: str | None, n: int) -> None:
        target = TABLE[verb][2]
        before, self.late = self.state, False
        self.recorded = max(self.recorded or self.now, self.now)
        getattr(self, f"do_{verb}", lambda person, n: None)(person, n)
        if target is not None:
            self.state = target
        if self.state == SUSPENDED and before != SUSPENDED:
            self.came_from, self.stopped = before, self.recorded
        if self.state <= PUBLISHED:
            self.furthest = max(self.furthest, self.state)
        self.events += 1
