"""The form of one text of the report: its words, and the answer beside them where the framework asks for one."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext as _

from evaluations.definition import Block, Criterion, FrameworkDefinition
from evaluations.enums import CriterionKind
from evaluations.reports.reading import printed_answer
from evaluations.writing import answers

_HIDDEN = ("base_revision", "volet", "correction")


class TextForm(forms.Form):
    """A text on the revision that was read. What is sent is checked where it is saved, for scripts and pages alike."""

    text = forms.CharField(required=False, strip=False, widget=forms.Textarea({"rows": 18, "spellcheck": "true"}))
    base_revision = forms.IntegerField(widget=forms.HiddenInput)
    volet = forms.CharField(required=False, widget=forms.HiddenInput)
    correction = forms.CharField(required=False, widget=forms.HiddenInput)  # the error of fact that is being answered

    def __init__(self, *args, label: str, **options) -> None:
        super().__init__(*args, **options)
        self.fields["text"].label = label
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True  # the page has both
        self.helper.layout = Layout(*self._answer(), Div(Field("text"), css_class="writing"), *_HIDDEN)

    def _answer(self) -> list[Div]:
        return [Div(Field("value"), css_class="answer-field")] if "value" in self.fields else []


class AnsweredTextForm(TextForm):
    """The same, with the answer that the criterion or the opinion asks for."""

    def __init__(self, *args, definition: FrameworkDefinition, question: Criterion | Block, **options) -> None:
        self.base_fields = self.base_fields | {"value": answer_field(definition, question)}
        super().__init__(*args, **options)


def answer_field(definition: FrameworkDefinition, question: Criterion | Block) -> forms.Field:
    """A mark on a scale, yes or no, one of some words, or a number."""
    if isinstance(question, Block):
        return _choice(_("Avis"), [(choice.code, choice.label) for choice in question.choices])
    criterion = question
    if criterion.kind == CriterionKind.NUMBER:
        label = _("Nombre (%(unit)s)") % {"unit": criterion.unit} if criterion.unit else _("Nombre")
        widget = forms.TextInput({"inputmode": "decimal", "size": 8})
        return forms.CharField(required=False, max_length=80, label=label, widget=widget)
    choices = [(code, printed_answer(definition, criterion, code)) for code in answers(definition, criterion.code)]
    label = {CriterionKind.SCALE: _("Appréciation"), CriterionKind.YES_NO: _("Réponse")}.get(criterion.kind, _("Choix"))
    return _choice(label, choices)


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, label=label, choices=[("", _("Pas encore de réponse")), *choices])
