"""One file that is sent, and what must become of it."""

from collections.abc import Callable
from dataclasses import dataclass

from evaluations.enums import FileKind


@dataclass(frozen=True)
class Case:
    """``verdict``: the kind as which it is taken in, or how the sentence begins that refuses it. ``make``: its bytes.

    ``notices``: exactly what is announced of a file that is taken in, in order.
    """

    label: str
    make: Callable[[], bytes]
    verdict: FileKind | str
    name: str = ""
    notices: tuple[str, ...] = ()

    @property
    def sent_as(self) -> str:
        return self.name or (f"x{self.verdict.suffix}" if isinstance(self.verdict, FileKind) else "x")
