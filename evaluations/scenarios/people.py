"""The institutions, people and campaigns of a scenario, with the dated relations from which their rights follow."""

import datetime as dt

from evalprog.accounts.models import User
from evaluations.enums import AgencyRole, DayCount
from evaluations.imports import dates
from evaluations.models import Campaign, ExpertProfile, Framework, Mandate
from evaluations.scenarios.parts import CampaignPart, InstitutionPart, PersonPart, Role, Scenario
from programmes.models import Institution, Membership

# Relations of a scenario have always held: its acts may be played at any date.
ALWAYS = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def institution(part: InstitutionPart) -> Institution:
    existing = Institution.objects.named(part.name, uai=part.uai)
    return existing or Institution.objects.create(
        name=part.name, acronym=part.acronym, uai=part.uai, timezone=part.timezone
    )


def people(scenario: Scenario, institutions: dict[str, Institution]) -> dict[str, User]:
    """The accounts, by key. An agency of one officer publishes by that officer's hand."""
    users = {part.key: _person(part, scenario.password, institutions) for part in scenario.people}
    officers = [part.key for part in scenario.people if Role.OFFICER in part.roles]
    if officers and not any(Role.PUBLISHER in part.roles for part in scenario.people):
        _mandate(users[officers[0]], AgencyRole.PUBLISHER)
    return users


def _person(part: PersonPart, password: str, institutions: dict[str, Institution]) -> User:
    user = User.objects.filter(email__iexact=part.email).first()
    if user is None:
        user = User.objects.create_user(
            part.email, password or None, name=part.name, is_staff=part.works_for_the_agency
        )
    for role in part.roles:
        if role != Role.EXPERT:
            _mandate(user, AgencyRole[role.name])
    if part.institution:
        Membership.objects.get_or_create(
            user=user,
            institution=institutions[part.institution],
            ends_at=None,
            defaults={"can_sign": part.can_sign, "starts_at": ALWAYS},
        )
    if Role.EXPERT in part.roles:
        profile = {"profile": part.profile} if part.profile else {}
        ExpertProfile.objects.get_or_create(user=user, defaults={"affiliation": part.affiliation, **profile})
    return user


def _mandate(user: User, role: AgencyRole) -> None:
    Mandate.objects.get_or_create(user=user, role=role, ends_at=None, defaults={"starts_at": ALWAYS})


def campaign(part: CampaignPart) -> Campaign:
    deadlines = part.deadlines
    facts = {
        "title": part.title,
        "period": part.period or dates.period(part.title),
        "wave": part.wave or dates.wave(part.title),
        "contract": part.contract,
        "framework": Framework.objects.newest(part.framework),
        "visit": part.visit,
    }
    if deadlines:
        facts |= {
            "dossier_due_on": dt.date.fromisoformat(deadlines.dossier) if deadlines.dossier else None,
            "corrections_days": deadlines.corrections_days,
            "observations_days": deadlines.observations_days,
            "day_count": DayCount.WORKING if deadlines.working_days else DayCount.CALENDAR,
        }
    return Campaign.objects.get_or_create(code=part.code, defaults=facts)[0]
