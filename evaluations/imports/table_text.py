"""Tables in plain text: rows of cells parted by tabs or bars, made canonical HTML tables."""

import html
import re

from django.utils.translation import gettext as _

from evalprog.numbers import read_cell
from evalprog.richtext import clean
from evaluations.imports.refusal import ImportRefused
from evaluations.imports.sources import Line

MAX_ROWS = 1_000
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)*\|?")
_CHILD = re.compile(r"\s*[-–]\s*(?=\S)")
_CAPTION = re.compile(r"(?:tableau|table|tab\.)\s(?!.*\.$).{1,150}", re.IGNORECASE)


def is_row(text: str) -> bool:
    """A line with a tab between two cells, or one that begins and ends with a bar."""
    return "\t" in text.rstrip() or (text.strip()[:1] == "|" and text.strip()[-1:] == "|" and len(text.strip()) > 2)


def is_caption(text: str) -> bool:
    """« Tableau … » on a line of its own, which is no sentence."""
    return _CAPTION.fullmatch(text.strip()) is not None


def table_html(lines: list[Line]) -> str:
    """The rows as a table: the first is its head if it names columns, a label in « - » is a part of the row above.

    :raises ImportRefused: if there are more rows than any report has.
    """
    _refuse_endless(lines, len(lines))
    rows = _squared([_cells(line.text) for line in lines if not _RULE.fullmatch(line.text.strip())])
    has_rule = len(rows) < len(lines)
    head = rows[:1] if rows and (has_rule or _names_columns(rows)) else []
    body = "".join(_body_row(row) for row in rows[len(head) :])
    columns = "".join(f'<th scope="col">{_text(cell)}</th>' for row in head for cell in row)
    thead = f"<thead><tr>{columns}</tr></thead>" if head else ""
    return f"<table>{thead}<tbody>{body}</tbody></table>"


def from_html(lines: list[Line]) -> str:
    """A table written in HTML, in the house's canonical form.

    :raises ImportRefused: as ``table_html``.
    """
    written = " ".join(line.text for line in lines)
    _refuse_endless(lines, written.lower().count("<tr"))
    return clean(written)


def with_caption(table: str, caption: str) -> str:
    return table.replace("<table>", f"<table><caption>{caption}</caption>", 1)


def has_caption(table: str) -> bool:
    return table.startswith("<table><caption>")


def _refuse_endless(lines: list[Line], rows: int) -> None:
    if rows > MAX_ROWS:
        raise ImportRefused(
            _("Le tableau de la ligne %(line)s a plus de %(count)s lignes ; retirez-le du rapport.")
            % {"line": lines[0].number, "count": f"{MAX_ROWS // 1000} {MAX_ROWS % 1000:03}"}
        )


def _cells(text: str) -> list[str]:
    if "\t" in text:
        return [cell.strip() for cell in text.split("\t")]
    return [cell.strip() for cell in text.strip().strip("|").split("|")]


def _squared(rows: list[list[str]]) -> list[list[str]]:
    """Rows of one length. A first row that alone lacks one cell lacks the first: nothing stands above the labels."""
    width = max((n for row in rows for n, cell in enumerate(row, 1) if cell), default=0)
    if rows and len(rows[0]) == width - 1 and all(len(row) >= width for row in rows[1:]):
        rows = [["", *rows[0]], *rows[1:]]
    return [[*row, *[""] * width][:width] for row in rows]


def _names_columns(rows: list[list[str]]) -> bool:
    """The first row is a head: nothing above the labels, or words above figures."""
    first, *others = rows
    if not others:
        return False
    if not first[0]:
        return True
    figures = [cell for row in others for cell in row[1:] if not isinstance(read_cell(cell), str)]
    return bool(figures) and all(isinstance(read_cell(cell), str) for cell in first[1:])


def _body_row(row: list[str]) -> str:
    label, *cells = row
    child = _CHILD.match(label)
    level = ' data-level="1"' if child else ""
    name = label[child.end() :] if child else label
    return f'<tr><th scope="row"{level}>{_text(name)}</th>{"".join(f"<td>{_text(c)}</td>" for c in cells)}</tr>'


def _text(cell: str) -> str:
    return html.escape(cell, quote=False)
