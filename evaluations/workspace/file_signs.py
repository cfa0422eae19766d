"""What a file is by its first bytes, whatever its name says: a family that the file worker opens, or none of them."""

import re

# What the file worker opens. OFFICE: a ZIP, whose parts tell whether it is a DOCX or an XLSX.
FAMILIES = ("PDF", "PNG", "JPEG", "OFFICE")
_SIGNS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"PK\x03\x04", "OFFICE"),
    (b"PK\x05\x06", "archive"),
    (b"PK\x07\x08", "archive"),
    (b"PK00PK", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"),
    (b"#!", "program"),
    (b"L\0\0\0\x01\x14\x02\0", "program"),
    (b"GIF8", "other_image"),
    (b"II*\0", "other_image"),
    (b"MM\0*", "other_image"),
    (b"BM", "other_image"),
    (b"{\\rtf", "other"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BRANDS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif", b"ftypmsf1")
_BEFORE_MARKUP = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|<!doctype svg\b[^\[>]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_SVG = re.compile(rb"<(?:\w+:)?svg\b")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|script|iframe|title|meta|div|table)\b", re.IGNORECASE)


def sign_of(data: bytes) -> str:
    """One of ``FAMILIES``, or the code of a sentence of ``file_sentences``."""
    for sign, told in _SIGNS:
        if data.startswith(sign):
            return told
    if data.startswith(_OLE):
        return "encrypted_office" if "EncryptedPackage".encode("utf-16-le") in data else "old_office"
    if data[4:12] in _BRANDS or (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        return "other_image"
    if data[257:262] == b"ustar":
        return "archive"
    # Before the mark of a PDF some writers leave white space; what else is there makes it a file of two natures.
    return "PDF" if b"%PDF-" in data[:1024] else _markup(data[:65536])


def _markup(beginning: bytes) -> str:
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        beginning = beginning.decode("utf-16", "replace").encode()
    body = _BEFORE_MARKUP.sub(b"", beginning.removeprefix(b"\xef\xbb\xbf"), count=1)
    if _SVG.match(body):
        return "svg"
    return "html" if _HTML.match(body) else "unknown"
