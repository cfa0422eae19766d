"""The documents that a framework's form expects: joined, replaced by a next version, pointed at by page.

A replaced document keeps its earlier versions. After the deposit all of this is a proposal: what the others read is
frozen, and names the version that it had then.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog.accounts.models import User
from evaluations.definition import DossierPiece
from evaluations.enums import DossierKind
from evaluations.models import DossierFile, DossierPart, Evaluation
from evaluations.permissions import allow, writes_dossier
from evaluations.reports import store
from evaluations.standing import standing_of
from evaluations.workspace.dossier import GONE, keep_version, last_position
from evaluations.workspace.dossier_texts import NOT_NOW
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import Document

OVERTAKEN = gettext_lazy(
    "Quelqu’un a remplacé cette pièce entre-temps : regardez la version en place, puis recommencez s’il le faut."
)
NO_SUCH_PIECE = gettext_lazy("Ce référentiel n’attend pas cette pièce.")


def join(evaluation: Evaluation, code: str, document: Document, *, read: int = 0, by: User | None) -> DossierPart:
    """The document that is the expected piece of that code: its first version, or the next.

    ``read``: the version that the person had before their eyes; 0 for none. The same bytes again change nothing.

    :raises PermissionDenied: for whoever does not write the dossier, or no longer.
    :raises Refused: for a piece that is not expected, and when somebody else came first.
    """
    with store.kept(document.data) as kept, transaction.atomic():
        locked = _writable(evaluation, by)
        expected = _expected(evaluation, code)
        part = locked.dossier.filter(expected=code).first()
        if part is not None and part.sha256 == kept.sha256:
            return part
        if (part.version if part else 0) != read:
            raise Refused(str(OVERTAKEN))
        facts = {
            "file_name": document.name,
            "sha256": kept.sha256,
            "size": kept.size,
            "pages": document.pages,
        }
        if part is None:
            part = DossierPart(evaluation=locked, kind=DossierKind.DOCUMENT, expected=code, title=expected.label)
            part.position, part.version = last_position(locked) + 1, 0
        else:
            keep_version(part, by=None)  # of a document joined before versions were kept
        for name, value in facts.items():
            setattr(part, name, value)
        part.version += 1
        # A page that the new document does not have is to be given again.
        part.places = {place: page for place, page in part.places.items() if page <= (document.pages or 0)}
        part.save()
        keep_version(part, by=by)
        return part


@transaction.atomic
def point(part: DossierPart, places: dict[str, int | None], *, read: int, by: User | None) -> DossierPart:
    """The pages where what is asked for stands, by its code; ``None``: not given. ``read``: the version looked at.

    :raises PermissionDenied: for whoever does not write the dossier, or no longer.
    :raises Refused: for a page that the document does not have, and when it was replaced meanwhile.
    """
    locked = _writable(part.evaluation, by)
    standing = locked.dossier.filter(pk=part.pk).first()
    if standing is None:
        raise Refused(str(GONE))
    if standing.version != read:
        raise Refused(str(OVERTAKEN))
    expected = _expected(part.evaluation, standing.expected)
    given = {place.code: places.get(place.code) for place in expected.parts}
    for place in expected.parts:
        page = given[place.code]
        if page is not None and not 1 <= page <= (standing.pages or 0):
            told = {"place": place.label, "pages": standing.pages}
            raise Refused(_("« %(place)s » : donnez une page de 1 à %(pages)d.") % told)
    standing.places = {code: page for code, page in given.items() if page is not None}
    standing.save(update_fields=["places"])
    return standing


def versions_of(part: DossierPart) -> list[DossierFile]:
    """The last first."""
    return list(part.files.select_related("added_by").order_by("-number"))


def _expected(evaluation: Evaluation, code: str) -> DossierPiece:
    form = evaluation.framework.definition.dossier
    piece = next((piece for piece in form.pieces if piece.code == code), None) if form else None
    if piece is None:
        raise Refused(str(NO_SUCH_PIECE))
    return piece


def _writable(evaluation: Evaluation, by: User | None) -> Evaluation:
    locked = held(evaluation)
    allow(by is None or writes_dossier(standing_of(by, locked), locked), str(NOT_NOW))
    return locked
