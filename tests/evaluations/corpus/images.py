"""PNG and JPEG: whole, broken, enormous, animated, of two natures, and naming somebody or a place."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image, PngImagePlugin

from evaluations.enums import FileKind
from tests.evaluations.corpus.case import Case
from tests.evaluations.corpus.pdfs import XMP

PNG, JPEG = FileKind.PNG, FileKind.JPEG
DAMAGED = "Ce fichier est endommagé ou incomplet : "
TWO = "Ce fichier contient autre chose que son document, "
HUGE = "Cette image a plus de 50 millions de points : "
SWELLS = "Ce fichier gonfle démesurément à l’ouverture"
AUTHOR = "Le fichier nomme son auteur : « Marie Curie »."


def image(form: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options) -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(written, form, **options)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(kind: bytes, data: bytes) -> bytes:
    """After the header, which is 13 bytes long."""
    plain = image("PNG")
    return plain[:33] + chunk(kind, data) + plain[33:]


def with_segment(marker: int, data: bytes) -> bytes:
    plain = image("JPEG")
    return plain[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + plain[2:]


def exif(**tags) -> bytes:
    """``_270`` names a tag of the first directory, ``exif_42033`` one of Exif's own, ``gps_1`` one of the place."""
    made = Image.Exif()
    for name, value in tags.items():
        room, _, number = name.rpartition("_")
        folder = {"exif": 0x8769, "gps": 0x8825}.get(room)
        (made.get_ifd(folder) if folder else made)[int(number)] = value
    return made.tobytes()


def header(width: int, height: int) -> bytes:
    """A PNG that promises so many points and holds a few."""
    promise = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", promise) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def cases() -> Iterator[Case]:
    yield from _whole()
    yield from _broken()
    yield from _too_much()
    yield from _of_two_natures()
    yield from _naming()


def _whole() -> Iterator[Case]:
    for mode in ("1", "L", "P", "RGB", "RGBA", "I;16"):
        yield Case(f"png-{mode}", lambda mode=mode: image("PNG", mode=mode), PNG)
    for mode in ("L", "RGB", "CMYK"):
        yield Case(f"jpeg-{mode}", lambda mode=mode: image("JPEG", mode=mode), JPEG)
    yield Case("jpeg-progressive", lambda: image("JPEG", progressive=True), JPEG)
    yield Case("jpeg-restarts", lambda: image("JPEG", (400, 400), restart_marker_blocks=4), JPEG)
    yield Case("jpeg-named-jpeg", lambda: image("JPEG"), JPEG, "photo.JPEG")
    yield Case("jpeg-padded", lambda: image("JPEG") + b"\0" * 9, JPEG)
    yield Case("jpeg-of-a-phone", _of_a_phone, JPEG)
    yield Case("png-12-million-points", lambda: image("PNG", (4000, 3000), "L"), PNG)
    yield Case("jpeg-48-million-points", lambda: image("JPEG", (8000, 6000), quality=20), JPEG)
    lie = "Le nom finissait par « .jpg », le contenu est autre : le fichier s’appelle « plan.png »."
    yield Case("png-named-jpg", lambda: image("PNG"), PNG, "plan.jpg", (lie,))
    lie = "Le nom finissait par « .pdf », le contenu est autre : le fichier s’appelle « plan.jpg »."
    yield Case("jpeg-named-pdf", lambda: image("JPEG"), JPEG, "plan.pdf", (lie,))


def _broken() -> Iterator[Case]:
    png, jpeg = image("PNG"), image("JPEG")
    for part in (5, 30, 60, 95):
        yield Case(f"png-cut-at-{part}", lambda part=part: png[: len(png) * part // 100], DAMAGED)
        yield Case(f"jpeg-cut-at-{part}", lambda part=part: jpeg[: len(jpeg) * part // 100], DAMAGED)
    yield Case("png-sign-only", lambda: png[:8], DAMAGED)
    yield Case("jpeg-sign-only", lambda: jpeg[:4], DAMAGED)
    yield Case("jpeg-without-end", lambda: jpeg[:-2], DAMAGED)
    yield Case("png-altered", lambda: png[:60] + bytes([png[60] ^ 1]) + png[61:], DAMAGED)
    yield Case("png-text-within", lambda: png[:8] + b"<html><script>alert(1)</script>", DAMAGED)
    yield Case("jpeg-text-within", lambda: jpeg[:3] + b"<html><script>alert(1)</script>", DAMAGED)
    yield Case("png-without-points", lambda: png[:33] + chunk(b"IEND", b""), DAMAGED)
    yield Case("png-of-few-points", lambda: header(60, 40), DAMAGED)
    yield Case("png-of-no-width", lambda: header(0, 40), DAMAGED)
    yield Case("png-bad-stream", lambda: png[:33] + chunk(b"IDAT", b"\x78\x9c" + b"\xff" * 50) + chunk(b"IEND", b""), DAMAGED)
    yield Case("jpeg-tables-only", lambda: b"\xff\xd8\xff\xd9", DAMAGED)


def _too_much() -> Iterator[Case]:
    yield Case("png-of-51-million-points", lambda: header(8500, 6000), HUGE)
    yield Case("png-of-4-thousand-million-points", lambda: header(65000, 65000), HUGE)
    yield Case("png-really-enormous", lambda: _black(9000), HUGE)
    yield Case("jpeg-of-4-thousand-million-points", _promising, HUGE)
    text = b"Comment\0\0" + zlib.compress(b" " * 90_000_000, 9)
    yield Case("png-swelling-text", lambda: with_chunk(b"zTXt", text), SWELLS)
    yield Case("png-swelling-profile", lambda: with_chunk(b"iCCP", b"a\0\0" + text[9:]), SWELLS)
    yield Case("png-animated", _animated, "Cette image est animée : ")


def _of_two_natures() -> Iterator[Case]:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.html", "<script>alert(1)</script>")
    archive = written.getvalue()
    for label, more in {"html": b"<html><script>alert(1)</script>", "zip": archive, "pdf": b"%PDF-1.7\n"}.items():
        yield Case(f"png-then-{label}", lambda more=more: image("PNG") + more, TWO)
        yield Case(f"jpeg-then-{label}", lambda more=more: image("JPEG") + more, TWO)
    yield Case("jpeg-then-jpeg", lambda: image("JPEG") + image("JPEG"), TWO)
    yield Case("jpeg-zip-in-comment", lambda: with_segment(0xFE, archive), TWO)
    yield Case("png-zip-in-text", lambda: with_chunk(b"tEXt", b"Comment\0" + archive), TWO)
    yield Case("phone-then-html", lambda: _of_a_phone() + b"<html>", TWO)


def _naming() -> Iterator[Case]:
    yield Case("jpeg-artist", lambda: image("JPEG", exif=exif(_315="Marie Curie")), JPEG, notices=(AUTHOR,))
    yield Case("png-artist", lambda: image("PNG", exif=exif(_315="Marie Curie")), PNG, notices=(AUTHOR,))
    windows = exif(_40093="Marie Curie".encode("utf-16-le"))
    yield Case("jpeg-windows-author", lambda: image("JPEG", exif=windows), JPEG, notices=(AUTHOR,))
    xmp = (XMP % "Marie Curie").encode()
    yield Case("jpeg-xmp", lambda: image("JPEG", xmp=xmp), JPEG, notices=(AUTHOR,))
    yield Case("png-text", lambda: image("PNG", pnginfo=_text("Author", "Marie Curie")), PNG, notices=(AUTHOR,))
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x50\0\x0bMarie Curie"
    yield Case("jpeg-iptc", lambda: with_segment(0xED, iptc), JPEG, notices=(AUTHOR,))
    place = exif(gps_1="N", gps_2=(48.0, 51.0, 29.88), gps_3="E", gps_4=(2.0, 17.0, 40.2))
    here = ("L’image dit où elle a été prise : « 48.85830, 2.29450 ».",)
    yield Case("jpeg-place", lambda: image("JPEG", exif=place), JPEG, notices=here)
    south = exif(gps_1="S", gps_2=(21.0, 0.0, 0.0), gps_3="W", gps_4=(55.0, 30.0, 0.0))
    there = ("L’image dit où elle a été prise : « -21.00000, -55.50000 ».",)
    yield Case("png-place", lambda: image("PNG", exif=south), PNG, notices=there)
    yield Case("jpeg-version-of-places", lambda: image("JPEG", exif=exif(gps_0=b"\2\3\0\0")), JPEG)
    camera = exif(_33432="Jean", _316="PC-DE-JEAN", exif_42032="Jean Perrin", exif_42033="SN42", exif_42037="L7")
    yield Case(
        "jpeg-camera",
        lambda: image("JPEG", exif=camera),
        JPEG,
        notices=(
            "L’image porte une mention de droits : « Jean ».",
            "L’image nomme le propriétaire de l’appareil : « Jean Perrin ».",
            "L’image porte le numéro de série de l’appareil : « SN42 », « L7 ».",
            "L’image nomme l’appareil ou le poste qui l’a faite : « PC-DE-JEAN ».",
        ),
    )
    yield Case("jpeg-date-only", lambda: image("JPEG", exif=exif(_306="2026:01:02 03:04:05")), JPEG)


def _text(key: str, value: str) -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text(key, value)
    return info


def _black(side: int) -> bytes:
    written = io.BytesIO()
    Image.new("1", (side, side)).save(written, "PNG")
    return written.getvalue()


def _animated() -> bytes:
    written = io.BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(written, "PNG", save_all=True, append_images=frames[1:])
    return written.getvalue()


def _promising() -> bytes:
    """A JPEG whose frame says 65 000 points by 65 000."""
    plain = image("JPEG")
    at = plain.index(b"\xff\xc0")
    return plain[: at + 5] + struct.pack(">HH", 65000, 65000) + plain[at + 9 :]


def _of_a_phone() -> bytes:
    """Two images one after the other, announced as such (MPO)."""
    written = io.BytesIO()
    first, second = (Image.effect_noise((60, 40), 60).convert("RGB") for _n in range(2))
    first.save(written, "MPO", save_all=True, append_images=[second])
    return written.getvalue()
