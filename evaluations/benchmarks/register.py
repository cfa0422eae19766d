"""The public register with twenty thousand published reports: the list, and a search with every facet counted.

The reports are made up of words that are as frequent as words are (the n-th most frequent, n times rarer than the
first), so that some stand in every report and most in a few. Both pages are asked of the whole site by Django's client,
against the floor: the same twenty-five rows, without search, count or facet.
"""

import datetime as dt
import hashlib
import random
import time
from collections.abc import Iterator
from itertools import accumulate

from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings

from evalprog import clock, richtext
from evaluations.benchmarks.measuring import Result, compared, medians
from evaluations.benchmarks.writing import _done, _throw_away_database
from evaluations.content import (
    BlockReading,
    CoverReading,
    Fact,
    FindingReading,
    Reference,
    ReportReading,
    SectionReading,
)
from evaluations.enums import FrameworkStatus, ReportKind, State
from evaluations.models import Campaign, Evaluation, Framework, Report
from evaluations.register import index
from programmes.enums import ProgrammeKind
from programmes.models import Institution, Programme

REPORTS, WORDS = 20_000, 700
REPETITIONS = 11
BUDGETS_MS = {"postgresql": 60, "sqlite": 100}
SEARCHES = {
    "search_register": "?q=évaluations+des+formations",  # words that most reports have
    "search_register_rare": "?q=métrologie+licence&annee=2017&annee=2018",
    "search_register_typing_error": "?q=metrologei",
    "list_register": "",
    "list_register_narrowed": "?nature=master&niveau=deuxieme-cycle&ordre=intitule&page=3",
}

_KNOWN = (
    "formation évaluation étudiants enseignement licence programme établissement université compétences diplôme "
    "pédagogique projet stage recherche insertion professionnelle qualité équipe effectifs réussite parcours mention "
    "alternance numérique international partenariat pilotage conseil perfectionnement métrologie chimie droit histoire "
    "géographie biologie physique gestion économie santé informatique langues sociologie philosophie mathématiques"
).split()
_SYLLABLES = "ba co dé fi gra lo mé nu pi ro sa té vi cha pre tro lan mon ver sie tion ment age eur".split()
_KINDS = (ProgrammeKind.LICENCE, ProgrammeKind.LP, ProgrammeKind.MASTER, ProgrammeKind.DOCTORAL_SCHOOL)
_FIELDS = ("Sciences et technologies", "Droit, économie, gestion", "Arts, lettres, langues", "Santé", "Sport")


def measure_register(reports: int = REPORTS) -> dict[str, Result]:
    """On a database of its own."""
    with _throw_away_database():
        publish_many(reports)
        return pages()


def pages() -> dict[str, Result]:
    budget = BUDGETS_MS[connection.vendor]
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"], SECOND_FACTOR_REQUIRED=False):
        client = Client(headers={"host": "localhost"})
        return {name: _page(client, asked, budget) for name, asked in SEARCHES.items()}


def _page(client: Client, asked: str, budget: float) -> Result:
    ours, reference = medians(
        lambda: _done(client.get(f"/rapports/{asked}")),
        lambda: list(Report.objects.order_by("-pk").defer("content")[:25]),
        repetitions=REPETITIONS,
        clock=time.perf_counter,
    )
    return compared(ours, reference, budget_ms=budget)


def publish_many(number: int, *, words: int = WORDS) -> None:
    """Published reports in the database and in its index, without files: as many as that, in five waves."""
    dice = random.Random(20_000)
    vocabulary = _vocabulary(dice)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(vocabulary))))
    framework = Framework.objects.create(
        code="mesure",
        version=1,
        title="Mesure",
        status=FrameworkStatus.CONFIRMED,
        document={},
        published_at=clock.now(),
    )
    campaigns = [
        Campaign.objects.create(code=f"mesure-{year}", title=f"Vague {year}", framework=framework)
        for year in range(2016, 2021)
    ]
    houses = [Institution.objects.create(name=f"Université {name}") for name in _names(dice, vocabulary, number)]
    programmes = _programmes(dice, vocabulary, houses, -(-number // len(campaigns)))
    made = 0
    for campaign in campaigns:
        with transaction.atomic():
            wave = programmes[: min(len(programmes), number - made)]
            made += len(wave)
            for at in range(0, len(wave), 500):
                _publish(dice, vocabulary, weights, campaign, framework, wave[at : at + 500], words)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _vocabulary(dice: random.Random) -> list[str]:
    made = dict.fromkeys(_KNOWN)
    while len(made) < 12_000:
        made["".join(dice.choices(_SYLLABLES, k=dice.choice((2, 3, 3, 4))))] = None
    return list(made)


def _names(dice: random.Random, vocabulary: list[str], number: int) -> Iterator[str]:
    for at in range(max(2, min(150, number // 20))):
        yield f"de {dice.choice(vocabulary).capitalize()} {at + 1}"


def _programmes(dice: random.Random, vocabulary: list[str], houses: list, number: int) -> list[Programme]:
    return Programme.objects.bulk_create(
        [
            Programme(
                institution=dice.choice(houses),
                kind=dice.choice(_KINDS),
                title=" ".join([dice.choice(_KNOWN).capitalize(), *dice.choices(vocabulary[20:3_000], k=4)]),
                field=dice.choice(_FIELDS),
            )
            for _ in range(number)
        ],
        batch_size=500,
    )


def _publish(
    dice: random.Random,
    vocabulary: list[str],
    weights: list[float],
    campaign: Campaign,
    framework: Framework,
    programmes: list[Programme],
    words: int,
) -> None:
    evaluations = Evaluation.objects.bulk_create(
        Evaluation(programme=programme, campaign=campaign, framework=framework, state=State.PUBLISHED)
        for programme in programmes
    )
    rows = []
    for evaluation in evaluations:
        day = dt.date(int(campaign.code[-4:]) + 1, dice.randint(1, 12), dice.randint(1, 28))
        texts = [" ".join(dice.choices(vocabulary, cum_weights=weights, k=words // 10)) for _ in range(10)]
        reading = _reading(evaluation, day, texts)
        rows.append(
            Report(
                evaluation=evaluation,
                kind=ReportKind.FINAL,
                content=reading.as_json(),
                sha256=reading.sha256,
                title=reading.cover.title,
                institution=reading.cover.institution,
                campaign=reading.cover.campaign,
                findings=reading.numbers(),
                frozen_at=clock.now(),
                published_on=day,
                pdf_sha256=hashlib.sha256(evaluation.public_id.encode()).hexdigest(),
                pdf_size=1,
            )
        )
    for report in Report.objects.bulk_create(rows):
        index.enter(report)


def _reading(evaluation: Evaluation, day: dt.date, texts: list[str]) -> ReportReading:
    programme = evaluation.programme
    weak = Reference("pilotage", "Pilotage")
    findings = BlockReading(
        "points-faibles",
        "findings",
        "Points faibles",
        "WEAKNESS",
        findings=tuple(FindingReading(n, text[:120], (weak,)) for n, text in enumerate(texts[:3], 1)),
    )
    return ReportReading(
        kind=ReportKind.FINAL.value,
        language="fr",
        cover=CoverReading(
            agency="AQF",
            agency_name="Agence de mesure",
            department="",
            document="Rapport d’évaluation",
            title=programme.title,
            institution=programme.institution.full_name,
            campaign=evaluation.campaign.title,
            published=Fact("published_on", "Publié le", day.isoformat(), day.isoformat()),
        ),
        head=(Fact("field", "Champ", programme.field),),
        signatures=(),
        committee=None,
        sections=(
            SectionReading("texte", "text", "Texte", text=richtext.clean("".join(f"<p>{t}.</p>" for t in texts))),
            SectionReading("conclusion", "conclusion", "Conclusion", blocks=(findings,)),
        ),
        observations=None,
        annex=(),
        colophon=(Fact("programme_kind", "Nature", programme.get_kind_display(), programme.kind),),
    )
