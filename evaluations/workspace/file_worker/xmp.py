"""Whom an XMP packet names: the metadata that PDFs and images have in common."""

from lxml import etree
from safe_xml import tree
from verdict import Found, Wrong

_TOLD = {
    "creator": "author",
    "contributor": "author",
    "Author": "author",
    "Artist": "author",
    "OwnerName": "owner",
    "CameraOwnerName": "owner",
    "SerialNumber": "serial",
    "BodySerialNumber": "serial",
    "LensSerialNumber": "serial",
    "GPSLatitude": "place",
    "GPSLongitude": "place",
    "Company": "company",
    "Manager": "manager",
}


PACKETS = 50  # of one image
_BEGIN, _END = b"<x:xmpmeta", b"</x:xmpmeta>"


def packets(data: bytes) -> Found:
    """Whom the packets name that stand as they are in an image of whatever format."""
    found: Found = []
    end = 0
    for _count in range(PACKETS):
        begin = data.find(_BEGIN, end)
        end = data.find(_END, begin) if begin >= 0 else -1
        if end < 0:
            break
        end += len(_END)
        found += people(data[begin:end])
    return found


def people(packet: bytes) -> Found:
    """A packet that cannot be read may name anybody, and that is told."""
    try:
        read = tree(packet.strip(b"\0 \t\r\n"), "XMP")
    except Wrong as wrong:
        if wrong.code == "damaged":
            return [("unreadable", "XMP")]
        raise
    found: Found = []
    for element in read.iter(etree.Element):
        found += [
            (_TOLD[name], value) for key, value in element.items() if (name := etree.QName(key).localname) in _TOLD
        ]
        if (name := etree.QName(element).localname) in _TOLD:
            found += [(_TOLD[name], text) for text in element.itertext() if text.strip()]
    return found
