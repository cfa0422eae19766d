"""Playing a scenario: every row is written by the act that writes it in the application."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import framework_files, framework_library, transitions, writing
from evaluations.enums import ItemTarget, SignatureRole, State
from evaluations.models import Campaign, CommitteeMember, Evaluation
from evaluations.models.campaign import period_in
from evaluations.models.committee import CommitteeRole
from evaluations.models.framework import Framework
from evaluations.scenarios.checking import framework_path
from evaluations.scenarios.parts import (
    CampaignPart,
    EvaluationPart,
    InstitutionPart,
    ItemPart,
    PersonPart,
    ProgrammePart,
    Scenario,
)
from evaluations.transitions import TransitionRefused
from evaluations.writing import NotInFramework
from programmes.models import Institution, Partnership, Programme

Told = Callable[[str], None]


class ScenarioRefused(ValueError):
    """An act of the scenario was refused; the message is a sentence that names its evaluation."""


def load(scenario: Scenario, folder: Path, *, tell: Told = lambda line: None) -> dict[str, dict[str, str]]:
    """Play the scenario; what already exists is left as it is, what was begun is gone on with.

    ``folder``: where the frameworks that it names by path lie. ``tell`` is called before each evaluation.

    :raises ScenarioRefused: at the first act that is refused; the acts before it stand.
    """
    with clock.played_at(dt.datetime.fromisoformat(scenario.now) if scenario.now else None):
        return _Player(scenario, folder).play(tell)


class _Player:
    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self.scenario = scenario
        self.folder = folder
        self.people: dict[str, User] = {}
        self.parts = {person.key: person for person in scenario.people}

    def play(self, tell: Told) -> dict[str, dict[str, str]]:
        with transaction.atomic():
            self.institutions = {part.key: _institution(part) for part in self.scenario.institutions}
            self.people = {part.key: _person(part, self.scenario.password) for part in self.scenario.people}
            self.officer = next((self.people[p.key] for p in self.scenario.people if p.works_for_the_agency), None)
            for name in self.scenario.frameworks:
                framework_library.take_in(framework_files.read(framework_path(name, self.folder)))
            self.campaigns = {part.key: _campaign(part) for part in self.scenario.campaigns}
            self.programmes = {part.key: self.programme(part) for part in self.scenario.programmes}
        played = {}
        for part in self.scenario.evaluations:
            tell(part.key)
            with _naming(part):
                played[part.key] = _addresses(self.evaluation(part))
        return played

    def programme(self, part: ProgrammePart) -> Programme:
        words = {
            name: getattr(part, name)
            for name in ("kind", "field", "national_title", "domain", "mention", "speciality", "track", "option")
        }
        programme, created = Programme.objects.get_or_create(
            institution=self.institutions[part.institution], title=part.title, defaults=words
        )
        if created:
            for position, key in enumerate(part.partners, start=1):
                Partnership.objects.create(programme=programme, institution=self.institutions[key], position=position)
        return programme

    def evaluation(self, part: EvaluationPart) -> Evaluation:
        """Bring an evaluation to the state that the scenario asks for, one act after the other."""
        programme, campaign = self.programmes[part.programme], self.campaigns[part.campaign]
        evaluation = Evaluation.objects.filter(programme=programme, campaign=campaign).first()
        if evaluation is None:
            facts = {"file_reference": part.file_reference, "particulars": dict(part.particulars)}
            evaluation = transitions.plan(programme, campaign, by=self.officer, **facts)
        for state, act in self.acts(part):
            if evaluation.state < state <= State[part.until.name]:
                act(evaluation)
                evaluation.refresh_from_db()
        return evaluation

    def acts(self, part: EvaluationPart) -> Iterator[tuple[State, Callable[[Evaluation], object]]]:
        """The acts in their order, each with the state it leads to."""
        agency, chair = self.officer, self.chair(part)

        def simple(act: Callable[..., object], by: User | None = agency) -> Callable[[Evaluation], object]:
            return lambda evaluation: act(evaluation, by=by)

        yield State.DOSSIER_EXPECTED, simple(transitions.expect_dossier)
        yield State.DOSSIER_DEPOSITED, lambda e: self.on(part.dates.deposited, transitions.deposit_dossier, e)
        yield State.COMMITTEE_PROPOSED, lambda e: self.propose_committee(e, part)
        yield State.COMMITTEE_APPOINTED, simple(transitions.appoint_committee)
        yield State.EXPERTISE, simple(transitions.start_expertise)
        yield State.DRAFTING, lambda e: self.draft(e, part)
        yield State.COLLEGIAL_VALIDATION, simple(transitions.submit_for_validation, chair)
        yield State.AGENCY_READING, simple(transitions.validate, chair)
        yield State.DRAFT_TRANSMITTED, simple(transitions.transmit_draft)
        yield State.CORRECTIONS_RULING, simple(transitions.close_corrections)
        yield State.CHAIR_SIGNED, lambda e: self.sign(e, part, [SignatureRole.CHAIR], transitions.sign_as_chair, chair)
        yield State.OBSERVATIONS_OPEN, simple(transitions.open_observations)
        yield State.OBSERVATIONS_CLOSED, lambda e: self.observe(e, part)
        yield (
            State.COUNTERSIGNED,
            lambda e: self.sign(
                e, part, [SignatureRole.AGENCY, SignatureRole.SECTION], transitions.countersign, agency
            ),
        )
        yield State.PUBLISHED, lambda e: self.on(part.dates.published, transitions.publish, e)

    def chair(self, part: EvaluationPart) -> User | None:
        presidency = part.committee.presidency if part.committee else ()
        return self.people[presidency[0]] if presidency else None

    def on(self, day: str, act: Callable[..., object], evaluation: Evaluation) -> None:
        """An act whose day is printed."""
        with clock.played_at(dt.date.fromisoformat(day) if day else None):
            act(evaluation, by=self.officer)

    @transaction.atomic
    def propose_committee(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        if part.committee:
            chairs = [(key, CommitteeRole.CHAIR) for key in part.committee.presidency]
            experts = [(key, CommitteeRole.EXPERT) for key in part.committee.members]
            for position, (key, role) in enumerate(chairs + experts, start=1):
                CommitteeMember.objects.create(
                    evaluation=evaluation,
                    user=self.people[key],
                    role=role,
                    name=self.parts[key].name,
                    affiliation=self.parts[key].affiliation,
                    position=position,
                )
        transitions.propose_committee(evaluation, by=self.officer)

    @transaction.atomic
    def draft(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        """Drafting begins, and what the committee wrote is there: all of it or nothing."""
        transitions.start_drafting(evaluation, by=self.chair(part))
        for code, text in part.texts.items():
            writing.write_text(evaluation, code, text)
        for code, value in part.ratings.items():
            writing.write_answer(evaluation, code, value)
        for finding in part.findings:
            writing.add_finding(
                evaluation, finding.kind, finding.text, criteria=finding.criterion, addresses=finding.addresses
            )

    @transaction.atomic
    def sign(
        self,
        evaluation: Evaluation,
        part: EvaluationPart,
        roles: list[SignatureRole],
        act: Callable[..., object],
        by: User | None,
    ) -> None:
        for signature in part.signatures:
            if signature.role in roles:
                writing.name_signatory(
                    evaluation,
                    signature.role,
                    signature.name,
                    office=signature.office,
                    capacity=signature.capacity,
                )
        act(evaluation, by=by)

    @transaction.atomic
    def observe(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        filed = part.observations
        if filed is None or filed.waived:
            transitions.waive_observations(evaluation, by=self.people.get(filed.by) if filed else None)
            return
        observation = writing.write_observations(
            evaluation,
            heading=filed.heading,
            general=filed.general,
            signatory=self.parts[filed.by].name if filed.by else "",
            office=filed.office,
            signed_on=dt.date.fromisoformat(filed.signed_on) if filed.signed_on else None,
        )
        for item in filed.items:
            target, number = _answered(item)
            writing.answer_finding(
                observation,
                target=target,
                number=number,
                text=item.text,
                quote=item.quote,
                about=item.about,
                heading=item.heading,
            )
        transitions.file_observations(evaluation, by=self.people.get(filed.by))


def _answered(item: ItemPart) -> tuple[ItemTarget, int | None]:
    for target in (ItemTarget.WEAKNESS, ItemTarget.STRENGTH, ItemTarget.RECOMMENDATION):
        if number := getattr(item.answers, target.lower(), 0):
            return target, number
    return (ItemTarget.REPORT if item.about else ItemTarget.FREE), None


def _institution(part: InstitutionPart) -> Institution:
    existing = Institution.objects.named(part.name, uai=part.uai)
    return existing or Institution.objects.create(
        name=part.name, acronym=part.acronym, uai=part.uai, timezone=part.timezone
    )


def _person(part: PersonPart, password: str) -> User:
    existing = User.objects.filter(email__iexact=part.email).first()
    return existing or User.objects.create_user(
        part.email, password or None, name=part.name, is_staff=part.works_for_the_agency
    )


def _campaign(part: CampaignPart) -> Campaign:
    deadlines = part.deadlines
    campaign, _created = Campaign.objects.get_or_create(
        code=part.code,
        defaults={
            "title": part.title,
            "period": part.period or period_in(part.title),
            "wave": part.wave,
            "framework": Framework.objects.newest(part.framework),
            "dossier_due_on": dt.date.fromisoformat(deadlines.dossier) if deadlines and deadlines.dossier else None,
            "corrections_days": deadlines.corrections_days if deadlines else 15,
            "observations_days": deadlines.observations_days if deadlines else 30,
        },
    )
    return campaign


def _addresses(evaluation: Evaluation) -> dict[str, str]:
    addresses = {"id": evaluation.public_id, "url": evaluation.get_absolute_url()}
    final = evaluation.reports.published().order_by("-version").first()
    return addresses | ({"pdf_url": final.get_pdf_url()} if final else {})


@contextmanager
def _naming(part: EvaluationPart) -> Iterator[None]:
    """A refusal says in which evaluation of the scenario it happened."""
    try:
        yield
    except TransitionRefused as refusal:
        sentences = " ".join(problem.sentence for problem in refusal.problems)
        raise ScenarioRefused(
            _("évaluation « %(key)s » : %(sentences)s") % {"key": part.key, "sentences": sentences}
        ) from refusal
    except NotInFramework as refusal:
        raise ScenarioRefused(
            _("évaluation « %(key)s » : %(sentences)s") % {"key": part.key, "sentences": refusal}
        ) from refusal
