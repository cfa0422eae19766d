"""What an institution has written and joined for a dossier, as it stands now: the facts that completeness is judged on
and that a deposit freezes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import F, prefetch_related_objects

from evaluations.definition import DossierForm
from evaluations.models import DossierPart, DossierText, Evaluation
from programmes.indicators import IndicatorTable
from programmes.models import Description, DescriptionRevision, Indicator


@dataclass(frozen=True, slots=True)
class Facts:
    """``texts``: by the code of their section. ``pieces``: in their order; ``expected`` ones by their code."""

    form: DossierForm | None
    texts: dict[str, DossierText]
    pieces: tuple[DossierPart, ...]
    tables: tuple[IndicatorTable, ...]

    def text(self, code: str) -> str:
        row = self.texts.get(code)
        return row.text if row else ""

    @property
    def is_empty(self) -> bool:
        """Nothing was written or joined here: the dossier, if there is one, came by another way."""
        return not self.pieces and not any(row.text for row in self.texts.values())

    def expected_piece(self, code: str) -> DossierPart | None:
        return next((piece for piece in self.pieces if piece.expected == code), None)


def facts_of(evaluation: Evaluation) -> Facts:
    """Three queries, whatever the dossier holds; without a form, nothing but its pieces is asked for."""
    form = evaluation.framework.definition.dossier
    if form is None:
        return Facts(None, {}, tuple(evaluation.dossier.all()), ())
    return _of_form(evaluation, form, evaluation.programme.indicators.tables())


def facts_of_forms(evaluations: Sequence[Evaluation]) -> dict[int, Facts]:
    """``facts_of`` those whose framework has a form, by primary key: four queries, however many there are."""
    prefetch_related_objects(evaluations, "framework")
    # Asked of the document: to most frameworks, which have no form, nothing else is asked.
    formed = [evaluation for evaluation in evaluations if evaluation.framework.document.get("dossier")]
    prefetch_related_objects(formed, "dossier", "dossier_texts")
    programmes = {evaluation.programme_id for evaluation in formed}
    tables = Indicator.objects.filter(programme__in=programmes).tables_by_programme() if formed else {}
    return {
        evaluation.pk: _of_form(evaluation, form, tables.get(evaluation.programme_id, ()))
        for evaluation in formed
        if (form := evaluation.framework.definition.dossier)
    }


def _of_form(evaluation: Evaluation, form: DossierForm, tables: tuple[IndicatorTable, ...]) -> Facts:
    texts = {row.code: row for row in evaluation.dossier_texts.all()}
    return Facts(form, texts, tuple(evaluation.dossier.all()), tables)


def descriptions_by_programme(programmes: Iterable[int]) -> dict[int, list[DescriptionRevision]]:
    """``descriptions_of`` several, by the primary key of their programme: one query."""
    found: dict[int, list[DescriptionRevision]] = {}
    described = Description.objects.standing().filter(programme__in=programmes)
    last = DescriptionRevision.objects.filter(
        description__in=described, revision=F("description__revision"), revision__gt=0
    )
    for row in last.select_related("description").order_by("description__year"):
        found.setdefault(row.description.programme_id, []).append(row)
    return found


def descriptions_of(evaluation: Evaluation) -> Iterator[DescriptionRevision]:
    """The last writing of each year of the programme that was not put away, published or not, by year."""
    described = (
        Description.objects.standing().filter(programme=evaluation.programme_id, revision__gt=0).order_by("year")
    )
    last = {description.pk: description for description in described}
    rows = DescriptionRevision.objects.filter(description__in=last).order_by("description__year", "revision")
    for row in rows:
        description = last[row.description_id]
        if row.revision == description.revision:
            row.description = description
            yield row
