"""Evidence: where in the deposited dossier a finding, or the text on a criterion, finds its ground."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evalprog.text import folded
from evaluations.enums import DossierKind
from evaluations.models import Citation, DossierPart, Evaluation, Finding
from evaluations.permissions import allow, writes_text
from evaluations.reports import dossier_reading
from evaluations.standing import standing_of
from evaluations.workspace.findings import NOT_NOW
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.table_cells import grid


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a document, a cell of a table (row and column from 1), or the whole part. ``version``: of the deposited
    dossier, where it is not the last."""

    part: DossierPart
    page: int | None = None
    row: int | None = None
    column: int | None = None
    version: int | None = None

    @property
    def query(self) -> str:
        """The part of an address that opens this place beside a text."""
        named = {"piece": self.part.public_id, "page": self.page, "ligne": self.row, "colonne": self.column}
        named["version"] = self.version
        return urlencode({name: value for name, value in named.items() if value is not None})


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it is shown. ``query``: opens its place."""

    citation: Citation
    label: str
    query: str


@transaction.atomic
def cite(evaluation: Evaluation, place: Place, *, by: User, finding: Finding | None = None, code: str = "") -> Citation:
    """Attach a place of the dossier to a finding, or to the text of that code. Citing it again changes nothing.

    :raises PermissionDenied: for whoever does not write here, or no longer.
    :raises Refused: when the dossier has no such place.
    """
    locked = held(evaluation)
    allow(writes_text(standing_of(by, locked), locked), str(NOT_NOW))
    where = {"part": place.part, "page": place.page, "row": place.row, "column": place.column}
    quote = _quote(place)
    target = {"finding": finding, "code": "" if finding else code}
    deposited = dossier_reading.last_deposit(locked)
    told = {"evaluation": locked, "version": deposited.number if deposited else None, **where, **target}
    return Citation.objects.filter(**told).first() or Citation.objects.create(quote=quote, author=by, **told)


@transaction.atomic
def withdraw(citation: Citation, *, by: User) -> None:
    """:raises PermissionDenied: for whoever does not write here, or no longer."""
    locked = held(citation.evaluation)
    allow(writes_text(standing_of(by, locked), locked), str(NOT_NOW))
    citation.delete()


def shown(citation: Citation) -> Cited:
    """« pièce 2, p. 14 », « Tableau « Effectifs », ligne 3, colonne 2 : 42 % ». Needs its part.

    Read ``with_last_deposit``, a citation of an earlier version of the dossier says which it was.
    """
    former = citation.version if citation.version != getattr(citation, "last_deposit", citation.version) else None
    place = Place(citation.part, citation.page, citation.row, citation.column, former)
    return Cited(citation, label(place, citation.quote), place.query)


def label(place: Place, quote: str = "") -> str:
    """How a place is called; ``quote``: what stands in the cell."""
    told = _label(place, quote)
    if place.version is None:
        return told
    return _("%(place)s (version %(number)d du dossier)") % {"place": told, "number": place.version}


def _label(place: Place, quote: str) -> str:
    if place.row is not None:
        told = {"table": _table_name(place.part), "row": place.row, "column": place.column, "quote": quote}
        if quote:
            return _("%(table)s, ligne %(row)s, colonne %(column)s : %(quote)s") % told
        return _("%(table)s, ligne %(row)s, colonne %(column)s") % told
    if place.page is not None:
        return _("pièce %(number)s, p. %(page)s") % {"number": place.part.position, "page": place.page}
    return _("pièce %(number)s") % {"number": place.part.position}


def _table_name(part: DossierPart) -> str:
    if folded(part.title).startswith("tableau"):
        return part.title
    return _("Tableau « %(title)s »") % {"title": part.title}


def _quote(place: Place) -> str:
    """What stands at that place, as far as it is short.

    :raises Refused: when there is no such place.
    """
    kind, cell = place.part.kind, place.row is not None or place.column is not None
    if kind == DossierKind.DOCUMENT and not cell:
        if place.page is None or 1 <= place.page <= place.part.pages:
            return ""
    elif kind == DossierKind.TABLE and cell and place.page is None:
        if found := grid(place.part.text).at(place.row, place.column):
            return found.text[:500]
    elif not cell and place.page is None:
        return ""
    raise Refused(_("Cet endroit n’existe pas dans le dossier : ouvrez la pièce et choisissez de nouveau."))
