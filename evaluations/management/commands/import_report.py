"""Read an existing published report into the record."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from evaluations.enums import ItemTarget
from evaluations.file_reference import parse_file_reference
from evaluations.imports import ImportRefused, ParsedReport, parse_report, read_source
from evaluations.imports.dates import wave
from evaluations.imports.recording import answered, record
from evaluations.models import Framework, Report
from evaluations.tables import read_tables


class Command(BaseCommand):
    help = _("Lit un rapport déjà publié (texte, Markdown ou PDF) et l’enregistre, avec son PDF. Tout ou rien.")

    def add_arguments(self, parser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--framework", metavar="CODE", help=_("le référentiel du rapport ; reconnu au texte, sinon")
        )
        parser.add_argument("--dry-run", action="store_true", help=_("dire ce qui serait lu, sans rien enregistrer"))

    def handle(self, *, file: Path, framework: str | None, dry_run: bool, **options) -> str:
        """Prints what was read, as JSON; the keys are those of the contract with integrators."""
        frameworks = _frameworks(framework)
        try:
            source = read_source(file)
            parsed = parse_report(source, [f.definition for f in frameworks.values()])
            summary = summary_of(parsed)
            if not dry_run:
                chosen = frameworks[parsed.framework.code, parsed.framework.version]
                summary |= links_of(*record(parsed, source, chosen))
        except ImportRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        return json.dumps(summary, ensure_ascii=False, indent=2)


def links_of(report: Report, created: bool) -> dict[str, Any]:
    """Where the record is found."""
    return {
        "evaluation": {
            "id": report.evaluation.public_id,
            "url": report.evaluation.get_absolute_url(),
            "created": created,
        },
        "report": {
            "id": report.public_id,
            "url": report.get_absolute_url(),
            "pdf_url": report.get_pdf_url(),
            "sha256": report.sha256,
        },
    }


def _frameworks(code: str | None) -> dict[tuple[str, int], Framework]:
    """The published frameworks among which the report’s is sought."""
    published = Framework.objects.published()
    chosen = published.filter(code=code) if code else published
    if not chosen:
        known = ", ".join(sorted(set(published.values_list("code", flat=True))))
        if not known:
            raise CommandError(_("Aucun référentiel n’est publié ; importez-en un avec import_framework."))
        raise CommandError(
            _("Aucun référentiel publié ne porte le code « %(code)s » ; connus : %(known)s.")
            % {"code": code, "known": known}
        )
    return {(framework.code, framework.version): framework for framework in chosen}


def summary_of(parsed: ParsedReport) -> dict[str, Any]:
    content, observations = parsed.reading, parsed.reading.observations
    items = observations.items if observations else ()
    answered = observations.answered(ItemTarget.WEAKNESS) if observations else frozenset()
    reference = content.fact("file_reference")
    return {
        "framework": parsed.framework.code,
        "framework_version": parsed.framework.version,
        "criteria": sum(1 for c in content.criteria if c.text or c.value),
        "strengths": len(content.strengths),
        "weaknesses": len(content.weaknesses),
        "recommendations": len(content.recommendations),
        "observations": {
            "items": len(items),
            "answering_weaknesses": sum(i.target == ItemTarget.WEAKNESS for i in items),
            "answering_recommendations": sum(i.target == ItemTarget.RECOMMENDATION for i in items),
            "quoting_report": sum(i.target == ItemTarget.REPORT for i in items),
            "free": sum(i.target == ItemTarget.FREE for i in items),
            "unanswered_weaknesses": [f.number for f in content.weaknesses if f.number not in answered],
        },
        "tables": sum(len(read_tables(text)) for text in content.rich_texts()),
        "head": head_of(parsed, reference.text if reference else ""),
        "verified": parsed.verified,
        "coverage": parsed.coverage,
        "unplaced": [{"line": line, "text": text} for line, text in parsed.unplaced],
        "warnings": list(parsed.warnings),
    }


def head_of(parsed: ParsedReport, reference: str) -> dict[str, Any]:
    """Cover and metadata block: texts as printed, dates in ISO form, ``None`` for what the report says is none."""
    content = parsed.reading
    published, split = content.cover.published, parse_file_reference(reference) if reference else None
    campaign = content.cover.campaign
    return {
        "title": content.cover.title,
        "campaign": campaign,
        "wave": wave(campaign) or None,
        "published_on": published.value if published else None,
        **{fact.key: answered(fact) or None for fact in (*content.head, *content.colophon)},
        "file_reference_parts": asdict(split) if split else None,
        "notice": parsed.notice,
    }
