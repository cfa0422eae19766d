"""Acts: every change of state of an evaluation, one function each, in the order of the process.

An act locks the evaluation, looks into the table of acts (``permissions.ACTS``) whether it is possible here and for
this person, asks ``readiness`` what is missing, changes, appends one ``Event``, and queues what has to be told: one
transaction, wholly done or wholly absent (INV-W6). It raises ``TransitionRefused`` with every reason, or
``PermissionDenied``, and never returns silently. Nothing else writes ``state``.
"""

from evaluations.transitions.committee import (
    accept_invitation,
    answer_objection,
    appoint_committee,
    declare_conflict,
    declare_interests,
    decline_invitation,
    dismiss,
    invite,
    object_to_committee,
    propose_committee,
    record_conflict,
    revise_committee,
)
from evaluations.transitions.contradictory import (
    carry_observations_over,
    close_corrections,
    close_observations,
    countersign,
    extend_window,
    file_observations,
    open_observations,
    reply_to_draft,
    retransmit_draft,
    sign_as_chair,
    transmit_draft,
    waive_observations,
)
from evaluations.transitions.drafting import (
    approve,
    dissent,
    resume_drafting,
    send_back_to_drafting,
    start_drafting,
    start_expertise,
    submit_for_validation,
    validate,
)
from evaluations.transitions.listing import (
    deposit_dossier,
    expect_dossier,
    open_campaign,
    plan,
    publish_framework,
    return_dossier,
)
from evaluations.transitions.machine import TransitionRefused
from evaluations.transitions.proceedings import (
    agree_on_visit,
    answer_document_request,
    plan_visit,
    record_visit,
    request_document,
    resume,
    suspend,
    withdraw,
)
from evaluations.transitions.publication import open_erratum, publish, record_published_elsewhere

__all__ = [
    "TransitionRefused",
    "accept_invitation",
    "agree_on_visit",
    "answer_document_request",
    "answer_objection",
    "appoint_committee",
    "approve",
    "carry_observations_over",
    "close_corrections",
    "close_observations",
    "countersign",
    "declare_conflict",
    "declare_interests",
    "decline_invitation",
    "deposit_dossier",
    "dismiss",
    "dissent",
    "expect_dossier",
    "extend_window",
    "file_observations",
    "invite",
    "object_to_committee",
    "open_campaign",
    "open_erratum",
    "open_observations",
    "plan",
    "plan_visit",
    "propose_committee",
    "publish",
    "publish_framework",
    "record_conflict",
    "record_published_elsewhere",
    "record_visit",
    "reply_to_draft",
    "request_document",
    "resume",
    "resume_drafting",
    "retransmit_draft",
    "return_dossier",
    "revise_committee",
    "send_back_to_drafting",
    "sign_as_chair",
    "start_drafting",
    "start_expertise",
    "submit_for_validation",
    "suspend",
    "transmit_draft",
    "validate",
    "waive_observations",
    "withdraw",
]
