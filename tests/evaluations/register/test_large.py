"""The register with many reports: the same questions to the database as with one, and within its budget."""

import pytest
from django.db import connection
from django.http import QueryDict

from evaluations.benchmarks import register as bench
from evaluations.enums import Facet
from evaluations.register import paging, search
from evaluations.register.search import Selection

pytestmark = pytest.mark.django_db

ASKED = ("/rapports/", "/rapports/?q=évaluation", "/rapports/?q=droit&nature=master&ordre=intitule")


@pytest.mark.parametrize(
    ("number", "words"), [(300, 60), pytest.param(bench.REPORTS, bench.WORDS, marks=pytest.mark.heavy)]
)
def test_a_large_register_is_asked_four_questions(client, django_assert_num_queries, number, words):
    bench.publish_many(number, words=words)

    for address in ASKED:
        with django_assert_num_queries(4):
            assert client.get(address).status_code == 200
    whole = search.find(Selection.of(QueryDict("")))
    assert whole.count == number
    for facet in (Facet.CAMPAIGN, Facet.INSTITUTION, Facet.KIND, Facet.LEVEL, Facet.FRAMEWORK, Facet.YEAR):
        counts = next(shown for shown in whole.facets if shown.facet == facet)
        assert sum(option.count for option in counts.options) == number
    if number == bench.REPORTS:
        results = bench.pages()
        assert {name: result["ours_ms"] for name, result in results.items() if not result["within"]} == {}


def test_every_report_is_on_one_page_and_no_other():
    bench.publish_many(60, words=20)

    for order in search.ORDERS:
        results = search.find(Selection.of(QueryDict(f"ordre={order}")))
        keys = [key for first in range(0, results.count, 25) for key in results.keys(first, first + 25)]
        assert len(keys) == len(set(keys)) == results.count == 60


@pytest.mark.parametrize("near", [0, 1_000])
@pytest.mark.parametrize("many", [0, 1_000_000])
def test_both_rankings_turn_every_page(monkeypatch, many, near):
    monkeypatch.setattr(paging, "MANY", many)
    monkeypatch.setattr(paging, "NEAR", near)
    bench.publish_many(60, words=200)

    results = search.find(Selection.of(QueryDict("q=formation")))

    assert results.count > 25
    keys = [key for first in range(0, results.count, 25) for key in results.keys(first, first + 25)]
    assert len(keys) == len(set(keys)) == results.count


@pytest.mark.postgresql
def test_words_of_every_report_are_found_without_reading_every_report():
    bench.publish_many(300, words=60)
    before = _entries_read()

    results = search.find(Selection.of(QueryDict("q=formation")))

    assert results.count > 200
    assert _entries_read() == before


def _entries_read() -> int:
    """How often, in this transaction, PostgreSQL read the entries one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'evaluations_registerentry'")
        return cursor.fetchone()[0]
