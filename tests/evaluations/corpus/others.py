"""Files of every other kind, locked packages, and ZIPs made to harm."""

import gzip
import io
import struct
import tarfile
import zipfile
from collections.abc import Iterator

from PIL import Image

from evaluations.enums import FileKind
from tests.evaluations import sent_files
from tests.evaluations.corpus.case import Case
from tests.evaluations.corpus.packages import parts, plain, zipped

DOCX, XLSX = FileKind.DOCX, FileKind.XLSX
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016
SWELLS = "Ce fichier gonfle démesurément à l’ouverture"
TWO = "Ce fichier contient autre chose que son document, "
PROGRAM = "Ce fichier est un programme, "
ARCHIVE = "Ce fichier est une archive : "
IMAGE = "Cette image n’est pas d’un format admis ici : enregistrez-la en PNG ou JPEG."
SVG = "Ce fichier est une image SVG, qui peut contenir un programme : enregistrez-la en PNG ou PDF."
HTML = "Ce fichier est une page HTML, qui peut contenir un programme : imprimez-la en PDF."
OLD = "Ce fichier est d’un ancien format de bureautique (DOC, XLS, PPT) : enregistrez-le en DOCX, XLSX ou PDF."
OPEN = "Ce fichier est au format OpenDocument (ODT, ODS, ODP) : exportez-le en DOCX, XLSX ou PDF."
OTHER = "Ce fichier de bureautique n’est pas d’un format admis ici : exportez-le en DOCX, XLSX ou PDF."
UNKNOWN = "Ce fichier n’est pas d’un format admis ici : envoyez-le en PDF, DOCX, XLSX, PNG ou JPEG."
PATH = "Ce document contient un nom de fichier dangereux ("
TWICE = "Ce document contient deux fois la même partie ("
TYPES = "[Content_Types].xml"


def cases() -> Iterator[Case]:
    yield from _of_other_kinds()
    yield from _images()
    yield from _packages_of_other_kinds()
    yield from _harmful_packages()


def _of_other_kinds() -> Iterator[Case]:
    yield Case("empty", lambda: b"", "Ce fichier est vide : ", "a.pdf")
    yield Case("over-size", lambda: b"%PDF-1.7" + b"0" * 20_000_000 + b"%%EOF", "Le fichier dépasse 20 Mo : ")
    for label, data, name in (
        ("text", b"Bonjour.", "a.pdf"),
        ("csv", "Année;Inscrits\n2025;42".encode(), "a.xlsx"),
        ("zeros", b"\0" * 5000, "a.png"),
        ("xml", b'<?xml version="1.0"?><a/>', "a.docx"),
        ("mail", b"From: a@example.org\r\nSubject: a\r\n\r\nBonjour", "a.pdf"),
        ("video", b"\0\0\0 ftypisom\0\0\2\0", "a.jpg"),
    ):
        yield Case(label, lambda data=data: data, UNKNOWN, name)
    for label, data in {
        "windows": b"MZ" + b"\x90" * 100,
        "linux": b"\x7fELF\2\1\1" + b"\0" * 60,
        "java": b"\xca\xfe\xba\xbe\0\0\0\x34",
        "apple": b"\xcf\xfa\xed\xfe" + b"\0" * 60,
        "shell": b"#!/bin/sh\nrm -rf /\n",
        "shortcut": b"L\0\0\0\x01\x14\x02\0" + b"\0" * 60,
    }.items():
        yield Case(f"program-{label}", lambda data=data: data, PROGRAM, "facture.pdf")
    for label, data in {
        "doctype": b"<!DOCTYPE html><html></html>",
        "capitals": b"  \r\n<HTML><BODY>",
        "comment": b"<!-- a --><script>alert(1)</script>",
        "mark": b"\xef\xbb\xbf<html>",
        "wide": "<html><body>".encode("utf-16"),
        "xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
    }.items():
        yield Case(f"html-{label}", lambda data=data: data, HTML, "a.docx")
    for label, data in {
        "plain": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "declared": b'<?xml version="1.0"?>\n<!-- a -->\n<svg/>',
        "doctype": b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a.dtd"><svg/>',
        "entity": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>',
        "prefixed": b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>',
    }.items():
        yield Case(f"svg-{label}", lambda data=data: data, SVG, "logo.png")
    for name in ("WordDocument", "Workbook", "PowerPoint Document"):
        yield Case(f"old-{name}", lambda name=name: OLE + name.encode("utf-16-le"), OLD, "a.docx")
    locked = OLE + "EncryptionInfo\0EncryptedPackage".encode("utf-16-le")
    yield Case("locked-office", lambda: locked, "Ce document est protégé par un mot de passe : ", "a.docx")
    yield Case("rtf", lambda: b"{\\rtf1\\ansi Bonjour}", OTHER)
    yield Case("gzip", lambda: gzip.compress(b"a"), ARCHIVE)
    yield Case("tar", _tar, ARCHIVE)
    for sign in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07\0", b"BZh9", b"\xfd7zXZ\0"):
        yield Case(f"archive-{sign[:2].hex()}", lambda sign=sign: sign + b"\0" * 60, ARCHIVE)


def _images() -> Iterator[Case]:
    for form in ("GIF", "BMP", "TIFF", "WEBP"):
        yield Case(f"image-{form.lower()}", lambda form=form: _image(form), IMAGE, "a.png")
    yield Case("image-heic", lambda: b"\0\0\0\x18ftypheic\0\0\0\0", IMAGE, "a.jpg")


def _packages_of_other_kinds() -> Iterator[Case]:
    for kind in ("text", "spreadsheet", "presentation"):
        mime = f"application/vnd.oasis.opendocument.{kind}".encode()
        opened = {"mimetype": mime, "content.xml": b"<a/>"}
        yield Case(f"open-{kind}", lambda opened=opened: zipped(opened, zipfile.ZIP_STORED), OPEN, "a.docx")
    yield Case("zip", lambda: zipped({"a.txt": b"Bonjour."}), ARCHIVE, "a.docx")
    yield Case("zip-of-nothing", lambda: zipped({}), ARCHIVE)
    yield Case("epub", lambda: zipped({"mimetype": b"application/epub+zip"}, zipfile.ZIP_STORED), ARCHIVE)
    yield Case("jar", lambda: zipped({"META-INF/MANIFEST.MF": b"", "A.class": b"\xca\xfe\xba\xbe"}), ARCHIVE)
    word = "wordprocessingml.document.main"
    yield Case(
        "presentation",
        lambda: _typed(word, "presentationml.presentation.main"),
        "Ce fichier est une présentation : exportez-la en PDF.",
        "a.docx",
    )
    yield Case("template", lambda: _typed(word, "wordprocessingml.template.main"), OTHER)
    yield Case("unheard-of", lambda: _typed(word, "drawingml.other"), OTHER)
    binary = "vnd.ms-excel.sheet.binary.macroEnabled.main"
    yield Case("xlsb", lambda: _typed("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", binary, "xlsx"), OTHER)


def _harmful_packages() -> Iterator[Case]:
    for kind, taken in (("docx", DOCX), ("xlsx", XLSX)):
        entries = parts(plain(kind))
        for label, name in {
            "up": "../../etc/passwd",
            "up-within": "word/../../a.xml",
            "absolute": "/etc/passwd",
            "drive": "C:/a.xml",
            "backslash": "word\\a.xml",
            "doubled": "word//a.xml",
        }.items():
            yield Case(f"{kind}-path-{label}", lambda e=entries, n=name: zipped(e | {n: b"<a/>"}), PATH)
        yield Case(f"{kind}-link", lambda e=entries: _with_link(e), PATH)
        for label, change in {"same": str, "capitals": str.upper}.items():
            doubled = lambda e=entries, c=change: _twice(e, c)  # noqa: E731
            yield Case(f"{kind}-twice-{label}", doubled, TWICE)
        yield Case(f"{kind}-locked-part", lambda kind=kind: _locked(plain(kind)), "Ce fichier est protégé par un mot de passe : ")
        many = {f"customXml/item{n}.xml": b"<a/>" for n in range(5000)}
        yield Case(f"{kind}-5000-parts-more", lambda e=entries, m=many: zipped(e | m), SWELLS)
        few = {f"customXml/item{n}.xml": b"<a/>" for n in range(500)}
        yield Case(f"{kind}-500-parts-more", lambda e=entries, m=few: zipped(e | m), taken)
        yield Case(f"{kind}-swelling", lambda e=entries: zipped(e | {"customXml/a.xml": _spaces(50_000_000)}), SWELLS)
        yield Case(f"{kind}-much-in-all", lambda e=entries: zipped(e | _heavy()), SWELLS)
        yield Case(f"{kind}-same-bytes-twice", lambda kind=kind: _overlapping(plain(kind)), SWELLS)
        yield Case(f"{kind}-lying-of-its-size", lambda kind=kind: _lying(plain(kind)), "Ce fichier ")
        for label, more in {"html": b"<html><script>", "zip": zipped({"a": b"b"}), "pdf": sent_files.pdf("a")}.items():
            yield Case(f"{kind}-then-{label}", lambda k=kind, m=more: plain(k) + m, "Ce fichier ")
        yield Case(f"{kind}-between", lambda kind=kind: _between(plain(kind)), TWO)
        yield Case(f"{kind}-remark", lambda kind=kind: _remark(plain(kind)), TWO)
        hidden = [("customXml/a.xml", b"<a>%PDF-1.7</a>"), *entries.items()]
        yield Case(f"{kind}-beginning-with-pdf", lambda h=hidden: zipped(h, zipfile.ZIP_STORED), TWO)
        program = b"MZ" + b"\0" * 100
        yield Case(f"program-then-{kind}", lambda k=kind, p=program: p + plain(k), PROGRAM)
        yield Case(f"{kind}-in-zip", lambda k=kind: zipped({f"a.{k}": plain(k)}), ARCHIVE)


def _image(form: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (9, 9)).save(written, form)
    return written.getvalue()


def _tar() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a.txt"))
    return written.getvalue()


def _typed(old: str, new: str, kind: str = "docx") -> bytes:
    entries = parts(plain(kind))
    assert old.encode() in entries[TYPES]
    return zipped(entries | {TYPES: entries[TYPES].replace(old.encode(), new.encode())})


def _spaces(count: int) -> bytes:
    return b"<a>" + b" " * count + b"</a>"


def _heavy() -> dict[str, bytes]:
    """Each part swells modestly, all together too much."""
    line = b"".join(struct.pack(">I", n * 2654435761 % 2**32).hex().encode() for n in range(2_000))
    return {f"customXml/a{n}.xml": b"<a>" + line * 440 + b"</a>" for n in range(30)}


def _twice(entries: dict[str, bytes], change) -> bytes:
    written = io.BytesIO()
    names = [name for name in entries if name != TYPES]
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
        entry = zipfile.ZipInfo("x")
        entry.filename = change(names[0])
        archive.NameToInfo.clear()  # so that the writer does not warn
        archive.writestr(entry, b"<a/>")
    return written.getvalue()


def _with_link(entries: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
        link = zipfile.ZipInfo("word/a.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return written.getvalue()


def _directory(data: bytes) -> int:
    """Where the list of the entries begins."""
    return struct.unpack_from("<I", data, len(data) - 6)[0]


def _locked(data: bytes) -> bytes:
    """The mark of encryption on the first entry."""
    at = _directory(data) + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


def _lying(data: bytes) -> bytes:
    """The list says that the first entry unpacks to ten bytes."""
    at = _directory(data) + 24
    return data[:at] + struct.pack("<I", 10) + data[at + 4 :]


def _overlapping(data: bytes) -> bytes:
    """The second entry of the list points into the first one."""
    first = _directory(data)
    lengths = struct.unpack_from("<HHH", data, first + 28)
    at = first + 46 + sum(lengths) + 42
    return data[:at] + struct.pack("<I", 10) + data[at + 4 :]


def _between(data: bytes) -> bytes:
    """Something between the last part and the list, which the end of the file accounts for."""
    first, more = _directory(data), b"<html><script>alert(1)</script></html>" * 3
    moved = data[:first] + more + data[first:]
    return moved[:-6] + struct.pack("<I", first + len(more)) + moved[-2:]


def _remark(data: bytes) -> bytes:
    more = b"<html><script>alert(1)</script></html>"
    return data[:-2] + struct.pack("<H", len(more)) + more
