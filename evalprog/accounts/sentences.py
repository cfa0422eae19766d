"""What allauth says on pages and in mails, in our words, under allauth's names."""

from django.utils.translation import gettext_lazy as _

# Shown on the next page; None: nothing is shown.
MESSAGES = {
    "account/messages/cannot_delete_primary_email.txt": _("L’adresse principale %(email)s ne peut pas être retirée."),
    "account/messages/email_confirmation_failed.txt": _("L’adresse %(email)s appartient déjà à un autre compte."),
    "account/messages/email_confirmation_sent.txt": _("Un message de vérification est parti à %(email)s."),
    "account/messages/email_confirmed.txt": _("L’adresse %(email)s est vérifiée."),
    "account/messages/email_deleted.txt": _("L’adresse %(email)s est retirée."),
    "account/messages/logged_in.txt": None,
    "account/messages/logged_out.txt": None,
    "account/messages/password_changed.txt": _("Votre mot de passe est changé. Vos autres sessions sont fermées."),
    "account/messages/password_set.txt": _("Votre mot de passe est enregistré."),
    "account/messages/primary_email_set.txt": _("Votre adresse est changée."),
    "account/messages/unverified_primary_email.txt": _("Votre adresse doit d’abord être vérifiée."),
    "mfa/messages/recovery_codes_generated.txt": _("De nouveaux codes de secours sont prêts."),
    "mfa/messages/totp_activated.txt": _("L’application de codes est activée."),
    "mfa/messages/totp_deactivated.txt": _("L’application de codes est désactivée."),
    "mfa/messages/webauthn_added.txt": _("La clé d’accès est ajoutée."),
    "mfa/messages/webauthn_removed.txt": _("La clé d’accès est retirée."),
    "socialaccount/messages/account_connected.txt": _("Le compte de votre organisme est relié."),
    "socialaccount/messages/account_connected_other.txt": _("Ce compte est déjà relié à une autre personne."),
    "socialaccount/messages/account_connected_updated.txt": _("Le compte de votre organisme est relié."),
    "socialaccount/messages/account_disconnected.txt": _("Le compte de votre organisme n’est plus relié."),
    "usersessions/messages/sessions_logged_out.txt": _("Vos autres sessions sont fermées."),
}

# Sent by mail after a change.
NOTICES = {
    "account/email/email_changed": _("L’adresse de votre compte a été changée."),
    "account/email/email_deleted": _("Une adresse de votre compte a été retirée."),
    "account/email/password_changed": _("Le mot de passe de votre compte a été changé."),
    "account/email/password_reset": _("Un nouveau mot de passe a été choisi pour votre compte."),
    "account/email/password_set": _("Un mot de passe a été choisi pour votre compte."),
    "mfa/email/recovery_codes_generated": _("De nouveaux codes de secours ont été préparés pour votre compte."),
    "mfa/email/totp_activated": _("Une application de codes a été ajoutée à votre compte."),
    "mfa/email/totp_deactivated": _("L’application de codes de votre compte a été retirée."),
    "mfa/email/webauthn_added": _("Une clé d’accès a été ajoutée à votre compte."),
    "mfa/email/webauthn_removed": _("Une clé d’accès de votre compte a été retirée."),
    "socialaccount/email/account_connected": _("Le compte de votre organisme a été relié à votre compte."),
    "socialaccount/email/account_disconnected": _("Le compte de votre organisme n’est plus relié à votre compte."),
}
