"""/compte/: allauth's pages under French addresses, and ours. What is not listed is not there."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from allauth.usersessions import views as sessions
from django.urls import include, path, re_path

from evalprog.accounts import views

ours = [
    path("", views.me, name="me"),
    path("mes-donnees.json", views.data, name="data"),
    path("session", views.session, name="session"),
    path("sessions/<int:pk>/fermer/", views.end_session, name="end-session"),
    path("reprendre/", views.resume_sending, name="resume"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]

sign_in = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", factors.authenticate, name="mfa_authenticate"),
    path("connexion/cle/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("desactive/", account.account_inactive, name="account_inactive"),
    path("inscription/", views.nothing_here, name="account_signup"),
]

address_and_password = [
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("adresse/", views.address, name="account_email"),
    re_path(r"^adresse/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/nouveau/enregistre/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

second_factors = [
    path("facteurs/", factors.index, name="mfa_index"),
    path("facteurs/confirmer/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("facteurs/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("facteurs/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("facteurs/codes-de-secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("facteurs/codes-de-secours/nouveaux/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("facteurs/codes-de-secours/fichier/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("facteurs/cles/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("facteurs/cles/ajouter/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("facteurs/cles/confirmer/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("facteurs/cles/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("facteurs/cles/<int:pk>/retirer/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]

organisation = [
    path("organisme/", social.connections, name="socialaccount_connections"),
    path("organisme/inscription/", views.nothing_here, name="socialaccount_signup"),
    path("organisme/abandon/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisme/<str:provider_id>/", openid.login, name="openid_connect_login"),
    path("organisme/<str:provider_id>/retour/", openid.callback, name="openid_connect_callback"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    *sign_in,
    *address_and_password,
    *second_factors,
    *organisation,
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
]
