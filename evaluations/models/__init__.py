"""The facts of an evaluation: one file per noun."""

from evaluations.models.assessment import Assessment, Finding
from evaluations.models.campaign import Campaign
from evaluations.models.committee import CommitteeMember
from evaluations.models.evaluation import Evaluation
from evaluations.models.framework import Framework
from evaluations.models.journal import Event
from evaluations.models.observation import Observation, ObservationItem
from evaluations.models.report import Report, Signature
from evaluations.models.source import ImportedSource

__all__ = (
    "Assessment",
    "Campaign",
    "CommitteeMember",
    "Evaluation",
    "Event",
    "Finding",
    "Framework",
    "ImportedSource",
    "Observation",
    "ObservationItem",
    "Report",
    "Signature",
)
