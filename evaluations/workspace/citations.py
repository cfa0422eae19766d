"""Evidence: where in the deposited dossier a finding, or the text on a criterion, finds its ground.

What is cited is read in the frozen dossier, and nowhere else: whatever its institution writes since changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import richtext
from evalprog.accounts.models import User
from evalprog.text import folded
from evaluations.dossier_content import DepositedTable, DossierReading
from evaluations.enums import DossierKind
from evaluations.models import Citation, DossierPart, Evaluation, Finding
from evaluations.permissions import allow, writes_text
from evaluations.reports import dossier_reading
from evaluations.standing import standing_of
from evaluations.workspace.findings import NOT_NOW
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.table_cells import figures_grid, grid
from programmes import indicators

NOWHERE = gettext_lazy("Cet endroit n’existe pas dans le dossier : ouvrez la pièce et choisissez de nouveau.")

CHANGED = gettext_lazy("Le dossier a été modifié depuis que vous l’avez ouvert : relisez cet endroit, puis citez-le.")


@dataclass(frozen=True, slots=True)
class Place:
    """A piece (``part``), a text of the form (``section``) or a table of figures (``table``), by its code: one of the
    three. In it a page, a cell (row and column from 1), or the whole. ``title``: what a text or a table is called;
    ``version``: of the deposited dossier, where it is not the last."""

    part: DossierPart | None = None
    page: int | None = None
    row: int | None = None
    column: int | None = None
    version: int | None = None
    section: str = ""
    table: str = ""
    title: str = ""

    @property
    def query(self) -> str:
        """The part of an address that opens this place beside a text."""
        named = {"page": self.page, "ligne": self.row, "colonne": self.column, "version": self.version}
        return "&".join((self.opens, urlencode({n: v for n, v in named.items() if v is not None}))).rstrip("&")

    @property
    def is_in_a_cell(self) -> bool:
        return self.row is not None or self.column is not None

    @property
    def opens(self) -> str:
        """The part of an address that opens the whole in which the place is."""
        if self.part is not None:
            return urlencode({"piece": self.part.public_id})
        return urlencode({"rubrique": self.section} if self.section else {"tableau": self.table})


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as it is shown. ``query``: opens its place. ``holder``: the finding, or the text, that cites it."""

    citation: Citation
    label: str
    query: str
    holder: str = ""


@transaction.atomic
def cite(
    evaluation: Evaluation,
    place: Place,
    *,
    by: User,
    finding: Finding | None = None,
    code: str = "",
    read: int | None = None,
) -> Citation:
    """Attach a place of the dossier to a finding, or to the text of that code. Citing it again changes nothing.

    ``read``: the version in which the place was read; elsewhere, that place may say something else by now.

    :raises PermissionDenied: for whoever does not write here, or no longer.
    :raises Refused: when the dossier has no such place, or is no longer the one that was read.
    """
    locked = held(evaluation)
    allow(writes_text(standing_of(by, locked), locked), str(NOT_NOW))
    deposited = dossier_reading.last_deposit(locked)
    if deposited and read not in (None, deposited.number):
        raise Refused(str(CHANGED))
    place, quote = _found(place, deposited.reading if deposited else None)
    where = {name: getattr(place, name) for name in ("part", "section", "table", "page", "row", "column")}
    target = {"finding": finding, "code": "" if finding else code}
    told = {"evaluation": locked, "version": deposited.number if deposited else None, **where, **target}
    kept = {"title": place.title, "quote": quote, "author": by}
    return Citation.objects.filter(**told).first() or Citation.objects.create(**kept, **told)


@transaction.atomic
def withdraw(citation: Citation, *, by: User) -> None:
    """:raises PermissionDenied: for whoever does not write here, or no longer."""
    locked = held(citation.evaluation)
    allow(writes_text(standing_of(by, locked), locked), str(NOT_NOW))
    citation.delete()


def shown(citation: Citation, labels: Mapping[str, str] | None = None) -> Cited:
    """« pièce 2, p. 14 », « Tableau « Effectifs », ligne 3, colonne 2 : 42 % ». Needs its part.

    With ``labels``, those of texts by code, it tells what cites. Read ``with_last_deposit``, a citation of an earlier
    version of the dossier says which it was.
    """
    former = citation.version if citation.version != getattr(citation, "last_deposit", citation.version) else None
    where = {name: getattr(citation, name) for name in ("part", "page", "row", "column", "section", "table", "title")}
    place = Place(**where, version=former)
    holder = "" if labels is None else _holder(citation, labels)
    return Cited(citation, label(place, citation.quote), place.query, holder)


def _holder(citation: Citation, labels: Mapping[str, str]) -> str:
    return capfirst(str(citation.finding)) if citation.finding else labels.get(citation.code, citation.code)


def label(place: Place, quote: str = "") -> str:
    """How a place is called; ``quote``: what stands in the cell."""
    told = _label(place, quote)
    if place.version is None:
        return told
    return _("%(place)s (version %(number)d du dossier)") % {"place": told, "number": place.version}


def _label(place: Place, quote: str) -> str:
    if place.row is not None:
        name = _table_name(place.part.title if place.part else place.title)
        told = {"table": name, "row": place.row, "column": place.column, "quote": quote}
        if quote:
            return _("%(table)s, ligne %(row)s, colonne %(column)s : %(quote)s") % told
        return _("%(table)s, ligne %(row)s, colonne %(column)s") % told
    if place.part is None:
        return _table_name(place.title) if place.table else _("rubrique « %(title)s »") % {"title": place.title}
    if place.page is not None:
        return _("pièce %(number)s, p. %(page)s") % {"number": place.part.position, "page": place.page}
    return _("pièce %(number)s") % {"number": place.part.position}


def _table_name(title: str) -> str:
    if folded(title).startswith("tableau"):
        return title
    return _("Tableau « %(title)s »") % {"title": title}


def _found(place: Place, reading: DossierReading | None) -> tuple[Place, str]:
    """The place with its title, and what stands there as far as it is short.

    :raises Refused: when the dossier has no such place, or when nothing is written there.
    """
    if place.part is not None:
        return place, _quote(place, place.part)
    if reading is not None and place.page is None:
        section, table = reading.section(place.section), reading.table(place.table)
        if section and not table and not richtext.is_blank(section.text) and not place.is_in_a_cell:
            return replace(place, title=section.label[:300]), ""
        if table and not section:
            return replace(place, title=table.label[:300]), _cell_of(table, place)
    raise Refused(str(NOWHERE))


def _cell_of(table: DepositedTable, place: Place) -> str:
    """What stands in the cell; nothing for the whole table."""
    if not place.is_in_a_cell:
        return ""
    if found := figures_grid(indicators.parse(table.document)).at(place.row, place.column):
        return found.text[:500]
    raise Refused(str(NOWHERE))


def _quote(place: Place, part: DossierPart) -> str:
    """What stands at that place, as far as it is short.

    :raises Refused: when there is no such place.
    """
    kind, cell = part.kind, place.is_in_a_cell
    if kind == DossierKind.DOCUMENT and not cell:
        if place.page is None or 1 <= place.page <= (part.pages or 0):
            return ""
    elif kind == DossierKind.TABLE and cell and place.page is None:
        if found := grid(part.text).at(place.row, place.column):
            return found.text[:500]
    elif not cell and place.page is None:
        return ""
    raise Refused(str(NOWHERE))
