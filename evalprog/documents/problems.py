"""What is wrong with a document: sentences, each with the key it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Problem:
    """``path`` is the offending key, ``sections[1].criteria[3].scale``; empty for the document as a whole.

    ``sentence`` speaks of keys, to whoever writes the file; ``on_page`` says the same, where it must be said
    otherwise, to whoever fills in a form and never sees a key. ``also``: other keys that it is about as much.
    """

    path: str
    sentence: str
    on_page: str = field(default="", compare=False)
    also: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return f"{self.path}{NBSP}: {self.sentence}" if self.path else self.sentence


class DocumentInvalid(ValueError):
    """The document is not what it should be; ``problems`` lists all that must be corrected."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)
