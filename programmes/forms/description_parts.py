"""The form of one part of a description, made from the fields of its dataclass."""

from collections.abc import Iterable, Mapping
from dataclasses import Field
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _

from evalprog.documents import NBSP, DocumentInvalid, Prose, part_forms
from evalprog.documents.editing import Document, Spot, is_list
from evalprog.documents.reading import keys_of
from programmes.description import CourseGroup, InstitutionName, ProgrammeDescription, canonical
from programmes.description.editing import DESCRIPTION
from programmes.description.languages import FIELDS
from programmes.description.rules import LongText
from programmes.forms.description_words import WORDS
from programmes.forms.languages import LanguageField, LanguagesField


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

    def __init__(self, *args: Any, spot: Spot, is_new: bool = False, **options: Any) -> None:
        # What sort of group it is changes how everybody reads the programme: nobody says it by leaving a form as it is.
        self._must_choose = is_new and spot.part is CourseGroup
        super().__init__(*args, spot=spot, is_new=is_new, **options)
        if self._must_choose:
            self.initial.pop("kind", None)

    def field_of(self, name: str, key_field: Field[Any], hint: Any) -> forms.Field:
        field = super().field_of(name, key_field, hint)
        if name == "kind" and self._must_choose:
            field.required = True
            field.error_messages["required"] = _("Choisissez la sorte de groupe.")
        if name not in FIELDS:
            return field
        kind = LanguagesField if is_list(hint) else LanguageField
        return kind(required=field.required, label=field.label, help_text=field.help_text)

    def choices(self, name: str, needed: bool) -> Mapping[str, Any]:
        offered = super().choices(name, needed)
        return {**offered, "": _("Choisissez…")} if name == "kind" and self._must_choose else offered

    def record(self) -> Document:
        """Canonical: rich texts in their one form, and without values that are those of every part of its sort."""
        fields = {name: key_field for name, key_field, _hint in keys_of(self.spot.part)}
        record = {name: value for name, value in super().record().items() if value != fields[name].default}
        rich = [name for name in record if fields[name].metadata.get("rich")]
        return record | {name: canonical(record[name]) for name in rich}

    def tell_collision(self, name: str, who: str) -> None:
        """At its field: somebody else has written in it too, and what."""
        part, value = self.spot.part, self.spot.record.get(name)
        shown = WORDS.shown(part, name, value)
        if not shown:
            sentence = _("Vidé entre-temps par %(who)s.")
        elif self.is_long(name):
            sentence = _("Changé entre-temps par %(who)s ; son texte est sous cette liste.")
        else:
            sentence = _("Changé entre-temps par %(who)s : « %(value)s ».")
        self.add_error(name, sentence % {"who": who, "value": shown})

    def is_long(self, name: str) -> bool:
        """Its value as it stands is a text that no sentence can quote."""
        return WORDS.is_long(self.spot.part, name, WORDS.shown(self.spot.part, name, self.spot.record.get(name)))

    def tell_taken(self, names: Iterable[str], who: str) -> None:
        """Under each field: its value is not what was sent."""
        for name in names:
            told = escape(_("Repris de %(who)s.") % {"who": who})  # what stands under a field is laid out as HTML
            self[name].help_text = f"{self[name].help_text} {told}".strip()

    def tell(self, invalid: DocumentInvalid, document: Document, path: str) -> None:
        """Each problem at its field, or above the form if it is about other parts alone."""
        for problem in invalid.problems:
            sentence = WORDS.without_paths(document, problem.on_page or problem.sentence)
            places = [DESCRIPTION.owner_of(document, place) for place in (problem.path, *problem.also)]
            name = next((name for spot, name in places if spot.path == path and name in self.fields), None)
            place = "" if name else f"{WORDS.place_name(document, problem.path)}{NBSP}: "
            self.add_error(name, place + sentence)


def typed_in(data: Any) -> list[tuple[Any, str]]:
    """What a form that came back holds, label by label: to be given back when its part is no longer there."""
    labels = {key.rpartition(".")[2]: label for key, (label, _help) in WORDS.fields.items()}
    labels |= {key: label for key, (label, _help) in WORDS.fields.items() if "." not in key}
    return [(labels[name], ", ".join(data.getlist(name))) for name in data if name in labels and data[name]]
