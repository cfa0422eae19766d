"""Addresses of evaluations. Paths in French, names in English."""

from django.urls import include, path

from evaluations.views import (
    acts,
    assignments,
    attachments,
    campaign_calendar,
    campaign_programmes,
    campaign_publication,
    campaigns,
    citations,
    comments,
    committee,
    committee_acts,
    contributions,
    corrections,
    criteria,
    dashboard,
    disputes,
    dossier,
    dossier_files,
    dossier_form,
    dossier_history,
    dossier_saves,
    dossier_versions,
    evaluations,
    experts,
    filing,
    findings,
    framework_drafts,
    frameworks,
    frozen_reports,
    history,
    invitations,
    journal,
    messages,
    observation_history,
    observation_saves,
    observations,
    presence,
    preview,
    provenance,
    public,
    published_files,
    quality,
    receipts,
    redactions,
    roles,
    suggestions,
    text_saves,
)

app_name = "evaluations"

# /rapports/, and what it leads to
report_urls = [
    path("rapports/", public.report_list, name="report-list"),
    path("rapports/verifier/", published_files.verify, name="report-verify"),
    path("rapports/verifier/<slug:sha256>/", published_files.verify_hash, name="report-verify-hash"),
    path("rapports/fichiers/<slug:sha256>.pdf", published_files.file_by_hash, name="report-file"),
    path("rapports/filtres/<slug:facet>/", public.report_facet, name="report-facet"),
    path("rapports/rapports.csv", public.report_csv, name="report-csv"),
    path("rapports/rapports.json", public.report_json, name="report-json"),
    path("rapports/flux.atom", public.report_feed, name="report-feed"),
    path("rapports/<slug:public_id>/", public.report_detail, name="report-detail"),
    path("rapports/<slug:public_id>/rapport.pdf", public.report_pdf, name="report-pdf"),
    path("rapports/<slug:public_id>/citation.<slug:form>", public.report_citation, name="report-citation"),
    path("formations/<slug:public_id>/", public.programme_detail, name="programme-detail"),
    path("formations/<slug:public_id>/fiche.pdf", public.programme_pdf, name="programme-pdf"),
    path("etablissements/<slug:public_id>/", public.institution_detail, name="institution-detail"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", public.sitemap, name="sitemap"),
    path("sitemap/<slug:name>-<int:number>.xml", public.sitemap_part, name="sitemap-part"),
]

# /campagnes/
campaign_urls = [
    path("campagnes/", campaigns.campaign_list, name="campaign-list"),
    path("campagnes/nouvelle/", campaigns.campaign_create, name="campaign-create"),
    path("campagnes/<slug:public_id>/", campaigns.campaign_detail, name="campaign-detail"),
    path("campagnes/<slug:public_id>/modifier/", campaigns.campaign_edit, name="campaign-edit"),
    path("campagnes/<slug:public_id>/ouvrir/", campaigns.campaign_open, name="campaign-open"),
    path("campagnes/<slug:public_id>/reporter/", campaign_calendar.campaign_postpone, name="campaign-postpone"),
    path("campagnes/<slug:public_id>/formations/", campaign_programmes.campaign_programmes, name="campaign-programmes"),
]

# /campagnes/<id>/publication/
PUBLICATION = "campagnes/<slug:public_id>/publication/"
publication_urls = [
    path(PUBLICATION, campaign_publication.campaign_publication, name="campaign-publication"),
    path(f"{PUBLICATION}publier/", campaign_publication.publication_start, name="publication-start"),
    path(f"{PUBLICATION}arreter/", campaign_publication.publication_stop, name="publication-stop"),
    path(f"{PUBLICATION}avancement/", campaign_publication.publication_progress, name="publication-progress"),
    path(f"{PUBLICATION}rapports.zip", campaign_publication.campaign_archive, name="campaign-archive"),
    path(f"{PUBLICATION}volume/", campaign_publication.volume_bind, name="volume-bind"),
    path(f"{PUBLICATION}volume.pdf", campaign_publication.campaign_volume, name="campaign-volume"),
]

# /evaluations/
evaluation_urls = [
    path("evaluations/<slug:public_id>/", evaluations.evaluation_detail, name="evaluation-detail"),
    path("evaluations/<slug:public_id>/actes/<slug:gesture>/", acts.act, name="evaluation-act"),
    path("evaluations/<slug:public_id>/rapports/", frozen_reports.frozen_report_list, name="frozen-report-list"),
    path(
        "evaluations/<slug:public_id>/rapports/<slug:report_id>/",
        frozen_reports.frozen_report,
        name="frozen-report-detail",
    ),
    path(
        "evaluations/<slug:public_id>/rapports/<slug:report_id>/rapport.pdf",
        frozen_reports.frozen_report_pdf,
        name="frozen-report-pdf",
    ),
    path("evaluations/<slug:public_id>/journal/", journal.journal, name="journal"),
    path("evaluations/<slug:public_id>/journal/journal.<str:form>", journal.journal_export, name="journal-export"),
    path("evaluations/<slug:public_id>/messages/", messages.evaluation_messages, name="evaluation-messages"),
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

# /evaluations/<id>/criteres/
CRITERIA = "evaluations/<slug:public_id>/criteres/"
criteria_urls = [
    path(CRITERIA, criteria.criterion_list, name="criterion-list"),
    path(f"{CRITERIA}<slug:code>/", criteria.criterion_edit, name="criterion-edit"),
    path(f"{CRITERIA}<slug:code>/enregistrer", text_saves.criterion_save, name="criterion-save"),
    path(f"{CRITERIA}<slug:code>/notes/enregistrer", text_saves.notes_save, name="notes-save"),
    path(f"{CRITERIA}<slug:code>/valider", criteria.criterion_validate, name="criterion-validate"),
    path(f"{CRITERIA}<slug:code>/partager", contributions.contribution_share, name="contribution-share"),
    path(f"{CRITERIA}<slug:code>/historique/<slug:name>/", history.revision_detail, name="revision-detail"),
    path(f"{CRITERIA}<slug:code>/historique/<slug:name>/retablir/", history.revision_restore, name="revision-restore"),
    path(f"{CRITERIA}<slug:code>/provenance/", provenance.provenance_page, name="provenance"),
    path(f"{CRITERIA}<slug:code>/suggestions/proposer/", suggestions.suggestion_create, name="suggestion-create"),
    path(f"{CRITERIA}<slug:code>/suggestions/envoyer/", suggestions.suggestions_send, name="suggestions-send"),
    path(
        f"{CRITERIA}<slug:code>/suggestions/<slug:suggestion_id>/decision/",
        suggestions.suggestion_rule,
        name="suggestion-rule",
    ),
    path(
        f"{CRITERIA}<slug:code>/suggestions/<slug:suggestion_id>/raison/",
        suggestions.suggestion_note,
        name="suggestion-note",
    ),
    path(
        f"{CRITERIA}<slug:code>/suggestions/<slug:suggestion_id>/retirer/",
        suggestions.suggestion_withdraw,
        name="suggestion-withdraw",
    ),
    path(f"{CRITERIA}<slug:code>/commentaires/", comments.comment_write, name="comment-write"),
    path(
        f"{CRITERIA}<slug:code>/commentaires/<slug:comment_id>/",
        comments.comment_resolve,
        name="comment-resolve",
    ),
    path("evaluations/<slug:public_id>/repartition/", assignments.assignments, name="assignments"),
    path("evaluations/<slug:public_id>/presence", presence.presence_tell, name="presence"),
]

# /evaluations/<id>/relecture/ and apercu/
reading_urls = [
    path("evaluations/<slug:public_id>/relecture/", quality.quality_reading, name="quality-reading"),
    path("evaluations/<slug:public_id>/relecture/ecarter/", quality.advice_dismiss, name="advice-dismiss"),
    path("evaluations/<slug:public_id>/relecture/retablir/", quality.advice_restore, name="advice-restore"),
    path("evaluations/<slug:public_id>/apercu/", preview.preview, name="preview"),
    path("evaluations/<slug:public_id>/apercu/rapport.pdf", preview.preview_pdf, name="preview-pdf"),
]

# /evaluations/<id>/constats/
FINDINGS = "evaluations/<slug:public_id>/constats/"
finding_urls = [
    path(FINDINGS, findings.finding_list, name="finding-list"),
    path(f"{FINDINGS}ajouter/", findings.finding_add, name="finding-add"),
    path(f"{FINDINGS}ordre/", findings.finding_order, name="finding-order"),
    path(f"{FINDINGS}<slug:finding_id>/", findings.finding_edit, name="finding-edit"),
    path(f"{FINDINGS}<slug:finding_id>/geste/", findings.finding_act, name="finding-act"),
]

# /evaluations/<id>/citations/: the evidence of a finding or of a text
citation_urls = [
    path(f"{CRITERIA}<slug:code>/citer/", citations.citation_add, name="citation-add"),
    path(
        "evaluations/<slug:public_id>/citations/<slug:citation_id>/retirer/",
        citations.citation_remove,
        name="citation-remove",
    ),
]

# /evaluations/<id>/corrections/
CORRECTIONS = "evaluations/<slug:public_id>/corrections/"
correction_urls = [
    path(CORRECTIONS, corrections.correction_page, name="corrections"),
    path(f"{CORRECTIONS}ajouter/", corrections.correction_add, name="correction-add"),
    path(f"{CORRECTIONS}<slug:correction_id>/", corrections.correction_edit, name="correction-edit"),
    path(f"{CORRECTIONS}<slug:correction_id>/geste/", corrections.correction_act, name="correction-act"),
    path(f"{CORRECTIONS}<slug:correction_id>/decision/", corrections.correction_rule, name="correction-rule"),
    path(f"{CORRECTIONS}<slug:correction_id>/lier/", corrections.correction_link, name="correction-link"),
]

# /evaluations/<id>/occultations/
REDACTIONS = "evaluations/<slug:public_id>/occultations/"
redaction_urls = [
    path(REDACTIONS, redactions.redaction_page, name="redactions"),
    path(f"{REDACTIONS}ajouter/", redactions.redaction_add, name="redaction-add"),
    path(f"{REDACTIONS}decider/", redactions.redaction_decide, name="redaction-decide"),
    path(f"{REDACTIONS}apercu/", redactions.redaction_preview, name="redaction-preview"),
    path(f"{REDACTIONS}apercu/rapport.pdf", redactions.redaction_preview_pdf, name="redaction-preview-pdf"),
    path(f"{REDACTIONS}<slug:redaction_id>/geste/", redactions.redaction_act, name="redaction-act"),
]

# /evaluations/<id>/dossier/
DOSSIER = "evaluations/<slug:public_id>/dossier/"
dossier_urls = [
    path(DOSSIER, dossier.dossier, name="dossier"),
    path(f"{DOSSIER}ajouter/", dossier.dossier_add, name="dossier-add"),
    path(f"{DOSSIER}presence/", dossier_form.presence_tell, name="dossier-presence"),
    path(f"{DOSSIER}textes/<slug:code>/", dossier_saves.text_save, name="dossier-text-save"),
    path(f"{DOSSIER}textes/<slug:code>/historique/", dossier_history.text_history, name="dossier-text-history"),
    path(
        f"{DOSSIER}textes/<slug:code>/historique/<slug:revision>/",
        dossier_history.text_revision,
        name="dossier-text-revision",
    ),
    path(f"{DOSSIER}pieces/<slug:code>/", dossier_form.piece_join, name="dossier-piece-join"),
    path(f"{DOSSIER}pieces/<slug:code>/pages/", dossier_form.piece_point, name="dossier-piece-point"),
    path(f"{DOSSIER}versions/<int:number>/", dossier_versions.dossier_version, name="dossier-version"),
    path(f"{DOSSIER}modifications/", dossier_versions.changes, name="dossier-changes"),
    path(f"{DOSSIER}modifications/envoyer/", dossier_versions.changes_send, name="dossier-changes-send"),
    path(
        f"{DOSSIER}modifications/<slug:proposal_id>/decider/",
        dossier_versions.changes_decide,
        name="dossier-changes-decide",
    ),
    path(f"{DOSSIER}<slug:part_id>/", dossier.dossier_edit, name="dossier-edit"),
    path(f"{DOSSIER}<slug:part_id>/geste/", dossier.dossier_act, name="dossier-act"),
    path(f"{DOSSIER}<slug:part_id>/fichier", dossier_files.dossier_file, name="dossier-file"),
    path(f"{DOSSIER}<slug:part_id>/page/<int:page>.png", dossier_files.dossier_page, name="dossier-page"),
]

# /evaluations/<id>/contradictoire/ and /campagnes/<id>/contradictoire/
DISPUTES = "<slug:public_id>/contradictoire/"
dispute_urls = [
    path(f"evaluations/{DISPUTES}", disputes.dispute_table, name="dispute-table"),
    path(f"evaluations/{DISPUTES}<slug:table>.<slug:form>", disputes.dispute_export, name="dispute-export"),
    path(f"campagnes/{DISPUTES}", disputes.campaign_disputes, name="campaign-disputes"),
    path(f"campagnes/{DISPUTES}erreurs.<slug:form>", disputes.campaign_dispute_export, name="campaign-dispute-export"),
]

# /evaluations/<id>/observations/, and the files joined to what the institution writes
OBSERVATIONS = "evaluations/<slug:public_id>/observations/"
observation_urls = [
    path(OBSERVATIONS, observations.observations_page, name="observations"),
    path(f"{OBSERVATIONS}ajouter/", observations.observations_add, name="observation-add"),
    path(f"{OBSERVATIONS}apercu/", observations.preview, name="observations-preview"),
    path(f"{OBSERVATIONS}apercu/observations.pdf", observations.preview_pdf, name="observations-preview-pdf"),
    path(f"{OBSERVATIONS}deposer/", filing.observations_file, name="observations-file"),
    path(f"{OBSERVATIONS}renoncer/", filing.observations_waive, name="observations-waive"),
    path(f"{OBSERVATIONS}recu/<int:number>/", receipts.observations_receipt, name="observations-receipt"),
    path(f"{OBSERVATIONS}pieces/ajouter/", attachments.observation_file_add, name="observation-file-add"),
    path(
        f"{OBSERVATIONS}pieces/<slug:attachment_id>/geste/",
        attachments.observation_file_act,
        name="observation-file-act",
    ),
    path(f"{OBSERVATIONS}<slug:name>/enregistrer", observation_saves.observation_save, name="observation-save"),
    path(f"{OBSERVATIONS}<slug:name>/retirer/", observations.observations_remove, name="observation-remove"),
    path(f"{OBSERVATIONS}<slug:name>/historique/", observation_history.observation_history, name="observation-history"),
    path(
        f"{OBSERVATIONS}<slug:name>/historique/<slug:revision>/",
        observation_history.observation_revision,
        name="observation-revision",
    ),
    path(
        "evaluations/<slug:public_id>/pieces/<slug:attachment_id>/fichier",
        attachments.attachment_file,
        name="attachment-file",
    ),
]

# /evaluations/<id>/comite/
COMMITTEE = "evaluations/<slug:public_id>/comite/"
committee_urls = [
    path(COMMITTEE, committee.committee, name="committee"),
    path(f"{COMMITTEE}inviter/", committee_acts.invite, name="committee-invite"),
    path(f"{COMMITTEE}proposer/", committee_acts.propose, name="committee-propose"),
    path(f"{COMMITTEE}reprendre/", committee_acts.revise, name="committee-revise"),
    path(f"{COMMITTEE}arreter/", committee_acts.appoint, name="committee-appoint"),
    path(f"{COMMITTEE}membres/<slug:member_id>/fin/", committee_acts.dismiss, name="member-dismiss"),
    path(f"{COMMITTEE}membres/<slug:member_id>/confirmer/", committee_acts.confirm, name="member-confirm"),
    path(f"{COMMITTEE}conflits/", committee_acts.record_conflict, name="conflict-record"),
    path(f"{COMMITTEE}recusation/", committee_acts.declare_conflict, name="conflict-declare"),
    path(f"{COMMITTEE}objections/", committee_acts.file_objection, name="objection-file"),
    path(f"{COMMITTEE}objections/<slug:objection_id>/", committee_acts.answer_objection, name="objection-answer"),
]

# /experts/
expert_urls = [
    path("experts/", experts.expert_list, name="expert-list"),
    path("experts/ajouter/", experts.expert_add, name="expert-add"),
    path("experts/<slug:public_id>/", experts.expert_detail, name="expert-detail"),
    path("experts/<slug:public_id>/modifier/", experts.expert_edit, name="expert-edit"),
]

# /agence/, /etablissements/
role_urls = [
    path("agence/", roles.agency, name="agency"),
    path("agence/mandats/<slug:public_id>/fin/", roles.mandate_end, name="mandate-end"),
    path("agence/etablissements/", roles.institution_list, name="institution-list"),
    path("etablissements/<slug:public_id>/personnes/", roles.institution_people, name="institution-people"),
    path(
        "etablissements/<slug:public_id>/personnes/<slug:membership_id>/fin/",
        roles.membership_end,
        name="membership-end",
    ),
]

# What one is asked: /tableau-de-bord/, /invitations/, /declaration/
own_urls = [
    path("tableau-de-bord/", dashboard.dashboard, name="dashboard"),
    path("invitations/<slug:public_id>/", invitations.invitation, name="invitation"),
    path("declaration/", invitations.declaration, name="declaration"),
]

# /messages/
message_urls = [
    path("messages/", messages.message_list, name="message-list"),
    path("messages/<slug:public_id>/renvoyer/", messages.delivery_send, name="delivery-send"),
]

urlpatterns = [
    path("", public.home, name="home"),
    *own_urls,
    *expert_urls,
    *role_urls,
    *report_urls,
    *campaign_urls,
    *publication_urls,
    *committee_urls,
    *criteria_urls,
    *correction_urls,
    *redaction_urls,
    *dossier_urls,
    *finding_urls,
    *observation_urls,
    *citation_urls,
    *dispute_urls,
    *reading_urls,
    *evaluation_urls,
    path("referentiels/", include(frameworks_urls)),
    *message_urls,
]
