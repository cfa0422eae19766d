"""What the texts of a table of indicators must look like, and how columns of several tables are recognised."""

import re
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from evalprog.documents import Rule
from evalprog.text import folded

_UNPRINTABLE = r"\x00-\x1f\x7f\ud800-\udfff"
_YEARS = re.compile(r"((?:19|20)\d\d)\s*[-–/]\s*((?:19|20)?\d\d)")


def _one_line(least: int, most: int) -> str:
    text = rf"(?=.{{{least},{most}}}\Z)(?!\s)[^{_UNPRINTABLE}]+(?<!\s)"
    return text if least else rf"({text})?"


CellText = Annotated[
    str,
    Rule(_one_line(0, 80), _("une valeur tient en 80 caractères, sur une ligne, sans espace autour ; corrigez-la.")),
]
Column = Annotated[
    str,
    Rule(_one_line(1, 40), _("donnez l’en-tête d’une colonne : une année, 2015-2016, ou 40 caractères au plus.")),
]
Heading = Annotated[
    str,
    Rule(
        _one_line(1, 200),
        _("donnez un texte d’une ligne, de 200 caractères au plus, sans espace au début ni à la fin."),
    ),
]
Note = Annotated[
    str,
    Rule(
        rf"(?s)(?=.{{0,5000}}\Z)([^{_UNPRINTABLE}]|[\n\t])*",
        _("ce texte dépasse 5 000 caractères ou contient un caractère qui ne s’imprime pas ; corrigez-le."),
    ),
]


def is_year(column: str) -> bool:
    return re.fullmatch(rf"{_YEARS.pattern}|(?:19|20)\d\d", column.strip()) is not None


def year_key(column: str) -> str:
    """The same for every writing of a year: by it columns of several tables are recognised, and references name them.

    >>> year_key("2015/16"), year_key("2015 – 2016"), year_key("Rentrée 2016")
    ('2015-2016', '2015-2016', 'rentree-2016')
    """
    found = _YEARS.fullmatch(column.strip())
    if found is None:
        return folded(column).replace(" ", "-")
    first, last = found.groups()
    return f"{first}-{last if len(last) == 4 else first[:2] + last}"
