"""The form of one part of a description, made from the fields of its dataclass."""

from typing import Any

from evalprog.documents import NBSP, DocumentInvalid, Prose, part_forms
from evalprog.documents.editing import Document
from evalprog.documents.reading import keys_of
from programmes.description import InstitutionName, ProgrammeDescription
from programmes.description.editing import DESCRIPTION
from programmes.description.rules import LongText
from programmes.forms.description_words import WORDS


class PartForm(part_forms.PartForm):
    """Of a part of a description. The year is given when it is begun: another one is another description. So is the
    institution: nobody publishes under the name of another."""

    words = WORDS
    fixed = frozenset(
        {(ProgrammeDescription, "year"), *((InstitutionName, name) for name, _field, _hint in keys_of(InstitutionName))}
    )
    first = ("kind", "title", "code", "name")
    last = ("note", "description", "cut_off")
    prose = (Prose, LongText)

    def record(self) -> Document:
        """Without what the file leaves out: values that are those of every part of its sort."""
        defaults = {name: key_field.default for name, key_field, _hint in keys_of(self.spot.part)}
        return {name: value for name, value in super().record().items() if value != defaults[name]}

    def tell(self, invalid: DocumentInvalid, document: Document, path: str) -> None:
        """Each problem at its field, or above the form if it is about another part."""
        for problem in invalid.problems:
            spot, name = DESCRIPTION.owner_of(document, problem.path)
            sentence = WORDS.without_paths(document, problem.on_page or problem.sentence)
            if spot.path == path and name in self.fields:
                self.add_error(name, sentence)
            else:
                self.add_error(None, f"{WORDS.place_name(document, problem.path)}{NBSP}: {sentence}")


def typed_in(data: Any) -> list[tuple[Any, str]]:
    """What a form that came back holds, label by label: to be given back when its part is no longer there."""
    labels = {key.rpartition(".")[2]: label for key, (label, _help) in WORDS.fields.items()}
    labels |= {key: label for key, (label, _help) in WORDS.fields.items() if "." not in key}
    return [(labels[name], ", ".join(data.getlist(name))) for name in data if name in labels and data[name]]
