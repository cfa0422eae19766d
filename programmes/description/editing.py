"""A description's document while it is being written: its parts found by path, and the gestures on them."""

from evalprog.documents.editing import Document, Shape
from programmes.description.parts import ProgrammeDescription

# The first of these that a record has tells it from the others of its list.
_TELLING = ("code", "number", "name", "title", "heading", "diploma", "role", "kind", "email", "text")


def _identity(record: Document) -> str:
    told = (record.get(key) for key in _TELLING)
    return " ".join(str(word)[:100] for word in [next(filter(None, told), ""), record.get("kind")] if word)


DESCRIPTION = Shape(ProgrammeDescription, _identity)
