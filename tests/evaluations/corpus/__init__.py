"""Files as people and attackers send them, made in memory, each with the verdict that a person wrote for it."""

from collections.abc import Iterator

from tests.evaluations.corpus import images, office, others, pdfs, within
from tests.evaluations.corpus.case import Case


def cases() -> Iterator[Case]:
    for room in (pdfs, images, office, others, within):
        yield from room.cases()
