"""Acts: every change of state of an evaluation, one function each.

An act locks the evaluation, checks that it stands where the act is possible, asks ``readiness`` what is missing,
changes, and appends one ``Event``: one transaction, wholly done or wholly absent. It raises ``TransitionRefused``
with every reason and never returns silently. Nothing else writes ``state``. The graph is that of the agency's
process: a draft is transmitted, corrected, signed by the committee's chair (R114-15), observed upon by the
institution, countersigned by the agency (R114-10 8°) and published.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evalprog.text import folded
from evaluations import readiness
from evaluations.content import ReportReading
from evaluations.enums import ReportKind, SignatureRole, State
from evaluations.models import Campaign, Evaluation, Event, Framework, ImportedSource, Observation, Report, Signature
from evaluations.readiness import Problem
from evaluations.reports import reading, render, store
from programmes.models import Programme


class TransitionRefused(Exception):
    """The act is not possible now; ``problems`` says why, each as a sentence."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(" ".join(p.sentence for p in problems))


# -- frameworks


@transaction.atomic
def publish_framework(framework: Framework, *, revision: int | None = None) -> Framework:
    """From now on this version can be used, and never changes.

    ``revision``: that of the draft which the person has read, when a person publishes.

    :raises TransitionRefused: if it is published, has changed since it was read, or is not coherent.
    """
    locked = Framework.objects.select_for_update().get(pk=framework.pk)
    if locked.is_published:
        _refuse(_("%(framework)s est déjà publié.") % {"framework": locked}, "framework")
    if revision not in (None, locked.revision):
        _refuse(_("Ce brouillon a changé pendant que vous le lisiez ; relisez-le avant de le publier."), "framework")
    _refuse_if(readiness.before_framework_publication(locked))
    locked.published_at = clock.now()
    locked.save(update_fields=["published_at"])
    return locked


# -- from the campaign's list to the committee


@transaction.atomic
def plan(programme: Programme, campaign: Campaign, *, by: User | None, **facts: Any) -> Evaluation:
    """Put a programme on the list of a campaign. The framework is the campaign's, as it stands today."""
    framework = campaign.framework
    if not framework.is_published:
        _refuse(_("Le référentiel %(framework)s n’est pas publié.") % {"framework": framework}, "framework")
    if not framework.definition.suits(programme.kind):
        _refuse(
            _("Le référentiel %(framework)s ne concerne pas ce type de formation : %(kind)s.")
            % {"framework": framework, "kind": programme.get_kind_display()},
            "framework",
        )
    if Evaluation.objects.in_progress().filter(programme=programme, campaign=campaign).exists():
        _refuse(
            _("%(programme)s est déjà en cours d’évaluation dans cette campagne.") % {"programme": programme},
            "programme",
        )
    evaluation = Evaluation.objects.create(programme=programme, campaign=campaign, framework=framework, **facts)
    _record(evaluation, "plan", by, before=State.PLANNED, after=State.PLANNED)
    return evaluation


def expect_dossier(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The campaign opens: the institution may deposit."""
    return _step(evaluation, "expect_dossier", State.PLANNED, State.DOSSIER_EXPECTED, by)


@transaction.atomic
def deposit_dossier(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The institution deposits its dossier. The day is printed on the report."""
    evaluation = _lock(evaluation, source=State.DOSSIER_EXPECTED)
    evaluation.deposited_on = clock.today()
    return _move(evaluation, State.DOSSIER_DEPOSITED, verb="deposit_dossier", by=by)


def propose_committee(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The composition is submitted to the institution (R114-14)."""
    return _step(evaluation, "propose_committee", State.DOSSIER_DEPOSITED, State.COMMITTEE_PROPOSED, by)


def appoint_committee(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    return _step(evaluation, "appoint_committee", State.COMMITTEE_PROPOSED, State.COMMITTEE_APPOINTED, by)


# -- writing


def start_expertise(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    return _step(evaluation, "start_expertise", State.COMMITTEE_APPOINTED, State.EXPERTISE, by)


def start_drafting(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    return _step(evaluation, "start_drafting", State.EXPERTISE, State.DRAFTING, by)


@transaction.atomic
def submit_for_validation(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The report is written: the committee validates it as a body."""
    evaluation = _lock(evaluation, source=State.DRAFTING)
    _refuse_if(readiness.before_collegial_validation(evaluation))
    return _move(evaluation, State.COLLEGIAL_VALIDATION, verb="submit_for_validation", by=by)


def validate(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The committee has validated: the agency reads."""
    return _step(evaluation, "validate", State.COLLEGIAL_VALIDATION, State.AGENCY_READING, by)


# -- the contradictory phase


@transaction.atomic
def transmit_draft(evaluation: Evaluation, *, by: User | None) -> Report:
    """Send the draft to the institution, frozen: what it reads is this, whatever the committee does next."""
    evaluation = _lock(evaluation, source=State.AGENCY_READING)
    report = _freeze(evaluation, reading.read(evaluation, kind=ReportKind.DRAFT))
    _move(
        evaluation, State.DRAFT_TRANSMITTED, verb="transmit_draft", by=by, report=report.public_id, sha256=report.sha256
    )
    return report


def close_corrections(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """Errors of fact have been reported, or the delay has passed: the chair rules."""
    return _step(evaluation, "close_corrections", State.DRAFT_TRANSMITTED, State.CORRECTIONS_RULING, by)


@transaction.atomic
def sign_as_chair(evaluation: Evaluation, *, by: User | None) -> Report:
    """The committee's presidency signs: from now on the judgement does not change (R114-15)."""
    evaluation = _lock(evaluation, source=State.CORRECTIONS_RULING)
    _refuse_if(readiness.before_collegial_validation(evaluation) + readiness.before_chair_signature(evaluation))
    report = _freeze(evaluation, reading.read(evaluation, kind=ReportKind.PROVISIONAL))
    _sign(evaluation, [SignatureRole.CHAIR], report.reading.judgement_sha256)
    _move(evaluation, State.CHAIR_SIGNED, verb="sign_as_chair", by=by, report=report.public_id, sha256=report.sha256)
    return report


def open_observations(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The provisional report goes to the head of the institution."""
    return _step(evaluation, "open_observations", State.CHAIR_SIGNED, State.OBSERVATIONS_OPEN, by)


@transaction.atomic
def file_observations(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The institution files its observations; they are annexed and change nothing in the report."""
    evaluation = _lock(evaluation, source=State.OBSERVATIONS_OPEN)
    observation = Observation.objects.filter(evaluation=evaluation).first()
    if observation is None or not observation.signatory:
        _refuse(_("Les observations n’ont pas de signataire."), "observations")
    return _move(evaluation, State.OBSERVATIONS_CLOSED, verb="file_observations", by=by)


@transaction.atomic
def waive_observations(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The institution lets it be known in writing that it has nothing to observe."""
    evaluation = _lock(evaluation, source=State.OBSERVATIONS_OPEN)
    Observation.objects.update_or_create(evaluation=evaluation, defaults={"waived": True})
    return _move(evaluation, State.OBSERVATIONS_CLOSED, verb="waive_observations", by=by)


@transaction.atomic
def countersign(evaluation: Evaluation, *, by: User | None) -> Evaluation:
    """The agency’s president countersigns the very text that the chair signed (R114-10 8°)."""
    evaluation = _lock(evaluation, source=State.OBSERVATIONS_CLOSED)
    _refuse_if(readiness.before_countersignature(evaluation))
    signed = evaluation.reports.get(kind=ReportKind.PROVISIONAL, version=1).reading.judgement_sha256
    if reading.read(evaluation).judgement_sha256 != signed:
        _refuse(_("Le texte a changé depuis la signature de la présidence du comité."), "signatures")
    _sign(evaluation, [SignatureRole.AGENCY, SignatureRole.SECTION], signed)
    return _move(evaluation, State.COUNTERSIGNED, verb="countersign", by=by)


# -- publication


def publish(evaluation: Evaluation, *, by: User | None) -> Report:
    """Publish the final report: its file is on the disk before the record says that it is published.

    Rendering takes seconds and is done before the transaction, which then makes sure that nothing has changed.
    """
    # The state is checked first, so that a refusal costs no rendering; the lock checks it again.
    if evaluation.state != State.COUNTERSIGNED:
        _refuse_state(evaluation)
    final = reading.read(evaluation, published_on=clock.today())
    with store.kept(render.to_pdf(final)) as pdf, transaction.atomic():
        evaluation = _lock(evaluation, source=State.COUNTERSIGNED)
        if reading.read(evaluation, published_on=clock.today()) != final:
            _refuse(_("Le rapport a changé pendant sa mise en page ; publiez-le de nouveau."), "report")
        report = _freeze(evaluation, final, pdf=pdf, published_on=clock.today())
        _move(evaluation, State.PUBLISHED, verb="publish", by=by, **_proof(report))
    return report


@transaction.atomic
def record_published_elsewhere(
    evaluation: Evaluation, final: ReportReading, pdf: store.Kept, *, by: User | None
) -> Report:
    """Take in a report that was published before it came here: from the list straight to publication.

    Its reading is frozen as it was read from the document, which the record does not rewrite.
    """
    evaluation = _lock(evaluation, source=State.PLANNED)
    if not ImportedSource.objects.filter(evaluation=evaluation).exists():
        _refuse(_("Un rapport publié ailleurs nomme son document d’origine."), "source")
    published = final.cover.published
    day = dt.date.fromisoformat(published.value) if published and published.value else clock.today()
    report = _freeze(evaluation, final, pdf=pdf, published_on=day)
    _move(evaluation, State.PUBLISHED, verb="record_published_elsewhere", by=by, **_proof(report))
    return report


# -- what every act is made of


def _lock(evaluation: Evaluation, *, source: State) -> Evaluation:
    """The evaluation as it stands, held until the end of the transaction.

    :raises TransitionRefused: if it does not stand at ``source``.
    """
    locked = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    if locked.state != source:
        _refuse_state(locked)
    return locked


def _move(evaluation: Evaluation, target: State, *, verb: str, by: User | None, **details: Any) -> Evaluation:
    before = State(evaluation.state)
    evaluation.state = target
    evaluation.save(update_fields=["state", "deposited_on"])
    _record(evaluation, verb, by, before=before, after=target, **details)
    return evaluation


def _record(evaluation: Evaluation, verb: str, by: User | None, *, before: State, after: State, **details: Any) -> None:
    Event.objects.create(
        evaluation=evaluation, verb=verb, actor=by, at=clock.now(), before=before, after=after, details=details
    )


@transaction.atomic
def _step(evaluation: Evaluation, verb: str, source: State, target: State, by: User | None) -> Evaluation:
    """An act that changes nothing but the state."""
    return _move(_lock(evaluation, source=source), target, verb=verb, by=by)


def _freeze(
    evaluation: Evaluation,
    content: ReportReading,
    *,
    pdf: store.Kept | None = None,
    published_on: dt.date | None = None,
) -> Report:
    cover = content.cover
    return Report.objects.create(
        evaluation=evaluation,
        kind=content.kind,
        version=evaluation.reports.filter(kind=content.kind).count() + 1,
        content=content.as_json(),
        sha256=content.sha256,
        title=cover.title,
        institution=cover.institution,
        campaign=cover.campaign,
        search=_search_text(content),
        frozen_at=clock.now(),
        published_on=published_on,
        pdf_sha256=pdf.sha256 if pdf else "",
        pdf_size=pdf.size if pdf else None,
    )


def _search_text(content: ReportReading) -> str:
    cover = content.cover
    findings = (f.text for block in content.blocks for f in block.findings)
    head = (f.text for f in content.head)
    texts = (richtext.to_plain(text) for text in content.rich_texts())
    return folded(" ".join([cover.title, cover.institution, cover.campaign, *head, *texts, *findings]))


def _sign(evaluation: Evaluation, roles: Iterable[SignatureRole], sha256: str) -> None:
    Signature.objects.filter(evaluation=evaluation, role__in=roles).update(reading_sha256=sha256)


def _proof(report: Report) -> dict[str, str]:
    return {"report": report.public_id, "sha256": report.sha256, "pdf_sha256": report.pdf_sha256}


def _refuse(sentence: str, where: str) -> None:
    raise TransitionRefused([Problem(sentence, where)])


def _refuse_if(problems: list[Problem]) -> None:
    if problems:
        raise TransitionRefused(problems)


def _refuse_state(evaluation: Evaluation) -> None:
    state = State(evaluation.state)
    _refuse(_("Cet acte n’est pas possible à l’étape « %(state)s ».") % {"state": state.label}, "state")
