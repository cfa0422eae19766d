"""The page on which a text is written, and its save: what a committee does all day.

They are asked of the whole site, middleware included, by Django's own client: against the floor, the same kind of
request reduced to one question to the database and a bare template.
"""

import io
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from evaluations.benchmarks.long_report import LongReport, begin_long_report
from evaluations.benchmarks.measuring import Result, compared, medians
from evaluations.models import Assessment

REPETITIONS = 15
PAGE_MS, SAVE_MS, SAVE_RATIO = 60, 20, 4


def measure_writing() -> dict[str, Result]:
    """Both, on a database of their own."""
    with _throw_away_database():
        return page_and_save(begin_long_report())


def page_and_save(report: LongReport) -> dict[str, Result]:
    with override_settings(
        DEBUG=False,  # as in production: no log of the queries
        ROOT_URLCONF="evaluations.benchmarks.floor",
        ALLOWED_HOSTS=["localhost"],
        SECOND_FACTOR_REQUIRED=False,
    ):
        client = Client(headers={"host": "localhost", "accept": "application/json"})
        client.force_login(report.writer)
        return {"page_criterion": _page(client, report), "save_criterion": _save(client, report)}


def _page(client: Client, report: LongReport) -> Result:
    code = report.codes[0]
    address = reverse("evaluations:criterion-edit", args=[report.evaluation.public_id, code])
    floor = f"/plancher/{Assessment.objects.get(evaluation=report.evaluation, code=code).pk}/"
    ours, reference = medians(
        lambda: _done(client.get(address, headers={"accept": "text/html"})),
        lambda: _done(client.get(floor)),
        repetitions=REPETITIONS,
        clock=time.perf_counter,
    )
    return compared(ours, reference, budget_ms=PAGE_MS)


def _save(client: Client, report: LongReport) -> Result:
    """Each saves a text longer by a word than the last."""
    ours_of, floor_of = (Assessment.objects.get(evaluation=report.evaluation, code=code) for code in report.codes[1:3])
    address = reverse("evaluations:criterion-save", args=[report.evaluation.public_id, ours_of.code])
    text, revision, words = ours_of.text, ours_of.revision, iter(range(1_000_000))

    def save() -> None:
        nonlocal revision
        fields = {"text": f"{text}<p>{next(words)}</p>", "base_revision": revision, "save_id": uuid.uuid4()}
        revision = _done(client.post(address, fields)).json()["revision"]

    def save_one_row() -> None:
        _done(client.post(f"/plancher/{floor_of.pk}/enregistrer", {"text": f"{text}<p>{next(words)}</p>"}))

    ours, reference = medians(save, save_one_row, repetitions=REPETITIONS, clock=time.perf_counter)
    return compared(ours, reference, budget=SAVE_RATIO, budget_ms=SAVE_MS)


def _done(response: Any) -> Any:
    """:raises RuntimeError: if the answer is not the one to be measured."""
    if response.status_code != 200:
        raise RuntimeError(f"{response.request['PATH_INFO']}: {response.status_code}")
    return response


@contextmanager
def _throw_away_database() -> Iterator[None]:
    """An empty database of the same kind, beside the installation's own, which nothing touches."""
    own = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":  # a file, as in production: Django's own would be in memory
            connection.settings_dict["TEST"]["NAME"] = f"{folder}/bench.sqlite3"
        with redirect_stdout(io.StringIO()):  # it tells of the cache's table, whatever the verbosity
            connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(own, verbosity=0)
            settings.DATABASES["default"]["NAME"] = own
