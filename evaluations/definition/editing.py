"""A framework's document while it is being made: its parts found by path, and the gestures on them."""

from evalprog.documents.editing import (
    Document,
    PartNotFound,
    Shape,
    Spot,
    children,
    enum_of,
    is_list,
    list_part,
    nested_part,
)
from evaluations.definition.parts import FrameworkDefinition

FRAMEWORK = Shape(FrameworkDefinition)
find, walk, may_go, owner_of = FRAMEWORK.find, FRAMEWORK.walk, FRAMEWORK.may_go, FRAMEWORK.owner_of
address, path_at = FRAMEWORK.address, FRAMEWORK.path_at
replaced, added, removed, moved = FRAMEWORK.replaced, FRAMEWORK.added, FRAMEWORK.removed, FRAMEWORK.moved
has_shape = FRAMEWORK.has_shape

__all__ = [
    "FRAMEWORK",
    "Document",
    "PartNotFound",
    "Shape",
    "Spot",
    "added",
    "address",
    "children",
    "enum_of",
    "find",
    "has_shape",
    "is_list",
    "list_part",
    "may_go",
    "moved",
    "nested_part",
    "owner_of",
    "path_at",
    "removed",
    "replaced",
    "walk",
]
