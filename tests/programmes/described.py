"""Programmes that are published, as their institution describes them: rows for tests of what everybody reads."""

from programmes import writing
from programmes.description import parse
from programmes.models import Description, Programme
from tests import factories

COURSE = {"code": "ADT1101", "title": "Finances locales", "credits": 5}
DOCUMENT = {
    "year": "2024-2025",
    "institution": {"name": "Université d’essai", "acronym": "UE"},
    "kind": "MASTER",
    "title": "Master Administration des territoires",
    "codes": ["ADT2M"],
    "credits": 10,
    "outcome_sets": [
        {
            "title": "Acquis",
            "outcomes": [
                {"code": "A1", "text": "Lire un budget.", "outcomes": [{"code": "A1.1", "text": "En tirer un avis."}]},
                {"code": "A2", "text": "Conduire un service."},
            ],
        }
    ],
    "groups": [
        {
            "title": "Tronc commun",
            "kind": "CORE",
            "requirement": "OBLIGATORY",
            "credits": 10,
            "courses": [
                COURSE
                | {
                    "requirement": "OBLIGATORY",
                    "term": "FIRST",
                    "language": "fr",
                    "blocks": [1],
                    "exchange": "OPEN",
                    "hours": [{"kind": "LECTURE", "hours": 30}, {"kind": "TUTORIAL", "hours": 7.5}],
                    "teachers": [{"name": "Ève Marchand", "role": "COORDINATOR"}],
                    "outcomes": ["A1"],
                },
                {
                    "code": "ADT1102",
                    "title": "Droit public",
                    "credits": 4,
                    "requirement": "OBLIGATORY",
                    "blocks": [2],
                    "organisation": "NEITHER_YEAR",
                    "exchange": "CLOSED",
                    "prerequisites": ["ADT1101"],
                    "with_prerequisites": True,
                },
            ],
        }
    ],
}


def description(**changes):
    return parse(DOCUMENT | changes)


def published(programme: Programme | None = None, **changes) -> Description:
    """A published year of a programme; of a new one when none is given. ``changes``: keys of its document."""
    programme = programme or factories.programme(factories.institution())
    written = writing.begin(programme, description(**changes), by=None)
    return writing.publish(written.description, revision=written.revision, by=None)


def hostile() -> dict:
    """Keys of a document whose every text would be markup."""
    bad = '<script>alert("x")</script>'
    return {
        "title": bad,
        "domain": bad,
        "narratives": [
            {"kind": "INTRODUCTION", "title": bad, "text": f"<p>Texte</p>{bad}<img src=x onerror=alert(1)>"}
        ],
        "groups": [
            {
                "title": bad,
                "code": "<b>",
                "note": bad,
                "courses": [
                    {
                        "code": '"><i>',
                        "title": bad,
                        "credits": 5,
                        "teachers": [{"name": bad}],
                        "outcomes": ["<u>"],
                        "description": f"<p>{bad}</p>",
                    }
                ],
            }
        ],
        "outcome_sets": [{"title": bad, "outcomes": [{"code": "<u>", "text": bad}]}],
        "access": [{"title": bad, "rows": [{"diploma": bad, "conditions": bad, "heading": bad}], "note": bad}],
        "management": {
            "path": bad,
            "head": bad,
            "entities": [{"name": bad, "kind": "FACULTY", "website": "javascript:alert(1)"}],
            "contacts": [{"role": bad, "email": bad}],
        },
        "further_studies": [{"title": bad, "condition": bad, "url": "javascript:alert(1)"}],
    }
