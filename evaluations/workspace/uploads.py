"""A file sent by somebody: taken in as it is, or refused in one sentence. The pages of a PDF as images and as words.

What a file is, its content tells: neither its name nor the browser is asked. Every reading of it happens in another
process, bounded in time and memory: see ``file_worker``.
"""

import json
import logging
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from django.utils.text import slugify

from evalprog.text import normalise
from evaluations.enums import FileKind
from evaluations.reports import store
from evaluations.workspace import file_sentences, page_cache
from evaluations.workspace.file_signs import FAMILIES, sign_of
from evaluations.workspace.refusal import Refused

MAX_BYTES = 20_000_000
MAX_PAGES = 500
WIDEST = 1400  # pixels of a page shown
PATIENCE = 25  # seconds by the clock: a little more than the other process gives itself
VIEW_PATIENCE = 8  # seconds by the clock for one page: somebody waits for it
_WORKER = Path(__file__).with_name("file_worker")
_TAIL = 2048  # bytes in which the mark of the end of a PDF stands
_SUFFIXES = {suffix: kind for kind in FileKind for suffix in kind.suffixes}
_OTHER_SUFFIXES = frozenset(".csv .doc .docm .exe .gif .htm .html .ods .odt .svg .txt .xls .xlsm .xml .zip".split())

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was checked, its bytes exactly as sent: their SHA-256 is that of the sender's own file.

    ``name``: made safe: small ASCII letters, digits and hyphens, and the suffix of its kind. ``pages``: of a PDF.
    ``notices``: a sentence for each thing in it that could identify a person, and when its name said another kind.
    """

    name: str
    kind: FileKind
    data: bytes
    pages: int | None
    notices: tuple[str, ...]


def checked(name: str, data: bytes, *, kinds: Collection[FileKind] = (FileKind.PDF,)) -> Document:
    """The file, if it is of one of those kinds, plain, and opens everywhere.

    :raises Refused: for everything else, with what is wrong, where, and what to do.
    """
    if not data:
        raise Refused(file_sentences.refusal("empty", kinds))
    if len(data) > MAX_BYTES:
        raise Refused(file_sentences.refusal("large", kinds))
    told = _examined(data, kinds)
    kind = told["kind"]
    if kind not in kinds:
        raise Refused(_not_admitted("unknown", kinds))
    safe = safe_name(name, kind)
    notices = (*_renaming(name, safe, kind), *file_sentences.notices(told["found"]))
    return Document(safe, kind, data, told["pages"], notices)


def page_image(sha256: str, page: int) -> bytes | None:
    """One page (from 1) of a kept document as PNG, or nothing when it cannot be drawn within the bounds.

    :raises OSError: when the file is missing, altered or cannot be read.
    """
    return _kept_work(f"image-{page}-{WIDEST}.png", "image", sha256, page, WIDEST)


def page_text(sha256: str, page: int) -> str:
    """The words of one page (from 1), on one line a paragraph; empty when it has none or cannot be read."""
    try:
        answer = _kept_work(f"text-{page}.txt", "text", sha256, page)
    except OSError:
        logger.exception("Cannot read the document %s", sha256)
        return ""
    lines = normalise((answer or b"").decode("utf-8", "replace")).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def safe_name(name: str, kind: FileKind = FileKind.PDF) -> str:
    """The name under which a file is handed out again, whatever it was called.

    >>> safe_name("../Été 2026/Maquette (v2).PDF")
    'maquette-v2.pdf'
    """
    last = re.split(r"[/\\]", normalise(name))[-1]
    stem = last[: -len(_suffix(last))] if _suffix(last) in _SUFFIXES else last
    return f"{slugify(stem)[:80].strip('-') or 'document'}{kind.suffix}"


def _examined(data: bytes, kinds: Collection[FileKind]) -> dict[str, Any]:
    """What the other process says of a file that may be taken in.

    :raises Refused: for what is wrong with it.
    """
    family = sign_of(data)
    possible = {FileKind.DOCX, FileKind.XLSX} if family == "OFFICE" else {family}
    if family not in FAMILIES or not possible & set(kinds):
        raise Refused(_not_admitted("unknown" if family in FAMILIES else family, kinds))
    whole = family != "PDF" or b"%%EOF" in data[-_TAIL:]
    told = _check(data, family) if whole else {"wrong": "damaged"}
    if "wrong" in told:
        where = told.get("where", "")
        raise Refused(file_sentences.refusal(told["wrong"], kinds, family=family, where=where, pages=MAX_PAGES))
    return told


def _check(data: bytes, family: str) -> dict[str, Any]:
    """Whatever the other process dies of, the file is damaged."""
    with tempfile.NamedTemporaryFile(suffix=".sent") as file:
        file.write(data)
        file.flush()
        answer = _work("check", Path(file.name), family, MAX_PAGES, patience=PATIENCE)
    told = _read(answer or b"")
    logger.info("Checked a file of %s bytes (%s): %s", len(data), family, told.get("cost"))
    return told


def _read(answer: bytes) -> dict[str, Any]:
    """The other process has been in the file's company: what it says is believed no further than its form."""
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        told = json.loads(answer)
        if "wrong" in told:
            return {"wrong": str(told["wrong"]), "where": str(told.get("where", "")), "cost": told.get("cost")}
        found = {str(code): [str(value) for value in values] for code, values in told["found"].items()}
        pages = None if told["pages"] is None else int(told["pages"])
        return {"kind": FileKind(told["kind"]), "pages": pages, "found": found, "cost": told.get("cost")}
    return {"wrong": "damaged"}


def _not_admitted(code: str, kinds: Collection[FileKind]) -> str:
    return file_sentences.not_a_pdf() if set(kinds) == {FileKind.PDF} else file_sentences.refusal(code, kinds)


def _renaming(name: str, safe: str, kind: FileKind) -> tuple[str, ...]:
    """A sentence when the name said that the file was something else."""
    suffix = _suffix(name)
    contradicts = suffix in _OTHER_SUFFIXES | _SUFFIXES.keys() and suffix not in kind.suffixes
    return (file_sentences.renamed(suffix, safe),) if contradicts else ()


def _suffix(name: str) -> str:
    """In small letters; empty when there is none, or nothing before it."""
    return PurePath(name).suffix.lower()


def _kept_work(name: str, command: str, sha256: str, *numbers: int) -> bytes | None:
    """What the other process made of a kept document, once for all those who look at it."""
    made = page_cache.kept(sha256, name)
    if made is None:
        with tempfile.NamedTemporaryFile(suffix=".kept") as file:
            file.write(store.read(sha256))  # only of the bytes that were deposited
            file.flush()
            made = _work(command, Path(file.name), *numbers, patience=VIEW_PATIENCE)
        if made is not None:
            page_cache.keep(sha256, name, made)
    return made


def _work(command: str, path: Path, *arguments: str | int, patience: float) -> bytes | None:
    """What the other process wrote; nothing when it failed or took too long."""
    call = [sys.executable, "-I", str(_WORKER), command, str(path), *map(str, arguments)]
    try:
        return subprocess.run(call, capture_output=True, timeout=patience, check=True).stdout
    except (subprocess.SubprocessError, OSError):
        logger.warning("Cannot %s the file %s", command, path.name, exc_info=True)
        return None
