"""What somebody has to do now: computed from where their dossiers stand, never stored, so that it cleans itself.

A constant number of queries, however many dossiers there are: each kind of task is one query over what the person may
see, and what hinders a task is asked of the rows already read (``readiness``).
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from evalprog import clock, dates, deadlines
from evalprog.accounts.models import User
from evaluations import permissions, readiness
from evaluations.dossier_facts import Facts, facts_of_forms
from evaluations.enums import AgencyRole, CommitteeRole, InvitationStatus, ReportKind, SignatureRole, State, VisitRule
from evaluations.models import (
    Assignment,
    Comment,
    CommitteeMember,
    Conflict,
    Contribution,
    CorrectionRequest,
    DocumentRequest,
    DossierProposal,
    Evaluation,
    Signature,
    Suggestion,
    Visit,
)
from evaluations.readiness import Problem
from evaluations.reports import reading
from evaluations.reports.unsent_changes import unsent
from evaluations.standing import agency_roles
from programmes.models import Membership

AT_MOST = 50  # lines of one kind: the others come when these are done
REASONS_SHOWN = 2
WITH_THE_INSTITUTION = (State.DRAFT_TRANSMITTED, State.OBSERVATIONS_OPEN)
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


def tasks_for(user: User) -> list[Task]:
    """What this person has to do now, oldest deadline first, then what has none."""
    roles = agency_roles(user)
    tasks = list(_on_committees(user))
    if AgencyRole.OFFICER in roles:
        tasks += _as_officer(_seen(user))
        tasks += _dossier_changes(_seen(user), user)
    if AgencyRole.PUBLISHER in roles:
        tasks += _as_publisher(_seen(user))
    tasks += _for_institutions(user)
    return sorted(tasks, key=lambda task: (task.due is None, task.due or clock.now()))


def _seen(user: User) -> QuerySet[Evaluation]:
    return Evaluation.objects.visible_to(user).select_related("programme__institution", "campaign")


# -- the agency

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


def _as_officer(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    yield from _late_dossiers(seen)
    yield from _late_corrections(seen)
    yield from _closing_windows(seen)
    yield from _visits_to_record(seen)
    yield from islice(_committees_to_complete(seen), AT_MOST)
    added = Q(state=State.PLANNED, campaign__opened_at__isnull=False)  # to a campaign that is already open
    waiting = seen.filter(added | Q(state__in=[s for s in OFFICER_ACTS if s != State.PLANNED]))
    waiting = waiting.annotate(suggested=_suggestions("pk"), not_ruled=_suggestions("pk", ruling=""))
    evaluations = list(waiting.order_by("created_at", "pk")[:AT_MOST])
    prefetch_related_objects([e for e in evaluations if e.state in BEFORE_OFFICER_ACTS], *readiness.COMMITTEE_FACTS)
    for evaluation in evaluations:
        yield from _officer_acts(evaluation)


def _officer_acts(evaluation: Evaluation) -> Iterator[Task]:
    state = State(evaluation.state)
    url = _committee(evaluation) if state in BEFORE_OFFICER_ACTS else evaluation.get_absolute_url()
    if state == State.COMMITTEE_PROPOSED and any(o.answered_at is None for o in evaluation.objections.all()):
        yield _task(_("Répondre aux objections de l’établissement"), evaluation, Section.OFFICER, url=url)
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
    yield _task(sentence, evaluation, Section.OFFICER, url=url, blocked=_reasons(problems))


def _committees_to_complete(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """At work, and somebody has left them, or is called to join them."""
    members = CommitteeMember.objects.filter(evaluation=OuterRef("pk"))
    moved = Q(Exists(members.filter(ended_at__isnull=False))) | Q(Exists(members.newcomers()))
    conflicted = Q(Exists(Conflict.objects.filter(evaluation=OuterRef("pk"))))
    changed = seen.filter(moved | conflicted, state__in=DURING_THE_WORK).order_by("created_at", "pk")
    for evaluation in changed.prefetch_related(*readiness.COMMITTEE_FACTS):
        url, newcomers = _committee(evaluation), [m for m in evaluation.members.all() if m.is_newcomer]
        if any(objection.answered_at is None for objection in evaluation.objections.all()):
            yield _task(_("Répondre aux objections de l’établissement"), evaluation, Section.OFFICER, url=url)
        if missing := readiness.composition_problems(evaluation):
            sentence = _("Compléter le comité : %(reasons)s") % {"reasons": _reasons(missing)}
            yield _task(sentence, evaluation, Section.OFFICER, url=url)
        for member in newcomers:
            if reasons := _reasons(readiness.before_confirming(evaluation, member)):
                sentence = _("Réunir ce qui manque pour que %(name)s entre au comité") % {"name": member.name}
                yield _task(sentence, evaluation, Section.OFFICER, url=url, blocked=reasons)


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
        yield _task(sentence, evaluation, Section.OFFICER, url=url)


def _late_dossiers(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    late = seen.filter(state=State.DOSSIER_EXPECTED, campaign__dossier_due_on__lt=clock.today())
    for evaluation in late.order_by("campaign__dossier_due_on", "pk")[:AT_MOST]:
        due = evaluation.dossier_due_at
        if due <= clock.now():
            yield _task(_("Relancer l’établissement : dossier en retard"), evaluation, Section.OFFICER, due=due)


def _late_corrections(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """Errors of fact that came after the delay: the agency says whether they are ruled on."""
    late = CorrectionRequest.objects.undecided().filter(evaluation=OuterRef("pk"))
    for evaluation in seen.filter(Exists(late), state=State.CORRECTIONS_RULING).order_by("created_at", "pk")[:AT_MOST]:
        sentence = _("Décider des erreurs factuelles arrivées hors délai")
        yield _task(sentence, evaluation, Section.OFFICER, url=_corrections(evaluation))


def _closing_windows(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """Those that end within the delay at which the campaign reminds."""
    open_now = seen.filter(state__in=WITH_THE_INSTITUTION).with_window_end()
    for evaluation in open_now.filter(closes_at__isnull=False).order_by("closes_at", "pk")[:AT_MOST]:
        if evaluation.closes_at - clock.now() <= dt.timedelta(days=evaluation.campaign.reminder_days):
            sentence = _("Suivre la fin du délai donné à l’établissement")
            yield _task(sentence, evaluation, Section.OFFICER, due=evaluation.closes_at)


def _visits_to_record(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    past = Visit.objects.filter(held_on=None, planned_on__lte=clock.today())
    for visit in _beside(past, seen).order_by("planned_on", "pk")[:AT_MOST]:
        due = deadlines.end_of(visit.planned_on)
        yield _task(_("Enregistrer la visite et son compte rendu"), visit.evaluation, Section.OFFICER, due=due)


def _as_publisher(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    yield from islice(_appointments(seen), AT_MOST)
    for evaluation in seen.filter(state__in=list(PUBLISHER_ACTS)).order_by("created_at", "pk")[:AT_MOST]:
        yield _task(str(PUBLISHER_ACTS[State(evaluation.state)]), evaluation, Section.PUBLISHER)


def _appointments(seen: QuerySet[Evaluation]) -> Iterator[Task]:
    """The committees, and those who join one at work, for which nothing is missing any more."""
    waiting = CommitteeMember.objects.newcomers().filter(evaluation=OuterRef("pk"), status=InvitationStatus.TO_CONFIRM)
    found = seen.filter(Q(state=State.COMMITTEE_PROPOSED) | Q(Exists(waiting), state__in=DURING_THE_WORK))
    for evaluation in found.order_by("created_at", "pk").prefetch_related(*readiness.COMMITTEE_FACTS):
        url = _committee(evaluation)
        if evaluation.state == State.COMMITTEE_PROPOSED:
            if not readiness.before_appointing_committee(evaluation):
                yield _task(_("Arrêter le comité"), evaluation, Section.PUBLISHER, url=url)
            continue
        for member in evaluation.members.all():
            if member.is_newcomer and not readiness.before_confirming(evaluation, member):
                sentence = _("Confirmer %(name)s au comité") % {"name": member.name}
                yield _task(sentence, evaluation, Section.PUBLISHER, url=url)


# -- committees


def _on_committees(user: User) -> Iterator[Task]:
    """What a place on a committee asks for. A conflict takes the dossier away, as ``visible_to`` does."""
    signed = Signature.objects.filter(
        evaluation=OuterRef("evaluation"), version=OuterRef("evaluation__version"), role=SignatureRole.CHAIR, user=user
    ).order_by("-signed_at")
    held = Visit.objects.filter(evaluation=OuterRef("evaluation"), held_on__isnull=False)
    not_ruled = Suggestion.objects.filter(evaluation=OuterRef("evaluation"), ruling="")
    places = list(
        CommitteeMember.objects.not_declined()
        .filter(user=user, evaluation__state__lt=State.CHAIR_SIGNED)
        .exclude(evaluation__conflicts__user=user)
        .select_related("evaluation__programme__institution", "evaluation__campaign")
        .annotate(
            signed_at=Subquery(signed.values("signed_at")[:1]),
            signed_sha256=Subquery(signed.values("reading_sha256")[:1]),
            visited=Exists(held),
            not_ruled=_suggestions("evaluation", ruling=""),
            to_rule_on=_counted(CorrectionRequest.objects.to_rule_on().filter(evaluation=OuterRef("evaluation"))),
            first_not_ruled=Subquery(not_ruled.order_by("code", "pk").values("code")[:1]),
        )
        .order_by("evaluation__created_at", "pk")
    )
    yield from _declaration(user, places)
    concluded = [p.evaluation for p in places if p.presides and p.evaluation.state == State.COLLEGIAL_VALIDATION]
    prefetch_related_objects(concluded, "members")
    remaining = _texts_to_contribute(user, places)
    calls = _calls(user, places)
    for place in places:
        if place.status == InvitationStatus.INVITED:
            url = reverse("evaluations:invitation", args=[place.public_id])
            yield _task(_("Répondre à l’invitation"), place.evaluation, Section.INVITATION, url=url)
        elif place.is_current:
            yield from _on_committee(place)
            yield from _contribution(place, remaining[place.pk])
            yield from _called_by_comments(place, calls.get(place.evaluation_id, []))


def _calls(user: User, places: list[CommitteeMember]) -> dict[int, list[str]]:
    """The texts on which an open thread mentions somebody who has not looked since, by evaluation."""
    working = [p.evaluation_id for p in places if p.is_current and p.evaluation.state in DURING_THE_WORK]
    if not working:
        return {}
    is_open = Q(parent=None, resolved_at=None) | Q(parent__isnull=False, parent__resolved_at=None)
    calling = Comment.objects.filter(is_open, evaluation__in=working, mentions=user).exclude(seen_by=user)
    found: dict[int, list[str]] = {}
    for evaluation, code in calling.order_by("code").values_list("evaluation", "code").distinct():
        found.setdefault(evaluation, []).append(code)
    return found


def _called_by_comments(place: CommitteeMember, codes: list[str]) -> Iterator[Task]:
    for code in codes:
        page = reverse("evaluations:criterion-edit", args=[place.evaluation.public_id, code])
        section = Section.CHAIR if place.presides else Section.EXPERT
        sentence = _("Lire un commentaire qui vous est adressé")
        yield _task(sentence, place.evaluation, section, url=f"{page}?volet=commentaires")


def _texts_to_contribute(user: User, places: list[CommitteeMember]) -> Counter[int]:
    """How many texts are assigned to each of these places on which their holder has not shared a contribution yet."""
    writing = [p.pk for p in places if p.is_current and p.evaluation.state in permissions.EXPERTS_WRITE]
    if not writing:
        return Counter()
    shared = Contribution.objects.filter(evaluation=OuterRef("evaluation"), code=OuterRef("code"), author=user)
    left = Assignment.objects.filter(~Exists(shared.exclude(shared_at=None)), member__in=writing)
    return Counter(left.values_list("member", flat=True))


def _contribution(place: CommitteeMember, left: int) -> Iterator[Task]:
    if not left and place.role == CommitteeRole.EXPERT and place.evaluation.state in permissions.EXPERTS_WRITE:
        url = reverse("evaluations:criterion-list", args=[place.evaluation.public_id])
        yield _task(_("Contribuer au rapport"), place.evaluation, Section.EXPERT, url=url)
    if left:
        sentence = ngettext(
            "Rédiger votre contribution : %(count)d critère reste",
            "Rédiger votre contribution : %(count)d critères restent",
            left,
        ) % {"count": left}
        url = reverse("evaluations:criterion-list", args=[place.evaluation.public_id])  # leads to the first of theirs
        yield _task(sentence, place.evaluation, Section.CHAIR if place.presides else Section.EXPERT, url=url)


def _declaration(user: User, places: list[CommitteeMember]) -> Iterator[Task]:
    if any(place.status != InvitationStatus.INVITED for place in places) and not readiness.has_declared(user):
        yield Task(_("Déposer votre déclaration d’intérêts"), reverse("evaluations:declaration"))


def _on_committee(place: CommitteeMember) -> Iterator[Task]:
    evaluation, chairs = place.evaluation, place.presides
    section = Section.CHAIR if chairs else Section.EXPERT
    writes = chairs or place.role == CommitteeRole.RAPPORTEUR
    if chairs and place.not_ruled and evaluation.state in permissions.WRITERS_WRITE:
        yield _suggestions_to_rule_on(place)
    match evaluation.state:
        case State.EXPERTISE if writes:
            yield _task(_("Commencer la rédaction du rapport"), evaluation, section)
        case State.DRAFTING if writes:
            url = reverse("evaluations:criterion-list", args=[evaluation.public_id])
            yield _task(_("Rédiger le rapport et le soumettre au comité"), evaluation, section, url=url)
        case State.COLLEGIAL_VALIDATION if place.role != CommitteeRole.OFFICER:
            if not place.has_voted:
                yield _task(_("Approuver le rapport, ou dire votre désaccord"), evaluation, section)
            if chairs:
                reasons = _reasons(readiness.before_agency_reading(evaluation))
                yield _task(_("Valider le rapport au nom du comité"), evaluation, section, blocked=reasons)
        case State.CORRECTIONS_RULING if chairs:
            yield from _to_rule_and_sign(place)


def _to_rule_and_sign(place: CommitteeMember) -> Iterator[Task]:
    """The errors of fact first; what hinders the signature is said of it."""
    evaluation, problems = place.evaluation, []
    if place.to_rule_on:
        sentence = ngettext(
            "Trancher %(count)d erreur factuelle", "Trancher %(count)d erreurs factuelles", place.to_rule_on
        ) % {"count": place.to_rule_on}
        yield _task(sentence, evaluation, Section.CHAIR, url=_corrections(evaluation))
        problems.append(readiness.corrections_to_rule_on(place.to_rule_on))
    if evaluation.campaign.visit == VisitRule.AFTER and not place.visited:
        problems.append(readiness.visit_not_held())
    if sentence := _to_be_signed(place):
        yield _task(sentence, evaluation, Section.CHAIR, blocked=_reasons(problems))


def _to_be_signed(place: CommitteeMember) -> str:
    """What the presidency has to sign; empty for a co-president whose signature is under the report as it stands while
    another is awaited. The report is read for those who have signed and wait: few, and never for long."""
    if place.signed_at is None:
        return _("Statuer sur les corrections et signer")
    evaluation = place.evaluation
    judged = reading.read(evaluation, kind=ReportKind.PROVISIONAL).judgement_sha256
    given = evaluation.signatures.current(evaluation).filter(role=SignatureRole.CHAIR, reading_sha256=judged)
    if place.signed_sha256 != judged:
        day = place.signed_at.astimezone(clock.PARIS).date()
        words = {"day": dates.long_date(day, get_language() or settings.LANGUAGE_CODE)}
        sentence = _("Signer de nouveau : le rapport a changé depuis votre signature du %(day)s") % words
        names = ", ".join(given.values_list("name", flat=True))
        return sentence + (_(" ; il porte celle de %(names)s") % {"names": names} if names else "")
    if not readiness.before_closing_chair_signature(evaluation, judged):
        return _("Signer de nouveau pour conclure : aucune autre signature n’est plus attendue")
    return ""


def _suggestions_to_rule_on(place: CommitteeMember) -> Task:
    sentence = ngettext(
        "%(count)d suggestion de l’agence attend votre décision",
        "%(count)d suggestions de l’agence attendent votre décision",
        place.not_ruled,
    ) % {"count": place.not_ruled}
    # The pane of any text lists the others on which suggestions wait.
    url = reverse("evaluations:criterion-edit", args=[place.evaluation.public_id, place.first_not_ruled])
    return _task(sentence, place.evaluation, Section.CHAIR, url=f"{url}?volet=suggestions")


# -- institutions

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


def _for_institutions(user: User) -> Iterator[Task]:
    signs = dict(Membership.objects.current().filter(user=user).values_list("institution", "can_sign"))
    if not signs:
        return
    own = _seen(user).filter(programme__institution__in=signs)
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
        yield _task(sentence, evaluation, Section.INSTITUTION, url=_committee(evaluation))
    requests = _beside(DocumentRequest.objects.filter(answered_at=None), own, since=State.EXPERTISE)
    for request in requests.order_by("due_on", "pk")[:AT_MOST]:
        due = deadlines.end_of(request.due_on)
        yield _task(_("Fournir le document demandé par le comité"), request.evaluation, Section.INSTITUTION, due=due)
    visits = _beside(Visit.objects.filter(agreed_at=None, held_on=None), own)
    for visit in visits.order_by("planned_on", "pk")[:AT_MOST]:
        due = deadlines.end_of(visit.planned_on)
        yield _task(_("Convenir de la visite du comité"), visit.evaluation, Section.INSTITUTION, due=due)


def _dossier_changes_to_send(own: QuerySet[Evaluation]) -> Iterator[Task]:
    """Written after the deposit, of which nobody else learns as long as who signs does not send it."""
    for evaluation, facts in unsent(own.filter(state__in=permissions.DOSSIER_KEPT)):
        url = reverse("evaluations:dossier-changes", args=[evaluation.public_id])
        blocked = _reasons(readiness.missing_in(facts))
        sentence = _("Envoyer les modifications du dossier")
        yield _task(sentence, evaluation, Section.INSTITUTION, url=url, blocked=blocked)


def _dossier_to_fill_in(evaluation: Evaluation, facts: Facts, signs: bool) -> Task:
    """What its form still lacks is said; who does not sign completes it, and then waits for who does."""
    missing = readiness.missing_in(facts)
    sentence = INSTITUTION_ACTS[State.DOSSIER_EXPECTED] if signs or not missing else _("Compléter le dossier")
    awaits_signature = "" if signs else str(permissions.missing_role("propose_dossier_changes"))
    return _task(
        str(sentence),
        evaluation,
        Section.INSTITUTION,
        url=reverse("evaluations:dossier", args=[evaluation.public_id]),
        due=evaluation.dossier_due_at,
        blocked=_reasons(missing) or awaits_signature,
    )


def _asked_of_institution(evaluation: Evaluation, signs: bool) -> Task:
    state = State(evaluation.state)
    due = evaluation.dossier_due_at if state == State.DOSSIER_EXPECTED else evaluation.closes_at
    # Where every contributor may do something, whoever then commits the institution.
    page = {
        State.COMMITTEE_PROPOSED: _committee(evaluation),
        State.DRAFT_TRANSMITTED: _corrections(evaluation),
        State.OBSERVATIONS_OPEN: reverse("evaluations:observations", args=[evaluation.public_id]),
    }
    sentence = INSTITUTION_ACTS[state] if signs else CONTRIBUTOR_ACTS.get(state, INSTITUTION_ACTS[state])
    return _task(
        str(sentence),
        evaluation,
        Section.INSTITUTION,
        url=page.get(state, ""),
        due=due,
        blocked="" if signs or state in page else str(permissions.missing_role("reply_to_draft")),
    )


# -- what they share


def _task(sentence: str, evaluation: Evaluation, section: Section, *, url: str = "", **facts: object) -> Task:
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


def _reasons(problems: Iterable[Problem]) -> str:
    """The first reasons in full, and how many more there are."""
    sentences = [problem.sentence for problem in problems]
    more = len(sentences) - REASONS_SHOWN
    if more > 0:
        others = ngettext("Et %(count)d autre raison.", "Et %(count)d autres raisons.", more) % {"count": more}
        sentences[REASONS_SHOWN:] = [others]
    return " ".join(sentences)


def _beside(rows: QuerySet, seen: QuerySet[Evaluation], *, since: State = State.COMMITTEE_APPOINTED) -> QuerySet:
    """Rows that hang on evaluations the person sees, while the committee works."""
    states = [state for state in DURING_THE_WORK if state >= since]
    related = rows.select_related("evaluation__programme__institution")
    return related.filter(evaluation__state__in=states, evaluation__in=seen.values("pk"))


def _suggestions(evaluation: str, **facts: str) -> Coalesce:
    """How many suggestions there are on the evaluation that this field names."""
    return _counted(Suggestion.objects.filter(evaluation=OuterRef(evaluation), **facts))


def _counted(rows: QuerySet) -> Coalesce:
    """How many of these rows hang on the one evaluation that they name."""
    found = rows.order_by().values("evaluation")
    return Coalesce(Subquery(found.annotate(count=Count("pk")).values("count"), output_field=IntegerField()), 0)


def _committee(evaluation: Evaluation) -> str:
    return reverse("evaluations:committee", args=[evaluation.public_id])


def _corrections(evaluation: Evaluation) -> str:
    return reverse("evaluations:corrections", args=[evaluation.public_id])
