"""The run that publishes what is ready in a campaign: asked for, followed, stopped, ended.

Each report is a line and a task of its own: any number of workers share them, a run that is interrupted goes on where
it was, and whoever comes second to a line finds it done.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django_tasks import task

from evalprog import clock
from evalprog.accounts.models import User
from evaluations.enums import AgencyRole, PublicationOutcome
from evaluations.models import Campaign, Evaluation, PublicationLine, PublicationRun
from evaluations.permissions import allow
from evaluations.publishing import one, ready
from evaluations.readiness import Problem
from evaluations.standing import agency_roles
from evaluations.transitions import TransitionRefused

WAITING, PUBLISHED = PublicationOutcome.WAITING, PublicationOutcome.PUBLISHED


def can_publish(user: User) -> bool:
    """Who publishes one report publishes all those that are ready."""
    return AgencyRole.PUBLISHER in agency_roles(user)


@transaction.atomic
def start(campaign: Campaign, *, by: User) -> PublicationRun:
    """Ask for the publication of all that is ready. Asked for again while it goes on, it is the same run.

    :raises PermissionDenied: for whoever may not publish.
    :raises TransitionRefused: when nothing is ready.
    """
    allow(can_publish(by), _("Seule la présidence de l’agence, ou son délégué, publie les rapports d’une campagne."))
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if run := locked.publication_runs.under_way().first():
        return run
    evaluations = list(ready.ready(locked, by))
    if not evaluations:
        raise TransitionRefused([Problem(_("Aucun rapport n’est prêt à être publié."), "ready")])
    run = PublicationRun.objects.create(campaign=locked, asked_by=by)
    lines = PublicationLine.objects.bulk_create(
        PublicationLine(run=run, evaluation=evaluation) for evaluation in evaluations
    )
    for line in lines:
        publish_line.enqueue(line.pk)
    return run


@transaction.atomic
def stop(run: PublicationRun, *, by: User) -> None:
    """Leave what is not published yet as it is. A report that is on the press comes out all the same."""
    allow(can_publish(by), _("La présidence de l’agence, ou son délégué, arrête cette publication."))
    now = clock.now()
    run.lines.filter(outcome=WAITING).update(outcome=PublicationOutcome.STOPPED, ended_at=now)
    PublicationRun.objects.under_way().filter(pk=run.pk).update(stopped_at=now, ended_at=now)


@task()
def publish_line(line_id: int) -> None:
    """The work of one line; nothing, when it is done or was given up. What may be done is asked of the rows when it is
    done (INV-C8)."""
    line = PublicationLine.objects.select_related("run__asked_by", "evaluation").filter(pk=line_id).first()
    if line is None or line.outcome != WAITING:
        return
    try:
        one.publish(line.evaluation, line.run.asked_by, asked_at=line.run.asked_at)
    except one.NotPublished as why:
        end(line_id, PublicationOutcome.REFUSED, str(why))
    else:
        end(line_id, PUBLISHED)


@transaction.atomic
def end(line_id: int, outcome: PublicationOutcome, reason: str = "") -> None:
    """Write what became of a line, and end the run with its last one. A published report is told as such, even when
    the run was stopped meanwhile."""
    known = PublicationLine.objects.filter(pk=line_id)
    undecided = known if outcome == PUBLISHED else known.filter(outcome=WAITING)
    undecided.update(outcome=outcome, reason=reason, ended_at=clock.now())
    waiting = PublicationLine.objects.filter(run=OuterRef("pk"), outcome=WAITING)
    runs = PublicationRun.objects.under_way().filter(lines=line_id)
    runs.filter(~Exists(waiting)).update(ended_at=clock.now())


def give_up(task_path: str, args: list) -> bool:
    """Tell of a line whose task failed too often; whether it was one that waited."""
    waiting = PublicationLine.objects.filter(outcome=WAITING)
    if task_path != publish_line.module_path or not waiting.filter(pk=args[0]).exists():
        return False
    sentence = _(
        "La publication a échoué plusieurs fois ; la personne qui administre l’application en trouve la cause dans le "
        "journal technique."
    )
    end(args[0], PublicationOutcome.REFUSED, sentence)
    return True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come. ``left``: the time that it will still take at the pace so far, once that is known."""

    total: int
    published: int
    refused: int
    stopped: int
    waiting: int
    left: dt.timedelta | None

    @property
    def done(self) -> int:
        return self.total - self.waiting


def seen_lines(run: PublicationRun, by: User) -> QuerySet[PublicationLine]:
    """Those of the evaluations that this person may know of, who may be another than the one who asked."""
    return run.lines.filter(evaluation__in=Evaluation.objects.visible_to(by))


def progress(run: PublicationRun, lines: QuerySet[PublicationLine] | None = None) -> Progress:
    """One question to the database, whatever the size of the run. ``lines``: those that are counted, if not all."""
    counts = (run.lines.all() if lines is None else lines).aggregate(
        total=Count("pk"),
        **{outcome.lower(): Count("pk", filter=Q(outcome=outcome)) for outcome in PublicationOutcome},
    )
    done = counts["published"] + counts["refused"]
    known = bool(done and counts["waiting"] and run.ended_at is None)
    left = (clock.now() - run.asked_at) / done * counts["waiting"] if known else None
    return Progress(**counts, left=left)
