"""PNG and JPEG: walked through to their very end, then decoded by Pillow."""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator

import xmp
from PIL import ExifTags, Image, IptcImagePlugin, PngImagePlugin
from verdict import Found, Wrong

PIXELS = 50_000_000  # points: a page at 600 dots per inch has 35 million
CHUNKS = 50_000  # of a PNG: writers make some thousands at most
_PADDING = b"\0\r\n "
_ENTROPY_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_NAMED = {
    ExifTags.Base.Artist: "author",
    ExifTags.Base.XPAuthor: "author",
    ExifTags.Base.Copyright: "rights",
    ExifTags.Base.HostComputer: "machine",
    ExifTags.Base.CameraOwnerName: "owner",
    ExifTags.Base.BodySerialNumber: "serial",
    ExifTags.Base.LensSerialNumber: "serial",
}
NAMED_TEXTS = {"author": "author", "artist": "author", "copyright": "rights"}
_IPTC = {(2, 80): "author", (2, 122): "author", (2, 116): "rights"}


def check(data: bytes, family: str) -> Found:
    """:raises Wrong: damaged, huge, animated, bomb or polyglot."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Wrong("polyglot")
    (_walk_png if family == "PNG" else _walk_jpeg)(data)
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("ignore")
    try:
        _opened(data, family).verify()
        image = _opened(data, family)
        image.load()
    except Image.DecompressionBombError as error:
        raise Wrong("huge") from error
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error, zlib.error) as error:
        swollen = isinstance(error, ValueError) and re.search("too large|too much memory", str(error), re.IGNORECASE)
        raise Wrong("bomb" if swollen else "damaged") from error
    return list(people_of(image))


def _opened(data: bytes, family: str) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=[family])
    if image.width * image.height > PIXELS:
        raise Wrong("huge", f"{image.width} × {image.height}")
    return image


def _walk_png(data: bytes) -> None:
    """Chunk after chunk, each with its check sum; nothing follows the last."""
    at, chunk, count = 8, b"", 0
    while chunk != b"IEND":
        count += 1
        if count > CHUNKS:
            raise Wrong("bomb")
        if at + 12 > len(data):
            raise Wrong("damaged")
        length, chunk = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise Wrong("damaged")
        if chunk == b"acTL":
            raise Wrong("animated")
        at = end
    if data[at:].strip(_PADDING):
        raise Wrong("polyglot")


def _walk_jpeg(data: bytes) -> None:
    """Marker after marker to the end of the image. Phones add a second image, and announce it (MPF)."""
    at = _end_of_jpeg(data, 0)
    while data.startswith(b"\xff\xd8\xff", at) and b"MPF\0" in data[:at]:
        at = _end_of_jpeg(data, at)
    if data[at:].strip(_PADDING):
        raise Wrong("polyglot")


def _end_of_jpeg(data: bytes, at: int) -> int:
    at += 2
    try:
        while True:
            if data[at] != 0xFF:
                raise Wrong("damaged")
            while data[at] == 0xFF:
                at += 1
            marker, at = data[at], at + 1
            if marker == 0xD9:
                return at
            if marker == 0x01 or 0xD0 <= marker <= 0xD7:
                continue
            at += int.from_bytes(data[at : at + 2], "big")
            if marker == 0xDA:
                at = _end_of_scan(data, at)
    except IndexError as error:
        raise Wrong("damaged") from error


def _end_of_scan(data: bytes, at: int) -> int:
    found = _ENTROPY_END.search(data, at)
    if found is None:
        raise Wrong("damaged")
    return found.start()


def people_of(image: Image.Image) -> Iterator[tuple[str, str]]:
    """Whom its metadata names."""
    yield from metadata(image.getexif())
    if isinstance(image, PngImagePlugin.PngImageFile):
        texts = ((key.lower(), str(value)) for key, value in image.text.items())
        yield from ((NAMED_TEXTS[key], value) for key, value in texts if key in NAMED_TEXTS)
    if packet := image.info.get("xmp"):
        yield from xmp.people(packet)
    for key, value in (IptcImagePlugin.getiptcinfo(image) or {}).items():
        if key in _IPTC:
            yield from ((_IPTC[key], _words(one)) for one in (value if isinstance(value, list) else [value]))


def metadata(exif: Image.Exif) -> Iterator[tuple[str, str]]:
    for told in (exif, exif.get_ifd(ExifTags.IFD.Exif)):
        yield from ((_NAMED[tag], _words(value)) for tag, value in told.items() if tag in _NAMED)
    yield from _place(exif.get_ifd(ExifTags.IFD.GPSInfo))


def _place(gps: dict) -> Iterator[tuple[str, str]]:
    if {1, 2, 3, 4} <= set(gps):
        yield "place", f"{_degrees(gps[2], gps[1], 'S')}, {_degrees(gps[4], gps[3], 'W')}"
    elif gps.keys() - {0}:  # the version alone tells nothing
        yield "place", "GPS"


def _degrees(parts, side: str, negative: str) -> str:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return "?"
    return f"{(degrees + minutes / 60 + seconds / 3600) * (-1 if side == negative else 1):.5f}"


def _words(value) -> str:
    if isinstance(value, tuple):
        value = bytes(part for part in value if isinstance(part, int) and 0 <= part < 256)
    if not isinstance(value, bytes):
        return str(value).strip("\0 ")
    wide = len(value) > 1 and value[1] == 0  # Windows writes its own tags in UTF-16
    return value.decode("utf-16-le" if wide else "utf-8", "replace").strip("\0 ")
