"""The report as a careful reader has it before them: plain passages, findings, the tables of the dossier."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from evalprog import richtext
from evalprog.text import sentences
from evaluations.enums import DossierKind, FindingKind
from evaluations.models import Evaluation
from evaluations.tables import DataTable, read_tables


class Source(Enum):
    TEXT = "text"
    FINDING = "finding"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands. ``code``: of the text; the public id of a finding or of a piece of the dossier."""

    source: Source
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A text, plain, a line per block. ``wanted``: whether the framework asks for it."""

    place: Place
    text: str
    wanted: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(s for line in self.text.split("\n") for s in sentences(line))


@dataclass(frozen=True, slots=True)
class FindingPassage:
    place: Place
    kind: FindingKind
    text: str
    criteria: tuple[str, ...]
    answers: bool  # a recommendation that answers a weakness


@dataclass(frozen=True, slots=True)
class TablePassage:
    place: Place
    table: DataTable


@dataclass(frozen=True, slots=True)
class Manuscript:
    """``known``: acronyms that the head of the report explains: those of institutions and of the framework."""

    passages: tuple[Passage, ...]
    findings: tuple[FindingPassage, ...]
    tables: tuple[TablePassage, ...]
    known: str = ""

    def passage(self, code: str) -> Passage | None:
        return next((p for p in self.passages if p.place.code == code), None)

    def all_sentences(self) -> Iterator[tuple[Place, str]]:
        for passage in self.passages:
            for sentence in passage.sentences:
                yield passage.place, sentence
        for finding in self.findings:
            yield finding.place, finding.text


def manuscript_of(evaluation: Evaluation, *, with_dossier: bool = True) -> Manuscript:
    """The text as it stands. Four queries, whatever its length. ``with_dossier``: whether the reader may open it."""
    programme, definition = evaluation.programme, evaluation.framework.definition
    written = {a.code: a.text for a in evaluation.assessments.all()}
    texts = definition.texts_for(programme.kind)
    passages = tuple(
        Passage(
            Place(Source.TEXT, text.code, text.label),
            richtext.to_plain(written.get(text.code, "")),
            wanted=text.mandatory or text.kind == "criterion",
        )
        for text in texts
    )
    findings = tuple(
        FindingPassage(
            Place(Source.FINDING, f.public_id, f"{FindingKind(f.kind).label} {f.number}"),
            FindingKind(f.kind),
            f.text,
            tuple(f.criteria),
            bool(f.addresses.all()),
        )
        for f in evaluation.findings.kept().prefetch_related("addresses").order_by("kind", "number")
    )
    pieces = evaluation.dossier.exclude(kind=DossierKind.DOCUMENT).order_by("position") if with_dossier else ()
    in_dossier = tuple(
        TablePassage(Place(Source.DOSSIER, part.public_id, part.title), table)
        for part in pieces
        for table in read_tables(part.text)
    )
    in_texts = tuple(
        TablePassage(Place(Source.TEXT, text.code, text.label), table)
        for text in texts
        for table in read_tables(written.get(text.code, ""))
    )
    known = " ".join((programme.title, programme.institution.full_name, *definition.labels().values()))
    return Manuscript(passages, findings, (*in_dossier, *in_texts), known)
