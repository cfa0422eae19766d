"""A description as the YAML file that the import reads again, whole."""

from evalprog.documents import yaml_files
from programmes.description import ProgrammeDescription, as_document


def write(description: ProgrammeDescription) -> bytes:
    return yaml_files.dump(as_document(description)).encode()
