"""Frameworks (référentiels) as data: the form of a report, read from a document and checked whole.

parse(document) -> FrameworkDefinition        raises DocumentInvalid, with every problem and its path
problems_of(document) -> list[Problem]        the same problems as a list, empty for a framework that may be published
as_document(definition) -> dict               parse(as_document(definition)) == definition
"""

from evaluations.definition.documents import as_document, parse, problems_of
from evaluations.definition.parts import (
    Block,
    Choice,
    CommitteeLabels,
    Cover,
    Criterion,
    DossierForm,
    DossierIndicator,
    DossierPiece,
    DossierSection,
    FigureDefinition,
    FrameworkDefinition,
    HeadLine,
    Passage,
    PiecePlace,
    Scale,
    ScaleValue,
    Section,
    SignatureBlock,
    WritableText,
)

__all__ = [
    "Block",
    "Choice",
    "CommitteeLabels",
    "Cover",
    "Criterion",
    "DossierForm",
    "DossierIndicator",
    "DossierPiece",
    "DossierSection",
    "FigureDefinition",
    "FrameworkDefinition",
    "HeadLine",
    "Passage",
    "PiecePlace",
    "Scale",
    "ScaleValue",
    "Section",
    "SignatureBlock",
    "WritableText",
    "as_document",
    "parse",
    "problems_of",
]
