"""Before a framework is published and programmes are listed, asked for their dossier, and evaluated once more."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from evalprog import clock
from evaluations.definition import problems_of
from evaluations.models import Campaign, Evaluation, Framework
from evaluations.readiness.problem import Problem
from programmes.models import Programme


def before_framework_publication(framework: Framework) -> list[Problem]:
    """The document is a framework, complete and coherent."""
    return [Problem(problem.on_page or problem.sentence, problem.path) for problem in problems_of(framework.document)]


def before_planning(programmes: Sequence[Programme], campaign: Campaign) -> list[Problem]:
    return [problem for problems in before_planning_each(programmes, campaign) for problem in problems]


def before_planning_each(programmes: Sequence[Programme], campaign: Campaign) -> list[list[Problem]]:
    """What keeps each programme off the list of a campaign. One question to the database, whatever their number."""
    framework = campaign.framework
    if not framework.is_published:
        sentence = _("Le référentiel %(framework)s n’est pas publié.")
        return [[Problem(sentence % {"framework": framework}, "framework")] for programme in programmes]
    running = set(Evaluation.objects.in_progress().filter(campaign=campaign).values_list("programme_id", flat=True))
    return [list(_planning_problems(programme, framework, running)) for programme in programmes]


def _planning_problems(programme: Programme, framework: Framework, running: set[int]) -> Iterator[Problem]:
    if not framework.definition.suits(programme.kind):
        sentence = _("Le référentiel %(framework)s ne concerne pas ce type de formation : %(kind)s.")
        yield Problem(sentence % {"framework": framework, "kind": programme.get_kind_display()}, "framework")
    if programme.pk in running:
        sentence = _("%(programme)s est déjà en cours d’évaluation dans cette campagne.")
        yield Problem(sentence % {"programme": programme}, "programme")


def before_expecting_dossiers(campaign: Campaign) -> list[Problem]:
    """An institution is not asked for its dossier without being told until when."""
    if campaign.dossier_due_on is not None:
        return []
    return [Problem(_("Donnez d’abord la date d’attente des dossiers."), "dossier_due_on")]


def before_postponing(campaign: Campaign, due_on: dt.date | None = None) -> list[Problem]:
    """An open campaign awaits its dossiers until a later day, never until an earlier one (INV-T4).

    Until it is open nobody counts on its day, which is one of its settings.
    """
    if campaign.opened_at is None:
        sentence = _("Cette campagne n’est pas ouverte : sa date de dépôt se change avec ses autres réglages.")
        return [Problem(sentence, "campaign")]
    if due_on is None or campaign.dossier_due_on is None:
        return before_expecting_dossiers(campaign)
    if due_on == campaign.dossier_due_on:
        return [Problem(_("Les dossiers sont déjà attendus jusqu’à ce jour."), "already")]
    if due_on < campaign.dossier_due_on:
        return [Problem(_("Un délai se prolonge ; il ne se raccourcit pas."), "due_on")]
    if due_on < clock.today():
        return [Problem(_("Ce jour est passé : donnez une date à partir d’aujourd’hui."), "due_on")]
    return []


def before_going_on(evaluation: Evaluation) -> list[Problem]:
    """One evaluation at a time of a programme in a campaign: another may have begun since this one stopped."""
    others = Evaluation.objects.in_progress().filter(programme=evaluation.programme_id, campaign=evaluation.campaign_id)
    if not others.exclude(pk=evaluation.pk).exists():
        return []
    sentence = _("Une autre évaluation de %(programme)s est en cours dans cette campagne.")
    return [Problem(sentence % {"programme": evaluation.programme}, "programme")]
