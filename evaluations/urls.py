"""Addresses of evaluations. Paths in French, names in English."""

from django.urls import path

from evaluations.views import evaluations, public

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

urlpatterns = [
    path("", public.home, name="home"),
    *report_urls,
    *evaluation_urls,
]
