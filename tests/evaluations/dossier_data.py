"""A framework that asks for a dossier, and the gestures by which an institution fills it in."""

import functools

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import DossierPart, DossierSnapshot, Evaluation
from evaluations.workspace import dossier_pieces, dossier_texts
from evaluations.workspace.saving import Saved
from evaluations.workspace.uploads import checked
from programmes import figures_writing
from programmes.indicators import IndicatorTable, parse
from tests import factories
from tests.evaluations import sent_files

FORM = {
    "sections": [
        {"code": "presentation", "label": "Présentation de la formation", "mandatory": True, "length": 300},
        {"code": "suivi", "label": "Suivi des étudiants"},
    ],
    "pieces": [
        {
            "code": "reglement",
            "label": "Règlement des études",
            "mandatory": True,
            "parts": [{"code": "conseil", "label": "Composition du conseil de perfectionnement"}],
        },
        {"code": "maquette", "label": "Maquette"},
    ],
    "indicators": [{"code": "effectifs", "label": "Effectifs inscrits", "kind": "ENROLLED", "section": "suivi"}],
}
ENROLLED = {
    "code": "effectifs",
    "kind": "ENROLLED",
    "title": "Effectifs",
    "years": ["2024-2025", "2025-2026"],
    "rows": [{"code": "inscrits", "label": "Inscrits", "values": ["24", "31"]}],
}


def world(**form):
    """Everybody, and a campaign whose framework asks for a dossier."""
    return factories.world(framework=factories.framework(dossier={**FORM, **form}))


def expected(world) -> Evaluation:
    return factories.evaluation(world, State.DOSSIER_EXPECTED)


def write(evaluation, code="presentation", text="<p>Une licence.</p>", *, base=0, by, save_id=None) -> Saved:
    return dossier_texts.save(evaluation, code, text, base_revision=base, save_id=save_id, by=by)


def join(evaluation, *pages, code="reglement", read=0, by) -> DossierPart:
    document = checked(f"{code}.pdf", _pdf(*(pages or ("Une", "Deux"))))
    return dossier_pieces.join(evaluation, code, document, read=read, by=by)


@functools.cache
def _pdf(*pages: str) -> bytes:
    """The same bytes each time: written anew they would say when."""
    return sent_files.pdf(*pages)


def count(evaluation, *, by, **changes) -> IndicatorTable:
    """The table of those who are enrolled."""
    table = parse({**ENROLLED, **changes})
    figures_writing.add(evaluation.programme, table, by=by)
    return table


def fill(evaluation, world) -> DossierPart:
    """All that is mandatory: a text, a piece and its place."""
    write(evaluation, by=world.contributor)
    part = join(evaluation, by=world.contributor)
    return dossier_pieces.point(part, {"conseil": 2}, read=1, by=world.contributor)


def deposited(world, state=State.DOSSIER_DEPOSITED) -> Evaluation:
    """An evaluation whose dossier was filled in and deposited, walked on to that state."""
    evaluation = expected(world)
    fill(evaluation, world)
    return factories.advance(evaluation, state, world)


def snapshot(evaluation, number=None) -> DossierSnapshot:
    found = evaluation.dossier_snapshots.order_by("-number")
    return found.get(number=number) if number else found[0]


def propose(evaluation, world, text="<p>Une licence, revue.</p>", *, base=1, message="Une erreur."):
    write(evaluation, text=text, base=base, by=world.contributor)
    return transitions.propose_dossier_changes(evaluation, by=world.signatory, message=message)
