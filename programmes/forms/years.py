"""A field for an academic year, which people write in several ways."""

from typing import Any

from evalprog.documents.fields import TextField, rule_of
from programmes.description import years
from programmes.description.rules import AcademicYear


class YearField(TextField):
    def __init__(self, needed: bool, **words: Any) -> None:
        super().__init__(rule_of(AcademicYear), needed, **words)

    def to_python(self, value: Any) -> str:
        return years.meant(super().to_python(value))
