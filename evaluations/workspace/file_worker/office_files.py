"""DOCX and XLSX: what their parts are, refer to and do."""

import io
import posixpath
import re
from pathlib import Path

import office_people
from office_package import Package
from safe_xml import Element, root, walk
from verdict import Found, Wrong

_MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": ("DOCX", "document"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": ("XLSX", "workbook"),
}
# What a part or a relationship may not be, by the words in its name and type.
_FORBIDDEN = (
    ("macros", re.compile("vbaproject|vbadata|macroenabled|macrosheet|keymapcustom|attachedtoolbars")),
    ("activex", re.compile("activex")),
    ("ole", re.compile("oleobject")),
    ("external", re.compile("connections|querytable|externallink|volatiledep|webextension")),
    ("nested", re.compile("afchunk")),
)
_ALLOWED = re.compile(
    r".*[+/]xml$|image/|application/vnd\.openxmlformats-|application/x-font|application/vnd\.ms-office\."
)
_SIGNS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF-", "nested"),
    (b"{\\rtf", "nested"),
    (b"Rar!", "nested"),
    (b"7z\xbc\xaf", "nested"),
    (b"\x7fELF", "nested"),
)
_FIELDS = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|RD)\b", re.IGNORECASE | re.MULTILINE
)
_REACHING_OUT = re.compile(
    r"^[=+@-]?\s*[\w.]+\||(?<![\w.])(?:_xl(?:fn|ws|udf)\.)*(?:WEBSERVICE|IMAGE|RTD|CALL|REGISTER(?:\.ID)?|DDE)\s*\(",
    re.IGNORECASE,
)
_REFUSED = {"altChunk": "nested", "OLEObject": "ole", "ddeLink": "external", "oleLink": "external"}
_FORMULAS = ("f", "definedName")
_ACTS = ("fldSimple", "fldChar", *_REFUSED)
_WORDED_ACTS = ("instrText", *_FORMULAS)


def check(path: str) -> tuple[str, Found]:
    """DOCX or XLSX, and whom it names.

    :raises Wrong: whatever ``Package`` raises; other, odf, presentation, archive, macros, activex, ole, nested,
        external, template, entities.
    """
    return _examined(Package(io.BytesIO(Path(path).read_bytes())), nested=False)


def _examined(package: Package, *, nested: bool) -> tuple[str, Found]:
    if "[Content_Types].xml" not in package.entries:
        raise Wrong(_other_archive(package))
    relations = _relations(package)
    for name in package.entries:
        _refuse_part(package, name)
    kind = _kind(package, relations)
    found: Found = []
    for name in package.entries:
        if package.head(name).startswith(b"PK\x03\x04"):
            found += _chart_data(package, name, relations, nested)
        elif _is_xml(package, name):
            found += _read_part(package, name)
        if _is_image(package, name):
            found += _people_of_image(package, name)
    return kind, found


def _other_archive(package: Package) -> str:
    declared = package.head("mimetype") if "mimetype" in package.entries else b""
    return "odf" if b"opendocument" in declared else "archive"


def _relations(package: Package) -> list[tuple[str, str, str]]:
    """(the part that refers, what for, the part referred to), of those within the package."""
    within = []
    for where in (name for name in package.entries if name.lower().endswith(".rels")):
        folder, file = posixpath.split(where)
        source = posixpath.join(posixpath.dirname(folder), file[:-5])
        for element in walk(package.opener(where), where, ("Relationship",)):
            told = element.attributes.get
            what, target = told("Type", "").rsplit("/", 1)[-1].lower(), told("Target", "")
            if told("TargetMode", "").lower() == "external":
                _refuse_outside(what, target)
                continue
            _refuse_words(what, f"{where} → {target}")
            resolved = posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")
            within.append((source, what, resolved))
    return within


def _refuse_outside(what: str, target: str) -> None:
    """A hyperlink acts only when somebody follows it; everything else is fetched by the program that opens the file."""
    if what != "hyperlink":
        raise Wrong("template" if what == "attachedtemplate" else "external", target)


def _refuse_words(words: str, where: str) -> None:
    for code, pattern in _FORBIDDEN:
        if pattern.search(words):
            raise Wrong(code, where)


def _refuse_part(package: Package, name: str) -> None:
    declared, head = package.type_of(name), package.head(name)
    if name == "[Content_Types].xml":
        return
    if "sheet.binary" in declared:
        raise Wrong("other", name)
    _refuse_words(f"{name} {declared}".lower(), name)
    for sign, code in _SIGNS:
        if head.startswith(sign):
            raise Wrong(code, name)
    program = head.startswith(b"MZ") and b"PE\0\0" in head
    page = re.match(rb"\s*<(!doctype html|html|script)\b", head, re.IGNORECASE)
    if program or page or not _ALLOWED.match(declared):
        raise Wrong("nested", name)


def _kind(package: Package, relations: list[tuple[str, str, str]]) -> str:
    mains = [target for source, what, target in relations if source == "" and what == "officedocument"]
    if len(mains) != 1 or mains[0] not in package.entries:
        raise Wrong("damaged" if mains else "other")
    main = mains[0]
    declared = package.type_of(main)
    if "presentationml" in declared:
        raise Wrong("presentation")
    if declared not in _MAIN:
        raise Wrong("other")
    kind, begins = _MAIN[declared]
    if root(package.opener(main), main) != begins:
        raise Wrong("damaged", main)
    sheets = [target for source, what, target in relations if source == main and what in ("worksheet", "chartsheet")]
    if kind == "XLSX" and (not sheets or not set(sheets) <= package.entries.keys()):
        raise Wrong("damaged", main)
    return kind


def _chart_data(package: Package, name: str, relations: list[tuple[str, str, str]], nested: bool) -> Found:
    """The workbook behind a chart is looked at like any other; every other file within the file is refused."""
    charts = {target for source, what, target in relations if what == "package" and "/charts/" in source}
    if nested or name not in charts:
        raise Wrong("nested", name)
    kind, found = _examined(Package(io.BytesIO(package.read(name)), package.left), nested=True)
    if kind != "XLSX":
        raise Wrong("nested", name)
    return found


def _is_xml(package: Package, name: str) -> bool:
    return package.type_of(name).endswith("xml") or name.lower().endswith((".xml", ".rels", ".vml"))


def _is_image(package: Package, name: str) -> bool:
    return package.type_of(name).startswith("image/")


def _people_of_image(package: Package, name: str) -> Found:
    import embedded_images  # noqa: PLC0415  (a document without images does without Pillow)

    with package.opener(name)() as part:
        return embedded_images.people(part.read(embedded_images.AT_MOST), name)


def _read_part(package: Package, name: str) -> Found:
    declared, found, fields = package.type_of(name), [], []
    bare, with_text = (*_ACTS, *office_people.BARE), (*_WORDED_ACTS, *office_people.WITH_TEXT)
    for element in walk(package.opener(name), name, bare, with_text):
        if element.name not in _ACTS + _WORDED_ACTS:
            found += office_people.told(element, declared)
        elif code := _refused(element):
            raise Wrong(code, name)
        else:
            fields.append(_instruction(element))
    instructions = "".join(fields)
    if _FIELDS.search(instructions) or "DDEAUTO" in instructions.upper():
        raise Wrong("external", name)
    return found


def _refused(element: Element) -> str:
    formula = element.name in _FORMULAS and _REACHING_OUT.search(re.sub('"[^"]*"', '""', element.text))
    return "external" if formula else _REFUSED.get(element.name, "")


def _instruction(element: Element) -> str:
    """What the element adds to the instructions of fields: a field begins a line, its runs follow one another."""
    if element.name == "instrText":
        return element.text
    if element.name == "fldSimple":
        return f"\n{element.attributes.get('instr', '')}\n"
    return "\n" if element.attributes.get("fldCharType") == "begin" else ""
