"""The passages that are not to be published: proposed by the agency, decided by its presidency before publication.

A mark stays when the report is corrected: what was a secret is one still. When its words are no more in the report,
nothing is published before somebody has looked at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evalprog.text import folded, one_line
from evaluations.content import ReportReading
from evaluations.models import Evaluation, Redaction
from evaluations.reports import reading, redaction
from evaluations.workspace.correction_passages import located
from evaluations.workspace.refusal import Refused

AT_MOST = 200  # marks of one evaluation, those taken away included


@dataclass(frozen=True, slots=True)
class Row:
    """A mark as the page shows it. ``elsewhere``: where else the public version would say the same."""

    mark: Redaction
    label: str
    stands: bool
    elsewhere: list[str]


def rows(evaluation: Evaluation, complete: ReportReading) -> list[Row]:
    marks = list(evaluation.redactions.kept())
    labels = {place.name: place.label for place in redaction.places(complete)}
    public = redaction.redacted(complete, marks)
    return [
        Row(
            mark,
            labels.get(mark.place, mark.place),
            redaction.stands(mark, complete),
            redaction.elsewhere(mark, public),
        )
        for mark in marks
    ]


def lost(complete: ReportReading, marks: Sequence[Redaction]) -> list[Redaction]:
    """Those whose words are not in the report any more."""
    return [mark for mark in marks if not redaction.stands(mark, complete)]


def located_words(evaluation: Evaluation, place: str, quote: str) -> tuple[str, str]:
    """The place that is meant and the passage as the report has it, on one line. Without a place, the only one.

    A passage begins and ends with whole words: of several, those at its ends may be cut, and are completed.

    :raises Refused: when the words are not there.
    """
    known = redaction.places(reading.read(evaluation))
    wanted = [p for p in known if p.name == place] if place else [p for p in known if _located(quote, p.text)]
    if not folded(quote):
        raise Refused(_("Donnez les mots à occulter."))
    if len(wanted) > 1:
        raise Refused(_("Ces mots sont dans plusieurs textes : choisissez le texte, puis recommencez pour les autres."))
    # As they are chosen, if they stand so: « Alpha » is not « ALPHA », which may come before it.
    span = redaction.found(one_line(quote), wanted[0].text) or _located(quote, wanted[0].text) if wanted else None
    if span is None and any(located(quote, p.text) for p in wanted or known):
        raise Refused(_("Donnez des mots entiers : une partie d’un mot en désignerait d’autres."))
    if span is None:
        raise Refused(_("Ces mots ne sont pas dans ce texte : copiez-les du rapport."))
    return wanted[0].name, one_line(wanted[0].text[span[0] : span[1]])


def _located(quote: str, text: str) -> tuple[int, int] | None:
    return located(quote, text, whole=True)
