"""A description as CDM-fr 2.0.9, in the namespace of 2011."""

from lxml import etree

from programmes.description import ProgrammeDescription
from programmes.exports.cdm.blocks import add
from programmes.exports.cdm.course import add_course, add_person
from programmes.exports.cdm.losses import losses
from programmes.exports.cdm.names import CDM, CDMFR, VERSION, XHTML
from programmes.exports.cdm.organisation import add_habilitation, add_units
from programmes.exports.cdm.program import add_program
from programmes.exports.cdm.references import References

__all__ = ["losses", "write"]


def write(*descriptions: ProgrammeDescription) -> bytes:
    """UTF-8. Accreditations, properties, then of each its units, the programme, its courses and the persons."""
    root = etree.Element(f"{{{CDM}}}CDM", nsmap={None: CDM, "cdmfr": CDMFR, "xhtml": XHTML})
    root.set("language", "fr-FR")
    root.set("version", VERSION)
    root.set("profile", "CDM-fr")
    used: set[str] = set()
    each_with = [(description, References(description, used)) for description in descriptions]
    for description, references in each_with:
        add_habilitation(root, description, references)
    add(add(root, "properties"), "datasource", "EvalProg")
    for description, references in each_with:
        add_units(root, description, references)
        add_program(root, description, references)
        for course in list(references.courses):
            add_course(root, course, description.kind, references)
        for teacher in list(references.persons):
            add_person(root, teacher, references)
    root.text = "\n"
    for child in root:
        child.tail = "\n"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
