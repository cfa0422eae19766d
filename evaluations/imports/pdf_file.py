"""A PDF received: opened, or refused in one sentence."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pdfplumber
from django.utils.translation import gettext as _
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from evaluations.imports.refusal import ImportRefused

MAX_PAGES = 400
_END = b"%%EOF"
_TAIL = 2048  # bytes in which the mark of the end stands

logger = logging.getLogger(__name__)


@contextmanager
def opened(name: str, content: bytes) -> Iterator[pdfplumber.PDF]:
    """The document; whatever goes wrong while it is read becomes a refusal.

    :raises ImportRefused: if the PDF is encrypted, damaged, cut off, or has too many pages.
    """
    if _END not in content[-_TAIL:]:
        raise _damaged(name)
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if not document.pages:
                raise _damaged(name)
            if len(document.pages) > MAX_PAGES:
                raise ImportRefused(
                    _("Le PDF « %(name)s » a plus de %(count)s pages ; donnez un seul rapport.")
                    % {"name": name, "count": MAX_PAGES}
                )
            yield document
    except ImportRefused:
        raise
    except PdfminerException as error:
        raise _refusal(name, error.args[0] if error.args else error) from error
    except Exception as error:  # a damaged file makes the parser fail anywhere, with any error
        logger.warning("Cannot read the PDF %s", name, exc_info=True)
        raise _refusal(name, error) from error


def _refusal(name: str, error: object) -> ImportRefused:
    if isinstance(error, PDFPasswordIncorrect):
        return ImportRefused(
            _("Le PDF « %(name)s » est protégé par un mot de passe ; donnez-le sans protection.") % {"name": name}
        )
    return _damaged(name)


def _damaged(name: str) -> ImportRefused:
    return ImportRefused(
        _("Le PDF « %(name)s » est endommagé ou incomplet ; téléchargez-le de nouveau.") % {"name": name}
    )
