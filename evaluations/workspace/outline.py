"""The outline of a report being written: every text of the framework, how far it has got, who works on it."""

import datetime as dt
from dataclasses import dataclass

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evaluations.definition import FrameworkDefinition
from evaluations.definition.parts import WritableText
from evaluations.enums import TextStatus
from evaluations.models import Contribution, Evaluation

SEEN_RECENTLY = dt.timedelta(seconds=45)  # a page tells where it is every fifteen seconds


@dataclass(frozen=True, slots=True)
class Entry:
    """``assigned`` and ``present``: names of members of the committee; ``shared``: contributions to read."""

    text: WritableText
    status: TextStatus
    assigned: tuple[str, ...]
    present: tuple[str, ...]
    shared: int
    open_comments: int
    mine: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    label: str
    entries: tuple[Entry, ...]

    @property
    def done(self) -> int:
        return sum(entry.status == TextStatus.VALIDATED for entry in self.entries)


def outline(evaluation: Evaluation, user: User) -> list[Chapter]:
    """The sections of the framework with their texts, for one reader. Five queries, whatever their number."""
    definition = evaluation.framework.definition
    texts = {text.code: text for text in definition.texts_for(evaluation.programme.kind)}
    statuses = text_statuses(evaluation, user, list(texts))
    assigned: dict[str, list] = {}
    for row in evaluation.assignments.select_related("member").order_by("member__position"):
        assigned.setdefault(row.code, []).append(row.member)
    present: dict[str, list[str]] = {}
    since = clock.now() - SEEN_RECENTLY
    for row in evaluation.presences.filter(seen_at__gte=since).exclude(user=user).select_related("user"):
        present.setdefault(row.code, []).append(str(row.user))
    comments: dict[str, int] = {}
    for code in evaluation.comments.filter(parent=None, resolved_at=None).values_list("code", flat=True):
        comments[code] = comments.get(code, 0) + 1
    shared: dict[str, int] = {}
    for code in evaluation.contributions.exclude(shared_at=None).exclude(author=user).values_list("code", flat=True):
        shared[code] = shared.get(code, 0) + 1

    def entry(code: str) -> Entry:
        members = assigned.get(code, [])
        return Entry(
            text=texts[code],
            status=statuses[code],
            assigned=tuple(member.name for member in members),
            present=tuple(sorted(present.get(code, []))),
            shared=shared.get(code, 0),
            open_comments=comments.get(code, 0),
            mine=any(member.user_id == user.pk for member in members),
        )

    return [Chapter(label, tuple(entry(code) for code in codes)) for label, codes in _chapters(definition, texts)]


def text_statuses(evaluation: Evaluation, user: User, codes: list[str]) -> dict[str, TextStatus]:
    """How far each text has got for that reader: others' notes count once they are shared (INV-C3)."""
    written = {a.code: a for a in evaluation.assessments.all()}
    notes: dict[str, list[Contribution]] = {}
    for contribution in evaluation.contributions.all():
        notes.setdefault(contribution.code, []).append(contribution)

    def status(code: str) -> TextStatus:
        assessment, around = written.get(code), notes.get(code, [])
        if assessment and assessment.validated_at:
            return TextStatus.VALIDATED
        if (assessment and not richtext.is_blank(assessment.text)) or any(note.is_shared for note in around):
            return TextStatus.SHARED
        mine = any(note.author_id == user.pk and not richtext.is_blank(note.text) for note in around)
        return TextStatus.DRAFT if mine else TextStatus.EMPTY

    return {code: status(code) for code in codes}


def _chapters(definition: FrameworkDefinition, texts: dict[str, WritableText]) -> list[tuple[str, list[str]]]:
    """The labels of the sections with the codes of the texts written in them; sections without any are left out."""
    chapters = []
    for section in definition.sections:
        codes = [text.code for text in definition.texts_of(section) if text.code in texts]
        if codes:
            chapters.append((section.label, codes))
    return chapters
