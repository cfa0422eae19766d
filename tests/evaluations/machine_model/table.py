"""The acts as the process has them: whose they are, where they are possible, where they lead; and the words for it."""

DONE, DENIED, STATE, NOT_READY = "done", "denied", "state", "not ready"

PLANNED, EXPECTED, DEPOSITED, PROPOSED, APPOINTED, EXPERTISE, DRAFTING, VALIDATION, READING = range(0, 90, 10)
TRANSMITTED, RULING, SIGNED, OPEN, CLOSED, COUNTERSIGNED, PUBLISHED = range(90, 160, 10)
SUSPENDED, WITHDRAWN = 200, 210
ROAD = tuple(range(0, 160, 10))
UNPUBLISHED = ROAD[:-1]
UNSIGNED = tuple(s for s in ROAD if s < SIGNED)

OFFICER, PUBLISHER, CHAIR, RAPPORTEUR, EXPERT = "officer", "publisher", "chair", "rapporteur", "expert"
SIGNATORY, CONTRIBUTOR, SYSTEM = "signatory", "contributor", "system"
COMMITTEE = (CHAIR, RAPPORTEUR, EXPERT)

# act: (whose it is, where it is possible, where it leads; None: it stays, or the act itself tells)
TABLE = {
    # rows 0 to 2: the list of the campaign, the dossier
    "expect_dossier": ((OFFICER,), (PLANNED,), EXPECTED),
    "deposit_dossier": ((OFFICER, SIGNATORY), (EXPECTED,), DEPOSITED),
    "return_dossier": ((OFFICER,), (DEPOSITED,), EXPECTED),
    # rows 3 and 4: the committee, discussed with the institution
    "invite": ((OFFICER,), UNSIGNED[2:], None),
    "accept_invitation": (("self",), UNSIGNED[2:], None),
    "decline_invitation": (("self",), UNSIGNED[2:], None),
    "dismiss": ((OFFICER,), UNSIGNED[2:], None),
    "propose_committee": ((OFFICER,), (DEPOSITED,), PROPOSED),
    "object_to_committee": ((SIGNATORY, CONTRIBUTOR), UNSIGNED[3:], None),
    "answer_objection": ((OFFICER,), UNSIGNED[3:], None),
    "revise_committee": ((OFFICER,), (PROPOSED,), DEPOSITED),
    "appoint_committee": ((PUBLISHER,), (PROPOSED,), APPOINTED),
    "confirm_member": ((PUBLISHER,), UNSIGNED[4:], None),
    # rows 5 to 8: writing, validation by the committee as a body, reading by the agency
    "start_expertise": ((OFFICER,), (APPOINTED,), EXPERTISE),
    "start_drafting": ((CHAIR, RAPPORTEUR), (EXPERTISE,), DRAFTING),
    "submit_for_validation": ((CHAIR, RAPPORTEUR), (DRAFTING,), VALIDATION),
    "approve": (COMMITTEE, (VALIDATION,), None),
    "dissent": (COMMITTEE, (VALIDATION,), None),
    "resume_drafting": ((CHAIR,), (VALIDATION,), DRAFTING),
    "validate": ((CHAIR,), (VALIDATION,), READING),
    "annex_dissent": ((CHAIR,), (VALIDATION, READING, TRANSMITTED, RULING), None),
    "send_back_to_drafting": ((OFFICER,), (READING,), DRAFTING),
    # rows 9 to 11: errors of fact, the chair's ruling and signature
    "transmit_draft": ((OFFICER,), (READING,), TRANSMITTED),
    "reply_to_draft": ((SIGNATORY,), (TRANSMITTED, RULING), RULING),
    "admit_late_corrections": ((PUBLISHER, OFFICER), (RULING,), None),
    "leave_out_late_corrections": ((PUBLISHER, OFFICER), (RULING,), None),
    "rule_on_correction": ((CHAIR,), (RULING,), None),
    "link_change": ((CHAIR, RAPPORTEUR), (RULING,), None),
    "close_corrections": ((SYSTEM,), (TRANSMITTED,), RULING),
    "retransmit_draft": ((OFFICER,), (RULING,), TRANSMITTED),
    "sign_as_chair": ((CHAIR,), (RULING,), None),
    # rows 12 to 14: observations, countersignature
    "open_observations": ((OFFICER,), (SIGNED,), OPEN),
    "carry_observations_over": ((OFFICER,), (SIGNED,), CLOSED),
    "file_observations": ((SIGNATORY,), (OPEN, CLOSED), CLOSED),
    "waive_observations": ((SIGNATORY,), (OPEN, CLOSED), CLOSED),
    "close_observations": ((SYSTEM,), (OPEN,), CLOSED),
    "admit_late_observations": ((PUBLISHER, OFFICER), (CLOSED,), None),
    "leave_out_late_observations": ((PUBLISHER, OFFICER), (CLOSED,), None),
    "extend_window": ((OFFICER,), (TRANSMITTED, OPEN), None),
    "countersign": ((PUBLISHER,), (CLOSED,), COUNTERSIGNED),
    # row 15: what is not published, marked once the presidency has signed, decided by the agency's
    "propose_redaction": ((PUBLISHER, OFFICER), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    "withdraw_redaction": ((PUBLISHER, OFFICER), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    "restore_redaction": ((PUBLISHER, OFFICER), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    "decide_redactions": ((PUBLISHER,), (SIGNED, OPEN, CLOSED, COUNTERSIGNED), None),
    # rows 15, 16 and « rectifie »
    "publish": ((PUBLISHER,), (COUNTERSIGNED,), PUBLISHED),
    "record_published_elsewhere": ((SYSTEM,), (PLANNED,), PUBLISHED),
    "open_erratum": ((OFFICER,), (PUBLISHED,), RULING),
    # side loops
    "request_document": ((OFFICER, CHAIR, RAPPORTEUR), UNSIGNED[5:], None),
    "answer_document_request": ((SIGNATORY, CONTRIBUTOR), UNSIGNED[5:], None),
    "plan_visit": ((OFFICER,), UNSIGNED[4:], None),
    "agree_on_visit": ((SIGNATORY, CONTRIBUTOR), UNSIGNED[4:], None),
    "record_visit": ((OFFICER,), UNSIGNED[4:], None),
    "record_conflict": ((PUBLISHER, OFFICER), (*UNPUBLISHED, SUSPENDED), None),
    "declare_conflict": (COMMITTEE, (*UNPUBLISHED, SUSPENDED), None),
    "suspend": ((PUBLISHER, OFFICER), UNPUBLISHED, SUSPENDED),
    "resume": ((PUBLISHER, OFFICER), (SUSPENDED,), None),
    "withdraw": ((PUBLISHER, OFFICER), (*UNPUBLISHED, SUSPENDED), WITHDRAWN),
}
# What acts on something else than one evaluation: campaigns, frameworks, persons and their roles.
BESIDE = {
    "Seen", "TransitionRefused", "account", "add_expert", "attach", "declare_interests", "detach", "end_mandate",
    "give_mandate", "open_campaign", "plan", "plan_all", "postpone_dossiers", "publish_framework",
}  # fmt: skip
# What only a framework with a form for the dossier lets happen: that of the machine has none.
OF_A_FORM = {"propose_dossier_changes", "accept_dossier_changes", "decline_dossier_changes"}
# A reason in words is asked before anything else.
REASONED = (
    "return_dossier",
    "revise_committee",
    "resume_drafting",
    "send_back_to_drafting",
    "suspend",
    "withdraw",
    "record_conflict",
)
NO_REASON = 3  # the argument for which a reason is left out
ARGUMENTS = range(4)
RANKS = (PUBLISHER, OFFICER, CHAIR, RAPPORTEUR, EXPERT, SIGNATORY, CONTRIBUTOR)
