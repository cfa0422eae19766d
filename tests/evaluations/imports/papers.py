"""Readings under a framework that the project ships, to be printed and read back."""

from dataclasses import replace

from evalprog import richtext
from evaluations.content import BlockReading, CriterionReading, FindingReading, ReportReading, SectionReading
from evaluations.definition import FrameworkDefinition
from evaluations.reports.reading import framework_fact
from tests.evaluations.reports.sample import sample_reading


def sample(framework: FrameworkDefinition) -> ReportReading:
    """The sample, under a framework that exists: its criteria and blocks in the order of that one."""
    codes = iter([c.code for c in framework.criteria] * 3)
    known = {}

    def criterion(reading: CriterionReading) -> CriterionReading:
        return replace(reading, code=known.setdefault(reading.code, next(codes)))

    def finding(reading: FindingReading) -> FindingReading:
        return replace(reading, criteria=tuple(replace(r, code=known[r.code]) for r in reading.criteria))

    def block(reading: BlockReading, code: str) -> BlockReading:
        return replace(reading, code=code, findings=tuple(finding(f) for f in reading.findings))

    sections = [s for s in framework.sections if s.kind != "observations"]
    blocks = [b.code for b in framework.blocks]
    reading = sample_reading()
    return replace(
        reading,
        sections=tuple(
            replace(
                section,
                code=sections[n % len(sections)].code,
                criteria=tuple(criterion(c) for c in section.criteria),
                blocks=tuple(block(b, blocks[i % len(blocks)]) for i, b in enumerate(section.blocks)),
            )
            for n, section in enumerate(reading.sections)
        ),
        colophon=(framework_fact(framework), *reading.colophon[1:]),
    )


def with_texts(framework: FrameworkDefinition, texts: dict) -> ReportReading:
    """A report of one section, a criterion for each text."""
    criteria = tuple(
        CriterionReading(framework.criteria[0].code, f"« {name} » : {n}", "narrative", richtext.clean(text))
        for n, (name, text) in enumerate(texts.items())
    )
    section = SectionReading(framework.sections[0].code, "criteria", "Analyse", criteria=criteria)
    return replace(sample(framework), sections=(section,), observations=None, annex=(), committee=None, signatures=())
