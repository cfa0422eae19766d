"""Which framework a report was written under."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from evaluations.definition import FrameworkDefinition
from evaluations.imports.dates import period
from evaluations.imports.labels import heading_keys, key, may_be_heading
from evaluations.imports.markup import without_marks
from evaluations.imports.outline import Target
from evaluations.imports.refusal import ImportRefused

_LABEL_LENGTH = 300
_FRONT = 150  # lines among which the cover and the metadata stand
_NEEDED = 3  # headings of one framework that make a report
_FRONT_WEIGHT = 0.5  # of a label of the first pages, which many frameworks share
_YEAR = re.compile(r"(?:19|20)\d\d")


def recognise(name: str, texts: Iterable[str], frameworks: Sequence[FrameworkDefinition]) -> FrameworkDefinition:
    """The framework whose labels the lines of a report print; between equals, that of the campaign's years.

    :raises ImportRefused: if none has three of its headings in these lines.
    """
    lines = [line for text in texts if len(text) <= _LABEL_LENGTH and (line := without_marks(text))]
    printed = {known for line in lines if may_be_heading(line) for known in heading_keys(line)}
    front = [key(line) for line in islice(lines, _FRONT)]
    year = _first_year(lines[:_FRONT])
    ranked = sorted(
        (
            (
                _likeness(framework, printed, front),
                _nearness(framework, year),
                framework.version,
                framework.code,
            )
            for framework in frameworks
            if len(_found_headings(framework, printed)) >= _NEEDED
        ),
        reverse=True,
    )
    if not ranked:
        known = ", ".join(sorted({framework.title for framework in frameworks}))
        raise ImportRefused(
            _(
                "Le fichier « %(name)s » ne contient les rubriques d’aucun référentiel connu (%(known)s) ;"
                " vérifiez qu’il s’agit d’un rapport d’évaluation."
            )
            % {"name": name, "known": known}
        )
    _likeness_found, _years, version, code = ranked[0]
    return next(f for f in frameworks if (f.code, f.version) == (code, version))


def _likeness(framework: FrameworkDefinition, printed: set[str], front: list[str]) -> float:
    """Found labels, and the more so the fewer of the framework's labels are missing."""
    body = len(framework.sections) + len(framework.criteria) + len(framework.blocks)
    heads = [framework.cover.agency, framework.cover.department, framework.cover.published]
    heads += [line.label for line in framework.head]
    wanted = [key(label) for label in heads if label]
    met = sum(any(line.startswith(label) for line in front) for label in wanted)
    found = len(_found_headings(framework, printed)) + _FRONT_WEIGHT * met
    return found * found / (body + _FRONT_WEIGHT * len(wanted))


def _found_headings(framework: FrameworkDefinition, printed: set[str]) -> list[str]:
    """Codes of the parts whose label, or another spelling of it, is a line of the report."""
    parts: tuple[Target, ...] = (*framework.sections, *framework.criteria, *framework.blocks)
    return [part.code for part in parts if any(key(label) in printed for label in (part.label, *part.also))]


def _first_year(lines: Sequence[str]) -> int | None:
    found = next((period(line) for line in lines if period(line)), "")
    return int(found[:4]) if found else None


def _nearness(framework: FrameworkDefinition, year: int | None) -> int:
    """Minus the number of years since the framework began to be used; far below for one that came later."""
    began = _YEAR.search(framework.code) or _YEAR.search(framework.title)
    if year is None or began is None:
        return -50
    return -(year - int(began.group())) if year >= int(began.group()) else -100
