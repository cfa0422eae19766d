"""Rules of the house that no linter knows."""

import ast
import re

import pytest
from django.apps import apps

from evalprog.bootstrap import ROOT
from tests import factories

APPS = ("accounts", "evaluations", "programmes")
SOURCES = [p for folder in ("evalprog", "evaluations", "programmes") for p in sorted((ROOT / folder).rglob("*.py"))]
OUR_MODELS = [m for m in apps.get_models() if m._meta.app_label in APPS]
FORM = re.compile(r"<form(?:[^>{]|\{[^{%]|\{\{.*?\}\}|\{%.*?%\})*>")
TEMPLATES = sorted(p.relative_to(ROOT / "templates").as_posix() for p in (ROOT / "templates").rglob("*.html"))

# Found by Django and allauth under these names, by convention.
NAMED_BY_CONVENTION = re.compile(r"^(?:\d{3}(?:_csrf)?\.html|(?:account|mfa|socialaccount|usersessions|allauth)/)")
# Rows that a factory's act writes, or that only an act, a reader or a sign-in makes: no test needs them bare.
MADE_BY_ACTS = {
    "ActorReference", "Assessment", "CommitteeMember", "Conflict", "DocumentRequest", "Event", "Finding", "Interest",
    "Invitation", "Objection", "Observation", "ObservationItem", "ImportedSource", "Partnership", "Report",
    "Signature", "Visit", "Window", "Message", "Delivery",
    # made by the workspace
    "AssessmentRevision", "Assignment", "Citation", "Comment", "Contribution", "ContributionRevision",
    "DismissedAdvice", "DossierPart", "FindingRevision", "Presence", "Suggestion",
    # made by the institution for its dossier, and by its deposit
    "DossierFile", "DossierProposal", "DossierSnapshot", "DossierText", "DossierTextRevision",
    # made by what institutions write of their programmes
    "Description", "DescriptionCode", "DescriptionEvent", "DescriptionRevision", "Indicator", "IndicatorRevision",
    # made by the page that takes files in
    "ImportDraft",
    # read from the national directory
    "RncpEntry",
    # made by publication, and before it
    "PublicationLine", "PublicationRun", "Redaction",
    # made by the institution, in answer to the report
    "Attachment", "CorrectionRequest", "FirstSending", "ItemRevision", "ObservationRevision",
    # made by publication
    "RegisterEntry", "RegisterTerm", "RegisterText", "RegisterWord",
}  # fmt: skip
MADE_BY_FACTORIES = {
    "User": factories.user,
    "Mandate": factories.mandate,
    "Membership": factories.contributor,
    "ExpertProfile": factories.expert,
    "Declaration": factories.expert,
    "Institution": factories.institution,
    "Programme": factories.programme,
    "Framework": factories.framework,
    "Campaign": factories.campaign,
    "Evaluation": factories.evaluation,
}


def writes_of_state(source: str) -> list[int]:
    """The lines that give a value to « state »: an attribute, an argument of update, a field named to bulk_update."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            written = any(
                isinstance(t, ast.Attribute) and t.attr == "state" and isinstance(t.ctx, ast.Store) for t in parts
            )
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            by_keyword = name in ("update", "update_or_create", "get_or_create") and any(
                k.arg == "state" for k in node.keywords
            )
            by_name = name in ("setattr", "bulk_update") and "'state'" in ast.dump(node)
            written = by_keyword or by_name
        else:
            written = False
        if written:
            lines.append(node.lineno)
    return lines


def test_only_the_transitions_write_the_state_of_an_evaluation():
    writers = {p.relative_to(ROOT).as_posix() for p in SOURCES if writes_of_state(p.read_text())}

    # A message under way has a state too, and its one writer.
    assert writers == {"evaluations/transitions/machine.py", "evaluations/notifications/sending.py"}


@pytest.mark.parametrize(
    "source",
    [
        "evaluation.state = 10",
        "a, evaluation.state = 1, 2",
        "evaluation.state += 10",
        "evaluation.state: int = 10",
        "Evaluation.objects.filter(pk=1).update(state=10)",
        "Evaluation.objects.update_or_create(pk=1, state=10)",
        "setattr(evaluation, 'state', 10)",
        "Evaluation.objects.bulk_update(rows, ['state'])",
    ],
)
def test_every_way_of_writing_a_state_is_seen(source):
    assert writes_of_state(source) == [1]


@pytest.mark.parametrize("source", ["evaluation.state == 10", "state = evaluation.state", "rows.filter(state=10)"])
def test_reading_a_state_is_not_writing_it(source):
    assert writes_of_state(source) == []


def test_days_are_written_by_the_one_filter():
    """« 1er septembre »: Django's own knows no ordinal. A year, an hour or an attribute for machines has none."""
    by_hand = re.compile(r'\|date(?:\b(?!:)|:"(?!c"|H:i"|Y"))')
    texts = sorted((ROOT / "templates").rglob("*.*"))

    assert [path.name for path in texts if by_hand.search(path.read_text())] == []


def test_no_form_is_a_message():
    """A form keeps its own role (ARIA in HTML, element ``form``): what it tells stands within it, as a ``status``."""
    forms = [(t, form) for t in TEMPLATES for form in FORM.findall((ROOT / "templates" / t).read_text())]

    assert len(forms) > 100
    assert [(template, form) for template, form in forms if 'role="' in form and 'role="search"' not in form] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_is_used(template):
    if NAMED_BY_CONVENTION.match(template):
        return
    folder = template.rsplit("/", 1)[0]
    texts = [p.read_text() for p in SOURCES] + [p.read_text() for p in (ROOT / "templates").rglob("*.html")]
    built = rf"{re.escape(folder)}/\{{"  # f"evaluations/committee/{face}.html"

    stem = template.rsplit("/", 1)[-1].removesuffix(".html")
    assert any(f'"{template}"' in text or (re.search(built, text) and f'"{stem}"' in text) for text in texts), (
        f"{template} is named nowhere"
    )


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_names_for_people_begin_with_a_small_letter(model):
    names = {str(model._meta.verbose_name), str(model._meta.verbose_name_plural)}
    names |= {str(field.verbose_name) for field in model._meta.get_fields() if hasattr(field, "verbose_name")}

    # An acronym is no capital letter at the beginning of a sentence.
    assert sorted(name for name in names if name[0].isupper() and not name[:2].isupper()) == []


def test_every_model_has_a_factory_or_is_made_by_acts():
    assert {model.__name__ for model in OUR_MODELS} - MADE_BY_ACTS == set(MADE_BY_FACTORIES)
