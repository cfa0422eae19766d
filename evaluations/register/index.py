"""A published report → its rows in the register.

``enter`` is called in the transaction that publishes. Everything comes from the frozen reading; of the record only what
no reading holds: which programme and which institution it is, and the framework's title, which no longer changes.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.text import slugify

from evalprog.text import folded
from evaluations.content import ReportReading
from evaluations.enums import Facet, ReportKind
from evaluations.models import Evaluation, RegisterEntry, RegisterTerm, Report
from evaluations.register.storage import indexed_form, restore
from evaluations.reports.public_text import PublicText, public_text
from evaluations.reports.reading import LIST_SEPARATOR
from programmes.enums import ProgrammeLevel

Labelled = tuple[str, str]  # key, label

_KEY, _SORTED, _LABEL = 80, 200, 400  # characters
_WORD = re.compile(r"[^\W\d_]{4,30}")  # what is worth mending
_AT_ONCE = 500
_MOST_PARTNERS = 16  # of one report: a doctoral school has up to thirteen


class Tables:
    """The models to read and to write: those of now, or of the moment that a migration has come to."""

    def __init__(self, registry: Any = apps) -> None:
        def model(name: str) -> Any:
            return registry.get_model("evaluations", name)

        self.reports, self.evaluations = model("Report").objects, model("Evaluation").objects
        self.entries, self.texts = model("RegisterEntry").objects, model("RegisterText").objects
        self.terms, self.word = model("RegisterTerm").objects, model("RegisterWord")


@transaction.atomic
def enter(report: Report, tables: Tables | None = None) -> RegisterEntry:
    """Put a published report in the register, in the place of the version that it corrects."""
    tables = tables or Tables()
    evaluation = tables.evaluations.select_related("programme__institution", "framework").get(pk=report.evaluation_id)
    reading = ReportReading.from_json(report.content)
    tables.entries.filter(evaluation=evaluation).delete()
    terms = _terms(_labelled(report, reading, evaluation), tables)
    others = [str(term.pk) for facet, term in terms if facet != Facet.INSTITUTION]
    entry = tables.entries.create(
        report=report,
        evaluation=evaluation,
        programme=evaluation.programme,
        published_on=report.published_on,
        title_key=folded(reading.cover.title)[:_SORTED],
        institution_key=folded(reading.cover.institution)[:_SORTED],
        terms=",".join(others),
        **{facet.column: term for facet, term in terms if not facet.has_several},
    )
    text = public_text(reading)
    tables.texts.create(entry=entry, plain=text.body, heading=indexed_form(text.heading), body=indexed_form(text.body))
    _keep_words(text, tables)
    return entry


def rebuild(tables: Tables | None = None) -> int:
    """The whole register anew, from the frozen readings; what is asked meanwhile is answered from the old one.

    Returns how many reports stand in it.
    """
    tables = tables or Tables()
    with transaction.atomic():
        restore()
        for rows in (tables.texts, tables.entries, tables.terms, tables.word.objects):
            rows.all().delete()
        entered = 0
        for report in _current(tables).iterator(chunk_size=50):
            enter(report, tables)
            entered += 1
        return entered


def _current(tables: Tables) -> models.QuerySet[Report]:
    """The published reports, each in its last version, oldest first: the words of the newest label the facets."""
    published = tables.reports.filter(kind=ReportKind.FINAL, published_on__isnull=False).exclude(pdf_sha256="")
    later = published.filter(evaluation=models.OuterRef("evaluation"), version__gt=models.OuterRef("version"))
    return published.filter(~models.Exists(later)).order_by("published_on", "pk")


def _labelled(report: Report, reading: ReportReading, evaluation: Evaluation) -> Iterator[tuple[Facet, Labelled]]:
    """The values of the report, facet by facet; none where the report says nothing."""
    cover, kind = reading.cover, _kind(reading, evaluation)
    level, year = ProgrammeLevel.of(kind), str(report.published_on.year) if report.published_on else ""
    field = next((f.text for f in map(reading.fact, ("field", "domain")) if f and any(map(str.isalnum, f.text))), "")
    yield Facet.CAMPAIGN, _by_label(cover.campaign)
    yield Facet.INSTITUTION, (evaluation.programme.institution.public_id, cover.institution)
    yield from ((Facet.PARTNER, partner) for partner in _partners(reading, evaluation))
    yield Facet.KIND, (kind.lower().replace("_", "-"), kind)  # each visitor reads it in their language
    yield Facet.LEVEL, (level.value, level.name)
    yield Facet.FIELD, _by_label(field)
    yield Facet.FRAMEWORK, (evaluation.framework.code, evaluation.framework.title)
    yield Facet.YEAR, (year, year)


def _partners(reading: ReportReading, evaluation: Evaluation) -> Iterator[Labelled]:
    """The partners that the report names, each with the institution of the record that has this name."""
    fact = reading.fact("partners")
    named = [name.strip() for name in fact.text.split(LIST_SEPARATOR)] if fact else []
    partnerships = evaluation.programme.partnerships.select_related("institution").order_by("position")
    left = [partnership.institution for partnership in partnerships] if any(named) else []
    for name in named[:_MOST_PARTNERS]:
        words = f"{folded(name)} "
        fitting = [house for house in left if words.startswith(f"{folded(house.name)} ")]
        if house := max(fitting, key=lambda house: len(house.name), default=None):
            left.remove(house)
            yield house.public_id, name


def _kind(reading: ReportReading, evaluation: Evaluation) -> str:
    fact = reading.fact("programme_kind")
    return fact.value if fact and fact.value else evaluation.programme.kind


def _by_label(label: str) -> Labelled:
    return slugify(folded(label))[:_KEY].strip("-"), label


def _terms(labelled: Iterator[tuple[Facet, Labelled]], tables: Tables) -> list[tuple[Facet, RegisterTerm]]:
    """Written where they are new or say something new: parallel publications do not wait for each other."""
    found = []
    for facet, (key, label) in labelled:
        if key:
            short = label[:_LABEL]
            term, _made = tables.terms.get_or_create(facet=facet, key=key, defaults={"label": short})
            if term.label != short:
                term.label = short
                term.save(update_fields=["label"])
            found.append((facet, term))
    return found


def _keep_words(text: PublicText, tables: Tables) -> None:
    """The words that nobody had used before, each as it was written first."""
    shown: dict[str, str] = {}
    for written in dict.fromkeys(_WORD.findall(f"{text.heading}\n{text.body}".lower())):
        word = folded(written)
        if len(word) >= 4 and " " not in word:
            shown.setdefault(word[:40], written[:40])
    words = sorted(shown)
    for at in range(0, len(words), _AT_ONCE):
        batch = words[at : at + _AT_ONCE]
        known = set(tables.word.objects.filter(word__in=batch).values_list("word", flat=True))
        tables.word.objects.bulk_create(
            (tables.word(word=w, shown=shown[w], padded=f"  {w} ") for w in batch if w not in known),
            ignore_conflicts=True,
        )
