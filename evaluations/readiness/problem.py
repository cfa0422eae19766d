"""What one act lacks: a sentence, and the place to mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """``where``: the code of the criterion, text or list concerned, a path in a framework, or a word for the page."""

    sentence: str
    where: str

    def __str__(self) -> str:
        return self.sentence
