"""The groups of the tables as parts of a description: what no programme may say is put aside, with a word."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from programmes.description import Course, CourseGroup
from programmes.enums import ExchangeAccess
from programmes.imports.prospectus.courses import Row
from programmes.imports.prospectus.lines import Account, Line
from programmes.imports.prospectus.markup import plain
from programmes.imports.prospectus.tables import Group, rows_of


@dataclass(slots=True)
class Structure:
    """``places``: of every path, the number of its line; ``needs``: prerequisites by code of course, told elsewhere."""

    account: Account
    places: dict[str, int]
    spans: dict[str, list[Line]]
    needs: dict[str, list[str]] = field(default_factory=dict)
    _first: dict[str, tuple[Course, int]] = field(default_factory=dict)

    def groups(self, drafts: Iterable[Group], path: str = "groups") -> tuple[CourseGroup, ...]:
        return tuple(self._group(draft, f"{path}[{index}]") for index, draft in enumerate(drafts))

    def _group(self, draft: Group, path: str) -> CourseGroup:
        rows = self._kept(draft.rows)
        line = draft.line or (rows[0].line if rows else None)
        if line:
            self.places[path] = line.number
        for number, row in enumerate(rows):
            self.places[f"{path}.courses[{number}]"] = row.line.number
        if draft.note:
            self.spans[f"{path}.note"] = draft.note
        if not draft.title and line:
            note = _("Ces %(number)d cours n’ont pas de titre de groupe dans la source.") % {"number": len(rows)}
            self.account.note(line.number, "group-untitled", note)
        return CourseGroup(
            title=draft.title or _("Cours sans titre de groupe"),
            kind=draft.kind,
            requirement=draft.requirement,
            credits=draft.credits,
            note="\n\n".join(plain(line.text) for line in draft.note),
            courses=tuple(self._with_needs(row.course) for row in rows),
            groups=self.groups(draft.groups, f"{path}.groups"),
        )

    def _kept(self, rows: list[Row]) -> list[Row]:
        """Without those that say a code a second time: in the same group, or of another course."""
        kept: list[Row] = []
        here: set[str] = set()
        for row in rows:
            course = row.course
            first, number = self._first.setdefault(course.code, (course, row.line.number))
            same = (first.title, first.credits) == (course.title, course.credits)
            if course.code in here or not same:
                self.account.displace(row.line)
                note = (
                    _("%(course)s figure déjà dans ce groupe, ligne %(line)d : cette seconde ligne n’est pas reprise.")
                    if same
                    else _(
                        "%(course)s a un autre intitulé ou d’autres crédits ligne %(line)d : cette seconde ligne n’est "
                        "pas reprise."
                    )
                )
                words = {"course": course.code, "line": number}
                self.account.note(row.line.number, "course-twice", note % words)
            else:
                here.add(course.code)
                kept.append(row)
        return kept

    def _with_needs(self, course: Course) -> Course:
        needs = tuple(code for code in self.needs.get(course.code, ()) if code != course.code)
        return replace(course, prerequisites=needs, with_prerequisites=course.with_prerequisites or bool(needs))


def note_unclear_exchange(drafts: list[Group], account: Account) -> None:
    """Once, at the first course whose sign may mean one thing or its contrary."""
    unclear = [row for row in rows_of(drafts) if row.course.exchange == ExchangeAccess.UNCLEAR]
    if unclear:
        note = _(
            "Le même signe dit « accessible » et « non accessible » aux étudiants d’échange : à préciser pour "
            "%(number)d cours."
        )
        account.note(unclear[0].line.number, "exchange-unclear", note % {"number": len(unclear)})
