"""Pages that everybody reads."""

import time

from django.test import Client
from django.test.utils import override_settings

from evaluations.benchmarks.measuring import Result, compared, medians
from evaluations.benchmarks.writing import _done
from evaluations.models import Report

REPETITIONS = 21
REPORT_MS = 40


def page_report(report: Report) -> Result:
    """The public page of a published report, against its row and nothing else."""
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["localhost"]):
        client = Client(headers={"host": "localhost"})
        ours, reference = medians(
            lambda: _done(client.get(report.get_absolute_url())),
            lambda: Report.objects.get(pk=report.pk),
            repetitions=REPETITIONS,
            clock=time.perf_counter,
        )
    return compared(ours, reference, budget_ms=REPORT_MS)
