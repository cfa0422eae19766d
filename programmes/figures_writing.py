"""What institutions write of their indicators: each writing is kept, none overwrites what its author had not read.

add(programme, table, by=user)                      the first writing of a table
save(indicator, table, based_on=3, by=user)         the next one, or Stale with what was written meanwhile
move(indicator, before=other, by=user)              its place among the others; before=None: the last
remove(indicator, by=user), restore(…)              taken out, and back: its history stays
"""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from programmes import permissions
from programmes.indicators import IndicatorTable, as_document
from programmes.models import Indicator, IndicatorRevision, Programme
from programmes.writing import WritingRefused, fingerprint

MOST_TABLES = 60  # of one programme


class Stale(WritingRefused):
    """Somebody has written since; ``standing`` is their writing."""

    def __init__(self, standing: IndicatorRevision) -> None:
        self.standing = standing
        super().__init__(_("Ce tableau a été modifié entre-temps : comparez les deux versions."))


@transaction.atomic
def add(programme: Programme, table: IndicatorTable, *, by: User | None, origin: str = "") -> IndicatorRevision:
    """The first writing of a table, after the others.

    :raises PermissionDenied: for whoever does not work for the institution.
    :raises WritingRefused: when another table has its code, or there are too many.
    """
    permissions.allow_describing(by, programme.institution)
    others = Indicator.objects.filter(programme=_locked(programme))
    if others.standing().filter(code=table.code).exists():
        raise WritingRefused(_("Un autre tableau de cette formation porte déjà le code « %s ».") % table.code)
    if others.standing().count() >= MOST_TABLES:
        sentence = _("Cette formation a déjà %d tableaux d’indicateurs ; retirez-en un avant d’en ajouter.")
        raise WritingRefused(sentence % MOST_TABLES)
    last = others.order_by("-position").first()
    indicator = Indicator.objects.create(
        programme=programme, code=table.code, title=table.title, position=last.position + 1 if last else 1
    )
    return _written(indicator, table, by=by, origin=origin)


@transaction.atomic
def add_all(
    programme: Programme, tables: Iterable[IndicatorTable], *, by: User | None, origin: str = ""
) -> list[IndicatorRevision]:
    """All of them or none.

    :raises PermissionDenied: for whoever does not work for the institution.
    :raises WritingRefused: as ``add``.
    """
    return [add(programme, table, by=by, origin=origin) for table in tables]


@transaction.atomic
def save(
    indicator: Indicator, table: IndicatorTable, *, based_on: int, by: User | None, origin: str = ""
) -> IndicatorRevision:
    """The next writing. What says the same as the last one is that one: sending twice writes once.

    :raises PermissionDenied: for whoever does not work for the institution.
    :raises WritingRefused: when the code is another, or the table was taken out.
    :raises Stale: when somebody has written since.
    """
    permissions.allow_describing(by, indicator.programme.institution)
    locked = Indicator.objects.select_for_update().get(pk=indicator.pk)
    if table.code != locked.code:
        raise WritingRefused(_("Le code de ce tableau est « %s » : il ne change pas.") % locked.code)
    if locked.removed_at is not None:
        raise WritingRefused(_("Ce tableau a été retiré entre-temps ; remettez-le avant de le modifier."))
    standing = locked.revisions.get(revision=locked.revision)
    if standing.sha256 == fingerprint(as_document(table)):
        return standing
    if locked.revision != based_on:
        raise Stale(standing)
    return _written(locked, table, by=by, origin=origin)


@transaction.atomic
def move(indicator: Indicator, *, before: Indicator | None, by: User | None) -> None:
    """Its place among the tables of its programme. ``before=None``: after all others.

    :raises PermissionDenied: for whoever does not work for the institution.
    """
    permissions.allow_describing(by, indicator.programme.institution)
    _locked(indicator.programme)
    order = [row for row in indicator.programme.indicators.order_by("position", "pk") if row.pk != indicator.pk]
    at = next((n for n, row in enumerate(order) if before is not None and row.pk == before.pk), len(order))
    order.insert(at, indicator)
    for position, row in enumerate(order, start=1):
        row.position = position
    Indicator.objects.bulk_update(order, ["position"])


def step(indicator: Indicator, by_how_many: int, *, by: User | None) -> None:
    """One place up (-1) or down (+1) among the tables that stand.

    :raises PermissionDenied: for whoever does not work for the institution.
    """
    order = list(indicator.programme.indicators.standing().order_by("position", "pk"))
    at = next((n for n, row in enumerate(order) if row.pk == indicator.pk), 0) + by_how_many
    following = at + (1 if by_how_many > 0 else 0)
    if at >= 0:
        move(indicator, before=order[following] if following < len(order) else None, by=by)


@transaction.atomic
def remove(indicator: Indicator, *, by: User | None) -> None:
    """Taken out of the programme's tables. Done twice, it is done once.

    :raises PermissionDenied: for whoever does not work for the institution.
    """
    permissions.allow_describing(by, indicator.programme.institution)
    Indicator.objects.standing().filter(pk=indicator.pk).update(removed_at=clock.now(), removed_by=by)


@transaction.atomic
def restore(indicator: Indicator, *, by: User | None) -> None:
    """Back at its place.

    :raises PermissionDenied: for whoever does not work for the institution.
    :raises WritingRefused: when another table has taken its code.
    """
    permissions.allow_describing(by, indicator.programme.institution)
    try:
        with transaction.atomic():
            Indicator.objects.filter(pk=indicator.pk).update(removed_at=None, removed_by=None)
    except IntegrityError as error:
        sentence = _("Un autre tableau porte maintenant le code « %s » ; retirez-le d’abord.")
        raise WritingRefused(sentence % indicator.code) from error


def _locked(programme: Programme) -> Programme:
    """Held: on PostgreSQL two who add or move at once come one after the other."""
    return Programme.objects.select_for_update().get(pk=programme.pk)


def _written(indicator: Indicator, table: IndicatorTable, *, by: User | None, origin: str) -> IndicatorRevision:
    document = as_document(table)
    indicator.revision += 1
    indicator.title = table.title
    indicator.save(update_fields=["revision", "title"])
    return IndicatorRevision.objects.create(
        indicator=indicator,
        revision=indicator.revision,
        document=document,
        sha256=fingerprint(document),
        author=by,
        origin=origin,
    )
