"""The form that begins a description."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog.documents.fields import TextField, rule_of
from programmes.description.rules import CatalogueCode, Title
from programmes.enums import ProgrammeKind
from programmes.forms.years import YearField
from programmes.models import Institution, Programme


class BeginForm(forms.Form):
    """``programme``: one that the agency knows already, described for the first time; its nature is its own."""

    institution = forms.ModelChoiceField(Institution.objects.none(), label=_("Établissement"))
    kind = forms.ChoiceField(choices=ProgrammeKind, label=_("Nature"))
    title = TextField(
        rule_of(Title),
        True,
        label=_("Intitulé"),
        help_text=_("Tel que votre catalogue le donne, par exemple « Master en administration publique »."),
    )
    year = YearField(True, label=_("Année universitaire"), help_text=_("Par exemple 2026-2027."))
    code = TextField(
        rule_of(CatalogueCode), False, label=_("Code"), help_text=_("Celui de votre catalogue, s’il en a un : ADPU2M.")
    )

    def __init__(self, data: Any = None, *, institutions: Any, year: str, programme: Programme | None = None) -> None:
        initial: dict[str, Any] = {"year": year}
        if programme is not None:
            initial |= {"institution": programme.institution, "kind": programme.kind, "title": programme.title}
        super().__init__(data, initial=initial)
        self.fields["institution"].queryset = institutions
        if programme is not None:
            for name in ("institution", "kind"):
                self.fields[name].disabled = True
        only = list(institutions[:2])
        if len(only) == 1:
            self.fields["institution"].initial = only[0]
            self.fields["institution"].widget = forms.HiddenInput()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*self.fields, Submit("save", _("Commencer la description")))
