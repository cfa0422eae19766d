"""XML that somebody sent: without entities, without a document type, without the network, in bounded memory."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import BinaryIO

from lxml import etree
from verdict import Wrong

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_EMPTIED = ("row", "si", "p", "c")  # what long parts are made of: forgotten once it was read
_CHUNK = 1 << 14


class _Begun(Exception):
    """The root element was reached: no document type can come any more."""


class _Prolog:
    """What stands before the root element. A document type is told before its declarations are read."""

    def doctype(self, name: str, public: str, system: str) -> None:
        raise Wrong("entities")

    def start(self, tag: str, attributes: dict) -> None:
        raise _Begun

    def close(self) -> None:
        """Asked for by the parser."""


def walk(opened: Callable[[], BinaryIO], names: tuple[str, ...], where: str) -> Iterator[tuple[str, etree._Element]]:
    """The elements of those local names, with the name, each when it ends.

    :raises Wrong: when there is a document type, or the XML is not well-formed.
    """
    wanted = set(names)
    tags = [f"{{*}}{name}" for name in (*names, *_EMPTIED)]
    try:
        _refuse_document_type(opened, where)
        with opened() as part:
            for _event, element in etree.iterparse(part, tag=tags, remove_comments=True, remove_pis=True, **_SAFE):
                name = etree.QName(element).localname
                if name in wanted:
                    yield name, element
                if name in _EMPTIED:
                    _forget(element)
    except etree.XMLSyntaxError as error:
        raise Wrong("damaged", where) from error


def tree(data: bytes, where: str) -> etree._Element:
    """A short document, whole.

    :raises Wrong: as ``walk`` does.
    """


    try:
        _refuse_document_type(lambda: BytesIO(data), where)
        return etree.fromstring(data, etree.XMLParser(**_SAFE))
    except etree.XMLSyntaxError as error:
        raise Wrong("damaged", where) from error


def root(opened: Callable[[], BinaryIO], where: str) -> str:
    """The local name of the root element."""
    try:
        with opened() as part:
            for _event, element in etree.iterparse(part, events=("start",), **_SAFE):
                return etree.QName(element).localname
    except etree.XMLSyntaxError as error:
        raise Wrong("damaged", where) from error
    return ""


def _refuse_document_type(opened: Callable[[], BinaryIO], where: str) -> None:
    parser = etree.XMLParser(target=_Prolog(), **_SAFE)
    try:
        with opened() as part:
            while chunk := part.read(_CHUNK):
                parser.feed(chunk)
            parser.close()
    except _Begun:
        return
    except Wrong as wrong:
        raise Wrong(wrong.code, where) from None


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]
