"""Languages: by their code (ISO 639-1, two letters), in the document; by their name, for people.

meant("français")            -> "fr"            what cannot be read stays as it is
all_meant("FR et anglais")   -> ["fr", "en"]
name_of("fr")                -> "français"      in the language that is spoken
"""

import csv
import re
from functools import cache
from pathlib import Path

from django.conf.locale import LANG_INFO
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext

from evalprog.documents import quoted
from evalprog.text import folded
from programmes.description.known_words import one, several


def _read() -> dict[str, dict[str, str]]:
    """Code -> language of the site -> name: all of ISO 639-1, and some of the longer codes of ISO 639-3."""
    path = Path(__file__).parents[1] / "data" / "languages.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row.pop("code"): row for row in csv.DictReader(file, delimiter=";")}


_NAMED = _read()
LANGUAGES = frozenset(code for code in _NAMED if len(code) == 2)
FIELDS = frozenset({"language", "languages"})  # of a course, of a programme
# Those in which courses are given most often, for a form to offer.
COMMON = ("fr", "en", "nl", "de", "es", "it", "pt", "ar", "zh", "ja", "ru", "pl", "el", "la")
# Between two languages on one line. Alone, « et » is Estonian.
_BETWEEN = re.compile(r"(?<=[^\s,;/]) +(?:et|and|&) +(?=[^\s,;/])|/", re.IGNORECASE)


def is_language(code: str) -> bool:
    """Whether there is such a language. Codes of three letters are of other parts of the norm: they are let through.

    >>> is_language("fr"), is_language("pr")
    (True, False)
    """
    return len(code) != 2 or code in LANGUAGES


def has_form_of_code(text: str) -> bool:
    """As ``LanguageCode`` asks."""
    return re.fullmatch("[a-z]{2,3}", text) is not None


def name_of(code: str) -> str:
    """« français »; the code itself for a language that has no name here."""
    names = _NAMED.get(code, {})
    return names.get(get_language() or "", names.get("fr", code))


def meant(text: str) -> str:
    """The code of the language that is named or whose code is given, in any case."""
    return one(_words(), text)


def spoken(tag: str) -> str:
    """The code of the language of a tag of XML (BCP 47), « fr-BE », or of what stands in its place, « Français »."""
    code = meant(tag)
    return code if code in _NAMED else meant(tag.strip().lower().partition("-")[0])


def all_meant(text: str) -> list[str]:
    """Those that a text lists."""
    return several(_words(), _BETWEEN.sub("\n", text))


def unknown(text: str) -> str:
    """The sentence for what names no language."""
    sentence = gettext(
        "« %(value)s » n’est pas une langue connue ; donnez son nom ou son code : français ou fr, anglais ou en."
    )
    return sentence % {"value": quoted(text)}


NAMES = {code: lazy(name_of, str)(code) for code in _NAMED}


@cache
def _words() -> dict[str, str]:
    """Codes, then the names that a language has in itself and in each language of the site."""
    words = {code: code for code in _NAMED}
    for code, names in _NAMED.items():
        own = [LANG_INFO[code]["name_local"]] if code in LANG_INFO else []
        for name in (*own, *names.values()):
            words.setdefault(folded(name), code)
    return words
