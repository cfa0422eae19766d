"""What does not add up in a description, without being wrong to keep: a reader should know of it.

remarks(description) -> list[Remark]    the rules stand in the rooms: identity, teaching, outcomes, practical, told
"""

from programmes.description.parts import ProgrammeDescription
from programmes.description.remarks import identity, outcomes, practical, teaching, told
from programmes.description.remarks.remark import Remark

__all__ = ["Remark", "remarks"]


def remarks(description: ProgrammeDescription) -> list[Remark]:
    """All of them: on the programme, its courses, its outcomes, what candidates are told, then what its texts say."""
    return [
        *identity.remarks(description),
        *teaching.remarks(description),
        *outcomes.remarks(description),
        *practical.remarks(description),
        *told.remarks(description),
    ]
