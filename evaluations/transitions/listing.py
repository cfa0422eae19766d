"""From the list of a campaign to the dossiers that are awaited."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock, deadlines
from evalprog.accounts.models import User
from evaluations import journal, notifications, readiness
from evaluations.enums import State
from evaluations.models import Campaign, Evaluation, Framework
from evaluations.permissions import allow, can_plan
from evaluations.transitions.machine import TransitionRefused, begin, needed, refuse, refuse_if
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
def plan(
    programme: Programme, campaign: Campaign, *, by: User | None, gathers: Sequence[Evaluation] = (), **facts: Any
) -> Evaluation:
    """Put a programme on the list of a campaign. The framework is the campaign's, as it stands today.

    ``gathers``: the evaluations of programmes whose sheets its report prints, as they are published by then.
    """
    allow(can_plan(by), _("Seul un conseiller de l’agence inscrit une formation dans une campagne."))
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("framework").get(pk=campaign.pk)
    refuse_if(readiness.before_planning([programme], locked))
    evaluation = Evaluation.objects.create(programme=programme, campaign=locked, framework=locked.framework, **facts)
    Evaluation.objects.filter(pk__in=[sheet.pk for sheet in gathers]).update(gathered_in=evaluation)
    role = "officer" if by else "system"
    details = {"gathers": [sheet.public_id for sheet in gathers]} if gathers else {}
    journal.append(evaluation, "plan", by=by, role=role, before=State.PLANNED, details=details)
    return evaluation


@transaction.atomic
def plan_all(programmes: Sequence[Programme], campaign: Campaign, *, by: User | None) -> list[Evaluation]:
    """Put many programmes on the list of a campaign: all of them, or none and every reason why."""
    allow(can_plan(by), _("Seul un conseiller de l’agence inscrit une formation dans une campagne."))
    locked = Campaign.objects.select_for_update(of=("self",)).select_related("framework").get(pk=campaign.pk)
    refuse_if(readiness.before_planning(programmes, locked))
    evaluations = Evaluation.objects.bulk_create(
        Evaluation(programme=programme, campaign=locked, framework=locked.framework) for programme in programmes
    )
    journal.begin_all(evaluations, "plan", by=by, role="officer" if by else "system")
    return evaluations


@transaction.atomic
def expect_dossier(evaluation: Evaluation, *, by: User | None, due_on: dt.date | None = None) -> Evaluation:
    """The campaign opens for this evaluation: the institution may deposit.

    ``due_on``: the day for which the dossiers of the campaign are expected, where it does not say it yet.
    """
    # The campaign before its evaluations, here and wherever both are held: its day does not move meanwhile.
    campaign = Campaign.objects.select_for_update().get(pk=evaluation.campaign_id)
    begun = begin(evaluation, "expect_dossier", by)
    if due_on and campaign.dossier_due_on not in (None, due_on):
        refuse(_("Cette campagne a déjà une date d’attente des dossiers ; elle se change sur sa page."), "due_on")
    campaign.dossier_due_on = campaign.dossier_due_on or due_on
    refuse_if(readiness.before_expecting_dossiers(campaign))
    campaign.opened_at = campaign.opened_at or clock.now()
    campaign.save(update_fields=["dossier_due_on", "opened_at"])
    begun.evaluation.campaign = campaign
    begun.done()
    return begun.evaluation


def open_campaign(campaign: Campaign, *, by: User, at_most: int | None = None) -> list[Evaluation]:
    """Every evaluation of the list expects its dossier from now on; performed again, it opens those added since.

    Each evaluation is its own transaction, so that the act can be interrupted and performed again; ``at_most`` so
    many are opened, for a page that shows how far it has got. The messages, by the hundred, are left to
    ``send_messages``.
    """
    allow(can_plan(by), _("Seul un conseiller de l’agence ouvre une campagne."))
    refuse_if(readiness.before_expecting_dossiers(campaign))
    opened = []
    for evaluation in campaign.evaluations.visible_to(by).filter(state=State.PLANNED).order_by("pk")[:at_most]:
        try:
            with notifications.left_to_the_job():
                opened.append(expect_dossier(evaluation, by=by))
        except TransitionRefused:  # somebody else has just opened it
            continue
    return opened


@transaction.atomic
def postpone_dossiers(campaign: Campaign, *, by: User | None, due_on: dt.date, reason: str) -> list[Evaluation]:
    """A campaign that is open waits longer for its dossiers; each evaluation that awaits one keeps it in its journal.

    All of them or none: the day is the campaign's, and no institution is left with the former one, not even that of a
    dossier which this officer may not know of. The messages, by the hundred, are left to ``send_messages``.

    :raises TransitionRefused: if the campaign is not open, or the new day is not a later one (INV-T4).
    """
    allow(can_plan(by), _("Seul un conseiller de l’agence reporte la date de dépôt."))
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    refuse_if(readiness.before_postponing(locked, due_on))
    reason = needed(reason)
    awaited = Evaluation.objects.filter(campaign=locked, state=State.DOSSIER_EXPECTED).select_related("programme")
    evaluations = list(awaited.prefetch_related("conflicts").select_for_update(of=("self",)).order_by("pk"))
    former = [deadlines.end_of(locked.dossier_due_on) + evaluation.dossier_postponed_by for evaluation in evaluations]
    locked.dossier_due_on = due_on
    locked.save(update_fields=["dossier_due_on"])
    acts = []
    for evaluation, before in zip(evaluations, former, strict=True):
        evaluation.campaign = locked
        after = evaluation.dossier_due_at.isoformat()
        acts.append((evaluation, {"before_instant": before.isoformat(), "after_instant": after, "reason": reason}))
    role = "officer" if by else "system"
    notifications.tell_all(journal.append_all(acts, "postpone_dossiers", by=by, role=role))
    return evaluations
