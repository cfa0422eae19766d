"""Files that the institution joins to what it writes: to an error of fact, as proof, or to its observations.

Each was checked (``uploads``) and is kept byte for byte under its own hash. Until what it is joined to is sent it can
be taken away and brought back; from then on it is part of it, and the hash of what was sent is taken of it too.
"""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Max, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations.models import Attachment, CorrectionRequest, Evaluation, Observation
from evaluations.permissions import allow, prepares_corrections, prepares_observations
from evaluations.reports import store
from evaluations.standing import standing_of
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import Document

AT_MOST = 20  # files joined to one letter, or to one error
KEPT_AT_MOST = 60  # those taken away included: they stay on the disk until it is sent
BYTES_AT_MOST = 1 << 30  # of all those of a letter, or of all errors to be sent, those taken away included
NOT_YOURS = gettext_lazy("Les pièces sont jointes par l’établissement.")
SENT = gettext_lazy("L’envoi est fait : ses pièces ne changent plus.")
Joined = CorrectionRequest | Observation


def attach(
    to: Joined, document: Document, *, title: str = "", by: User | None, received_at: dt.datetime | None = None
) -> Attachment:
    """Join a file that was checked, after those that are there. ``None`` is the system itself: a scenario.

    The same bytes are joined once: sent again they get the answer that they got, and those that were taken away come
    back, under the name that they now have. ``received_at``: when the request reached us, its file
    still on the way, which tells what was joined in time (INV-T2).

    :raises PermissionDenied: for whoever is not of the institution.
    :raises Refused: once it is sent, when the time for it is over, or when there are too many.
    """
    # The file is on the disk before the record that names it, and goes again when there is none.
    with store.kept(document.data) as kept, transaction.atomic():
        evaluation = _prepared(to, by)
        if there := to.attachments.filter(sha256=kept.sha256).first():
            return _joined_again(there, document, title, by, received_at)
        _room_for_one_more(to)
        _make_room(to, evaluation, kept)
        return Attachment.objects.create(
            evaluation=evaluation,
            **_owner(to),
            position=to.attachments.count() + 1,
            title=one_line(title)[:300],
            kind=document.kind,
            file_name=document.name,
            sha256=kept.sha256,
            size=kept.size,
            pages=document.pages,
            notices=list(document.notices),
            added_by=by,
            received_at=received_at,
        )


@transaction.atomic
def take_away(attachment: Attachment, *, by: User, received_at: dt.datetime | None = None) -> Attachment:
    """It can be brought back until what it is joined to is sent.

    :raises PermissionDenied, Refused: as ``attach`` does.
    """
    return _set_aside(attachment, by, received_at, aside=True)


@transaction.atomic
def bring_back(attachment: Attachment, *, by: User, received_at: dt.datetime | None = None) -> Attachment:
    """:raises PermissionDenied, Refused: as ``attach`` does."""
    return _set_aside(attachment, by, received_at, aside=False)


def settle(to: Joined) -> None:
    """What is sent takes the files that stand along, numbered from 1; those taken away are gone for good.

    Called by the act that sends it, which holds the evaluation.
    """
    gone = list(to.attachments.filter(removed_at__isnull=False).values_list("sha256", flat=True))
    to.attachments.filter(removed_at__isnull=False).delete()
    for position, attachment in enumerate(to.attachments.order_by("position", "pk"), start=1):
        Attachment.objects.filter(pk=attachment.pk).update(position=position)
    for sha256 in gone:
        transaction.on_commit(partial(store.release, sha256))


def _set_aside(attachment: Attachment, by: User, received_at: dt.datetime | None, *, aside: bool) -> Attachment:
    to = attachment.correction or attachment.observation
    _prepared(to, by)
    attachment.refresh_from_db(fields=["removed_at", "added_at", "received_at"])
    if aside is (attachment.removed_at is not None):
        return attachment  # the same gesture again changes nothing, and makes nothing late
    if not aside:
        _room_for_one_more(to)
    attachment.received_at = attachment.received(received_at)
    attachment.removed_at = clock.now() if aside else None
    if not aside:  # joined anew: what is written after the end of a delay is told by its day
        attachment.added_at, attachment.added_by = clock.now(), by
    attachment.save(update_fields=["removed_at", "received_at", "added_at", "added_by"])
    return attachment


def _joined_again(
    there: Attachment, document: Document, title: str, by: User | None, received_at: dt.datetime | None
) -> Attachment:
    """The file of the same bytes, which was taken away, or stands and may get another title."""
    if there.removed_at is None and title in ("", there.title):
        return there
    if there.removed_at is not None:
        _room_for_one_more(there.correction or there.observation)
    there.title, there.file_name, there.removed_at = one_line(title)[:300], document.name, None
    there.notices, there.added_by, there.added_at = list(document.notices), by, clock.now()
    there.received_at = received_at
    there.save()
    return there


def _room_for_one_more(to: Joined) -> None:
    if to.attachments.joined().count() >= AT_MOST:
        raise Refused(_("Il y a déjà %(count)d pièces : réunissez-en plusieurs dans un fichier.") % {"count": AT_MOST})


def _make_room(to: Joined, evaluation: Evaluation, new: store.Kept) -> None:
    """What was taken away longest ago goes for good: it can be brought back, but not without end, or it would fill the
    disk.

    :raises Refused: when what stands takes all the room.
    """
    away = list(to.attachments.filter(removed_at__isnull=False).order_by("removed_at", "pk"))
    for longest_ago in away:
        if to.attachments.count() < KEPT_AT_MOST and _fits(to, evaluation, new):
            return
        longest_ago.delete()
        transaction.on_commit(partial(store.release, longest_ago.sha256))
    if not _fits(to, evaluation, new):
        sentence = _("Les pièces pèsent plus de %(size)s ensemble : réduisez les images de ce fichier.")
        raise Refused(sentence % {"size": filesizeformat(BYTES_AT_MOST)})


def _fits(to: Joined, evaluation: Evaluation, new: store.Kept) -> bool:
    return _weight_of_others(to, evaluation, new) + new.size <= BYTES_AT_MOST


def _weight_of_others(to: Joined, evaluation: Evaluation, new: store.Kept) -> int:
    """Bytes on the disk: the same file, which proves two errors, is there once."""
    of_errors = {"evaluation": evaluation, "correction__isnull": False, "correction__sent_at": None}
    files = Attachment.objects.filter(**of_errors if isinstance(to, CorrectionRequest) else {"observation": to})
    sizes = files.exclude(sha256=new.sha256).order_by().values("sha256").annotate(bytes=Max("size"))
    return sizes.aggregate(all=Sum("bytes"))["all"] or 0


def _prepared(to: Joined, by: User | None) -> Evaluation:
    """The evaluation held, for somebody of the institution who may still change what the file is joined to."""
    locked = held(to.evaluation)
    standing = standing_of(by, locked)
    allow(by is None or standing.contributes, str(NOT_YOURS))
    to.refresh_from_db()
    if _is_sent(to) or not (by is None or _prepares(to)(standing, locked)):
        raise Refused(str(SENT))
    return locked


def _is_sent(to: Joined) -> bool:
    return (to.sent_at if isinstance(to, CorrectionRequest) else to.filed_at) is not None


def _prepares(to: Joined):
    return prepares_corrections if isinstance(to, CorrectionRequest) else prepares_observations


def _owner(to: Joined) -> dict[str, Joined]:
    return {"correction" if isinstance(to, CorrectionRequest) else "observation": to}
