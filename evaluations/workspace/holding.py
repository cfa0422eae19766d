"""Holding an evaluation while something of it is written."""

from evaluations.models import Evaluation


def held(evaluation: Evaluation) -> Evaluation:
    """The row read anew, held until the end of the transaction: no act and no other writing comes between."""
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related("campaign", "programme")
    return rows.get(pk=evaluation.pk)
