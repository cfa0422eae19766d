"""PDF: checked by pikepdf, drawn and read by PDFium."""

import io
import zipfile
import zlib
from pathlib import Path

from verdict import Found, Wrong

TALLEST = 3000  # pixels: a poster is shown smaller
UNPACKED = 100_000_000  # bytes of a stream that is not an image
_CHUNK = 1 << 20
_PACKED = {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/GoToE"}
_ACTIVE_ANNOTATIONS = {"/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"}
_WITH_METADATA = {"/DCTDecode", "/JPXDecode"}  # images that are files of their own, JPEG and JPEG 2000
_NAMED = {"/Author": "author", "/Company": "company", "/Manager": "manager"}


def check(path: str, max_pages: int) -> tuple[int, Found]:
    """:raises Wrong: encrypted, damaged, long, active, attached, bomb or polyglot."""
    import pikepdf  # noqa: PLC0415  (drawing does without it)

    _refuse_second_nature(Path(path))
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Wrong("encrypted")
            pages = len(pdf.pages)
            if pages == 0:
                raise Wrong("damaged")
            if pages > max_pages:
                raise Wrong("long")
            return pages, _examined(pdf, pikepdf)
    except pikepdf.PasswordError as error:
        raise Wrong("encrypted") from error
    except pikepdf.PdfError as error:
        raise Wrong("damaged") from error


def image(path: str, page: int, width: int) -> bytes:
    import pypdfium2  # noqa: PLC0415  (checking does without it)

    with pypdfium2.PdfDocument(path) as pdf:
        sheet = pdf[page - 1]
        wide, tall = sheet.get_size()
        scale = min(width / max(wide, 1), TALLEST / max(tall, 1))
        written = io.BytesIO()
        sheet.render(scale=scale).to_pil().save(written, "PNG")
        return written.getvalue()


def text(path: str, page: int) -> str:
    import pypdfium2  # noqa: PLC0415  (as above)

    with pypdfium2.PdfDocument(path) as pdf:
        return pdf[page - 1].get_textpage().get_text_bounded()


def _refuse_second_nature(path: Path) -> None:
    """A file that is a PDF to one program and something else to another, or that goes on after its end."""
    data = path.read_bytes()
    if data[: data.index(b"%PDF-")].strip(b"\xef\xbb\xbf\0\t\r\n "):
        raise Wrong("polyglot")
    if data[data.rindex(b"%%EOF") + 5 :].strip(b"\0\x1a\t\r\n "):
        raise Wrong("polyglot")
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Wrong("polyglot")


def _examined(pdf, pikepdf) -> Found:
    """Whom the document names.

    :raises Wrong: what in it would act on the reader's machine, carry another file, or swell.
    """
    found: Found = [(told, str(pdf.docinfo[key])) for key, told in _NAMED.items() if key in pdf.docinfo]
    waiting = list(pdf.objects)
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            # What is referred to is in the list of all objects already.
            waiting += [part for part in one if not getattr(part, "is_indirect", False)]
            continue
        if not isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            continue
        keys = set(one.keys())
        _refuse(one, keys)
        if isinstance(one, pikepdf.Stream):
            _refuse_swelling(one, pikepdf)
            if _name(one, "/Type") == "/Metadata":
                found += _packet(one)
            elif _name(one, "/Subtype") == "/Image":
                found += _people_of_image(one, pikepdf)
        if "/T" in keys and "/Subtype" in keys and _name(one, "/Subtype") != "/Widget":
            found.append(("commenter", str(one["/T"])))
        parts = (one[key] for key in keys if key != "/Length")
        waiting += [part for part in parts if hasattr(part, "is_indirect") and not part.is_indirect]
    return found


def _refuse(one, keys: set[str]) -> None:
    if "/EF" in keys or "/EmbeddedFiles" in keys:
        raise Wrong("attached")
    if keys & {"/JS", "/XFA"} or _name(one, "/S") in _ACTIVE or _name(one, "/Subtype") in _ACTIVE_ANNOTATIONS:
        raise Wrong("active")


def _refuse_swelling(stream, pikepdf) -> None:
    """Of images it is their size in points that counts, and pages are drawn within bounds of their own."""
    names = _filters(stream, pikepdf)
    if sum(name in _PACKED for name in names) > 1:
        raise Wrong("bomb")  # packed twice: no writer does that
    if names[:1] == ["/FlateDecode"] and _name(stream, "/Subtype") != "/Image":
        _refuse_unpacked(stream.read_raw_bytes())


def _refuse_unpacked(waiting: bytes) -> None:
    unpacking, total = zlib.decompressobj(), 0
    while waiting and not unpacking.eof:
        try:
            total += len(unpacking.decompress(waiting, _CHUNK))
        except zlib.error:
            return  # readers make do with what they could read
        waiting = unpacking.unconsumed_tail
        if total > UNPACKED:
            raise Wrong("bomb")


def _people_of_image(stream, pikepdf) -> Found:
    names = _filters(stream, pikepdf)
    if not names or names[-1] not in _WITH_METADATA or names[:-1] not in ([], ["/FlateDecode"]):
        return []
    import embedded_images  # noqa: PLC0415  (a document without photographs does without Pillow)

    data = stream.read_raw_bytes()
    if names[:-1]:
        data = _unpacked(data, embedded_images.AT_MOST)
    number, _generation = stream.objgen
    return embedded_images.people(data[: embedded_images.AT_MOST], f"image {number}")


def _unpacked(data: bytes, at_most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, at_most)
    except zlib.error:
        return b""  # readers make do without it


def _filters(stream, pikepdf) -> list[str]:
    filters = stream.get("/Filter", pikepdf.Array())
    return [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]


def _packet(stream) -> Found:
    import xmp  # noqa: PLC0415  (a document without metadata does without lxml)

    return xmp.people(stream.read_bytes())


def _name(dictionary, key: str) -> str:
    return str(dictionary.get(key, ""))
