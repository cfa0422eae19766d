"""The gestures of a history: compare with another revision, come back to one."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Field, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """With which revision: its number, up to ``last``. Sent by GET, so that the comparison has an address."""

    avec = forms.IntegerField(label=_("Comparer avec la révision n°"), min_value=0)
    vue = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args, last: int, **options) -> None:
        super().__init__(*args, **options)
        self.fields["avec"].widget.attrs |= {"max": last, "inputmode": "numeric"}
        self.fields["avec"].help_text = _("De 0, avant le premier texte, à %(last)d, le texte actuel.") % {"last": last}
        self.helper = FormHelper()
        self.helper.form_method, self.helper.attrs = "get", {"data-form": "revision-compare"}
        self.helper.form_class = "revision-compare"
        self.helper.layout = Layout(
            Field("avec"),
            "vue",
            HTML(format_html('<button type="submit" class="btn btn-outline-primary mb-3">{}</button>', _("Comparer"))),
        )


class RestoreForm(forms.Form):
    """Take up a text as a new revision of the one that was read."""

    base_revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput())
    vue = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args, action: str = "", button: str = "", **options) -> None:
        super().__init__(*args, **options)
        self.helper = FormHelper()
        self.helper.form_action, self.helper.attrs = action, {"data-form": "revision-restore"}
        self.helper.layout = Layout(
            "base_revision",
            "vue",
            HTML(format_html('<button type="submit" class="btn btn-outline-primary">{}</button>', button)),
        )
