"""A report read back from the PDF that we made of it: the same reading, text for text.

The fingerprint printed at its end tells whether it is. ``templates/evaluations/report/document.html`` lists the parts.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

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
    SeriesReading,
    SheetReading,
    SignatoryReading,
    SignatureReading,
    StanceReading,
)
from evaluations.definition import FrameworkDefinition
from evaluations.enums import (
    BlockKind,
    CriterionKind,
    FigureKind,
    ItemTarget,
    ReportKind,
    SectionKind,
    SignatureRole,
    Stance,
)
from evaluations.imports.own_texts import plain, rich
from evaluations.imports.parsed import ParsedReport
from evaluations.imports.pdf_tree import Element, OwnPaper
from evaluations.imports.refusal import ImportRefused
from evaluations.reports.reading import LIST_SEPARATOR

_FINGERPRINT = re.compile("[0-9a-f]{64}")
_HEADINGS = ("H2", "H3", "H4")
_DATES = ("action_on", "deposited_on", "published_on", "signed_on")


def read_own_report(name: str, paper: OwnPaper, frameworks: Sequence[FrameworkDefinition]) -> ParsedReport:
    """The report that a PDF of ours contains, whole, and whether it is the one that was printed.

    :raises ImportRefused: if a part is missing or is no part of a report, or its framework is not among those given.
    """
    try:
        reading = _reading(paper)
        printed = plain(_the(_the(paper.report, "colophon"), "sha256", deep=True).kids[-1])
        if not _FINGERPRINT.fullmatch(printed):
            raise ValueError(f"no fingerprint: {printed!r}")
        definition = _framework(name, reading, frameworks)
        _refuse_unknown_parts(reading, definition)
    except (ValueError, IndexError) as error:
        raise ImportRefused(
            _("Le PDF « %(name)s » est un rapport abîmé, dont une partie manque ; téléchargez-le de nouveau.")
            % {"name": name}
        ) from error
    verified = printed == reading.sha256
    return ParsedReport(
        reading=reading,
        framework=definition,
        coverage=1.0,
        unplaced=[],
        notice={},
        warnings=[] if verified else [_changed(reading.sha256, printed)],
        verified=verified,
    )


def _changed(found: str, printed: str) -> str:
    return _(
        "Le texte du PDF n’est pas celui qui a été imprimé : son empreinte est %(found)s…, celle de la dernière page "
        "est %(printed)s… ; demandez le fichier d’origine à son éditeur."
    ) % {"found": found[:12], "printed": printed[:12]}


def _framework(name: str, reading: ReportReading, frameworks: Sequence[FrameworkDefinition]) -> FrameworkDefinition:
    """The framework that the colophon names, in that version."""
    fact = reading.fact("framework")
    named = fact.value if fact else ""
    found = next((f for f in frameworks if f"{f.code}@{f.version}" == named), None)
    if found is None:
        raise ImportRefused(
            _(
                "Le rapport « %(name)s » suit le référentiel %(framework)s, qui n’est pas publié ici ;"
                " importez ce référentiel d’abord."
            )
            % {"name": name, "framework": fact.text if fact else "-"}
        )
    return found


def _refuse_unknown_parts(reading: ReportReading, definition: FrameworkDefinition) -> None:
    known = {
        "section": {s.code for s in definition.sections},
        "criterion": {c.code for c in definition.criteria},
        "block": {b.code for b in definition.blocks},
    }
    found = [("section", s.code) for s in reading.sections]
    found += [("criterion", c.code) for c in reading.criteria]
    found += [("criterion", r.code) for b in reading.blocks for f in b.findings for r in f.criteria]
    found += [("block", b.code) for b in reading.blocks]
    for part, code in found:
        if code not in known[part]:
            raise ValueError(f"{part} {code}")


# -- the parts


def _parts(element: Element, part: str) -> list[Element]:
    """The elements of that part, at the first level where a part stands."""
    return [kid for kid in _named(element) if kid.name.split(" ")[0] == part]


def _named(element: Element) -> Iterator[Element]:
    for kid in element.kids:
        if kid.name:
            yield kid
        else:
            yield from _named(kid)


def _part(element: Element, part: str) -> Element | None:
    return next(iter(_parts(element, part)), None)


def _the(element: Element, part: str, *, deep: bool = False) -> Element:
    """The part that must be there.

    :raises ValueError: when it is not.
    """
    found = next((e for e in element.walk() if e.name == part), None) if deep else _part(element, part)
    if found is None:
        raise ValueError(part)
    return found


def _said(element: Element, count: int) -> list[str]:
    """What the element says of itself after the name of its part: ``count`` words, the last one with all that follows.

    :raises ValueError: when it says less.
    """
    words = element.name.split(" ", count)[1:]
    if len(words) != count:
        raise ValueError(element.name)
    return words


def _heading(element: Element) -> str:
    """The first one inside: sheets have theirs one step further down."""
    return plain(next((kid for kid in element.walk() if kid.tag in _HEADINGS), None))


# -- the reading


def _reading(paper: OwnPaper) -> ReportReading:
    report = paper.report
    committee, observations, head = _part(report, "committee"), _part(report, "observations"), _part(report, "head")
    annex, signatures = _part(report, "annex"), _part(report, "signatures")
    dissents, sheets = _part(report, "dissents"), _part(report, "sheets")
    return ReportReading(
        kind=ReportKind(*_said(report, 1)).value,
        language=paper.language,
        cover=_cover(_the(report, "cover")),
        head=tuple(_facts(head)) if head else (),
        signatures=tuple(_signatures(signatures)) if signatures else (),
        committee=_committee(committee) if committee else None,
        sections=tuple(_section(section) for section in _parts(report, "section")),
        observations=_observations(observations) if observations else None,
        annex=tuple(plain(paragraph) for paragraph in _parts(annex, "paragraph")) if annex else (),
        colophon=tuple(_facts(_the(_the(report, "colophon"), "facts"))),
        dissents=tuple(rich(dissent) for dissent in _parts(dissents, "dissent")) if dissents else (),
        scales=_scales(report),
        sheets=tuple(_sheet(sheet) for sheet in _parts(sheets, "sheet")) if sheets else (),
        sheets_label=plain(_the(sheets, "label")) if sheets else "",
    )


def _cover(cover: Element) -> CoverReading:
    published, lines, erratum = (_part(cover, part) for part in ("published", "lines", "erratum"))
    return CoverReading(
        agency=plain(_the(cover, "agency")),
        agency_name=plain(_the(cover, "agency-name")),
        department=plain(_the(cover, "department")),
        document=plain(_the(cover, "document")),
        title=plain(_the(cover, "title")),
        institution=plain(_the(cover, "institution")),
        campaign=plain(_the(cover, "campaign")),
        published=_dated("published_on", published) if published else None,
        lines=tuple(_line(line) for line in _parts(lines, "line")) if lines else (),
        erratum=_erratum(erratum) if erratum else None,
    )


def _line(element: Element) -> Fact:
    key, value = _said(element, 2)
    items = tuple(plain(item) for item in _parts(element, "item"))
    text = LIST_SEPARATOR.join(items) or plain(_part(element, "text"))
    return _fact(key, plain(_the(element, "label")), text, value, items=items)


def _erratum(element: Element) -> ErratumReading:
    return ErratumReading(
        version=int(*_said(element, 1)),
        label=plain(_the(element, "label")),
        replaces=plain(_the(element, "replaces")),
        reason=plain(_part(element, "reason")),
    )


def _dated(key: str, element: Element) -> Fact:
    return _fact(key, plain(_part(element, "label")), plain(_part(element, "text")), _said(element, 1)[0])


def _fact(key: str, label: str, text: str, value: str, heading: str = "", items: tuple[str, ...] = ()) -> Fact:
    """
    :raises ValueError: when the value should be a date, and is none.
    """
    if key in _DATES and value:
        dt.date.fromisoformat(value)
    return Fact(key, label, text, value, heading, items)


def _facts(table: Element) -> Iterator[Fact]:
    heading = ""
    for row in (r for group in table.kids for r in group.kids):
        if row.name == "heading":
            heading = plain(row)
        elif row.name.startswith("fact "):
            key, value = _said(row, 2)
            label, text = row.kids
            items = tuple(plain(item) for item in _parts(text, "item"))
            yield _fact(key, plain(label), LIST_SEPARATOR.join(items) or plain(text), value, heading, items)
            heading = ""


def _signatures(element: Element) -> Iterator[SignatureReading]:
    """The notes at the foot are those of the headings that call one, in the same order."""
    notes = iter(_parts(element, "note"))
    for signature in _parts(element, "signature"):
        heading = _the(signature, "heading")
        call = _part(heading, "call")
        yield SignatureReading(
            role=SignatureRole(*_said(signature, 1)).value,
            heading="".join(e.text for e in _outside(heading, "call")).strip(" "),
            signatories=tuple(
                SignatoryReading(plain(_part(s, "name")), plain(_part(s, "office")))
                for s in _parts(signature, "signatory")
            ),
            basis=plain(_part(signature, "basis")),
            note=plain(_the(next(notes), "text")) if call else "",
        )


def _outside(element: Element, part: str) -> Iterator[Element]:
    """The element and those inside, but for the ones of that part."""
    yield element
    for kid in element.kids:
        if kid.name != part:
            yield from _outside(kid, part)


def _committee(element: Element) -> CommitteeReading:
    return CommitteeReading(
        label=_heading(element),
        members=tuple(
            MemberReading(plain(_the(row, "role")), plain(_the(row, "name")), plain(_the(row, "affiliation")))
            for row in element.walk()
            if row.name == "member"
        ),
    )


def _scales(element: Element) -> tuple[ScaleReading, ...]:
    scales = _part(element, "scales")
    return tuple(_scale(scale) for scale in _parts(scales, "scale")) if scales else ()


def _scale(element: Element) -> ScaleReading:
    values = (
        ScaleValueReading(_said(value, 1)[0], plain(_the(value, "label")), plain(_part(value, "meaning")))
        for value in _parts(element, "value")
    )
    return ScaleReading(_said(element, 1)[0], plain(_the(element, "label")), tuple(values))


def _sheet(element: Element) -> SheetReading:
    head, sections = _part(element, "head"), _parts(element, "section")
    return SheetReading(
        code=_said(element, 1)[0],
        title=plain(_the(element, "title")),
        head=tuple(_facts(head)) if head else (),
        scales=_scales(element),
        sections=tuple(_section(section) for section in sections),
        colophon=tuple(_facts(_the(element, "colophon"))),
    )


def _section(element: Element) -> SectionReading:
    kind, code = _said(element, 2)
    return SectionReading(
        code=code,
        kind=SectionKind(kind).value,
        label=_heading(element),
        text=rich(_part(element, "text")),
        criteria=tuple(_criterion(criterion) for criterion in _parts(element, "criterion")),
        blocks=tuple(_block(block) for block in _parts(element, "block")),
    )


def _criterion(element: Element) -> CriterionReading:
    kind, code = _said(element, 2)
    answer = _part(element, "answer")
    return CriterionReading(
        code=code,
        label=_heading(element),
        kind=CriterionKind(kind).value,
        text=rich(_part(element, "text")),
        answer=plain(answer),
        value=_said(answer, 1)[0] if answer else "",
        figures=tuple(_figure(figure) for figure in _parts(element, "figure")),
    )


def _figure(element: Element) -> FigureReading:
    kind, code = _said(element, 2)
    head, body = _the(element, "table").kids
    heading, *categories = (plain(cell) for row in head.kids for cell in row.kids)
    lines = ([plain(cell) for cell in row.kids] for row in body.kids)
    return FigureReading(
        code=code,
        kind=FigureKind(kind).value,
        title=plain(_the(element, "title")),
        unit=plain(_part(element, "unit")),
        source=plain(_part(element, "source")),
        heading=heading,
        categories=tuple(categories),
        series=tuple(SeriesReading(label, tuple(values)) for label, *values in lines),
    )


def _block(element: Element) -> BlockReading:
    kind, code, findings_kind = _said(element, 3)
    findings, answer = _part(element, "findings"), _part(element, "answer")
    return BlockReading(
        code=code,
        kind=BlockKind(kind).value,
        label=_heading(element),
        findings_kind=findings_kind,
        opening=rich(_part(element, "opening")),
        findings=tuple(_finding(finding) for finding in _parts(findings, "finding")) if findings else (),
        closing=rich(_part(element, "closing")),
        answer=plain(answer),
        value=_said(answer, 1)[0] if answer else "",
        closing_label=plain(_part(element, "closing-label")),
    )


def _finding(element: Element) -> FindingReading:
    criteria, addresses = _part(element, "criteria"), _part(element, "addresses")
    return FindingReading(
        number=int(*_said(element, 1)),
        text=plain(_the(element, "text")),
        criteria=tuple(Reference(_said(c, 1)[0], plain(c)) for c in _parts(criteria, "criterion")) if criteria else (),
        addresses=tuple(int(*_said(a, 1)) for a in _parts(addresses, "addresses")) if addresses else (),
    )


def _observations(element: Element) -> ObservationsReading:
    signatory = _part(element, "signatory")
    signed = _part(signatory, "signed") if signatory else None
    files = _part(element, "attachments")
    return ObservationsReading(
        label=_heading(element),
        waived=element.name.endswith(" waived"),
        heading=rich(_part(element, "heading")),
        general=rich(_part(element, "general")),
        items=tuple(_item(item) for item in _parts(element, "item")),
        signatory=plain(_part(signatory, "name")) if signatory else "",
        office=plain(_part(signatory, "office")) if signatory else "",
        signed=_dated("signed_on", signed) if signed else None,
        attachments=tuple(_attachment(file) for file in _parts(files, "attachment")) if files else (),
    )


def _attachment(element: Element) -> AttachmentReading:
    names = ("title", "file-name", "kind", "size", "sha256")
    return AttachmentReading(*(plain(_the(element, name)) for name in names))


def _item(element: Element) -> ItemReading:
    target, number, about = ("" if word == "-" else word for word in _said(element, 3))
    stance, day = _part(element, "stance"), _part(element, "day")
    return ItemReading(
        target=ItemTarget(target).value,
        number=int(number) if number else None,
        about=about,
        quote=plain(_part(element, "quote")),
        text=rich(_part(element, "text")),
        heading=plain(_part(element, "heading")),
        stance=StanceReading(Stance(*_said(stance, 1)).value, plain(stance)) if stance else None,
        day=_dated("action_on", day) if day else None,
    )
