"""A file received as a report: its bytes, its lines, and every reason to refuse it."""

import codecs
import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _

from evalprog.system_errors import reason
from evalprog.text import normalise
from evaluations.imports import pdf_file, pdf_lines, pdf_tree
from evaluations.imports.pdf_tree import OwnPaper
from evaluations.imports.refusal import ImportRefused

MAX_BYTES = 20_000_000
MAX_LINES = 100_000
_BINARY_SHARE = 0.01  # of control characters, above which a file is no text
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


class SourceKind(StrEnum):
    TEXT = "text"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a part of one, under the number of that line in the file (from 1)."""

    number: int
    text: str

    @property
    def weight(self) -> int:
        """Number of characters that are not blank."""
        return len("".join(self.text.split()))


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    sha256: str  # of the bytes
    kind: SourceKind
    lines: tuple[Line, ...]
    is_cp1252: bool = False  # the bytes were not UTF-8 and were read as Windows text
    own: OwnPaper | None = None  # the structure of a PDF that we made

    @property
    def weight(self) -> int:
        return sum(line.weight for line in self.lines)


def read_source(path: Path | str) -> Source:
    """The file as lines.

    :raises ImportRefused: if it is missing, too big, empty, neither text nor PDF, or a PDF that gives no text.
    """
    path = Path(path)
    return source_from_bytes(path.name, _bytes_of(path))


def source_from_bytes(name: str, content: bytes) -> Source:
    """The same for a file received otherwise than by its path.

    :raises ImportRefused: as ``read_source``.
    """
    if len(content) > MAX_BYTES:
        raise _too_big(name)
    if not content.strip():
        raise ImportRefused(
            _("Le fichier « %(name)s » est vide ; donnez le texte ou le PDF d’un rapport.") % {"name": name}
        )
    sha256 = hashlib.sha256(content).hexdigest()
    if content.lstrip()[:5] == b"%PDF-":
        return _pdf(name, content, sha256)
    text, is_cp1252 = _decoded(name, content)
    lines = _numbered(re.split("\r\n|\r|\n", text))
    if not any(line.weight for line in lines):
        raise ImportRefused(
            _("Le fichier « %(name)s » ne contient que des blancs ; donnez le texte ou le PDF d’un rapport.")
            % {"name": name}
        )
    if len(lines) > MAX_LINES:
        raise ImportRefused(
            _("Le fichier « %(name)s » a plus de %(count)s lignes ; donnez un seul rapport.")
            % {"name": name, "count": MAX_LINES}
        )
    return Source(name, sha256, SourceKind.TEXT, lines, is_cp1252)


def _pdf(name: str, content: bytes, sha256: str) -> Source:
    """A PDF of ours is read through its structure, any other by its lines."""
    with pdf_file.opened(name, content) as document:
        own = pdf_tree.own_paper(document)
        lines = own.lines if own else pdf_lines.lines_of(name, document)
        return Source(name, sha256, SourceKind.PDF, _numbered(lines), own=own)


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ImportRefused(
            _("Le fichier « %(name)s » n’existe pas ; vérifiez son nom et son dossier.") % {"name": path.name}
        ) from None
    except OSError as error:
        raise ImportRefused(
            _("Le fichier « %(name)s » ne peut pas être lu (%(reason)s) ; vérifiez le chemin et les droits.")
            % {"name": path.name, "reason": reason(error)}
        ) from error


def _decoded(name: str, content: bytes) -> tuple[str, bool]:
    """The text, and whether it had to be read as Windows text."""
    if content.startswith(_UTF_16):
        return _utf_16(name, content), False
    if content.count(b"\0") > len(content) // 4:
        raise ImportRefused(
            _("Le fichier « %(name)s » semble codé en UTF-16 sans le dire ; enregistrez-le en UTF-8.") % {"name": name}
        )
    if b"\0" in content:
        line = content.count(b"\n", 0, content.index(b"\0")) + 1
        raise ImportRefused(
            _(
                "Le fichier « %(name)s » contient un caractère nul (ligne %(line)s), ce n’est donc pas un texte ;"
                " donnez un fichier .txt, .md ou .pdf."
            )
            % {"name": name, "line": line}
        )
    if len(_CONTROLS.findall(content)) > _BINARY_SHARE * len(content):
        raise ImportRefused(
            _("Le fichier « %(name)s » n’est ni un texte ni un PDF ; donnez un fichier .txt, .md ou .pdf.")
            % {"name": name}
        )
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        # The five bytes that Windows leaves undefined become the replacement character, which shows.
        return content.decode("cp1252", "replace"), True


def _utf_16(name: str, content: bytes) -> str:
    """What Windows calls « Unicode »: it begins with a mark that says so."""
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise ImportRefused(
            _("Le fichier « %(name)s » est un texte UTF-16 abîmé ou coupé ; enregistrez-le de nouveau, en UTF-8.")
            % {"name": name}
        ) from error
    if "\0" in text:
        raise ImportRefused(
            _("Le fichier « %(name)s » n’est ni un texte ni un PDF ; donnez un fichier .txt, .md ou .pdf.")
            % {"name": name}
        )
    return text


def _numbered(texts: list[str]) -> tuple[Line, ...]:
    """Lines in the house's normal form. A page break inside a line makes two parts of the same number."""
    return tuple(Line(number, part) for number, text in enumerate(texts, 1) for part in normalise(text).split("\n"))


def _too_big(name: str) -> ImportRefused:
    return ImportRefused(
        _("Le fichier « %(name)s » dépasse 20 Mo ; donnez le rapport seul, sans ses pièces jointes.") % {"name": name}
    )
