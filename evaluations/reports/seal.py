"""The seal of the agency on published files (PAdES), where the operator has given a certificate.

Added after printing as an incremental update: the printed bytes stand before it as they were, tags and metadata with
them. It holds the moment and chance, so that the same report sealed twice gives two files; the one that is kept is the
published one. A seal counts only when it covers the whole file: one that was followed by something else is still valid
in the eyes of a library, and no more ours.
"""

import zlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

OURS, OTHER, NONE = "ours", "other", "none"
FIELD = "Sceau"


def is_wanted() -> bool:
    return bool(settings.SEAL_PKCS12)


def sealed(data: bytes) -> bytes:
    """The file with the seal on it; as it is where none is wanted.

    :raises ImproperlyConfigured: when the certificate cannot be used: nothing is published without the seal then.
    """
    if not is_wanted():
        return data
    # Loaded where a seal is wanted, and nowhere else: it is an optional package, and heavy.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import signers  # noqa: PLC0415
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415

    about = signers.PdfSignatureMetadata(
        field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", embed_validation_info=False
    )
    # Beyond the page: PDF/A wants it printable, PDF/UA wants what is seen to be tagged.
    place = SigFieldSpec(FIELD, readable_field_name=FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    signer = signers.PdfSigner(about, signer=_signer(*_source()), new_field_spec=place)
    return signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(data))).getvalue()


def verdict(data: bytes) -> str:
    """``OURS``: one seal, by our certificate, unbroken, over every byte. ``NONE``: no seal at all."""
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    try:
        seals = PdfFileReader(BytesIO(data)).embedded_signatures
        if not seals:
            return NONE
        return OURS if len(seals) == 1 and _is_ours(seals[0]) else OTHER
    # Of an altered file the reader may meet anything.
    except (PdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError, zlib.error):
        return OTHER


def _is_ours(seal: Any) -> bool:
    from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    own = _signer(*_source()).signing_cert
    trusted = ValidationContext(trust_roots=[own], allow_fetching=False, best_signature_time=None)
    try:
        status = validate_pdf_signature(seal, signer_validation_context=trusted, skip_diff=True)
    except SignatureValidationError:
        return False
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    is_sound = status.intact and status.valid and status.signing_cert.dump() == own.dump()
    return bool(whole and is_sound and _is_tight(seal))


def _is_tight(seal: Any) -> bool:
    """Whether nothing but the signature, and zeros, stands where the signature stands: no hash covers that place."""
    from asn1crypto.cms import ContentInfo  # noqa: PLC0415

    first, until, after, _length = (int(each) for each in seal.byte_range)
    source = seal.reader.stream
    source.seek(first + until)
    written = source.read(after - until)
    der = ContentInfo.load(bytes.fromhex(written[1:-1].decode())).dump()
    return written == b"<" + der.hex().upper().encode().ljust(len(written) - 2, b"0") + b">"


def _source() -> tuple[str, str, float]:
    """A certificate that is replaced is read anew."""
    try:
        return settings.SEAL_PKCS12, settings.SEAL_PASSWORD, Path(settings.SEAL_PKCS12).stat().st_mtime
    except OSError as error:
        raise ImproperlyConfigured(f"SEAL_PKCS12 ({settings.SEAL_PKCS12}) ne se lit pas : {error.strerror}.") from error


@lru_cache(maxsize=1)
def _signer(path: str, password: str, _changed: float) -> Any:
    from pyhanko.sign import signers  # noqa: PLC0415

    signer = signers.SimpleSigner.load_pkcs12(path, passphrase=password.encode() or None)
    if signer is None:
        raise ImproperlyConfigured(f"SEAL_PKCS12 ({path}) n’est pas un PKCS #12, ou SEAL_PASSWORD ne l’ouvre pas.")
    return signer
