"""A description as the YAML file that the import reads again, whole."""

from evalprog.documents import yaml_files
from programmes.description import ProgrammeDescription, as_document


def write(*descriptions: ProgrammeDescription) -> bytes:
    """One is the document itself; of several, « programmes: » is the list."""
    documents = [as_document(description) for description in descriptions]
    return yaml_files.dump(documents[0] if len(documents) == 1 else {"programmes": documents}).encode()
