"""A file of programmes, whatever it is: told by what it holds, and by its name where that says nothing."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from evalprog.system_errors import reason
from programmes.imports import cdm, csv_file, prospectus, xlsx_file, yaml_file
from programmes.imports.limits import LARGEST_FILE
from programmes.imports.parsed import BadCell, BadFile, ReadFile, bad_file

Tick = Callable[[int], None]
_ZIP, _OLD_OFFICE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_BOMS_16 = (b"\xff\xfe", b"\xfe\xff")
PROSPECTUS = (".txt", ".md", ".markdown")
SUFFIXES = (".yaml", ".yml", ".csv", ".xlsx", ".xml", *PROSPECTUS)


def read_path(
    path: Path, *, year: str = "", institution: str = "", title: str = "", tick: Tick = lambda line: None
) -> ReadFile:
    """:raises BadFile: for a file that cannot be opened too."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        sentence = _("Le fichier « %(name)s » n’existe pas ; vérifiez son nom et son dossier.")
        raise bad_file(sentence % {"name": path.name}) from None
    except OSError as error:
        sentence = _("Le fichier « %(name)s » ne peut pas être lu (%(reason)s) ; vérifiez le chemin et les droits.")
        raise bad_file(sentence % {"name": path.name, "reason": reason(error)}) from error
    return read(path.name, data, year=year, institution=institution, title=title, tick=tick)


def read(
    name: str,
    data: bytes,
    *,
    year: str = "",
    institution: str = "",
    title: str = "",
    tick: Tick = lambda line: None,
) -> ReadFile:
    """``year``, ``institution`` and ``title``: of a prospectus, which may say none of them.

    :raises BadFile: with every reason to refuse the file.
    """
    if len(data) > LARGEST_FILE:
        sentence = _("Le fichier dépasse %(most)d Mo ; faites-en plusieurs.")
        raise bad_file(sentence % {"most": LARGEST_FILE // 1_000_000})
    if not data.strip():
        raise bad_file(_("Le fichier est vide ; donnez-en un autre."))
    suffix = Path(name).suffix.lower()
    if data.startswith(_ZIP) and _OPEN_DOCUMENT in data[:100]:
        raise bad_file(_("C’est un document OpenDocument (.ods, .odt) ; enregistrez-le au format .xlsx."))
    if data.startswith(_ZIP):
        return xlsx_file.read(data, tick=tick)
    if data.startswith(_OLD_OFFICE):
        raise bad_file(
            _(
                "C’est un classeur ancien ou protégé par un mot de passe ; enregistrez-le au format .xlsx, sans mot "
                "de passe."
            )
        )
    if data.startswith(_PDF):
        raise bad_file(_("Un PDF ne peut pas être repris ; donnez le texte, ou l’un des formats d’échange."))
    if suffix == ".xlsx":
        raise bad_file(_("Ce n’est pas un classeur .xlsx ; donnez le fichier tel que le tableur l’enregistre."))
    if suffix == ".xml" or data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return cdm.read(data, tick=tick)
    text = decoded(data)
    if suffix in (".yaml", ".yml"):
        return yaml_file.read(text, tick=tick)
    if suffix in (".csv", ".tsv") or csv_file.is_table(text):
        return csv_file.read(text, tick=tick)
    if suffix in PROSPECTUS:
        return prospectus.read(text, year=year, institution=institution, title=title)
    sentence = _("« %(name)s » : ce format n’est pas connu ; donnez un fichier %(known)s.")
    raise bad_file(sentence % {"name": Path(name).name, "known": ", ".join(SUFFIXES)})


def decoded(data: bytes) -> str:
    """:raises BadFile: for what is not UTF-8: another encoding is said and not guessed."""
    if data.startswith(_BOMS_16) or data.count(b"\0") > len(data) // 4:
        raise bad_file(_("Le fichier est codé en UTF-16 ; enregistrez-le en UTF-8 (dans Excel : « CSV UTF-8 »)."))
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        sentence = _("Il y a ici un caractère nul : ce n’est pas un texte.")
        raise BadFile([BadCell(line, "", sentence)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        sentence = _(
            "Le fichier n’est pas en UTF-8, mais sans doute en Windows-1252 ; enregistrez-le en UTF-8 (dans Excel : "
            "« CSV UTF-8 »)."
        )
        raise BadFile([BadCell(line, "", sentence)]) from error
