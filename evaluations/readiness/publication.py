"""Before a report is published: what is not to be published has been decided as it stands."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evaluations.models import Evaluation, Event, Redaction
from evaluations.readiness.problem import Problem


def before_publication(evaluation: Evaluation) -> list[Problem]:
    """What is marked as not to be published, or was, has been decided as it stands."""
    if redactions_are_decided(evaluation):
        return []
    sentence = _("Des passages sont marqués à occulter et ne sont pas décidés : décidez-en avant de publier.")
    return [Problem(sentence, "redactions")]


def redactions_are_decided(evaluation: Evaluation) -> bool:
    """Whether nothing was ever marked, or the last decision is about the marks that stand."""
    return not with_undecided_redactions(Evaluation.objects.filter(pk=evaluation.pk))


def with_undecided_redactions(evaluations: QuerySet[Evaluation]) -> set[int]:
    """The keys of those whose marks are not those of their last decision: two questions, however many they are."""
    standing: dict[int, set[str]] = {}
    marks = Redaction.objects.filter(evaluation__in=evaluations.order_by())
    for key, name, removed_at in marks.values_list("evaluation", "public_id", "removed_at"):
        standing.setdefault(key, set()).update([name] if removed_at is None else [])
    if not standing:
        return set()
    decisions = Event.objects.filter(evaluation__in=standing, verb="decide_redactions").order_by("number")
    decided = {key: set(details["marks"]) for key, details in decisions.values_list("evaluation", "details")}
    return {key for key, names in standing.items() if decided.get(key) != names}
