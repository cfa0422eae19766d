"""What an institution offers: its published programmes, each in its latest year, by level of studies."""

from dataclasses import dataclass

from programmes.enums import ProgrammeLevel
from programmes.models import Description

MOST = 60  # programmes shown of each level: the list has them all


@dataclass(frozen=True, slots=True)
class LevelOffer:
    label: str
    count: int
    rows: tuple[Description, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """``institution``: its full name, when it has published a programme."""

    institution: str
    count: int
    levels: tuple[LevelOffer, ...]


def of_institution(public_id: str) -> Offer:
    """One question to the database."""
    latest = Description.objects.latest_published().filter(programme__institution__public_id=public_id)
    rows = list(latest.defer("words").select_related("programme__institution").order_by("title_key", "pk"))
    by_level: dict[str, list[Description]] = {level: [] for level in ProgrammeLevel.values}
    for row in rows:
        by_level[ProgrammeLevel.of(row.kind)].append(row)
    levels = tuple(
        LevelOffer(str(ProgrammeLevel(level).label), len(held), tuple(held[:MOST]))
        for level, held in by_level.items()
        if held
    )
    return Offer(rows[0].programme.institution.full_name if rows else "", len(rows), levels)
