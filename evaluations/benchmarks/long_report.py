"""A report in the middle of its writing, larger than most: what the pages of the workspace are measured on."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path

import yaml

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import (
    Assessment,
    AssessmentRevision,
    Assignment,
    Campaign,
    Comment,
    CommitteeMember,
    Contribution,
    Evaluation,
    Framework,
    Presence,
)
from programmes.enums import ProgrammeKind
from programmes.models import Institution, Programme

FRAMEWORK = Path(__file__).parents[1] / "data" / "frameworks" / "hceres-formations-2016.yaml"  # fifteen criteria
WORDS, MEMBERS, REVISIONS = 3_000, 10, 200
_SENTENCE = "Le comité a lu le dossier, entendu les étudiants et comparé les effectifs des années. "  # 15 words


@dataclass(frozen=True)
class LongReport:
    """``codes``: of its criteria; ``writer``: an expert of its committee."""

    evaluation: Evaluation
    writer: User
    codes: tuple[str, ...]


def begin_long_report() -> LongReport:
    """Write it in the database: 3 000 words a criterion, 10 members at work, 200 revisions."""
    document = yaml.safe_load(FRAMEWORK.read_text())
    framework = Framework.objects.create(
        code=document["code"],
        version=document["version"],
        title=document["title"],
        status=document["status"],
        document=document,
        published_at=clock.now(),
    )
    evaluation = Evaluation.objects.create(
        programme=Programme.objects.create(
            institution=Institution.objects.create(name="Université"), kind=ProgrammeKind.LP, title="Licence"
        ),
        campaign=Campaign.objects.create(code="mesure", title="Mesure", framework=framework),
        framework=framework,
        state=State.DRAFTING,
    )
    codes = tuple(c.code for c in framework.definition.criteria_for(evaluation.programme.kind))
    people = [User.objects.create_user(f"expert{n}@mesure.invalid", name=f"Experte {n}") for n in range(MEMBERS)]
    for n, person in enumerate(people):
        _seat(evaluation, person, codes, n)
    for code in codes:
        _write(evaluation, code, people)
    return LongReport(evaluation, people[0], codes)


def _seat(evaluation: Evaluation, person: User, codes: tuple[str, ...], n: int) -> None:
    member = CommitteeMember.objects.create(
        evaluation=evaluation,
        user=person,
        name=person.name,
        role=CommitteeRole.EXPERT if n else CommitteeRole.CHAIR,
        status=InvitationStatus.ACCEPTED,
        position=n + 1,
    )
    for code in codes[n % 3 :: 3]:
        Assignment.objects.create(evaluation=evaluation, code=code, member=member)
    Presence.objects.create(evaluation=evaluation, user=person, code=codes[n])


def _write(evaluation: Evaluation, code: str, people: list[User]) -> None:
    """The text of a criterion and its past; a contribution and a comment of each."""
    revisions = REVISIONS // 15 + 1
    text = f"<p>{_SENTENCE * 25}</p>" * (WORDS // (15 * 25))
    assessment = Assessment.objects.create(evaluation=evaluation, code=code, text=text, revision=revisions)
    AssessmentRevision.objects.bulk_create(
        AssessmentRevision(
            assessment=assessment,
            number=number,
            based_on=number - 1,
            author=people[number % len(people)],
            save_id=uuid.uuid4(),
            text=text,
            saved_at=clock.now() - dt.timedelta(hours=revisions - number),
        )
        for number in range(1, revisions + 1)
    )
    shared = {"text": _SENTENCE, "shared_text": _SENTENCE, "shared_at": clock.now(), "revision": 1}
    Contribution.objects.bulk_create(
        Contribution(evaluation=evaluation, code=code, author=person, **shared) for person in people
    )
    Comment.objects.bulk_create(
        Comment(evaluation=evaluation, code=code, author=person, text=_SENTENCE) for person in people
    )
