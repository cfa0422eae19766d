"""Files that somebody sends: small PDFs of so many pages, each with a line of text."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name


def pdf(*pages: str, **extra) -> bytes:
    """One page per text. ``extra``: entries of the catalogue, by name."""
    written = io.BytesIO()
    document(*pages, **extra).save(written)
    return written.getvalue()


def document(*pages: str, **extra) -> pikepdf.Pdf:
    made = pikepdf.new()
    for words in pages:
        made.add_blank_page(page_size=(595, 842))
        page = made.pages[-1].obj
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        page.Contents = made.make_stream(b"BT /F1 24 Tf 72 700 Td (" + words.encode("cp1252") + b") Tj ET")
    for name, value in extra.items():
        made.Root[f"/{name}"] = value
    return made


def encrypted(*pages: str) -> bytes:
    written = io.BytesIO()
    document(*pages).save(written, encryption=pikepdf.Encryption(owner="secret", user=""))
    return written.getvalue()


def with_script() -> bytes:
    return pdf("Un programme.", OpenAction=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def with_launch() -> bytes:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=Dictionary(S=Name.Launch, F="a"))
    made = document("Un lien.")
    made.pages[0].obj.Annots = Array([link])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def with_attachment() -> bytes:
    made = document("Une pièce jointe.")
    made.attachments["a.txt"] = b"autre fichier"
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()
