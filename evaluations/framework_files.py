"""Frameworks in YAML files."""

from pathlib import Path

from evalprog.documents import yaml_files
from evaluations.definition import FrameworkDefinition, as_document, parse

MAX_BYTES = yaml_files.MAX_BYTES
SHIPPED = Path(__file__).parent / "data" / "frameworks"


def read(path: Path | str) -> FrameworkDefinition:
    """:raises DocumentInvalid: if the file cannot be read, is not YAML, or is not a framework."""
    return parse(yaml_files.read(Path(path)))


def loads(text: str) -> FrameworkDefinition:
    """The same for a text that comes otherwise than from a file.

    :raises DocumentInvalid: if the text is not YAML or not a framework.
    """
    return parse(yaml_files.loads(text))


def read_upload(content: bytes, name: str) -> FrameworkDefinition:
    """The same for the bytes of a file of that name.

    :raises DocumentInvalid: if they are too many, not UTF-8, not YAML or not a framework.
    """
    return loads(yaml_files.decode(content, name))


def dump(definition: FrameworkDefinition) -> str:
    """The canonical file; ``loads(dump(definition)) == definition``."""
    return yaml_files.dump(as_document(definition))
