"""The facts about institutions and programmes, one file per noun."""

from programmes.models.description import Description, DescriptionCode, DescriptionEvent, DescriptionRevision
from programmes.models.import_draft import ImportDraft
from programmes.models.indicator import Indicator, IndicatorRevision
from programmes.models.institution import Institution
from programmes.models.membership import Membership
from programmes.models.programme import Partnership, Programme
from programmes.models.rncp import RncpEntry

__all__ = [
    "Description",
    "DescriptionCode",
    "DescriptionEvent",
    "DescriptionRevision",
    "ImportDraft",
    "Indicator",
    "IndicatorRevision",
    "Institution",
    "Membership",
    "Partnership",
    "Programme",
    "RncpEntry",
]
