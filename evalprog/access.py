"""Who may come to which address: one line per route, reviewed like a contract.

Each route of the site declares its methods and its class of access, here and nowhere else. The methods are enforced by
``evalprog.methods``; a test confronts the class of each route with the answers to everybody; a route without a line
fails a test and ``manage.py routes``. The class says who may get further than the door; which object they then find is
decided by the rows (``visible_to``) and the acts (``permissions``).

``public``          everybody, signed in or not
``signed-in``       whoever has signed in
``owner``           the person whom the page is about, and nobody else
``agency``          who reads for the agency, by a mandate that holds: officer, publisher, administrator, auditor
``agency-acts``     who does more than read there: officer, publisher, administrator
``agency-decides``  officer, publisher
``officer``         officers
``publisher``       publishers, who act for its presidency
``admin``           administrators
``evaluation``      who may know of the evaluation
``institution``     who is attached to the evaluation's institution
``signatory``       who signs for the evaluation's institution
``committee``       who sits on the evaluation's committee
``workspace``         who sits on the evaluation's committee or reads for the agency
"""

from dataclasses import dataclass

CLASSES = frozenset(
    {
        "public",
        "signed-in",
        "owner",
        "agency",
        "agency-acts",
        "agency-decides",
        "officer",
        "publisher",
        "admin",
        "evaluation",
        "institution",
        "signatory",
        "committee",
        "workspace",
    }
)


@dataclass(frozen=True, slots=True)
class Access:
    """``methods``: those that are answered; GET means HEAD too. Others are refused with 405."""

    access: str
    methods: tuple[str, ...]

    @property
    def answered(self) -> tuple[str, ...]:
        return tuple(m for method in self.methods for m in ((method, "HEAD") if method == "GET" else (method,)))


def page(access: str) -> Access:
    """Read only."""
    return Access(access, ("GET",))


def form(access: str) -> Access:
    """Shown and sent."""
    return Access(access, ("GET", "POST"))


def act(access: str) -> Access:
    """Sent only."""
    return Access(access, ("POST",))


# By name of the view with its namespace; for a route without a name, its path.
ACCESS: dict[str, Access] = {
    # what everybody reads
    "evaluations:home": page("public"),
    "evaluations:report-list": page("public"),
    "evaluations:report-detail": page("public"),
    "evaluations:report-pdf": page("public"),
    "evaluations:report-citation": page("public"),
    "evaluations:report-facet": page("public"),
    "evaluations:report-csv": page("public"),
    "evaluations:report-json": page("public"),
    "evaluations:report-feed": page("public"),
    "programmes:programme-list": page("public"),
    "programmes:programme-compare": page("public"),
    "programmes:programme-export": page("public"),
    "evaluations:programme-detail": page("public"),
    "evaluations:programme-pdf": page("public"),
    "evaluations:institution-detail": page("public"),
    "evaluations:robots": page("public"),
    "evaluations:sitemap": page("public"),
    "evaluations:sitemap-part": page("public"),
    "evaluations:report-file": page("public"),
    "evaluations:report-verify": form("public"),
    "evaluations:report-verify-hash": page("public"),
    # what an institution writes of its programmes is its own; the catalogue shows to each that of their institutions
    "programmes:catalogue": page("signed-in"),
    "programmes:shelf": page("signed-in"),
    "programmes:description-new": form("signed-in"),
    "programmes:programme-import": form("signed-in"),
    "programmes:import-model": page("signed-in"),
    "programmes:description-edit": form("institution"),
    "programmes:part-add": form("institution"),
    "programmes:part-up": act("institution"),
    "programmes:part-down": act("institution"),
    "programmes:part-remove": act("institution"),
    "programmes:part-restore": act("institution"),
    "programmes:course-table": form("institution"),
    "programmes:outcome-matrix": form("institution"),
    "programmes:version-list": page("institution"),
    "programmes:version-detail": page("institution"),
    "programmes:version-restore": act("institution"),
    "programmes:description-preview": page("institution"),
    "programmes:description-publish": form("institution"),
    "programmes:description-withdraw": act("signatory"),
    "programmes:description-put-away": act("institution"),
    "programmes:description-take-back": act("institution"),
    "programmes:description-next-year": act("institution"),
    # who may know of the evaluation; others are led to the report once published, the anonymous to sign in before
    "evaluations:evaluation-detail": page("public"),
    # which act is open to whom, at which state, is said in ``permissions.ACTS``
    "evaluations:evaluation-act": form("evaluation"),
    # those that each may read of them
    "evaluations:frozen-report-list": page("evaluation"),
    "evaluations:frozen-report-detail": page("evaluation"),
    "evaluations:frozen-report-pdf": page("evaluation"),
    "evaluations:corrections": page("evaluation"),
    "evaluations:correction-add": act("institution"),
    "evaluations:correction-edit": form("institution"),
    "evaluations:correction-act": act("institution"),
    "evaluations:correction-rule": act("workspace"),
    "evaluations:correction-link": act("workspace"),
    # what is not published: the agency marks it, its presidency decides
    "evaluations:redactions": page("agency"),
    "evaluations:redaction-add": act("agency-decides"),
    "evaluations:redaction-act": act("agency-decides"),
    "evaluations:redaction-decide": act("publisher"),
    "evaluations:redaction-preview": page("agency"),
    "evaluations:redaction-preview-pdf": page("agency"),
    # the journal and the messages
    "evaluations:journal": page("agency"),
    "evaluations:journal-export": page("agency"),
    "evaluations:evaluation-messages": page("agency"),
    "evaluations:message-list": page("agency"),
    "evaluations:delivery-send": act("agency-acts"),
    # the committee, as each may know of it
    "evaluations:committee": page("evaluation"),
    "evaluations:committee-invite": form("officer"),
    "evaluations:committee-propose": act("officer"),
    "evaluations:committee-revise": form("officer"),
    "evaluations:committee-appoint": act("publisher"),
    "evaluations:member-dismiss": form("officer"),
    "evaluations:member-confirm": act("publisher"),
    "evaluations:conflict-record": form("agency-decides"),
    "evaluations:conflict-declare": form("committee"),
    "evaluations:objection-file": form("institution"),
    "evaluations:objection-answer": form("officer"),
    # the workspace: the committee and the agency; what each may do there, ``permissions`` says
    "evaluations:criterion-list": page("workspace"),
    "evaluations:criterion-edit": page("workspace"),
    "evaluations:criterion-save": act("workspace"),
    "evaluations:quality-reading": page("workspace"),
    "evaluations:advice-dismiss": act("workspace"),
    "evaluations:advice-restore": act("workspace"),
    "evaluations:preview": page("workspace"),
    "evaluations:preview-pdf": page("workspace"),
    "evaluations:contribution-share": act("workspace"),
    "evaluations:comment-write": act("workspace"),
    "evaluations:comment-resolve": act("workspace"),
    "evaluations:assignments": form("workspace"),
    "evaluations:presence": act("workspace"),
    "evaluations:notes-save": act("workspace"),
    "evaluations:criterion-validate": act("workspace"),
    "evaluations:revision-detail": page("workspace"),
    "evaluations:revision-restore": act("workspace"),
    "evaluations:provenance": page("workspace"),
    "evaluations:suggestion-create": form("workspace"),
    "evaluations:suggestions-send": act("workspace"),
    "evaluations:suggestion-rule": act("workspace"),
    "evaluations:suggestion-note": act("workspace"),
    "evaluations:suggestion-withdraw": act("workspace"),
    "evaluations:finding-list": page("workspace"),
    "evaluations:finding-add": act("workspace"),
    "evaluations:finding-order": act("workspace"),
    "evaluations:finding-edit": form("workspace"),
    "evaluations:finding-act": act("workspace"),
    "evaluations:citation-add": act("workspace"),
    "evaluations:citation-remove": act("workspace"),
    # the table of disputes: the committee and the agency; of a campaign, the agency
    "evaluations:dispute-table": page("workspace"),
    "evaluations:dispute-export": page("workspace"),
    "evaluations:campaign-disputes": page("agency"),
    "evaluations:campaign-dispute-export": page("agency"),
    "evaluations:dossier": page("evaluation"),
    "evaluations:dossier-add": act("institution"),
    "evaluations:dossier-edit": form("institution"),
    "evaluations:dossier-act": act("institution"),
    "evaluations:dossier-file": page("evaluation"),
    "evaluations:dossier-page": page("evaluation"),
    "evaluations:dossier-presence": act("institution"),
    "evaluations:dossier-text-save": act("institution"),
    "evaluations:dossier-text-history": page("institution"),
    "evaluations:dossier-text-revision": form("institution"),
    "evaluations:dossier-piece-join": act("institution"),
    "evaluations:dossier-piece-point": act("institution"),
    "evaluations:dossier-version": page("evaluation"),
    "evaluations:dossier-changes": page("evaluation"),
    "evaluations:dossier-changes-send": act("signatory"),
    "evaluations:dossier-changes-decide": act("officer"),
    # the observations: their institution writes them, the others read what was filed
    "evaluations:observations": page("evaluation"),
    "evaluations:observation-add": act("institution"),
    "evaluations:observation-save": act("institution"),
    "evaluations:observation-remove": act("institution"),
    "evaluations:observation-history": page("institution"),
    "evaluations:observation-revision": form("institution"),
    "evaluations:observations-preview": page("institution"),
    "evaluations:observations-preview-pdf": page("institution"),
    "evaluations:observations-file": form("signatory"),
    "evaluations:observations-waive": form("signatory"),
    "evaluations:observations-receipt": form("evaluation"),
    "evaluations:observation-file-add": act("institution"),
    "evaluations:observation-file-act": act("institution"),
    "evaluations:attachment-file": page("evaluation"),
    # the indicators of a programme are its institution's own
    "programmes:indicator-list": page("institution"),
    "programmes:indicator-add": form("institution"),
    "programmes:indicator-new": form("institution"),
    "programmes:indicator-edit": form("institution"),
    "programmes:indicator-act": act("institution"),
    "programmes:indicator-history": page("institution"),
    "programmes:indicator-export": page("institution"),
    # campaigns: officers keep them, the rest of the agency reads
    "evaluations:campaign-list": page("agency"),
    "evaluations:campaign-create": form("officer"),
    "evaluations:campaign-detail": page("agency"),
    "evaluations:campaign-edit": form("officer"),
    "evaluations:campaign-open": form("officer"),
    "evaluations:campaign-postpone": form("officer"),
    "evaluations:campaign-programmes": form("officer"),
    # their publication: the agency reads and takes away, its presidency publishes
    "evaluations:campaign-publication": page("agency"),
    "evaluations:publication-start": act("publisher"),
    "evaluations:publication-stop": act("publisher"),
    "evaluations:publication-progress": page("agency"),
    "evaluations:campaign-archive": page("agency"),
    "evaluations:volume-bind": act("agency"),
    "evaluations:campaign-volume": page("agency"),
    # what one is asked
    "evaluations:dashboard": page("signed-in"),
    "evaluations:invitation": form("owner"),
    "evaluations:declaration": form("owner"),
    # the pool, roles and attachments
    "evaluations:expert-list": page("officer"),
    "evaluations:expert-add": form("officer"),
    "evaluations:expert-detail": page("officer"),
    "evaluations:expert-edit": form("officer"),
    "evaluations:agency": form("admin"),
    "evaluations:mandate-end": act("admin"),
    "evaluations:institution-list": page("admin"),
    "evaluations:institution-people": form("admin"),
    "evaluations:membership-end": act("admin"),
    # frameworks
    "evaluations:framework-list": page("agency-acts"),
    "evaluations:framework-new": form("agency-acts"),
    "evaluations:framework-upload": act("agency-acts"),
    "evaluations:framework-detail": page("agency-acts"),
    "evaluations:framework-edit": form("agency-acts"),
    "evaluations:framework-part-add": form("agency-acts"),
    "evaluations:framework-part-up": act("agency-acts"),
    "evaluations:framework-part-down": act("agency-acts"),
    "evaluations:framework-part-remove": act("agency-acts"),
    "evaluations:framework-part-restore": act("agency-acts"),
    "evaluations:framework-export": page("agency-acts"),
    "evaluations:framework-derive": act("agency-acts"),
    "evaluations:framework-publish": act("agency-acts"),
    "evaluations:framework-discard": act("agency-acts"),
    # allauth
    "account_login": form("public"),
    "account_logout": form("public"),
    "account_signup": form("public"),
    "account_inactive": page("public"),
    "account_reauthenticate": form("signed-in"),
    "account_email": form("owner"),
    "account_confirm_email": form("public"),
    "account_change_password": form("owner"),
    "account_set_password": form("owner"),
    "account_reset_password": form("public"),
    "account_reset_password_done": page("public"),
    "account_reset_password_from_key": form("public"),
    "account_reset_password_from_key_done": page("public"),
    # second factors, sessions, an organisation's accounts; to authenticate is for who is halfway through signing in
    "mfa_authenticate": form("public"),
    "mfa_login_webauthn": form("public"),
    "mfa_index": page("owner"),
    "mfa_reauthenticate": form("signed-in"),
    "mfa_reauthenticate_webauthn": form("signed-in"),
    "mfa_activate_totp": form("owner"),
    "mfa_deactivate_totp": form("owner"),
    "mfa_view_recovery_codes": page("owner"),
    "mfa_generate_recovery_codes": form("owner"),
    "mfa_download_recovery_codes": page("owner"),
    "mfa_list_webauthn": page("owner"),
    "mfa_add_webauthn": form("owner"),
    "mfa_edit_webauthn": form("owner"),
    "mfa_remove_webauthn": form("owner"),
    "usersessions_list": form("owner"),
    "socialaccount_connections": form("owner"),
    "socialaccount_signup": form("public"),
    "socialaccount_login_cancelled": page("public"),
    "openid_connect_login": form("public"),
    "openid_connect_callback": page("public"),
    # one's own page; a text taken up again; an invitation, whose link is its right
    "accounts:me": form("owner"),
    "accounts:data": page("owner"),
    "accounts:session": page("public"),
    "accounts:end-session": act("owner"),
    "accounts:resume": form("owner"),
    "accounts:invitation": form("public"),
    # Django
    "set_language": act("public"),
}
