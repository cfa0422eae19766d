"""The same file for screen readers and for archives: PDF/UA-1 and PDF/A-3a at once, the reading inside as JSON.

WeasyPrint makes either the one or the other. A tagged file lacks little of an archival one: the colours' meaning (an
ICC profile), both identifications in its metadata, an identifier, annotations that print, and, for what is embedded,
its type and its relation to the pages (ISO 19005-3, 6.2.2, 6.6.4, 6.8). ``finish`` adds that. The metadata packet is
written here whole, so that nothing enters it by itself (INV-P5).
"""

import hashlib
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

import pydyf

READING = "lecture.json"
_PROFILE = "sRGB2014.icc"
_PRINTED = 4  # flag of an annotation that is printed and not hidden

# What PDF/A knows of itself need not be described; the identification of PDF/UA must be (ISO 19005-3, 6.6.2.3).
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{creator}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
{dates}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def finish(document: Any, pdf: pydyf.PDF, reading: bytes | None) -> None:
    """Make an archival file of a tagged one under way. ``reading``: canonical JSON to embed, or nothing."""
    _tell_colours(pdf)
    _print_annotations(pdf)
    if reading is not None:
        _embed(pdf, reading, document.metadata.created or "")
    _write_metadata(pdf, document.metadata)


@cache
def _profile() -> bytes:
    return (files("weasyprint.pdf") / _PROFILE).read_bytes()


def _tell_colours(pdf: pydyf.PDF) -> None:
    profile = pydyf.Stream([_profile()], pydyf.Dictionary({"N": 3}), compress=True)
    pdf.add_object(profile)
    intent = pydyf.Dictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": pydyf.String("sRGB"),
            "Info": pydyf.String(_PROFILE),
            "DestOutputProfile": profile.reference,
        }
    )
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])


def _print_annotations(pdf: pydyf.PDF) -> None:
    for found in pdf.objects:
        if isinstance(found, pydyf.Dictionary) and found.get("Type") == "/Annot":
            found["F"] = _PRINTED


def _embed(pdf: pydyf.PDF, reading: bytes, day: str) -> None:
    """The reading as a file of its own: the source of which the pages are a presentation."""
    told = {"Size": len(reading), "CheckSum": f"<{hashlib.md5(reading, usedforsecurity=False).hexdigest()}>"}
    if day:
        dated = pydyf.String(f"D:{day.replace('-', '')}")
        told |= {"CreationDate": dated, "ModDate": dated}
    extra = {"Type": "/EmbeddedFile", "Subtype": "/application#2fjson", "Params": pydyf.Dictionary(told)}
    content = pydyf.Stream([reading], pydyf.Dictionary(extra), compress=True)
    pdf.add_object(content)
    file = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(READING),
            "UF": pydyf.String(READING),
            "EF": pydyf.Dictionary({"F": content.reference, "UF": content.reference}),
            "AFRelationship": "/Source",
            "Desc": pydyf.String("Lecture du rapport en JSON canonique"),
        }
    )
    pdf.add_object(file)
    names = pydyf.Dictionary({"Names": pydyf.Array([pydyf.String(READING), file.reference])})
    pdf.add_object(names)
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = names.reference
    pdf.catalog["AF"] = pydyf.Array([file.reference])


def _write_metadata(pdf: pydyf.PDF, metadata: Any) -> None:
    """The packet, uncompressed: an archive finds it without opening the file."""
    authors = "".join(f"<rdf:li>{escape(author)}</rdf:li>" for author in metadata.authors)
    packet = _PACKET.format(
        title=escape(metadata.title or ""),
        creator=f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>\n" if authors else "",
        language=escape(metadata.lang or ""),
        producer=escape(pdf.info["Producer"].string),
        dates="".join(
            f"<xmp:{name}>{day}</xmp:{name}>\n"
            for name, day in (("CreateDate", metadata.created), ("ModifyDate", metadata.modified))
            if day
        ),
    )
    extra = pydyf.Dictionary({"Type": "/Metadata", "Subtype": "/XML"})
    stream = pydyf.Stream([packet.encode()], extra, compress=False)
    former = int(pdf.catalog["Metadata"].split()[0])
    pdf.objects[former].free = "f"
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference
