"""The facts of an evaluation: one file per noun."""

from evaluations.models.agency import Mandate
from evaluations.models.assessment import Assessment, Assignment, Contribution, Finding, Presence
from evaluations.models.attachment import Attachment
from evaluations.models.campaign import Campaign
from evaluations.models.citation import Citation
from evaluations.models.committee import (
    CommitteeMember,
    Conflict,
    Declaration,
    ExpertProfile,
    Interest,
    Objection,
)
from evaluations.models.correction import CorrectionRequest
from evaluations.models.discussion import Comment, DismissedAdvice, Suggestion
from evaluations.models.dossier import DossierFile, DossierPart, DossierProposal, DossierSnapshot, DossierText
from evaluations.models.evaluation import Evaluation
from evaluations.models.first_sending import FirstSending
from evaluations.models.framework import Framework
from evaluations.models.journal import ActorReference, Event
from evaluations.models.messages import Delivery, Message
from evaluations.models.observation import Observation, ObservationItem
from evaluations.models.proceedings import DocumentRequest, Visit, Window
from evaluations.models.publication import PublicationLine, PublicationRun
from evaluations.models.redaction import Redaction
from evaluations.models.register import RegisterEntry, RegisterTerm, RegisterText, RegisterWord
from evaluations.models.report import Report, Signature
from evaluations.models.revision import (
    AssessmentRevision,
    ContributionRevision,
    DossierTextRevision,
    FindingRevision,
    ItemRevision,
    ObservationRevision,
    Revision,
)
from evaluations.models.source import ImportedSource

__all__ = (
    "ActorReference",
    "Assessment",
    "AssessmentRevision",
    "Assignment",
    "Attachment",
    "Campaign",
    "Citation",
    "Comment",
    "CommitteeMember",
    "Conflict",
    "Contribution",
    "ContributionRevision",
    "CorrectionRequest",
    "Declaration",
    "Delivery",
    "DismissedAdvice",
    "DocumentRequest",
    "DossierFile",
    "DossierPart",
    "DossierProposal",
    "DossierSnapshot",
    "DossierText",
    "DossierTextRevision",
    "Evaluation",
    "Event",
    "ExpertProfile",
    "Finding",
    "FindingRevision",
    "FirstSending",
    "Framework",
    "ImportedSource",
    "Interest",
    "ItemRevision",
    "Mandate",
    "Message",
    "Objection",
    "Observation",
    "ObservationItem",
    "ObservationRevision",
    "Presence",
    "PublicationLine",
    "PublicationRun",
    "RegisterEntry",
    "RegisterTerm",
    "RegisterText",
    "RegisterWord",
    "Redaction",
    "Report",
    "Revision",
    "Signature",
    "Suggestion",
    "Visit",
    "Window",
)
