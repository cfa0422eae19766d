"""An institution before its provisional report: some findings of each kind, and answers sent as a page sends them."""

from uuid import uuid4

from evaluations import writing
from evaluations.enums import FindingKind, State
from tests import factories

FINDINGS = (
    (FindingKind.STRENGTH, "Un adossement solide."),
    (FindingKind.WEAKNESS, "Un suivi irrégulier."),
    (FindingKind.WEAKNESS, "Peu de mobilité."),
    (FindingKind.RECOMMENDATION, "Suivre les diplômés."),
)


def observed(findings=FINDINGS, world=None):
    """A world and its evaluation, observations open."""
    world = world or factories.world()
    evaluation = factories.evaluation(world, State.DRAFTING)
    for kind, text in findings:
        writing.add_finding(evaluation, kind, text)
    return world, factories.advance(evaluation, State.OBSERVATIONS_OPEN, world)


def address(evaluation, rest=""):
    return f"/evaluations/{evaluation.public_id}/observations/{rest}"


def send(client, evaluation, name, text, *, base=0, save_id=None, accept="application/json", **more):
    sent = {"text": text, "base_revision": base, "save_id": save_id or uuid4(), **more}
    return client.post(address(evaluation, f"{name}/enregistrer"), sent, headers={"accept": accept})
