"""Where the institution disputes and answers, and who sits there: what the pages of the contradictory phase share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from evaluations.models import Evaluation
from evaluations.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class HousePlace:
    """An evaluation of which this person may read what the institution sends."""

    evaluation: Evaluation
    standing: Standing

    @classmethod
    def found(cls, request: HttpRequest, public_id: str, reads: Callable[[Standing, Evaluation], bool]) -> Self:
        """:raises Http404: for whoever may not know of the evaluation, or not ``reads``."""
        related = Evaluation.objects.visible_to(request.user)
        related = related.select_related("programme__institution", "campaign", "framework")
        evaluation = get_object_or_404(related, public_id=public_id)
        standing = standing_of(request.user, evaluation)
        if not reads(standing, evaluation):
            raise Http404
        return cls(evaluation, standing)
