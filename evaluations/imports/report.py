"""A published report, read back: from the lines of a file to what the report says."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from evaluations.content import Fact, ObservationsReading, ReportReading, SectionReading, on_one_line
from evaluations.definition import FrameworkDefinition
from evaluations.enums import ReportKind
from evaluations.file_reference import find_file_reference, parse_file_reference
from evaluations.imports.blocks import Block
from evaluations.imports.front import Front, read_front
from evaluations.imports.notice import read_notice
from evaluations.imports.observations import read_observations
from evaluations.imports.outline import Headings, Outline, Target, outline
from evaluations.imports.own_report import read_own_report
from evaluations.imports.parsed import ParsedReport
from evaluations.imports.quotations import Quotations
from evaluations.imports.recognition import recognise
from evaluations.imports.refusal import ImportRefused
from evaluations.imports.sections import read_sections
from evaluations.imports.sources import Source
from evaluations.imports.text_blocks import blocks_of
from evaluations.imports.titles import programme_kind
from evaluations.reports.reading import framework_fact, optional_facts


def parse_report(source: Source, frameworks: Sequence[FrameworkDefinition]) -> ParsedReport:
    """The report that a file contains.

    :raises ImportRefused: if no framework is recognised, or the report ends before its conclusion.
    """
    if source.own:
        return read_own_report(source.name, source.own, frameworks)
    definition = recognise(source.name, (line.text for line in source.lines), frameworks)
    blocks = blocks_of(source, Headings(definition).lines_of_heading)
    return read_report(source, blocks, definition)


def read_report(source: Source, blocks: Sequence[Block], definition: FrameworkDefinition) -> ParsedReport:
    """The same from blocks, wherever they were cut from.

    :raises ImportRefused: if the report ends before its conclusion.
    """
    notice = read_notice(blocks)
    found = outline(notice.rest, Headings(definition))
    _refuse_cut_off(source, found, definition)
    with override(definition.language):
        reading, left = _reading(source, found, definition, notice.facts)
    missed = sum(block.weight for block in left)
    return ParsedReport(
        reading=reading,
        framework=definition,
        coverage=1 - missed / max(source.weight, 1),
        unplaced=[(block.line, text) for block in left for text in _paragraphs(block)],
        notice=notice.facts,
        warnings=list(_warnings(source, found, definition, reading, left)),
    )


def _reading(
    source: Source, found: Outline, definition: FrameworkDefinition, notice: dict[str, str]
) -> tuple[ReportReading, list[Block]]:
    """The report, and the blocks that have no place in it."""
    front = read_front(found.front, definition)
    sections, without_place = read_sections(found, definition)
    left = sorted([*front.left, *without_place], key=lambda block: block.line)
    reading = ReportReading(
        kind=ReportKind.FINAL.value,
        language=definition.language,
        cover=front.cover,
        head=front.head,
        signatures=front.signatures,
        committee=front.committee,
        sections=sections,
        observations=_observations(found, sections, definition),
        annex=tuple(text for block in left for text in _paragraphs(block)),
        colophon=tuple(_colophon(definition, front, source, notice)),
    )
    return on_one_line(reading), left


def _paragraphs(block: Block) -> list[str]:
    """The block as plain paragraphs: one, or one per row of a table."""
    return [text for text in block.plain.split("\n") if text]


def _observations(
    found: Outline, sections: tuple[SectionReading, ...], definition: FrameworkDefinition
) -> ObservationsReading | None:
    section = definition.observations
    printed = found.part(section.code) if section else None
    if section is None or printed is None:
        return None
    return read_observations(section, printed.body, Quotations(sections, definition))


def _refuse_cut_off(source: Source, found: Outline, definition: FrameworkDefinition) -> None:
    """A report without any part of its conclusion is the beginning of a report."""
    blocks = {block.code for block in definition.blocks}
    concluded = [part for part in found.parts if part.target.code in blocks and (part.body or part.rest)]
    if not blocks or concluded:
        return
    last = max((line.number for line in source.lines if line.text.strip()), default=1)
    where = found.parts[-1].target.label if found.parts else definition.cover.document
    raise ImportRefused(
        _(
            "Le fichier « %(name)s » s’arrête à la ligne %(line)s, dans « %(part)s », avant toute conclusion ;"
            " vérifiez qu’il est complet."
        )
        % {"name": source.name, "line": last, "part": where}
    )


def _colophon(definition: FrameworkDefinition, front: Front, source: Source, notice: dict[str, str]) -> Iterator[Fact]:
    """What identifies the report beside its text."""
    printed = next((fact.text for fact in front.head if fact.key == "file_reference"), "")
    reference = find_file_reference("\n".join([printed, *(line.text for line in source.lines)]))
    parts = parse_file_reference(reference)
    yield framework_fact(definition)
    if kind := programme_kind(front.cover.title, parts, definition):
        yield Fact("programme_kind", _("Nature de la formation"), str(kind.label), kind.value)
    uai = parts.uai if parts and parts.has_valid_uai else ""
    yield from optional_facts(uai, reference, notice.get("hal_id", ""))


def _warnings(
    source: Source,
    found: Outline,
    definition: FrameworkDefinition,
    reading: ReportReading,
    left: Sequence[Block],
) -> Iterator[str]:
    """What whoever imports should look at."""
    if source.is_cp1252:
        yield _("Le fichier n’est pas en UTF-8 : il a été lu comme un texte Windows, vérifiez les accents.")
    if not reading.cover.title:
        yield _("L’intitulé de la formation n’a pas été trouvé sur la couverture.")
    kind = next((fact.value for fact in reading.colophon if fact.key == "programme_kind"), "")
    asked: list[Target] = [*definition.sections, *definition.criteria_for(kind), *definition.blocks]
    for label in (part.label for part in asked if part.mandatory and not found.part(part.code)):
        yield _("La rubrique « %(label)s » n’a pas été trouvée.") % {"label": label}
    if left:
        yield _("%(count)s passage(s) sans place, le premier à la ligne %(line)s : voir l’annexe.") % {
            "count": len(left),
            "line": left[0].line,
        }
