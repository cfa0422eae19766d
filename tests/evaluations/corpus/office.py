"""DOCX and XLSX: whole, broken, locked, acting, reaching out, and naming somebody."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from functools import partial

from docx.shared import Mm
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage

from evaluations.enums import FileKind
from tests.evaluations.corpus.case import Case
from tests.evaluations.corpus.images import image
from tests.evaluations.corpus.packages import (
    APP,
    CORE,
    MAIN,
    OFFICE,
    SHEET,
    WORD,
    document,
    fields,
    formula,
    in_body,
    parts,
    plain,
    replaced,
    with_parts,
    with_relation,
    without,
    workbook,
    zipped,
)

DOCX, XLSX = FileKind.DOCX, FileKind.XLSX
KINDS = {"docx": DOCX, "xlsx": XLSX}
DAMAGED = "Ce fichier est endommagé ou incomplet"
MACROS = "Ce document contient des macros ("
ACTIVEX = "Ce document contient un contrôle ActiveX ("
OBJECT = "Ce document contient un objet d’un autre logiciel ("
WITHIN = "Ce document contient un autre fichier ("
OUTSIDE = "Ce document va chercher des données ailleurs ("
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
MACRO_WORDS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Sub AutoOpen"
DTD = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;">]>'


def cases() -> Iterator[Case]:
    yield from _whole()
    yield from _broken()
    yield from _acting()
    yield from _reaching_out()
    yield from _declaring()
    yield from _naming()


def _whole() -> Iterator[Case]:
    for kind, taken in KINDS.items():
        yield Case(kind, partial(plain, kind), taken)
        yield Case(f"{kind}-stored", lambda kind=kind: zipped(parts(plain(kind)), zipfile.ZIP_STORED), taken)
        lie = f"Le nom finissait par « .pdf », le contenu est autre : le fichier s’appelle « a.{kind} »."
        yield Case(f"{kind}-named-pdf", partial(plain, kind), taken, "a.pdf", (lie,))
        link = partial(with_relation, plain(kind), "hyperlink", "https://example.org/")
        yield Case(f"{kind}-link", link, taken)
        folders = lambda kind=kind: zipped([("word/", b""), *parts(plain(kind)).items()])  # noqa: E731
        yield Case(f"{kind}-with-folders", folders, taken)
    lie = "Le nom finissait par « .xlsx », le contenu est autre : le fichier s’appelle « a.docx »."
    yield Case("docx-named-xlsx", partial(plain, "docx"), DOCX, "a.xlsx", (lie,))
    picture = lambda made: made.add_picture(io.BytesIO(image("PNG")), Mm(30))  # noqa: E731
    yield Case("docx-picture", lambda: document(picture), DOCX)
    yield Case("docx-500-paragraphs", lambda: document(lambda made: [made.add_paragraph("Oui.") for _n in range(500)]), DOCX)
    yield Case("docx-field", lambda: fields("PAGE"), DOCX)
    yield Case("docx-date-field", lambda: in_body('<w:fldSimple w:instr="DATE"/>'), DOCX)
    yield Case("docx-spoken-dde", lambda: in_body("<w:r><w:t>DDEAUTO</w:t></w:r>"), DOCX)
    yield Case("docx-strict-types", lambda: _strict("docx"), DOCX)
    yield Case("xlsx-20000-rows", lambda: workbook(lambda book: [book.active.append((n, n * n)) for n in range(20_000)]), XLSX)
    yield Case("xlsx-chart", lambda: workbook(_chart), XLSX)
    yield Case("xlsx-picture", lambda: workbook(_picture), XLSX)
    yield Case("xlsx-two-sheets", lambda: workbook(lambda book: book.create_sheet("Suite")), XLSX)
    yield Case("xlsx-speaking-of-calls", lambda: formula('IF(B2&gt;1,"CALL(1)","WEBSERVICE(2)")'), XLSX)
    yield Case("docx-chart-with-its-workbook", lambda: _with_chart(plain("xlsx")), DOCX)


def _broken() -> Iterator[Case]:
    for kind, main in MAIN.items():
        whole = plain(kind)
        for part in (1, 40, 80, 99):
            yield Case(f"{kind}-cut-at-{part}", lambda d=whole, p=part: d[: len(d) * p // 100], DAMAGED)
        yield Case(f"{kind}-altered", lambda d=whole: _altered(d), DAMAGED)
        yield Case(f"{kind}-main-part-gone", partial(without, whole, main), DAMAGED)
        yield Case(f"{kind}-not-well-formed", partial(replaced, whole, main, "</", "<"), DAMAGED)
        yield Case(f"{kind}-main-part-empty", lambda d=whole, m=main: zipped(parts(d) | {m: b""}), DAMAGED)
        yield Case(f"{kind}-another-root", lambda d=whole, m=main: zipped(parts(d) | {m: b"<svg/>"}), DAMAGED)
        other = "Ce fichier de bureautique n’est pas d’un format admis ici : "
        yield Case(f"{kind}-no-relations", partial(without, whole, "_rels/.rels"), other)
    yield Case("xlsx-sheet-gone", partial(without, plain("xlsx"), "xl/worksheets/sheet1.xml"), DAMAGED)
    yield Case("zip-sign-only", lambda: b"PK\x03\x04", DAMAGED)


def _acting() -> Iterator[Case]:
    for kind, folder in {"docx": "word", "xlsx": "xl"}.items():
        whole = plain(kind)
        project = (f"{folder}/vbaProject.bin", MACRO_WORDS, "application/vnd.ms-office.vbaProject")
        yield Case(f"{kind}-macros", partial(with_parts, whole, a=project), MACROS)
        yield Case(f"{kind}-hidden-macros", partial(with_parts, whole, a=(project[0], MACRO_WORDS, "")), MACROS)
        disguised = (f"{folder}/media/a.png", MACRO_WORDS, "image/png")
        yield Case(f"{kind}-disguised-macros", partial(with_parts, whole, a=disguised), OBJECT)
        relation = partial(with_relation, whole, "vbaProject", "other.bin", external=False)
        yield Case(f"{kind}-relation-to-macros", relation, MACROS)
        control = (f"{folder}/activeX/activeX1.xml", b"<a/>", "application/vnd.ms-office.activeX+xml")
        yield Case(f"{kind}-activex", partial(with_parts, whole, a=control), ACTIVEX)
        thing = "application/vnd.openxmlformats-officedocument.oleObject"
        yield Case(f"{kind}-object", partial(with_parts, whole, a=(f"{folder}/embeddings/o1.bin", OLE, thing)), OBJECT)
        for label, name, data, declared in (
            ("program", "a.exe", b"MZ" + b"\0" * 60 + b"PE\0\0", "application/octet-stream"),
            ("undeclared", "a.txt", b"un texte", ""),
            ("pdf", "a.pdf", b"%PDF-1.7", "application/pdf"),
            ("html", "a.html", b"<html>", "text/html"),
            ("html-as-image", "a.png", b"<html><script>", "image/png"),
            ("zip-as-image", "a.png", zipped({"a": b"a"}), "image/png"),
            ("document", "embeddings/a.docx", plain("docx"), DOCX.content_type),
            ("workbook", "embeddings/a.xlsx", plain("xlsx"), XLSX.content_type),
        ):
            added = (f"{folder}/{name}", data, declared)
            yield Case(f"{kind}-within-{label}", partial(with_parts, whole, a=added), WITHIN)
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    yield Case("docm", lambda: _as_type("docx", macro), MACROS, "a.docx")
    yield Case("dotm", lambda: _as_type("docx", macro.replace("document", "template")), MACROS)
    yield Case("xlsm", lambda: _as_type("xlsx", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"), MACROS, "a.xlsx")
    sheet = ("xl/macrosheets/sheet1.xml", b"<a/>", "application/vnd.ms-excel.macrosheet+xml")
    yield Case("xlsx-sheet-of-macros", lambda: with_parts(plain("xlsx"), a=sheet), MACROS)
    keys = ("word/customizations.xml", b"<a/>", "application/vnd.ms-word.keyMapCustomizations+xml")
    yield Case("docx-keys", lambda: with_parts(plain("docx"), a=keys), MACROS)
    drawn = '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/></w:object></w:r>'
    yield Case("docx-drawn-object", lambda: in_body(drawn), OBJECT)
    chunk = partial(with_relation, plain("docx"), "aFChunk", "a.html", external=False)
    yield Case("docx-chunk", chunk, WITHIN)
    yield Case("docx-chart-with-macros-behind", lambda: _with_chart(_with_macros()), MACROS)
    yield Case("docx-chart-with-document-behind", lambda: _with_chart(plain("docx")), WITHIN)
    yield Case("docx-chart-with-chart-behind", lambda: _with_chart(_with_chart(plain("xlsx"))), WITHIN)


def _reaching_out() -> Iterator[Case]:
    for kind in KINDS:
        for what in ("image", "oleObject", "externalLinkPath", "frame", "subDocument", "video"):
            away = partial(with_relation, plain(kind), what, "https://example.org/a")
            yield Case(f"{kind}-outside-{what}", away, OUTSIDE)
    template = "Ce document dépend d’un modèle placé ailleurs ("
    settings = partial(with_relation, plain("docx"), "attachedTemplate", of="word/settings.xml")
    yield Case("docx-remote-template", lambda: settings("https://example.org/a.dotm"), template)
    yield Case("docx-shared-template", lambda: settings("file:///\\\\serveur\\a.dotx"), template)
    for words in ('DDEAUTO c:\\\\windows\\\\calc.exe "/c"', "DDE Excel a", 'INCLUDEPICTURE "http://e.org/a"', "INCLUDETEXT a"):
        yield Case(f"docx-field-{words.split()[0].lower()}", partial(fields, words), OUTSIDE)
    yield Case("docx-field-in-pieces", lambda: fields("D", "DEA", "UTO calc"), OUTSIDE)
    yield Case("docx-field-in-small-letters", lambda: fields(" ddeauto calc"), OUTSIDE)
    yield Case("docx-simple-field", lambda: in_body('<w:fldSimple w:instr="DDEAUTO calc"/>'), OUTSIDE)
    for words in ("cmd|'/c calc'!A0", 'WEBSERVICE("http://e.org")', '_xlfn.IMAGE("http://e.org")', 'RTD("a",,"b")', "CALL(1)"):
        yield Case(f"xlsx-formula-{words[:9]}", partial(formula, words), OUTSIDE)
    spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    for name, declared in (
        ("connections.xml", "connections+xml"),
        ("queryTables/q1.xml", "queryTable+xml"),
        ("externalLinks/e1.xml", "externalLink+xml"),
        ("volatileDependencies.xml", "volatileDependencies+xml"),
    ):
        added = (f"xl/{name}", f'<a xmlns="{SHEET}"/>'.encode(), spreadsheet + declared)
        yield Case(f"xlsx-{declared}", partial(with_parts, plain("xlsx"), a=added), OUTSIDE)
    hidden = ("xl/worksheets/b.xml", f'<a xmlns="{SHEET}"><ddeLink/></a>'.encode(), "application/xml")
    yield Case("xlsx-dde-link", lambda: with_parts(plain("xlsx"), a=hidden), OUTSIDE)
    panes = ("word/webextensions/taskpanes.xml", b"<a/>", "application/vnd.ms-office.webextensiontaskpanes+xml")
    yield Case("docx-extension", lambda: with_parts(plain("docx"), a=panes), OUTSIDE)


def _declaring() -> Iterator[Case]:
    declared = "Ce document contient une déclaration XML interdite ("
    for kind, main in MAIN.items():
        for label, words in {"entity": DTD, "laughs": LAUGHS, "outside": '<!DOCTYPE a SYSTEM "http://e.org/a.dtd">'}.items():
            yield Case(f"{kind}-{label}", lambda k=kind, m=main, w=words: _with_prolog(k, m, w), declared)
        for part in ("[Content_Types].xml", "_rels/.rels", CORE):
            yield Case(f"{kind}-entity-in-{part}", lambda k=kind, p=part: _with_prolog(k, p, DTD), declared)
    wide = (CORE, f'<?xml version="1.0" encoding="UTF-16"?>{DTD}<a>&b;</a>'.encode("utf-16"))
    yield Case("docx-entity-in-utf-16", lambda: zipped(parts(plain("docx")) | dict([wide])), declared)


def _naming() -> Iterator[Case]:
    author = "Le fichier nomme son auteur : « Marie Curie »."
    last = "Le fichier nomme qui l’a modifié en dernier : « Jean Perrin »."
    yield Case("docx-author", lambda: document(_signed), DOCX, notices=(author, last))
    yield Case("xlsx-author", lambda: workbook(_signed_book), XLSX, notices=(author, last))
    company = ("Le fichier nomme un responsable : « Paul ».", "Le fichier nomme un organisme : « Université ».")
    said = "<Manager>Paul</Manager><Company>Université</Company>"
    for kind, taken in KINDS.items():
        yield Case(f"{kind}-company", partial(_in_app, kind, said), taken, notices=company)
    commented = ("Des commentaires ou des annotations portent un nom : « Jean Perrin ».",)
    yield Case("docx-comment", lambda: document(_commented), DOCX, notices=commented)
    yield Case("xlsx-comment", lambda: workbook(_commented_cell), XLSX, notices=commented)
    person = ("xl/persons/person.xml", f'<personList xmlns="{SHEET}"><person displayName="Jean Perrin"/></personList>'.encode())
    threaded = lambda: with_parts(plain("xlsx"), a=(*person, "application/vnd.ms-excel.person+xml"))  # noqa: E731
    yield Case("xlsx-threaded-comment", threaded, XLSX, notices=commented)
    people = f'<w:people xmlns:w="{WORD}"><w:person w:author="Jean Perrin"/></w:people>'.encode()
    listed = ("word/people.xml", people, "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml")
    yield Case("docx-people", lambda: with_parts(plain("docx"), a=listed), DOCX, notices=commented)
    tracked = "Des modifications suivies portent un nom : "
    names = [f"Relecteur {n}" for n in range(1, 8)]
    changes = "".join(f'<w:ins w:id="{n}" w:author="{name}"><w:r/></w:ins>' for n, name in enumerate(names))
    shown = ", ".join(f"« {name} »" for name in names[:5])
    yield Case("docx-changes", lambda: in_body(changes), DOCX, notices=(f"{tracked}{shown} et 2 de plus.",))
    deleted = '<w:del w:id="1" w:author="Paul"><w:r><w:delText>a</w:delText></w:r></w:del>'
    yield Case("docx-deletion", lambda: in_body(deleted), DOCX, notices=(f"{tracked}« Paul ».",))
    path = '<x15ac:absPath xmlns:x15ac="urn:x" url="C:\\Users\\mcurie\\"/><sheets>'
    kept = ("Le fichier dit dans quel dossier il était rangé : « C:\\Users\\mcurie\\ ».",)
    yield Case("xlsx-folder", lambda: replaced(plain("xlsx"), MAIN["xlsx"], "<sheets>", path), XLSX, notices=kept)
    properties = b'<Properties><property><lpwstr>marie@example.org</lpwstr></property><property><lpwstr>a</lpwstr></property></Properties>'
    custom = ("docProps/custom.xml", properties, "application/vnd.openxmlformats-officedocument.custom-properties+xml")
    mail = ("Une propriété du fichier peut nommer une personne : « marie@example.org ».",)
    yield Case("docx-label", lambda: with_parts(plain("docx"), a=custom), DOCX, notices=mail)
    behind = lambda: _with_chart(workbook(_signed_book))  # noqa: E731
    yield Case("docx-chart-naming-somebody", behind, DOCX, notices=(author, last))


def _altered(data: bytes) -> bytes:
    """One bit of the largest part, in the middle."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        largest = max(archive.infolist(), key=lambda entry: entry.compress_size)
    at = largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2
    return data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]


def _as_type(kind: str, declared: str) -> bytes:
    standing = KINDS[kind].content_type + ".main+xml"
    return replaced(plain(kind), "[Content_Types].xml", standing, declared)


def _strict(kind: str) -> bytes:
    """Relationships of the standard's other edition."""
    return replaced(plain(kind), "_rels/.rels", OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")


def _with_prolog(kind: str, part: str, words: str) -> bytes:
    entries = parts(plain(kind))
    before, mark, after = entries[part].partition(b"?>")
    entries[part] = before + mark + words.encode() + after if mark else words.encode() + before
    return zipped(entries)


def _in_app(kind: str, words: str) -> bytes:
    entries = parts(plain(kind))
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return zipped(entries | {APP: f'<Properties xmlns="{space}">{words}</Properties>'.encode()})


def _with_chart(behind: bytes) -> bytes:
    """A document with a chart, or rather what of it matters: the part, and the workbook that it refers to."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    chart = ("word/charts/chart1.xml", f'<c:chart xmlns:c="{space}"/>'.encode(), "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")
    made = with_parts(plain("docx"), a=chart, b=("word/embeddings/b1.xlsx", behind, XLSX.content_type))
    return with_relation(made, "package", "../embeddings/b1.xlsx", of="word/charts/chart1.xml", external=False)


def _with_macros() -> bytes:
    return with_parts(plain("xlsx"), a=("xl/vbaProject.bin", MACRO_WORDS, "application/vnd.ms-office.vbaProject"))


def _chart(book) -> None:
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.active.add_chart(chart, "D2")


def _picture(book) -> None:
    book.active.add_image(SheetImage(io.BytesIO(image("PNG"))), "D2")


def _signed(made) -> None:
    made.core_properties.author, made.core_properties.last_modified_by = "Marie Curie", "Jean Perrin"
    made.core_properties.created = dt.datetime(2026, 1, 2)


def _signed_book(book) -> None:
    book.properties.creator, book.properties.lastModifiedBy = "Marie Curie", "Jean Perrin"


def _commented(made) -> None:
    made.add_comment(made.paragraphs[0].runs, text="À revoir", author="Jean Perrin")


def _commented_cell(book) -> None:
    book.active["A1"].comment = Comment("À revoir", "Jean Perrin")
