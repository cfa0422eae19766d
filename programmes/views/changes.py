"""What differs between two writings of a description, in words."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from evalprog import richtext, wordiff
from evalprog.documents.differences import Change, Difference
from evalprog.documents.editing import Document
from evalprog.documents.reading import keys_of
from programmes.forms.description_words import WORDS


def told(difference: Difference) -> dict[str, Any]:
    """A difference as a page tells it; ``change``: HTML with what was taken away and what was added."""
    words = {
        Change.ADDED: (_("Ajouté"), "success"),
        Change.REMOVED: (_("Retiré"), "danger"),
        Change.CHANGED: (_("Modifié"), "primary"),
        Change.MOVED: (_("Déplacé"), "secondary"),
    }
    word, colour = words[difference.change]
    spot, name = difference.spot, difference.name
    return {
        "word": word,
        "colour": colour,
        "what": WORDS.named(spot),
        "field": WORDS.label_of(spot.part, name) if name else "",
        "change": _in_words(spot.part, name, difference.before, difference.after) if name else "",
    }


def _in_words(part: type, name: str, before: object, after: object) -> SafeString:
    texts = [_rich(part, name, value) for value in (before, after)]
    return wordiff.as_html(wordiff.differences(*texts))


def _rich(part: type, name: str, value: object) -> str:
    """A rich text as it is, any other value as a rich text of its words."""
    if _is_rich(part, name):
        return str(value or "")
    return richtext.from_plain(WORDS.shown(part, name, value))


def _is_rich(part: type, name: str) -> bool:
    return any(key == name and key_field.metadata.get("rich") for key, key_field, _hint in keys_of(part))


def shown(part: type, name: str, record: Document) -> SafeString:
    """The value of a simple field as it is read on a page."""
    if _is_rich(part, name):
        return mark_safe(richtext.clean(str(record.get(name, ""))))  # noqa: S308 - the one canonical form
    lines = WORDS.shown(part, name, record.get(name)).split("\n")
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
