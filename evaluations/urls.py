"""Addresses of evaluations. Paths in French, names in English."""

from django.urls import path

from evaluations.views import acts, campaign_programmes, campaigns, evaluations, frozen_reports, public

app_name = "evaluations"

# /rapports/
report_urls = [
    path("rapports/", public.report_list, name="report-list"),
    path("rapports/<slug:public_id>/", public.report_detail, name="report-detail"),
    path("rapports/<slug:public_id>/rapport.pdf", public.report_pdf, name="report-pdf"),
]

# /campagnes/
campaign_urls = [
    path("campagnes/", campaigns.campaign_list, name="campaign-list"),
    path("campagnes/nouvelle/", campaigns.campaign_create, name="campaign-create"),
    path("campagnes/<slug:public_id>/", campaigns.campaign_detail, name="campaign-detail"),
    path("campagnes/<slug:public_id>/modifier/", campaigns.campaign_edit, name="campaign-edit"),
    path("campagnes/<slug:public_id>/ouvrir/", campaigns.campaign_open, name="campaign-open"),
    path("campagnes/<slug:public_id>/formations/", campaign_programmes.campaign_programmes, name="campaign-programmes"),
]

# /evaluations/
evaluation_urls = [
    path("evaluations/<slug:public_id>/", evaluations.evaluation_detail, name="evaluation-detail"),
    path("evaluations/<slug:public_id>/actes/<slug:verb>/", acts.act, name="evaluation-act"),
    path("evaluations/<slug:public_id>/rapports/", frozen_reports.frozen_report_list, name="frozen-report-list"),
    path(
        "evaluations/<slug:public_id>/rapports/<slug:report_id>/",
        frozen_reports.frozen_report,
        name="frozen-report-detail",
    ),
]

urlpatterns = [
    path("", public.home, name="home"),
    *report_urls,
    *campaign_urls,
    *evaluation_urls,
]
