"""A published report, read back: from the lines of a file to what the report says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from evaluations.content import CoverReading, Fact, ReportReading
from evaluations.definition import FrameworkDefinition
from evaluations.enums import ReportKind
from evaluations.file_reference import find_file_reference, parse_file_reference
from evaluations.imports.blocks import Block
from evaluations.imports.front import read_front
from evaluations.imports.notice import read_notice
from evaluations.imports.observations import read_observations
from evaluations.imports.outline import Headings, Outline, outline
from evaluations.imports.quotations import Quotations
from evaluations.imports.recognition import recognise
from evaluations.imports.refusal import ImportRefused
from evaluations.imports.sections import read_sections
from evaluations.imports.sources import Line, Source
from evaluations.imports.text_blocks import blocks_of
from evaluations.imports.titles import programme_kind
from programmes.enums import ProgrammeKind


@dataclass(frozen=True, slots=True)
class ParsedReport:
    """A report read from a file, and how much of the file was understood.

    ``coverage``: share of the characters of the source, blanks apart, that have their place in the reading or in
    the notice. ``unplaced``: the other lines (number, text); the reading keeps their text in its annex.
    ``notice``: what the archive that delivered the file says of it: title, citation, submitted_on, hal_id.
    """

    reading: ReportReading
    framework: FrameworkDefinition
    coverage: float
    unplaced: list[tuple[int, str]]
    notice: dict[str, str]
    warnings: list[str]  # sentences for whoever imports


def parse_report(source: Source, frameworks: Sequence[FrameworkDefinition]) -> ParsedReport:
    """The report that a file contains.

    :raises ImportRefused: if no framework is recognised, or the report ends before its conclusion.
    """
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
    front = read_front(found.front, definition)
    sections = read_sections(found, definition)
    observed = found.part(definition.observations.code) if definition.observations else None
    left = sorted([*front.left, *sections.left], key=lambda block: block.line)
    reading = ReportReading(
        kind=ReportKind.FINAL.value,
        language=definition.language,
        cover=front.cover,
        head=front.head,
        signatures=front.signatures,
        committee=None,
        sections=tuple(sections.readings),
        observations=read_observations(
            definition.observations, observed.body, Quotations(sections.readings, definition)
        )
        if observed and definition.observations
        else None,
        annex=tuple(paragraph for block in left for paragraph in block.plain.split("\n")),
        colophon=tuple(_colophon(definition, front.cover, front.head, source, notice.facts)),
    )
    unplaced = [line for block in left for line in block.lines]
    return ParsedReport(
        reading=reading,
        framework=definition,
        coverage=1 - sum(line.weight for line in unplaced) / max(source.weight, 1),
        unplaced=[(line.number, line.text.strip()) for line in unplaced],
        notice=notice.facts,
        warnings=list(_warnings(source, found, definition, reading, unplaced)),
    )


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
            "Le fichier « %(name)s » s’arrête à la ligne %(line)s, dans « %(part)s », avant toute conclusion ;"
            " vérifiez qu’il est complet."
        )
        % {"name": source.name, "line": last, "part": where}
    )


def _colophon(
    definition: FrameworkDefinition,
    cover: CoverReading,
    head: Iterable[Fact],
    source: Source,
    notice: dict[str, str],
) -> Iterable[Fact]:
    """What identifies the report beside its text."""
    printed = next((fact.text for fact in head if fact.key == "file_reference"), "")
    reference = find_file_reference(printed) or find_file_reference(
        "\n".join(line.text for line in source.lines)
    )
    parts = parse_file_reference(reference)
    kind = programme_kind(cover.title, parts, definition)
    yield Fact(
        "framework",
        _("Référentiel"),
        _("%(code)s, version %(version)s") % {"code": definition.code, "version": definition.version},
        f"{definition.code}@{definition.version}",
    )
    if kind:
        yield Fact("programme_kind", _("Nature de la formation"), str(ProgrammeKind(kind).label), kind.value)
    if parts and parts.has_valid_uai:
        yield Fact("institution_code", _("Code de l’établissement (UAI)"), parts.uai, parts.uai)
    if reference:
        yield Fact("file_reference", _("Référence du dossier"), reference, reference)
    if notice.get("hal_id"):
        yield Fact("hal_id", _("Identifiant HAL"), notice["hal_id"], notice["hal_id"])


def _warnings(
    source: Source,
    found: Outline,
    definition: FrameworkDefinition,
    reading: ReportReading,
    unplaced: Sequence[Line],
) -> Iterable[str]:
    """What whoever imports should look at."""
    if source.is_cp1252:
        yield _("Le fichier n’est pas en UTF-8 : il a été lu comme un texte Windows, vérifiez les accents.")
    if not reading.cover.title:
        yield _("L’intitulé de la formation n’a pas été trouvé sur la couverture.")
    kind = next((fact.value for fact in reading.colophon if fact.key == "programme_kind"), "")
    asked = [*definition.criteria_for(kind), *definition.blocks]
    missing = [part.label for part in asked if part.mandatory and not found.part(part.code)]
    missing += [s.label for s in definition.sections if s.mandatory and not found.part(s.code)]
    for label in missing:
        yield _("La rubrique « %(label)s » n’a pas été trouvée.") % {"label": label}
    if unplaced:
        yield _("%(count)s ligne(s) sans place, la première étant la ligne %(line)s : voir l’annexe.") % {
            "count": len(unplaced),
            "line": unplaced[0].number,
        }
