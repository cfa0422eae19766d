"""What a text of a framework document must look like, and the sentence said when it does not."""

import re
from dataclasses import dataclass
from typing import Annotated

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Control characters and lone surrogates can be neither printed nor stored.
_UNPRINTABLE = r"\x00-\x1f\x7f\ud800-\udfff"
_ONE_LINE = rf"(?!\s)[^{_UNPRINTABLE}]+(?<!\s)"
_ONE_LINE_SENTENCE = _("donnez un texte d’une ligne, sans espace au début ni à la fin.")


@dataclass(frozen=True, slots=True)
class Rule:
    """The whole text matches ``regex``; otherwise ``sentence``, translated when said, tells what to do."""

    regex: str
    sentence: "str | Promise"

    def allows(self, text: str) -> bool:
        return re.fullmatch(self.regex, text) is not None


Code = Annotated[
    str,
    Rule(
        r"[a-z0-9]+(-[a-z0-9]+)*",
        _("un code s’écrit en minuscules sans accent, chiffres et traits d’union ; corrigez-le."),
    ),
]
HeadKey = Annotated[
    str,
    Rule(
        r"[a-z]+(_[a-z]+)*",
        _("cette clé s’écrit en minuscules sans accent et tirets bas ; corrigez-la."),
    ),
]
Mark = Annotated[str, Rule(rf"[^\s{_UNPRINTABLE}]+", _("donnez un code sans espace, par exemple A+."))]
# The report is printed in this language, dates included: it must be one that Django can write.
Language = Annotated[
    str,
    Rule(
        "|".join(re.escape(code) for code in LANG_INFO),
        _("cette langue n’est pas connue ; donnez un code tel que fr ou en."),
    ),
]
Standard = Annotated[
    str, Rule(r"[1-3]\.(10|[1-9])", _("donnez le numéro d’une norme européenne (ESG), par exemple 1.2."))
]
Label = Annotated[str, Rule(_ONE_LINE, _ONE_LINE_SENTENCE)]
Line = Annotated[str, Rule(rf"({_ONE_LINE})?", _ONE_LINE_SENTENCE)]
Prose = Annotated[
    str,
    Rule(
        rf"([^{_UNPRINTABLE}]|[\n\t])*",
        _("ce texte contient un caractère qui ne s’imprime pas ; retirez-le."),
    ),
]
