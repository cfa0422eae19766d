"""What differs between two writings of a description, in words."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog import richtext, wordiff
from evalprog.documents import NBSP
from evalprog.documents.differences import Change, Difference, differences, trimmed
from evalprog.documents.editing import Document, Spot
from evalprog.documents.reading import is_rich
from programmes.description.editing import DESCRIPTION
from programmes.forms.description_words import WORDS

_MOST_SORTS, _MOST_FIELDS = 4, 3  # in one line
_FEMININE = ("rncp", "access", "rows", "entities", "further_studies")


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


def in_short(before: Document, after: Document) -> str:
    """What a writing changed, in one line: « Cours ADT1201 · crédits 5 → 6 », « 3 cours modifiés »."""
    sorts: dict[tuple[type, str, Change], dict[str, list[Difference]]] = {}
    for found in differences(DESCRIPTION, *trimmed(DESCRIPTION, before, after)):
        spot = found.spot
        sorts.setdefault((spot.part, spot.name, found.change), {}).setdefault(spot.path, []).append(found)
    told = [_one(*spots.values()) if len(spots) == 1 else _many(*sort[1:], len(spots)) for sort, spots in sorts.items()]
    rest = len(told) - _MOST_SORTS
    if rest > 0:
        told[_MOST_SORTS:] = [ngettext("%(count)d autre changement", "%(count)d autres changements", rest)]
        told[-1] %= {"count": rest}
    return f"{NBSP}; ".join(told)


def _one(found: list[Difference]) -> str:
    """What became of one part."""
    change, spot = found[0].change, found[0].spot
    if change == Change.CHANGED:
        fields = [WORDS.changed(spot.part, each.name, each.before, each.after) for each in found]
        rest = len(fields) - _MOST_FIELDS
        if rest > 0:
            fields[_MOST_FIELDS:] = [ngettext("%(count)d autre champ", "%(count)d autres champs", rest)]
            fields[-1] %= {"count": rest}
        return f"{_brief(spot)} · {', '.join(fields)}"
    words = {
        Change.ADDED: _("Ajout : %(what)s"),
        Change.REMOVED: _("Retrait : %(what)s"),
        Change.MOVED: _("Déplacement : %(what)s"),
    }
    return words[change] % {"what": _brief(spot)}


def _many(name: str, change: Change, count: int) -> str:
    """Parts of one list, or of lists of that name."""
    masculine = {
        Change.ADDED: _("%(count)d %(what)s ajoutés"),
        Change.REMOVED: _("%(count)d %(what)s retirés"),
        Change.CHANGED: _("%(count)d %(what)s modifiés"),
        Change.MOVED: _("%(count)d %(what)s déplacés"),
    }
    feminine = {
        Change.ADDED: _("%(count)d %(what)s ajoutées"),
        Change.REMOVED: _("%(count)d %(what)s retirées"),
        Change.CHANGED: _("%(count)d %(what)s modifiées"),
        Change.MOVED: _("%(count)d %(what)s déplacées"),
    }
    noun = str(WORDS.lists[name].title)
    words = feminine if name in _FEMININE else masculine
    return words[change] % {"count": count, "what": noun[:1].lower() + noun[1:]}


def _brief(spot: Spot) -> str:
    """« Cours ADT1201 »; what has no code is called by its title."""
    if not spot.path:
        return WORDS.noun_of(spot)
    code = spot.record.get("code")
    return f"{WORDS.noun_of(spot)} {code}" if code else WORDS.named(spot)


def _in_words(part: type, name: str, before: object, after: object) -> SafeString:
    texts = [_rich(part, name, value) for value in (before, after)]
    return wordiff.as_html(wordiff.differences(*texts))


def _rich(part: type, name: str, value: object) -> str:
    """A rich text as it is, any other value as a rich text of its words."""
    if is_rich(part, name):
        return str(value or "")
    return richtext.from_plain(WORDS.shown(part, name, value))


def shown(part: type, name: str, record: Document) -> SafeString:
    """The value of a simple field as it is read on a page."""
    if is_rich(part, name):
        return mark_safe(richtext.clean(str(record.get(name, ""))))  # noqa: S308 - the one canonical form
    lines = WORDS.shown(part, name, record.get(name)).split("\n")
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
