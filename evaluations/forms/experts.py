"""The pool: looking for experts, adding one, keeping a sheet up to date."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Profile
from evaluations.forms.gestures import Line
from evaluations.models import ExpertProfile

LONGEST_SEARCH = 200  # letters


class PoolSearch(forms.Form):
    q = Line(label=_("Nom, domaine, établissement"), required=False, max_length=LONGEST_SEARCH)
    profil = forms.ChoiceField(
        label=_("Profil"), required=False, choices=[("", _("Tous les profils")), *Profile.choices]
    )

    def wanted(self) -> tuple[str, str]:
        """The words and the profile looked for; what is not valid is not looked for."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("profil", "")


class ExpertForm(forms.ModelForm):
    affiliation = Line(
        label=_("Rattachement"), required=False, help_text=_("Comme il sera imprimé dans la composition du comité.")
    )
    expertise = Line(
        label=_("Domaines d’expertise"), required=False, max_length=500, help_text=_("Séparés par des virgules.")
    )

    class Meta:
        model = ExpertProfile
        fields = ("profile", "affiliation", "institution", "expertise")
        help_texts = {"institution": _("S’il est connu de l’application : ses dossiers ne lui seront pas confiés.")}

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.fields["institution"].empty_label = _("Aucun, ou inconnu de l’application")
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "expert-edit"}
        self.helper.form_class = "gesture-form"
        self.helper.add_input(Submit("send", _("Enregistrer la fiche")))


class NewExpertForm(ExpertForm):
    email = forms.EmailField(label=_("Adresse électronique"))
    name = Line(label=_("Nom"), max_length=200)

    field_order = ("name", "email", "profile", "affiliation", "institution", "expertise")

    def __init__(self, *args, **options) -> None:
        super().__init__(*args, **options)
        self.helper.attrs = {"data-form": "expert-add"}
        self.helper.inputs[0].value = _("Ajouter au vivier")
