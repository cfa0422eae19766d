"""The text of one criterion as the report will show it, beside its editor."""

from typing import Any

from django.http import HttpRequest

from evaluations.enums import ReportKind
from evaluations.reports import reading
from evaluations.views.desk import Desk


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """``sections``: those in which the text stands; ``language``: of the report."""
    content = reading.read(desk.evaluation, kind=ReportKind.DRAFT)
    code = desk.text.code if desk.text else ""

    def holds(section) -> bool:
        blocks = desk.evaluation.framework.definition.blocks
        passages = {b.code for b in blocks for p in (b.opening, b.closing) if p and p.code == code}
        return section.code == code or any(
            part.code == code or part.code in passages for part in (*section.criteria, *section.blocks)
        )

    return {"sections": [s for s in content.sections if holds(s)], "language": content.language}
