"""The signs of a course table: what they mean by custom, and what the legend of the document says that they mean."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from evalprog.text import folded
from programmes.enums import ExchangeAccess, Organisation, Requirement
from programmes.imports.prospectus.lines import Line
from programmes.imports.prospectus.markup import bullet, plain

STRUCK = "🚫"  # stands for a globe that is struck, however the text strikes it
_STRUCK_GLOBE = re.compile(
    "~~\\s?[🌐🌍🌎🌏]\ufe0f?\\s?~~|<(?:s|del|strike)>\\s?[🌐🌍🌎🌏]\ufe0f?\\s?</(?:s|del|strike)>|[🌐🌍🌎🌏]\ufe0f?[\u0335-\u0338\u20e0]+"
)
_PERHAPS = re.compile("obligatoire|choix|organis|requis|change|enseignement", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d (?:19|20)\d\d\b ?")
PREREQUISITES = "prerequisites"
LANGUAGE = "language"
Meaning = Requirement | Organisation | ExchangeAccess | str

_PHRASES: dict[str, Meaning] = {
    "obligatoire": Requirement.OBLIGATORY,
    "au choix": Requirement.OPTIONAL,
    "exceptionnellement non organise cette annee academique": Organisation.EXCEPTIONALLY_NOT,
    "exceptionnellement non organise cette annee academique et l annee suivante": Organisation.NEITHER_YEAR,
    "non organise cette annee academique mais organise l annee suivante": Organisation.NEXT_YEAR,
    "organise cette annee academique mais non organise l annee suivante": Organisation.THIS_YEAR_ONLY,
    "activite avec prerequis": PREREQUISITES,
    "cours accessibles aux etudiants d echange": ExchangeAccess.OPEN,
    "cours accessible aux etudiants d echange": ExchangeAccess.OPEN,
    "cours non accessibles aux etudiants d echange": ExchangeAccess.CLOSED,
    "cours non accessible aux etudiants d echange": ExchangeAccess.CLOSED,
}
_CUSTOM: dict[frozenset[str], Meaning] = {
    **{frozenset(sign): Requirement.OBLIGATORY for sign in "○●o"},
    **{frozenset(sign): Requirement.OPTIONAL for sign in "⌘❖"},
    **{frozenset(sign): Organisation.EXCEPTIONALLY_NOT for sign in "△Δ"},
    frozenset("⊖"): Organisation.NEXT_YEAR,
    frozenset("⊕"): Organisation.THIS_YEAR_ONLY,
    frozenset("△⊕"): Organisation.NEITHER_YEAR,
    frozenset("Δ⊕"): Organisation.NEITHER_YEAR,
    frozenset("■"): PREREQUISITES,
    frozenset("🌐"): ExchangeAccess.UNCLEAR,
    frozenset(STRUCK): ExchangeAccess.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Signs:
    """What the signs of one course say. ``unknown``: those of which nothing tells what they mean."""

    requirement: Requirement | None = None
    organisation: Organisation | None = None
    exchange: ExchangeAccess | None = None
    with_prerequisites: bool = False
    unknown: str = ""


@dataclass(slots=True)
class Legend:
    """What signs mean in this document: by custom, until its own legend says otherwise."""

    meanings: dict[frozenset[str], Meaning] = field(default_factory=lambda: dict(_CUSTOM))

    @property
    def characters(self) -> frozenset[str]:
        return frozenset().union(*self.meanings)

    def read(self, text: str) -> Signs:
        """The signs of a course, in whatever order they stand; combined ones mean something of their own."""
        found = list(dict.fromkeys(sign for sign in text if not sign.isspace() and sign != "\ufe0f"))
        said: set[Meaning] = set()
        unknown = ""
        together = "".join(sign for sign in found if isinstance(self.meanings.get(frozenset(sign)), Organisation))
        for signs in [together, *(sign for sign in found if sign not in together)]:
            if frozenset(signs) in self.meanings:
                said.add(self.meanings[frozenset(signs)])
            else:
                unknown += signs
        return Signs(
            requirement=next((word for word in said if isinstance(word, Requirement)), None),
            organisation=next((word for word in said if isinstance(word, Organisation)), None),
            exchange=next((word for word in said if isinstance(word, ExchangeAccess)), None),
            with_prerequisites=PREREQUISITES in said,
            unknown=unknown,
        )


def with_struck_globes(text: str) -> str:
    """Each globe that is struck, in whatever way, as one sign of its own."""
    return _STRUCK_GLOBE.sub(STRUCK, text)


def legend_line(line: Line) -> tuple[frozenset[str], Meaning] | None:
    """The signs, none where they were lost, and their meaning; nothing where the line is not of a legend."""
    if len(line.text) > 200 or not _PERHAPS.search(line.text):
        return None
    item = bullet(line.text)
    text = plain(with_struck_globes(line.text if item is None else item))
    signs = re.match(r"(?:[^\w\[\](]|o(?=\s))*", text)
    said = text[signs.end() :] if signs else text
    words = _YEAR.sub("", f"{folded(said)} ").strip()
    meaning = _PHRASES.get(words)
    if meaning is None and (words.startswith("langue d enseignement") or "langue d enseignement fr" in words):
        meaning = LANGUAGE
    if meaning is None:
        return None
    return frozenset((signs[0] if signs else "").replace("\ufe0f", "")) - {" ", "\xa0", "-", "•"}, meaning


def legend_of(lines: Iterable[Line]) -> Legend:
    """The customs, corrected by every legend of the document."""
    legend, told = Legend(), dict[frozenset[str], set[Meaning]]()
    for line in lines:
        found = legend_line(line)
        if found and found[0] and found[1] != LANGUAGE:
            told.setdefault(found[0], set()).add(found[1])
    for signs, meanings in told.items():
        if len(meanings) == 1:
            legend.meanings[signs] = next(iter(meanings))
        elif meanings == {ExchangeAccess.OPEN, ExchangeAccess.CLOSED}:
            legend.meanings[signs] = ExchangeAccess.UNCLEAR
    closed = any(meaning == ExchangeAccess.CLOSED for meanings in told.values() for meaning in meanings)
    if not closed and any(_STRUCK_GLOBE.search(line.text) for line in lines):
        legend.meanings[frozenset("🌐")] = ExchangeAccess.OPEN
    return legend
