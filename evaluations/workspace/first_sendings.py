"""First sendings, kept where the sending of every signatory of the house finds them (INV-T2).

One person sends in the last second without having confirmed who they are; a colleague sends the very same a moment
later: it had reached us in time. A person's own first sending counts whatever they then send, because what made them
read again does not make them late; that of a colleague counts for what it was, and for nothing else. Neither gives
anybody more time to write: ``Window.counted_at``.
"""

import datetime as dt
import re

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.arrival import LONGEST
from evaluations.models import Evaluation, FirstSending
from evaluations.standing import standing_of

KEPT = dt.timedelta(days=1)
_HASH = re.compile("[0-9a-f]{64}")


def note(evaluation: Evaluation, verb: str, *, by: User, sha256: str, at: dt.datetime) -> None:
    """The first of them counts, unless it holds no more."""
    shown = sha256 if _HASH.fullmatch(sha256) else ""
    facts = {"evaluation": evaluation, "verb": verb, "user": by, "sha256": shown}
    kept, made = FirstSending.objects.get_or_create(**facts, defaults={"at": at})
    if not made and not _holds(kept):
        FirstSending.objects.filter(pk=kept.pk).update(at=at)


def first(evaluation: Evaluation, verb: str, *, by: User, sha256: str) -> FirstSending | None:
    """The earliest that counts for what this person sends: their own, or that of the same by a colleague who signs."""
    noted = FirstSending.objects.filter(evaluation=evaluation, verb=verb, at__gte=clock.now() - LONGEST)
    for kept in noted.select_related("user").order_by("at", "pk"):
        if kept.user_id == by.pk or (sha256 and kept.sha256 == sha256 and _signs(kept.user, evaluation)):
            return kept
    return None


def forget(evaluation: Evaluation, verb: str) -> None:
    """Once it is done. Called by the act that does it, which holds the evaluation."""
    FirstSending.objects.filter(evaluation=evaluation, verb=verb).delete()


def sweep() -> int:
    """Those that nobody sent again. How many."""
    return FirstSending.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def _holds(kept: FirstSending) -> bool:
    return clock.now() - kept.at <= LONGEST


def _signs(user: User, evaluation: Evaluation) -> bool:
    """Still: whoever has left the institution since, or has a conflict, sent nothing in its name."""
    standing = standing_of(user, evaluation)
    return user.is_active and standing.signs and not standing.conflicted
