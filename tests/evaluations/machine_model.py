"""The machine of process 1.6 as plain Python, written from the page and not from the code; no database.

A ``Model`` is one evaluation. ``outcome`` says what an act by a person must come to, ``apply`` does it. Outcomes:
« done », « denied » (another hand), « state » (another time), « not ready » (a sentence says what is missing).
"""

import datetime as dt
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DONE, DENIED, STATE, NOT_READY = "done", "denied", "state", "not ready"

PLANNED, EXPECTED, DEPOSITED, PROPOSED, APPOINTED, EXPERTISE, DRAFTING, VALIDATION, READING = range(0, 90, 10)
TRANSMITTED, RULING, SIGNED, OPEN, CLOSED, COUNTERSIGNED, PUBLISHED = range(90, 160, 10)
SUSPENDED, WITHDRAWN = 200, 210
ROAD = tuple(range(0, 160, 10))
UNPUBLISHED = ROAD[:-1]
UNSIGNED = tuple(s for s in ROAD if s < SIGNED)

OFFICER, PUBLISHER, CHAIR, RAPPORTEUR, EXPERT = "officer", "publisher", "chair", "rapporteur", "expert"
SIGNATORY, CONTRIBUTOR, SYSTEM = "signatory", "contributor", "system"
COMMITTEE = (CHAIR, RAPPORTEUR, EXPERT)

# act: (whose it is, where it is possible, where it leads; None: it stays, or the act itself tells)
TABLE = {
    # rows 0 to 2: the list of the campaign, the dossier
    "expect_dossier": ((OFFICER,), (PLANNED,), EXPECTED),
    "deposit_dossier": ((OFFICER, SIGNATORY), (EXPECTED,), DEPOSITED),
    "return_dossier": ((OFFICER,), (DEPOSITED,), EXPECTED),
    # rows 3 and 4: the committee, discussed with the institution
    "invite": ((OFFICER,), UNSIGNED[2:], None),
    "accept_invitation": (("self",), UNSIGNED[2:], None),
    "decline_invitation": (("self",), UNSIGNED[2:], None),
    "dismiss": ((OFFICER,), UNSIGNED[2:], None),
    "propose_committee": ((OFFICER,), (DEPOSITED,), PROPOSED),
    "object_to_committee": ((SIGNATORY, CONTRIBUTOR), UNSIGNED[3:], None),
    "answer_objection": ((OFFICER,), UNSIGNED[3:], None),
    "revise_committee": ((OFFICER,), (PROPOSED,), DEPOSITED),
    "appoint_committee": ((PUBLISHER,), (PROPOSED,), APPOINTED),
    "confirm_member": ((PUBLISHER,), UNSIGNED[4:], None),
    # rows 5 to 8: writing, validation by the committee as a body, reading by the agency
    "start_expertise": ((OFFICER,), (APPOINTED,), EXPERTISE),
    "start_drafting": ((CHAIR, RAPPORTEUR), (EXPERTISE,), DRAFTING),
    "submit_for_validation": ((CHAIR, RAPPORTEUR), (DRAFTING,), VALIDATION),
    "approve": (COMMITTEE, (VALIDATION,), None),
    "dissent": (COMMITTEE, (VALIDATION,), None),
    "resume_drafting": ((CHAIR,), (VALIDATION,), DRAFTING),
    "validate": ((CHAIR,), (VALIDATION,), READING),
    "annex_dissent": ((CHAIR,), (VALIDATION, READING, TRANSMITTED, RULING), None),
    "send_back_to_drafting": ((OFFICER,), (READING,), DRAFTING),
    # rows 9 to 11: errors of fact, the chair's ruling and signature
    "transmit_draft": ((OFFICER,), (READING,), TRANSMITTED),
    "reply_to_draft": ((SIGNATORY,), (TRANSMITTED, RULING), RULING),
    "admit_late_corrections": ((PUBLISHER, OFFICER), (RULING,), None),
    "leave_out_late_corrections": ((PUBLISHER, OFFICER), (RULING,), None),
    "rule_on_correction": ((CHAIR,), (RULING,), None),
    "link_change": ((CHAIR, RAPPORTEUR), (RULING,), None),
    "close_corrections": ((SYSTEM,), (TRANSMITTED,), RULING),
    "retransmit_draft": ((OFFICER,), (RULING,), TRANSMITTED),
    "sign_as_chair": ((CHAIR,), (RULING,), None),
    # rows 12 to 14: observations, countersignature
    "open_observations": ((OFFICER,), (SIGNED,), OPEN),
    "carry_observations_over": ((OFFICER,), (SIGNED,), CLOSED),
    "file_observations": ((SIGNATORY,), (OPEN, CLOSED), CLOSED),
    "waive_observations": ((SIGNATORY,), (OPEN, CLOSED), CLOSED),
    "close_observations": ((SYSTEM,), (OPEN,), CLOSED),
    "admit_late_observations": ((PUBLISHER, OFFICER), (CLOSED,), None),
    "leave_out_late_observations": ((PUBLISHER, OFFICER), (CLOSED,), None),
    "extend_window": ((OFFICER,), (TRANSMITTED, OPEN), None),
    "countersign": ((PUBLISHER,), (CLOSED,), COUNTERSIGNED),
    # row 15: what is not published, marked once the presidency has signed, decided by the agency's
    "propose_redaction": ((PUBLISHER, OFFICER), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    "withdraw_redaction": ((PUBLISHER, OFFICER), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    "restore_redaction": ((PUBLISHER, OFFICER), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    "decide_redactions": ((PUBLISHER,), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    # rows 15, 16 and « rectifie »
    "publish": ((PUBLISHER,), (COUNTERSIGNED,), PUBLISHED),
    "record_published_elsewhere": ((SYSTEM,), (PLANNED,), PUBLISHED),
    "open_erratum": ((OFFICER,), (PUBLISHED,), RULING),
    # side loops
    "request_document": ((OFFICER, CHAIR, RAPPORTEUR), UNSIGNED[5:], None),
    "answer_document_request": ((SIGNATORY, CONTRIBUTOR), UNSIGNED[5:], None),
    "plan_visit": ((OFFICER,), UNSIGNED[4:], None),
    "agree_on_visit": ((SIGNATORY, CONTRIBUTOR), UNSIGNED[4:], None),
    "record_visit": ((OFFICER,), UNSIGNED[4:], None),
    "record_conflict": ((PUBLISHER, OFFICER), (*UNPUBLISHED, SUSPENDED), None),
    "declare_conflict": (COMMITTEE, (*UNPUBLISHED, SUSPENDED), None),
    "suspend": ((PUBLISHER, OFFICER), UNPUBLISHED, SUSPENDED),
    "resume": ((PUBLISHER, OFFICER), (SUSPENDED,), None),
    "withdraw": ((PUBLISHER, OFFICER), (*UNPUBLISHED, SUSPENDED), WITHDRAWN),
}
# What acts on something else than one evaluation: campaigns, frameworks, persons and their roles.
BESIDE = {
    "Seen", "TransitionRefused", "account", "add_expert", "attach", "declare_interests", "detach", "end_mandate",
    "give_mandate", "open_campaign", "plan", "plan_all", "postpone_dossiers", "publish_framework",
}  # fmt: skip
# A reason in words is asked before anything else.
REASONED = (
    "return_dossier",
    "revise_committee",
    "resume_drafting",
    "send_back_to_drafting",
    "suspend",
    "withdraw",
    "record_conflict",
)
NO_REASON = 3  # the argument for which a reason is left out
ARGUMENTS = range(4)
RANKS = (PUBLISHER, OFFICER, CHAIR, RAPPORTEUR, EXPERT, SIGNATORY, CONTRIBUTOR)


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
class Model:
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

    # -- committee

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

    def rank(self, n: int) -> int:
        """Counted from the last who was invited: a newcomer is the first that chance finds."""
        return len(self.seats) - 1 - n % len(self.seats)

    def seat(self, n: int) -> Seat:
        return self.seats[self.rank(n)]

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

    # -- writing

    def sitting(self, *roles: str) -> list[Seat]:
        return [s for s in self.seats if s.sits and (not roles or s.role in roles)]

    def is_presided(self) -> bool:
        """By somebody who may act: a chair whose conflict was found after the signature stays named."""
        return any(s.person not in self.conflicts for s in self.sitting(CHAIR))

    def ready_start_expertise(self, person, n):
        return self.is_presided()

    def ready_transmit_draft(self, person, n):
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

    # -- signatures

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

    # -- publication

    def ready_propose_redaction(self, person, n):
        """A legal reason; the same passage is marked once."""
        return n != NO_REASON and not any(self.marks)

    def do_propose_redaction(self, person, n):
        self.marks.append(True)
        if self.decided is not None:
            self.decided.append(False)

    def ready_withdraw_redaction(self, person, n):
        return self.marks[n % len(self.marks)]

    def do_withdraw_redaction(self, person, n):
        self.marks[n % len(self.marks)] = False

    def ready_restore_redaction(self, person, n):
        """Not beside a mark of the same passage, made anew."""
        return not any(self.marks)

    def do_restore_redaction(self, person, n):
        self.marks[n % len(self.marks)] = True

    def ready_decide_redactions(self, person, n):
        return bool(self.marks) and self.marks != self.decided

    def do_decide_redactions(self, person, n):
        self.decided = [*self.marks]

    def ready_publish(self, person, n):
        return not self.marks or self.marks == self.decided

    def do_publish(self, person, n):
        self.published += 1

    def ready_record_published_elsewhere(self, person, n):
        return self.imported

    do_record_published_elsewhere = do_publish

    def ready_open_erratum(self, person, n):
        return n != NO_REASON

    def do_open_erratum(self, person, n):
        self.exchange, self.observing = "erratum", "erratum"
        self.version += 1
        self.signatures = {}

    # -- beside the states

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
