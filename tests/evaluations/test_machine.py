"""The machine against a model of it: random acts by random people, allowed or not, ready or not.

Six hundred in every run, on both databases; ten thousand with ``--heavy``.

The model (``machine_model``) was written from the process. After each act, what it came to, the state, the journal and
what one more person may see must be those of the model; at the end every act must have been done and refused in every
way it can be.
"""

import datetime as dt
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from evalprog import clock
from evaluations import transitions, writing
from evaluations.enums import AgencyRole, CommitteeRole, State
from evaluations.models import Evaluation, ImportedSource
from evaluations.reports import reading, store
from evaluations.transitions import TransitionRefused
from evaluations.workspace import corrections
from evaluations.workspace.corrections import Said
from evaluations.workspace.refusal import Refused
from tests import factories
from tests.evaluations import machine_model as m
from tests.evaluations.machine_model import TABLE, Model

STEPS = 50
# Of STEPS acts, of which Hypothesis makes some shorter; and how many acts that comes to at least.
CAMPAIGNS = [pytest.param(18, 600, id="600"), pytest.param(235, 10_000, id="10000", marks=pytest.mark.heavy)]
START = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
VERBS = tuple(TABLE)
REASONED_ONCE_BEGUN = (
    "retransmit_draft",
    "open_erratum",
    "admit_late_corrections",
    "leave_out_late_corrections",
    "admit_late_observations",
    "leave_out_late_observations",
)
# What stops an evaluation, and what takes a tenth of a second instead of milliseconds, is done now and then.
SELDOM = ("withdraw", "suspend", "record_conflict", "declare_conflict", "publish")
QUOTE = "texte"
TEXTS = ("", "Premier texte.", "Second texte.")
DAYS = (dt.date(2027, 1, 11), dt.date(2027, 1, 12))

# The road to publication: (act, person, argument) for each state.
ROAD = {
    m.EXPECTED: [("expect_dossier", "officer", 0)],
    m.DEPOSITED: [("deposit_dossier", "signatory", 0)],
    m.PROPOSED: [("invite", "officer", 0)] * 4 + [("propose_committee", "officer", 0)],
    m.APPOINTED: [
        ("accept_invitation", person, n) for n, person in enumerate(("expert", "rapporteur", "double", "chair"))
    ]
    + [("appoint_committee", "publisher", 0)],
    m.EXPERTISE: [("start_expertise", "officer", 0)],
    m.DRAFTING: [("start_drafting", "rapporteur", 0), ("write", None, 1)],
    m.VALIDATION: [("submit_for_validation", "rapporteur", 0)],
    m.READING: [("approve", person, 0) for person in ("chair", "double", "rapporteur", "expert")]
    + [("validate", "chair", 0)],
    m.TRANSMITTED: [("transmit_draft", "officer", 0)],
    m.RULING: [("reply_to_draft", "signatory", 0)],
    m.SIGNED: [("sign_as_chair", "chair", 0), ("sign_as_chair", "double", 0)],
    m.OPEN: [("open_observations", "officer", 0)],
    m.CLOSED: [("waive_observations", "signatory", 0)],
    m.COUNTERSIGNED: [("countersign", "publisher", 0)],
    m.PUBLISHED: [("publish", "publisher", 0)],
}
AGAIN = [("open_erratum", "officer", 0), ("sign_as_chair", "chair", 0), ("sign_as_chair", "double", 0)]


class Play:
    """One evaluation in the database beside the model of it."""

    def __init__(self, people: dict, model: Model, evaluation: Evaluation):
        self.people, self.model, self.pk = people, model, evaluation.pk
        self.seats = []

    def copy(self) -> "Play":
        other = deepcopy(self.model)
        play = Play(self.people, other, Evaluation(pk=self.pk))
        play.seats = list(self.seats)
        return play

    @property
    def evaluation(self) -> Evaluation:
        return Evaluation.objects.get(pk=self.pk)

    def write(self, n: int) -> bool:
        """Whether the text could be written: never once it is signed, nor while the evaluation is stopped."""
        with clock.played_at(self.model.now):
            try:
                writing.write_text(self.evaluation, "avis", TEXTS[n])
            except writing.Sealed:
                assert self.model.state >= m.SIGNED
                return False
        assert self.model.state < m.SIGNED
        self.model.saves += self.model.text != TEXTS[n]
        self.model.text = TEXTS[n]
        return True

    def write_letter(self) -> None:
        with clock.played_at(self.model.now):
            try:
                writing.write_observations(self.evaluation, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
            except writing.Sealed:
                assert not self.model.writes_observations()
                return
        assert self.model.writes_observations()
        self.model.letter = True

    def write_error(self) -> None:
        evaluation = self.evaluation
        count = evaluation.corrections.count()
        about = self.model.draft if count % 2 == 0 else ""
        said = Said("texte:avis" if about else "", "", f"Faux {count}.", "")
        with clock.played_at(self.model.now):
            try:
                corrections.add(evaluation, said, by=self.people["contributor"])
            except Refused:
                assert not self.model.writes_errors()
                return
        assert self.model.writes_errors()
        self.model.errors.append(about)

    def act(self, verb: str, person: str | None, n: int) -> str:
        """Perform the act in both worlds and compare what it came to, the state, the journal."""
        model = self.model
        expected = model.outcome(verb, person, n)
        capacity = model.capacity(verb, person) if expected == m.DONE else None
        before = model.state
        with clock.played_at(model.now):
            refusal = self._call(verb, person, n)
        evaluation = self.evaluation
        if isinstance(refusal, PermissionDenied):
            found = m.DENIED
        elif refusal is None:
            found = m.DONE
        else:
            at_state = [p.where for p in refusal.problems] == ["state"]
            at_state |= [str(p) for p in refusal.problems] == ["Le comité n’est plus en cours de constitution."]
            found = m.STATE if at_state else m.NOT_READY
            assert all(str(p).endswith((".", " »")) for p in refusal.problems), refusal.problems
        assert found == expected, (verb, person, n, str(refusal), model)
        if expected == m.DONE:
            model.apply(verb, person, n)
            last, *rest = evaluation.events.order_by("-number")[:2]
            assert (last.verb, last.role, last.before, last.after) == (
                {"object_to_committee": "object"}.get(verb, verb),
                capacity,
                before,
                model.state,
            )
            assert last.details.get("late", False) == model.late
            assert last.sha256 == last.computed_sha256()
            assert [last.previous_sha256] == [event.sha256 for event in rest]
            assert last.at >= rest[0].at
            if verb == "invite":
                self.seats.append(evaluation.members.latest("position").pk)
        assert (evaluation.state, evaluation.version) == (model.state, model.version)
        assert evaluation.events.count() == model.events
        assert {w.kind.lower(): w.closes_at for w in evaluation.windows.last_rounds()} == model.closes
        return expected

    def _call(self, verb: str, person: str | None, n: int) -> Exception | None:
        try:
            with transaction.atomic():
                self._perform(verb, self.people[person] if person else None, n)
        except (TransitionRefused, PermissionDenied) as refusal:
            return refusal
        return None

    def _perform(self, verb, by, n):
        act, model, evaluation = getattr(transitions, verb), self.model, self.evaluation
        reason = {"reason": " " if n == m.NO_REASON else "Motif."}
        if verb == "invite":
            invited = model.invitee(n)
            act(evaluation, self.people[invited], by=by, role=CommitteeRole[model.role_for(invited).upper()])
        elif verb in ("accept_invitation", "decline_invitation"):
            act(self._seat(n), by=by)
        elif verb == "confirm_member":
            act(self._seat(n), by=by)
        elif verb == "dismiss":
            act(self._seat(n), by=by, reason="Motif.")
        elif verb == "object_to_committee":
            about = model.objected(n)
            act(evaluation, by=by, text="Lien.", member=None if about is None else self._seat(n))
        elif verb == "answer_objection":
            objections = list(evaluation.objections.order_by("pk"))
            act(objections[n % len(objections)], by=by, answer="Réponse.", upheld=bool(n % 2))
        elif verb == "dissent":
            act(evaluation, by=by, text=("Réserve.", "Désaccord.", "", " ")[n])
        elif verb == "annex_dissent":
            act(self._seat(n), by=by, annexed=model.decision(n))
        elif verb == "request_document":
            act(evaluation, by=by, text=model.asked(n), due_on=DAYS[0])
        elif verb == "answer_document_request":
            requests = list(evaluation.document_requests.order_by("pk"))
            act(requests[n % len(requests)], by=by, answer="Voici.")
        elif verb == "plan_visit":
            act(evaluation, by=by, planned_on=DAYS[n % 2])
        elif verb == "record_visit":
            act(evaluation, by=by, held_on=DAYS[n % 2], minutes="Compte rendu.")
        elif verb == "extend_window":
            moment = model.extended(n) if model.closes.get(model.current_window()) else model.now
            act(evaluation, by=by, closes_at=moment, reason="Motif.")
        elif verb == "record_conflict":
            act(evaluation, self.people[model.conflicted_one(n)], by=by, **reason)
        elif verb == "record_published_elsewhere":
            act(evaluation, reading.read(evaluation), store.Kept("a" * 64, 1))
        elif verb == "rule_on_correction":
            sent = list(evaluation.corrections.sent().order_by("position"))
            act(sent[n % len(sent)], by=by, ruling=model.ruled(n), **reason)
        elif verb == "link_change":
            sent = list(evaluation.corrections.sent().order_by("position"))
            act(sent[n % len(sent)], by=by)
        elif verb == "propose_redaction":
            why = "" if n == m.NO_REASON else "BUSINESS"
            act(evaluation, by=by, place="section avis", quote=QUOTE, reason=why)
        elif verb in ("withdraw_redaction", "restore_redaction"):
            marks = list(evaluation.redactions.order_by("pk"))
            act(marks[n % len(marks)], by=by)
        elif verb in ("close_corrections", "close_observations"):
            act(evaluation)
        elif verb in (*m.REASONED, *REASONED_ONCE_BEGUN):
            act(evaluation, by=by, **reason)
        else:
            act(evaluation, by=by)

    def _seat(self, n: int):
        return self.evaluation.members.get(pk=self.seats[self.model.rank(n)])


@pytest.fixture
def starts(db, settings, tmp_path) -> list[Play]:
    """An evaluation at each state, and a few that only a long way leads to; each step already compared."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    with clock.played_at(START):
        world = factories.world(members_minimum=3, profiles_required={"STUDENT": 1})
        people = {name: getattr(world, name) for name in (
            "officer", "publisher", "admin", "auditor", "college", "chair", "rapporteur", "expert", "contributor",
            "signatory", "stranger",
        )}  # fmt: skip
        people |= {"double": factories.expert(), "spare": factories.expert()}
        factories.mandate(people["double"], AgencyRole.PUBLISHER)
        rules = {rule: factories.campaign(
            visit=rule, framework=world.campaign.framework, members_minimum=3, profiles_required={"STUDENT": 1}
        ) for rule in ("BEFORE", "AFTER")}  # fmt: skip
        rules["NONE"] = world.campaign

        def to(state: int, rule: str = "NONE", then=()) -> Play:
            evaluation = factories.planned(replace(world, campaign=rules[rule]))
            play = Play(people, a_model(visit_rule=rule), evaluation)
            acts = [act for reached, acts in ROAD.items() if reached <= state for act in acts]
            for verb, person, n in [*acts, *then]:
                if verb == "write":
                    assert play.write(n)
                else:
                    assert play.act(verb, person, n) == m.DONE, (verb, person, n)
            return play

        plays = [to(state) for state in m.ROAD]
        plays += [to(m.DRAFTING, then=[("suspend", "officer", 0)]), to(m.OPEN, then=[("suspend", "publisher", 0)])]
        plays += [to(m.DRAFTING, then=[("withdraw", "officer", 0)]), to(m.PLANNED, then=[("withdraw", "officer", 0)])]
        seated = ROAD[m.APPOINTED][:-1]
        plays += [to(m.PROPOSED, then=seated)] * 2
        withdrawn = ("withdraw", "officer", 0)
        objected = ("object_to_committee", "contributor", 0)
        plays += [to(m.PROPOSED, then=[objected]), to(m.PROPOSED, then=[objected, withdrawn])]
        plays += [to(m.PROPOSED, then=[objected, ("answer_objection", "officer", 0)])]
        plays += [to(m.VALIDATION, then=ROAD[m.READING][:-1])]
        dissented = [("dissent", "chair", 0), ("dissent", "double", 1)]
        plays += [to(m.VALIDATION, then=dissented)]
        approved = [("approve", person, 0) for person in ("rapporteur", "expert")]
        annexed = ("annex_dissent", "chair", 2)
        onwards = [("validate", "chair", 0), *ROAD[m.TRANSMITTED], *ROAD[m.RULING]]
        plays += [to(m.VALIDATION, then=[*dissented, *approved, annexed, *onwards, ("sign_as_chair", "chair", 0)])]
        plays += [to(m.DEPOSITED, then=ROAD[m.PROPOSED][:-1]), to(m.DRAFTING, then=[("dismiss", "officer", 0)])]
        nobody_presides = [("dismiss", "officer", 2), ("dismiss", "officer", 3)]
        plays += [to(m.APPOINTED, then=nobody_presides), to(m.READING, then=nobody_presides)]
        called = [("invite", "officer", 0), ("accept_invitation", "spare", 0)]
        plays += [to(m.DRAFTING, then=called), to(m.RULING, then=[*called, ("confirm_member", "publisher", 0)])]
        plays += [to(m.EXPERTISE, then=[*called, ("object_to_committee", "contributor", 0)])]
        asked, answered = ("request_document", "chair", 0), ("answer_document_request", "contributor", 0)
        plays += [to(m.EXPERTISE, then=[asked]), to(m.EXPERTISE, then=[asked, answered])]
        plays += [to(m.RULING, "AFTER", then=[("plan_visit", "officer", 0)])]
        plays += [to(m.OPEN)]
        plays[-1].write_letter()
        plays += [to(m.EXPERTISE, then=[("request_document", "chair", 0), withdrawn])]
        plays += [to(m.DRAFTING, "BEFORE"), to(m.RULING, "AFTER"), to(m.PUBLISHED, then=AGAIN)]
        for late in (to(m.TRANSMITTED), to(m.OPEN)):
            late.model.now += dt.timedelta(days=40)
            plays.append(late)
        again = ("retransmit_draft", "officer", 0)
        for late, acts in (
            (False, ["reply_to_draft"]),
            (False, ["reply_to_draft", again]),
            (True, ["close_corrections"]),
            (True, ["close_corrections", "reply_to_draft"]),
        ):
            written = to(m.TRANSMITTED)
            written.write_error()
            written.model.now += dt.timedelta(days=40 if late else 0)
            hands = {"reply_to_draft": "signatory", "close_corrections": None}
            for act in acts:
                assert written.act(*(act if act == again else (act, hands[act], 0))) == m.DONE
            plays.append(written)
        granted = to(m.TRANSMITTED)
        granted.write_error()
        assert granted.act("reply_to_draft", "signatory", 0) == m.DONE
        assert granted.act("rule_on_correction", "chair", 0) == m.DONE
        assert granted.write(2)
        plays.append(granted)
        for moment in (m.TRANSMITTED, m.OPEN):  # closed by the clock, which is then put right
            back = to(moment)
            verb, kind = ("close_corrections", "corrections") if moment == m.TRANSMITTED else (
                "close_observations", "observations")  # fmt: skip
            back.model.now = back.model.closes[kind] + dt.timedelta(minutes=30)
            assert back.act(verb, None, 0) == m.DONE
            plays.append(back.copy())
            plays[-1].model.now = back.model.closes[kind] - dt.timedelta(minutes=30)
            plays.append(back)
        marked = [("propose_redaction", "officer", 0)]
        withdrawn_mark, decided = ("withdraw_redaction", "publisher", 0), ("decide_redactions", "publisher", 0)
        plays += [to(m.COUNTERSIGNED, then=marks) for marks in (marked, [*marked, withdrawn_mark], [*marked, decided])]
        plays += [to(m.COUNTERSIGNED, then=[*marked, decided, *ROAD[m.PUBLISHED]])]
        late_letter = to(m.OPEN)
        late_letter.model.now += dt.timedelta(days=40)
        late_letter.write_letter()
        assert late_letter.act("file_observations", "signatory", 0) == m.DONE
        plays.append(late_letter)
        imported = to(m.PLANNED)
        ImportedSource.objects.create(evaluation=imported.evaluation, name="rapport.pdf", sha256="b" * 64, coverage=1)
        imported.model.imported = True
    return [*plays, imported]


def a_model(**facts) -> Model:
    pool = dict.fromkeys(("chair", "double", "rapporteur"), "TEACHER") | {"expert": "STUDENT", "spare": "TEACHER"}
    return Model(
        agency={"officer": ("officer",), "publisher": ("publisher",), "double": ("publisher",)},
        house={"contributor": False, "signatory": True},
        pool=pool,
        readers=("officer", "publisher", "admin", "auditor", "double"),
        college=("college",),
        declared=dict.fromkeys(pool, START),
        now=START,
        **facts,
    )


def machine_on(starts: list[Play], reached: Counter) -> type[RuleBasedStateMachine]:
    people = [*starts[0].people, None]

    class Machine(RuleBasedStateMachine):
        """Each example plays on one evaluation, inside a transaction that is undone at its end."""

        def __init__(self):
            super().__init__()
            self.undo = transaction.atomic()
            self.undo.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

        # Hypothesis likes to repeat what it has just chosen, which leads nowhere here: it chooses rules, dice the rest.
        @initialize(seed=st.integers(0, 2**64))
        def begin(self, seed):
            self.dice = Random(seed)
            self.play = starts[reached["examples"] % len(starts)].copy()
            reached["examples"] += 1

        def attempt(self, verb, person, n):
            if self.play.model.possible_call(verb, person):
                reached[verb, self.play.act(verb, person, n)] += 1
            reached["steps"] += 1

        def those_that_come_to(self, outcome: str) -> dict[str, list]:
            """Acts that the model says come to that, with who may call them and how."""
            model, found = self.play.model, {}
            roles = {person: model.roles(person) for person in people}
            here = outcome in (m.DONE, m.NOT_READY)
            for verb, (hands, sources, _target) in TABLE.items():
                if here != (model.state in sources):
                    continue
                for person in people:
                    if "self" not in hands and (outcome != m.DENIED) != bool(roles[person] & set(hands)):
                        continue
                    if not model.possible_call(verb, person):
                        continue
                    ways = [n for n in m.ARGUMENTS if model.outcome(verb, person, n) == outcome]
                    found.setdefault(verb, []).extend((person, n) for n in ways)
            return {verb: calls for verb, calls in found.items() if calls}

        @rule()
        def something_possible(self):
            found = self.those_that_come_to(m.DONE)
            if self.dice.random() < 0.9:
                found = {verb: calls for verb, calls in found.items() if verb not in SELDOM} or found
            self._one_of(found, m.DONE)

        @rule()
        def something_not_ready(self):
            self._one_of(self.those_that_come_to(m.NOT_READY), m.NOT_READY)

        @rule()
        def something_refused(self):
            outcome = self.dice.choice((m.STATE, m.DENIED))
            self._one_of(self.those_that_come_to(outcome), outcome)

        @rule()
        def anything(self):
            self.attempt(self.dice.choice(VERBS), self.dice.choice(people), self.dice.choice(m.ARGUMENTS))

        def _one_of(self, found, outcome):
            """One of these acts, rather one that has seldom come to this."""
            if not found:
                return self.anything()
            verbs = sorted(found, key=lambda verb: (reached[verb, outcome], self.dice.random()))
            verb = verbs[0] if self.dice.random() < 0.5 else self.dice.choice(verbs)
            self.attempt(verb, *self.dice.choice(found[verb]))

        @rule()
        def life_goes_on(self):
            """Time passes (the clock of a machine may also go back), people write, declare, look."""
            happening = (self._time_passes, self._somebody_writes, self._somebody_declares, self._somebody_looks)
            letters = (lambda: self.play.write_letter(), lambda: self.play.write_error())
            self.dice.choice((*happening, *letters))()
            reached["steps"] += 1

        def _time_passes(self):
            self.play.model.now += dt.timedelta(days=self.dice.choice((0, 1, 16, 40, 400, -2)), hours=1)

        def _somebody_writes(self):
            self.play.write(self.dice.choice(range(3)))

        def _somebody_declares(self):
            person = self.dice.choice(("chair", "double", "rapporteur", "expert", "spare"))
            model = self.play.model
            with clock.played_at(model.now):
                transitions.declare_interests(self.play.people[person], [])
            model.do_declare(person)
            assert self.play.evaluation.events.count() == model.events

        def _somebody_looks(self):
            person = self.dice.choice(people[:-1])
            with clock.played_at(self.play.model.now):
                seen = Evaluation.objects.visible_to(self.play.people[person]).filter(pk=self.play.pk).exists()
            assert seen == self.play.model.sees(person), (person, self.play.model)

    return Machine


# What can be missing is written here, act by act: the others need nothing but their time and their hand.
CAN_BE_UNREADY = {
    "return_dossier", "invite", "accept_invitation", "decline_invitation", "dismiss", "propose_committee",
    "object_to_committee", "answer_objection", "revise_committee", "appoint_committee", "confirm_member",
    "start_expertise", "submit_for_validation", "transmit_draft",
    "approve", "dissent", "resume_drafting", "validate", "send_back_to_drafting", "close_corrections",
    "retransmit_draft", "sign_as_chair", "carry_observations_over", "file_observations", "waive_observations",
    "close_observations", "extend_window", "countersign", "record_published_elsewhere", "open_erratum",
    "request_document", "answer_document_request", "plan_visit", "agree_on_visit", "record_visit",
    "reply_to_draft", "admit_late_corrections", "leave_out_late_corrections", "rule_on_correction", "link_change",
    "record_conflict", "suspend", "withdraw", "admit_late_observations", "leave_out_late_observations", "annex_dissent",
    "propose_redaction", "withdraw_redaction", "restore_redaction", "decide_redactions", "publish",
}  # fmt: skip
BY_THE_SYSTEM_ALONE = {"close_corrections", "close_observations", "record_published_elsewhere"}


def everything() -> set[tuple[str, str]]:
    """Each act: done, at the wrong time, by the wrong hand, not ready."""
    wanted = {(verb, outcome) for verb in TABLE for outcome in (m.DONE, m.STATE)}
    wanted |= {(verb, m.DENIED) for verb in TABLE if verb not in BY_THE_SYSTEM_ALONE}
    return wanted | {(verb, m.NOT_READY) for verb in CAN_BE_UNREADY}


def look_around(starts: list[Play], reached: Counter) -> None:
    """Each act once in each way that it can come to, from the first place where it can: chance need not find it."""
    for start in starts:
        for verb, outcome in sorted(everything() - set(reached)):
            calls = ((person, n) for person in (*start.people, None) for n in m.ARGUMENTS)
            for person, n in calls:
                if start.model.possible_call(verb, person) and start.model.outcome(verb, person, n) == outcome:
                    with transaction.atomic():
                        reached[verb, start.copy().act(verb, person, n)] += 1
                        transaction.set_rollback(True)
                    break


@pytest.mark.parametrize(("examples", "least"), CAMPAIGNS)
def test_thousands_of_acts_come_to_what_the_process_says(starts, examples, least):
    reached = Counter()
    look_around(starts, reached)
    assert sorted(everything() - set(reached)) == []

    run_state_machine_as_test(
        machine_on(starts, reached),
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert reached["steps"] >= least


def test_the_model_knows_every_act_and_no_other():
    assert set(transitions.__all__) - m.BESIDE - m.OF_A_FORM == set(TABLE)
    assert {int(state) for state in State} == {*m.ROAD, m.SUSPENDED, m.WITHDRAWN}
