"""Playing a scenario: every row is written by the act that writes it in the application."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock
from evaluations import framework_files, framework_library, notifications, transitions
from evaluations.enums import State
from evaluations.models import Attachment, DossierFile, DossierPart, Evaluation, Framework, Report
from evaluations.reports import press, store
from evaluations.scenarios import people
from evaluations.scenarios.acts import Acts
from evaluations.scenarios.checking import framework_path
from evaluations.scenarios.parts import EvaluationPart, ProgrammePart, Scenario
from evaluations.transitions import TransitionRefused
from evaluations.workspace.refusal import Refused
from evaluations.writing import NotInFramework
from programmes.models import Institution, Partnership, Programme

PROGRAMME_WORDS = ("kind", "field", "national_title", "domain", "mention", "speciality", "track", "option")


class ScenarioRefused(ValueError):
    """An act of the scenario was refused; the message is a sentence that names its evaluation."""


def load(
    scenario: Scenario, folder: Path, *, tell: Callable[[str], None] = lambda key: None
) -> dict[str, dict[str, str]]:
    """Play the scenario; what already exists is left as it is, what was begun is gone on with.

    ``folder``: where the frameworks that it names by path lie. ``tell`` is called before each evaluation.

    :raises ScenarioRefused: at the first act that is refused; then nothing of the scenario is kept.
    """
    moment = dt.datetime.fromisoformat(scenario.now) if scenario.now else None
    # Nobody waits for the mails of an invented past: they are written, and marked as not sent.
    withheld = notifications.withheld(_("acte joué par un scénario"))
    with clock.played_at(moment), withheld, press.unhurried(), _all_or_nothing():
        institutions = {part.key: people.institution(part) for part in scenario.institutions}
        users = people.people(scenario, institutions)
        for name in scenario.frameworks:
            framework_library.take_in(framework_files.read(framework_path(name, folder)))
        campaigns = {part.key: _campaign(part) for part in scenario.campaigns}
        programmes = {part.key: _programme(part, institutions) for part in scenario.programmes}
        acts = Acts(scenario, users, folder)
        played: dict[str, dict[str, str]] = {}
        known: dict[str, Evaluation] = {}
        for part in scenario.evaluations:
            tell(part.key)
            with _naming(part):
                sheets = [known[key] for key in part.sheets]
                evaluation = _evaluation(part, programmes[part.programme], campaigns[part.campaign], acts, sheets)
            known[part.key] = evaluation
            played[part.key] = _addresses(evaluation)
    return played


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """One transaction; when it fails, the files of reports, dossiers and proofs made in it go too."""
    before, made = _files(), set()
    try:
        with transaction.atomic():
            try:
                yield
            except BaseException:
                made = _files() - before
                raise
    except BaseException:
        for sha256 in made:
            store.release(sha256)
        raise


def _files() -> set[str]:
    published = Report.objects.exclude(pdf_sha256="").values_list("pdf_sha256", flat=True)
    documents = DossierPart.objects.exclude(sha256="").values_list("sha256", flat=True)
    versions = DossierFile.objects.values_list("sha256", flat=True)
    return {*published, *documents, *versions, *Attachment.objects.values_list("sha256", flat=True)}


def _campaign(part):
    try:
        return people.campaign(part)
    except Framework.DoesNotExist as missing:
        raise ScenarioRefused(
            _("campagne « %(key)s » : aucun référentiel publié ne porte le code « %(code)s ».")
            % {"key": part.key, "code": part.framework}
        ) from missing


def _programme(part: ProgrammePart, institutions: dict[str, Institution]) -> Programme:
    programme, created = Programme.objects.get_or_create(
        institution=institutions[part.institution],
        title=part.title,
        defaults={name: getattr(part, name) for name in PROGRAMME_WORDS},
    )
    if created:
        for position, key in enumerate(part.partners, start=1):
            Partnership.objects.create(programme=programme, institution=institutions[key], position=position)
    return programme


def _evaluation(
    part: EvaluationPart, programme: Programme, campaign, acts: Acts, sheets: Sequence[Evaluation]
) -> Evaluation:
    """Bring an evaluation to the state that the scenario asks for, one act after the other."""
    evaluation = Evaluation.objects.filter(programme=programme, campaign=campaign).first()
    if evaluation is None:
        facts = {"file_reference": part.file_reference, "particulars": dict(part.particulars)}
        evaluation = transitions.plan(programme, campaign, by=acts.officer, gathers=sheets, **facts)
    goal = State[part.until.name]
    stop = State.DOSSIER_DEPOSITED if goal > State.PUBLISHED else goal
    for state, act in acts.of(part):
        if evaluation.state < state <= stop:
            act(evaluation)
            evaluation.refresh_from_db()
    if goal > State.PUBLISHED and evaluation.state < State.PUBLISHED:
        acts.interrupt(evaluation, goal)
    acts.propose_changes(evaluation, part)
    acts.record_conflicts(evaluation, part)
    evaluation.refresh_from_db()
    return evaluation


def _addresses(evaluation: Evaluation) -> dict[str, str]:
    addresses = {"id": evaluation.public_id, "url": evaluation.get_absolute_url()}
    final = evaluation.reports.published().order_by("-version").first()
    return addresses | ({"pdf_url": final.get_pdf_url()} if final else {})


@contextmanager
def _naming(part: EvaluationPart) -> Iterator[None]:
    """A refusal says in which evaluation of the scenario it happened."""
    try:
        yield
    except (TransitionRefused, NotInFramework, Refused, PermissionDenied) as refusal:
        raise ScenarioRefused(
            _("évaluation « %(key)s » : %(sentences)s") % {"key": part.key, "sentences": refusal}
        ) from refusal
