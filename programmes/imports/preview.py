"""What a page shows of a file before it is written: for each programme what it holds and what would change.

preview(taken) -> Preview        the rows that change first; beyond those shown, titles alone
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from evalprog.documents.differences import Change, Difference, differences
from evalprog.documents.editing import Document
from programmes.description import ProgrammeDescription, as_document
from programmes.description.editing import DESCRIPTION
from programmes.forms.description_words import WORDS
from programmes.imports.parsed import Noted
from programmes.imports.taking_in import Taken
from programmes.imports.telling import warnings_of
from programmes.models import DescriptionRevision

SHOWN, NAMED = 100, 2_000  # programmes shown, and those named below them
_MOST_CHANGES = 20  # told of one programme


@dataclass(frozen=True, slots=True)
class Row:
    """``changes``: sentences, of a year that was described before; ``more_changes``: how many are not told."""

    taken: Taken
    noted: list[Noted]
    changes: list[str]
    more_changes: int

    @property
    def content(self) -> ProgrammeDescription:
        return self.taken.content

    @property
    def state(self) -> str:
        return state_of(self.taken)

    @property
    def groups(self) -> int:
        return sum(1 for group in self.content.groups for _each in group.walk())

    @property
    def courses(self) -> int:
        """Each once, however many groups have it."""
        return len({course.code for course in self.content.all_courses()})

    @property
    def outcomes(self) -> int:
        return sum(1 for _outcome in self.content.all_outcomes())

    @property
    def computed_credits(self) -> Decimal | None:
        """What its groups are worth together, if there are any."""
        return self.content.computed_credits if self.content.groups else None


@dataclass(frozen=True, slots=True)
class Preview:
    """``counts``: by state. ``others``: those that are only named; ``more``: those that are not even that."""

    rows: list[Row]
    others: list[Taken]
    more: int
    count: int
    counts: dict[str, int]

    @property
    def changes_nothing(self) -> bool:
        return self.counts.get("unchanged", 0) == self.count


def preview(taken: list[Taken]) -> Preview:
    ordered = sorted(taken, key=lambda each: not each.does_something)
    shown, others = ordered[:SHOWN], ordered[SHOWN:]
    standing = _standing(shown)
    rows = [
        _row(each, noted, standing.get(each.description.pk))
        for each, noted in zip(shown, warnings_of(shown), strict=True)
    ]
    counts = Counter(state_of(each) for each in taken)
    return Preview(rows, others[:NAMED], len(others[NAMED:]), len(taken), dict(counts))


def state_of(taken: Taken) -> str:
    if taken.creates_programme:
        return "programme"
    if taken.is_new:
        return "year"
    if taken.is_taken_back:
        return "back"
    return "changed" if taken.is_changed else "unchanged"


def _row(taken: Taken, noted: list[Noted], standing: Document | None) -> Row:
    found = differences(DESCRIPTION, standing, as_document(taken.content)) if standing is not None else []
    told = [_told(difference) for difference in found[:_MOST_CHANGES]]
    return Row(taken, noted, told, max(0, len(found) - _MOST_CHANGES))


def _standing(taken: Iterable[Taken]) -> dict[int, Document]:
    """What stands of those that would change, by key of the description."""
    keys = [each.description.pk for each in taken if state_of(each) in ("changed", "back")]
    last = DescriptionRevision.objects.filter(description__in=keys, revision=F("description__revision"))
    return dict(last.order_by("pk").values_list("description_id", "document")) if keys else {}


def _told(difference: Difference) -> str:
    """« Modifié : Cours « Droit » › Crédits, 5 → 6 »."""
    words = {
        Change.ADDED: _("Ajouté : %(what)s"),
        Change.REMOVED: _("Retiré : %(what)s"),
        Change.CHANGED: _("Modifié : %(what)s"),
        Change.MOVED: _("Déplacé : %(what)s"),
    }
    return words[difference.change] % {"what": "".join(_named(difference))}


def _named(difference: Difference) -> Iterator[str]:
    spot, name = difference.spot, difference.name
    if spot.path:
        yield WORDS.named(spot)
    if not name:
        return
    yield f"{' › ' if spot.path else ''}{WORDS.label_of(spot.part, name)}"
    values = [WORDS.shown(spot.part, name, value) for value in (difference.before, difference.after)]
    if not WORDS.is_long(spot.part, name, *values):
        yield f", {values[0] or _('rien')} → {values[1] or _('rien')}"
