"""The outcomes of a prospectus: a tree by their numbers, lists within, and the headings above."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from programmes.description import Outcome, OutcomeSet
from programmes.imports.prospectus.lines import Account, Line
from programmes.imports.prospectus.markup import Block, blocks_of, plain, strong

_CODED = re.compile(r"(?P<code>[A-Z]{1,6}-?\d{1,2}(?:\.\d{1,2}){0,3})(?!\w)\s*[.:)–-]?\s*(?P<text>.*)", re.DOTALL)
_LETTERS = re.compile(r"[A-Z]{2,6}")
# A list of which two items ended up on one line: « …, - en identifiant … ».
_RUN_TOGETHER = re.compile(r"(?<=[,;.]) - (?=[^\W\d_])")
_MAX_TEXT = 20_000


@dataclass(slots=True)
class Draft:
    """An outcome in the making."""

    code: str | None
    text: str
    line: Line
    within: list["Draft"] = field(default_factory=list)


@dataclass(slots=True)
class DraftSet:
    title: str = ""
    code: str | None = None
    outcomes: list[Draft] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


class Outcomes:
    """Takes the blocks of every section about outcomes, in order; gives back those that are prose."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.sets: list[DraftSet] = []
        self._by_code: dict[str, Draft] = {}
        self._last: Draft | None = None
        self._announced = False  # the block before ends with a colon

    def take(self, lines: list[Line]) -> list[Block]:
        """The blocks that are no outcomes."""
        blocks = blocks_of(lines, begins_one=lambda text: _CODED.match(plain(text[:200])) is not None)
        prose = []
        self._last, self._announced = None, False
        for at, block in enumerate(blocks):
            following = plain(blocks[at + 1].text[:200]) if at + 1 < len(blocks) else ""
            if self._is_title(block, following):
                self._title(block)
            elif self._take(block):
                self.account.place(*block.lines)
            else:
                prose.append(block)
                self._announced = plain(block.text[-300:]).endswith(":")
        return prose

    def _is_title(self, block: Block, following: str) -> bool:
        """Bold, or letters that the outcomes below begin with; and outcomes, or such letters, come next."""
        text = plain(block.text) if len(block.text) < 2_000 else ""
        if block.is_item or not (strong(block.text) or _LETTERS.fullmatch(text)):
            return False
        if _LETTERS.fullmatch(text):
            return following.startswith(text) and _CODED.match(following) is not None
        return _CODED.match(following) is not None or _LETTERS.fullmatch(following) is not None

    def _title(self, block: Block) -> None:
        """Begins a set, or gives its letters to the one that has just begun."""
        text = plain(block.text)
        letters = _LETTERS.fullmatch(text) is not None
        if letters and self.sets and not self.sets[-1].outcomes:
            self.sets[-1].code = text
        else:
            self.sets.append(DraftSet(code=text) if letters else DraftSet(title=text))
        self.sets[-1].lines += block.lines
        self.account.place(*block.lines)
        self._last = None

    def _take(self, block: Block) -> bool:
        if len(block.text) > _MAX_TEXT:
            return False
        text = plain(block.text)
        coded = _CODED.match(text)
        if coded:
            self._begin(coded["code"], coded["text"].strip(), block)
            return True
        if block.is_item:
            return self._item(text, block)
        if self._last is not None and not self._last.text.endswith((".", "!", "?", ":", "»")):
            self._last.text = f"{self._last.text} {text}".strip()
            return True
        self._last = None
        return False

    def _begin(self, code: str, text: str, block: Block) -> None:
        draft = Draft(code, text, block.lines[0])
        if code in self._by_code:
            note = _("L’acquis %(code)s figure deux fois ; le second est gardé sans son code.")
            self.account.note(draft.line.number, "outcome-twice", note % {"code": code})
            draft.code, draft.text = None, f"{code} {text}".strip()
        above = self._by_code.get(code.rpartition(".")[0])
        (self._current().outcomes if above is None else above.within).append(draft)
        self._by_code.setdefault(code, draft)
        self._last = draft

    def _current(self) -> DraftSet:
        if not self.sets:
            self.sets.append(DraftSet())
        return self.sets[-1]

    def _item(self, text: str, block: Block) -> bool:
        """Of the list of an outcome; or an outcome without code, where the text announces a list of them."""
        if self._last is None and not self._announced:
            return False
        if self._last is None:
            self._current().outcomes.append(Draft(None, text, block.lines[0]))
            return True
        items = _RUN_TOGETHER.split(text)
        if len(items) > 1:
            note = _("Deux points d’une liste étaient sur une même ligne, séparés : « %(item)s ».")
            self.account.note(block.lines[0].number, "items-split", note % {"item": items[1][:80]})
        self._last.within += [Draft(None, item, block.lines[0]) for item in items]
        return True


def frozen(sets: list[DraftSet], places: dict[str, int]) -> tuple[OutcomeSet, ...]:
    """``places``: of every path, the number of its line; added to."""
    return tuple(_set(drafts, f"outcome_sets[{index}]", places) for index, drafts in enumerate(_filled(sets)))


def _filled(sets: list[DraftSet]) -> Iterator[DraftSet]:
    return (drafts for drafts in sets if drafts.outcomes or drafts.title or drafts.code)


def _set(drafts: DraftSet, path: str, places: dict[str, int]) -> OutcomeSet:
    if drafts.lines:
        places[path] = drafts.lines[0].number
    return OutcomeSet(
        title=drafts.title, code=drafts.code, outcomes=_outcomes(drafts.outcomes, f"{path}.outcomes", places)
    )


def _outcomes(drafts: list[Draft], path: str, places: dict[str, int]) -> tuple[Outcome, ...]:
    found = []
    for index, draft in enumerate(drafts):
        here = f"{path}[{index}]"
        places[here] = draft.line.number
        within = _outcomes(draft.within, f"{here}.outcomes", places)
        found.append(Outcome(code=draft.code, text=draft.text, outcomes=within))
    return tuple(found)
