"""The programmes to which this one leads: the items of the list, and the links that the prose has."""

import re

from evalprog.text import folded
from programmes.description import FurtherStudy
from programmes.imports.prospectus.lines import Account
from programmes.imports.prospectus.markup import Block, blocks_of, links, plain
from programmes.imports.prospectus.sections import Section

_CONDITION = re.compile(r"\s*\(([^()]{3,300})\)\s*[.;]?$")
_ARTICLE = re.compile(r"^(?:(?:les différents|les|le|la|un|une|des|du)\s|l['’])", re.IGNORECASE)
_OR = re.compile(r"\s(?:ou|et)\s(?=(?:le|la|les|un|une)\s\[|l['’]\[)")
_DIPLOMAS = ("master", "bachelier", "agregation", "doctorat", "licence", "certificat", "diplome", "specialisation")
_ADMITTED = re.compile(r"accès|admission|condition|dossier|moyennant|sous réserve|direct", re.IGNORECASE)
_LONGEST = 500


class Further:
    """Takes the sections about further studies; gives back the prose, links included."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.studies: list[tuple[FurtherStudy, int]] = []

    def take(self, section: Section) -> list[Block]:
        prose = []
        for block in blocks_of(section.lines):
            if block.is_item and len(block.text) <= 2_000:
                self._item(block)
                self.account.place(*block.lines)
            else:
                self._links(block)
                prose.append(block)
        return prose

    def _item(self, block: Block) -> None:
        for piece in _OR.split(block.text):
            text = plain(piece)
            condition = _CONDITION.search(text)
            said = condition[1] if condition and _ADMITTED.search(condition[1]) else ""
            title = _ARTICLE.sub("", text[: condition.start()] if said and condition else text, count=1).strip(" ;.,")
            address = next((address for _words, address in links(piece) if address), "")
            self._add(title or text, said, address, block)

    def _links(self, block: Block) -> None:
        if len(block.text) > 20_000:
            return
        for words, address in links(block.text):
            if folded(words).startswith(_DIPLOMAS):
                self._add(words, "", address, block)

    def _add(self, title: str, condition: str, address: str, block: Block) -> None:
        if len(title) > _LONGEST:
            title, condition = title[:_LONGEST].strip(), condition
            self.account.lose(block.lines[0], block.text[_LONGEST:])
        self.studies.append((FurtherStudy(title=title, condition=condition, url=address), block.lines[0].number))
