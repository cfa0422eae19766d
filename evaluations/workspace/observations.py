"""The institution's observations, as its people write them: answers to the findings, to passages, and a letter.

One page shows a box for each weakness, strength and recommendation of the provisional report as it was sent, then one
for each passage that the institution quotes and for each free observation; the letter and files follow. Rows are made
at the first save, and stand in the order of the report. Everything is saved by the one rule (``saving``); until it is
filed, nobody outside the institution learns that there is anything.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import richtext
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations.content import ReportReading
from evaluations.enums import FindingKind, ItemTarget, ReportKind
from evaluations.models import Evaluation, Observation, ObservationItem, Report
from evaluations.permissions import allow, prepares_observations
from evaluations.reports import presentation
from evaluations.reports.reading import read_letter
from evaluations.standing import Standing, standing_of
from evaluations.workspace import texts
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved, answer_given

LETTER = "lettre"  # its name in addresses; an answer's is that of its finding, or a random one
# The acts by which a provisional report leaves the agency: one for each of its versions.
SENDING = ("open_observations", "carry_observations_over")
NOT_NOW = gettext_lazy("Les observations ne s’écrivent pas à cette étape, ou pas par vous.")
AT_MOST = 200  # passages and free observations of one letter
_NAMES = {
    "point-faible": ItemTarget.WEAKNESS,
    "point-fort": ItemTarget.STRENGTH,
    "recommandation": ItemTarget.RECOMMENDATION,
}
_WORDS = {target: word for word, target in _NAMES.items()}
_NAME = re.compile(rf"({'|'.join(_NAMES)})-([1-9][0-9]{{0,3}})")
ADDED = (ItemTarget.REPORT, ItemTarget.FREE)  # what the institution adds by itself


@dataclass(frozen=True, slots=True)
class Box:
    """One thing that is answered, and its answer. ``item``: ``None`` until the first save."""

    name: str
    target: ItemTarget
    number: int | None = None  # of the finding
    quote: str = ""
    about: str = ""  # the label of the text in which the passage stands
    item: ObservationItem | None = None

    @property
    def says_something(self) -> bool:
        return self.item is not None and bool(self.item.text or self.item.value)


@dataclass(frozen=True, slots=True)
class Group:
    """The boxes of one kind, under the title that the report gives it."""

    target: ItemTarget
    label: str
    boxes: tuple[Box, ...]

    @property
    def answered(self) -> int:
        return sum(box.says_something for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that the institution answers to: ``reading``, as it was sent, and the ``letter`` being prepared, if any."""

    reading: ReportReading
    letter: Observation | None
    findings: tuple[Group, ...]
    passages: Group
    free: Group

    @property
    def boxes(self) -> Iterator[Box]:
        for group in (*self.findings, self.passages, self.free):
            yield from group.boxes

    @property
    def answers(self) -> int:
        return sum(box.says_something for box in self.boxes)


def report_sent(evaluation: Evaluation) -> Report | None:
    """The provisional report that is before the institution: the last version that left the agency."""
    provisional = evaluation.reports.filter(kind=ReportKind.PROVISIONAL, version__lte=versions_sent(evaluation))
    return provisional.order_by("-version").first()


def versions_sent(evaluation: Evaluation) -> int:
    """Up to which version its provisional reports have left the agency."""
    return evaluation.events.filter(verb__in=SENDING).count()


def sheet_of(evaluation: Evaluation) -> Sheet:
    """What is to be answered, and what is: five queries, whatever their number.

    :raises ObjectDoesNotExist: when no provisional report was sent.
    """
    report = report_sent(evaluation)
    if report is None:
        raise ObjectDoesNotExist
    reading = report.reading
    letter = being_prepared(evaluation)
    items = list(letter.items.select_related("finding").order_by("position")) if letter else []
    labels = presentation.labels(reading)
    return Sheet(
        reading,
        letter,
        tuple(_of_findings(reading, items)),
        _added(ItemTarget.REPORT, items, labels),
        _added(ItemTarget.FREE, items, labels),
    )


def annexed(reading: ReportReading, letter: Observation | None, evaluation: Evaluation) -> ReportReading:
    """The report with that letter annexed, as it will be printed; without any, with nothing answered."""
    letter = letter or Observation(evaluation=evaluation)
    letter.evaluation = evaluation  # its framework and programme have been read
    return replace(reading, observations=read_letter(letter))


def shown_sha256(evaluation: Evaluation) -> str:
    """The hash of what a signatory reads before it is filed: the report that is answered, the letter with its answers
    and files; without any letter, of nothing said."""
    provisional = evaluation.reports.filter(kind=ReportKind.PROVISIONAL, version__lte=versions_sent(evaluation))
    report = provisional.order_by("-version").values_list("public_id", flat=True).first() or ""
    words = (being_prepared(evaluation) or Observation()).words_sha256()
    return hashlib.sha256(f"{report} {words}".encode()).hexdigest()


def being_prepared(evaluation: Evaluation) -> Observation | None:
    return Observation.objects.in_preparation().filter(evaluation=evaluation).first()


def filed_letters(evaluation: Evaluation) -> list[Observation]:
    """Those that others may read, the last first."""
    return list(Observation.objects.filed().filter(evaluation=evaluation).order_by("-round"))


def letter_in_preparation(evaluation: Evaluation) -> Observation:
    """The one that the institution has begun, or a new one after those that it has filed; the evaluation is held."""
    letters = Observation.objects.filter(evaluation=evaluation)
    begun = letters.in_preparation().first()
    return begun or Observation.objects.create(evaluation=evaluation, round=letters.count() + 1)


# -- writing


def save(
    evaluation: Evaluation,
    name: str,
    fragment: str | texts.Cleaned,
    *,
    value: str | None = None,
    base_revision: int,
    save_id: UUID | None,
    by: User,
    restores: int | None = None,
    standing: Standing | None = None,
    received_at: dt.datetime | None = None,
) -> Saved:
    """The letter (``LETTER``) or the answer of that name, as somebody sends it from the page that they had read.

    ``standing``: theirs, where it was read in this transaction and the evaluation is held since before.
    ``received_at``: when the request reached us, which tells what was written in time (INV-T2).

    :raises PermissionDenied: if they may not write it, or no longer.
    :raises TextRefused: for a text that paper could not bear.
    :raises ObjectDoesNotExist: when there is nothing of that name to answer.
    """
    sent = texts.cleaned(fragment)
    with transaction.atomic(savepoint=standing is None):
        evaluation, standing = texts.settled(evaluation, by, standing)
        allowed = prepares_observations(standing, evaluation)
        row = _row(being_prepared(evaluation), name)
        if row is None and (given := _given_of_filed(evaluation, name, by, save_id)):
            return given
        if row is None:
            allow(allowed, str(NOT_NOW))
            if sent.problems:
                raise texts.TextRefused(sent.problems)
            row = _made(evaluation, name)
        told = {"base_revision": base_revision, "save_id": save_id, "by": by}
        if isinstance(row, ObservationItem):
            told["value"] = value
        more = {"restores": restores, "received_at": received_at}
        return texts.saved_on(row, sent, told, allowed=allowed, reason=str(NOT_NOW), **more)


def row_named(evaluation: Evaluation, name: str) -> Observation | ObservationItem:
    """What has been written under that name in the letter being prepared.

    :raises ObjectDoesNotExist: when nothing has.
    """
    row = _row(being_prepared(evaluation), name)
    if row is None:
        raise ObjectDoesNotExist
    return row


@transaction.atomic
def add(evaluation: Evaluation, target: ItemTarget, *, quote: str = "", about: str = "", by: User) -> ObservationItem:
    """An empty answer to a passage of the report, or a free observation. ``about``: the code of the text quoted;
    without it, that of the text in which the passage is found.

    :raises PermissionDenied: if they do not prepare the observations, or no longer.
    :raises Refused: for a passage without words, or when there are too many.
    """
    locked = _prepared(evaluation, by)
    words = one_line(quote)
    if target == ItemTarget.REPORT and not words:
        raise Refused(_("Recopiez le passage auquel vous répondez."))
    letter = letter_in_preparation(locked)
    if letter.items.filter(target__in=ADDED).count() >= AT_MOST:
        raise Refused(_("Il y a déjà %(count)d passages et observations libres.") % {"count": AT_MOST})
    reading = _reading(locked)
    if target == ItemTarget.FREE:
        words, about = "", ""
    elif about not in presentation.labels(reading):
        about = where_quoted(reading, words)
    return _append(letter, reading, target=target, quote=words, about=about)


@transaction.atomic
def take_away(
    evaluation: Evaluation, name: str, *, base_revision: int, by: User, received_at: dt.datetime | None = None
) -> Saved | None:
    """A passage or a free observation: nothing of it is printed. What was written stays in its history, from where it
    comes back; of one in which nothing ever was, nothing stays.

    :raises PermissionDenied: if they do not prepare the observations, or no longer.
    :raises ObjectDoesNotExist: when there is none of that name.
    """
    locked = _prepared(evaluation, by)
    row = row_named(locked, name)
    if not isinstance(row, ObservationItem) or row.target not in ADDED:
        raise ObjectDoesNotExist
    if not row.revisions.exists():
        row.delete()
        return None
    told = {"base_revision": base_revision, "save_id": None, "by": by, "received_at": received_at}
    return save(locked, name, "", value="", **told)


@transaction.atomic
def begun(evaluation: Evaluation, *, by: User) -> Observation:
    """The letter, begun if it was not: files are joined to it.

    :raises PermissionDenied: if they do not prepare the observations, or no longer.
    """
    return letter_in_preparation(_prepared(evaluation, by))


def where_quoted(reading: ReportReading, quote: str) -> str:
    """The code of the first text of the report in which that passage stands, or nothing."""
    for section in reading.sections:
        texts_of = [(section.code, section.text), *((c.code, c.text) for c in section.criteria)]
        texts_of += [(b.code, b.opening + b.closing + " ".join(f.text for f in b.findings)) for b in section.blocks]
        for code, text in texts_of:
            if quote in one_line(richtext.to_plain(text)):
                return code
    return ""


def name_of(item: ObservationItem) -> str:
    """In addresses. Of several answers to one finding, only the first has its name."""
    return f"{_WORDS[ItemTarget(item.target)]}-{item.finding.number}" if item.finding else item.public_id


# -- the boxes


def _of_findings(reading: ReportReading, items: Sequence[ObservationItem]) -> Iterator[Group]:
    """In the order of the report; after them, what was begun about a finding of a version before, which this one does
    not have: it would be filed too."""
    for kind in _kinds(reading):
        target = ItemTarget(kind)
        label = next(block.label for block in reading.blocks if block.findings_kind == kind)
        boxes: list[Box] = []
        found = reading.findings(FindingKind(kind))
        for finding in found:
            answers = [i for i in items if i.target == target and i.finding and i.finding.number == finding.number]
            for item in answers or [None]:
                is_first = item is None or item is answers[0]
                name = f"{_WORDS[target]}-{finding.number}" if is_first else item.public_id
                boxes.append(Box(name, target, finding.number, finding.text, item=item))
        known = {finding.number for finding in found}
        gone = [i for i in items if i.target == target and i.finding and i.finding.number not in known]
        boxes += [Box(i.public_id, target, i.finding.number, i.quote, item=i) for i in gone]
        if boxes:
            yield Group(target, label, tuple(boxes))


def _added(target: ItemTarget, items: Sequence[ObservationItem], labels: dict[str, str]) -> Group:
    label = _("Passages du rapport") if target == ItemTarget.REPORT else _("Observations libres")
    boxes = (
        Box(i.public_id, target, quote=i.quote, about=labels.get(i.about, ""), item=i)
        for i in items
        if i.target == target
    )
    return Group(target, label, tuple(boxes))


def _kinds(reading: ReportReading) -> list[str]:
    """The kinds of findings, in the order in which the framework prints them."""
    return list(dict.fromkeys(block.findings_kind for block in reading.blocks if block.findings_kind))


# -- the rows


def _row(letter: Observation | None, name: str) -> Observation | ObservationItem | None:
    if letter is None or name == LETTER:
        return letter
    items = letter.items.select_related("finding")
    if named := _NAME.fullmatch(name):
        answers = items.filter(target=_NAMES[named[1]], finding__number=int(named[2]))
        return answers.order_by("position").first()
    return items.filter(public_id=name).first()


def _given_of_filed(evaluation: Evaluation, name: str, by: User, save_id: UUID | None) -> Saved | None:
    """The answer to a sending that came before the letter was filed, and is repeated after."""
    if save_id is None:
        return None
    for letter in filed_letters(evaluation)[:1]:
        row = _row(letter, name)
        return answer_given(row, by, save_id) if row else None
    return None


def _made(evaluation: Evaluation, name: str) -> Observation | ObservationItem:
    if name == LETTER:
        return letter_in_preparation(evaluation)
    named = _NAME.fullmatch(name)
    if named is None:
        raise ObjectDoesNotExist
    target, number = _NAMES[named[1]], int(named[2])
    reading = _reading(evaluation)
    finding = next((f for f in reading.findings(FindingKind(target.value)) if f.number == number), None)
    if finding is None:
        raise ObjectDoesNotExist
    row = evaluation.findings.kept().get(kind=target.value, number=number)
    return _append(letter_in_preparation(evaluation), reading, target=target, finding=row, quote=finding.text)


def _append(letter: Observation, reading: ReportReading, **facts) -> ObservationItem:
    last = letter.items.aggregate(last=Max("position"))["last"] or 0
    item = letter.items.create(position=last + 1, **facts)
    _renumber(letter, reading)
    item.refresh_from_db(fields=["position"])
    return item


def _renumber(letter: Observation, reading: ReportReading) -> None:
    """1, 2, 3… in the order of the report, then passages, then free observations; by two statements at most.

    The databases compare ranks row by row within a statement: all move out of the way first.
    """
    kinds = [*_kinds(reading), *(target.value for target in ADDED)]
    ranks = {kind: rank for rank, kind in enumerate(kinds)}
    rows = list(letter.items.select_related("finding"))

    def place(item: ObservationItem) -> tuple[int, int, int]:
        return ranks.get(item.target, len(ranks)), item.finding.number if item.finding else 0, item.position

    order = sorted(rows, key=place)
    if [item.position for item in order] == list(range(1, len(rows) + 1)):
        return
    beyond = max(item.position for item in rows)
    letter.items.update(position=F("position") + max(beyond, len(rows)))
    letter.items.update(position=Case(*(When(pk=one.pk, then=Value(n)) for n, one in enumerate(order, start=1))))


def _reading(evaluation: Evaluation) -> ReportReading:
    report = report_sent(evaluation)
    if report is None:
        raise ObjectDoesNotExist
    return report.reading


def _prepared(evaluation: Evaluation, by: User) -> Evaluation:
    """The evaluation held, for somebody who prepares the observations.

    :raises PermissionDenied: for anybody else, and at any other time.
    """
    locked = held(evaluation)
    allow(prepares_observations(standing_of(by, locked), locked), str(NOT_NOW))
    return locked
