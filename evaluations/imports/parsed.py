"""What an import gives back."""

from dataclasses import dataclass

from evaluations.content import ReportReading
from evaluations.definition import FrameworkDefinition


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A report read from a file, and how much of the file was understood.

    ``coverage``: share of the characters of the source, blanks apart, that have their place in the reading or in
    the notice. ``unplaced``: the other paragraphs (line, text); the reading keeps their text in its annex.
    ``notice``: what the archive that delivered the file says of it: title, citation, submitted_on, hal_id.
    ``verified``: whether the fingerprint printed in a file of ours is that of what was read; ``None`` for others.
    """

    reading: ReportReading
    framework: FrameworkDefinition
    coverage: float
    unplaced: list[tuple[int, str]]
    notice: dict[str, str]
    warnings: list[str]  # sentences for whoever imports
    verified: bool | None = None
