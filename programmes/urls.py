"""Addresses of programmes. Paths in French, names in English."""

from django.urls import include, path

from programmes.views import indicators

app_name = "programmes"

# The indicators of one programme, for its institution
indicator_urls = [
    path("", indicators.indicator_list, name="indicator-list"),
    path("ajouter/", indicators.indicator_add, name="indicator-add"),
    path("saisir/", indicators.indicator_new, name="indicator-new"),
    path("indicateurs.<slug:form>", indicators.indicator_export, name="indicator-export"),
    path("<slug:indicator_id>/", indicators.indicator_edit, name="indicator-edit"),
    path("<slug:indicator_id>/geste/", indicators.indicator_act, name="indicator-act"),
    path("<slug:indicator_id>/versions/", indicators.indicator_history, name="indicator-history"),
]

urlpatterns = [
    path("<slug:programme_id>/indicateurs/", include(indicator_urls)),
]
