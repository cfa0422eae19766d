"""What ``manage.py check`` says of the settings of sign-in."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register
from django.utils.translation import gettext as _


@register()
def openid_settings(**kwargs):
    """All four or none, and a server reached by https unless for a trial."""
    missing = [f"OIDC_{key}" for key, value in settings.OIDC.items() if not value]
    if len(missing) == len(settings.OIDC):
        return []
    if missing:
        message = _("Réglage OpenID Connect incomplet : %(missing)s manque dans l’environnement.")
        return [Error(message % {"missing": ", ".join(missing)}, id="accounts.E001")]
    if urlsplit(settings.OIDC["SERVER"]).scheme not in (("https", "http") if settings.DEBUG else ("https",)):
        return [Error(_("OIDC_SERVER doit être une adresse complète, en https://."), id="accounts.E002")]
    return []


@register()
def site_address(**kwargs):
    """Mails would lead nowhere."""
    url = urlsplit(settings.SITE_URL)
    if url.scheme in ("http", "https") and url.netloc and "*" not in url.netloc:
        return []
    message = _("SITE_URL doit être l’adresse complète du site, par exemple https://evaluation.exemple.fr.")
    return [Error(message, id="accounts.E003")]
