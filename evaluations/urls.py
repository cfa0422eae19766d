"""Addresses of evaluations. Paths in French, names in English."""

from django.urls import path

from evaluations.views import public

app_name = "evaluations"

# /rapports/
report_urls = [
    path("rapports/", public.report_list, name="report-list"),
    path("rapports/<slug:public_id>/", public.report_detail, name="report-detail"),
    path("rapports/<slug:public_id>/rapport.pdf", public.report_pdf, name="report-pdf"),
]

urlpatterns = [
    path("", public.home, name="home"),
    *report_urls,
]
