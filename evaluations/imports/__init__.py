"""Published reports, read back from their files. Nothing here touches the database.

read_source(path) -> Source                      the file as lines, or a refusal
parse_report(source, frameworks) -> ParsedReport what the report says, and how much of the file was understood
"""

from evaluations.imports.parsed import ParsedReport
from evaluations.imports.refusal import ImportRefused
from evaluations.imports.report import parse_report
from evaluations.imports.sources import Source, read_source, source_from_bytes

__all__ = ["ImportRefused", "ParsedReport", "Source", "parse_report", "read_source", "source_from_bytes"]
