"""A figure that a text says in words, set against the tables: every share that it may speak of, with its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from programmes.forms.claim import ClaimForm, lines_counted
from programmes.indicators import IndicatorTable, ratios
from programmes.indicators.cells import Line
from programmes.indicators.ratios import Ratio
from programmes.views.indicator_reading import Place, places


@dataclass(frozen=True, slots=True)
class Share:
    """``agrees``: it rounds to what the text says."""

    sentence: str
    agrees: bool
    cells: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """``sentence``: what the text and the tables say; empty as long as nothing is asked."""

    form: ClaimForm
    sentence: str = ""
    agrees: bool = False
    shares: tuple[Share, ...] = ()


def read(query: Mapping[str, str], tables: Sequence[IndicatorTable]) -> Claim | None:
    """None where no row may be a share of another."""
    lines = lines_counted(tables)
    if len(lines) < 2:
        return None
    form = ClaimForm(query if "dit" in query else None, lines=lines)
    if not form.is_valid():
        return Claim(form)
    asked = form.cleaned_data
    found = _shares(asked["part"], asked["total"], asked["ans"])
    confronted = ratios.confront(asked["dit"], found)
    if confronted is None:
        return Claim(form, _("Ces deux lignes n’ont pas de valeurs connues pour les mêmes années."))
    known = places(tables)
    shares = tuple(
        Share(ratio.sentence, ratio in confronted.agreeing, tuple(known[cell] for cell in ratio.cells))
        for ratio in found
    )
    return Claim(form, confronted.sentence, bool(confronted.agreeing), shares)


def _shares(part: Line, total: Line, years: int) -> list[Ratio]:
    return ratios.per_year(part, total) if years == 1 else ratios.windows(part, total, years)
