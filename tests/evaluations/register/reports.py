"""Published reports that say what a test wants them to say."""

import datetime as dt
from dataclasses import replace

from evalprog import richtext
from evaluations.content import BlockReading, CriterionReading, Fact, FindingReading, Reference, SectionReading
from evaluations.enums import State
from evaluations.models import Evaluation
from programmes.enums import ProgrammeKind
from tests.evaluations.reports.published import evaluation, published_report
from tests.evaluations.reports.sample import sample_reading


def reading_of(
    title="Licence Histoire",
    text="",
    *,
    institution="Université",
    campaign="Vague A",
    field="",
    kind="",
    partners="",
    **more,
):
    sample = sample_reading()
    cover = replace(sample.cover, title=title, institution=institution, campaign=campaign)
    return replace(
        sample,
        cover=cover,
        head=(Fact("field", "Champ", field or "/"), Fact("partners", "Partenaires", partners or "/")),
        sections=(SectionReading("texte", "text", "Texte", text=richtext.from_plain(text)), *more.pop("sections", ())),
        observations=more.pop("observations", None),
        annex=more.pop("annex", ()),
        colophon=(Fact("programme_kind", "Nature", "", kind or "LICENCE"),),
        **more,
    )


def published(title="Licence Histoire", text="", *, on=dt.date(2017, 6, 14), of=None, version=1, pdf=None, **said):
    """A published report; ``of``: its evaluation."""
    reading = reading_of(title, text, **said)
    more = {"pdf": pdf} if pdf else {}
    return published_report(reading, evaluation=of or evaluation(), published_on=on, version=version, **more)


def again(earlier: Evaluation) -> Evaluation:
    """The next evaluation of the same programme."""
    other = evaluation()
    return Evaluation.objects.create(
        programme=earlier.programme, campaign=other.campaign, framework=other.framework, state=State.PUBLISHED
    )


def conclusion(weaknesses=(), recommendations=(), strengths=()) -> SectionReading:
    """``weaknesses``, ``strengths``: (text, codes of criteria); ``recommendations``: (text, numbers answered)."""

    def block(kind, rows):
        found = tuple(
            FindingReading(n, text, tuple(Reference(code, code.capitalize()) for code in codes))
            for n, (text, codes) in enumerate(rows, 1)
        )
        return BlockReading(kind.lower(), "findings", kind, kind, findings=found)

    advice = tuple(FindingReading(n, text, (), numbers) for n, (text, numbers) in enumerate(recommendations, 1))
    return SectionReading(
        "conclusion",
        "conclusion",
        "Conclusion",
        blocks=(
            block("STRENGTH", strengths),
            block("WEAKNESS", weaknesses),
            BlockReading("avis", "findings", "Avis", "RECOMMENDATION", findings=advice),
        ),
    )


def criteria(*codes: str) -> SectionReading:
    found = tuple(CriterionReading(code, code.capitalize(), "narrative", "") for code in codes)
    return SectionReading("analyse", "criteria", "Analyse", criteria=found)


MASTER, LP, SCHOOL = ProgrammeKind.MASTER.value, ProgrammeKind.LP.value, ProgrammeKind.DOCTORAL_SCHOOL.value
