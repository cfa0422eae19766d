"""From the facts of a dossier to its frozen reading, and which frozen reading everybody has before their eyes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import QuerySet

from evaluations.dossier_content import (
    DepositedDescription,
    DepositedPiece,
    DepositedTable,
    DossierReading,
    PointedPlace,
    WrittenSection,
)
from evaluations.dossier_facts import Facts, descriptions_of, facts_of
from evaluations.models import DossierPart, DossierSnapshot, Evaluation
from programmes.indicators import as_document, references
from programmes.models import DescriptionRevision


def read(
    evaluation: Evaluation, facts: Facts | None = None, described: Iterable[DescriptionRevision] | None = None
) -> DossierReading:
    """The dossier as its institution has it now: references become values, files are named by their hashes.

    ``facts``: those that were judged already, so that what is frozen is what was judged. ``described``: the last
    writings of its programme, where they were read with those of others.
    """
    facts = facts or facts_of(evaluation)
    if described is None:
        described = descriptions_of(evaluation) if facts.form else ()
    sections = facts.form.sections if facts.form else ()
    return replace(
        came_by_post(evaluation),
        sections=tuple(
            WrittenSection(section.code, section.label, references.resolve(facts.text(section.code), facts.tables).html)
            for section in sections
        ),
        tables=tuple(_tables(facts)),
        descriptions=tuple(
            DepositedDescription(row.description.year, row.revision, row.sha256, row.document) for row in described
        ),
        pieces=tuple(_piece(piece, facts) for piece in facts.pieces),
    )


def came_by_post(evaluation: Evaluation) -> DossierReading:
    """A dossier of which nothing was deposited here: what the institution keeps for itself stays its own."""
    framework = evaluation.framework
    return DossierReading(
        institution=evaluation.programme.institution.name,
        programme=evaluation.programme.title,
        framework=framework.code,
        framework_version=framework.version,
        sections=(),
        tables=(),
        descriptions=(),
        pieces=(),
    )


def last_deposit(evaluation: Evaluation) -> DossierSnapshot | None:
    """The version that everybody but the institution reads; none where it was deposited before versions were kept."""
    return deposits(evaluation).first()


def last_number(evaluation: Evaluation) -> int:
    """Of the last version; 0 before the first."""
    return deposits(evaluation).values_list("number", flat=True).first() or 0


def deposits(evaluation: Evaluation) -> QuerySet[DossierSnapshot]:
    """The last first."""
    return evaluation.dossier_snapshots.order_by("-number")


def as_deposited(evaluation: Evaluation) -> DossierReading | None:
    """The frozen dossier that everybody reads now."""
    snapshot = last_deposit(evaluation)
    return snapshot.reading if snapshot else None


def part_as_deposited(part: DossierPart, piece: DepositedPiece) -> DossierPart:
    """The part in the words and with the file that it had then, for reading: it is never saved."""
    frozen = DossierPart(
        pk=part.pk,
        public_id=part.public_id,
        evaluation_id=part.evaluation_id,
        expected=piece.expected,
        kind=piece.kind,
        position=piece.position,
        title=piece.title,
        text=piece.text,
        file_name=piece.file_name,
        sha256=piece.sha256,
        size=piece.size,
        pages=piece.pages,
        version=piece.version,
        places={place.code: place.page for place in piece.places if place.page},
        added_at=part.added_at,
    )
    return frozen


def parts_as_deposited(evaluation: Evaluation) -> list[DossierPart]:
    """The parts that the others read, in their order: as they were deposited, whatever was done with them since."""
    reading = as_deposited(evaluation)
    return parts_of(evaluation, reading) if reading else list(evaluation.dossier.all())


def parts_of(evaluation: Evaluation, reading: DossierReading) -> list[DossierPart]:
    """The parts of one version; those that were taken away since a dossier was given back are read on its page."""
    standing = {part.public_id: part for part in evaluation.dossier.all()}
    return [part_as_deposited(standing[piece.id], piece) for piece in reading.pieces if piece.id in standing]


def _tables(facts: Facts) -> Iterator[DepositedTable]:
    sections = {expected.kind: expected.section for expected in facts.form.indicators} if facts.form else {}
    for table in facts.tables:
        yield DepositedTable(table.code, table.title, sections.get(table.kind, ""), as_document(table))


def _piece(piece: DossierPart, facts: Facts) -> DepositedPiece:
    form = facts.form
    expected = next((e for e in form.pieces if e.code == piece.expected), None) if form and piece.expected else None
    places = expected.parts if expected else ()
    return DepositedPiece(
        id=piece.public_id,
        expected=piece.expected,
        position=piece.position,
        kind=piece.kind,
        title=piece.title,
        text=piece.text,
        file_name=piece.file_name,
        sha256=piece.sha256,
        size=piece.size,
        pages=piece.pages,
        version=piece.version,
        places=tuple(PointedPlace(place.code, place.label, piece.places.get(place.code)) for place in places),
    )
