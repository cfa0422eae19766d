"""Images within a PDF, a DOCX or an XLSX that name somebody or a place, or that cannot be read."""

import io
import struct
import zlib
from collections.abc import Iterator
from functools import partial

from openpyxl.drawing.image import Image as SheetImage
from pikepdf import Array, Name, Pdf, Stream
from PIL import Image

from evaluations.enums import FileKind
from tests.evaluations.corpus.case import Case
from tests.evaluations.corpus.images import chunk, exif, header, image, with_chunk, with_segment
from tests.evaluations.corpus.packages import parts, plain, with_parts, workbook, zipped
from tests.evaluations.corpus.pdfs import AS_IT_IS, XMP, saved

PDF, DOCX, XLSX = FileKind.PDF, FileKind.DOCX, FileKind.XLSX
AUTHOR = ("Une image du document nomme son auteur : « Marie Curie ».",)
PLACE = ("Une image du document dit où elle a été prise : « 48.85830, 2.29450 ».",)
UNREADABLE = "Des métadonnées n’ont pas pu être lues et peuvent nommer une personne : « %s »."
PACKET = (XMP % "Marie Curie").encode()
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02\x50\0\x0bMarie Curie"
CAMERA = exif(_33432="Jean", _316="PC-DE-JEAN", exif_42032="Jean Perrin", exif_42033="SN42")
SEINE = exif(gps_1="N", gps_2=(48.0, 51.0, 29.88), gps_3="E", gps_4=(2.0, 17.0, 40.2))
OF_CAMERA = (
    "Une image du document porte une mention de droits : « Jean ».",
    "Une image du document nomme le propriétaire de l’appareil : « Jean Perrin ».",
    "Une image du document porte le numéro de série de l’appareil : « SN42 ».",
    "Une image du document nomme l’appareil ou le poste qui l’a faite : « PC-DE-JEAN ».",
)


def cases() -> Iterator[Case]:
    naming = {
        "artist": (image("JPEG", exif=exif(_315="Marie Curie")), AUTHOR),
        "xmp": (image("JPEG", xmp=PACKET), AUTHOR),
        "iptc": (with_segment(0xED, IPTC), AUTHOR),
        "place": (image("JPEG", exif=SEINE), PLACE),
        "camera": (image("JPEG", exif=CAMERA), OF_CAMERA),
        "nobody": (image("JPEG"), ()),
        "cut-after-its-head": (image("JPEG", (400, 400), exif=exif(_315="Marie Curie"))[:2000], AUTHOR),
    }
    for label, (picture, notices) in naming.items():
        yield Case(f"pdf-photo-{label}", partial(_in_pdf, picture), PDF, notices=notices)
        yield Case(f"docx-photo-{label}", partial(_in_word, picture, "jpeg"), DOCX, notices=notices)
    yield from _of_pdf()
    yield from _of_office()


def _of_pdf() -> Iterator[Case]:
    photo = image("JPEG", exif=exif(_315="Marie Curie"))
    packed = Array([Name.FlateDecode, Name.DCTDecode])
    yield Case("pdf-photo-packed", partial(_in_pdf, zlib.compress(photo), packed), PDF, notices=AUTHOR)
    yield Case("pdf-photo-badly-packed", partial(_in_pdf, b"\x78\x9c" + b"\xff" * 50, packed), PDF)
    yield Case("pdf-photo-2000", partial(_in_pdf, _of_the_year_2000(), Name.JPXDecode), PDF, notices=AUTHOR)
    yield Case("pdf-photo-that-is-none", partial(_in_pdf, b"Exif\0\0" * 9), PDF)
    broken = image("JPEG", xmp=PACKET.replace(b"</rdf:RDF>", b""))
    yield Case("pdf-photo-bad-packet", partial(_in_pdf, broken), PDF, notices=(UNREADABLE % "XMP",))
    many = "Une image du document nomme son auteur : « A0 », « A1 », « A2 », « A3 », « A4 » et d’autres."
    yield Case("pdf-300-photos", _many, PDF, notices=(many,))


def _of_office() -> Iterator[Case]:
    texts = {
        "exif": image("PNG", exif=exif(_315="Marie Curie")),
        "text": with_chunk(b"tEXt", b"Author\0Marie Curie"),
        "packed-text": with_chunk(b"zTXt", b"Author\0\0" + zlib.compress(b"Marie Curie")),
        "packet": with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + PACKET),
        "packed-packet": with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0fr\0\0" + zlib.compress(PACKET)),
        "text-after-its-points": _at_the_end(chunk(b"tEXt", b"Author\0Marie Curie")),
    }
    for label, picture in texts.items():
        yield Case(f"docx-png-{label}", partial(_in_word, picture, "png"), DOCX, notices=AUTHOR)
    yield Case("xlsx-png-text", partial(_in_sheet, texts["text"]), XLSX, notices=AUTHOR)
    yield Case("docx-png-of-4-thousand-million-points", partial(_in_word, header(65000, 65000), "png"), DOCX)
    swelling = with_chunk(b"zTXt", b"Author\0\0" + zlib.compress(b" " * 9_000_000))
    yield Case("docx-png-swelling-text", partial(_in_word, swelling, "png"), DOCX)
    bad = with_chunk(b"zTXt", b"Author\0\0" + b"\xff" * 40)
    yield Case("docx-png-bad-text", partial(_in_word, bad, "png"), DOCX)
    bad = b"\xff\xd8\xff\xe1\0\x0cExif\0\0\xff\xff\xff\xff"
    named = (UNREADABLE % "word/media/a.jpeg",)
    yield Case("docx-photo-bad-metadata", partial(_in_word, bad, "jpeg"), DOCX, notices=named)
    yield Case("docx-tiff", partial(_in_word, _tiff(), "tiff"), DOCX, notices=AUTHOR)
    for name, packet in (("entities", _entities()), ("bomb", _nested())):
        named = with_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet)
        told = (UNREADABLE % "word/media/a.png",)
        yield Case(f"docx-png-packet-{name}", partial(_in_word, named, "png"), DOCX, notices=told)
    gif = image("GIF", mode="P") + PACKET
    yield Case("docx-gif", partial(_in_word, gif, "gif"), DOCX, notices=AUTHOR)
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><metadata>%s</metadata></svg>' % PACKET.split(b"?>", 1)[1]
    drawing = drawing.replace(b'<?xpacket end="w"?>', b"")
    yield Case("docx-svg", partial(_in_word, drawing, "svg+xml"), DOCX, notices=AUTHOR)
    thumbnail = ("docProps/thumbnail.jpeg", image("JPEG", exif=exif(_315="Marie Curie")), "image/jpeg")
    yield Case("docx-thumbnail", lambda: with_parts(plain("docx"), a=thumbnail), DOCX, notices=AUTHOR)


def _entities() -> bytes:
    return b'<!DOCTYPE x [<!ENTITY e "Marie Curie">]>' + PACKET.split(b"?>", 1)[1]


def _nested() -> bytes:
    return b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + b"<a>" * 300 + b"</a>" * 300 + b"</x:xmpmeta>"


def _in_pdf(picture: bytes, packed=Name.DCTDecode) -> bytes:
    return saved(partial(_place, pictures=[picture], packed=packed), **AS_IT_IS)


def _place(pdf: Pdf, pictures: list[bytes], packed=Name.DCTDecode) -> None:
    for number, picture in enumerate(pictures):
        placed = Stream(pdf, picture, Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40, Filter=packed)
        placed.ColorSpace, placed.BitsPerComponent = Name.DeviceRGB, 8
        pdf.pages[0].obj.Resources[f"/I{number:03}"] = pdf.make_indirect(placed)


def _many() -> bytes:
    pictures = [image("JPEG", exif=exif(_315=f"A{number}")) for number in range(300)]
    pictures.reverse()  # objects are looked at from the last to the first
    return saved(partial(_place, pictures=pictures), **AS_IT_IS)


def _in_word(picture: bytes, kind: str) -> bytes:
    suffix = kind.partition("+")[0]
    return with_parts(plain("docx"), a=(f"word/media/a.{suffix}", picture, f"image/{kind}"))


def _in_sheet(picture: bytes) -> bytes:
    """The writer would write the image anew: its bytes are put back."""
    made = parts(workbook(lambda book: book.active.add_image(SheetImage(io.BytesIO(image("PNG"))), "D2")))
    return zipped(made | {name: picture for name in made if name.startswith("xl/media/")})


def _at_the_end(more: bytes) -> bytes:
    made = image("PNG")
    return made[:-12] + more + made[-12:]


def _tiff() -> bytes:
    written, told = io.BytesIO(), Image.Exif()
    told[315] = "Marie Curie"
    Image.new("RGB", (9, 9)).save(written, "TIFF", exif=told)
    return written.getvalue()


def _of_the_year_2000() -> bytes:
    """The boxes of a JPEG 2000, of which only that of the packet matters here."""
    box = b"uuid" + bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + PACKET
    return b"\0\0\0\x0cjP  \r\n\x87\n" + struct.pack(">I", len(box) + 4) + box
