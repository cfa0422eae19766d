"""What the agency has to do: officers who follow evaluations, and its presidency."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock, deadlines
from evalprog.accounts.models import User
from evaluations import permissions, readiness
from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import (
    CommitteeMember,
    Conflict,
    CorrectionRequest,
    DossierProposal,
    Evaluation,
    Visit,
)
from evaluations.tasks.task import (
    AT_MOST,
    DURING_THE_WORK,
    Section,
    Task,
    beside,
    committee_page,
    corrections_page,
    count_of_suggestions,
    reasons_in_words,
    task_about,
)

WITH_THE_INSTITUTION = (State.DRAFT_TRANSMITTED, State.OBSERVATIONS_OPEN)

OFFICER_ACTS = {
    State.PLANNED: gettext_lazy("Demander le dossier"),
    State.DOSSIER_DEPOSITED: gettext_lazy("Composer et proposer le comité"),
    State.COMMITTEE_PROPOSED: gettext_lazy("Réunir ce qui manque pour que le comité soit arrêté"),
    State.COMMITTEE_APPOINTED: gettext_lazy("Ouvrir l’expertise"),
    State.AGENCY_READING: gettext_lazy("Relire le projet et le transmettre à l’établissement"),
    State.CHAIR_SIGNED: gettext_lazy("Ouvrir les observations de l’établissement"),
}
BEFORE_OFFICER_ACTS = {
    State.DOSSIER_DEPOSITED: readiness.before_proposing_committee,
    State.COMMITTEE_PROPOSED: readiness.before_appointing_committee,
    State.COMMITTEE_APPOINTED: readiness.needs_a_chair,
}
PUBLISHER_ACTS = {
    State.OBSERVATIONS_CLOSED: gettext_lazy("Contresigner le rapport"),
    State.COUNTERSIGNED: gettext_lazy("Publier le rapport"),
}


def as_officer(seen: QuerySet[Evaluation], user: User) -> Iterator[Task]:
    yield from _late_dossiers(seen)
    yield from _late_corrections(seen)
    yield from _closing_windows(seen)
    yield from _visits_to_record(seen)
    yield from islice(_committees_to_complete(seen), AT_MOST)
    added = Q(state=State.PLANNED, campaign__opened_at__isnull=False)  # to a campaign that is already open
    waiting = seen.filter(added | Q(state__in=[s for s in OFFICER_ACTS if s != State.PLANNED]))
    waiting = waiting.annotate(suggested=count_of_suggestions("pk"), not_ruled=count_of_suggestions("pk", ruling=""))
    evaluations = list(waiting.order_by("created_at", "pk")[:AT_MOST])
    prefetch_related_objects([e for e in evaluations if e.state in BEFORE_OFFICER_ACTS], *readiness.COMMITTEE_FACTS)
    for evaluation in evaluations:
        yield from _officer_acts(evaluation)
    yield from _dossier_changes(seen, user)


def _officer_acts(evaluation: Evaluation) -> Iterator[Task]:
    state = State(evaluation.state)
    url = committee_page(evaluation) if state in BEFORE_OFFICER_ACTS else evaluation.get_absolute_url()
    if state == State.COMMITTEE_PROPOSED and any(o.answered_at is None for o in evaluation.objections.all()):
        yield task_about(_("Répondre aux objections de l’établissement"), evaluation, Section.OFFICER, url=url)
    sentence = str(OFFICER_ACTS[state])
    if state == State.CHAIR_SIGNED and evaluation.version > 1:
        sentence = _("Reprendre les observations déjà publiées")
    problems = BEFORE_OFFICER_ACTS[state](evaluation) if state in BEFORE_OFFICER_ACTS else []
    if state == State.AGENCY_READING and evaluation.not_ruled:
        problems = [readiness.suggestions_not_ruled(evaluation.not_ruled)]
    elif state == State.AGENCY_READING and evaluation.suggested:
        sentence = _("Transmettre le projet : toutes vos suggestions ont une décision")
    if state == State.COMMITTEE_PROPOSED and not problems:  # the agency's president appoints it
        return
    yield task_about(sentence, evaluation, Section.OFFICER, url=url, blocked=reasons_in_words(problems))


def _committees_to_complete(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """At work, and somebody has left them, or is called to join them."""
    members = CommitteeMember.objects.filter(evaluation=OuterRef("pk"))
    moved = Q(Exists(members.filter(ended_at__isnull=False))) | Q(Exists(members.newcomers()))
    conflicted = Q(Exists(Conflict.objects.filter(evaluation=OuterRef("pk"))))
    changed = seen.filter(moved | conflicted, state__in=DURING_THE_WORK).order_by("created_at", "pk")
    for evaluation in changed.prefetch_related(*readiness.COMMITTEE_FACTS):
        url, newcomers = committee_page(evaluation), [m for m in evaluation.members.all() if m.is_newcomer]
        if any(objection.answered_at is None for objection in evaluation.objections.all()):
            yield task_about(_("Répondre aux objections de l’établissement"), evaluation, Section.OFFICER, url=url)
        if missing := readiness.composition_problems(evaluation):
            sentence = _("Compléter le comité : %(reasons)s") % {"reasons": reasons_in_words(missing)}
            yield task_about(sentence, evaluation, Section.OFFICER, url=url)
        for member in newcomers:
            if reasons := reasons_in_words(readiness.before_confirming(evaluation, member)):
                sentence = _("Réunir ce qui manque pour que %(name)s entre au comité") % {"name": member.name}
                yield task_about(sentence, evaluation, Section.OFFICER, url=url, blocked=reasons)


def _dossier_changes(seen: QuerySet[Evaluation], user: User) -> Iterator[Task]:
    """Sent by an institution, and waiting for the agency. Who sits on the committee does not learn of them (INV-C1)."""
    waiting = DossierProposal.objects.filter(evaluation=OuterRef("pk"), outcome="").order_by()
    sits = CommitteeMember.objects.current().exclude(role=CommitteeRole.OFFICER).filter(user=user)
    found = seen.filter(Exists(waiting), state__in=permissions.DOSSIER_KEPT).exclude(
        Exists(sits.filter(evaluation=OuterRef("pk")))
    )
    for evaluation in found.order_by("created_at", "pk")[:AT_MOST]:
        sentence = _("Décider des modifications que l’établissement propose à son dossier")
        url = reverse("evaluations:dossier-changes", args=[evaluation.public_id])
        yield task_about(sentence, evaluation, Section.OFFICER, url=url)


def _late_dossiers(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    late = seen.filter(state=State.DOSSIER_EXPECTED, campaign__dossier_due_on__lt=clock.today())
    for evaluation in late.order_by("campaign__dossier_due_on", "pk")[:AT_MOST]:
        due = evaluation.dossier_due_at
        if due <= clock.now():
            yield task_about(_("Relancer l’établissement : dossier en retard"), evaluation, Section.OFFICER, due=due)


def _late_corrections(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """Errors of fact that came after the delay: the agency says whether they are ruled on."""
    late = CorrectionRequest.objects.undecided().filter(evaluation=OuterRef("pk"))
    for evaluation in seen.filter(Exists(late), state=State.CORRECTIONS_RULING).order_by("created_at", "pk")[:AT_MOST]:
        sentence = _("Décider des erreurs factuelles arrivées hors délai")
        yield task_about(sentence, evaluation, Section.OFFICER, url=corrections_page(evaluation))


def _closing_windows(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """Those that end within the delay at which the campaign reminds."""
    open_now = seen.filter(state__in=WITH_THE_INSTITUTION).with_window_end()
    for evaluation in open_now.filter(closes_at__isnull=False).order_by("closes_at", "pk")[:AT_MOST]:
        if evaluation.closes_at - clock.now() <= dt.timedelta(days=evaluation.campaign.reminder_days):
            sentence = _("Suivre la fin du délai donné à l’établissement")
            yield task_about(sentence, evaluation, Section.OFFICER, due=evaluation.closes_at)


def _visits_to_record(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    past = Visit.objects.filter(held_on=None, planned_on__lte=clock.today())
    for visit in beside(past, seen).order_by("planned_on", "pk")[:AT_MOST]:
        due = deadlines.end_of(visit.planned_on)
        yield task_about(_("Enregistrer la visite et son compte rendu"), visit.evaluation, Section.OFFICER, due=due)


def as_publisher(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    yield from islice(_appointments(seen), AT_MOST)
    for evaluation in seen.filter(state__in=list(PUBLISHER_ACTS)).order_by("created_at", "pk")[:AT_MOST]:
        yield task_about(str(PUBLISHER_ACTS[State(evaluation.state)]), evaluation, Section.PUBLISHER)


def _appointments(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """The committees, and those who join one at work, for which nothing is missing any more."""
    waiting = CommitteeMember.objects.newcomers().filter(evaluation=OuterRef("pk"), status=InvitationStatus.TO_CONFIRM)
    found = seen.filter(Q(state=State.COMMITTEE_PROPOSED) | Q(Exists(waiting), state__in=DURING_THE_WORK))
    for evaluation in found.order_by("created_at", "pk").prefetch_related(*readiness.COMMITTEE_FACTS):
        url = committee_page(evaluation)
        if evaluation.state == State.COMMITTEE_PROPOSED:
            if not readiness.before_appointing_committee(evaluation):
                yield task_about(_("Arrêter le comité"), evaluation, Section.PUBLISHER, url=url)
            continue
        for member in evaluation.members.all():
            if member.is_newcomer and not readiness.before_confirming(evaluation, member):
                sentence = _("Confirmer %(name)s au comité") % {"name": member.name}
                yield task_about(sentence, evaluation, Section.PUBLISHER, url=url)
