"""The table of access, written by hand and read like a contract: a route that is not in it fails the tests.

One line per route: its name | what its address names | the door | GET | POST | PUT. A cell begins with the answer that
most people get, then the exceptions: « 403; ok officer; 404 OUTSIDE ». The door says what becomes of two of them,
whatever the method: ``anonymous``, and an officer who still owes a second factor.

Answers: ok (let in: the page, a form with its errors, an act refused by its sentences), sign-in, factor and confirm (led
to where one signs in, sets up a second factor, types one's password again), 403, 404, 405.
"""

# ruff: noqa: E501  (a table is read in columns)

from dataclasses import dataclass

GROUPS = {
    "AGENCY": "officer publisher admin auditor",  # they read every dossier
    "COMMITTEE": "chair rapporteur expert",
    "HOUSE": "contributor signatory",
    # They may not know of the evaluation under way: no relation, not yet, of another institution, a conflict, ended.
    "OUTSIDE": "stranger college elsewhere recused dismissed former",
    # A second factor asks for it again before one's factors are changed.
    "FACTOR": "officer publisher admin auditor college former",
    "FRAMEWORKS": "officer publisher admin",
}
# Whom each class of ``evalprog.access`` lets further than the door: of the first ones at most, of the last ones exactly.
AT_MOST = {
    "public": "anonymous no_factor AGENCY COMMITTEE HOUSE OUTSIDE",
    "signed-in": "no_factor AGENCY COMMITTEE HOUSE OUTSIDE",
    "owner": "no_factor AGENCY COMMITTEE HOUSE OUTSIDE",
    "evaluation": "AGENCY COMMITTEE HOUSE",
    "workspace": "AGENCY COMMITTEE",
}
EXACTLY = {
    "agency": "officer publisher admin auditor",
    "agency-acts": "officer publisher admin",
    "agency-decides": "officer publisher",
    "officer": "officer",
    "publisher": "publisher",
    "admin": "admin",
    "institution": "contributor signatory",
    "signatory": "signatory",
    "committee": "chair rapporteur expert",
}
PEOPLE = tuple(
    f"anonymous no_factor {GROUPS['AGENCY']} {GROUPS['COMMITTEE']} {GROUPS['HOUSE']} {GROUPS['OUTSIDE']}".split()
)
METHODS = ("GET", "POST", "PUT")
DOORS = {
    "everybody": {"no_factor": "factor"},
    "members": {"anonymous": "sign-in", "no_factor": "factor"},
    "account": {"anonymous": "sign-in"},  # under /compte/, where the factor is set up
    "anyone": {},
}
LEADS_TO = {
    "/compte/connexion/": "sign-in",
    "/compte/facteurs/": "factor",
    "/compte/confirmer/": "confirm",
    "/compte/facteurs/confirmer/": "confirm",
}

TABLE = """
# What everybody reads
evaluations:home          |                  | everybody | ok | 405 | 405
evaluations:report-list   |                  | everybody | ok | 405 | 405
evaluations:report-detail | public_id=report | everybody | ok | 405 | 405
evaluations:report-pdf    | public_id=report | everybody | ok | 405 | 405
evaluations:report-citation    | public_id=report form=bib        | everybody | ok | 405 | 405
evaluations:report-facet       | facet=nature                     | everybody | ok | 405 | 405
evaluations:report-csv         |                                  | everybody | ok | 405 | 405
evaluations:report-json        |                                  | everybody | ok | 405 | 405
evaluations:report-feed        |                                  | everybody | ok | 405 | 405
programmes:programme-list      |                                  | everybody | ok | 405 | 405
programmes:programme-compare   |                                  | everybody | ok | 405 | 405
programmes:programme-export    | public_id=evaluated form=yaml    | everybody | 404 | 405 | 405
evaluations:programme-detail   | public_id=evaluated              | everybody | ok | 405 | 405
evaluations:programme-pdf      | public_id=sheet                  | everybody | ok | 405 | 405
evaluations:institution-detail | public_id=house                  | everybody | ok | 405 | 405
evaluations:robots             |                                  | everybody | ok | 405 | 405
evaluations:sitemap            |                                  | everybody | ok | 405 | 405
evaluations:sitemap-part       | name=rapports number=1           | everybody | ok | 405 | 405
evaluations:report-file   | sha256=file      | everybody | ok | 405 | 405
evaluations:report-verify |                  | everybody | ok | ok  | 405
evaluations:report-verify-hash | sha256=file | everybody | ok | 405 | 405
set_language              |                  | everybody | 405 | ok  | 405

# What is asked of oneself
evaluations:dashboard   |                   | members | ok             | 405            | 405
evaluations:declaration |                   | members | ok             | ok             | 405
evaluations:invitation  | public_id=invited | members | 404; ok expert | 404; ok expert | 405

# The pool: the officers
evaluations:expert-list   |                  | members | 403; ok officer | 405             | 405
evaluations:expert-add    |                  | members | 403; ok officer | 403; ok officer | 405
evaluations:expert-detail | public_id=pooled | members | 403; ok officer | 405             | 405
evaluations:expert-edit   | public_id=pooled | members | 403; ok officer | 403; ok officer | 405

# Roles: the administrators
evaluations:agency             |                                          | members | 403; ok admin | 403; ok admin | 405
evaluations:mandate-end        | public_id=mandate                        | members | 405           | 403; ok admin | 405
evaluations:institution-list   |                                          | members | 403; ok admin | 405           | 405
evaluations:institution-people | public_id=house                          | members | 403; ok admin | 403; ok admin | 405
evaluations:membership-end     | public_id=house membership_id=membership | members | 405           | 403; ok admin | 405

# One evaluation, at DRAFTING; the public is led to sign in. Committees are made by officers.
evaluations:evaluation-detail | public_id=shown | everybody | ok; sign-in anonymous; 404 OUTSIDE | 405 | 405
evaluations:committee         | public_id=shown | members | ok; 404 OUTSIDE | 405 | 405
evaluations:committee-invite  | public_id=shown | members | 403; 404 OUTSIDE; ok officer | 403; 404 OUTSIDE; ok officer | 405
evaluations:committee-propose | public_id=shown | members | 405 | 403; 404 OUTSIDE; ok officer | 405
evaluations:committee-revise  | public_id=shown | members | 403; 404 OUTSIDE; ok officer | 403; 404 OUTSIDE; ok officer | 405
evaluations:committee-appoint | public_id=shown | members | 405 | 403; 404 OUTSIDE; ok publisher | 405
evaluations:member-dismiss    | public_id=shown member_id=member | members | 403; 404 OUTSIDE; ok officer | 403; 404 OUTSIDE; ok officer | 405
evaluations:member-confirm    | public_id=shown member_id=member | members | 405 | 403; 404 OUTSIDE; ok publisher | 405
evaluations:conflict-record   | public_id=shown | members | 403; 404 OUTSIDE; ok officer publisher | 403; 404 OUTSIDE; ok officer publisher | 405
evaluations:conflict-declare  | public_id=shown | members | 403; 404 OUTSIDE; ok COMMITTEE | 403; 404 OUTSIDE; ok COMMITTEE | 405
# One whose committee is proposed: its members do not read the dossier before they are appointed.
evaluations:objection-file    | public_id=proposed | members | 403; 404 OUTSIDE COMMITTEE; ok HOUSE | 403; 404 OUTSIDE COMMITTEE; ok HOUSE | 405
evaluations:objection-answer  | public_id=proposed objection_id=objection | members | 403; 404 OUTSIDE COMMITTEE; ok officer | 403; 404 OUTSIDE COMMITTEE; ok officer | 405

# The committee's workspace: the institution does not learn that there is one.
evaluations:criterion-list    | public_id=shown | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:criterion-edit    | public_id=shown code=avis | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:criterion-save    | public_id=shown code=avis | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:quality-reading   | public_id=shown | members | 404; ok AGENCY COMMITTEE | 405 | 405
# Sent without anything: the remark is not there any more, and the page says so.
evaluations:advice-dismiss    | public_id=shown | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:advice-restore    | public_id=shown | members | 405 | 404 | 405
evaluations:preview           | public_id=shown | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:preview-pdf       | public_id=shown | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:contribution-share | public_id=shown code=avis | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
# An auditor or a publisher reads what is said; officers and the committee say something.
evaluations:comment-write     | public_id=shown code=avis | members | 405 | 404; 403 AGENCY; ok officer COMMITTEE | 405
evaluations:comment-resolve   | public_id=shown code=avis comment_id=comment | members | 405 | 404; 403 AGENCY; ok officer COMMITTEE | 405
evaluations:assignments       | public_id=shown | members | 404; ok AGENCY COMMITTEE | 404; 403 AGENCY expert; ok officer chair rapporteur | 405
evaluations:presence          | public_id=shown | members | 405 | 404; ok AGENCY COMMITTEE | 405
evaluations:notes-save        | public_id=shown code=avis | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:criterion-validate | public_id=shown code=avis | members | 405 | 404; 403 AGENCY expert; ok chair rapporteur | 405
evaluations:revision-detail   | public_id=shown code=avis name=1 | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:revision-restore  | public_id=shown code=avis name=1 | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:provenance        | public_id=shown code=avis | members | 404; 403 AGENCY; ok officer COMMITTEE | 405 | 405
# The agency proposes during its own reading only, which this evaluation has not come to; its chair may rule already.
evaluations:suggestion-create   | public_id=shown code=avis | members | 404; 403 AGENCY COMMITTEE | 404; 403 AGENCY COMMITTEE | 405
evaluations:suggestions-send    | public_id=shown code=avis | members | 405 | 404; 403 AGENCY COMMITTEE | 405
evaluations:suggestion-rule     | public_id=shown code=avis suggestion_id=suggestion | members | 405 | 404; 403 AGENCY COMMITTEE; ok chair | 405
evaluations:suggestion-note     | public_id=shown code=avis suggestion_id=suggestion | members | 405 | 404; 403 AGENCY COMMITTEE | 405
evaluations:suggestion-withdraw | public_id=shown code=avis suggestion_id=suggestion | members | 405 | 404; 403 AGENCY COMMITTEE | 405
evaluations:finding-list      | public_id=shown | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:finding-add       | public_id=shown | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:finding-order     | public_id=shown | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:finding-edit      | public_id=shown finding_id=finding | members | 404; 403 AGENCY; ok COMMITTEE | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:finding-act       | public_id=shown finding_id=finding | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:citation-add      | public_id=shown code=avis | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405
evaluations:citation-remove   | public_id=shown citation_id=citation | members | 405 | 404; 403 AGENCY; ok COMMITTEE | 405

# The dossier, deposited: who is of the institution may prepare it, and is told that it no longer changes.
evaluations:dossier      | public_id=shown | members | ok; 404 OUTSIDE | 405 | 405
evaluations:dossier-add  | public_id=shown | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-edit | public_id=shown part_id=part | members | 403; 404 OUTSIDE; ok HOUSE | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-act  | public_id=shown part_id=part | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-file | public_id=shown part_id=part | members | ok; 404 OUTSIDE | 405 | 405
evaluations:dossier-page | public_id=shown part_id=part page=1 | members | ok; 404 OUTSIDE | 405 | 405
# The form of a framework that has one. Others read what was deposited; the institution goes on, as a proposal, of which
# the committee does not learn that there are any.
evaluations:dossier-version       | public_id=formed number=1 | members | ok; 404 OUTSIDE | 405 | 405
evaluations:dossier-presence      | public_id=formed | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-text-save     | public_id=formed code=presentation | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-text-history  | public_id=formed code=presentation | members | 403; 404 OUTSIDE; ok HOUSE | 405 | 405
evaluations:dossier-text-revision | public_id=formed code=presentation revision=1 | members | 403; 404 OUTSIDE; ok HOUSE | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-piece-join    | public_id=formed code=reglement | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-piece-point   | public_id=formed code=reglement | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:dossier-changes       | public_id=formed | members | ok; 404 OUTSIDE COMMITTEE | 405 | 405
evaluations:dossier-changes-send  | public_id=formed | members | 405 | 403; 404 OUTSIDE COMMITTEE; ok signatory | 405
evaluations:dossier-changes-decide | public_id=formed proposal_id=proposal | members | 405 | 403; 404 OUTSIDE COMMITTEE; ok officer | 405

# The observations, being prepared: others read what was filed, and are told that the rest is their institution's.
evaluations:observations             | public_id=observed | members | ok; 404 OUTSIDE | 405 | 405
evaluations:observation-add          | public_id=observed | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:observation-save         | public_id=observed name=lettre | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:observation-remove       | public_id=observed name=free | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:observation-history      | public_id=observed name=free | members | 403; 404 OUTSIDE; ok HOUSE | 405 | 405
evaluations:observation-revision     | public_id=observed name=free revision=1 | members | 403; 404 OUTSIDE; ok HOUSE | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:observations-preview     | public_id=observed | members | 403; 404 OUTSIDE; ok HOUSE | 405 | 405
evaluations:observations-preview-pdf | public_id=observed | members | 403; 404 OUTSIDE; ok HOUSE | 405 | 405
evaluations:observation-file-add     | public_id=observed | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:observation-file-act     | public_id=observed attachment_id=joined | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:attachment-file          | public_id=observed attachment_id=joined | members | 404; ok HOUSE | 405 | 405
# Filed by who has confirmed just now who they are: without it, a form that is sent performs nothing.
evaluations:observations-file        | public_id=observed | members | 403; 404 OUTSIDE; confirm signatory | 403; 404 OUTSIDE | 405
evaluations:observations-waive       | public_id=observed | members | 403; 404 OUTSIDE; confirm signatory | 403; 404 OUTSIDE | 405
# The receipt of those that were filed; the college knows of them, and keeps no receipts.
evaluations:observations-receipt     | public_id=acknowledged number=1 | members | ok; 404 OUTSIDE; 403 COMMITTEE college | ok; 404 OUTSIDE; 403 COMMITTEE college | 405

# The indicators of a programme are its institution's own: others do not learn that there are any.
programmes:indicator-list    | programme_id=evaluated                        | members | 404; ok HOUSE | 405 | 405
programmes:indicator-add     | programme_id=evaluated                        | members | 404; ok HOUSE | 404; ok HOUSE | 405
programmes:indicator-new     | programme_id=evaluated                        | members | 404; ok HOUSE | 404; ok HOUSE | 405
programmes:indicator-edit    | programme_id=evaluated indicator_id=indicator | members | 404; ok HOUSE | 404; ok HOUSE | 405
programmes:indicator-act     | programme_id=evaluated indicator_id=indicator | members | 405 | 404; ok HOUSE | 405
programmes:indicator-history | programme_id=evaluated indicator_id=indicator | members | 404; ok HOUSE | 405 | 405
programmes:indicator-export  | programme_id=evaluated form=csv               | members | 404; ok HOUSE | 405 | 405

# Campaigns are the agency's own affair: others do not learn that there are any. Officers keep them.
evaluations:campaign-list       |                    | members | 404; ok AGENCY | 405 | 405
evaluations:campaign-create     |                    | members | 404; 403 AGENCY; ok officer | 404; 403 AGENCY; ok officer | 405
evaluations:campaign-detail     | public_id=campaign | members | 404; ok AGENCY | 405 | 405
evaluations:campaign-edit       | public_id=campaign | members | 404; 403 AGENCY; ok officer | 404; 403 AGENCY; ok officer | 405
evaluations:campaign-open       | public_id=campaign | members | 404; 403 AGENCY; ok officer | 404; 403 AGENCY; ok officer | 405
evaluations:campaign-postpone   | public_id=campaign | members | 404; 403 AGENCY; ok officer | 404; 403 AGENCY; ok officer | 405
evaluations:campaign-programmes | public_id=campaign | members | 404; 403 AGENCY; ok officer | 404; 403 AGENCY; ok officer | 405
evaluations:campaign-publication | public_id=campaign | members | 404; ok AGENCY | 405 | 405
evaluations:publication-start    | public_id=campaign | members | 405 | 404; 403 AGENCY; ok publisher | 405
evaluations:publication-stop     | public_id=campaign | members | 405 | 404; 403 AGENCY; ok publisher | 405
evaluations:publication-progress | public_id=campaign | members | 404; ok AGENCY | 405 | 405
evaluations:campaign-archive     | public_id=campaign | members | 404; ok AGENCY | 405 | 405
evaluations:volume-bind          | public_id=campaign | members | 405 | 404; ok AGENCY | 405
evaluations:campaign-volume      | public_id=campaign | members | 404; ok AGENCY | 405 | 405

# The acts of one evaluation, here « suspendre »; what each asks is in the tests of the machine.
evaluations:evaluation-act      | public_id=shown gesture=suspendre | members | 403; 404 OUTSIDE; ok officer publisher | 403; 404 OUTSIDE; ok officer publisher | 405
# A draft that was transmitted: the committee, the agency, the institution.
evaluations:frozen-report-list   | public_id=shown | members | ok; 404 OUTSIDE | 405 | 405
evaluations:frozen-report-detail | public_id=transmitted report_id=frozen | members | ok; 404 OUTSIDE | 405 | 405
# The table of disputes: the institution does not learn what the committee reads of it.
evaluations:dispute-table           | public_id=transmitted | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:dispute-export          | public_id=transmitted table=erreurs form=csv | members | 404; ok AGENCY COMMITTEE | 405 | 405
evaluations:campaign-disputes       | public_id=campaign | members | 404; ok AGENCY | 405 | 405
evaluations:campaign-dispute-export | public_id=campaign form=xlsx | members | 404; ok AGENCY | 405 | 405
evaluations:frozen-report-pdf    | public_id=transmitted report_id=frozen | members | ok; 404 OUTSIDE | 405 | 405
# The errors of fact: before a draft is transmitted nobody learns that there may be any; what is being prepared is the
# institution's alone, what is sent is ruled on by the chair, the change linked by those who write.
evaluations:corrections     | public_id=transmitted | members | ok; 404 OUTSIDE | 405 | 405
evaluations:correction-add  | public_id=transmitted | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:correction-edit | public_id=transmitted correction_id=error | members | 403; 404 OUTSIDE; ok HOUSE | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:correction-act  | public_id=transmitted correction_id=error | members | 405 | 403; 404 OUTSIDE; ok HOUSE | 405
evaluations:correction-rule | public_id=replied correction_id=sent | members | 405 | 403; 404 OUTSIDE; ok chair | 405
evaluations:correction-link | public_id=replied correction_id=sent | members | 405 | 403; 404 OUTSIDE; ok chair rapporteur | 405
# The journal and the messages: whoever does not read for the agency is not told that there are any.
evaluations:redactions            | public_id=acknowledged | members | 404; ok AGENCY | 405 | 405
evaluations:redaction-preview     | public_id=acknowledged | members | 404; ok AGENCY | 405 | 405
evaluations:redaction-preview-pdf | public_id=acknowledged | members | 404; ok AGENCY | 405 | 405
evaluations:redaction-add         | public_id=acknowledged | members | 405 | 404; ok officer publisher; 403 admin auditor | 405
evaluations:redaction-act         | public_id=acknowledged redaction_id=mark | members | 405 | 404; ok officer publisher; 403 admin auditor | 405
evaluations:redaction-decide      | public_id=acknowledged | members | 405 | 404; ok publisher; 403 officer admin auditor | 405
evaluations:journal             | public_id=shown | members | 404; ok AGENCY | 405 | 405
evaluations:journal-export      | public_id=shown form=csv | members | 404; ok AGENCY | 405 | 405
evaluations:evaluation-messages | public_id=shown | members | 404; ok AGENCY | 405 | 405
evaluations:message-list        |                 | members | 404; ok AGENCY | 405 | 405
evaluations:delivery-send       | public_id=delivery | members | 405 | 404; ok AGENCY; 403 auditor | 405

# Frameworks: who acts for the agency now. A gesture on a part that is not named is a 404.
evaluations:framework-list         |                          | members | 403; ok FRAMEWORKS  | 405 | 405
evaluations:framework-new          |                          | members | 403; ok FRAMEWORKS  | 403; ok FRAMEWORKS  | 405
evaluations:framework-upload       |                          | members | 405                 | 403; ok FRAMEWORKS  | 405
evaluations:framework-detail       | code=framework version=1 | members | 403; ok FRAMEWORKS  | 405 | 405
evaluations:framework-export       | code=framework version=1 | members | 403; ok FRAMEWORKS  | 405 | 405
evaluations:framework-derive       | code=framework version=1 | members | 405                 | 403; ok FRAMEWORKS  | 405
evaluations:framework-publish      | code=draft version=1     | members | 405                 | 403; ok FRAMEWORKS  | 405
evaluations:framework-discard      | code=draft version=1     | members | 405                 | 403; ok FRAMEWORKS  | 405
evaluations:framework-edit         | code=draft version=1     | members | 403; ok FRAMEWORKS  | 403; ok FRAMEWORKS  | 405
evaluations:framework-part-add     | code=draft version=1     | members | 403; 404 FRAMEWORKS | 403; 404 FRAMEWORKS | 405
evaluations:framework-part-up      | code=draft version=1     | members | 405                 | 403; 404 FRAMEWORKS | 405
evaluations:framework-part-down    | code=draft version=1     | members | 405                 | 403; 404 FRAMEWORKS | 405
evaluations:framework-part-remove  | code=draft version=1     | members | 405                 | 403; 404 FRAMEWORKS | 405
evaluations:framework-part-restore | code=draft version=1     | members | 405                 | 403; ok FRAMEWORKS  | 405

# What an institution writes of its programmes: nobody else learns that there is anything. A gesture that names no part
# leads back to the description.
programmes:catalogue             |                                | members | 404; ok HOUSE elsewhere | 405 | 405
programmes:shelf                 |                                | members | 404; ok HOUSE elsewhere | 405 | 405
programmes:description-new       |                                | members | 404; ok HOUSE elsewhere | 404; ok HOUSE elsewhere | 405
programmes:programme-import      |                                | members | 404; ok HOUSE elsewhere | 404; ok HOUSE elsewhere | 405
programmes:import-model          | form=xlsx                      | members | 404; ok HOUSE elsewhere | 405 | 405
programmes:description-edit      | public_id=described            | members | 404; ok HOUSE | 404; ok HOUSE | 405
programmes:part-add              | public_id=described            | members | 404; ok HOUSE | 404; ok HOUSE | 405
programmes:part-up               | public_id=described            | members | 405 | 404; ok HOUSE | 405
programmes:part-down             | public_id=described            | members | 405 | 404; ok HOUSE | 405
programmes:part-remove           | public_id=described            | members | 405 | 404; ok HOUSE | 405
programmes:part-restore          | public_id=described            | members | 405 | 404; ok HOUSE | 405
programmes:course-table          | public_id=described            | members | 404; ok HOUSE | 404; ok HOUSE | 405
programmes:outcome-matrix        | public_id=described            | members | 404; ok HOUSE | 404; ok HOUSE | 405
programmes:version-list          | public_id=described            | members | 404; ok HOUSE | 405 | 405
programmes:version-detail        | public_id=described revision=1 | members | 404; ok HOUSE | 405 | 405
programmes:version-restore       | public_id=described revision=1 | members | 405 | 404; ok HOUSE | 405
programmes:description-preview   | public_id=described            | members | 404; ok HOUSE | 405 | 405
programmes:description-publish   | public_id=described            | members | 404; ok HOUSE | 404; ok signatory; 403 contributor | 405
programmes:description-withdraw  | public_id=described            | members | 405 | 404; ok signatory; 403 contributor | 405
programmes:description-put-away  | public_id=described            | members | 405 | 404; ok HOUSE | 405
programmes:description-take-back | public_id=described            | members | 405 | 404; ok HOUSE | 405
programmes:description-next-year | public_id=described            | members | 405 | 404; ok HOUSE | 405

# One's account
accounts:me                         |                 | account | ok  | ok  | 405
accounts:data                       |                 | account | ok  | 405 | 405
accounts:session                    |                 | anyone  | ok  | 405 | 405
accounts:end-session                | pk=1            | account | 405 | 404 | 405
accounts:resume                     |                 | account | ok  | ok  | 405
accounts:invitation                 | token=x         | anyone  | 404 | 404 | 405
account_login                       |                 | anyone  | ok  | ok  | 405
mfa_authenticate                    |                 | account | ok  | ok  | 405; 405 anonymous
mfa_login_webauthn                  |                 | account | ok  | ok  | 405; 405 anonymous
account_logout                      |                 | anyone  | ok  | ok  | 405
account_inactive                    |                 | anyone  | ok  | 405 | 405
account_signup                      |                 | anyone  | 404 | 404 | 405
account_reauthenticate              |                 | account | 403; confirm FACTOR; ok signatory | 403; confirm FACTOR; ok signatory | 405
account_email                       |                 | account | ok  | ok  | 405
account_confirm_email               | key=x           | anyone  | ok  | 404 | 405
account_change_password             |                 | account | ok  | ok  | 405
account_set_password                |                 | account | ok  | ok  | 405
account_reset_password              |                 | anyone  | ok  | ok  | 405
account_reset_password_done         |                 | anyone  | ok  | 405 | 405
account_reset_password_from_key_done |                | anyone  | ok  | 405 | 405
account_reset_password_from_key     | uidb36=1 key=x  | anyone  | ok  | ok  | 405
mfa_index                           |                 | account | ok  | 405 | 405
mfa_reauthenticate                  |                 | account | 403; ok FACTOR; confirm signatory | 403; ok FACTOR; confirm signatory | 405
mfa_activate_totp                   |                 | account | ok; confirm FACTOR signatory | ok; confirm FACTOR signatory | 405
mfa_deactivate_totp                 |                 | account | 404; confirm FACTOR | 404; confirm FACTOR | 405
mfa_view_recovery_codes             |                 | account | 404 | 405 | 405
mfa_generate_recovery_codes         |                 | account | ok; confirm FACTOR signatory | ok; confirm FACTOR signatory | 405
mfa_download_recovery_codes         |                 | account | 404 | 405 | 405
mfa_list_webauthn                   |                 | account | ok  | 405 | 405
mfa_add_webauthn                    |                 | account | ok; confirm FACTOR signatory | ok; confirm FACTOR signatory | 405
mfa_reauthenticate_webauthn         |                 | account | 403; confirm FACTOR signatory | 403; confirm FACTOR signatory | 405
mfa_edit_webauthn                   | pk=1            | account | 404; confirm FACTOR signatory | 404; confirm FACTOR signatory | 405
mfa_remove_webauthn                 | pk=1            | account | 404; confirm FACTOR signatory | 404; confirm FACTOR signatory | 405
socialaccount_connections           |                 | account | ok  | ok  | 405
socialaccount_signup                |                 | anyone  | 404 | 404 | 405
socialaccount_login_cancelled       |                 | anyone  | ok  | 405 | 405
openid_connect_login                | provider_id=x   | anyone  | 404 | 404 | 405
openid_connect_callback             | provider_id=x   | anyone  | 404 | 405 | 405
usersessions_list                   |                 | account | ok  | ok  | 405
"""


@dataclass(frozen=True)
class Route:
    """``names``: the arguments of its address, by what they name; ``cells``: method, person → answer."""

    name: str
    names: dict[str, str]
    cells: dict[str, dict[str, str]]


def persons(words: str) -> list[str]:
    return " ".join(GROUPS.get(word, word) for word in words.split()).split()


def cell(text: str, door: str) -> dict[str, str]:
    """The answer to each person, of one cell: the last word about somebody holds, the door's first."""
    usual, *exceptions = (part.strip() for part in text.split(";"))
    answers = dict.fromkeys(PEOPLE, usual) | DOORS[door]
    for exception in exceptions:
        answer, words = exception.split(" ", 1)
        answers |= dict.fromkeys(persons(words), answer)
    return answers


def read(text: str) -> list[Route]:
    found = []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, names, door, *cells = (part.strip() for part in line.split("|"))
        arguments = dict(pair.split("=") for pair in names.split())
        answers = {method: cell(text, door) for method, text in zip(METHODS, cells, strict=True)}
        found.append(Route(name, arguments, answers))
    return found


ROUTES = read(TABLE)
