"""What the product costs, as ratios inside one run: absolute times on shared machines say little.

Each benchmark returns its figures in milliseconds (medians), the ratio to what it is measured against, and its budget.
"""

import platform
from importlib.metadata import version

from evaluations.benchmarks.importing import FORMS as IMPORTS
from evaluations.benchmarks.importing import measure_importing
from evaluations.benchmarks.measuring import is_exceeded
from evaluations.benchmarks.pages import page_report
from evaluations.benchmarks.presses import merge_100, render_again, render_bulk, render_memory, render_slope
from evaluations.benchmarks.programmes import NAMES as PROGRAMME_PAGES
from evaluations.benchmarks.programmes import measure_programmes
from evaluations.benchmarks.register import SEARCHES, measure_register
from evaluations.benchmarks.rendering import render_one
from evaluations.benchmarks.writing import measure_writing

__all__ = [
    "IMPORTS",
    "PROGRAMME_PAGES",
    "SEARCHES",
    "environment",
    "is_exceeded",
    "measure_importing",
    "measure_programmes",
    "measure_register",
    "measure_writing",
    "merge_100",
    "page_report",
    "render_again",
    "render_bulk",
    "render_memory",
    "render_one",
    "render_slope",
]


def environment() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        **{name: version(name) for name in ("django", "weasyprint")},
    }
