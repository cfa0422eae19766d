"""Fields for languages: people read and write their names, documents keep their codes."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evalprog.text import normalise, one_line
from programmes.description import languages


class LanguageInput(forms.TextInput):
    """A line that offers the languages in which courses are given most often; any other may be written."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        offered = f"{(attrs or {}).get('id', name)}-offered"
        options = format_html_join(
            "", '<option value="{}"></option>', ((languages.name_of(c),) for c in languages.COMMON)
        )
        line = super().render(name, value, {**(attrs or {}), "list": offered, "autocomplete": "off"}, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', line, offered, options)


class LanguageField(forms.CharField):
    """One language."""

    widget = LanguageInput

    def prepare_value(self, value: Any) -> Any:
        return languages.name_of(value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> str:
        return languages.meant(one_line(super().to_python(value)))

    def validate(self, value: str) -> None:
        super().validate(value)
        _refuse_unknown([value] if value else [])


class LanguagesField(forms.CharField):
    """Several: one per line, or with commas or « et » between."""

    def __init__(self, **words: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **words)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(languages.name_of, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        found = map(one_line, languages.all_meant(normalise(super().to_python(value))))
        return list(dict.fromkeys(found))

    def validate(self, value: list[str]) -> None:  # type: ignore[override]
        super().validate(value)
        _refuse_unknown(value)


def _refuse_unknown(codes: list[str]) -> None:
    if wrong := [code for code in codes if not languages.has_form_of_code(code)]:
        raise ValidationError([languages.unknown(code) for code in wrong])
