"""What a place on a committee asks for."""

from collections import Counter
from collections.abc import Iterator

from django.conf import settings
from django.db.models import (
    Exists,
    OuterRef,
    Q,
    Subquery,
    prefetch_related_objects,
)
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from evalprog import clock, dates
from evalprog.accounts.models import User
from evaluations import permissions, readiness
from evaluations.enums import CommitteeRole, InvitationStatus, ReportKind, SignatureRole, State, VisitRule
from evaluations.models import (
    Assignment,
    Comment,
    CommitteeMember,
    Contribution,
    CorrectionRequest,
    Signature,
    Suggestion,
    Visit,
)
from evaluations.reports import reading
from evaluations.tasks.task import (
    DURING_THE_WORK,
    Section,
    Task,
    corrections_page,
    count_of_suggestions,
    counted,
    reasons_in_words,
    task_about,
)


def on_committees(user: User) -> Iterator[Task]:
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
            not_ruled=count_of_suggestions("evaluation", ruling=""),
            to_rule_on=counted(CorrectionRequest.objects.to_rule_on().filter(evaluation=OuterRef("evaluation"))),
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
            yield task_about(_("Répondre à l’invitation"), place.evaluation, Section.INVITATION, url=url)
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
        yield task_about(sentence, place.evaluation, section, url=f"{page}?volet=commentaires")


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
        yield task_about(_("Contribuer au rapport"), place.evaluation, Section.EXPERT, url=url)
    if left:
        sentence = ngettext(
            "Rédiger votre contribution : %(count)d critère reste",
            "Rédiger votre contribution : %(count)d critères restent",
            left,
        ) % {"count": left}
        url = reverse("evaluations:criterion-list", args=[place.evaluation.public_id])  # leads to the first of theirs
        yield task_about(sentence, place.evaluation, Section.CHAIR if place.presides else Section.EXPERT, url=url)


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
            yield task_about(_("Commencer la rédaction du rapport"), evaluation, section)
        case State.DRAFTING if writes:
            url = reverse("evaluations:criterion-list", args=[evaluation.public_id])
            yield task_about(_("Rédiger le rapport et le soumettre au comité"), evaluation, section, url=url)
        case State.COLLEGIAL_VALIDATION if place.role != CommitteeRole.OFFICER:
            if not place.has_voted:
                yield task_about(_("Approuver le rapport, ou dire votre désaccord"), evaluation, section)
            if chairs:
                reasons = reasons_in_words(readiness.before_agency_reading(evaluation))
                yield task_about(_("Valider le rapport au nom du comité"), evaluation, section, blocked=reasons)
        case State.CORRECTIONS_RULING if chairs:
            yield from _to_rule_and_sign(place)


def _to_rule_and_sign(place: CommitteeMember) -> Iterator[Task]:
    """The errors of fact first; what hinders the signature is said of it."""
    evaluation, problems = place.evaluation, []
    if place.to_rule_on:
        sentence = ngettext(
            "Trancher %(count)d erreur factuelle", "Trancher %(count)d erreurs factuelles", place.to_rule_on
        ) % {"count": place.to_rule_on}
        yield task_about(sentence, evaluation, Section.CHAIR, url=corrections_page(evaluation))
        problems.append(readiness.corrections_to_rule_on(place.to_rule_on))
    if evaluation.campaign.visit == VisitRule.AFTER and not place.visited:
        problems.append(readiness.visit_not_held())
    if sentence := _to_be_signed(place):
        yield task_about(sentence, evaluation, Section.CHAIR, blocked=reasons_in_words(problems))


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
    return task_about(sentence, place.evaluation, Section.CHAIR, url=f"{url}?volet=suggestions")
