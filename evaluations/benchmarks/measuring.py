"""Times of ours beside times of a reference, taken in turn within one run."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

REPETITIONS = 5
TOLERANCE = 1.10  # a budget exceeded by less is noise

Result = dict[str, float | bool]


def medians(
    *works: Callable[[], Any], repetitions: int = REPETITIONS, clock: Callable[[], float] = time.process_time
) -> list[float]:
    """Milliseconds of each, after one that does not count.

    They are taken in turn, so that a slow moment of the machine falls on all alike. By default they are the
    processor's; ``time.perf_counter`` counts the waits for the disk and the database too.
    """
    times: list[list[float]] = [[] for _ in works]
    for work in works:
        work()
    for _ in range(repetitions):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            start = clock()
            work()
            taken.append(1000 * (clock() - start))
    return [statistics.median(taken) for taken in times]


def compared(ours: float, reference: float, *, budget: float | None = None, budget_ms: float | None = None) -> Result:
    """The figures, with their ratio and the most that it may be.

    ``budget_ms``: the most that ours may take. Where it is the only bound, ``budget`` is what it comes to in this run.
    """
    ratio = ours / reference
    bounds = [bound for bound in (budget, budget_ms and budget_ms / reference) if bound]
    return {
        "ours_ms": round(ours, 1),
        "reference_ms": round(reference, 1),
        "ratio": round(ratio, 5 if ratio < 0.01 else 3),
        "budget": round(min(bounds), 5 if min(bounds) < 0.01 else 3),
        "within": ratio <= min(bounds),
        **({"budget_ms": budget_ms} if budget_ms else {}),
    }


def is_exceeded(result: Result) -> bool:
    return result["ratio"] > result["budget"] * TOLERANCE
