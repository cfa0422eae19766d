"""What an institution says of a programme for one academic year, as one document: frozen dataclasses and their file.

parse(document) -> ProgrammeDescription     raises DocumentInvalid with every problem and its path
as_document(description) -> dict            canonical: what says nothing is left out
remarks(description) -> list[Remark]        what does not add up, without being wrong to keep
"""

from programmes.description.documents import as_document, canonical, parse, problems_of, tidied
from programmes.description.parts import (
    AccessRow,
    AccessTable,
    Contact,
    Course,
    CourseGroup,
    Entity,
    FurtherStudy,
    Hours,
    InstitutionName,
    JuryMember,
    Management,
    Narrative,
    Outcome,
    OutcomeSet,
    Partner,
    ProgrammeDescription,
    RncpSheet,
    Teacher,
)
from programmes.description.remarks import Remark, remarks

__all__ = [
    "AccessRow",
    "AccessTable",
    "Contact",
    "Course",
    "CourseGroup",
    "Entity",
    "FurtherStudy",
    "Hours",
    "InstitutionName",
    "JuryMember",
    "Management",
    "Narrative",
    "Outcome",
    "OutcomeSet",
    "Partner",
    "ProgrammeDescription",
    "Remark",
    "RncpSheet",
    "Teacher",
    "as_document",
    "canonical",
    "parse",
    "problems_of",
    "remarks",
    "tidied",
]
