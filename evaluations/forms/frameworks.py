"""Beginning a framework: from another one, or from a file."""

import re

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog.documents import Code
from evalprog.documents.fields import TextField, rule_of
from evalprog.text import folded
from evaluations.definition.rules import Title
from evaluations.models import Framework


class NewFrameworkForm(forms.Form):
    """A copy of a framework, with a title and a code of its own."""

    source = forms.ModelChoiceField(Framework.objects.none(), label=_("Partir de"), empty_label=None)
    title = TextField(
        rule_of(Title),
        True,
        label=_("Intitulé du nouveau référentiel"),
        help_text=_("Tel qu’il apparaîtra dans les listes, par exemple « Évaluation des masters, vague B »."),
    )
    code = TextField(
        rule_of(Code),
        False,
        label=_("Code"),
        help_text=_("Proposé d’après l’intitulé si vous laissez vide. Il ne change plus ensuite."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = Framework.objects.published().defer("document")
        self.fields["source"].label_from_instance = _with_version
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("source", "title", "code", Submit("create", _("Créer le brouillon")))

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("code") and "code" not in self.errors and "title" in cleaned:
            cleaned["code"] = "-".join(re.findall("[a-z0-9]+", folded(cleaned["title"])))[:60].strip("-")
            if not cleaned["code"]:
                self.add_error("code", _("Donnez un code : l’intitulé n’a ni lettre ni chiffre."))
        return cleaned


class UploadFrameworkForm(forms.Form):
    """A framework in a YAML file; what is in it is judged by the reader, not here."""

    file = forms.FileField(
        label=_("Fichier YAML"),
        help_text=_("1 Mo au plus, par exemple un référentiel exporté d’ici puis modifié."),
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "file", StrictButton(_("Lire ce fichier"), type="submit", css_class="btn-outline-primary")
        )


def _with_version(framework: Framework) -> str:
    return _("%(title)s (version %(version)d)") % {"title": framework.title, "version": framework.version}
