"""The courses of one group as a table that one writes in: forty of them in one go.

A row says which course it was when the page was made (``was``, its code), so that what was typed finds its course
again when somebody has moved, added or removed others meanwhile. Fewer than a thousand fields are sent, whatever the
group holds: a page has sixty courses, and new ones may be pasted in one field as lines of a spreadsheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evalprog.documents.editing import Document
from evalprog.documents.errors import ErrorLine
from evalprog.text import normalise, one_line
from programmes.enums import HourKind
from programmes.forms.course_cells import Cell, Column, columns_of, record
from programmes.forms.pasted_courses import LINES_ID, PastedCourses

A_PAGE, NEW_ROWS, MOST_NEW_ROWS = 60, 5, 20


@dataclass(slots=True)
class Row:
    """``key``: of its fields. ``was``: the code of the course when the page was made, or nothing for a new one."""

    key: str
    was: str
    cells: list[Cell]
    is_gone: bool = False
    path: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(cell.value.strip() for cell in self.cells)

    @property
    def code(self) -> str:
        """As it was typed."""
        return self.cells[0].value.strip()

    @property
    def title(self) -> str:
        return self.was or self.code or _("nouveau cours")

    def cell(self, name: str) -> Cell:
        """Of that column; what has no column is told at the code."""
        return next((cell for cell in self.cells if cell.column.name == name), self.cells[0])


class CourseTable:
    """``data``: what came back, or nothing. ``courses``: those of the group, as they stand."""

    def __init__(self, courses: Sequence[Document], page: int, data: Mapping[str, Any] | None = None) -> None:
        self.all, self.page, self.data = list(courses), page, data
        self.columns = columns_of(self.all, data or ())
        self.standing = {course["code"]: course for course in self.all}
        self.page_count = max(1, -(-len(self.all) // A_PAGE))
        shown = self.all[(page - 1) * A_PAGE : page * A_PAGE]
        self.rows = list(self._typed()) if data is not None else [self._of(n, c) for n, c in enumerate(shown)]
        self.new_rows = self._new()
        self.order = str((data or {}).get("columns", "")) or ",".join(column.name for column in self.columns)
        self.pasted = normalise(str(data.get("lines", ""))) if data is not None else ""
        self.errors: list[ErrorLine] = []  # of no cell
        self.taken: list[str] = []  # what others changed, in few words
        self._read: frozenset[str] | None = None  # codes of the writing read, if another one stands

    # -- rows

    def _of(self, number: int, course: Document) -> Row:
        key, values = f"c{number}", values_of(course)
        cells = [Cell(c, f"{key}-{c.name}", values.get(c.name, "")) for c in self.columns]
        return Row(key, course["code"], cells)

    def _typed(self) -> Iterator[Row]:
        for number in range(A_PAGE):
            if f"c{number}-was" in self.data:
                yield self._row(f"c{number}")

    def _new(self) -> list[Row]:
        keys = [f"n{number}" for number in range(MOST_NEW_ROWS)]
        if self.data is None:
            return [self._row(key) for key in keys[:NEW_ROWS]]
        kept = [key for key in keys if f"{key}-gone" not in self.data]
        sent = [key for key in kept if f"{key}-code" in self.data]
        return [self._row(key) for key in sent or kept[:NEW_ROWS]]

    def _row(self, key: str) -> Row:
        """As it was sent; of a column that the page did not have, what stands."""
        data = self.data or {}
        was = str(data.get(f"{key}-was", ""))
        now = values_of(self.standing[was]) if was in self.standing else {}
        names = {c: f"{key}-{c.name}" for c in self.columns}
        cells = [Cell(c, name, str(data.get(name, now.get(c.name, "")))) for c, name in names.items()]
        return Row(key, was, cells, is_gone=f"{key}-gone" in data)

    # -- what was typed

    def is_valid(self) -> bool:
        """Reads every cell; what is wrong is told in it."""
        self._typed_records = {row.was: record(row.cells) for row in self.rows if not row.is_gone}
        self._gone = {row.was for row in self.rows if row.is_gone}
        self._added = [record(row.cells) for row in self.new_rows if not row.is_blank]
        pasted = PastedCourses(self.pasted, self._as_shown())
        self._added += pasted.records
        self.errors += pasted.errors
        wrong = any(cell.errors for row in (*self.rows, *self.new_rows) for cell in row.cells)
        return not (wrong or self.errors)

    def _as_shown(self) -> list[Column]:
        """In the order of the page: somebody may have added a kind of hours since."""
        known = {column.name: column for column in self.columns}
        return [known[name] for name in dict.fromkeys(self.order.split(",")) if name in known]

    def courses(self) -> list[Document]:
        """Those of the group as they should now be kept: what the table does not show stays."""
        kept = []
        for course in self.all:
            typed = self._typed_records.pop(course["code"], None)
            if typed is not None:
                kept.append(told(course, typed))
            elif course["code"] not in self._gone:
                kept.append(course)
        # Those that somebody removed meanwhile were typed all the same.
        added = (record for record in self._added if not self._stands(record))
        return [*kept, *(told({}, record) for record in (*self._typed_records.values(), *added))]

    def _stands(self, record: Document) -> bool:
        """The same addition was kept since the page was made: it was sent twice."""
        code = record.get("code")
        if self._read is None or code in self._read or code not in self.standing:
            return False
        return values_of(told({}, record)) == values_of(self.standing[code])

    # -- what is wrong

    def tell(self, codes: Sequence[str], sentence: str, name: str) -> None:
        """A problem of these courses: in the cell of the one that was just edited, else of one that the page shows,
        else above."""
        rows = [row for row in reversed([*self.rows, *self.new_rows]) if row.code in codes and not row.is_gone]
        row = next(filter(self._is_edited, rows), rows[0] if rows else None)
        if row is not None:
            row.cell(name).errors.append(sentence)
            return
        pasted = {record.get("code") for record in self._added}
        self.errors.append(ErrorLine(sentence, codes[0], LINES_ID if pasted & set(codes) else ""))

    def _is_edited(self, row: Row) -> bool:
        now = values_of(self.standing[row.was]) if row.was in self.standing else {}
        return any(now.get(cell.column.name, "") != cell.value.strip() for cell in row.cells)

    @property
    def summary(self) -> list[ErrorLine]:
        """What is wrong, to be told above the table, each with its cell."""
        lines = [
            ErrorLine(sentence, f"{row.title}, {cell.column.label}", cell.name)
            for row in (*self.rows, *self.new_rows)
            for cell in row.cells
            for sentence in cell.errors
        ]
        return [*self.errors, *lines]

    # -- what others wrote meanwhile

    def merge(self, read: Sequence[Document], who: str) -> None:
        """Cells that only others changed take what stands; what both changed is told in its cell.

        ``read``: the courses of the group as the page showed them. To be called before ``is_valid``.
        """
        before = {course["code"]: course for course in read}
        self._read = frozenset(before)
        self.rows = [row for row in self.rows if not self._is_settled(row, before.get(row.was), who)]

    def _is_settled(self, row: Row, before: Document | None, who: str) -> bool:
        """The row has nothing more to say: its course has gone, and nobody here had touched it."""
        now, was = self.standing.get(row.was), values_of(before) if before else {}
        if now is None:
            untouched = all(_same(cell.value, was.get(cell.column.name, "")) for cell in row.cells)
            if before and (untouched or row.is_gone):
                self.taken.append(_("%(code)s n’y est plus") % {"code": row.was})
                return True
            if before:
                sentence = _("Retiré entre-temps par %(who)s, ou son code a changé : enregistrez pour le remettre.")
                row.cells[0].errors.append(sentence % {"who": who})
        elif row.is_gone:
            if now != before:
                sentence = _("Changé entre-temps par %(who)s, alors que vous le retirez : relisez-le.")
                row.cells[0].errors.append(sentence % {"who": who})
        else:
            self._merge_cells(row, was if before else None, values_of(now))
        return False

    def _merge_cells(self, row: Row, was: Mapping[str, str] | None, now: Mapping[str, str]) -> None:
        for cell in row.cells:
            old = was.get(cell.column.name, "") if was is not None else None
            stands = now.get(cell.column.name, "")
            if _same(cell.value, stands):
                continue
            if old is not None and _same(cell.value, old):
                words = {"code": row.was, "column": cell.column.short, "old": old or "–", "now": stands or "–"}
                self.taken.append(_("%(code)s, %(column)s : %(old)s → %(now)s") % words)
                cell.value = stands
            elif old != stands:
                cell.now = stands
                cell.errors.append(_("Changé entre-temps."))  # by whom stands above the table


def _same(typed: str, value: str) -> bool:
    return one_line(typed).replace(".", ",") == value.replace(".", ",")


def values_of(course: Document) -> dict[str, str]:
    """What the cells of a course show."""
    values = {"code": course["code"], "title": course["title"], "credits": _number(course.get("credits"))}
    return values | {hours["kind"]: _number(hours.get("hours")) for hours in course.get("hours", ())}


def _number(value: Any) -> str:
    return "" if value is None else str(value).replace(".", ",")


def told(course: Document, typed: Document) -> Document:
    """The course with what was typed in its row; the rest of it stays."""
    kinds = [kind.value for kind in HourKind]
    kept = {key: value for key, value in course.items() if key not in ("credits", "hours")}
    kept |= {key: typed[key] for key in ("code", "title", "credits") if key in typed}
    if hours := [{"kind": kind, "hours": typed[kind]} for kind in kinds if kind in typed]:
        kept["hours"] = hours
    return kept
