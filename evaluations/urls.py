"""Addresses of evaluations. Paths in French, names in English."""

from django.urls import include, path

from evaluations.views import evaluations, framework_drafts, frameworks, public

app_name = "evaluations"

# /rapports/
report_urls = [
    path("rapports/", public.report_list, name="report-list"),
    path("rapports/<slug:public_id>/", public.report_detail, name="report-detail"),
    path("rapports/<slug:public_id>/rapport.pdf", public.report_pdf, name="report-pdf"),
]

# /evaluations/
evaluation_urls = [
    path("evaluations/<slug:public_id>/", evaluations.evaluation_detail, name="evaluation-detail"),
]

# /referentiels/<code>/<version>/modifier/
draft_urls = [
    path("", framework_drafts.draft_edit, name="framework-edit"),
    path("ajouter/", framework_drafts.part_add, name="framework-part-add"),
    path("monter/", framework_drafts.part_move, {"by": -1}, name="framework-part-up"),
    path("descendre/", framework_drafts.part_move, {"by": 1}, name="framework-part-down"),
    path("retirer/", framework_drafts.part_remove, name="framework-part-remove"),
    path("retablir/", framework_drafts.part_restore, name="framework-part-restore"),
]

# /referentiels/<code>/<version>/
framework_urls = [
    path("", frameworks.framework_detail, name="framework-detail"),
    path("modifier/", include(draft_urls)),
    path("exporter/", frameworks.framework_export, name="framework-export"),
    path("suivante/", frameworks.framework_derive, name="framework-derive"),
    path("publier/", frameworks.framework_publish, name="framework-publish"),
    path("supprimer/", frameworks.framework_discard, name="framework-discard"),
]

# /referentiels/
frameworks_urls = [
    path("", frameworks.framework_list, name="framework-list"),
    path("nouveau/", frameworks.framework_new, name="framework-new"),
    path("nouveau/fichier/", frameworks.framework_upload, name="framework-upload"),
    path("<slug:code>/<int:version>/", include(framework_urls)),
]

urlpatterns = [
    path("", public.home, name="home"),
    *report_urls,
    *evaluation_urls,
    path("referentiels/", include(frameworks_urls)),
]
