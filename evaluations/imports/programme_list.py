"""A list of programmes pasted or sent as CSV, « UAI ; type ; intitulé ; champ », put on the list of a campaign.

Everything is read and judged first; with one bad line nothing is written.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog.accounts.models import User
from evalprog.text import folded, one_line
from evaluations import readiness, transitions
from evaluations.models import Campaign, Evaluation
from programmes.enums import ProgrammeKind
from programmes.identifiers import is_uai
from programmes.models import Institution, Programme

LONGEST_LIST = 5_000  # lines
LONGEST_TITLE = 500
LONGEST_FIELD = 300


@dataclass(frozen=True, slots=True)
class BadLine:
    """``number`` counts from 1, in what was pasted."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    uai: str
    kind: str
    title: str
    field: str


class BadList(ValueError):
    """Nothing was written; ``lines`` says why, line by line."""

    def __init__(self, lines: list[BadLine]) -> None:
        self.lines = lines
        super().__init__(" ".join(f"{line.number}. {line.sentence}" for line in lines))


@transaction.atomic
def add(text: str, campaign: Campaign, *, by: User | None) -> list[Evaluation]:
    """Put every programme of the list in the campaign; those not known yet are created.

    :raises BadList: with every bad line.
    """
    lines, bad = _read(text)
    programmes, unknown = _programmes(lines)
    bad += unknown
    for line, problems in zip(
        programmes, readiness.before_planning_each([*programmes.values()], campaign), strict=True
    ):
        bad += [BadLine(line.number, problem.sentence) for problem in problems]
    if bad or not lines:
        raise BadList(sorted(bad, key=lambda line: line.number) or [BadLine(1, _("La liste est vide."))])
    Programme.objects.bulk_create(programme for programme in programmes.values() if programme.pk is None)
    return transitions.plan_all([*programmes.values()], campaign, by=by)


def _programmes(lines: list[Line]) -> tuple[dict[Line, Programme], list[BadLine]]:
    """The programme of each line, known or still to be created, and the lines whose institution nobody knows."""
    institutions = {i.uai: i for i in Institution.objects.filter(uai__in={line.uai for line in lines})}
    known = {
        (programme.institution_id, programme.kind, folded(programme.title)): programme
        for programme in Programme.objects.filter(institution__in=institutions.values())
    }
    programmes, bad = {}, []
    for line in lines:
        institution = institutions.get(line.uai)
        if institution is None:
            bad.append(BadLine(line.number, _("Aucun établissement ne porte le code UAI %(uai)s.") % {"uai": line.uai}))
            continue
        programmes[line] = known.get((institution.pk, line.kind, folded(line.title))) or Programme(
            institution=institution, kind=line.kind, title=line.title, field=line.field
        )
    return programmes, bad


def _read(text: str) -> tuple[list[Line], list[BadLine]]:
    """The lines in their columns, and those that cannot be read. A first line of titles is passed over."""
    lines, bad, seen = [], [], {}
    rows = text.removeprefix("\ufeff").splitlines()
    if len(rows) > LONGEST_LIST:
        sentence = _("La liste dépasse %(longest)d lignes : faites-en plusieurs.")
        return [], [BadLine(LONGEST_LIST + 1, sentence % {"longest": LONGEST_LIST})]
    for number, row in enumerate(rows, start=1):
        cells = _cells(row)
        if not any(cells) or (number == 1 and folded(cells[0]) in ("uai", "code uai")):
            continue
        line = Line(number, cells[0].upper(), _kind(cells[1]), cells[2], cells[3])
        first = seen.setdefault((line.uai, line.kind, folded(line.title)), number)
        problems = list(_line_problems(line, cells))
        if first != number and not problems:
            problems = [_("La même formation est déjà à la ligne %(first)d.") % {"first": first}]
        bad += [BadLine(number, sentence) for sentence in problems]
        if not problems:
            lines.append(line)
    return lines, bad


def _cells(row: str) -> list[str]:
    """At least four cells; those of a spreadsheet are between tabs."""
    delimiter = "\t" if "\t" in row and ";" not in row else ";"
    cells = [one_line(cell) for cell in next(csv.reader([row], delimiter=delimiter, skipinitialspace=True), [])]
    return cells + [""] * (4 - len(cells))


def _line_problems(line: Line, cells: list[str]) -> Iterator[str]:
    if any(cells[4:]):
        yield _("Il y a plus de quatre colonnes ; mettez entre guillemets un intitulé qui contient « ; ».")
        return
    if not is_uai(line.uai):
        yield _("« %(uai)s » n’est pas un code UAI : sept chiffres, puis leur lettre de contrôle.") % {"uai": cells[0]}
    if not line.kind:
        sentence = _("« %(kind)s » n’est pas un type de formation ; choisissez parmi %(kinds)s.")
        yield sentence % {"kind": cells[1], "kinds": ", ".join(ProgrammeKind.values)}
    if not line.title:
        yield _("L’intitulé manque.")
    elif len(line.title) > LONGEST_TITLE:
        yield _("L’intitulé dépasse %(longest)d lettres.") % {"longest": LONGEST_TITLE}
    if len(line.field) > LONGEST_FIELD:
        yield _("Le champ dépasse %(longest)d lettres.") % {"longest": LONGEST_FIELD}


def _kind(word: str) -> str:
    """The code of a kind given by its code or its name, or nothing."""
    named = {folded(word): code for code, label in ProgrammeKind.choices for word in (code, str(label))}
    return named.get(folded(word), "")
