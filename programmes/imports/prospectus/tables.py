"""The course tables of a prospectus, wherever they stand: groups, their courses, the legends between them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from evalprog.text import folded
from programmes.description.coherence import MOST_COURSES
from programmes.enums import GroupKind, Requirement
from programmes.imports.parsed import bad_file
from programmes.imports.prospectus.courses import Columns, Row, columns_of, row_of
from programmes.imports.prospectus.lines import Account, Line
from programmes.imports.prospectus.markup import is_rule, plain, strong
from programmes.imports.prospectus.sections import heading_of, in_small_letters
from programmes.imports.prospectus.symbols import Legend, legend_line

_CREDITS = re.compile(
    r"\s*(?:\[(\d{1,3}(?:[.,]\d{1,2})?)\]|[(\[](\d{1,3}(?:[.,]\d{1,2})?)\s?(?:crédits?|ECTS)[)\]])\s*:?$"
)
_PERHAPS = re.compile(r"[#*_<○●⌘❖]|\bo\s|[\])]\s*:?\s*$|^[^a-zà-ÿ]+$")
_SIGN = re.compile(r"([○●o⌘❖])\s+(?=\w)")
_SEPARATOR = re.compile(r"[\s|:-]{3,400}")
_CODED = re.compile(r"[A-Z]{2,8}\d{2,5}")
_KINDS = (
    ("tronc commun", GroupKind.CORE),
    ("finalite", GroupKind.SPECIALISATION),
    ("option", GroupKind.OPTION),
    ("mineure", GroupKind.OPTION),
    ("enseignements supplementaires", GroupKind.SUPPLEMENTARY),
    ("module complementaire", GroupKind.SUPPLEMENTARY),
    ("annee preparatoire", GroupKind.SUPPLEMENTARY),
    ("bloc", GroupKind.PERIOD),
    ("semestre", GroupKind.PERIOD),
    ("quadrimestre", GroupKind.PERIOD),
    ("annee", GroupKind.PERIOD),
    ("premiere annee", GroupKind.PERIOD),
    ("deuxieme annee", GroupKind.PERIOD),
    ("unite d enseignement", GroupKind.UNIT),
    ("majeure", GroupKind.OTHER),
    ("cours obligatoires", GroupKind.OTHER),
    ("cours au choix", GroupKind.OTHER),
    ("contenu", GroupKind.OTHER),
)
_BOILERPLATE = ("cliquez sur l intitule du cours",)
_DEEPEST = 5
_LONGEST_NOTE = 20_000
_STRONG, _WITH_SIGN = 7, 8  # levels below those of headings


@dataclass(slots=True)
class Group:
    """A group in the making. ``line``: of its title; of courses without one, nothing."""

    title: str
    level: int
    line: Line | None = None
    kind: GroupKind = GroupKind.OTHER
    requirement: Requirement | None = None
    credits: Decimal | None = None
    note: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    groups: list["Group"] = field(default_factory=list)


@dataclass(slots=True)
class Tables:
    """``groups``: at the top, those without any course included; ``taken``: the numbers of their lines."""

    groups: list[Group] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)


def tables_of(lines: Iterable[Line], legend: Legend, account: Account) -> Tables:
    walk = _Walk(legend, account)
    for line in lines:
        if not line.is_blank:
            walk.read(line)
    walk.close()
    return walk.tables


class _Walk:
    """From line to line. A title is one only once a course, or another title, comes below it."""

    def __init__(self, legend: Legend, account: Account) -> None:
        self.legend, self.account = legend, account
        self.tables = Tables()
        self._columns, self._heading_at = Columns(), -10
        self._open: list[Group] = []
        self._waiting: list[Group] = []
        self._courses = 0

    def read(self, line: Line) -> None:
        if self._is_of_table(line):
            self._take(line)
            return
        row = row_of(line, self.legend, self._columns, self.account)
        if row:
            self._add(row)
            return
        group = _group_of(line)
        if group:
            self._waiting.append(group)
            return
        heading = heading_of(line)
        if heading and heading.kind:
            self.close()
        elif self._waiting and len(line.text) <= _LONGEST_NOTE and not is_rule(line.text):
            self._waiting[-1].note.append(line)

    def close(self) -> None:
        """A new section, or the end: of titles without courses, those that announce credits are groups all the same."""
        for group in self._waiting:
            if group.credits is not None:
                group.note = []
                self._begin(group)
        self._waiting, self._open, self._columns = [], [], Columns()

    def _is_of_table(self, line: Line) -> bool:
        """A legend, a heading of columns, a sentence that comes with every table."""
        if legend_line(line) or ("liquez" in line.text and folded(line.text[:200]).startswith(_BOILERPLATE)):
            return True
        near = line.number - self._heading_at <= 3
        if "|" in line.text and _SEPARATOR.fullmatch(line.text):
            return near
        columns = columns_of(line)
        if columns is None or not (near or self._says_enough(line)):
            return False
        columns.fields = columns.fields or (self._columns.fields if near else {})
        self._columns, self._heading_at = columns, line.number
        return True

    def _says_enough(self, line: Line) -> bool:
        """A figure alone may be anything: that of a page."""
        return re.search(r"[^\W\d]", line.text) is not None or "\t" in line.text.strip()

    def _take(self, *lines: Line | None) -> None:
        for line in lines:
            if line is not None:
                self.account.place(line)
                self.tables.taken.add(line.number)

    def _add(self, row: Row) -> None:
        """:raises BadFile: for more courses than a programme has."""
        self._courses += 1
        if self._courses > MOST_COURSES:
            sentence = _("Ce texte a plus de %(most)d cours : donnez la page d’une seule formation.")
            raise bad_file(sentence % {"most": MOST_COURSES})
        for group in self._waiting:
            self._begin(group)
        self._waiting = []
        if not self._open:
            self._begin(Group("", 0))
        self._open[-1].rows.append(row)
        self._take(row.line)

    def _begin(self, group: Group) -> None:
        while self._open and (self._open[-1].level >= group.level or len(self._open) >= _DEEPEST):
            self._open.pop()
        if self._open and not self._open[-1].title:
            self._open = []  # courses without a title hold no groups
        (self._open[-1].groups if self._open else self.tables.groups).append(group)
        self._open.append(group)
        self._take(group.line, *group.note)


def _group_of(line: Line) -> Group | None:
    """A title, perhaps: what it says of credits, or one of the words that such titles begin with, betrays it."""
    if len(line.text) > 300 or "\t" in line.text.strip() or not _PERHAPS.search(line.text):
        return None
    heading, bold = heading_of(line), strong(line.text)
    words = heading.title if heading else bold or plain(line.text)
    sign = _SIGN.match(words)
    title = words[sign.end() :] if sign else words
    credits = _CREDITS.search(title)
    kind = _kind_of(title)
    if heading and heading.kind and credits is None and kind is None:
        return None
    if not _is_title(bool(heading or bold), bool(credits), bool(kind), sign) or _CODED.match(title):
        return None
    level = heading.level if heading and not bold else _STRONG
    return Group(
        title=in_small_letters((title[: credits.start()] if credits else title).rstrip(" :") or title),
        level=_WITH_SIGN if sign else level,
        line=line,
        kind=kind or GroupKind.OTHER,
        requirement=_requirement(sign[1] if sign else ""),
        credits=Decimal((credits[1] or credits[2]).replace(",", ".")) if credits else None,
    )


def _is_title(marked: bool, credits: bool, kind: bool, sign: re.Match[str] | None) -> bool:
    """``marked``: a heading, or bold. What is written like prose needs two signs that it is none."""
    if marked:
        return credits or kind or sign is not None
    return (sign is not None and (sign[1] != "o" or credits or kind)) or (credits and kind)


def _kind_of(title: str) -> GroupKind | None:
    words = folded(title)
    return next((kind for beginning, kind in _KINDS if words.startswith(beginning)), None)


def _requirement(sign: str) -> Requirement | None:
    if not sign:
        return None
    return Requirement.OPTIONAL if sign in "⌘❖" else Requirement.OBLIGATORY


def rows_of(groups: Iterable[Group]) -> Iterator[Row]:
    for group in groups:
        yield from group.rows
        yield from rows_of(group.groups)
