"""allauth's forms in our words: it names the fields in its own."""

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("Adresse électronique"),
    "email": _("Adresse électronique"),
    "password": _("Mot de passe"),
    "remember": _("Rester connecté sur cet appareil"),
    "oldpassword": _("Mot de passe actuel"),
    "password1": _("Nouveau mot de passe"),
    "password2": _("Le même, une seconde fois"),
    "code": _("Code"),
    "name": _("Nom de la clé"),
    "passwordless": _("Elle remplace aussi mon mot de passe"),
}


class OurWords:
    """Labels that stay above the fields, instead of words inside them that vanish when one types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignIn(OurWords, account.LoginForm):
    pass


class NewAddress(OurWords, account.AddEmailForm):
    pass


class ChangePassword(OurWords, account.ChangePasswordForm):
    pass


class ChoosePassword(OurWords, account.SetPasswordForm):
    pass


class ForgottenPassword(OurWords, account.ResetPasswordForm):
    pass


class RenewPassword(OurWords, account.ResetPasswordKeyForm):
    pass


class ConfirmByPassword(OurWords, account.ReauthenticateForm):
    pass


class SignInByCode(OurWords, factors.AuthenticateForm):
    pass


class ConfirmByCode(OurWords, factors.ReauthenticateForm):
    pass


class AddApplication(OurWords, totp.ActivateTOTPForm):
    pass


class AddKey(OurWords, keys.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["passwordless"].help_text = _(
            "Votre appareil demandera alors une empreinte, un visage ou un code. Décochez si votre clé ne le peut pas."
        )


class RenameKey(OurWords, keys.EditWebAuthnForm):
    pass
