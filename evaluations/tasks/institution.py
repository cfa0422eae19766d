"""What is asked of those who work for an institution."""

from collections.abc import Iterator

from django.db.models import (
    Exists,
    F,
    OuterRef,
    QuerySet,
)
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import deadlines
from evalprog.accounts.models import User
from evaluations import permissions, readiness
from evaluations.dossier_facts import Facts, facts_of_forms
from evaluations.enums import State
from evaluations.models import (
    CommitteeMember,
    DocumentRequest,
    Evaluation,
    Visit,
)
from evaluations.reports.unsent_changes import unsent
from evaluations.tasks.task import (
    AT_MOST,
    DURING_THE_WORK,
    Section,
    Task,
    beside,
    committee_page,
    corrections_page,
    reasons_in_words,
    seen_by,
    task_about,
)
from programmes.models import Membership

INSTITUTION_ACTS = {
    State.DOSSIER_EXPECTED: gettext_lazy("Déposer le dossier"),
    State.COMMITTEE_PROPOSED: gettext_lazy("Examiner la composition du comité ; des objections sont possibles"),
    State.DRAFT_TRANSMITTED: gettext_lazy("Relire le projet de rapport et répondre"),
    State.OBSERVATIONS_OPEN: gettext_lazy("Déposer les observations, ou y renoncer"),
}
# What those who do not sign for it do meanwhile.
CONTRIBUTOR_ACTS = {
    State.DRAFT_TRANSMITTED: gettext_lazy("Relire le projet de rapport et signaler les erreurs factuelles"),
    State.OBSERVATIONS_OPEN: gettext_lazy("Répondre au rapport provisoire"),
}


def for_institutions(user: User) -> Iterator[Task]:
    signs = dict(Membership.objects.current().filter(user=user).values_list("institution", "can_sign"))
    if not signs:
        return
    own = seen_by(user).filter(programme__institution__in=signs)
    asked = own.filter(state__in=list(INSTITUTION_ACTS)).with_window_end()
    asked = list(asked.order_by(F("closes_at").asc(nulls_last=True), "campaign__dossier_due_on", "pk")[:AT_MOST])
    awaited = facts_of_forms([evaluation for evaluation in asked if evaluation.state == State.DOSSIER_EXPECTED])
    for evaluation in asked:
        may_sign = signs[evaluation.programme.institution_id]
        if facts := awaited.get(evaluation.pk):
            yield _dossier_to_fill_in(evaluation, facts, may_sign)
        else:
            yield _asked_of_institution(evaluation, may_sign)
    yield from _dossier_changes_to_send(own.filter(programme__institution__in=[i for i, may in signs.items() if may]))
    called = CommitteeMember.objects.newcomers().filter(evaluation=OuterRef("pk"))
    for evaluation in own.filter(Exists(called), state__in=DURING_THE_WORK).order_by("created_at", "pk")[:AT_MOST]:
        sentence = _("Examiner le changement dans le comité ; des objections sont possibles")
        yield task_about(sentence, evaluation, Section.INSTITUTION, url=committee_page(evaluation))
    requests = beside(DocumentRequest.objects.filter(answered_at=None), own, since=State.EXPERTISE)
    for request in requests.order_by("due_on", "pk")[:AT_MOST]:
        due = deadlines.end_of(request.due_on)
        yield task_about(
            _("Fournir le document demandé par le comité"), request.evaluation, Section.INSTITUTION, due=due
        )
    visits = beside(Visit.objects.filter(agreed_at=None, held_on=None), own)
    for visit in visits.order_by("planned_on", "pk")[:AT_MOST]:
        due = deadlines.end_of(visit.planned_on)
        yield task_about(_("Convenir de la visite du comité"), visit.evaluation, Section.INSTITUTION, due=due)


def _dossier_changes_to_send(own: QuerySet[Evaluation]) -> Iterator[Task]:
    """Written after the deposit, of which nobody else learns as long as who signs does not send it."""
    for evaluation, facts in unsent(own.filter(state__in=permissions.DOSSIER_KEPT)):
        url = reverse("evaluations:dossier-changes", args=[evaluation.public_id])
        blocked = reasons_in_words(readiness.missing_in(facts))
        sentence = _("Envoyer les modifications du dossier")
        yield task_about(sentence, evaluation, Section.INSTITUTION, url=url, blocked=blocked)


def _dossier_to_fill_in(evaluation: Evaluation, facts: Facts, signs: bool) -> Task:
    """What its form still lacks is said; who does not sign completes it, and then waits for who does."""
    missing = readiness.missing_in(facts)
    sentence = INSTITUTION_ACTS[State.DOSSIER_EXPECTED] if signs or not missing else _("Compléter le dossier")
    awaits_signature = "" if signs else str(permissions.missing_role("propose_dossier_changes"))
    return task_about(
        str(sentence),
        evaluation,
        Section.INSTITUTION,
        url=reverse("evaluations:dossier", args=[evaluation.public_id]),
        due=evaluation.dossier_due_at,
        blocked=reasons_in_words(missing) or awaits_signature,
    )


def _asked_of_institution(evaluation: Evaluation, signs: bool) -> Task:
    state = State(evaluation.state)
    due = evaluation.dossier_due_at if state == State.DOSSIER_EXPECTED else evaluation.closes_at
    # Where every contributor may do something, whoever then commits the institution.
    page = {
        State.COMMITTEE_PROPOSED: committee_page(evaluation),
        State.DRAFT_TRANSMITTED: corrections_page(evaluation),
        State.OBSERVATIONS_OPEN: reverse("evaluations:observations", args=[evaluation.public_id]),
    }
    sentence = INSTITUTION_ACTS[state] if signs else CONTRIBUTOR_ACTS.get(state, INSTITUTION_ACTS[state])
    return task_about(
        str(sentence),
        evaluation,
        Section.INSTITUTION,
        url=page.get(state, ""),
        due=due,
        blocked="" if signs or state in page else str(permissions.missing_role("reply_to_draft")),
    )
