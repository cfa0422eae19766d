"""Erasing a person. The journal knows people by random references: emptied, they break no chain (INV-A3).

Names printed in reports, signatures and committees of reports are kept: they are the record of what was published.
"""

import json

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock
from evalprog.accounts.models import Invitation, User
from evalprog.public_id import new_public_id
from evaluations.enums import AgencyRole, InvitationStatus, State
from evaluations.models import (
    ActorReference,
    Assessment,
    AssessmentRevision,
    Attachment,
    Citation,
    Comment,
    CommitteeMember,
    Conflict,
    Contribution,
    ContributionRevision,
    CorrectionRequest,
    Declaration,
    Delivery,
    DismissedAdvice,
    DocumentRequest,
    DossierFile,
    DossierProposal,
    DossierSnapshot,
    DossierTextRevision,
    Event,
    ExpertProfile,
    FindingRevision,
    FirstSending,
    Interest,
    ItemRevision,
    Mandate,
    Objection,
    Observation,
    ObservationRevision,
    Presence,
    PublicationRun,
    Redaction,
    Report,
    Signature,
    Suggestion,
)
from programmes.models import (
    Description,
    DescriptionEvent,
    DescriptionRevision,
    ImportDraft,
    Indicator,
    IndicatorRevision,
    Membership,
)

# The apps that hold how somebody signs in: addresses, second factors, sessions.
SIGN_IN_APPS = frozenset({"account", "mfa", "socialaccount", "usersessions"})


class ErasureRefused(ValueError):
    """The person still has something in hand; the message is a sentence."""


# What stays, each with the reason that is told to the person (INV-G2). Names stay in the first four only.
REASONS = {
    "published_reports": gettext_lazy("rapports publiés qui nomment la personne : leurs octets ne changent plus"),
    "frozen_reports": gettext_lazy(
        "rapports figés qui nomment la personne : ils font foi de ce qui fut envoyé et signé"
    ),
    "signatures": gettext_lazy("signatures données : elles font foi de qui a signé le rapport"),
    "committee_names": gettext_lazy("compositions de comités, communiquées à l’établissement (R114-14)"),
    "interests": gettext_lazy("intérêts déclarés, dans les termes de la personne (R114-17)"),
    "declarations": gettext_lazy("déclarations d’intérêts, désormais sans nom (R114-17)"),
    "conflicts": gettext_lazy("conflits d’intérêts enregistrés, désormais sans nom (R114-17)"),
    "objections": gettext_lazy("objections déposées au nom de l’établissement, désormais sans nom (R114-14)"),
    "document_requests": gettext_lazy("pièces demandées à l’établissement, désormais sans nom"),
    "corrections": gettext_lazy("erreurs factuelles signalées ou tranchées, désormais sans nom"),
    "attachments": gettext_lazy("pièces jointes au nom de l’établissement, désormais sans nom"),
    "observations": gettext_lazy("observations déposées au nom de l’établissement, désormais sans nom"),
    "dossiers": gettext_lazy(
        "dossiers, pièces et modifications envoyés au nom de l’établissement, ou décidés, désormais sans nom"
    ),
    "acts": gettext_lazy("actes du journal, désormais sans nom"),
    "past_functions": gettext_lazy("dates de mandats et de rattachements, désormais sans nom"),
    "deliveries": gettext_lazy("messages reçus ou renvoyés : leur date, sans nom ni adresse"),
    "texts": gettext_lazy("textes, notes et constats écrits, et leurs versions successives, désormais sans nom"),
    "remarks": gettext_lazy("commentaires, suggestions, occultations et décisions sur un texte, désormais sans nom"),
    "programmes": gettext_lazy(
        "descriptions et indicateurs de formations écrits, publiés ou mis de côté, désormais sans nom"
    ),
    "catalogue_names": gettext_lazy(
        "descriptions de formations qui nomment la personne (enseignants, jury, contacts) : l’établissement, qui les "
        "publie, les corrige ; demandez-le-lui"
    ),
    "publication_runs": gettext_lazy("publications groupées demandées, désormais sans nom"),
    "invitations_sent": gettext_lazy("invitations envoyées à d’autres, désormais sans nom"),
}


def inventory(user: User) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows of each kind would be emptied, and how many are kept, by kind; ``REASONS`` says why.

    :raises ErasureRefused: while the person sits on the committee of an evaluation in progress, or is the last who
        administers.
    """
    _refuse_if_at_work(user)
    _refuse_if_last_administrator(user)
    return _erased(user), _kept(user)


def _refuse_if_at_work(user: User) -> None:
    seats = CommitteeMember.objects.filter(user=user, ended_at=None).exclude(status=InvitationStatus.DECLINED)
    if at_work := seats.exclude(evaluation__state__in=(State.PUBLISHED, State.WITHDRAWN)).count():
        raise ErasureRefused(
            _("Cette personne siège au comité de %(count)d évaluation(s) en cours ; mettez d’abord fin à ces missions.")
            % {"count": at_work}
        )


def _refuse_if_last_administrator(user: User) -> None:
    administrators = Mandate.objects.administrators()
    if administrators.filter(user=user).exists() and not administrators.exclude(user=user).exists():
        raise ErasureRefused(
            _("Cette personne est la seule à administrer l’agence ; confiez d’abord cette fonction à une autre.")
        )


def _erased(user: User) -> dict[str, int]:
    return {
        "sessions": len(_sessions(user)),
        "actor_references": ActorReference.objects.filter(user=user).count(),
        "mandates": Mandate.objects.current().filter(user=user).count(),
        "memberships": Membership.objects.current().filter(user=user).count(),
        "expert_profiles": ExpertProfile.objects.filter(user=user).count(),
        "invitations": _invitations(user).count(),
        "sign_in": sum(rows.count() for rows in _sign_in_rows(user)),
        "presences": Presence.objects.filter(user=user).count(),
        "first_sendings": FirstSending.objects.filter(user=user).count(),
        "import_drafts": ImportDraft.objects.filter(owner=user).count(),
    }


def _kept(user: User) -> dict[str, int]:
    seats = CommitteeMember.objects.filter(user=user)
    signatures = Signature.objects.filter(user=user)
    named_in = Q(evaluation__in=seats.exclude(status=InvitationStatus.DECLINED).values("evaluation"))
    reports = Report.objects.filter(named_in | Q(evaluation__in=signatures.values("evaluation")))
    published = reports.filter(published_on__isnull=False).count()
    functions = Mandate.objects.filter(user=user).count() + Membership.objects.filter(user=user).count()
    return {
        "published_reports": published,
        "frozen_reports": reports.count() - published,
        "signatures": signatures.count(),
        "committee_names": seats.count(),
        "interests": Interest.objects.filter(declaration__user=user).count(),
        "declarations": Declaration.objects.filter(user=user).count(),
        "conflicts": Conflict.objects.filter(user=user).count(),
        "objections": Objection.objects.filter(by=user).count(),
        "document_requests": DocumentRequest.objects.filter(by=user).count(),
        "corrections": CorrectionRequest.objects.filter(Q(author=user) | Q(ruled_by=user)).count(),
        "attachments": Attachment.objects.filter(added_by=user).count(),
        "observations": Observation.objects.filter(filed_by=user).count(),
        "dossiers": sum(rows.count() for rows in _dossiers(user)),
        "acts": Event.objects.filter(actor__user=user).count(),
        "past_functions": functions,
        "deliveries": Delivery.objects.filter(Q(user=user) | Q(requeued_by=user)).count(),
        "texts": sum(rows.count() for rows in _texts(user)),
        "remarks": sum(rows.count() for rows in _remarks(user)),
        "programmes": sum(rows.count() for rows in _programmes(user)),
        "catalogue_names": _naming(user).count(),
        "publication_runs": PublicationRun.objects.filter(asked_by=user).count(),
        "invitations_sent": Invitation.objects.filter(invited_by=user).count(),
    }


def _texts(user: User) -> list[QuerySet]:
    """Of notes, those that were shared: nobody else learns that there are others (INV-C3)."""
    return [
        AssessmentRevision.objects.filter(author=user),
        FindingRevision.objects.filter(author=user),
        ObservationRevision.objects.filter(author=user),
        ItemRevision.objects.filter(author=user),
        DossierTextRevision.objects.filter(author=user),
        ContributionRevision.objects.filter(author=user).exclude(contribution__shared_at=None),
        Contribution.objects.filter(author=user).exclude(shared_at=None),
    ]


def _dossiers(user: User) -> list[QuerySet]:
    return [
        DossierFile.objects.filter(added_by=user),
        DossierSnapshot.objects.filter(deposited_by=user),
        DossierProposal.objects.filter(Q(sent_by=user) | Q(decided_by=user)),
    ]


def _programmes(user: User) -> list[QuerySet]:
    return [
        DescriptionRevision.objects.filter(author=user),
        Description.objects.filter(published_by=user),
        DescriptionEvent.objects.filter(by=user),
        IndicatorRevision.objects.filter(author=user),
        Indicator.objects.filter(removed_by=user),
    ]


def _remarks(user: User) -> list[QuerySet]:
    return [
        Comment.objects.filter(Q(author=user) | Q(resolved_by=user)),
        Suggestion.objects.filter(Q(author=user) | Q(ruled_by=user)),
        DismissedAdvice.objects.filter(by=user),
        Citation.objects.filter(author=user),
        Assessment.objects.filter(validated_by=user),
        Redaction.objects.filter(author=user),
    ]


def _naming(user: User) -> QuerySet[DescriptionRevision]:
    """The writings of catalogues in which the person's name or address stands."""
    said = Q()
    for words in filter(None, (user.name, user.email)):
        # SQLite keeps « é » as « \u00e9 » within JSON.
        said |= Q(text__icontains=words) | Q(text__icontains=json.dumps(words)[1:-1])
    return DescriptionRevision.objects.annotate(text=Cast("document", TextField())).filter(said)


@transaction.atomic
def erase(user: User) -> tuple[dict[str, int], dict[str, int]]:
    """Empty the account for good; what ``inventory`` said just before.

    :raises ErasureRefused: as ``inventory``.
    """
    # All the administrators are held: two who are erased at once must leave one.
    list(Mandate.objects.select_for_update().filter(role=AgencyRole.ADMIN))
    user = User.objects.select_for_update().get(pk=user.pk)
    result = inventory(user)
    now = clock.now()
    for session in _sessions(user):
        session.delete()
    for rows in _sign_in_rows(user):
        rows.delete()
    Presence.objects.filter(user=user).delete()
    FirstSending.objects.filter(user=user).delete()
    ImportDraft.objects.filter(owner=user).delete()
    ActorReference.objects.filter(user=user).update(user=None)
    Mandate.objects.current().filter(user=user).update(ends_at=now)
    Membership.objects.current().filter(user=user).update(ends_at=now)
    ExpertProfile.objects.filter(user=user).delete()
    _invitations(user).update(name="", email=f"{new_public_id()}@invalid.invalid")
    user.name, user.email = _("Personne effacée"), f"{new_public_id()}@invalid.invalid"
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    return result


def _invitations(user: User) -> QuerySet[Invitation]:
    """Those that the person accepted, and those sent to their address."""
    return Invitation.objects.filter(Q(accepted_by=user) | Q(email__iexact=user.email))


def _sessions(user: User) -> list[Session]:
    return [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(user.pk)]


def _sign_in_rows(user: User):
    for relation in User._meta.related_objects:
        if relation.related_model._meta.app_label in SIGN_IN_APPS:
            yield relation.related_model._default_manager.filter(**{relation.field.name: user})
