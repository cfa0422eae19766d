"""Campaigns with their evaluations and people, for tests of pages: rows made directly, many at a time."""

import datetime as dt
from itertools import count, cycle

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import framework_files, framework_library
from evaluations.enums import AgencyRole, CommitteeRole, InvitationStatus, State, WindowKind
from evaluations.models import Campaign, CommitteeMember, Evaluation, Framework, Mandate, Window
from evaluations.scenarios.checking import framework_path
from programmes.enums import ProgrammeKind
from programmes.models import Institution, Membership, Programme

FRAMEWORK = "hceres-formations-2022"
ALWAYS = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_numbers = count(1)
# Ten of the titles by which licences professionnelles and masters are known.
SUBJECTS = (
    "Histoire de l’art",
    "Métiers de l’industrie : maintenance et sûreté",
    "Chimie",
    "Droit public",
    "Génie civil",
    "Informatique",
    "Sciences de la vie et de la Terre",
    "Commerce et œnotourisme",
    "Psychologie",
    "Physique appliquée",
)


def framework() -> Framework:
    existing = Framework.objects.filter(code=FRAMEWORK).first()
    return existing or framework_library.take_in(framework_files.read(framework_path(FRAMEWORK, None)))[0]


def campaign(**fields) -> Campaign:
    number = next(_numbers)
    facts = {
        "code": f"C{number}",
        "title": f"Campagne d’évaluation 2026-2027 (vague {number})",
        "wave": "B",
        "period": "2026-2027",
        "dossier_due_on": dt.date(2026, 12, 15),
    }
    return Campaign.objects.create(framework=framework(), **facts | fields)


def institution(**fields) -> Institution:
    return Institution.objects.create(**{"name": f"Université {next(_numbers)}"} | fields)


def evaluation(state: State = State.PLANNED, **fields) -> Evaluation:
    number = next(_numbers)
    if "campaign" not in fields:
        fields["campaign"] = campaign()
    if "programme" not in fields:
        fields["programme"] = Programme.objects.create(
            kind=ProgrammeKind.LICENCE, title=f"Licence {number}", institution=institution()
        )
    return Evaluation.objects.create(framework=fields["campaign"].framework, state=state, **fields)


def window(evaluation: Evaluation, kind: WindowKind, closes_at: dt.datetime) -> Window:
    return Window.objects.create(
        evaluation=evaluation, kind=kind, opens_at=closes_at - dt.timedelta(days=15), closes_at=closes_at
    )


# -- people


def person(name: str = "") -> User:
    number = next(_numbers)
    return User.objects.create_user(f"person-{number}@example.org", name=name or f"Personne {number}")


def agent(*roles: AgencyRole, name: str = "") -> User:
    user = person(name)
    for role in roles or (AgencyRole.OFFICER,):
        Mandate.objects.create(user=user, role=role, starts_at=ALWAYS)
    return user


def expert(evaluation: Evaluation, role: CommitteeRole = CommitteeRole.EXPERT, name: str = "") -> User:
    user = person(name)
    CommitteeMember.objects.create(
        evaluation=evaluation,
        user=user,
        role=role,
        name=str(user),
        position=evaluation.members.count() + 1,
        status=InvitationStatus.ACCEPTED,
    )
    return user


def staff(evaluation: Evaluation, *, can_sign: bool = True, name: str = "") -> User:
    """Somebody of the institution that runs the programme."""
    user = person(name)
    institution = evaluation.programme.institution
    Membership.objects.create(user=user, institution=institution, can_sign=can_sign, starts_at=ALWAYS)
    return user


# -- many at a time

IN_PROPORTION = (
    [State.DOSSIER_EXPECTED] * 5
    + [State.DOSSIER_DEPOSITED] * 3
    + [State.COMMITTEE_PROPOSED, State.COMMITTEE_APPOINTED, State.EXPERTISE, State.EXPERTISE]
    + [State.DRAFTING] * 3
    + [State.COLLEGIAL_VALIDATION, State.AGENCY_READING, State.DRAFT_TRANSMITTED, State.DRAFT_TRANSMITTED]
    + [State.CORRECTIONS_RULING, State.CHAIR_SIGNED, State.OBSERVATIONS_OPEN, State.OBSERVATIONS_OPEN]
    + [State.OBSERVATIONS_CLOSED, State.COUNTERSIGNED, State.PUBLISHED, State.PUBLISHED, State.SUSPENDED]
)


def programmes(number: int, *, institutions: int = 60) -> list[Programme]:
    """So many programmes, spread over so many institutions."""
    first = next(_numbers)
    houses = Institution.objects.bulk_create(
        Institution(name=f"Université de la région {first}-{n}") for n in range(min(institutions, number))
    )
    kinds = cycle((ProgrammeKind.LICENCE, ProgrammeKind.LP, ProgrammeKind.MASTER))
    return Programme.objects.bulk_create(
        Programme(
            kind=kind,
            title=f"{kind.label} {SUBJECTS[n % len(SUBJECTS)]}, parcours {n}",
            institution=houses[n % len(houses)],
        )
        for n, kind in zip(range(number), kinds, strict=False)
    )


def filled_campaign(number: int, **fields) -> Campaign:
    """A campaign of so many evaluations at every state, with the windows of those that have one."""
    filled = campaign(opened_at=ALWAYS, **fields)
    evaluations = Evaluation.objects.bulk_create(
        Evaluation(programme=programme, campaign=filled, framework=filled.framework, state=state)
        for programme, state in zip(programmes(number), cycle(IN_PROPORTION), strict=False)
    )
    kinds = {
        State.DRAFT_TRANSMITTED: WindowKind.CORRECTIONS,
        State.OBSERVATIONS_OPEN: WindowKind.OBSERVATIONS,
    }
    opened = clock.now() - dt.timedelta(days=14)
    Window.objects.bulk_create(
        Window(
            evaluation=one,
            kind=kinds[one.state],
            opens_at=opened,
            closes_at=opened + dt.timedelta(days=11 + n % 18),
        )
        for n, one in enumerate(evaluations)
        if one.state in kinds
    )
    return filled
