"""Documents and workbooks as their real writers make them, and the same with one thing changed."""

import io
import zipfile
from collections.abc import Callable, Iterable
from functools import cache

import docx
import openpyxl

CORE, APP = "docProps/core.xml", "docProps/app.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


@cache
def plain(kind: str) -> bytes:
    return document() if kind == "docx" else workbook()


def document(change: Callable | None = None) -> bytes:
    """One that names nobody, with a title, a table and a link. ``change`` is given the writer's own document."""
    made, written = docx.Document(), io.BytesIO()
    made.core_properties.author = made.core_properties.last_modified_by = made.core_properties.comments = ""
    made.add_heading("Réponse de l’établissement")
    made.add_paragraph("Le taux est de 42 %.")
    made.add_table(2, 2)
    if change:
        change(made)
    made.save(written)
    return written.getvalue()


def workbook(change: Callable | None = None) -> bytes:
    made, written = openpyxl.Workbook(), io.BytesIO()
    made.properties.creator = None
    for row in (("Année", "Inscrits"), (2025, 42), (2026, 51), ("Total", "=SUM(B2:B3)")):
        made.active.append(row)
    if change:
        change(made)
    made.save(written)
    return written.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(entries: dict[str, bytes] | Iterable[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, data in entries.items() if isinstance(entries, dict) else entries:
            archive.writestr(name, data)
    return written.getvalue()


def with_parts(data: bytes, **added: tuple[str, bytes, str]) -> bytes:
    """``added``: (name, bytes, content type) by any label; an empty content type declares none."""
    entries = parts(data)
    for name, content, declared in added.values():
        entries[name] = content
        if declared:
            entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(
                b"</Types>", f'<Override PartName="/{name}" ContentType="{declared}"/></Types>'.encode()
            )
    return zipped(entries)


def with_relation(data: bytes, what: str, target: str, *, of: str = "", external: bool = True) -> bytes:
    """One more relationship of the main part, or of another."""
    entries = parts(data)
    of = of or next(name for name in MAIN.values() if name in entries)
    folder, _, file = of.rpartition("/")
    where, mode = f"{folder}/_rels/{file}.rels", ' TargetMode="External"' if external else ""
    relation = f'<Relationship Id="rIdX" Type="{OFFICE}/{what}" Target="{target}"{mode}/></Relationships>'
    standing = entries.get(where, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
    entries[where] = standing.replace(b"</Relationships>", relation.encode())
    return zipped(entries)


def replaced(data: bytes, part: str, old: str, new: str) -> bytes:
    """One text of a part for another, once. What is not there is a mistake of the corpus."""
    entries = parts(data)
    assert old.encode() in entries[part], (part, old, entries[part][:3000])
    entries[part] = entries[part].replace(old.encode(), new.encode(), 1)
    return zipped(entries)


def without(data: bytes, part: str) -> bytes:
    entries = parts(data)
    del entries[part]
    return zipped(entries)


def in_body(words: str) -> bytes:
    """A paragraph in front of a document."""
    return replaced(plain("docx"), MAIN["docx"], "<w:body>", f"<w:body><w:p>{words}</w:p>")


def fields(*instructions: str) -> bytes:
    """One field whose instruction is cut into so many runs."""
    runs = "".join(f"<w:r><w:instrText>{words}</w:instrText></w:r>" for words in instructions)
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return in_body(mark.format("begin") + runs + mark.format("end"))


def formula(words: str) -> bytes:
    return replaced(plain("xlsx"), "xl/worksheets/sheet1.xml", "SUM(B2:B3)", words)
