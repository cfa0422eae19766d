"""Fields for texts and numbers that obey the rules of documents."""

import re
from decimal import Decimal
from typing import Any, get_args

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from evalprog.documents.problems import NBSP
from evalprog.documents.reading import LARGEST
from evalprog.documents.rules import Rule
from evalprog.documents.writing import as_plain
from evalprog.text import normalise, one_line

LONGEST = 500_000  # letters of a rich text with its marks


def rule_of(hint: Any) -> Rule:
    """The rule that a text's type carries."""
    return get_args(hint)[1]


class TextField(forms.CharField):
    """A text of one line, or of several if it is prose, that obeys the rule of its key."""

    def __init__(self, rule: Rule, needed: bool, *, prose: bool = False, **words: Any) -> None:
        self.rule, self.prose = rule, prose
        widget = forms.Textarea(attrs={"rows": 4}) if prose else forms.TextInput
        super().__init__(required=needed, widget=widget, **words)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return normalise(text) if self.prose else one_line(text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not self.rule.allows(value):
            raise ValidationError(self.rule.sentence)


class RichField(forms.CharField):
    """A rich text as it is sent: it is put into its canonical form when it is kept.

    ``plain``: without the editor, for lines of cells.
    """

    def __init__(self, *, rows: int, plain: bool = False, **options: Any) -> None:
        widget = forms.Textarea({"rows": rows} if plain else {"rows": rows, "data-rich-text": ""})
        super().__init__(widget=widget, strip=False, max_length=LONGEST, **options)


class NumberField(forms.DecimalField):
    """A number as documents keep it, « 2,5 » or « 2.5 » as people type it; ``is_whole`` ones begin at 1."""

    def __init__(self, *, is_whole: bool = False, **options: Any) -> None:
        self.is_whole = is_whole
        widget = forms.TextInput(attrs={"inputmode": "numeric" if is_whole else "decimal"})
        bounds = {"min_value": 1 if is_whole else 0, "max_value": LARGEST, "decimal_places": 0 if is_whole else 2}
        super().__init__(widget=widget, **bounds, **options)

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, (int, float, Decimal)) else value

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def clean(self, value: Any) -> int | float | None:
        number = super().clean(value)
        return None if number is None else as_plain(Decimal(number))


class NumbersField(forms.CharField):
    """Whole numbers from 1, on one line."""

    def __init__(self, **words: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}), **words)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[int]:
        words = one_line(super().to_python(value)).replace(",", " ").replace(";", " ").split()
        if any(not re.fullmatch(r"[1-9][0-9]{0,2}", word) for word in words):
            raise ValidationError(_("donnez des nombres à partir de 1, séparés par des virgules."))
        return list(dict.fromkeys(int(word) for word in words))


class LinesField(forms.CharField):
    """Texts, one per line."""

    def __init__(self, rule: Rule, **words: Any) -> None:
        self.rule = rule
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 3}), **words)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = [one_line(line) for line in normalise(super().to_python(value)).split("\n")]
        return [line for line in lines if line]

    def validate(self, value: list[str]) -> None:
        wrong = [line for line in value if not self.rule.allows(line)]
        if wrong:
            raise ValidationError([f"«{NBSP}{line}{NBSP}»{NBSP}: {self.rule.sentence}" for line in wrong])
