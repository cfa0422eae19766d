"""Whom the images within a PDF, a DOCX or an XLSX name: their metadata is read, and not a point of them is decoded.

Such an image is neither walked through nor refused: whatever opens the document makes do with it.
"""

import io
import struct
import zlib
from collections.abc import Iterator

import xmp
from image_files import CHUNKS, NAMED_TEXTS, metadata, people_of
from PIL import Image
from verdict import Found, Wrong

AT_MOST = 40_000_000  # bytes of one image that are looked at
_TEXT = 1_000_000  # bytes of a text in a PNG, unpacked
_PNG, _JPEG, _TIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"II*\0", b"MM\0*")
_SIGNS = (b"Exif\0\0", b"Photoshop 3.0", b"xmpmeta")
_OF_AN_IMAGE = {"author", "rights", "owner", "serial", "machine", "place"}


def people(data: bytes, where: str) -> Found:
    """``where``: the image, as the document calls it. Told apart from what the document itself says."""
    try:
        found = list(_people(data))
    except (Wrong, OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error, zlib.error):
        found = [("unreadable", where)] if any(sign in data for sign in _SIGNS) else []
    return [(f"image_{code}" if code in _OF_AN_IMAGE else code, value) for code, value in found]


def _people(data: bytes) -> Iterator[tuple[str, str]]:
    if data.startswith(_PNG):
        yield from _of_png(data)
    elif data.startswith((_JPEG, *_TIFF)):
        Image.MAX_IMAGE_PIXELS = None  # only the head is read
        yield from people_of(Image.open(io.BytesIO(data), formats=["JPEG", "TIFF"]))
    if not data.startswith((_PNG, _JPEG)):
        yield from xmp.packets(data)


def _of_png(data: bytes) -> Iterator[tuple[str, str]]:
    at = len(_PNG)
    for _count in range(CHUNKS):
        if at + 12 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        held = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"eXIf":
            exif = Image.Exif()
            exif.load(held)
            yield from metadata(exif)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from _of_text(kind, held)


def _of_text(kind: bytes, held: bytes) -> Iterator[tuple[str, str]]:
    key, _zero, rest = held.partition(b"\0")
    name = key.decode("latin-1").lower()
    if name not in NAMED_TEXTS and key != b"XML:com.adobe.xmp":
        return
    packed = kind == b"zTXt"
    if kind == b"iTXt":
        packed, rest = rest[:1] == b"\1", rest[2:].split(b"\0", 2)[-1]
    elif packed:
        rest = rest[1:]  # how it is packed: there is one way
    words = zlib.decompressobj().decompress(rest, _TEXT) if packed else rest
    if name in NAMED_TEXTS:
        yield NAMED_TEXTS[name], words.decode("utf-8" if kind == b"iTXt" else "latin-1", "replace")
    else:
        yield from xmp.people(words)
