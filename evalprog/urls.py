"""The site, arranged as its visitors see it."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

handler403 = "evalprog.refused.permission_denied"

urlpatterns = [
    path("", include("programmes.urls")),
    path("", include("evaluations.urls")),
    path("compte/", include("evalprog.accounts.urls")),
    path("langue/", login_not_required(set_language), name="set_language"),
]
