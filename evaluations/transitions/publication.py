"""Publication, and what may follow it: an erratum, which is a new version."""

import datetime as dt
import logging
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import readiness
from evaluations.content import ReportReading
from evaluations.enums import ReportKind
from evaluations.models import Evaluation, ImportedSource, Report
from evaluations.reports import press, reading, seal, store
from evaluations.reports.redaction import redacted
from evaluations.transitions.freezing import freeze, proof
from evaluations.transitions.machine import begin, needed, refuse, refuse_if
from evaluations.workspace import redactions

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Editions:
    """``public``: what everybody reads. ``complete``: the adopted reading, kept where passages of it are left out."""

    public: ReportReading
    complete: ReportReading | None
    marks: tuple[str, ...]  # names of the passages left out


def editions(evaluation: Evaluation, day: dt.date) -> Editions:
    """What is published of the evaluation as it stands.

    :raises TransitionRefused: when what is left out is not decided, or not in the report any more.
    """
    refuse_if(readiness.before_publication(evaluation))
    adopted, marks = reading.read(evaluation, published_on=day), list(evaluation.redactions.kept())
    if redactions.lost(adopted, marks):
        refuse(
            _("Un passage à occulter n’est plus dans le rapport : retirez sa marque ou marquez-le autrement."), "text"
        )
    if not marks:
        return Editions(adopted, None, ())
    names = tuple(sorted(mark.public_id for mark in marks))
    return Editions(redacted(adopted, marks), replace(adopted, kind=ReportKind.COMPLETE.value), names)


def bytes_of(content: ReportReading) -> bytes:
    """The file of an edition: printed, then sealed where a seal is wanted.

    :raises TransitionRefused: when it cannot be laid out, or the seal cannot be put on it.
    """
    try:
        return seal.sealed(press.printed(content))
    except press.NotPrinted as why:
        refuse(str(why), "report")
    except (ImproperlyConfigured, ImportError):
        logger.exception("No seal")
        refuse(
            _(
                "Le sceau de l’agence ne peut pas être apposé : la personne qui administre l’application vérifie le "
                "certificat et son mot de passe (SEAL_PKCS12, SEAL_PASSWORD)."
            ),
            "report",
        )


def publish(evaluation: Evaluation, *, by: User | None) -> Report:
    """Publish the final report: its file is on the disk before the record says that it is published (INV-P2).

    Rendering takes seconds and is done before the transaction, which then makes sure that nothing has changed.
    """
    day = clock.today()
    # Asked first, so that a refusal costs no rendering; asked again under the lock.
    with transaction.atomic():
        final = editions(begin(evaluation, "publish", by).evaluation, day)
    data = bytes_of(final.public)
    complete_data = bytes_of(final.complete) if final.complete else b""
    with transaction.atomic():
        begun = begin(evaluation, "publish", by)
        if editions(begun.evaluation, day) != final:
            refuse(_("Le rapport a changé pendant sa mise en page ; publiez-le de nouveau."), "report")
        # Kept under the lock: of two that publish at once, the one that is refused must not take away the file of
        # the other, which is the same file.
        with ExitStack() as files:
            pdf = files.enter_context(store.kept(data))
            report = freeze(begun.evaluation, final.public, pdf=pdf, published_on=day)
            whole = _freeze_complete(begun.evaluation, final, files, complete_data, report)
            begun.done(**proof(report), **whole)
    return report


def _freeze_complete(
    evaluation: Evaluation, final: Editions, files: ExitStack, data: bytes, report: Report
) -> dict[str, Any]:
    """The complete edition beside the public one, and what the journal remembers of it."""
    if final.complete is None:
        return {}
    pdf = files.enter_context(store.kept(data))
    complete = freeze(evaluation, final.complete, pdf=pdf, version=report.version)
    return {"complete": proof(complete), "redactions": list(final.marks)}


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
