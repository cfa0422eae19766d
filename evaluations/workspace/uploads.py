"""A PDF sent by somebody: taken in, or refused in one sentence. Its pages as images and as words.

Every reading of such a file happens in another process, bounded in time and memory: see ``pdf_worker``.
"""

import json
import logging
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext as _

from evalprog.text import normalise
from evaluations.reports import store
from evaluations.workspace import page_cache
from evaluations.workspace.refusal import Refused

MAX_BYTES = 20_000_000
MAX_PAGES = 500
WIDEST = 1400  # pixels of a page shown
PATIENCE = 25  # seconds by the clock: a little more than the other process gives itself
VIEW_PATIENCE = 8  # seconds by the clock for one page: somebody waits for it
_WORKER = Path(__file__).with_name("pdf_worker.py")
_TAIL = 2048  # bytes in which the mark of the end stands

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Document:
    """``name``: of the file, made safe: small ASCII letters, digits and hyphens, « .pdf »."""

    name: str
    data: bytes
    pages: int


def checked(name: str, data: bytes) -> Document:
    """:raises Refused: for whatever is not a plain PDF that everybody can open, with what is wrong and what to do."""
    if len(data) > MAX_BYTES:
        raise Refused(_("Le fichier dépasse 20 Mo : réduisez ses images, ou faites-en plusieurs documents."))
    if b"%PDF-" not in data[:1024]:
        raise Refused(_("Ce fichier n’est pas un PDF : exportez votre document en PDF, puis envoyez-le."))
    if b"%%EOF" not in data[-_TAIL:]:
        raise Refused(_sentences()["damaged"])
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        answer = _work("check", Path(file.name), MAX_PAGES, patience=PATIENCE)
    told = json.loads(answer) if answer else {"wrong": "damaged"}
    if "wrong" in told:
        raise Refused(_sentences()[told["wrong"]])
    return Document(safe_name(name), data, told["pages"])


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


def _kept_work(name: str, command: str, sha256: str, *numbers: int) -> bytes | None:
    """What the other process made of a kept document, once for all those who look at it."""
    made = page_cache.kept(sha256, name)
    if made is None:
        store.read(sha256)  # only of the bytes that were deposited
        made = _work(command, store.path(sha256), *numbers, patience=VIEW_PATIENCE)
        if made is not None:
            page_cache.keep(sha256, name, made)
    return made


def safe_name(name: str) -> str:
    """The name under which a file is handed out again, whatever it was called.

    >>> safe_name("../Été 2026/Maquette (v2).PDF")
    'maquette-v2.pdf'
    """
    last = re.split(r"[/\\]", normalise(name))[-1]
    stem = slugify(re.sub(r"\.pdf$", "", last, flags=re.IGNORECASE))[:80].strip("-")
    return f"{stem or 'document'}.pdf"


def _work(command: str, path: Path, *numbers: int, patience: float) -> bytes | None:
    """What the other process wrote; nothing when it failed or took too long."""
    call = [sys.executable, "-I", str(_WORKER), command, str(path), *map(str, numbers)]
    try:
        return subprocess.run(call, capture_output=True, timeout=patience, check=True).stdout
    except subprocess.SubprocessError:
        logger.warning("Cannot %s the PDF %s", command, path.name, exc_info=True)
        return None


def _sentences() -> dict[str, str]:
    return {
        "encrypted": _("Ce PDF est protégé par un mot de passe ou des restrictions : envoyez-le sans protection."),
        "damaged": _("Ce PDF est endommagé ou incomplet : exportez-le de nouveau, puis envoyez-le."),
        "long": _("Ce PDF a plus de %(count)s pages : faites-en plusieurs documents.") % {"count": MAX_PAGES},
        "active": _("Ce PDF contient un programme ou un formulaire actif : imprimez-le en PDF et envoyez ce fichier."),
        "attached": _("Ce PDF contient d’autres fichiers : retirez ses pièces jointes, puis envoyez-les à part."),
    }
