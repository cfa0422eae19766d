"""Committees proposed and appointed, and the addresses of their pages."""

from evaluations import transitions
from evaluations.enums import CommitteeRole
from evaluations.models import Evaluation
from tests.evaluations.committee_data import agent, dossier, expert, place


def url(evaluation: Evaluation, rest: str = "") -> str:
    return f"/evaluations/{evaluation.public_id}/comite/{rest}"


def proposed(officer, *, members: int = 1) -> Evaluation:
    """A committee whose first member presides, proposed to the institution."""
    evaluation = dossier()
    for number in range(members):
        role = CommitteeRole.EXPERT if number else CommitteeRole.CHAIR
        place(evaluation, expert(f"Membre {number}", affiliation="École de Près"), role)
    transitions.propose_committee(evaluation, by=officer)
    evaluation.refresh_from_db()
    return evaluation


def appointed(officer, **facts) -> Evaluation:
    evaluation = proposed(officer, **facts)
    transitions.appoint_committee(evaluation, by=agent("PUBLISHER"))
    evaluation.refresh_from_db()
    return evaluation
