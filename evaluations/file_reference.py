"""The reference that the agency gives to a file, and what it says.

Two forms are known. Hcéres, from 2015: « C2018-EV-0601223D-DEF-LP180015334-020817-RT »: wave and first year of the
contract, operation, UAI code of the institution, department, kind of diploma with the contract year (two digits) and
the number of the file, sequence, and a suffix whose meaning is not documented. AERES: « S3LP130004915 »: section,
kind of diploma, contract year and number.
"""

import re
from dataclasses import dataclass

from programmes.identifiers import is_uai

_FILE = r"(?P<diploma_kind>[A-Z]{2})(?P<contract_year>\d{2})(?P<file_number>\d{7})"
_HCERES = re.compile(
    r"(?P<wave>[A-Z])(?P<year>\d{4})-(?P<operation>[A-Z]{2})-(?P<uai>\d{7}[A-Z])-(?P<department>[A-Z]{2,5})"
    rf"-{_FILE}(?:-(?P<sequence>\d{{6}}))?(?:-(?P<suffix>[A-Z]{{1,3}}))?"
)
_AERES = re.compile(rf"(?P<department>S\d){_FILE}")
_ANYWHERE = re.compile(rf"\b(?:{re.sub(r'[(][?]P<[a-z_]+>', '(?:', _HCERES.pattern)}|S\d[A-Z]{{2}}\d{{9}})\b")


@dataclass(frozen=True, slots=True)
class FileReference:
    """The parts of a reference; empty where the form of the reference has none."""

    diploma_kind: str  # LP, MA, LI …
    contract_year: int  # four digits
    file_number: str
    department: str  # DEF, or the section (S3) of an AERES reference
    wave: str = ""
    year: int | None = None  # first year of the contract
    operation: str = ""
    uai: str = ""
    sequence: str = ""
    suffix: str = ""

    @property
    def has_valid_uai(self) -> bool:
        return is_uai(self.uai)


def parse_file_reference(text: str) -> FileReference | None:
    """The parts of a reference of either form; None for anything else.

    >>> parse_file_reference("S3LP130004915").file_number
    '0004915'
    """
    found = _HCERES.fullmatch(text.strip()) or _AERES.fullmatch(text.strip())
    if found is None:
        return None
    parts = {name: value or "" for name, value in found.groupdict().items()}
    year = parts.pop("year", "")
    contract_year = 2000 + int(parts.pop("contract_year"))
    return FileReference(**parts, contract_year=contract_year, year=int(year) if year else None)


def find_file_reference(text: str) -> str:
    """The first reference that stands in a text, or nothing."""
    found = _ANYWHERE.search(text)
    return found.group() if found else ""
