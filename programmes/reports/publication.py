"""What is published of a programme: its years, and the document of one of them. Drafts are not looked at here."""

from dataclasses import dataclass

from programmes.description import ProgrammeDescription
from programmes.models import Description, DescriptionRevision
from programmes.reports import sheet
from programmes.reports.parts import Sheet


@dataclass(frozen=True, slots=True)
class Published:
    """A year of a programme that everybody may read. ``years``: all such years of it, the newest first."""

    description: Description
    revision: DescriptionRevision
    years: tuple[str, ...]

    @property
    def content(self) -> ProgrammeDescription:
        return self.revision.content

    @property
    def sheet(self) -> Sheet:
        """In the language that is spoken now."""
        return sheet.read(self.content)

    @property
    def key(self) -> str:
        """« 7h2kq9wz4mtx:2024-2025 »: how addresses name it."""
        return f"{self.description.programme.public_id}:{self.description.year}"

    @property
    def is_latest(self) -> bool:
        return self.description.year == self.years[0]


def published(public_id: str, year: str = "") -> Published | None:
    """That year of a programme, or without one its latest; nothing where it is not published. Two questions to the
    database, one where nothing is published."""
    rows = Description.objects.published().of_programme(public_id).newest_first()
    described = list(rows.defer("words").select_related("programme__institution"))
    found = next((row for row in described if not year or row.year == year), None)
    if found is None:
        return None
    revision = DescriptionRevision.objects.get(description=found, revision=found.published_revision)
    return Published(found, revision, tuple(row.year for row in described))


def of_key(key: str) -> Published | None:
    """Of « 7h2kq9wz4mtx:2024-2025 », or of a programme alone, whose latest year is meant."""
    public_id, _colon, year = key.partition(":")
    return published(public_id, year) if "\0" not in key else None
