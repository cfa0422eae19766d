"""What does not add up in a description, without being wrong to keep: a reader should know of it."""

from dataclasses import dataclass

from programmes.description.parts import ProgrammeDescription


@dataclass(frozen=True, slots=True)
class Remark:
    """``code`` names the rule, for programs; ``where`` is the path of the part, ``groups[0].courses[3]``."""

    code: str
    where: str
    sentence: str


def remarks(description: ProgrammeDescription) -> list[Remark]:
    """All of them, in the order of the description."""
    return []
