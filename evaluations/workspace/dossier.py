"""The self-evaluation dossier: its institution puts the parts together until the deposit, and nothing changes after.

Two people may work on it at once: who rewrites a part says which writing of it they had read.
"""

import hashlib
import re
from collections.abc import Sequence
from functools import partial
from html import escape

from django.db import transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import richtext
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations.enums import DossierKind, State
from evaluations.models import DossierFile, DossierPart, Evaluation
from evaluations.permissions import allow, prepares_dossier
from evaluations.reports import store
from evaluations.standing import standing_of
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import Document

SEALED = gettext_lazy("Le dossier est déposé : il ne change plus. L’agence peut vous le rendre s’il est incomplet.")
GONE = gettext_lazy(
    "Cette pièce n’est plus dans le dossier : quelqu’un l’a retirée. Ajoutez-la de nouveau s’il le faut."
)


class Overtaken(Refused):
    """Somebody else has rewritten the part meanwhile; ``standing`` is the part as it stands."""

    def __init__(self, standing: DossierPart) -> None:
        self.standing = standing
        super().__init__(_("Quelqu’un a changé cette pièce pendant que vous l’écriviez : comparez les deux textes."))


@transaction.atomic
def add(evaluation: Evaluation, kind: DossierKind | str, title: str, text: str, *, by: User | None) -> DossierPart:
    """A text or a table, at the end of the dossier.

    :raises PermissionDenied: for whoever does not prepare it.
    :raises Refused: once it is deposited, without a title, without a text, or without exactly one table.
    """
    locked = _prepared(evaluation, by)
    words = {"title": _title(title), "text": _canonical(kind, text)}
    return DossierPart.objects.create(evaluation=locked, kind=kind, position=last_position(locked) + 1, **words)


def add_document(evaluation: Evaluation, title: str, document: Document, *, by: User | None) -> DossierPart:
    """A document that was checked, at the end of the dossier. ``title``: its file's name when it is empty.

    :raises PermissionDenied, Refused: as ``add`` does.
    """
    # The file is on the disk before the record that names it, and goes again when there is none.
    with store.kept(document.data) as kept, transaction.atomic():
        locked = _prepared(evaluation, by)
        part = DossierPart.objects.create(
            evaluation=locked,
            kind=DossierKind.DOCUMENT,
            position=last_position(locked) + 1,
            title=_title(title or document.name.removesuffix(".pdf").replace("-", " ").capitalize()),
            file_name=document.name,
            sha256=kept.sha256,
            size=kept.size,
            pages=document.pages,
        )
        keep_version(part, by=by)
        return part


def keep_version(part: DossierPart, *, by: User | None) -> DossierFile:
    """The current file of a document among its versions, once."""
    facts = {name: getattr(part, name) for name in ("file_name", "sha256", "size", "pages")}
    row, _created = DossierFile.objects.get_or_create(
        part=part, number=part.version, defaults={**facts, "evaluation": part.evaluation, "added_by": by}
    )
    return row


@transaction.atomic
def rewrite(part: DossierPart, title: str, text: str, *, read: str, by: User | None) -> DossierPart:
    """Another title and, of a text or a table, another text. ``read``: ``writing_of`` the part that the person read.

    :raises PermissionDenied, Refused: as ``add`` does, and when it was taken away meanwhile.
    :raises Overtaken: when it has changed since; nothing is lost, the person still holds theirs.
    """
    standing = _kept(_prepared(part.evaluation, by), part)
    if writing_of(standing) != read:
        raise Overtaken(standing)
    standing.title = _title(title)
    if standing.kind != DossierKind.DOCUMENT:
        standing.text = _canonical(standing.kind, text)
    standing.save(update_fields=["title", "text"])
    return standing


@transaction.atomic
def move(part: DossierPart, by_places: int, *, by: User | None) -> None:
    """One place up (-1) or down (1); at the end of the list it stays where it is.

    :raises PermissionDenied, Refused: as ``rewrite`` does.
    """
    locked = _prepared(part.evaluation, by)
    _kept(locked, part)
    names = list(locked.dossier.values_list("pk", flat=True))
    at = names.index(part.pk)
    names.insert(max(at + by_places, 0), names.pop(at))
    _renumber(locked, names)


@transaction.atomic
def remove(part: DossierPart, *, by: User | None) -> None:
    """Take a part away, and its file with it when no other record names it.

    :raises PermissionDenied, Refused: as ``add`` does.
    """
    locked = _prepared(part.evaluation, by)
    gone = {part.sha256, *part.files.values_list("sha256", flat=True)} - {""}
    if not locked.dossier_snapshots.exists():  # what was deposited once is kept, whatever becomes of the piece
        part.files.all().delete()
    DossierPart.objects.filter(pk=part.pk).delete()
    _renumber(locked, list(locked.dossier.values_list("pk", flat=True)))
    for sha256 in gone:
        transaction.on_commit(partial(store.release, sha256))


def writing_of(part: DossierPart) -> str:
    """What tells one writing of a part from another: it changes with its title and its text."""
    return hashlib.sha256(f"{part.title}\0{part.text}".encode()).hexdigest()[:16]


def _prepared(evaluation: Evaluation, by: User | None) -> Evaluation:
    """The evaluation held, for somebody who prepares its dossier. ``None`` is the system itself."""
    locked = held(evaluation)
    standing = standing_of(by, locked)
    allow(by is None or standing.contributes, _("Le dossier est préparé par l’établissement."))
    if by is None:
        return locked
    if locked.state < State.DOSSIER_EXPECTED:
        raise Refused(_("Le dossier n’est pas encore attendu."))
    if not prepares_dossier(standing, locked):
        raise Refused(str(SEALED))
    return locked


def _kept(locked: Evaluation, part: DossierPart) -> DossierPart:
    """The part as it stands in the evaluation that is held."""
    standing = locked.dossier.filter(pk=part.pk).first()
    if standing is None:
        raise Refused(str(GONE))
    return standing


def last_position(evaluation: Evaluation) -> int:
    """The rank of the last part; 0 in an empty dossier."""
    return evaluation.dossier.aggregate(last=Max("position"))["last"] or 0


def _renumber(evaluation: Evaluation, order: Sequence[int]) -> None:
    """1, 2, 3… in that order of primary keys; all move out of the way first, as ranks are compared row by row."""
    if not order:
        return
    evaluation.dossier.update(position=F("position") + max(last_position(evaluation), len(order)))
    evaluation.dossier.update(position=Case(*(When(pk=pk, then=Value(n)) for n, pk in enumerate(order, start=1))))


def _title(title: str) -> str:
    words = one_line(title)
    if not words:
        raise Refused(_("Donnez un intitulé à cette pièce."))
    return words[:300]


def _canonical(kind: DossierKind | str, text: str) -> str:
    if kind == DossierKind.TABLE:
        return _table(text)
    clean = richtext.clean(text) if re.match(r"\s*<(p|ul|ol|table|h\d|div)\b", text) else richtext.from_plain(text)
    if richtext.is_blank(clean):
        raise Refused(_("Cette pièce est vide : écrivez son texte."))
    return clean


def _table(text: str) -> str:
    """The one table of what was pasted: from a page or a word processor, or lines of cells from a spreadsheet."""
    clean = richtext.clean(text if "<table" in text else _from_lines(text))
    tables = re.findall(r"<table>.*?</table>", clean, flags=re.DOTALL)
    if len(tables) != 1:
        raise Refused(
            _(
                "Collez un seul tableau, copié d’un tableur ou d’un document : une ligne par ligne, les cellules "
                "séparées par des tabulations ou des points-virgules."
            )
        )
    if not richtext.is_blank(clean.replace(tables[0], "")):
        raise Refused(_("Il y a du texte à côté du tableau : mettez-le dans une pièce à part."))
    if not _is_laid_out(tables[0]):
        raise Refused(
            _(
                "Un tableau a au moins deux lignes, la première pour les titres, et deux colonnes : ajoutez ceci comme "
                "un texte."
            )
        )
    return tables[0]


def _is_laid_out(table: str) -> bool:
    """Two rows and two columns at least, and more than headings."""
    rows = [re.findall(r"<t[hd]\b", row) for row in re.findall(r"<tr>.*?</tr>", table, flags=re.DOTALL)]
    return len(rows) > 1 and max(map(len, rows)) > 1 and "<td" in table


def _from_lines(text: str) -> str:
    """Lines of cells as a table: the first line heads the columns, the first cell of each other its row.

    Sentences have semicolons too: lines that do not have as many cells as the first are no table.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    mark = "\t" if any("\t" in line for line in lines) else ";"
    rows = [[escape(cell.strip()) for cell in line.split(mark)] for line in lines]
    if not rows or max(map(len, rows)) < 2 or (mark == ";" and len({len(row) for row in rows}) > 1):
        return ""
    wide = max(map(len, rows))
    head, *body = ([*row, *[""] * (wide - len(row))] for row in rows)
    columns = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    below = "".join(f"<tr>{_row(*row)}</tr>" for row in body)
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{below}</tbody></table>"


def _row(label: str, *cells: str) -> str:
    return f'<th scope="row">{label}</th>' + "".join(f"<td>{cell}</td>" for cell in cells)
