"""What a file of programmes gave: descriptions, what is wrong with it, what found no place."""

from dataclasses import dataclass

from programmes.description import ProgrammeDescription

Keys = tuple[str, ...]  # where a value stands in a document


@dataclass(frozen=True, slots=True)
class BadCell:
    """Something that must be corrected. ``line`` counts from 1 in the file; ``column`` as its reader names it: the
    letter or the heading of a spreadsheet, the element of an XML file, the key of a YAML file."""

    line: int | None
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that a reader should know and that hinders nothing. ``code`` names the rule, for programs."""

    line: int | None
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A line of the source that fits nowhere, kept as it is."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ToldInstitution:
    """The institution that a text names at its top; ``is_certain``: its line says that and nothing else."""

    line: int | None
    text: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class ReadProgramme:
    """One description, the line of the file where it begins, and what was noted of it. ``silent``: what the file has no
    column and no sheet for. ``told``: the institutions that a text names, whichever was given beside it."""

    content: ProgrammeDescription
    line: int | None = None
    noted: tuple[Noted, ...] = ()
    silent: frozenset[Keys] = frozenset()
    told: tuple[ToldInstitution, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """``coverage``: the share of the non-blank characters of the source that were placed, from 0 to 1; ``is_prose``:
    the source is a text for readers, of which lines may find no place."""

    programmes: tuple[ReadProgramme, ...]
    coverage: float = 1.0
    unplaced: tuple[Unplaced, ...] = ()
    is_prose: bool = False


class BadFile(ValueError):
    """Nothing was written; ``cells`` says why, place by place."""

    def __init__(self, cells: list[BadCell]) -> None:
        self.cells = cells
        super().__init__("\n".join(cell.sentence for cell in cells))


class Unsaid(BadFile):
    """A text that lacks what a person can give beside it; ``names``: title, year, institution."""

    def __init__(self, names: tuple[str, ...], sentence: str) -> None:
        self.names = names
        super().__init__([BadCell(None, "", sentence)])


def bad_file(sentence: str) -> BadFile:
    """Of a file that cannot be read at all."""
    return BadFile([BadCell(None, "", sentence)])
