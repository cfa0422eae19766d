"""What was begun by mistake is put away, not destroyed: no list, deposit, import or export knows of it any more.

put_away(description, revision=4, by=user)          its address stays, and all that was written
take_back(description, by=user)                     as it was
"""

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from programmes import permissions
from programmes.enums import DescriptionVerb
from programmes.models import Description, DescriptionEvent
from programmes.writing import Stale, WritingRefused


class StillPublished(WritingRefused):
    """Everybody reads it: it cannot vanish from one minute to the next."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Une formation publiée ne se met pas de côté : une personne habilitée à signer en retire d’abord la "
                "publication."
            )
        )


@transaction.atomic
def put_away(description: Description, *, revision: int, by: User | None) -> Description:
    """Done twice, it is done once. What a deposited dossier holds of it does not change.

    :raises PermissionDenied: for whoever does not work for the institution.
    :raises StillPublished: while everybody reads it.
    :raises Stale: when ``revision``, which the person had before their eyes, is not the last one.
    """
    permissions.allow_describing(by, description.programme.institution)
    locked = Description.objects.select_for_update().get(pk=description.pk)
    if locked.is_put_away:
        return locked
    if locked.is_published:
        raise StillPublished
    if locked.revision != revision:
        raise Stale(locked.revisions.get(revision=locked.revision))
    locked.put_away_at, locked.put_away_by = clock.now(), by
    return _told(locked, DescriptionVerb.PUT_AWAY, by)


@transaction.atomic
def take_back(description: Description, *, by: User | None) -> Description:
    """Among the others again. Done twice, it is done once.

    :raises PermissionDenied: for whoever does not work for the institution.
    """
    permissions.allow_describing(by, description.programme.institution)
    locked = Description.objects.select_for_update().get(pk=description.pk)
    if not locked.is_put_away:
        return locked
    locked.put_away_at = locked.put_away_by = None
    return _told(locked, DescriptionVerb.TAKEN_BACK, by)


def _told(description: Description, verb: DescriptionVerb, by: User | None) -> Description:
    description.save(update_fields=["put_away_at", "put_away_by"])
    DescriptionEvent.objects.create(description=description, verb=verb, revision=description.revision, by=by)
    return description
