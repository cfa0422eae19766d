"""The facts of an evaluation: one file per noun."""

from evaluations.models.agency import Mandate
from evaluations.models.assessment import Assessment, Finding
from evaluations.models.campaign import Campaign
from evaluations.models.committee import (
    CommitteeMember,
    Conflict,
    Declaration,
    ExpertProfile,
    Interest,
    Objection,
)
from evaluations.models.evaluation import Evaluation
from evaluations.models.framework import Framework
from evaluations.models.journal import ActorReference, Event
from evaluations.models.messages import Delivery, Message
from evaluations.models.observation import Observation, ObservationItem
from evaluations.models.proceedings import DocumentRequest, Visit, Window
from evaluations.models.report import Report, Signature
from evaluations.models.source import ImportedSource

__all__ = (
    "ActorReference",
    "Assessment",
    "Campaign",
    "CommitteeMember",
    "Conflict",
    "Declaration",
    "Delivery",
    "DocumentRequest",
    "Evaluation",
    "Event",
    "ExpertProfile",
    "Finding",
    "Framework",
    "ImportedSource",
    "Interest",
    "Mandate",
    "Message",
    "Objection",
    "Observation",
    "ObservationItem",
    "Report",
    "Signature",
    "Visit",
    "Window",
)
