"""Languages: by their code (ISO 639-1, two letters), in the document; by their name, for people.

meant("français")            -> "fr"            what cannot be read stays as it is
all_meant("FR et anglais")   -> ["fr", "en"]
name_of("fr")                -> "français"      in the language that is spoken
"""

import re
from functools import cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop, override

from evalprog.documents import quoted
from evalprog.text import folded
from programmes.description.known_words import one, several

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw
ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
LANGUAGES = frozenset(_CODES.split())
FIELDS = frozenset({"language", "languages"})  # of a course, of a programme
# Those in which courses are given most often, for a form to offer.
COMMON = ("fr", "en", "nl", "de", "es", "it", "pt", "ar", "zh", "ja", "ru", "pl", "el", "la")
# What Django does not name.
_OTHERS = {
    "zh": gettext_noop("chinois"),
    "la": gettext_noop("latin"),
    "mt": gettext_noop("maltais"),
    "sa": gettext_noop("sanskrit"),
}
_NAMED = {code: facts["name"] for code, facts in LANG_INFO.items() if re.fullmatch("[a-z]{2,3}", code)} | _OTHERS
_BETWEEN = re.compile(r"/|(?<=\s)(?:et|and|&)(?=\s)", re.IGNORECASE)  # « et » is Estonian too, where it stands alone


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
    name = gettext(_NAMED[code]) if code in _NAMED else code
    return name[:1].lower() + name[1:]


def meant(text: str) -> str:
    """The code of the language that is named or whose code is given, in any case."""
    return one(_words(), text)


def all_meant(text: str) -> list[str]:
    """Those that a text lists."""
    return several(_words(), _BETWEEN.sub("\n", text))


def unknown(text: str) -> str:
    """The sentence for what names no language."""
    sentence = gettext(
        "« %(value)s » n’est pas une langue connue ; donnez son nom ou son code : français ou fr, anglais ou en."
    )
    return sentence % {"value": quoted(text)}


NAMES = {code: lazy(name_of, str)(code) for code in sorted(_NAMED)}


@cache
def _words() -> dict[str, str]:
    """Codes, then names: the language's own and those in each language of the site."""
    words = {code: code for code in sorted(LANGUAGES | _NAMED.keys())}
    for code in sorted(_NAMED):
        if code in LANG_INFO:
            words.setdefault(folded(LANG_INFO[code]["name_local"]), code)
        for language, _name in settings.LANGUAGES:
            with override(language):
                words.setdefault(folded(name_of(code)), code)
    return words
