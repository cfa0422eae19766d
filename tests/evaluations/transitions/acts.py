"""What the tests of acts say again and again."""

import pytest

from evaluations.models import Evaluation
from evaluations.transitions import TransitionRefused
from tests.factories import paris

NOT_YOURS = "Cet acte revient à la présidence de l’agence ou à son délégué."
FRIDAY = paris(2026, 11, 20, 10)


def refusal(act, *args, **kwargs) -> list[str]:
    """The sentences by which the act is refused; nothing has changed."""
    before = list(Evaluation.objects.order_by("pk").values_list("pk", "state", "version"))
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **kwargs)
    assert list(Evaluation.objects.order_by("pk").values_list("pk", "state", "version")) == before
    return [str(problem) for problem in refused.value.problems]


def verbs(of: Evaluation) -> list[str]:
    return list(of.events.order_by("number").values_list("verb", flat=True))


def fresh(of: Evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=of.pk)
