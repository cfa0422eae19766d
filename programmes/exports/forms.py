"""The forms of a description, by name."""

from collections.abc import Callable
from dataclasses import dataclass

from evalprog import sheets
from programmes.description import ProgrammeDescription
from programmes.exports import cdm, csv_file, xlsx_file, yaml_file
from programmes.exports.losses import Lost


@dataclass(frozen=True, slots=True)
class Form:
    label: str
    suffix: str
    content_type: str
    write: Callable[..., bytes]
    losses: Callable[[ProgrammeDescription], list[Lost]] = lambda description: []


FORMS: dict[str, Form] = {
    "yaml": Form("YAML", "yaml", "application/yaml; charset=utf-8", yaml_file.write),
    "csv": Form("CSV", "csv", sheets.CSV, csv_file.write),
    "xlsx": Form("XLSX", "xlsx", sheets.XLSX, xlsx_file.write),
    "cdm-fr": Form("CDM-fr", "xml", "application/xml; charset=utf-8", cdm.write, cdm.losses),
}


def write(form: str, *descriptions: ProgrammeDescription) -> bytes:
    """One file of one description or of several."""
    return FORMS[form].write(*descriptions)


def losses(form: str, description: ProgrammeDescription) -> list[Lost]:
    """What the form does not carry, field by field; nothing for those that carry all."""
    return FORMS[form].losses(description)
