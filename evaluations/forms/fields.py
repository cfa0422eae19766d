"""Fields for texts that obey the rules of documents."""

from typing import Any, get_args

from django import forms
from django.core.exceptions import ValidationError

from evalprog.documents import NBSP, Rule
from evalprog.text import normalise, one_line


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
