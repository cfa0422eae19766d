"""Confirmed who they are just now: what is asked of somebody before an act that binds them, such as a signature.

A session that was left open signs nothing. The password or a second factor is asked again; of somebody who comes by the
organisation's server alone, that they come by it anew.
"""

import time
from urllib.parse import quote

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from evalprog.accounts.middleware import refuse_keeping_text, wants_data


def asked_first(request: HttpRequest) -> HttpResponse | None:
    """``None`` for somebody who has confirmed who they are just now; else the answer that leads there and back.

    A form that was sent is kept meanwhile, and offered on the way back; nothing is performed by itself.

    :raises PermissionDenied: for somebody who has no means of confirming it.
    """
    if is_confirmed(request):
        return None
    if wants_data(request):
        return JsonResponse({"signed_in": True, "confirmed": False}, status=403)
    pages = [method["url"] for method in _methods(request)]  # of the password, else of a second factor
    if pages and request.method == "POST":
        return refuse_keeping_text(request, pages[0])
    there = pages[0] if pages else _organisation(request)
    if request.method == "POST":  # coming anew begins another session: what lies in this one would be lost
        return render(request, "accounts/not_kept.html", {"destination": there}, status=403)
    return redirect(f"{there}?next={quote(request.get_full_path())}")


def is_confirmed(request: HttpRequest) -> bool:
    if _methods(request):
        return did_recently_reauthenticate(request)
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def _methods(request: HttpRequest) -> list[dict]:
    return get_adapter(request).get_reauthentication_methods(request.user)


def _organisation(request: HttpRequest) -> str:
    if account := SocialAccount.objects.filter(user_id=request.user.pk).first():
        return reverse("openid_connect_login", args=[account.provider])
    raise PermissionDenied(_("Votre compte n’a ni mot de passe ni second facteur : choisissez-en un pour confirmer."))
