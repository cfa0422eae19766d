"""Whom a DOCX or an XLSX names besides its text: properties, comments, tracked changes, the place it was kept in."""

import re

from safe_xml import Element
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
BARE = (*_ATTRIBUTES, "person")
WITH_TEXT = (*_TEXTS, "lpwstr", "DisplayName")


def told(element: Element, declared: str) -> Found:
    """``declared``: the content type of the part in which the element stands."""
    if element.name in _TEXTS:
        kind, code = _TEXTS[element.name]
        return [(code, element.text)] if kind in declared else []
    if element.name == "person":  # those who commented, in either program
        return [("commenter", element.attributes.get(key, "")) for key in ("displayName", "author")]
    if element.name == "DisplayName":  # a shared library's own properties
        return [("property", element.text)]
    if element.name == "lpwstr":
        return [("property", element.text)] if _ADDRESS.search(element.text) else []
    wanted, code = _ATTRIBUTES[element.name]
    return [(code, element.attributes.get(wanted, ""))]
