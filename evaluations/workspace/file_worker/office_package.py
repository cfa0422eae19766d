"""The ZIP that holds a document: its names, its sizes, its layout and its parts, before any of them is understood."""

import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from typing import BinaryIO

from safe_xml import walk
from verdict import Wrong

ENTRIES = 5_000
UNPACKED = 200_000_000  # bytes of all parts together
RATIO = 200  # of a part that unpacks to more than a megabyte
_SMALL = 1_000_000
_DESCRIPTOR = 24  # bytes that may follow a part, to repeat its sizes
_CHUNK = 1 << 16
_DRIVE = re.compile("[A-Za-z]:")


class Package:
    """Every part can be read to its end, and nothing lies between them."""

    def __init__(self, file: BinaryIO, budget: int = UNPACKED) -> None:
        """:raises Wrong: encrypted, damaged, bomb, path, duplicate or polyglot."""
        try:
            self._archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            raise Wrong("damaged") from error
        entries = self._archive.infolist()
        _check_entries(entries, budget)
        _check_layout(self._archive, entries, file)
        self.entries = {entry.filename: entry for entry in entries if not entry.is_dir()}
        self.left = budget - sum(entry.file_size for entry in entries)
        self._heads = {name: self._head(name) for name in self.entries}
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        if "[Content_Types].xml" in self.entries:
            self._read_types()

    def opener(self, name: str) -> Callable[[], BinaryIO]:
        return lambda: self._archive.open(self.entries[name])

    def read(self, name: str) -> bytes:
        return self._archive.read(self.entries[name])

    def head(self, name: str) -> bytes:
        return self._heads[name]

    def type_of(self, name: str) -> str:
        """The content type that the package declares for a part, in small letters; empty when it declares none."""
        suffix = name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()
        return self._overrides.get(f"/{name.lower()}") or self._defaults.get(suffix, "")

    def _head(self, name: str) -> bytes:
        """The part's first bytes; it is read whole, for its check sum."""
        try:
            with self._archive.open(self.entries[name]) as part:
                head = part.read(_CHUNK)
                while part.read(_CHUNK):
                    pass
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, zlib.error, struct.error) as error:
            raise Wrong("damaged", name) from error
        return head[:1024]

    def _read_types(self) -> None:
        where = "[Content_Types].xml"
        for name, element in walk(self.opener(where), ("Default", "Override"), where):
            declared = element.get("ContentType", "").lower()
            if name == "Default":
                self._defaults[element.get("Extension", "").lower()] = declared
            else:
                self._overrides[element.get("PartName", "").lower()] = declared


def _check_entries(entries: list[zipfile.ZipInfo], budget: int) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Wrong("encrypted")
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > budget:
        raise Wrong("bomb")
    names = Counter(entry.orig_filename.casefold() for entry in entries)
    for entry in entries:
        _check_name(entry)
        if entry.file_size > _SMALL and entry.file_size > RATIO * entry.compress_size:
            raise Wrong("bomb", entry.filename)
        if names[entry.orig_filename.casefold()] > 1:
            raise Wrong("duplicate", entry.filename)


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    parts = name.removesuffix("/").split("/")
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if link or (entry.is_dir() and entry.file_size) or {"", ".", ".."} & set(parts) or set("\\\0") & set(name) or _DRIVE.match(name):
        raise Wrong("path", name.replace("\0", "?"))


def _check_layout(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], file: BinaryIO) -> None:
    """One part after the other from the first byte, then the list of them, then nothing."""
    at = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        begin = entry.header_offset
        if begin < at:
            raise Wrong("bomb", entry.filename)  # the same bytes are unpacked more than once
        if begin > at + (_DESCRIPTOR if at else 0):
            raise Wrong("polyglot")
        file.seek(begin + 26)
        at = begin + 30 + sum(struct.unpack("<HH", file.read(4))) + entry.compress_size
    file.seek(-22, 2)
    if archive.start_dir > at + _DESCRIPTOR or file.read(4) != b"PK\x05\x06" or archive.comment:
        raise Wrong("polyglot")
    file.seek(0)
    if b"%PDF-" in file.read(1024):
        raise Wrong("polyglot")
