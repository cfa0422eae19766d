"""What a form of exchange cannot carry of a description."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """``field``: the key of the document, « courses.organisation ». ``places``: how many parts lose it."""

    field: str
    sentence: str
    places: int = 1

    def __str__(self) -> str:
        return self.sentence
