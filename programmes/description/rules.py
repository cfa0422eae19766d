"""What the texts peculiar to a programme must look like; those of every document are in ``evalprog.documents``."""

import re
from typing import Annotated, get_args

from django.utils.translation import gettext_lazy as _

from evalprog.documents import Label, Rule

_UNPRINTABLE = r"\x00-\x1f\x7f\ud800-\udfff"


def _years(text: str) -> bool:
    """« 2024-2025 »: the second year follows the first."""
    return int(text[5:]) == int(text[:4]) + 1


class _AcademicYear(Rule):
    """A rule that also counts."""

    __slots__ = ()

    def allows(self, text: str) -> bool:
        return re.fullmatch(self.regex, text) is not None and _years(text)


AcademicYear = Annotated[
    str, _AcademicYear(r"(19|20)\d\d-(19|20)\d\d", _("donnez une année universitaire, par exemple 2024-2025."))
]
# As long as the column in which lists find it.
Title = Annotated[
    str,
    Rule(
        rf"(?=.{{1,500}}\Z){get_args(Label)[1].regex}",
        _("donnez un intitulé d’une ligne, de 500 caractères au plus, sans espace au début ni à la fin."),
    ),
]
# The code by which a catalogue knows a programme, a course, a group, an outcome.
CatalogueCode = Annotated[
    str,
    Rule(
        rf"[^\s;,{_UNPRINTABLE}]{{1,40}}",
        _("un code tient en 40 caractères, sans espace ni virgule ni point-virgule ; corrigez-le."),
    ),
]
# As a catalogue writes it; whether there is such a language is for the remarks to say.
LanguageCode = Annotated[str, Rule(r"[a-z]{2,3}", _("donnez le code d’une langue en deux lettres : fr, en, de."))]
LongText = Annotated[
    str,
    Rule(
        rf"(?s)(?=.{{0,100000}}\Z)([^{_UNPRINTABLE}]|[\n\t])*",
        _("ce texte dépasse 100 000 caractères ou contient un caractère qui ne s’imprime pas ; corrigez-le."),
    ),
]

# Metadata of a text that is a canonical HTML fragment; the others are plain, of one line or several.
RICH = {"rich": True}
