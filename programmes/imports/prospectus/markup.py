"""The marks of a text or of Markdown: as plain text, and as the HTML fragments that narratives are made of."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from programmes.imports.prospectus.lines import Line

_LINK = re.compile(r"\[((?:\\.|[^\[\]\\\n]){1,500})\]\(([^\s()]{0,500})\)")
_ANCHOR = re.compile(r'<a\s{1,5}href="([^"<>]{0,500})">([^<>]{1,500})</a>', re.IGNORECASE)
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,500})>")
_TAG = re.compile(r"</?(?:b|i|em|strong|u|span|sub|sup|p|br ?/?)>", re.IGNORECASE)
_STRONG = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,20000})\*\*")
_EM = re.compile(r"(?<![*\w])\*(?=[^\s*])([^*\n]{1,20000})\*(?![*\w])")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])")
_BULLET = re.compile(r"\s{0,12}(?:[-*•–]|\d{1,2}[.)])\s{1,4}(?=\S)")
_ONLY_STRONG = re.compile(r"\s*(?:\*\*([^*\n]+)\*\*|__([^_\n]+)__|<(?:b|strong)>([^<\n]+)</(?:b|strong)>)\s*")
_RULE = re.compile(r"\s*(?:-\s?|\*\s?|_\s?|=\s?){3,200}")
_NARROWEST_FOLDED, _WIDEST_FOLDED = 40, 120  # characters: nobody folds a text at less, or at more
_SAFE = ("http://", "https://", "mailto:")


def plain(text: str) -> str:
    """One line without its marks: links by their words, emphasis gone, escaped signs themselves."""
    bare = _LINK.sub(r"\1", _ANCHOR.sub(r"\2", _ADDRESS.sub(r"\1", text)))
    bare = _EM.sub(r"\1", _STRONG.sub(r"\1", _TAG.sub(" ", bare)))
    return " ".join(_ESCAPED.sub(r"\1", html.unescape(bare)).split())


def links(text: str) -> list[tuple[str, str]]:
    """The links of a line: the words, and the address where it leads somewhere."""
    found = [(plain(words), address) for words, address in _LINK.findall(text)]
    found += [(plain(words), address) for address, words in _ANCHOR.findall(text)]
    return [(words, address if address.startswith(_SAFE) else "") for words, address in found]


def is_rule(text: str) -> bool:
    """« --- »: a stroke across the page."""
    return len(text) < 400 and _RULE.fullmatch(text) is not None


def strong(text: str) -> str:
    """The words of a line that is bold from end to end; of any other, nothing."""
    found = _ONLY_STRONG.fullmatch(text)
    return "" if found is None else plain(next(words for words in found.groups() if words))


def bullet(text: str) -> str | None:
    """What an item of a list says; nothing where the line is no item."""
    found = _BULLET.match(text)
    return text[found.end() :] if found else None


def inline(text: str) -> str:
    """One line as inline HTML."""
    kept: list[str] = []

    def keep(words: str, address: str) -> str:
        shown = html.escape(plain(words), quote=False)
        safe = address.startswith(_SAFE)
        kept.append(f'<a href="{html.escape(address)}">{shown}</a>' if safe else shown)
        return f"\x00{len(kept) - 1}\x00"

    bare = _ADDRESS.sub(lambda found: keep(found[1].removeprefix("mailto:"), found[1]), text.replace("\x00", ""))
    bare = _ANCHOR.sub(lambda found: keep(found[2], found[1]), bare)
    bare = _LINK.sub(lambda found: keep(found[1], found[2]), bare)
    bare = html.escape(html.unescape(_TAG.sub(" ", bare)), quote=False)
    bare = _EM.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", bare))
    bare = _ESCAPED.sub(r"\1", bare)
    return re.sub("\x00(\\d+)\x00", lambda found: kept[int(found[1])], " ".join(bare.split()))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or an item of a list: the lines that it is made of, joined."""

    text: str
    is_item: bool
    lines: tuple[Line, ...]


def blocks_of(lines: Iterable[Line], begins_one: Callable[[str], bool] = lambda text: False) -> list[Block]:
    """Paragraphs and items; a line right under another goes on with it. Strokes across the page are left out.

    ``begins_one``: of a line, whether it begins a block although it stands right under another.
    """
    blocks: list[Block] = []
    waiting: list[Line] = []
    item = False
    for line in lines:
        begins = bullet(line.text) is not None
        apart = line.is_blank or begins or is_rule(line.text) or begins_one(line.text)
        if waiting and apart:
            blocks.append(_block(waiting, item))
            waiting = []
        if not line.is_blank and not is_rule(line.text):
            item = begins if not waiting else item
            waiting.append(line)
    return [*blocks, _block(waiting, item)] if waiting else blocks


def _block(lines: list[Line], item: bool) -> Block:
    texts = [line.text.strip() for line in lines]
    if item:
        texts[0] = bullet(texts[0]) or texts[0]
    elif texts[0].startswith(">"):
        texts = [text.lstrip("> ") for text in texts]
    return Block(" ".join(texts), item, tuple(lines))


def line_by_line(blocks: Iterable[Block]) -> Iterator[Block]:
    """A paragraph whose lines were ended on purpose, each as a paragraph of its own; one that was folded, whole."""
    for block in blocks:
        if block.is_item or not _is_by_lines([line.text.strip() for line in block.lines]):
            yield block
        else:
            yield from (_block([line], item=False) for line in block.lines)


def _is_by_lines(texts: list[str]) -> bool:
    """Folding fills every line: where the first word of the next would have fitted, it was not folding."""
    widest = max(map(len, texts))
    if len(texts) < 2 or texts[0].startswith(">") or any(text.count("**") % 2 for text in texts):
        return False
    if not _NARROWEST_FOLDED <= widest <= _WIDEST_FOLDED:
        return True
    after = [(text, following.split(maxsplit=1)[0]) for text, following in zip(texts, texts[1:], strict=False)]
    told = [len(text) + 1 + len(word) <= widest for text, word in after if len(text) < widest]
    return bool(told) and all(told)


def fragment(blocks: Iterable[Block]) -> str:
    """The HTML of paragraphs and lists."""
    return "".join(_fragments(blocks))


def _fragments(blocks: Iterable[Block]) -> Iterator[str]:
    within = False
    for block in blocks:
        if block.is_item != within:
            yield "<ul>" if block.is_item else "</ul>"
            within = block.is_item
        mark = "li" if block.is_item else "p"
        yield f"<{mark}>{inline(block.text)}</{mark}>"
    if within:
        yield "</ul>"
