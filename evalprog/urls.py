"""The site, arranged as its visitors see it."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("evalprog.accounts.urls")),
]
