"""Addresses of evaluations. Paths in French, names in English."""

from django.urls import path

from evaluations.views import evaluations, journal, messages, public

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
    path("evaluations/<slug:public_id>/journal/", journal.journal, name="journal"),
    path("evaluations/<slug:public_id>/journal/journal.<str:form>", journal.journal_export, name="journal-export"),
    path("evaluations/<slug:public_id>/messages/", messages.evaluation_messages, name="evaluation-messages"),
]

# /messages/
message_urls = [
    path("messages/", messages.message_list, name="message-list"),
    path("messages/<int:pk>/renvoyer/", messages.delivery_send, name="delivery-send"),
]

urlpatterns = [
    path("", public.home, name="home"),
    *report_urls,
    *evaluation_urls,
    *message_urls,
]
