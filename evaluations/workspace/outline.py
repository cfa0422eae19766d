"""The outline of a report being written: every text of the framework, how far it has got, who works on it."""

from collections import Counter
from dataclasses import dataclass

from evalprog import richtext
from evalprog.accounts.models import User
from evaluations.definition import FrameworkDefinition
from evaluations.definition.parts import WritableText
from evaluations.enums import TextStatus
from evaluations.models import Evaluation
from evaluations.workspace import presence
from evaluations.workspace.contributions import readable


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
    """The sections of the framework with their texts, for one reader. Six queries, whatever their number."""
    definition = evaluation.framework.definition
    texts = {text.code: text for text in definition.texts_for(evaluation.programme.kind)}
    shared = Counter(readable(evaluation, user).values_list("code", flat=True))
    statuses = _statuses(evaluation, user, list(texts), shared)
    assigned: dict[str, list] = {}
    for row in (
        evaluation.assignments.filter(member__in=evaluation.members.current())
        .select_related("member")
        .order_by("member__position")
    ):
        assigned.setdefault(row.code, []).append(row.member)
    present: dict[str, list[str]] = {}
    for row in presence.others(evaluation, user):
        present.setdefault(row.code, []).append(str(row.user))
    comments = Counter(evaluation.comments.filter(parent=None, resolved_at=None).values_list("code", flat=True))

    def entry(code: str) -> Entry:
        members = assigned.get(code, [])
        return Entry(
            text=texts[code],
            status=statuses[code],
            assigned=tuple(member.name for member in members),
            present=tuple(sorted(present.get(code, []))),
            shared=shared[code],
            open_comments=comments[code],
            mine=any(member.user_id == user.pk for member in members),
        )

    return [Chapter(label, tuple(entry(code) for code in codes)) for label, codes in _chapters(definition, texts)]


def text_statuses(evaluation: Evaluation, user: User, codes: list[str]) -> dict[str, TextStatus]:
    """How far each text has got for that reader: others' notes count once that reader may read them (INV-C3)."""
    return _statuses(evaluation, user, codes, Counter(readable(evaluation, user).values_list("code", flat=True)))


def _statuses(evaluation: Evaluation, user: User, codes: list[str], shared: Counter[str]) -> dict[str, TextStatus]:
    """``shared``: how many contributions of others the reader reads, by code."""
    written = {a.code: a for a in evaluation.assessments.all()}
    own = {note.code: note for note in evaluation.contributions.filter(author=user)}

    def status(code: str) -> TextStatus:
        assessment, mine = written.get(code), own.get(code)
        if assessment and assessment.validated_at:
            return TextStatus.VALIDATED
        begun = assessment and (assessment.value or not richtext.is_blank(assessment.text))
        if begun or shared[code] or (mine and mine.is_shared):
            return TextStatus.SHARED
        return TextStatus.DRAFT if mine and not richtext.is_blank(mine.text) else TextStatus.EMPTY

    return {code: status(code) for code in codes}


def _chapters(definition: FrameworkDefinition, texts: dict[str, WritableText]) -> list[tuple[str, list[str]]]:
    """The labels of the sections with the codes of the texts written in them; sections without any are left out."""
    chapters = []
    for section in definition.sections:
        codes = [text.code for text in definition.texts_of(section) if text.code in texts]
        if codes:
            chapters.append((section.label, codes))
    return chapters
