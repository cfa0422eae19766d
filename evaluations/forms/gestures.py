"""What every form of an act has: words in their one normal form, and a button that says what it does."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from evalprog.text import normalise, one_line

# Of a form in which somebody writes: a session that ended is opened again in place, leaving asks first. See
# static/src/session.js and unsaved.js.
TYPED = {"data-keep": "", "data-unsaved": ""}


class Words(forms.CharField):
    """Some lines of text, stored as sent after the one normalisation."""

    def __init__(self, *, rows: int = 4, **options) -> None:
        options.setdefault("max_length", 5000)
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value: object) -> str:
        return normalise(super().to_python(value))


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, **options) -> None:
        options.setdefault("max_length", 300)
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        return one_line(super().to_python(value))


class GestureForm(forms.Form):
    """A form that ends in one act. ``name``: noun-verb, for ``data-form``; ``button``: what it does."""

    name = ""
    button = ""

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": self.name, **TYPED}
        self.helper.form_class = "gesture-form"
        self.helper.add_input(Submit("send", self.button))
