"""Rows for tests, made by plain functions. People get their relations, evaluations come to their state by real acts.

``world()`` is one institution, one campaign with a framework of two texts, and one person for each thing that somebody
may be; ``evaluation(world, state)`` walks there. Nothing is shared between tests but the shape; what was
made in the same way before is put back instead of being made again (``replay``).
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import transitions, writing
from evaluations.enums import AgencyRole, CommitteeRole, InvitationStatus, Profile, State
from evaluations.models import (
    Campaign,
    CommitteeMember,
    Declaration,
    Evaluation,
    ExpertProfile,
    Framework,
    Mandate,
)
from evaluations.reports import press
from programmes import writing as programme_writing
from programmes.description import parse
from programmes.enums import ProgrammeKind
from programmes.models import Description, Institution, Membership, Programme
from tests import replay

ALWAYS = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
A_DAY = dt.date(2026, 12, 1)
_numbers = count(1)

TINY_FRAMEWORK = {
    "code": "minuscule",
    "version": 1,
    "title": "Référentiel minuscule",
    "language": "fr",
    "status": "confirmed",
    "programme_kinds": ["LP"],
    "cover": {"agency": "AGENCE", "agency_name": "Agence d’essai", "document": "Rapport"},
    "signatures": [{"role": "CHAIR", "heading": "Pour le comité,"}, {"role": "AGENCY", "heading": "Pour l’agence,"}],
    "committee": {"label": "Comité", "chair": "Présidente", "expert": "Expert"},
    "sections": [
        {"code": "avis", "kind": "text", "label": "Avis", "mandatory": True},
        {
            "code": "conclusion",
            "kind": "conclusion",
            "label": "Conclusion",
            "blocks": [
                {"code": "forts", "kind": "findings", "findings": "STRENGTH", "label": "Points forts"},
                {"code": "faibles", "kind": "findings", "findings": "WEAKNESS", "label": "Points faibles"},
                {"code": "conseils", "kind": "findings", "findings": "RECOMMENDATION", "label": "Recommandations"},
            ],
        },
        {"code": "observations", "kind": "observations", "label": "Observations", "rule": "annexed"},
    ],
}

TINY_DESCRIPTION = {
    "year": "2026-2027",
    "kind": "MASTER",
    "title": "Master en administration des territoires",
    "codes": ["ADT2M"],
    "credits": 60,
    "narratives": [{"kind": "INTRODUCTION", "text": "<p>Former des cadres territoriaux.</p>"}],
    "groups": [
        {
            "title": "Tronc commun",
            "kind": "CORE",
            "credits": 10,
            "courses": [
                {
                    "code": "ADT1101",
                    "title": "Finances locales",
                    "hours": [{"kind": "LECTURE", "hours": 30}],
                    "credits": 5,
                    "outcomes": ["A1"],
                },
                {"code": "ADT1102", "title": "Droit des collectivités", "credits": 5},
            ],
        },
        {"title": "Options", "courses": [{"code": "ADT1201", "title": "Urbanisme", "credits": 2.5}]},
    ],
    "outcome_sets": [
        {
            "title": "Le diplômé est capable de :",
            "outcomes": [
                {"code": "A1", "text": "préparer un budget"},
                {"code": "A2", "text": "conduire un projet"},
                {"code": "A3", "text": "rédiger un acte"},
            ],
        }
    ],
}


# -- people


def user(name: str = "", **fields) -> User:
    """A stranger: somebody with an account and no relation. ``name`` is part of the address, hence unique."""
    name = name or f"Personne {next(_numbers)}"
    address = f"{name.lower().replace(' ', '.')}@example.org"
    return User.objects.create_user(address, name=name, **fields)


def mandate(person: User, role: AgencyRole) -> Mandate:
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    return Mandate.objects.create(user=person, role=role, starts_at=ALWAYS)


def agent(role: AgencyRole, name: str = "") -> User:
    person = user(name or f"{role.label} {next(_numbers)}")
    mandate(person, role)
    return person


def officer(name: str = "") -> User:
    return agent(AgencyRole.OFFICER, name)


def publisher(name: str = "") -> User:
    return agent(AgencyRole.PUBLISHER, name)


def admin(name: str = "") -> User:
    return agent(AgencyRole.ADMIN, name)


def auditor(name: str = "") -> User:
    return agent(AgencyRole.AUDITOR, name)


def college(name: str = "") -> User:
    return agent(AgencyRole.COLLEGE, name)


def contributor(institution: Institution, name: str = "") -> User:
    person = user(name)
    Membership.objects.create(user=person, institution=institution, starts_at=ALWAYS)
    return person


def signatory(institution: Institution, name: str = "") -> User:
    person = user(name)
    Membership.objects.create(user=person, institution=institution, can_sign=True, starts_at=ALWAYS)
    return person


def expert(name: str = "", profile: Profile = Profile.TEACHER) -> User:
    """Somebody of the pool, who has declared that they have nothing to declare."""
    person = user(name)
    ExpertProfile.objects.create(user=person, profile=profile)
    Declaration.objects.create(user=person, nothing_to_declare=True)
    return person


# -- what is evaluated


def institution(**fields) -> Institution:
    return Institution.objects.create(**{"name": f"Université {next(_numbers)}"} | fields)


def framework(**changes) -> Framework:
    """A published framework that asks for one text: a step costs milliseconds, a rendering a tenth of a second."""
    document = TINY_FRAMEWORK | {"code": f"minuscule-{next(_numbers)}"} | changes
    return Framework.objects.create(
        code=document["code"],
        version=1,
        title=document["title"],
        status=document["status"],
        document=document,
        published_at=ALWAYS,
    )


def campaign(**fields) -> Campaign:
    number = next(_numbers)
    facts = {"code": f"campagne-{number}", "title": f"Campagne {number}", "dossier_due_on": A_DAY}
    if "framework" not in fields:
        fields["framework"] = framework()
    return Campaign.objects.create(**facts | fields)


def programme(institution: Institution, **fields) -> Programme:
    facts = {"kind": ProgrammeKind.LP, "title": f"Licence professionnelle {next(_numbers)}"}
    return Programme.objects.create(institution=institution, **facts | fields)


def description(institution: Institution, **changes) -> Description:
    """A draft in its first writing: two groups, three courses, three outcomes."""
    content = parse(TINY_DESCRIPTION | {"institution": {"name": institution.name}} | changes)
    kind, title = content.kind, content.title
    return programme_writing.begin(programme(institution, kind=kind, title=title), content, by=None).description


# -- everybody


@dataclass
class World:
    """One of each. ``chair``, ``rapporteur`` and ``expert`` make the committee of this world's evaluations."""

    institution: Institution
    campaign: Campaign
    officer: User
    publisher: User
    admin: User
    auditor: User
    college: User
    chair: User
    rapporteur: User
    expert: User
    contributor: User
    signatory: User
    stranger: User
    co_chairs: list[User] = field(default_factory=list)

    @property
    def seats(self) -> list[tuple[User, CommitteeRole]]:
        return [
            (self.chair, CommitteeRole.CHAIR),
            *((person, CommitteeRole.CHAIR) for person in self.co_chairs),
            (self.rapporteur, CommitteeRole.RAPPORTEUR),
            (self.expert, CommitteeRole.EXPERT),
        ]


def world(*, co_chairs: int = 0, **campaign_fields) -> World:
    make = partial(_world, co_chairs, campaign_fields)
    return make() if campaign_fields else replay.once(("world", co_chairs), make)


def _world(co_chairs: int, campaign_fields: dict) -> World:
    house = institution()
    return World(
        institution=house,
        campaign=campaign(**campaign_fields),
        officer=officer(),
        publisher=publisher(),
        admin=admin(),
        auditor=auditor(),
        college=college(),
        chair=expert(),
        rapporteur=expert(),
        expert=expert(profile=Profile.STUDENT),
        contributor=contributor(house),
        signatory=signatory(house),
        stranger=user(),
        co_chairs=[expert() for _ in range(co_chairs)],
    )


# -- the walk of an evaluation


def planned(world: World, **fields) -> Evaluation:
    return transitions.plan(programme(world.institution), world.campaign, by=world.officer, **fields)


def propose(evaluation: Evaluation, world: World) -> None:
    for person, role in world.seats:
        transitions.invite(evaluation, person, by=world.officer, role=role)
    transitions.propose_committee(evaluation, by=world.officer)


def appoint(evaluation: Evaluation, world: World) -> None:
    for seat in evaluation.members.filter(status=InvitationStatus.INVITED, ended_at=None):
        transitions.accept_invitation(seat, by=seat.user)
    transitions.appoint_committee(evaluation, by=world.publisher)


def write(evaluation: Evaluation, text: str = "<p>Un avis.</p>") -> None:
    writing.write_text(evaluation, "avis", text)


def draft(evaluation: Evaluation, world: World) -> None:
    transitions.start_drafting(evaluation, by=world.rapporteur)
    write(evaluation)


def validate(evaluation: Evaluation, world: World) -> None:
    for person, _role in world.seats:
        transitions.approve(evaluation, by=person)
    transitions.validate(evaluation, by=world.chair)


def sign(evaluation: Evaluation, world: World) -> None:
    for person in (world.chair, *world.co_chairs):
        transitions.sign_as_chair(evaluation, by=person)


def observe(evaluation: Evaluation, world: World) -> None:
    writing.write_observations(evaluation, text="<p>Une observation.</p>", signatory="Jeanne Vernet")
    transitions.file_observations(evaluation, by=world.signatory)


def _steps(world: World):
    """The acts that lead from one state to the next, in the order of the process."""
    t = transitions
    yield State.DOSSIER_EXPECTED, partial(t.expect_dossier, by=world.officer)
    yield State.DOSSIER_DEPOSITED, partial(t.deposit_dossier, by=world.signatory)
    yield State.COMMITTEE_PROPOSED, partial(propose, world=world)
    yield State.COMMITTEE_APPOINTED, partial(appoint, world=world)
    yield State.EXPERTISE, partial(t.start_expertise, by=world.officer)
    yield State.DRAFTING, partial(draft, world=world)
    yield State.COLLEGIAL_VALIDATION, partial(t.submit_for_validation, by=world.rapporteur)
    yield State.AGENCY_READING, partial(validate, world=world)
    yield State.DRAFT_TRANSMITTED, partial(t.transmit_draft, by=world.officer)
    yield State.CORRECTIONS_RULING, partial(t.reply_to_draft, by=world.signatory)
    yield State.CHAIR_SIGNED, partial(sign, world=world)
    yield State.OBSERVATIONS_OPEN, partial(t.open_observations, by=world.officer)
    yield State.OBSERVATIONS_CLOSED, partial(observe, world=world)
    yield State.COUNTERSIGNED, partial(t.countersign, by=world.publisher)
    yield State.PUBLISHED, partial(t.publish, by=world.publisher)


def advance(evaluation: Evaluation, state: State, world: World) -> Evaluation:
    """Walk on to a state of the main road, by the acts of those whose they are."""
    replay.once(("advance", evaluation.pk, state), partial(_walk, evaluation, state, world), world=world)
    evaluation.refresh_from_db()
    assert evaluation.state == state
    return evaluation


def _walk(evaluation: Evaluation, state: State, world: World) -> None:
    evaluation.refresh_from_db()
    with press.unhurried():  # what is printed on the way is not what a test is about
        for reached, step in _steps(world):
            if evaluation.state < reached <= state:
                step(evaluation)
                evaluation.refresh_from_db()


def evaluation(world: World, state: State = State.PLANNED) -> Evaluation:
    """A new evaluation, brought to that state by real acts; SUSPENDED and WITHDRAWN are reached from DRAFTING."""
    return replay.once(("evaluation", state), partial(_evaluation, world, state), world=world)


def _evaluation(world: World, state: State) -> Evaluation:
    begun = planned(world)
    if state <= State.PUBLISHED:
        return advance(begun, state, world)
    advance(begun, State.DRAFTING, world)
    act = transitions.suspend if state == State.SUSPENDED else transitions.withdraw
    return act(begun, by=world.officer, reason="Demande de l’établissement.")


def seat(evaluation: Evaluation, person: User) -> CommitteeMember:
    return evaluation.members.get(user=person)


def paris(*moment: int, microsecond: int = 0) -> dt.datetime:
    """An instant given in the time of Paris."""
    return dt.datetime(*moment, microsecond=microsecond, tzinfo=clock.PARIS)
