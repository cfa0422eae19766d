"""Addresses of programmes. Paths in French, names in English."""

from django.urls import path

from programmes.views import catalogue, comparison

app_name = "programmes"

urlpatterns = [
    path("formations/", catalogue.programme_list, name="programme-list"),
    path("formations/comparer/", comparison.programme_compare, name="programme-compare"),
]
