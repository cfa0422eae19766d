"""What a text of a document must look like, and the sentence said when it does not."""

import re
from dataclasses import dataclass
from typing import Annotated

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
        r"(?=.{1,80}\Z)[a-z0-9]+(-[a-z0-9]+)*",
        _("un code s’écrit en minuscules sans accent, chiffres et traits d’union (80 au plus) ; corrigez-le."),
    ),
]
Mark = Annotated[str, Rule(rf"[^\s{_UNPRINTABLE}]+", _("donnez un code sans espace, par exemple A+."))]
Label = Annotated[str, Rule(_ONE_LINE, _ONE_LINE_SENTENCE)]
Line = Annotated[str, Rule(rf"({_ONE_LINE})?", _ONE_LINE_SENTENCE)]
Prose = Annotated[
    str,
    Rule(
        rf"([^{_UNPRINTABLE}]|[\n\t])*",
        _("ce texte contient un caractère qui ne s’imprime pas ; retirez-le."),
    ),
]
# A name by which other parts of the same file refer to this one.
Key = Annotated[
    str, Rule(r"([a-z0-9]+([-_][a-z0-9]+)*)?", _("une clé s’écrit en minuscules sans accent ; corrigez-la."))
]
Email = Annotated[str, Rule(r"[^@\s]+@[^@\s]+\.[^@\s]+", _("donnez une adresse électronique."))]
Day = Annotated[str, Rule(r"(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?", _("donnez un jour : 2016-10-13."))]
Instant = Annotated[
    str,
    Rule(
        r"(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z))?",
        _("donnez un instant et son fuseau : 2026-11-02T09:00:00+01:00."),
    ),
]
