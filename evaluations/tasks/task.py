"""One line of the list, and what makes it: its words, its pages, the rows that are asked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Count,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    TextChoices,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import State
from evaluations.models import (
    Evaluation,
    Suggestion,
)
from evaluations.readiness import Problem

AT_MOST = 50  # lines of one kind: the others come when these are done
REASONS_SHOWN = 2
DURING_THE_WORK = tuple(s for s in State if State.COMMITTEE_APPOINTED <= s < State.CHAIR_SIGNED)


class Section(TextChoices):
    """In what capacity a task is somebody's, in the order of the page."""

    INVITATION = "invitation", gettext_lazy("Vos invitations et déclarations")
    CHAIR = "chair", gettext_lazy("Présidence de comité")
    EXPERT = "expert", gettext_lazy("Expertise")
    OFFICER = "officer", gettext_lazy("Suivi des évaluations")
    PUBLISHER = "publisher", gettext_lazy("Présidence de l’agence")
    INSTITUTION = "institution", gettext_lazy("Votre établissement")


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list. ``blocked``: why it cannot be done yet; ``subject``: which dossier it is about.
    ``zone``: the institution's own time, where it is not that of Paris."""

    sentence: str
    url: str
    due: dt.datetime | None = None
    blocked: str = ""
    subject: str = ""
    zone: str = ""
    section: Section = Section.INVITATION


def seen_by(user: User) -> QuerySet[Evaluation]:
    return Evaluation.objects.visible_to(user).select_related("programme__institution", "campaign")


def task_about(sentence: str, evaluation: Evaluation, section: Section, *, url: str = "", **facts: object) -> Task:
    programme = evaluation.programme
    subject = _("%(programme)s, %(institution)s") % {"programme": programme, "institution": programme.institution}
    zone = programme.institution.timezone
    return Task(
        sentence,
        url or evaluation.get_absolute_url(),
        subject=subject,
        section=section,
        zone="" if zone == clock.PARIS.key else zone,
        **facts,
    )


def reasons_in_words(problems: Iterable[Problem]) -> str:
    """The first reasons in full, and how many more there are."""
    sentences = [problem.sentence for problem in problems]
    more = len(sentences) - REASONS_SHOWN
    if more > 0:
        others = ngettext("Et %(count)d autre raison.", "Et %(count)d autres raisons.", more) % {"count": more}
        sentences[REASONS_SHOWN:] = [others]
    return " ".join(sentences)


def beside(rows: QuerySet, seen: QuerySet[Evaluation], *, since: State = State.COMMITTEE_APPOINTED) -> QuerySet:
    """Rows that hang on evaluations the person sees, while the committee works."""
    states = [state for state in DURING_THE_WORK if state >= since]
    related = rows.select_related("evaluation__programme__institution")
    return related.filter(evaluation__state__in=states, evaluation__in=seen.values("pk"))


def count_of_suggestions(evaluation: str, **facts: str) -> Coalesce:
    """How many suggestions there are on the evaluation that this field names."""
    return counted(Suggestion.objects.filter(evaluation=OuterRef(evaluation), **facts))


def counted(rows: QuerySet) -> Coalesce:
    """How many of these rows hang on the one evaluation that they name."""
    found = rows.order_by().values("evaluation")
    return Coalesce(Subquery(found.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)


def committee_page(evaluation: Evaluation) -> str:
    return reverse("evaluations:committee", args=[evaluation.public_id])


def corrections_page(evaluation: Evaluation) -> str:
    return reverse("evaluations:corrections", args=[evaluation.public_id])
