"""Before a committee is proposed, appointed, changed: who presides, how many, of which profiles, which objections.

The questions read ``.all()`` of the evaluation's relations, so that a list of evaluations fetched with
``COMMITTEE_FACTS`` answers them all at once.
"""

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog.accounts.models import User
from evaluations.enums import CommitteeRole, Profile, State
from evaluations.models import CommitteeMember, Evaluation
from evaluations.readiness.members import PERSON_FACTS, affiliation_hints, concerned_institutions, member_problems
from evaluations.readiness.problem import Problem

COMMITTEE_FACTS = (
    "objections",
    "conflicts",
    "programme__partners",
    *(f"members__user__{fact}" for fact in PERSON_FACTS),
)


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
    problems += [p for member in members for p in member_problems(member, concerned)]
    return problems + _unanswered_objections(evaluation)


def before_confirming(evaluation: Evaluation, member: CommitteeMember) -> list[Problem]:
    """What is asked of a committee before it is appointed is asked of whoever joins it later; its composition as a
    whole is not, because two who left are replaced one after the other."""
    problems = list(member_problems(member, concerned_institutions(evaluation)))
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
