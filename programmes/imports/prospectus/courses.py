"""One line of a course table: a course, whatever of its columns is left."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from evalprog.text import folded
from programmes.description import Course, Hours
from programmes.description.languages import meant
from programmes.enums import HourKind, Term
from programmes.imports.prospectus.lines import Account, Line
from programmes.imports.prospectus.markup import bullet, plain
from programmes.imports.prospectus.symbols import Legend, Signs, with_struck_globes
from programmes.imports.prospectus.teachers import teachers_of

_HEAD = re.compile(
    r"\s*(?P<signs>(?:[^\w\s\[\]|(]|\s|o(?=\s)){0,20}?)(?P<code>[A-Z]{2,8}\d{2,5}[A-Z]{0,2})(?![\w-])(?P<rest>.*)"
)
_CODED = re.compile(r"[A-Z]{2}\d{2}")
_IN_BRACKETS = re.compile(r"\[([^\[\]]{0,60})\]")
_LANGUAGE = re.compile(r"(?<![\w\[])([A-Z]{2})(?![\w\]])")
_INFORMATION = re.compile(r"(?:(?<![\w\[])[A-Z]{2}\s{0,3})?\[")
_WIDE = re.compile(r"\s{2,}")
_LONGEST = 2_000  # characters of a line
_LONGEST_TITLE = 500
_MARK = re.compile(r"[xX✗✕✖☒✓✔×]")
_TERMS = {
    "q1": Term.FIRST,
    "q2": Term.SECOND,
    "q1 q2": Term.BOTH,
    "q1 et q2": Term.BOTH,
    "q1q2": Term.BOTH,
    "q1 ou q2": Term.EITHER,
    "annee": Term.YEAR,
    "an": Term.YEAR,
}
_CREDITS = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s?(?:crédits?|credits?|ects)", re.IGNORECASE)
_HOURS = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?\s?h(?:\s?\+\s?\d{1,4}(?:[.,]\d{1,2})?\s?h)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_BY_CUSTOM = (HourKind.LECTURE, HourKind.PRACTICAL)
_HEADINGS = {
    "code": "code", "sigle": "code", "intitule": "title", "titre": "title", "cours": "title", "title": "title",
    "unite d enseignement": "title", "enseignant": "teachers", "enseignants": "teachers", "professeur": "teachers",
    "professeurs": "teachers", "titulaire": "teachers", "titulaires": "teachers", "teacher": "teachers",
    "langue": "language", "language": "language", "quadrimestre": "term", "semestre": "term", "quadri": "term",
    "volume": "hours", "volume horaire": "hours", "heures": "hours", "hours": "hours", "credits": "credits",
    "ects": "credits", "credits ects": "credits", "echange": "exchange",
}  # fmt: skip


@dataclass(slots=True)
class Columns:
    """What a heading says of the columns: which annual block, and, where it names them, which field.

    ``blocks``: of a cell by its place; where the places were lost, only how many blocks there are.
    """

    blocks: dict[int, int] = field(default_factory=dict)
    fields: dict[int, str] = field(default_factory=dict)
    number_of_blocks: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A course and the line on which it stands."""

    course: Course
    line: Line


def cells_of(text: str) -> list[str]:
    """Parted by tabulations or strokes; where there are none, by wide spaces."""
    if "\t" in text:
        return [cell.strip() for cell in text.split("\t")]
    if text.count("|") >= 2:
        return [cell.strip() for cell in text.strip().removeprefix("|").removesuffix("|").split("|")]
    return [cell for cell in _WIDE.split(text.strip()) if cell]


def columns_of(line: Line) -> Columns | None:
    """Of a heading of columns: « Bloc annuel », « 1 2 », « Code | Intitulé | … »; nothing of any other line."""
    if len(line.text) > 400 or (len(line.text) > 40 and "\t" not in line.text and "|" not in line.text):
        return None
    cells = [plain(cell) for cell in cells_of(line.text)]
    said = [folded(cell) for cell in cells]
    words = [word for word in said if word]
    if not words or any(word not in _HEADINGS and not _is_of_blocks(word) for word in words):
        return None
    numbers = [word for word in " ".join(words).split() if word.isdigit()]
    if numbers and [int(number) for number in numbers] != list(range(1, len(numbers) + 1)):
        return None
    if not any(_is_of_blocks(word) for word in words) and len(words) < 3:
        return None
    return Columns(
        blocks={place: int(word) for place, word in enumerate(said) if word.isdigit() and len(cells) > 2},
        fields={place: _HEADINGS[word] for place, word in enumerate(said) if word in _HEADINGS},
        number_of_blocks=len(numbers),
    )


def _is_of_blocks(word: str) -> bool:
    return word in {"bloc", "annuel", "bloc annuel", "blocs annuels"} or re.fullmatch(r"\d( \d){0,5}", word) is not None


def row_of(line: Line, legend: Legend, columns: Columns, account: Account) -> Row | None:
    """The course of a line; nothing where the line is none. What it does not say stays unsaid, and is noted."""
    if len(line.text) > _LONGEST or not _CODED.search(line.text):
        return None
    text = with_struck_globes(line.text)
    item = bullet(text) if text.lstrip()[:1] in "-*•" else None
    before, cells = _joined(cells_of(text if item is None else item))
    head = _HEAD.match(plain(cells[0])) if cells else None
    if head is None or not _is_row(head, text, cells[1:]):
        return None
    reading = _Reading(line, legend, columns, account, head["code"])
    said = [head["rest"].strip(), *(plain(cell) for cell in cells[1:])]
    course = reading.course(head["signs"], [""] * before + said)
    return Row(course, line) if len(course.title) <= _LONGEST_TITLE else None


def _joined(cells: list[str]) -> tuple[int, list[str]]:
    """Signs that stand in a cell before the code, put before it; how many such cells there were."""
    before = 0
    while before < 4 and len(cells) > 1 and not re.search(r"[^\Wo]", cells[0]):
        cells = [f"{cells[0]} {cells[1]}".strip(), *cells[2:]]
        before += 1
    return before, cells


def _is_row(head: re.Match[str], text: str, others: list[str]) -> bool:
    return bool(head["signs"].strip()) or bool(others) or bool(_IN_BRACKETS.search(plain(text)))


@dataclass(slots=True)
class _Reading:
    """The cells of one line, from the left to the right; what has no place is lost with a word."""

    line: Line
    legend: Legend
    columns: Columns
    account: Account
    code: str

    def course(self, signs: str, cells: list[str]) -> Course:
        """``cells``: what comes after the code, the first of them in the same cell as it."""
        if len(cells) == 1:
            cells = self._parted(cells[0])
        if not _holds_information(cells) and "credits" in self.columns.fields.values():
            cells = self._by_heading(cells)
        place = next((at for at, cell in enumerate(cells) if _INFORMATION.search(cell)), None)
        before = cells if place is None else cells[:place]
        after = [] if place is None else cells[place + 1 :]
        words = [cell for cell in before if cell]
        course = Course(code=self.code, title=words[0] if words else self.code)
        course = self._with_teachers(course, words[1:])
        if place is None:
            return self._with_signs(replace(course, cut_off=True), signs)
        course, more = self._with_information(course, cells[place])
        after, others = self._own_signs(after)
        return self._with_signs(self._with_blocks(course, after), signs + more + others)

    def _parted(self, cell: str) -> list[str]:
        """A line whose columns are gone: what comes before the brackets cannot be told apart."""
        found = _INFORMATION.search(cell)
        if found is None:
            return [cell]
        note = _("%(course)s : les colonnes sont perdues, l’intitulé contient peut-être les enseignants.")
        self.account.note(self.line.number, "columns-lost", note % {"course": self.code})
        end = max(bracket.end() for bracket in _IN_BRACKETS.finditer(cell)) if _IN_BRACKETS.search(cell) else len(cell)
        rest = cell[end:].strip()
        marks = _MARK.search(rest)
        cut = end if marks is None else end + cell[end:].index(marks[0])
        return [cell[: found.start()].strip(), cell[found.start() : cut].strip(), cell[cut:].strip()]

    def _by_heading(self, cells: list[str]) -> list[str]:
        """A table whose heading names its columns says the same without brackets: the brackets are put back.

        The code stands in a cell of its own, so that cell ``n`` of the table is cell ``n`` here.
        """
        said: dict[str, str] = {}
        for place, name in self.columns.fields.items():
            if place < len(cells) and cells[place]:
                said[name] = _language(cells[place]) if name == "language" else cells[place]
        brackets = {"term": "[{}]", "hours": "[{}h]", "credits": "[{} crédits]", "language": "{}", "exchange": "{}"}
        parts = [
            brackets[name].format(value if name in ("language", "exchange") else _without_unit(value))
            for name in ("language", "term", "hours", "credits", "exchange")
            if (value := said.get(name))
        ]
        last = max(self.columns.fields)
        named = [said.get("title", ""), said.get("teachers", ""), " ".join(parts)]
        return [*named, *cells[last + 1 :]]

    def _with_teachers(self, course: Course, cells: list[str]) -> Course:
        teachers, guessed = teachers_of(", ".join(cells))
        if guessed:
            note = _("%(course)s : enseignants séparés d’après leur nombre de mots : %(names)s.")
            names = " ; ".join(teacher.name for teacher in teachers)
            self.account.note(self.line.number, "teachers-split", note % {"course": self.code, "names": names})
        return replace(course, teachers=teachers)

    def _with_information(self, course: Course, cell: str) -> tuple[Course, str]:
        """« FR [q2] [30h] [5 Crédits] 🌐 »: the course, and the signs that stand beside."""
        changes: dict[str, object] = {}
        for found in _IN_BRACKETS.finditer(cell):
            said = self._said(found[1].strip())
            if said is None:
                self.account.lose(self.line, found[0])
            changes.update(said or {})
        rest = _IN_BRACKETS.sub(" ", cell)
        if "[" in rest:  # opened, never closed
            self.account.lose(self.line, rest[rest.index("[") :])
            rest, changes["cut_off"] = rest[: rest.index("[")], True
        language = _LANGUAGE.search(rest)
        if language:
            changes["language"] = language[1].lower()
            rest = rest.replace(language[1], " ", 1)
        words = re.sub(r"[^\w]+", " ", rest).strip()
        if words:
            self.account.lose(self.line, words)
        return replace(course, **changes), re.sub(r"[\w]", "", rest)  # type: ignore[arg-type]

    def _said(self, token: str) -> dict[str, object] | None:
        """What one pair of brackets says of the course."""
        if not token:
            return {}
        if folded(token) in _TERMS:
            return {"term": _TERMS[folded(token)]}
        if credits := _CREDITS.fullmatch(token):
            return {"credits": _decimal(credits[1])}
        if _HOURS.fullmatch(token):
            return {"hours": self._hours(token)}
        return {"language": token.lower()} if re.fullmatch(r"[A-Za-z]{2}", token) else None

    def _hours(self, token: str) -> tuple[Hours, ...]:
        amounts = [_decimal(amount) for amount in _NUMBER.findall(token)]
        if len(amounts) == 1:
            return (Hours(HourKind.TOTAL, amounts[0]),)
        note = _("%(course)s : « %(hours)s » lu comme cours magistral puis travaux pratiques.")
        self.account.note(self.line.number, "hours-guessed", note % {"course": self.code, "hours": token})
        return tuple(Hours(kind, amount) for kind, amount in zip(_BY_CUSTOM, amounts, strict=True) if amount)

    def _own_signs(self, cells: list[str]) -> tuple[list[str], str]:
        """A column of signs between the information and the blocks."""
        known = self.legend.characters - {"o"}
        if cells and cells[0] and set(cells[0].replace(" ", "")) <= known:
            return cells[1:], cells[0]
        return cells, ""

    def _with_blocks(self, course: Course, cells: list[str]) -> Course:
        """The annual blocks: by the place of the marks, as long as no column was lost."""
        marked = [at for at, cell in enumerate(cells) if _MARK.fullmatch(cell)]
        for cell in cells:
            if cell and not _MARK.fullmatch(cell):
                self.account.lose(self.line, cell)
        blocks = max(self.columns.number_of_blocks, len(self.columns.blocks))
        whole = len(cells) == blocks if blocks else len(cells) > 1
        blocks_read = replace(course, blocks=tuple(at + 1 for at in marked))
        if whole or (blocks == 1 and len(marked) == 1):
            return blocks_read
        if marked and len(cells) < blocks:
            # Empty cells at the end of a line are what programs leave out; those before a mark are not.
            note = _(
                "%(course)s : la ligne n’a pas toutes ses colonnes de blocs annuels ; la marque « X » est lue comme "
                "bloc %(block)d, vérifiez-le."
            )
            self.account.note(self.line.number, "block-guessed", note % {"course": self.code, "block": marked[0] + 1})
            return blocks_read
        for at in marked:
            self.account.lose(self.line, cells[at])
        if marked:
            note = _("%(course)s : une colonne est perdue, la marque « X » ne dit plus de quel bloc annuel elle est.")
            self.account.note(self.line.number, "block-lost", note % {"course": self.code})
        return course

    def _with_signs(self, course: Course, signs: str) -> Course:
        said: Signs = self.legend.read(signs)
        if said.unknown:
            self.account.lose(self.line, said.unknown)
            note = _("%(course)s : le signe « %(signs)s » n’est pas dans la légende.")
            words = {"course": self.code, "signs": said.unknown}
            self.account.note(self.line.number, "unknown-sign", note % words)
        return replace(
            course,
            requirement=said.requirement,
            organisation=said.organisation,
            exchange=said.exchange,
            with_prerequisites=said.with_prerequisites,
        )


def _holds_information(cells: list[str]) -> bool:
    return any(_INFORMATION.search(cell) for cell in cells)


def _language(value: str) -> str:
    """« Français » as the code that stands in brackets elsewhere; what is none stays as it is."""
    code = meant(value)
    return code.upper() if len(code) == 2 else value


def _without_unit(value: str) -> str:
    return re.sub(r"\s*(?:h|heures?|crédits?|ects)\.?$", "", value, flags=re.IGNORECASE)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", "."))
