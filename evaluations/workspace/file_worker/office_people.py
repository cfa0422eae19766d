"""Whom a DOCX or an XLSX names besides its text: properties, comments, tracked changes, the place it was kept in."""

import re

from lxml import etree
from verdict import Found

_CHANGES = (
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "numberingChange",
    "cellIns",
    "cellDel",
    "cellMerge",
)
_TEXTS = {  # element → (what the content type of its part says, what it tells)
    "creator": ("core-properties", "author"),
    "lastModifiedBy": ("core-properties", "last_modified_by"),
    "Company": ("extended-properties", "company"),
    "Manager": ("extended-properties", "manager"),
    "author": ("comments", "commenter"),
}
_ATTRIBUTES = {  # element → (attribute, what it tells)
    **{name: ("author", "reviser") for name in _CHANGES},
    "comment": ("author", "commenter"),
    "absPath": ("url", "folder"),
    "fileSharing": ("userName", "author"),
    "header": ("userName", "reviser"),
    "userInfo": ("name", "reviser"),
}
_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w+")
TOLD = (*_TEXTS, *_ATTRIBUTES, "person", "lpwstr", "DisplayName")


def told(name: str, element: etree._Element, declared: str) -> Found:
    """``declared``: the content type of the part in which the element stands."""
    words = "".join(element.itertext())
    if name in _TEXTS:
        kind, code = _TEXTS[name]
        return [(code, words)] if kind in declared else []
    if name == "person":  # those who commented, in either program
        return [("commenter", attribute(element, "displayName") or attribute(element, "author"))]
    if name == "DisplayName":  # a shared library's own properties
        return [("property", words)]
    if name == "lpwstr":
        return [("property", words)] if _ADDRESS.search(words) else []
    wanted, code = _ATTRIBUTES[name]
    return [(code, attribute(element, wanted))]


def attribute(element: etree._Element, name: str) -> str:
    """By its local name: the two programs, and the two editions of the standard, have other namespaces."""
    return next((value for key, value in element.items() if etree.QName(key).localname == name), "")
