"""Documents: plain data (what YAML or JSON gives) read into frozen dataclasses whose fields are the file format.

Reader().record(Part, document)      every problem met stands in ``problems``, with its path
as_plain(record)                     the document again, canonical
yaml_files.read(path) -> object      raises DocumentInvalid
"""

from evalprog.documents.problems import NBSP, DocumentInvalid, Problem
from evalprog.documents.reading import REPEATABLE, Place, Reader, keys_of, only_for, quoted, unique
from evalprog.documents.rules import Code, Day, Email, Instant, Key, Label, Line, Mark, Prose, Rule
from evalprog.documents.writing import as_plain

__all__ = [
    "NBSP",
    "REPEATABLE",
    "Code",
    "Day",
    "DocumentInvalid",
    "Email",
    "Instant",
    "Key",
    "Label",
    "Line",
    "Mark",
    "Place",
    "Problem",
    "Prose",
    "Reader",
    "Rule",
    "as_plain",
    "keys_of",
    "only_for",
    "quoted",
    "unique",
]
