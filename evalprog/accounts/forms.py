"""What a person says about themselves."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout, Submit
from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from evalprog.accounts.models import User


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "language")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class NewAccountForm(forms.Form):
    """Name and password of an invited person. The address is the invitation's."""

    name = forms.CharField(label=_("Nom"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password1 = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Douze caractères au moins ; ni un mot de passe courant, ni votre nom ou votre adresse."),
    )
    password2 = forms.CharField(
        label=_("Le même, une seconde fois"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, email: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.email = email
        self.helper = FormHelper()
        self.helper.attrs = {"data-form": "account-create"}
        username = HTML('{% include "accounts/username.html" with email=invitation.email only %}')
        self.helper.layout = Layout("name", username, "password1", "password2", Submit("create", _("Créer mon compte")))

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Les deux mots de passe sont différents : tapez deux fois le même."))
        elif first:
            try:
                password_validation.validate_password(first, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as problems:
                self.add_error("password1", problems)
        return cleaned
