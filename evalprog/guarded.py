"""For each item of a job: one that fails is logged and counted, and does not stop the others."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)


class Guard:
    """What became of the items of one run of a job.

    ``failed``: {name: kind of error}, for the report; the log holds the traceback.
    ``passed_over``: {name: sentence} of those that ended with one of the ``benign`` errors.
    """

    def __init__(self, job: str, *, benign: tuple[type[Exception], ...] = ()) -> None:
        self.job = job
        self.benign = benign
        self.failed: dict[str, str] = {}
        self.passed_over: dict[str, str] = {}

    @contextmanager
    def item(self, name: str) -> Iterator[None]:
        """The work on one item."""
        try:
            yield
        except self.benign as error:
            self.passed_over[name] = str(error)
        except Exception as error:
            logger.exception("%s failed for %s", self.job, name)
            self.failed[name] = type(error).__name__

    def fail(self, name: str, sentence: str) -> None:
        """For what was passed over and should not have been."""
        self.failed[name] = sentence
