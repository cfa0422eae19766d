"""Which deposited dossiers their institution has changed since, without sending it: in six queries, however many."""

from collections import defaultdict
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from evaluations.dossier_facts import Facts, descriptions_by_programme, facts_of_forms
from evaluations.enums import ProposalOutcome
from evaluations.models import DossierProposal, DossierSnapshot, DossierTextRevision, Evaluation
from evaluations.reports import dossier_reading

# Dossiers that are read and compared: those in which somebody wrote last. A hash tells most of them alike.
EXAMINED = 50


def unsent(evaluations: QuerySet[Evaluation]) -> list[tuple[Evaluation, Facts]]:
    """Those of which what is written differs from the last deposit, and was neither sent nor declined as it stands.

    A dossier that came by post is none of them: nothing was written here.
    """
    by_key: dict[int, Any] = {evaluation.pk: evaluation for evaluation in _last_written_first(evaluations)[:EXAMINED]}
    written = {key: facts for key, facts in facts_of_forms(list(by_key.values())).items() if not facts.is_empty}
    if not written:
        return []
    described = descriptions_by_programme({by_key[key].programme_id for key in written})
    readings = {
        key: dossier_reading.read(by_key[key], facts, described.get(by_key[key].programme_id, ()))
        for key, facts in written.items()
    }
    answered = _answered(list(written))
    news = [key for key, own in readings.items() if own.sha256 not in {by_key[key].deposited_sha256, *answered[key]}]
    deposits = DossierSnapshot.objects.in_bulk([by_key[key].deposit for key in news]) if news else {}
    return [
        (by_key[key], written[key])
        for key in news
        if not readings[key].says_the_same(deposits[by_key[key].deposit].reading)
    ]


def _last_written_first(evaluations: QuerySet[Evaluation]) -> QuerySet[Evaluation]:
    last = DossierSnapshot.objects.filter(evaluation=OuterRef("pk")).order_by("-number")
    saved = DossierTextRevision.objects.filter(section__evaluation=OuterRef("pk")).order_by("-saved_at")
    found = evaluations.filter(Exists(last)).annotate(
        deposit=Subquery(last.values("pk")[:1]),
        deposited_sha256=Subquery(last.values("sha256")[:1]),
        written_at=Subquery(saved.values("saved_at")[:1]),
    )
    return found.order_by(F("written_at").desc(nulls_last=True), "pk")


def _answered(evaluations: list[int]) -> dict[int, set[str]]:
    """The hashes of what waits for the agency, and of what it has declined: sent again, they would say nothing new."""
    found: dict[int, set[str]] = defaultdict(set)
    sent = DossierProposal.objects.filter(evaluation__in=evaluations, outcome__in=("", ProposalOutcome.DECLINED))
    for evaluation, sha256 in sent.order_by().values_list("evaluation", "sha256"):
        found[evaluation].add(sha256)
    return found
