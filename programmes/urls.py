"""Addresses of programmes. Paths in French, names in English."""

from django.urls import include, path

from programmes.views import (
    catalogue,
    comparison,
    course_table,
    description_edit,
    description_publication,
    exchange,
    indicator_export,
    indicators,
    outcome_matrix,
    part_gestures,
    public,
    putting_away,
    versions,
)

app_name = "programmes"

# One description, for those who write it
description_urls = [
    path("", description_edit.description_edit, name="description-edit"),
    path("ajouter/", description_edit.part_add, name="part-add"),
    path("monter/", part_gestures.part_move, {"by": -1}, name="part-up"),
    path("descendre/", part_gestures.part_move, {"by": 1}, name="part-down"),
    path("retirer/", part_gestures.part_remove, name="part-remove"),
    path("retablir/", part_gestures.part_restore, name="part-restore"),
    path("cours/", course_table.course_table, name="course-table"),
    path("matrice/", outcome_matrix.outcome_matrix, name="outcome-matrix"),
    path("versions/", versions.version_list, name="version-list"),
    path("versions/<int:revision>/", versions.version_detail, name="version-detail"),
    path("versions/<int:revision>/retablir/", versions.version_restore, name="version-restore"),
    path("apercu/", description_publication.description_preview, name="description-preview"),
    path("publier/", description_publication.description_publish, name="description-publish"),
    path("depublier/", description_publication.description_withdraw, name="description-withdraw"),
    path("mettre-de-cote/", putting_away.description_put_away, name="description-put-away"),
    path("reprendre/", putting_away.description_take_back, name="description-take-back"),
    path("annee-suivante/", catalogue.description_next_year, name="description-next-year"),
]

# files, in and out
exchange_urls = [
    path("formations/importer/", exchange.programme_import, name="programme-import"),
    path("formations/importer/modele.<slug:form>", exchange.import_model, name="import-model"),
    path("formations/<slug:public_id>/exporter/<slug:form>", exchange.programme_export, name="programme-export"),
]

# The indicators of one programme, for its institution
indicator_urls = [
    path("", indicators.indicator_list, name="indicator-list"),
    path("ajouter/", indicators.indicator_add, name="indicator-add"),
    path("saisir/", indicators.indicator_new, name="indicator-new"),
    path("indicateurs.<slug:form>", indicator_export.indicator_export, name="indicator-export"),
    path("<slug:indicator_id>/", indicators.indicator_edit, name="indicator-edit"),
    path("<slug:indicator_id>/geste/", indicators.indicator_act, name="indicator-act"),
    path("<slug:indicator_id>/versions/", indicators.indicator_history, name="indicator-history"),
]

# what everybody reads
public_urls = [
    path("formations/", public.programme_list, name="programme-list"),
    path("formations/comparer/", comparison.programme_compare, name="programme-compare"),
]

# what institutions write: /formations/gestion/
catalogue_urls = [
    path("formations/gestion/", catalogue.catalogue, name="catalogue"),
    path("formations/gestion/nouvelle/", catalogue.description_new, name="description-new"),
    path("formations/gestion/mises-de-cote/", putting_away.shelf, name="shelf"),
    path("formations/gestion/<slug:public_id>/", include(description_urls)),
    path("formations/<slug:programme_id>/indicateurs/", include(indicator_urls)),
]

urlpatterns = [*exchange_urls, *public_urls, *catalogue_urls]
