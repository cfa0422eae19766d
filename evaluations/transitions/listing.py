"""From the list of a campaign to a deposited dossier."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import journal, readiness
from evaluations.enums import State
from evaluations.models import Campaign, Evaluation, Framework
from evaluations.permissions import allow, can_plan
from evaluations.transitions.machine import TransitionRefused, begin, needed, refuse, refuse_if, step
from programmes.models import Programme


@transaction.atomic
def publish_framework(framework: Framework, *, revision: int | None = None) -> Framework:
    """From now on this version can be used, and never changes.

    ``revision``: that of the draft which the person has read, when a person publishes.

    :raises TransitionRefused: if it is published, has changed since it was read, or is not coherent.
    """
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    if locked.is_published:
        refuse(_("%(framework)s est déjà publié.") % {"framework": locked}, "framework")
    if revision not in (None, locked.revision):
        refuse(_("Ce brouillon a changé pendant que vous le lisiez ; relisez-le avant de le publier."), "framework")
    refuse_if(readiness.before_framework_publication(locked))
    locked.published_at = clock.now()
    locked.save(update_fields=["published_at"])
    return locked


@transaction.atomic
def plan(programme: Programme, campaign: Campaign, *, by: User | None, **facts: Any) -> Evaluation:
    """Put a programme on the list of a campaign. The framework is the campaign's, as it stands today."""
    allow(can_plan(by), _("Seul un conseiller de l’agence inscrit une formation dans une campagne."))
    refuse_if(readiness.before_planning(programme, campaign))
    evaluation = Evaluation.objects.create(
        programme=programme, campaign=campaign, framework=campaign.framework, **facts
    )
    role = "officer" if by else "system"
    journal.append(evaluation, "plan", by=by, role=role, before=State.PLANNED, details={})
    return evaluation


def expect_dossier(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The campaign opens for this evaluation: the institution may deposit."""
    return step(evaluation, "expect_dossier", by)


def open_campaign(campaign: Campaign, *, by: User) -> list[Evaluation]:
    """Every evaluation of the list expects its dossier from now on; those added later are opened one by one.

    Each evaluation is its own transaction, so that the act can be interrupted and performed again.
    """
    if campaign.dossier_due_on is None:
        refuse(_("Donnez d’abord la date d’attente des dossiers."), "dossier_due_on")
    opened = []
    for evaluation in campaign.evaluations.filter(state=State.PLANNED):
        try:
            opened.append(expect_dossier(evaluation, by=by))
        except TransitionRefused:  # somebody else has just opened it
            continue
    if campaign.opened_at is None:
        Campaign.objects.filter(pk=campaign.pk, opened_at=None).update(opened_at=clock.now())
    return opened


@transaction.atomic
def deposit_dossier(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The institution deposits its dossier. The day is printed on the report."""
    begun = begin(evaluation, "deposit_dossier", by)
    begun.evaluation.deposited_on = clock.today()
    begun.done(also=("deposited_on",))
    return begun.evaluation


def return_dossier(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """The dossier is incomplete: it goes back to the institution, which is told why."""
    return step(evaluation, "return_dossier", by, reason=needed(reason))
