"""Who works on which text: a sheet of texts by members, read and written as a whole."""

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evaluations.enums import CommitteeRole
from evaluations.models import Assignment, CommitteeMember, Evaluation
from evaluations.permissions import allow, shares_out_work
from evaluations.standing import standing_of
from evaluations.workspace.holding import held


@dataclass(frozen=True, slots=True)
class Sheet:
    """``pairs``: (code of a text, public id of a member), for the members of today."""

    members: tuple[CommitteeMember, ...]
    pairs: frozenset[tuple[str, str]]

    @property
    def fingerprint(self) -> str:
        """What a form says it was made from: two equal sheets have the same."""
        lines = "\n".join(f"{code} {member}" for code, member in sorted(self.pairs))
        return hashlib.sha256(lines.encode()).hexdigest()[:16]


class SheetChanged(Exception):
    """Somebody else has shared out the work since the form was opened; ``sheet`` is what is in place."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        super().__init__(sheet.fingerprint)


def sheet_of(evaluation: Evaluation) -> Sheet:
    """Two queries, whatever the number of texts and members."""
    members = tuple(_workers(evaluation))
    pairs = evaluation.assignments.filter(member__in=[m.pk for m in members]).values_list("code", "member__public_id")
    return Sheet(members, frozenset(pairs))


@transaction.atomic
def assign(evaluation: Evaluation, pairs: frozenset[tuple[str, str]], *, base: str, by: User) -> Sheet:
    """Share out the work: exactly these pairs, for the members of today.

    :raises PermissionDenied: for who does not decide it, or when the report is signed.
    :raises SheetChanged: when what is in place is not the sheet whose fingerprint is ``base``; nothing is changed.
    """
    locked = held(evaluation)
    allow(
        shares_out_work(standing_of(by, locked), locked),
        _("Répartir le travail revient à la présidence, au rapporteur du comité ou à l’agence, avant la signature."),
    )
    sheet = sheet_of(locked)
    if sheet.fingerprint != base:
        raise SheetChanged(sheet)
    members = {member.public_id: member for member in sheet.members}
    for code, member in sheet.pairs - pairs:
        locked.assignments.filter(code=code, member=members[member]).delete()
    Assignment.objects.bulk_create(
        Assignment(evaluation=locked, code=code, member=members[member]) for code, member in sorted(pairs - sheet.pairs)
    )
    return Sheet(sheet.members, pairs)


def _workers(evaluation: Evaluation) -> QuerySet[CommitteeMember]:
    """The experts of the committee; the agency's representative writes nothing."""
    return evaluation.members.current().filter(user__isnull=False).exclude(role=CommitteeRole.OFFICER)
