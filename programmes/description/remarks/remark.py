"""One remark, and how its sentence names several things."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Remark:
    """``code`` names the rule, for programs; ``where`` is the path of the part, ``groups[0].courses[3]``.

    ``also``: the paths of the other parts that the same sentence is about.
    """

    code: str
    where: str
    sentence: str
    also: tuple[str, ...] = ()


def about(code: str, places: Iterable[str], sentence: str) -> Remark:
    """A remark about several places, the first of which is where it stands."""
    first, *others = dict.fromkeys(places)
    return Remark(code, first, sentence, tuple(others))


def named(names: Iterable[str]) -> str:
    """« A1, A2 et A3 »; of a great many, the first ones and how many there are besides.

    >>> named(["A1", "A2", "A3"])
    'A1, A2 et A3'
    """
    every = list(dict.fromkeys(names))
    if len(every) > _MOST_NAMED:
        others = len(every) - _MOST_NAMED
        return _("%(names)s et %(others)d autres") % {"names": ", ".join(every[:_MOST_NAMED]), "others": others}
    if len(every) > 1:
        return _("%(names)s et %(last)s") % {"names": ", ".join(every[:-1]), "last": every[-1]}
    return "".join(every)


def number(value: Decimal) -> str:
    """« 30 », « 2,5 »: as one writes it in French.

    >>> number(Decimal("30.0")), number(Decimal("2.5"))
    ('30', '2,5')
    """
    plain = format(value.normalize(), "f")
    return plain.replace(".", ",")
