"""From the facts to what the report says: the only reading of page, paper and export.

``read`` asks the database a fixed number of questions, whatever the length of the report. After it, nothing does.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import cast

from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from evalprog import richtext
from evalprog.dates import long_date, short_date
from evalprog.text import folded
from evaluations.content import (
    AttachmentReading,
    BlockReading,
    CommitteeReading,
    CoverReading,
    CriterionReading,
    ErratumReading,
    Fact,
    FigureReading,
    FindingReading,
    ItemReading,
    MemberReading,
    ObservationsReading,
    Reference,
    ReportReading,
    ScaleReading,
    ScaleValueReading,
    SectionReading,
    SheetReading,
    SignatoryReading,
    SignatureReading,
    StanceReading,
    on_one_line,
)
from evaluations.definition import Block, Criterion, FrameworkDefinition, HeadLine, Section, SignatureBlock
from evaluations.enums import (
    AnnexRule,
    BlockKind,
    CommitteeRole,
    CriterionKind,
    DossierKind,
    ItemTarget,
    ReportKind,
    SectionKind,
    SignatureCapacity,
    Stance,
)
from evaluations.models import (
    Assessment,
    Attachment,
    CommitteeMember,
    Evaluation,
    Finding,
    Observation,
    ObservationItem,
    Report,
    Signature,
)
from evaluations.reports import figures


def read(
    evaluation: Evaluation, *, kind: ReportKind = ReportKind.FINAL, published_on: dt.date | None = None
) -> ReportReading:
    """The report as it stands now, in the language of its framework.

    A draft is unsigned; observations belong to the final report only.
    """
    definition = evaluation.framework.definition
    with override(definition.language):
        return on_one_line(_Reader(evaluation, definition).report(kind, published_on))


def read_letter(observation: Observation) -> ObservationsReading:
    """The institution's letter as it is printed: one that was filed, is being prepared, or is not begun."""
    definition = observation.evaluation.framework.definition
    with override(definition.language):
        return on_one_line(_letter(definition, observation))


class _Reader:
    """One reading: the rows of an evaluation, fetched once, put in the framework's order."""

    def __init__(self, evaluation: Evaluation, definition: FrameworkDefinition) -> None:
        self.evaluation = evaluation
        self.definition = definition
        self.programme = evaluation.programme
        self.assessments = {a.code: a for a in evaluation.assessments.all()}
        self.findings = list(evaluation.findings.kept().prefetch_related("addresses").order_by("kind", "number"))

    def report(self, kind: ReportKind, published_on: dt.date | None) -> ReportReading:
        return ReportReading(
            kind=kind.value,
            language=self.definition.language,
            cover=self.cover(published_on),
            head=tuple(self.head(on_cover=False)),
            signatures=tuple(self.signatures()) if kind != ReportKind.DRAFT else (),
            committee=self.committee(),
            sections=tuple(self.section(s) for s in self.definition.sections if s.kind != SectionKind.OBSERVATIONS),
            observations=self.observations() if kind == ReportKind.FINAL else None,
            annex=self.annex(),
            colophon=tuple(self.colophon()),
            dissents=self.dissents(),
            scales=tuple(self.scales()),
            sheets=tuple(self.sheets()),
            sheets_label=self.definition.sheets,
        )

    # -- before the text

    def cover(self, published_on: dt.date | None) -> CoverReading:
        cover = self.definition.cover
        published = published_on and Fact(
            "published_on", cover.published, short_date(published_on), published_on.isoformat()
        )
        return CoverReading(
            agency=cover.agency,
            agency_name=cover.agency_name,
            department=cover.department,
            document=cover.document,
            title=self.programme.title,
            institution=self.programme.institution.full_name,
            campaign=self.evaluation.campaign.title,
            published=published or None,
            lines=tuple(self.head(on_cover=True)),
            erratum=self.erratum(),
        )

    def erratum(self) -> ErratumReading | None:
        """What a corrected version says of itself: which one it replaces, and the reason for which it was opened."""
        earlier, version = self.replaced, self.evaluation.version
        if earlier is None:
            return None
        label = _("Erratum, version %(version)d") % {"version": version}
        words = _("remplace la %(version)s") % {"version": self.published_version(earlier)}
        opened = self.evaluation.events.filter(verb="open_erratum").order_by("number").last()
        return ErratumReading(version, label, words, opened.details.get("reason", "") if opened else "")

    def head(self, *, on_cover: bool) -> Iterable[Fact]:
        """The lines of the metadata block that have something to say."""
        lines = (self.head_line(line) for line in self.definition.head if line.on_cover == on_cover)
        return (line for line in lines if line.text)

    def head_line(self, line: HeadLine) -> Fact:
        text, value = self.head_value(line.key)
        items = tuple(part.strip() for part in text.split(";") if part.strip()) if line.many else ()
        if items:
            return Fact(line.key, line.label, LIST_SEPARATOR.join(items), value, heading=line.heading, items=items)
        return Fact(line.key, line.label, text or line.empty, value, heading=line.heading)

    def head_value(self, key: str) -> tuple[str, str]:
        """What the record answers to a line of the metadata block: the printed text, and its value for machines."""
        if key == "deposited_on":
            day = self.evaluation.deposited_on
            return (long_date(day, self.definition.language), day.isoformat()) if day else ("", "")
        if key in RECORDED:
            return RECORDED[key](self.evaluation), ""
        return self.evaluation.particulars.get(key, ""), ""

    def signatures(self) -> Iterable[SignatureReading]:
        rows = list(self.evaluation.signatures.current(self.evaluation).order_by("role", "position"))
        for block in self.definition.signatures:
            if signed := [row for row in rows if row.role == block.role]:
                yield SignatureReading(
                    role=block.role.value,
                    heading=block.heading_several if len(signed) > 1 and block.heading_several else block.heading,
                    signatories=tuple(SignatoryReading(row.name, _office(row, block)) for row in signed),
                    basis=block.basis,
                    note=block.note,
                )

    def committee(self) -> CommitteeReading | None:
        labels = self.definition.committee
        members = list(self.evaluation.members.current().order_by("position"))
        if labels is None or not members:
            return None
        chairs = sum(member.role == CommitteeRole.CHAIR for member in members)
        return CommitteeReading(
            labels.label, tuple(_member(m, labels.role(m.role, presided_by=chairs)) for m in members)
        )

    # -- the text

    def section(self, section: Section) -> SectionReading:
        return SectionReading(
            code=section.code,
            kind=section.kind.value,
            label=section.label,
            text=self.text(section.code) if section.kind == SectionKind.TEXT else "",
            criteria=tuple(self.criterion(c) for c in section.criteria if c.applies(self.programme.kind)),
            blocks=tuple(self.block(b) for b in section.blocks),
        )

    def text(self, code: str) -> str:
        found = self.assessments.get(code)
        return found.text if found else ""

    def criterion(self, criterion: Criterion) -> CriterionReading:
        assessment = self.assessments.get(criterion.code) or Assessment(code=criterion.code)
        return CriterionReading(
            code=criterion.code,
            label=criterion.label,
            kind=criterion.kind.value,
            text=assessment.text,
            answer=printed_answer(self.definition, criterion, assessment.value),
            value=assessment.value,
            figures=tuple(self.figures(criterion)),
        )

    def figures(self, criterion: Criterion) -> Iterable[FigureReading]:
        """The series that the framework asks to be drawn, from the tables that the institution's dossier holds."""
        if self.taken_over:
            yield from next((c.figures for c in self.taken_over.criteria if c.code == criterion.code), ())
            return
        for figure in criterion.figures:
            if text := self.dossier_tables.get(folded(figure.table or figure.label)):
                yield from figures.read(figure, text, source=_("Dossier d’autoévaluation"))

    @cached_property
    def dossier_tables(self) -> dict[str, str]:
        """By title, as people compare titles."""
        tables = self.evaluation.dossier.filter(kind=DossierKind.TABLE).order_by("-position", "-pk")
        return {folded(part.title): part.text for part in tables}

    def scales(self) -> Iterable[ScaleReading]:
        """Those of which a criterion was marked, with what their values mean."""
        marked = {self.assessments[c.code].value and c.scale for c in self.asked if c.code in self.assessments}
        for scale in self.definition.scales:
            if scale.code in marked:
                values = (ScaleValueReading(v.code, v.label, v.meaning) for v in scale.values)
                yield ScaleReading(scale.code, scale.label, tuple(values))

    @property
    def asked(self) -> Iterable[Criterion]:
        return self.definition.criteria_for(self.programme.kind)

    def block(self, block: Block) -> BlockReading:
        answered = self.assessments.get(block.code) if block.kind == BlockKind.OPINION else None
        return BlockReading(
            code=block.code,
            kind=block.kind.value,
            label=block.label,
            findings_kind=block.findings.value if block.findings else "",
            opening=self.text(block.opening.code if block.opening else block.code),
            findings=tuple(self.finding(f) for f in self.findings if f.kind == block.findings),
            closing=self.text(block.closing.code) if block.closing else "",
            answer=next((c.label for c in block.choices if answered and c.code == answered.value), ""),
            value=answered.value if answered else "",
            closing_label=block.closing.label if block.closing and block.kind == BlockKind.OPINION else "",
        )

    def sheets(self) -> Iterable[SheetReading]:
        """The reports on the programmes that this one gathers, each in the version published last."""
        if self.taken_over:
            yield from self.taken_over.sheets
            return
        if not self.definition.sheets:
            return
        published = Report.objects.published().filter(evaluation__gathered_in=self.evaluation)
        latest = {report.evaluation_id: report for report in published.all().order_by("version")}
        for report in sorted(latest.values(), key=lambda report: (folded(report.title), report.pk)):
            yield self.sheet(report)

    def sheet(self, report: Report) -> SheetReading:
        gathered = report.reading
        kept = (gathered.fact(key) for key in ("framework", "programme_kind"))
        reference = Fact("report", _("Rapport publié"), self.published_version(report), report.sha256)
        return SheetReading(
            code=report.public_id,
            title=gathered.cover.title,
            head=(*gathered.cover.lines, *gathered.head),
            scales=gathered.scales,
            sections=gathered.sections,
            colophon=(*(fact for fact in kept if fact), reference),
        )

    def finding(self, finding: Finding) -> FindingReading:
        labels = {c.code: c.label for c in self.definition.criteria}
        return FindingReading(
            number=finding.number,
            text=finding.text,
            criteria=tuple(Reference(code, labels[code]) for code in finding.criteria),
            addresses=tuple(sorted(weakness.number for weakness in finding.addresses.all())),
        )

    # -- after the text

    def observations(self) -> ObservationsReading | None:
        # Those of an earlier version go with a corrected one, unless others were filed about it.
        observation = Observation.objects.going_with_the_report().filter(evaluation=self.evaluation).first()
        if observation is None or self.definition.observations is None:
            return None
        annexed = self.definition.observations.rule == AnnexRule.ANNEXED
        return _letter(self.definition, observation) if annexed else None

    def annex(self) -> tuple[str, ...]:
        source = getattr(self.evaluation, "source", None)
        return tuple(line["text"] for line in source.unplaced if "part" not in line) if source else ()

    def dissents(self) -> tuple[str, ...]:
        """Sorted by their words: the rank of a member would tell who wrote which (INV-C5)."""
        annexed = self.evaluation.members.current().filter(dissent_annexed_at__isnull=False).exclude(dissent="")
        written = [richtext.from_plain(text) for text in annexed.values_list("dissent", flat=True)]
        source = getattr(self.evaluation, "source", None)
        printed = [line["text"] for line in source.unplaced if line.get("part") == "dissent"] if source else []
        return tuple(sorted(written + printed))

    def colophon(self) -> Iterable[Fact]:
        framework, programme = self.definition, self.programme
        yield framework_fact(framework)
        yield Fact("programme_kind", _("Nature de la formation"), programme.get_kind_display(), programme.kind)
        yield from optional_facts(programme.institution.uai, self.evaluation.file_reference, self.evaluation.hal_id)
        if earlier := self.replaced:
            yield Fact("replaces", _("Remplace"), self.published_version(earlier), earlier.sha256)

    @cached_property
    def replaced(self) -> Report | None:
        """The published version that this one corrects; it stays at its address."""
        if self.evaluation.version == 1:
            return None
        earlier = self.evaluation.reports.published().filter(version__lt=self.evaluation.version)
        return earlier.defer("content").order_by("version").last()

    @cached_property
    def taken_over(self) -> ReportReading | None:
        """What a report that was published elsewhere said, when it is corrected here: of its dossier and of the
        programmes that it gathers the record has nothing."""
        is_ours = getattr(self.evaluation, "source", None) is None
        return None if self.replaced is None or is_ours else self.replaced.reading

    def published_version(self, report: Report) -> str:
        day = cast(dt.date, report.published_on)  # of what is published it is known
        words = {"version": report.version, "day": long_date(day, self.definition.language)}
        return _("version %(version)d, publiée le %(day)s") % words


LIST_SEPARATOR = " ; "
RECORDED: dict[str, Callable[[Evaluation], str]] = {
    "period": lambda e: e.campaign.period,
    "contract": lambda e: e.campaign.contract,
    "field": lambda e: e.programme.field,
    "institution": lambda e: e.programme.institution.full_name,
    "partners": lambda e: LIST_SEPARATOR.join(
        p.institution.full_name for p in e.programme.partnerships.select_related("institution").order_by("position")
    ),
    "national_title": lambda e: e.programme.national_title,
    "domain": lambda e: e.programme.domain,
    "mention": lambda e: e.programme.mention,
    "speciality": lambda e: e.programme.speciality,
    "track": lambda e: e.programme.track,
    "option": lambda e: e.programme.option,
    "file_reference": lambda e: e.file_reference,
}


def framework_fact(definition: FrameworkDefinition) -> Fact:
    """The line of the colophon that says by which framework the report is to be read."""
    text = _("%(code)s, version %(version)d") % {"code": definition.code, "version": definition.version}
    return Fact("framework", _("Référentiel"), text, f"{definition.code}@{definition.version}")


def optional_facts(uai: str, file_reference: str, hal_id: str) -> Iterable[Fact]:
    """The lines of the colophon that are printed when they are known."""
    if uai:
        yield Fact("institution_code", _("Code de l’établissement"), uai, uai)
    if file_reference:
        yield Fact("file_reference", _("Référence du dossier"), file_reference, file_reference)
    if hal_id:
        yield Fact("hal_id", _("Identifiant HAL"), hal_id, hal_id)


def printed_answer(definition: FrameworkDefinition, criterion: Criterion, value: str) -> str:
    """An answer as the paper shows it: the label of its code, « Oui », a number with its unit; or nothing."""
    if not value:
        return ""
    if criterion.kind == CriterionKind.SCALE:
        scale = next(s for s in definition.scales if s.code == criterion.scale)
        return scale.value(value).label
    if criterion.kind == CriterionKind.YES_NO:
        return {"yes": _("Oui"), "no": _("Non"), "not-applicable": _("Sans objet")}[value]
    if criterion.kind == CriterionKind.CHOICE:
        return next(c.label for c in criterion.choices if c.code == value)
    return f"{value}\u00a0{criterion.unit}" if criterion.unit else value


def _office(signature: Signature, block: SignatureBlock) -> str:
    """« président », « présidente par intérim »."""
    words = {SignatureCapacity.INTERIM: block.interim, SignatureCapacity.DELEGATE: block.delegate}
    return " ".join(
        w for w in (signature.office or block.office, words.get(SignatureCapacity(signature.capacity))) if w
    )


def _member(member: CommitteeMember, role: str) -> MemberReading:
    return MemberReading(role=role, name=member.name, affiliation=member.affiliation)


def _letter(definition: FrameworkDefinition, observation: Observation) -> ObservationsReading:
    section, day = definition.observations, observation.signed_on
    signed = day and Fact("signed_on", _("Vu le"), long_date(day, definition.language), day.isoformat())
    begun = observation.pk is not None
    return ObservationsReading(
        label=section.label if section else _("Observations de l’établissement"),
        waived=observation.waived,
        heading=observation.heading,
        general=observation.text,
        items=tuple(_item(i, definition) for i in _in_printed_order(observation, definition)) if begun else (),
        signatory=observation.signatory,
        office=observation.office,
        signed=signed or None,
        attachments=tuple(_attachment(a) for a in observation.attachments.joined()) if begun else (),
    )


def _in_printed_order(observation: Observation, definition: FrameworkDefinition) -> list[ObservationItem]:
    """Answers to findings first, in the order of the findings; then passages quoted, then the rest.

    A letter that has headings of its own was composed by its authors, and keeps their order.
    """
    items = list(observation.items.saying().select_related("finding").order_by("position"))
    if any(item.heading for item in items):
        return items
    kinds = [*(b.findings for b in definition.blocks if b.findings), *ItemTarget]
    return sorted(items, key=lambda i: (kinds.index(i.target), i.finding.number if i.finding else 0))


def _item(item: ObservationItem, definition: FrameworkDefinition) -> ItemReading:
    return ItemReading(
        target=item.target,
        number=item.finding.number if item.finding else None,
        about=item.about,
        quote=item.quote,
        text=item.text,
        heading=item.heading,
        stance=StanceReading(item.stance.value, capfirst(str(item.stance.label))) if item.stance else None,
        day=_day_of_action(item, definition.language),
    )


def _day_of_action(item: ObservationItem, language: str) -> Fact | None:
    if item.action_on is None:
        return None
    taken = item.stance == Stance.ACTION_TAKEN
    label = pgettext("une action engagée", "le") if taken else pgettext("une action prévue", "pour le")
    return Fact("action_on", label, long_date(item.action_on, language), item.action_on.isoformat())


def _attachment(attachment: Attachment) -> AttachmentReading:
    return AttachmentReading(
        title=str(attachment),
        file_name=attachment.file_name,
        kind=str(attachment.get_kind_display()),
        size=filesizeformat(attachment.size),
        sha256=attachment.sha256,
    )
