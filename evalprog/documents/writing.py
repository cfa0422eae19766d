"""A record as plain data again: what YAML or JSON takes."""

from dataclasses import MISSING, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from evalprog.documents.reading import keys_of


def as_plain(value: object) -> Any:
    """The canonical document of a record: keys in the order of the fields, defaults left out.

    ``Reader().record(type(value), as_plain(value)) == value``.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: as_plain(getattr(value, name))
            for name, key_field, _hint in keys_of(type(value))
            if key_field.default is MISSING or getattr(value, name) != key_field.default
        }
    if isinstance(value, tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.value if isinstance(value, Enum) else value
