"""Tables of indicators of a programme: what they are, what does not add up in them, how texts refer to them.

parse(document) -> IndicatorTable           raises DocumentInvalid with every problem and its path
as_document(table) -> dict                  canonical: what says nothing is left out
references.resolve(fragment, tables)        the values in a text (``{{effectifs.inscrits.2015-2016}}``)
drawing.charts(table)                       its series, laid out to be drawn
"""

from programmes.indicators.documents import as_document, parse, problems_of
from programmes.indicators.parts import CellRef, IndicatorRow, IndicatorTable
from programmes.indicators.rules import is_year, year_key

__all__ = [
    "CellRef",
    "IndicatorRow",
    "IndicatorTable",
    "as_document",
    "is_year",
    "parse",
    "problems_of",
    "year_key",
]
