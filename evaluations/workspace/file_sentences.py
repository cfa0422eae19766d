"""What is said of a file that somebody sends: why it is refused and what to do, or whom it names."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from evalprog.text import one_line
from evaluations.enums import FileKind

PDF, DOCX, XLSX, PNG, JPEG = FileKind
SHOWN = 80  # letters of what is quoted
NAMES = 5  # values of one sort
# The formats worth proposing for what was sent; all those that are admitted, for everything else.
_INSTEAD = {
    "odf": (DOCX, XLSX, PDF),
    "old_office": (DOCX, XLSX, PDF),
    "other": (DOCX, XLSX, PDF),
    "macros": (DOCX, XLSX, PDF),
    "presentation": (PDF,),
    "html": (PDF,),
    "svg": (PNG, PDF),
    "other_image": (PNG, JPEG),
}


def refusal(code: str, kinds: Collection[FileKind], *, family: str = "", where: str = "", pages: int = 0) -> str:
    """One sentence: what is wrong, where in the file, what to do. Some of a PDF have their own words."""
    sentences = _refusals()
    sentence = sentences.get(f"{family}_{code}") or sentences.get(code) or sentences["damaged"]
    words = {"where": _quoted(where), "kinds": _formats(code, kinds), "count": pages}
    return (sentence if isinstance(sentence, str) else sentence[not where]) % words


def not_a_pdf() -> str:
    return _("Ce fichier n’est pas un PDF : exportez votre document en PDF, puis envoyez-le.")


def renamed(suffix: str, name: str) -> str:
    words = {"suffix": suffix, "name": name}
    return _("Le nom finissait par « %(suffix)s », le contenu est autre : le fichier s’appelle « %(name)s ».") % words


def notices(found: dict[str, list[str]]) -> tuple[str, ...]:
    """One sentence for each sort of thing that the file tells of people, with what it tells."""
    sentences = _notices()
    return tuple(sentences[code] % {"value": _several(found[code])} for code in sentences if found.get(code))


def _several(values: Sequence[str]) -> str:
    shown = ", ".join(_quoted(value) for value in values[:NAMES])
    return shown if len(values) <= NAMES else _("%(names)s et d’autres") % {"names": shown}


def _quoted(value: str) -> str:
    """As somebody else wrote it, without what would turn or hide the words around it."""
    line = "".join(character for character in one_line(value) if character.isprintable() or character == "\u00a0")
    return _("« %s »") % (line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…")


def _formats(code: str, kinds: Collection[FileKind]) -> str:
    proposed = [kind for kind in _INSTEAD.get(code, FileKind) if kind in kinds] or [k for k in FileKind if k in kinds]
    *first, last = (kind.value for kind in proposed)
    return _("%(first)s ou %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _refusals() -> dict[str, str | tuple[str, str]]:
    """By code; a pair: with the place and without."""
    return _unopened() | _pdf() | _office() | _images()


def _unopened() -> dict[str, str | tuple[str, str]]:
    return {
        "large": _("Le fichier dépasse 20 Mo : réduisez ses images, ou faites-en plusieurs documents."),
        "empty": _("Ce fichier est vide : vérifiez qu’il s’ouvre sur votre poste, puis envoyez-le de nouveau."),
        "unknown": _("Ce fichier n’est pas d’un format admis ici : envoyez-le en %(kinds)s."),
        "program": _("Ce fichier est un programme, qui n’est pas admis : envoyez un document en %(kinds)s."),
        "archive": _("Ce fichier est une archive : envoyez séparément chaque document qu’elle contient, en %(kinds)s."),
        "html": _("Ce fichier est une page HTML, qui peut contenir un programme : imprimez-la en %(kinds)s."),
        "svg": _("Ce fichier est une image SVG, qui peut contenir un programme : enregistrez-la en %(kinds)s."),
        "other_image": _("Cette image n’est pas d’un format admis ici : enregistrez-la en %(kinds)s."),
        "encrypted_office": _(
            "Ce document est protégé par un mot de passe : retirez-le dans votre logiciel, puis envoyez le document."
        ),
        "old_office": _(
            "Ce fichier est d’un ancien format de bureautique (DOC, XLS, PPT) : enregistrez-le en %(kinds)s."
        ),
        "odf": _("Ce fichier est au format OpenDocument (ODT, ODS, ODP) : exportez-le en %(kinds)s."),
        "presentation": _("Ce fichier est une présentation : exportez-la en %(kinds)s."),
        "other": _("Ce fichier de bureautique n’est pas d’un format admis ici : exportez-le en %(kinds)s."),
        "damaged": (
            _(
                "Ce fichier est endommagé ou incomplet, à l’endroit %(where)s : enregistrez-le de nouveau, puis "
                "envoyez-le."
            ),
            _("Ce fichier est endommagé ou incomplet : enregistrez-le de nouveau, puis envoyez-le."),
        ),
        "polyglot": _(
            "Ce fichier contient autre chose que son document, au début ou après la fin : enregistrez-le de nouveau "
            "dans votre logiciel, puis envoyez-le."
        ),
        "bomb": (
            _(
                "Ce fichier gonfle démesurément à l’ouverture, à l’endroit %(where)s : enregistrez-le de nouveau, ou "
                "divisez-le."
            ),
            _("Ce fichier gonfle démesurément à l’ouverture : enregistrez-le de nouveau, ou divisez-le."),
        ),
    }


def _pdf() -> dict[str, str | tuple[str, str]]:
    return {
        "PDF_encrypted": _("Ce PDF est protégé par un mot de passe ou des restrictions : envoyez-le sans protection."),
        "PDF_damaged": _("Ce PDF est endommagé ou incomplet : exportez-le de nouveau, puis envoyez-le."),
        "PDF_long": _("Ce PDF a plus de %(count)s pages : faites-en plusieurs documents."),
        "PDF_active": _(
            "Ce PDF contient un programme ou un formulaire actif : imprimez-le en PDF et envoyez ce fichier."
        ),
        "PDF_attached": _("Ce PDF contient d’autres fichiers : retirez ses pièces jointes, puis envoyez-les à part."),
    }


def _office() -> dict[str, str | tuple[str, str]]:
    return {
        "encrypted": _("Ce fichier est protégé par un mot de passe : enregistrez-le sans protection, puis envoyez-le."),
        "macros": _("Ce document contient des macros (%(where)s) : enregistrez-le sans macros, en %(kinds)s."),
        "activex": _("Ce document contient un contrôle ActiveX (%(where)s) : retirez-le, ou exportez-le en PDF."),
        "ole": _(
            "Ce document contient un objet d’un autre logiciel (%(where)s) : remplacez-le par une image, ou exportez "
            "le document en PDF."
        ),
        "nested": _("Ce document contient un autre fichier (%(where)s) : retirez-le, puis envoyez-le à part."),
        "external": _(
            "Ce document va chercher des données ailleurs (%(where)s) : rompez ses liaisons, ou exportez-le en PDF."
        ),
        "template": _(
            "Ce document dépend d’un modèle placé ailleurs (%(where)s) : détachez-le de son modèle, ou "
            "exportez-le en PDF."
        ),
        "entities": _(
            "Ce document contient une déclaration XML interdite (%(where)s) : enregistrez-le de nouveau dans votre "
            "logiciel, puis envoyez-le."
        ),
        "path": _(
            "Ce document contient un nom de fichier dangereux (%(where)s) : enregistrez-le de nouveau dans votre "
            "logiciel, puis envoyez-le."
        ),
        "duplicate": _(
            "Ce document contient deux fois la même partie (%(where)s) : enregistrez-le de nouveau dans votre "
            "logiciel, puis envoyez-le."
        ),
    }


def _images() -> dict[str, str | tuple[str, str]]:
    return {
        "huge": _("Cette image a plus de 50 millions de points : réduisez-la, puis envoyez-la."),
        "animated": _("Cette image est animée : envoyez une image fixe."),
    }


def _notices() -> dict[str, str]:
    return {
        "author": _("Le fichier nomme son auteur : %(value)s."),
        "last_modified_by": _("Le fichier nomme qui l’a modifié en dernier : %(value)s."),
        "manager": _("Le fichier nomme un responsable : %(value)s."),
        "company": _("Le fichier nomme un organisme : %(value)s."),
        "commenter": _("Des commentaires ou des annotations portent un nom : %(value)s."),
        "reviser": _("Des modifications suivies portent un nom : %(value)s."),
        "property": _("Une propriété du fichier peut nommer une personne : %(value)s."),
        "folder": _("Le fichier dit dans quel dossier il était rangé : %(value)s."),
        "rights": _("L’image porte une mention de droits : %(value)s."),
        "owner": _("L’image nomme le propriétaire de l’appareil : %(value)s."),
        "serial": _("L’image porte le numéro de série de l’appareil : %(value)s."),
        "machine": _("L’image nomme l’appareil ou le poste qui l’a faite : %(value)s."),
        "place": _("L’image dit où elle a été prise : %(value)s."),
        "image_author": _("Une image du document nomme son auteur : %(value)s."),
        "image_rights": _("Une image du document porte une mention de droits : %(value)s."),
        "image_owner": _("Une image du document nomme le propriétaire de l’appareil : %(value)s."),
        "image_serial": _("Une image du document porte le numéro de série de l’appareil : %(value)s."),
        "image_machine": _("Une image du document nomme l’appareil ou le poste qui l’a faite : %(value)s."),
        "image_place": _("Une image du document dit où elle a été prise : %(value)s."),
        "unreadable": _("Des métadonnées n’ont pas pu être lues et peuvent nommer une personne : %(value)s."),
    }
