"""The public pages of programmes: the list over those of a whole campaign, searched and narrowed, and a sheet.

They are asked of the whole site by Django's client, against the floor: the same twenty-five rows, or the one document,
without search, count, facet or page.
"""

import time

from django.test import Client
from django.test.utils import override_settings

from evalprog import clock
from evaluations.benchmarks.measuring import Result, compared, medians
from evaluations.benchmarks.writing import _done, _throw_away_database
from programmes.description import as_document, parse
from programmes.models import Description, DescriptionRevision, Institution, Programme
from programmes.writing import fingerprint, shown

PROGRAMMES, COURSES, OUTCOMES = 1_400, 40, 20
REPETITIONS = 15
PAGE_MS = 60
PAGES = {
    "page_programmes": "",
    "page_programmes_search": "?q=cours+finances+enseignant7",
    "page_programmes_narrowed": "?nature=MASTER&credits=120&page=3",
}
NAMES = (*PAGES, "page_sheet")
_KINDS = ("LICENCE", "MASTER", "LP", "BUT")
_WORDS = "finances droit histoire chimie gestion langues physique santé données territoires".split()


def measure_programmes(programmes: int = PROGRAMMES) -> dict[str, Result]:
    """On a database of its own."""
    with _throw_away_database():
        describe_many(programmes)
        return pages()


def pages() -> dict[str, Result]:
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"], SECOND_FACTOR_REQUIRED=False):
        client = Client(headers={"host": "localhost"})
        return {name: _page(client, asked) for name, asked in PAGES.items()} | {"page_sheet": _sheet(client)}


def _page(client: Client, asked: str) -> Result:
    ours, reference = medians(
        lambda: _done(client.get(f"/formations/{asked}")),
        lambda: list(Description.objects.order_by("title_key").defer("words").select_related("programme")[:25]),
        repetitions=REPETITIONS,
        clock=time.perf_counter,
    )
    return compared(ours, reference, budget_ms=PAGE_MS)


def _sheet(client: Client) -> Result:
    revision = DescriptionRevision.objects.select_related("description__programme").earliest("pk")
    ours, reference = medians(
        lambda: _done(client.get(f"/formations/{revision.description.programme.public_id}/")),
        lambda: DescriptionRevision.objects.get(pk=revision.pk).content,
        repetitions=REPETITIONS,
        clock=time.perf_counter,
    )
    return compared(ours, reference, budget_ms=PAGE_MS)


def describe_many(number: int) -> None:
    """Published programmes of forty courses, twenty outcomes and a few texts each, in forty institutions."""
    houses = Institution.objects.bulk_create(Institution(name=f"Université {n}") for n in range(40))
    programmes = Programme.objects.bulk_create(
        [Programme(institution=houses[n % 40], kind=_KINDS[n % 4], title=f"Formation {n}") for n in range(number)],
        batch_size=500,
    )
    rows, revisions = [], []
    for n, programme in enumerate(programmes):
        content = parse(_document(n, houses[n % 40].name))
        row = Description(
            programme=programme,
            year=content.year,
            revision=1,
            published_revision=1,
            published_at=clock.now(),
            **shown(content),
        )
        rows.append(row)
        document = as_document(content)
        revisions.append(
            DescriptionRevision(description=row, revision=1, document=document, sha256=fingerprint(document))
        )
    Description.objects.bulk_create(rows, batch_size=200)
    DescriptionRevision.objects.bulk_create(revisions, batch_size=200)


def _document(number: int, house: str) -> dict:
    word = _WORDS[number % len(_WORDS)]
    courses = [
        {
            "code": f"F{number}C{n}",
            "title": f"Cours de {_WORDS[n % len(_WORDS)]} et méthodes {n}",
            "credits": 3,
            "term": "FIRST" if n % 2 else "SECOND",
            "language": "fr",
            "requirement": "OPTIONAL" if n % 5 == 0 else "OBLIGATORY",
            "exchange": "OPEN",
            "blocks": [1 + n % 2],
            "hours": [{"kind": "LECTURE", "hours": 20}, {"kind": "TUTORIAL", "hours": 10}],
            "teachers": [{"name": f"Prénom Enseignant{n}"}],
            "outcomes": [f"A{n % OUTCOMES}"],
        }
        for n in range(COURSES)
    ]
    return {
        "year": "2024-2025",
        "institution": {"name": house},
        "kind": _KINDS[number % 4],
        "title": f"Formation {word} {number}",
        "codes": [f"F{number}"],
        "credits": 120,
        "narratives": [
            {"kind": kind, "text": f"<p>{'Un texte du catalogue, assez long pour être lu. ' * 20}</p>"}
            for kind in ("INTRODUCTION", "TEACHING", "ASSESSMENT")
        ],
        "groups": [
            {"title": f"Groupe {n}", "kind": "UNIT", "credits": 30, "courses": courses[10 * n : 10 * n + 10]}
            for n in range(COURSES // 10)
        ],
        "outcome_sets": [
            {"title": "Acquis", "outcomes": [{"code": f"A{n}", "text": f"Savoir {n}."} for n in range(OUTCOMES)]}
        ],
    }
