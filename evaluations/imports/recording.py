"""From a report that was read to the record: institution, programme, campaign, texts, findings, observations, file.

All or nothing. Reading the same report again, from the same file or from any other that says the same, records
nothing and finds what is there.
"""

import datetime as dt
import re

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from evalprog import clock
from evaluations import transitions, writing
from evaluations.content import BlockReading, Fact, ObservationsReading, ReportReading
from evaluations.enums import (
    BlockKind,
    CommitteeRole,
    FindingKind,
    InvitationStatus,
    ItemTarget,
    ReportKind,
    SectionKind,
)
from evaluations.imports import dates
from evaluations.imports.parsed import ParsedReport
from evaluations.imports.refusal import ImportRefused
from evaluations.imports.sources import Source
from evaluations.models import Campaign, CommitteeMember, Evaluation, Framework, ImportedSource, Observation, Report
from evaluations.reports import press, store
from programmes.enums import ProgrammeKind
from programmes.models import Institution, Partnership, Programme

PROGRAMME_FIELDS = ("field", "national_title", "domain", "mention", "speciality", "track", "option")


def record(parsed: ParsedReport, source: Source, framework: Framework) -> tuple[Report, bool]:
    """The published report, and whether it is new.

    :raises ImportRefused: for a working copy, which is no report, and for a file of ours that was altered.
    """
    if parsed.reading.kind != ReportKind.FINAL:
        raise ImportRefused(
            _("Le fichier « %(name)s » est un %(kind)s ; donnez le rapport définitif, tel qu’il a été publié.")
            % {"name": source.name, "kind": ReportKind(parsed.reading.kind).label}
        )
    if parsed.verified is False:
        raise ImportRefused(parsed.warnings[0])
    if known := _known(parsed.reading, source):
        return known, False
    _refuse_another_text(parsed.reading)
    with store.kept(_printed(parsed.reading, source)) as pdf, transaction.atomic():
        evaluation = _evaluation(parsed.reading, framework)
        ImportedSource.objects.create(
            evaluation=evaluation,
            name=source.name,
            sha256=source.sha256,
            coverage=round(parsed.coverage, 5),
            unplaced=[
                *({"line": line, "text": text} for line, text in parsed.unplaced),
                *({"part": "dissent", "text": text} for text in parsed.reading.dissents),
            ],
            notice=parsed.notice,
        )
        _write(evaluation, parsed.reading)
        return transitions.record_published_elsewhere(evaluation, parsed.reading, pdf), True


def _printed(content: ReportReading, source: Source) -> bytes:
    try:
        return press.printed(content)
    except press.NotPrinted as why:
        sentence = _("Le fichier « %(name)s » n’est pas repris. %(reason)s")
        raise ImportRefused(sentence % {"name": source.name, "reason": why}) from why


def _refuse_another_text(content: ReportReading) -> None:
    """An archive's identifier names one report: under it, another text is a copy cut off or altered."""
    hal_id = answered(content.fact("hal_id"))
    other = Report.objects.published().filter(evaluation__hal_id=hal_id).first() if hal_id else None
    if other:
        sentence = _("%(hal_id)s est déjà enregistré, avec un autre texte (%(address)s) ; donnez le fichier complet.")
        raise ImportRefused(sentence % {"hal_id": hal_id, "address": other.get_absolute_url()})


def _known(content: ReportReading, source: Source) -> Report | None:
    """The report already published from this file, or with this very reading."""
    published = Report.objects.published()
    return (
        published.filter(sha256=content.sha256).first()
        or published.filter(evaluation__source__sha256=source.sha256).first()
    )


def _evaluation(content: ReportReading, framework: Framework) -> Evaluation:
    deposited = content.fact("deposited_on")
    empty = {line.key: line.empty for line in framework.definition.particulars}
    lines = (*content.cover.lines, *content.head)
    particulars = {fact.key: fact.text for fact in lines if fact.text != empty.get(fact.key, fact.text)}
    return transitions.plan(
        _programme(content),
        _campaign(content, framework),
        by=None,
        deposited_on=dt.date.fromisoformat(deposited.value) if deposited and deposited.value else None,
        file_reference=answered(content.fact("file_reference")),
        hal_id=answered(content.fact("hal_id")),
        particulars=particulars,
    )


def _programme(content: ReportReading) -> Programme:
    institution = _institution(content.cover.institution, uai=answered(content.fact("institution_code")))
    kind = answered(content.fact("programme_kind")) or ProgrammeKind.DIPLOMA
    existing = Programme.objects.filter(institution=institution, title=content.cover.title, kind=kind).first()
    if existing:
        return existing
    words = {name: answered(content.fact(name)) for name in PROGRAMME_FIELDS}
    programme = Programme.objects.create(institution=institution, title=content.cover.title, kind=kind, **words)
    partners = [name for name in answered(content.fact("partners")).split(" ; ") if name]
    for position, name in enumerate(partners, start=1):
        Partnership.objects.create(programme=programme, institution=_institution(name), position=position)
    return programme


def _institution(printed: str, *, uai: str = "") -> Institution:
    """The institution printed as « Name - ACRONYM »."""
    if existing := Institution.objects.named(printed, uai=uai):
        return existing
    named = re.fullmatch(r"(?P<name>.+) - (?P<acronym>[^\s-]{2,15})", printed)
    parts = named.groupdict() if named else {"name": printed}
    return Institution.objects.create(uai=uai, **parts)


def _campaign(content: ReportReading, framework: Framework) -> Campaign:
    title = content.cover.campaign or framework.title
    existing = Campaign.objects.filter(title=title, framework=framework).first()
    if existing:
        return existing
    code = slugify(title)[:60]
    taken = Campaign.objects.filter(code__startswith=code).count()
    return Campaign.objects.create(
        code=f"{code}-{taken + 1}" if taken else code,
        title=title,
        period=answered(content.fact("period")) or dates.period(title),
        contract=answered(content.fact("contract")),
        wave=dates.wave(title),
        framework=framework,
    )


def _write(evaluation: Evaluation, content: ReportReading) -> None:
    for section in content.sections:
        if section.kind == SectionKind.TEXT:
            writing.write_text(evaluation, section.code, section.text)
        for criterion in section.criteria:
            writing.write_text(evaluation, criterion.code, criterion.text)
            if criterion.value:
                writing.write_answer(evaluation, criterion.code, criterion.value)
    # Weaknesses first: recommendations answer them.
    for block in sorted(content.blocks, key=lambda b: b.findings_kind == FindingKind.RECOMMENDATION):
        _write_block(evaluation, block)
    _write_names(evaluation, content)
    if content.observations:
        _write_observations(evaluation, content.observations)


def _write_block(evaluation: Evaluation, block: BlockReading) -> None:
    definition = next(b for b in evaluation.framework.definition.blocks if b.code == block.code)
    if block.kind == BlockKind.TEXT:
        writing.write_text(evaluation, block.code, block.opening)
    if block.kind == BlockKind.OPINION and block.value:
        writing.write_answer(evaluation, block.code, block.value)
    if definition.opening:
        writing.write_text(evaluation, definition.opening.code, block.opening)
    if definition.closing:
        writing.write_text(evaluation, definition.closing.code, block.closing)
    for finding in block.findings:
        writing.add_finding(
            evaluation,
            FindingKind(block.findings_kind),
            finding.text,
            criteria=[reference.code for reference in finding.criteria],
            addresses=finding.addresses,
        )


def _write_names(evaluation: Evaluation, content: ReportReading) -> None:
    for block in content.signatures:
        for signatory in block.signatories:
            # The printed office already says « par intérim » or « par délégation ».
            writing.sign(evaluation, block.role, signatory.name, office=signatory.office)
    labels = evaluation.framework.definition.committee
    if content.committee and labels:
        roles = {labels.role(role, presided_by=n): role for n in (2, 1) for role in CommitteeRole.values}
        for position, member in enumerate(content.committee.members, start=1):
            CommitteeMember.objects.create(
                evaluation=evaluation,
                role=roles.get(member.role, CommitteeRole.EXPERT),
                name=member.name,
                affiliation=member.affiliation,
                position=position,
                status=InvitationStatus.ACCEPTED,
            )


def _write_observations(evaluation: Evaluation, observations: ObservationsReading) -> None:
    letter = writing.write_observations(
        evaluation,
        waived=observations.waived,
        heading=observations.heading,
        text=observations.general,
        signatory=observations.signatory,
        office=observations.office,
        signed_on=dt.date.fromisoformat(observations.signed.value) if observations.signed else None,
    )
    for item in observations.items:
        writing.answer_finding(
            letter,
            target=ItemTarget(item.target),
            number=item.number,
            text=item.text,
            quote=item.quote,
            about=item.about,
            heading=item.heading,
            value=" ".join(part for part in (item.stance and item.stance.code, item.day and item.day.value) if part),
        )
    Observation.objects.filter(pk=letter.pk).update(filed_at=clock.now())


def answered(fact: Fact | None) -> str:
    """What a line of the report answers, without the mark printed for want of an answer."""
    if fact is None or fact.text in ("/", "-"):
        return ""
    return fact.value or fact.text
