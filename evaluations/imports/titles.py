"""What kind of programme a title names."""

from evalprog.text import folded
from evaluations.definition import FrameworkDefinition
from evaluations.file_reference import FileReference
from programmes.enums import ProgrammeKind

# The first words of a title, the longer before the shorter.
_FIRST_WORDS = (
    ("licence professionnelle", ProgrammeKind.LP),
    ("licences professionnelles", ProgrammeKind.LP),
    ("licence", ProgrammeKind.LICENCE),
    ("master", ProgrammeKind.MASTER),
    ("bachelor universitaire de technologie", ProgrammeKind.BUT),
    ("but", ProgrammeKind.BUT),
    ("deust", ProgrammeKind.DEUST),
    ("ecole doctorale", ProgrammeKind.DOCTORAL_SCHOOL),
    ("champ de formation", ProgrammeKind.FIELD),
    ("champ s de formation", ProgrammeKind.FIELD),
    ("champs de formation", ProgrammeKind.FIELD),
    ("champ", ProgrammeKind.FIELD),
    ("diplome", ProgrammeKind.DIPLOMA),
)
_FILE_KINDS = {"LP": ProgrammeKind.LP, "LI": ProgrammeKind.LICENCE, "MA": ProgrammeKind.MASTER}


def programme_kind(
    title: str, reference: FileReference | None, definition: FrameworkDefinition
) -> ProgrammeKind | None:
    """The kind that the title names, else that of the file reference, else the only one of the framework."""
    words = f"{folded(title)} "
    named = next((kind for first, kind in _FIRST_WORDS if words.startswith((f"{first} ", f"{first}s "))), None)
    if named:
        return named
    if reference and reference.diploma_kind in _FILE_KINDS:
        return _FILE_KINDS[reference.diploma_kind]
    return definition.programme_kinds[0] if len(definition.programme_kinds) == 1 else None
