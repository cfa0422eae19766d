"""XML that somebody sent: without entities, without a document type, without the network, in bounded memory."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import BinaryIO

from lxml import etree
from verdict import Wrong

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_CHUNK = 1 << 16
DEEPEST = 256  # elements one within the other: readers that come later may count on it

Opener = Callable[[], BinaryIO]


@dataclass(slots=True)
class Element:
    """Names without their namespaces: the two programs, and the two editions of the standard, have other ones."""

    name: str
    attributes: dict[str, str]
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.words)


class _Reader:
    """Told by the parser of what it meets; no tree is built."""

    def __init__(self, bare: Collection[str], with_text: Collection[str]) -> None:
        self.root = ""
        self.met: list[Element] = []
        self._bare, self._with_text = frozenset(bare), frozenset(with_text)
        self._open: list[Element] = []
        self._depth = 0

    def doctype(self, name: str, public: str, system: str) -> None:
        """Its declarations, and the entities in them, are never come to."""
        raise Wrong("entities")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Wrong("bomb")
        name = _local(tag)
        self.root = self.root or name
        if name in self._bare:
            self.met.append(_element(name, attributes))
        elif name in self._with_text:
            self._open.append(_element(name, attributes))

    def data(self, words: str) -> None:
        if self._open:
            self._open[-1].words.append(words)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._open and self._open[-1].name == _local(tag):
            self.met.append(self._open.pop())

    def close(self) -> None:
        """Asked for by the parser."""


def walk(opened: Opener, where: str, bare: Collection[str] = (), with_text: Collection[str] = ()) -> Iterator[Element]:
    """The elements of those names in the order of the part, with their attributes, some of them with their text.

    :raises Wrong: when there is a document type, or the XML is not well-formed.
    """
    reader = _Reader(bare, with_text)
    for _so_far in _fed(reader, opened, where):
        yield from reader.met
        reader.met.clear()


def root(opened: Opener, where: str) -> str:
    """The name of the first element.

    :raises Wrong: as ``walk`` does.
    """
    reader = _Reader((), ())
    next((True for _so_far in _fed(reader, opened, where) if reader.root), False)
    return reader.root


def tree(data: bytes, where: str) -> etree._Element:
    """A short document, whole.

    :raises Wrong: as ``walk`` does.
    """
    for _element in walk(lambda: BytesIO(data), where):
        pass
    return etree.fromstring(data, etree.XMLParser(**_SAFE))


def _fed(reader: _Reader, opened: Opener, where: str) -> Iterator[None]:
    """Returns to whoever asks after each piece of the part."""
    parser = etree.XMLParser(target=reader, **_SAFE)
    try:
        with opened() as part:
            while chunk := part.read(_CHUNK):
                parser.feed(chunk)
                yield
            parser.close()
            yield
    except etree.XMLSyntaxError as error:
        raise Wrong("damaged", where) from error
    except Wrong as wrong:
        raise Wrong(wrong.code, where) from None


def _element(name: str, attributes: dict[str, str]) -> Element:
    return Element(name, {_local(key): value for key, value in attributes.items()})


def _local(name: str) -> str:
    return name[name.rfind("}") + 1 :]
