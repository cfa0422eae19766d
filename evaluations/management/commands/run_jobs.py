"""Run the background jobs: the process that stands beside the pages."""

import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from evaluations import jobs
from evaluations.publishing import queue


class Command(BaseCommand):
    help = _(
        "Fait les travaux de fond (délais, rappels, messages, publications, ménage), tour après tour, jusqu’à ce "
        "qu’on l’arrête."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help=_("un seul tour"))
        parser.add_argument(
            "--every",
            type=float,
            default=settings.JOBS_EVERY,
            metavar="SECONDES",
            help=_("entre deux tours (JOBS_EVERY, sinon 30)"),
        )

    def handle(self, *, once: bool, every: float, verbosity: int, **options) -> None:
        """Prints a sentence for each job; without --once, for each that had something to do."""
        if once:
            self._one_round(verbosity)
            return
        if every <= 0:
            raise CommandError(_("--every %(every)s : donnez un nombre de secondes.") % {"every": every})
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_signal: stop.set())
        self.say(_("Travaux de fond toutes les %(every)g secondes (Ctrl+C pour arrêter).") % {"every": every})
        with queue.workers():
            jobs.rounds(stop, self.say, every=every)

    def _one_round(self, verbosity: int) -> None:
        failed = []
        bar = {"console": Console(stderr=True), "transient": True, "disable": verbosity == 0}
        try:
            for outcome in track(jobs.one_round(), _("travaux"), total=len(jobs.JOBS), **bar):
                if outcome.count is None:
                    failed.append(outcome.sentence)
                else:
                    self.say(outcome.sentence)
        except jobs.AlreadyRunning:
            self.say(_("Un autre processus fait déjà les travaux de fond ; rien n’a été fait ici."))
            return
        if count := queue.drain():
            self.say(_("Tâches de la file faites : %(count)d.") % {"count": count})
        if failed:
            raise CommandError("\n".join(failed))

    def say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()
