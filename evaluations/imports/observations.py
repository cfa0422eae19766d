"""The institution's observations: a heading, answers to passages that it quotes or a letter, and who signs."""

import re
from collections.abc import Sequence
from dataclasses import replace

from evalprog.text import folded
from evaluations.content import ItemReading, ObservationsReading
from evaluations.definition import Section
from evaluations.imports.blocks import Block, Kind, rich_text
from evaluations.imports.markup import inline
from evaluations.imports.quotations import Quotations
from evaluations.imports.signatories import take_signature
from evaluations.imports.sources import Line

# « R : », « Réponse de l’établissement : », in bold or not
_ANSWER = re.compile(
    r"^\s*(?:<strong>|<em>)?\s*(?:R|Rép\.?|Réponses?(?:\s+d[eu]\s+[^:<]{1,40})?)"
    r"\s*(?:</strong>|</em>)?\s*:\s*(?:</strong>|</em>)?\s*",
    re.IGNORECASE,
)
_SUBHEADING = re.compile(
    r"^(?:réponses?|observations?|remarques?|avis|points?|recommandations?|conclusions?|synthèse|analyse|commentaires?)\b",
    re.IGNORECASE,
)
_WAIVED = re.compile(
    r"\b(?:pas|aucune|sans|ni)\b(?:\s+\w+){0,6}\s+observations?\b|\bna pas (?:souhaite|formule|transmis)\b"
)
_SUBHEADING_LENGTH = 90


def read_observations(section: Section, body: Sequence[Block], quotations: Quotations) -> ObservationsReading:
    """The observations printed under that section. Without quoted passages they are a letter."""
    texts, signature = take_signature(list(body))
    quoted = [n for n in range(len(texts)) if _is_quotation(texts, n, quotations)]
    heading, general, items = [], texts, []
    if quoted:
        first = quoted[0] - int(_is_subheading(texts, quoted[0] - 1))
        heading, general = texts[:first], []
        items = _items(texts, quoted, quotations)
    plain = folded(" ".join(block.plain for block in general))
    return ObservationsReading(
        label=section.label,
        waived=len(plain) < 300 and bool(_WAIVED.search(plain)),
        heading=rich_text([line for block in heading for line in _lines(block)]),
        general=rich_text(general),
        items=tuple(items),
        signatory=signature.name,
        office=signature.office,
        signed=signature.signed,
    )


# -- answers


def _items(texts: Sequence[Block], quoted: Sequence[int], quotations: Quotations) -> list[ItemReading]:
    """Each quoted passage with what follows it, up to the next one or to the subheading above that one."""
    ends = [n - int(_is_subheading(texts, n - 1)) for n in quoted[1:]] + [len(texts)]
    items = []
    for at, end in zip(quoted, ends, strict=True):
        quote = texts[at].plain
        found = quotations.find(quote)
        answer = [_without_answer_mark(block, n == 0) for n, block in enumerate(texts[at + 1 : end])]
        items.append(
            ItemReading(
                target=found.target.value,
                number=found.number,
                about=found.about,
                quote=quote,
                text=rich_text(answer),
                heading=texts[at - 1].plain if _is_subheading(texts, at - 1) else "",
            )
        )
    return items


def _is_quotation(texts: Sequence[Block], at: int, quotations: Quotations) -> bool:
    """A passage in quotation, an item in bold, a finding word for word, or whatever an « R : » answers."""
    block = texts[at]
    if block.kind in (Kind.TABLE, Kind.HEADING) or _ANSWER.match(block.html):
        return False
    if block.kind == Kind.QUOTE or (block.kind == Kind.ITEM and block.is_strong):
        return True
    answered = at + 1 < len(texts) and texts[at + 1].kind != Kind.TABLE and bool(_ANSWER.match(texts[at + 1].html))
    return answered or (len(block.plain) < 1_000 and quotations.finding(block.plain) is not None)


def _is_subheading(texts: Sequence[Block], at: int) -> bool:
    """A short line above a quotation that announces what follows."""
    if at < 0 or texts[at].kind not in (Kind.PARAGRAPH, Kind.HEADING) or len(texts[at].lines) > 1:
        return False
    text = texts[at].plain
    if len(text) > _SUBHEADING_LENGTH or _ANSWER.match(text) or text.rstrip(" :").endswith((".", ";", ",")):
        return False
    return texts[at].kind == Kind.HEADING or texts[at].is_strong or bool(_SUBHEADING.match(text))


def _without_answer_mark(block: Block, is_first: bool) -> Block:
    return replace(block, html=_ANSWER.sub("", block.html, count=1)) if is_first and block.kind != Kind.TABLE else block


def _lines(block: Block) -> list[Block]:
    """A block of the heading as a paragraph per line; a line in lower case goes on with the one above."""
    groups: list[list[Line]] = []
    for line in block.lines:
        if groups and line.text.strip()[:1].islower():
            groups[-1].append(line)
        else:
            groups.append([line])
    if block.kind != Kind.PARAGRAPH or len(groups) < 2:
        return [block]
    return [
        replace(block, html=inline(" ".join(line.text.strip() for line in group)), lines=tuple(group))
        for group in groups
    ]
