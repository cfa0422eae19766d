"""What is still missing before an act: every reason at once, each a sentence and the place to mend it.

Pages show these lists and acts refuse by them: there is one of each. The questions about a committee read ``.all()``
of the evaluation's relations, so that a list of evaluations fetched with ``COMMITTEE_FACTS`` answers them all at once.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog import clock, deadlines, richtext
from evalprog.accounts.models import User
from evalprog.arrival import LONGEST
from evalprog.text import folded
from evaluations.definition import Block, problems_of
from evaluations.enums import (
    BlockKind,
    CommitteeRole,
    InvitationStatus,
    Profile,
    SignatureRole,
    Stance,
    State,
    VisitRule,
    WindowKind,
)
from evaluations.models import (
    Campaign,
    CommitteeMember,
    Declaration,
    Evaluation,
    Event,
    Framework,
    Observation,
    Redaction,
    Visit,
)
from evaluations.standing import observations_are_overdue, reply_is_overdue
from programmes.models import Programme

LOOK_BACK = dt.timedelta(days=5 * 365 + 2)  # interests of the last five years are declared (R114-17)
DECLARATION_HOLDS = dt.timedelta(days=365)
PERSON_FACTS = ("expert_profile", "declarations__interests", "memberships")
COMMITTEE_FACTS = (
    "objections",
    "conflicts",
    "programme__partners",
    *(f"members__user__{fact}" for fact in PERSON_FACTS),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """``where``: the code of the criterion, text or list concerned, a path in a framework, or a word for the page."""

    sentence: str
    where: str

    def __str__(self) -> str:
        return self.sentence


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


# -- the committee


def before_invitation(evaluation: Evaluation, user: User) -> list[Problem]:
    problems = []
    if any(m.user_id == user.pk and m.ended_at is None for m in evaluation.members.all()):
        problems.append(Problem(_("%(person)s est déjà dans ce comité.") % {"person": user}, "members"))
    if any(conflict.user_id == user.pk for conflict in evaluation.conflicts.all()):
        sentence = _("Un conflit d’intérêts de %(person)s est enregistré sur ce dossier.")
        problems.append(Problem(sentence % {"person": user}, "members"))
    return problems + [Problem(hint, "members") for hint in affiliation_hints(evaluation, user)]


def before_proposing_committee(evaluation: Evaluation) -> list[Problem]:
    return _composition_problems(evaluation, [m for m in evaluation.members.all() if m.is_proposed])


def composition_problems(evaluation: Evaluation) -> list[Problem]:
    """What a committee at work lacks since somebody left it. Who is asked to replace them does not sit yet."""
    return _composition_problems(evaluation, _active_members(evaluation))


def needs_a_chair(evaluation: Evaluation) -> list[Problem]:
    """Nothing is shared out nor sent in the name of a committee that nobody presides."""
    if any(m.presides for m in _active_members(evaluation)):
        return []
    return [Problem(_("Le comité n’a pas de présidence."), "members")]


def _active_members(evaluation: Evaluation) -> list[CommitteeMember]:
    """Those who sit and may act: a conflict found after the signature leaves the name, and takes the dossier away."""
    away = {conflict.user_id for conflict in evaluation.conflicts.all()}
    return [m for m in evaluation.members.all() if m.is_current and m.user_id not in away]


def _composition_problems(evaluation: Evaluation, seated: list[CommitteeMember]) -> list[Problem]:
    """The campaign's rules of composition: a chair, so many members, so many of each profile."""
    members = [m for m in seated if m.role != CommitteeRole.OFFICER]
    campaign = evaluation.campaign
    problems = []
    if not any(m.presides for m in members):
        problems.append(Problem(_("Le comité n’a pas de présidence."), "members"))
    if (lacking := campaign.members_minimum - len(members)) > 0:
        sentence = ngettext(
            "Il manque %(lacking)d membre au comité ; la campagne en demande %(minimum)d.",
            "Il manque %(lacking)d membres au comité ; la campagne en demande %(minimum)d.",
            lacking,
        )
        problems.append(Problem(sentence % {"lacking": lacking, "minimum": campaign.members_minimum}, "members"))
    for profile, minimum in sorted(campaign.profiles_required.items()):
        found = sum(m.profile == profile for m in members)
        if found < minimum:
            sentence = _(
                "La campagne demande %(minimum)d membre(s) de profil « %(profile)s » ; le comité en a %(found)d."
            )
            words = {"minimum": minimum, "profile": Profile(profile).label, "found": found}
            problems.append(Problem(sentence % words, "members"))
    return problems


def before_appointing_committee(evaluation: Evaluation) -> list[Problem]:
    """Accepted, declared, without affiliation, and every objection of the institution answered (R114-14, R114-17)."""
    members = [m for m in evaluation.members.all() if m.is_proposed]
    prefetch_related_objects(members, *(f"user__{fact}" for fact in PERSON_FACTS))
    problems = before_proposing_committee(evaluation)
    concerned = concerned_institutions(evaluation)
    problems += [p for member in members for p in _member_problems(member, concerned)]
    return problems + _unanswered_objections(evaluation)


def before_confirming(evaluation: Evaluation, member: CommitteeMember) -> list[Problem]:
    """What is asked of a committee before it is appointed is asked of whoever joins it later; its composition as a
    whole is not, because two who left are replaced one after the other."""
    problems = list(_member_problems(member, concerned_institutions(evaluation)))
    return problems + _unanswered_objections(evaluation)


def before_objecting(evaluation: Evaluation, member: CommitteeMember | None) -> list[Problem]:
    """Once the committee is appointed, the discussion is about those who are asked to join it since."""
    if evaluation.state == State.COMMITTEE_PROPOSED:
        return []
    newcomers = [m for m in evaluation.members.all() if m.is_newcomer]
    if newcomers and (member is None or member in newcomers):
        return []
    sentence = _("Le comité est arrêté : une objection porte sur une personne appelée à le rejoindre.")
    return [Problem(sentence, "member")]


def _unanswered_objections(evaluation: Evaluation) -> list[Problem]:
    unanswered = sum(objection.answered_at is None for objection in evaluation.objections.all())
    if not unanswered:
        return []
    sentence = ngettext(
        "%(count)d objection de l’établissement attend une réponse.",
        "%(count)d objections de l’établissement attendent une réponse.",
        unanswered,
    )
    return [Problem(sentence % {"count": unanswered}, "objections")]


def _member_problems(member: CommitteeMember, concerned: dict[int, str]) -> Iterator[Problem]:
    if member.status not in (InvitationStatus.ACCEPTED, InvitationStatus.TO_CONFIRM):
        yield Problem(_("%(name)s n’a pas encore accepté.") % {"name": member.name}, "members")
    if member.user is None:
        return
    if not has_declared(member.user):
        sentence = _("%(name)s n’a pas déposé de déclaration d’intérêts depuis un an.")
        yield Problem(sentence % {"name": member.name}, "members")
    for hint in _affiliation_hints(member.user, concerned):
        yield Problem(hint, "members")


def has_declared(user: User) -> bool:
    """Whether a declaration of theirs still holds."""
    return any(d.filed_at > clock.now() - DECLARATION_HOLDS for d in user.declarations.all())


def affiliation_hints(evaluation: Evaluation, user: User) -> list[str]:
    """Why this person may not judge this dossier: they belong, or belonged in the last five years, to an institution
    that runs the programme (R114-17)."""
    return _affiliation_hints(user, concerned_institutions(evaluation))


def concerned_institutions(evaluation: Evaluation) -> dict[int, str]:
    """The institutions that run the programme, by primary key: their names."""
    programme = evaluation.programme
    return {i.pk: i.name for i in (programme.institution, *programme.partners.all())}


def _affiliation_hints(user: User, concerned: dict[int, str]) -> list[str]:
    profile, declaration = getattr(user, "expert_profile", None), _latest_declaration(user)
    since = clock.now() - LOOK_BACK
    tied = {profile.institution_id} if profile else set()
    tied |= {m.institution_id for m in user.memberships.all() if m.ends_at is None or m.ends_at >= since}
    if declaration:
        day = since.astimezone(clock.PARIS).date()
        tied |= {i.institution_id for i in declaration.interests.all() if i.until is None or i.until >= day}
    return [
        _("%(person)s est ou a été rattaché à %(institution)s.") % {"person": user, "institution": name}
        for name in sorted(name for pk, name in concerned.items() if pk in tied)
    ]


def affiliation_notices(evaluation: Evaluation, user: User) -> list[str]:
    """What should be looked at before inviting somebody, and does not forbid it: words that name an institution of the
    programme, and a member of the committee who works at the same place."""
    profile, declaration = getattr(user, "expert_profile", None), _latest_declaration(user)
    words = [profile.affiliation] if profile else []
    words += [i.organisation for i in declaration.interests.all()] if declaration else []
    said = [f" {folded(word)} " for word in words if word]
    notices = [
        _("« %(institution)s » est nommé dans la fiche ou la déclaration de %(person)s.")
        % {"institution": name, "person": user}
        for name in concerned_institutions(evaluation).values()
        if any(f" {folded(name)} " in word for word in said)
    ]
    if profile and profile.affiliation:
        notices += [
            _("%(member)s, déjà dans le comité, a le même rattachement.") % {"member": member.name}
            for member in evaluation.members.all()
            if member.is_proposed
            and member.user_id != user.pk
            and folded(member.affiliation) == folded(profile.affiliation)
        ]
    return notices


def _latest_declaration(user: User) -> Declaration | None:
    return next(iter(user.declarations.all()), None)


# -- the text


def before_collegial_validation(evaluation: Evaluation) -> list[Problem]:
    """The report is written: mandatory texts, answers and lists (code de la recherche L114-3-1)."""
    definition = evaluation.framework.definition
    assessments = {a.code: a for a in evaluation.assessments.all()}
    kinds = list(evaluation.findings.kept().values_list("kind", flat=True))

    def missing() -> Iterator[Problem]:
        if evaluation.campaign.visit == VisitRule.BEFORE:
            yield from _visit_problems(evaluation)
        for text in definition.texts_for(evaluation.programme.kind):
            if text.mandatory and (text.code not in assessments or richtext.is_blank(assessments[text.code].text)):
                yield Problem(_("« %(label)s » : texte manquant.") % {"label": text.label}, text.code)
        for criterion in definition.criteria_for(evaluation.programme.kind):
            if criterion.needs_answer and not getattr(assessments.get(criterion.code), "value", ""):
                yield Problem(_("« %(label)s » : réponse manquante.") % {"label": criterion.label}, criterion.code)
        for block in definition.blocks:
            yield from _block_problems(block, kinds, assessments)

    return list(missing())


def _block_problems(block: Block, kinds: list[str], assessments: dict) -> Iterator[Problem]:
    if not block.mandatory:
        return
    if block.kind == BlockKind.FINDINGS and block.findings not in kinds:
        yield Problem(_("« %(label)s » : aucun constat.") % {"label": block.label}, block.code)
    if block.kind == BlockKind.OPINION and not getattr(assessments.get(block.code), "value", ""):
        yield Problem(_("« %(label)s » : avis à choisir.") % {"label": block.label}, block.code)


def before_agency_reading(evaluation: Evaluation) -> list[Problem]:
    """Every member has approved or had a dissent recorded."""
    return [
        Problem(_("%(name)s n’a pas encore donné son avis.") % {"name": member.name}, "members")
        for member in evaluation.members.all()
        if member.is_current and member.role != CommitteeRole.OFFICER and not member.has_voted
    ]


def before_transmission(evaluation: Evaluation) -> list[Problem]:
    """There is a chair, who has ruled on everything that the agency's reading proposed."""
    waiting = evaluation.suggestions.filter(ruling="").count()
    return [*needs_a_chair(evaluation), *([suggestions_not_ruled(waiting)] if waiting else [])]


def suggestions_not_ruled(waiting: int) -> Problem:
    sentence = ngettext(
        "%(count)d suggestion n’a pas de décision de la présidence du comité.",
        "%(count)d suggestions n’ont pas de décision de la présidence du comité.",
        waiting,
    )
    return Problem(sentence % {"count": waiting}, "suggestions")


# -- errors of fact


def before_replying_to_draft(evaluation: Evaluation, *, in_time: bool = False) -> list[Problem]:
    """While the draft is before the institution it may reply that there is no error; once the delay has closed without
    a reply, there is something to send late. ``in_time``: the reply had reached us before the end."""
    if evaluation.state != State.CORRECTIONS_RULING:
        return []
    if not reply_is_overdue(evaluation):
        return [Problem(_("L’établissement a déjà répondu au projet."), "already")]
    if in_time or evaluation.corrections.in_preparation().exists():
        return []
    return [Problem(_("Aucune erreur factuelle n’est prête à partir."), "corrections")]


def corrections_to_rule_on(waiting: int) -> Problem:
    sentence = ngettext(
        "%(count)d erreur factuelle attend la décision de la présidence du comité.",
        "%(count)d erreurs factuelles attendent la décision de la présidence du comité.",
        waiting,
    )
    return Problem(sentence % {"count": waiting}, "corrections")


def late_corrections_undecided() -> Problem:
    sentence = _("Des erreurs factuelles arrivées hors délai attendent une décision : admettez-les, ou écartez-les.")
    return Problem(sentence, "corrections")


def _correction_problems(evaluation: Evaluation) -> Iterator[Problem]:
    """Each has its ruling, and each that was granted the change of the text that follows from it."""
    sent = list(evaluation.corrections.sent().select_related("finding").order_by("position"))
    if any(correction.is_undecided for correction in sent):
        yield late_corrections_undecided()
    for correction in sent:
        sentence = ""
        if not (correction.is_undecided or correction.is_left_out or correction.ruling):
            sentence = _("Erreur factuelle n° %(number)d : elle attend une décision.")
        elif correction.awaits_its_change:
            sentence = _("Erreur factuelle n° %(number)d : acceptée, sans modification du texte qui lui soit liée.")
        if sentence:
            yield Problem(sentence % {"number": correction.position}, "corrections")


# -- signatures


def before_chair_signature(evaluation: Evaluation) -> list[Problem]:
    problems = before_collegial_validation(evaluation)
    if evaluation.campaign.visit == VisitRule.AFTER:
        problems += _visit_problems(evaluation)
    awaited = _still_coming(evaluation, WindowKind.CORRECTIONS, reply_is_overdue)
    return [*problems, *_correction_problems(evaluation), *awaited]


def _still_coming(
    evaluation: Evaluation, kind: WindowKind, is_overdue: Callable[[Evaluation], bool]
) -> Iterator[Problem]:
    """What reached us in time may be under way for so long after the clock has closed the window, its files coming or
    the person confirming who they are: nothing is signed meanwhile that would not let it in any more (INV-T2)."""
    window = evaluation.windows.last_of(kind)
    if window is None or not window.closes_at <= clock.now() < window.closes_at + LONGEST or not is_overdue(evaluation):
        return
    sentence = _(
        "Le délai vient de s’achever et un envoi fait à temps peut encore arriver : la signature sera possible à "
        "partir du %(moment)s, heure de Paris."
    )
    moment = deadlines.moment((window.closes_at + LONGEST).astimezone(clock.PARIS))
    yield Problem(sentence % {"moment": moment}, "window")


def before_closing_chair_signature(evaluation: Evaluation, signed: str) -> list[Problem]:
    """Co-presidents who have not signed this very text. ``signed``: the hash of the judgement."""
    hands = set(
        evaluation.signatures.current(evaluation)
        .filter(role=SignatureRole.CHAIR, reading_sha256=signed)
        .values_list("user_id", flat=True)
    )
    chairs = evaluation.members.current().filter(role=CommitteeRole.CHAIR)
    return [
        Problem(_("%(name)s n’a pas encore signé.") % {"name": chair.name}, "signatures")
        for chair in chairs
        if chair.user_id not in hands
    ]


def before_second_signature(evaluation: Evaluation, user: User | None) -> list[Problem]:
    """Two persons publish a report: who signed for the committee does not sign for the agency."""
    chair = evaluation.signatures.current(evaluation).filter(role=SignatureRole.CHAIR, user=user)
    if user is None or not chair.exists():
        return []
    return [Problem(_("Vous avez signé ce rapport pour le comité : une autre personne le contresigne."), "signatures")]


def before_filing_observations(evaluation: Evaluation) -> list[Problem]:
    """A letter that says something, in the name of somebody; an action that it announces has its day."""
    letter = Observation.objects.in_preparation().filter(evaluation=evaluation).first()
    if letter is None or not _says_something(letter):
        return [
            Problem(
                _("Rien n’est écrit : répondez à un constat ou écrivez la lettre. Sinon, renoncez aux observations."),
                "observations",
            )
        ]
    problems = [*_actions_without_a_day(letter)]
    if not letter.signatory:
        problems.append(Problem(_("Les observations n’ont pas de signataire."), "signatory"))
    return problems


def _says_something(letter: Observation) -> bool:
    words = letter.heading or letter.text or letter.items.saying().exists()
    return bool(words) or letter.attachments.joined().exists()


def _actions_without_a_day(letter: Observation) -> Iterator[Problem]:
    actions = [stance.value for stance in Stance if stance.has_a_day]
    for item in letter.items.filter(value__in=actions).select_related("finding").order_by("position"):
        about = item.get_target_display()
        about += f" n°\u00a0{item.finding.number}" if item.finding else ""
        sentence = _("%(about)s : donnez le jour de l’action, ou une autre position.")
        yield Problem(sentence % {"about": capfirst(about)}, "stance")


def before_countersigning(evaluation: Evaluation, by: User | None) -> list[Problem]:
    """Two persons publish; and what came late is neither published nor left out in silence (INV-T3)."""
    problems = before_second_signature(evaluation, by)
    problems += _still_coming(evaluation, WindowKind.OBSERVATIONS, observations_are_overdue)
    if not Observation.objects.undecided().filter(evaluation=evaluation).exists():
        return problems
    sentence = _("Des observations arrivées hors délai attendent une décision : admettez-les, ou écartez-les.")
    return [*problems, Problem(sentence, "observations")]


def before_admitting_late_observations(evaluation: Evaluation) -> list[Problem]:
    """A letter that goes with this version of the report is not replaced by a later one."""
    goes = Observation.objects.going_with_the_report().filter(version=evaluation.version, waived=False)
    if not goes.filter(evaluation=evaluation).exists():
        return []
    sentence = _("Des observations accompagnent déjà cette version du rapport : elles ne sont pas remplacées.")
    return [Problem(sentence, "observations")]


def before_waiving_observations(evaluation: Evaluation, *, in_time: bool = False) -> list[Problem]:
    """Nothing is thrown away by a waiver. Once they are closed there is nothing left to waive, unless the clock closed
    them and the waiver had reached us before (INV-T2): ``in_time``."""
    if evaluation.state == State.OBSERVATIONS_CLOSED and not (in_time and observations_are_overdue(evaluation)):
        return [Problem(_("Les observations sont closes : il n’y a plus à y renoncer."), "already")]
    letter = Observation.objects.in_preparation().filter(evaluation=evaluation).first()
    if letter is None or not _says_something(letter):
        return []
    sentence = _("Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer.")
    return [Problem(sentence, "observations")]


def before_extension(evaluation: Evaluation) -> list[Problem]:
    if evaluation.windows.exists():
        return []
    return [Problem(_("Aucun délai n’est ouvert : il n’y a rien à prolonger."), "window")]


def before_countersignature(evaluation: Evaluation) -> list[Problem]:
    """The signatures of the agency that the framework's page asks for and nobody gave."""
    signed = set(evaluation.signatures.current(evaluation).values_list("role", flat=True))
    return [
        Problem(_("« %(role)s » : signature manquante.") % {"role": block.role.label}, "signatures")
        for block in evaluation.framework.definition.signatures
        if block.role in (SignatureRole.AGENCY, SignatureRole.SECTION) and block.role not in signed
    ]


def before_publication(evaluation: Evaluation) -> list[Problem]:
    """What is marked as not to be published, or was, has been decided as it stands."""
    if redactions_are_decided(evaluation):
        return []
    sentence = _("Des passages sont marqués à occulter et ne sont pas décidés : décidez-en avant de publier.")
    return [Problem(sentence, "redactions")]


def redactions_are_decided(evaluation: Evaluation) -> bool:
    """Whether nothing was ever marked, or the last decision is about the marks that stand."""
    return not with_undecided_redactions(Evaluation.objects.filter(pk=evaluation.pk))


def with_undecided_redactions(evaluations: QuerySet[Evaluation]) -> set[int]:
    """The keys of those whose marks are not those of their last decision: two questions, however many they are."""
    standing: dict[int, set[str]] = {}
    marks = Redaction.objects.filter(evaluation__in=evaluations.order_by())
    for key, name, removed_at in marks.values_list("evaluation", "public_id", "removed_at"):
        standing.setdefault(key, set()).update([name] if removed_at is None else [])
    if not standing:
        return set()
    decisions = Event.objects.filter(evaluation__in=standing, verb="decide_redactions").order_by("number")
    decided = {key: set(details["marks"]) for key, details in decisions.values_list("evaluation", "details")}
    return {key for key, names in standing.items() if decided.get(key) != names}


def _visit_problems(evaluation: Evaluation) -> list[Problem]:
    visit = Visit.objects.filter(evaluation=evaluation).first()
    return [] if visit and visit.held_on else [visit_not_held()]


def visit_not_held() -> Problem:
    return Problem(_("La visite prévue par la campagne n’a pas eu lieu."), "visit")


# What the page of an act lists before it is performed. Acts that are not here need nothing but their state.
BEFORE: dict[str, Callable[[Evaluation], list[Problem]]] = {
    "propose_committee": before_proposing_committee,
    "appoint_committee": before_appointing_committee,
    "start_expertise": needs_a_chair,
    "submit_for_validation": before_collegial_validation,
    "validate": before_agency_reading,
    "transmit_draft": before_transmission,
    "reply_to_draft": before_replying_to_draft,
    "retransmit_draft": needs_a_chair,
    "sign_as_chair": before_chair_signature,
    "extend_window": before_extension,
    "file_observations": before_filing_observations,
    "admit_late_observations": before_admitting_late_observations,
    "waive_observations": before_waiving_observations,
    "publish": before_publication,
    "open_erratum": before_going_on,
    "resume": before_going_on,
}


# Those that what had reached us in time still performs, though the clock came between (INV-T2).
_OVERTAKEN = {"reply_to_draft": before_replying_to_draft, "waive_observations": before_waiving_observations}


def before(verb: str, evaluation: Evaluation, by: User, *, in_time: bool = False) -> list[Problem]:
    """What is still missing before that act, whatever it is, by that person. ``in_time``: it had reached us before the
    end of its delay."""
    if verb == "countersign":
        return before_countersigning(evaluation, by)
    if in_time and verb in _OVERTAKEN:
        return _OVERTAKEN[verb](evaluation, in_time=True)
    return BEFORE[verb](evaluation) if verb in BEFORE else []
