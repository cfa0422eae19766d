"""Publication, and what may follow it: an erratum, which is a new version."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import readiness
from evaluations.content import ReportReading
from evaluations.models import Evaluation, ImportedSource, Report
from evaluations.reports import press, reading, store
from evaluations.transitions.freezing import freeze, proof
from evaluations.transitions.machine import begin, needed, refuse, refuse_if


def publish(evaluation: Evaluation, *, by: User | None) -> Report:
    """Publish the final report: its file is on the disk before the record says that it is published (INV-P2).

    Rendering takes seconds and is done before the transaction, which then makes sure that nothing has changed.
    """
    day = clock.today()
    # Asked first, so that a refusal costs no rendering; asked again under the lock.
    with transaction.atomic():
        begin(evaluation, "publish", by)
        final = reading.read(evaluation, published_on=day)
    data = _printed(final)
    with transaction.atomic():
        begun = begin(evaluation, "publish", by)
        if reading.read(begun.evaluation, published_on=day) != final:
            refuse(_("Le rapport a changé pendant sa mise en page ; publiez-le de nouveau."), "report")
        # Kept under the lock: of two that publish at once, the one that is refused must not take away the file of
        # the other, which is the same file.
        with store.kept(data) as pdf:
            report = freeze(begun.evaluation, final, pdf=pdf, published_on=day)
            begun.done(**proof(report))
    return report


def _printed(final: ReportReading) -> bytes:
    try:
        return press.printed(final)
    except press.NotPrinted as why:
        refuse(str(why), "report")


@transaction.atomic
def record_published_elsewhere(evaluation: Evaluation, final: ReportReading, pdf: store.Kept) -> Report:
    """Take in a report that was published before it came here: from the list straight to publication.

    Its reading is frozen as it was read from the document, which the record does not rewrite.
    """
    begun = begin(evaluation, "record_published_elsewhere", None)
    if not ImportedSource.objects.filter(evaluation=begun.evaluation).exists():
        refuse(_("Un rapport publié ailleurs nomme son document d’origine."), "source")
    published = final.cover.published
    day = dt.date.fromisoformat(published.value) if published and published.value else clock.today()
    report = freeze(begun.evaluation, final, pdf=pdf, published_on=day)
    begun.done(**proof(report))
    return report


@transaction.atomic
def open_erratum(evaluation: Evaluation, *, by: User | None, reason: str) -> Evaluation:
    """Correct a published report: a new version, signed and countersigned again; the old one stays where it is."""
    begun = begin(evaluation, "open_erratum", by)
    refuse_if(readiness.before_going_on(begun.evaluation))
    begun.evaluation.version += 1
    begun.done(also=("version",), version=begun.evaluation.version, reason=needed(reason))
    return begun.evaluation
