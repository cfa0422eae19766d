"""A description that uses every field of every part, with what is awkward to carry from one form to another."""

from dataclasses import MISSING, is_dataclass

from evalprog.documents import keys_of
from programmes.description import ProgrammeDescription, parse, tidied

_COURSE = {
    "code": "ADT1101",
    "title": "=SOMME(Finances;locales)",
    "teachers": [
        {"name": "Anne de La Tour", "role": "COORDINATOR", "orcid": "0000-0002-0756-0508", "idref": "060702494"},
        {"name": "Bruno Petit", "role": "SUBSTITUTE", "replaces": "Anne de La Tour"},
        {"name": "Dupont"},
    ],
    "language": "fr",
    "term": "FIRST",
    "hours": [{"kind": "TUTORIAL", "hours": 12.5}, {"kind": "LECTURE", "hours": 30}],
    "workload": 150,
    "credits": 5.5,
    "blocks": [1, 2],
    "requirement": "OBLIGATORY",
    "organisation": "NEXT_YEAR",
    "exchange": "CLOSED",
    "with_prerequisites": True,
    "prerequisites": ["ADT1000"],
    "outcomes": ["CG1", "CG1.1"],
    "description": "<p>Le budget, <strong>article</strong> par article &amp; ligne.</p><ul><li>vote</li></ul>",
    "cut_off": True,
}

EVERYTHING = {
    "year": "2024-2025",
    "institution": {
        "name": "Université d’essai",
        "acronym": "UE",
        "uai": "0673021V",
        "ror": "03yrm5c26",
        "siret": "73282932000074",
        "eter": "FR0164",
        "deqar": "DEQARINST0012",
    },
    "kind": "MASTER",
    "title": "Administration des territoires",
    "codes": ["ADT2M", "ADT2MS"],
    "eqf": 7,
    "cycle": "SECOND",
    "national_title": "Administration publique",
    "domain": "Droit, économie, gestion",
    "mention": "Administration publique",
    "speciality": "Territoires",
    "track": "Finances locales",
    "option": "Outre-mer",
    "aliases": ["Master ADT ; ancien nom"],
    "field": "Sciences juridiques",
    "credits": 120,
    "years": 1.5,
    "sites": ["Strasbourg", "Saint-Denis ; La Réunion"],
    "schedules": ["EVENING", "WEEKEND"],
    "languages": ["fr", "en"],
    "modes": ["INITIAL", "APPRENTICESHIP", "HYBRID", "EXPERIENCE"],
    "partners": [
        {
            "name": "École d’à côté",
            "role": "CO_ACCREDITED",
            "uai": "0601223D",
            "ror": "01k4yrm29",
            "note": "Deux cours",
        },
        {"name": "Université voisine", "role": "SUPPORT"},
        {"name": "Entreprise", "role": "PROFESSIONAL"},
    ],
    "rncp": [{"number": "RNCP36315", "title": "Master Administration publique"}],
    "diploma_supplement": "ISSUED",
    "narratives": [
        {"kind": "ACCESS", "title": "Qui peut venir", "text": "<p>Sur dossier.</p>"},
        {"kind": "INTRODUCTION", "text": "<p>-1 n’est pas une formule.</p><p>Deux paragraphes.</p>"},
        {"kind": "ACCESS", "title": "@ et +", "text": "<p>Encore.</p>"},
        {"kind": "TEACHING", "text": "<p>En petits groupes.</p>"},
        {"kind": "MANAGEMENT", "text": "<p>Le bureau.</p>"},
        {"kind": "CAREERS", "text": "<p>Attaché.</p>"},
        {"kind": "OTHER", "title": "Divers", "text": "<p>Rien.</p>"},
        {"kind": "ASSESSMENT", "text": "<p>Un oral.</p>"},
    ],
    "groups": [
        {
            "title": "Tronc commun",
            "code": "TC",
            "kind": "CORE",
            "requirement": "OBLIGATORY",
            "credits": 60,
            "note": "Première ligne\n\n\tdeuxième ; ligne",
            "courses": [{"code": "ADT1000", "title": "Introduction", "term": "BOTH"}, _COURSE],
            "groups": [
                {"title": "Option", "kind": "OPTION", "courses": [{"code": "ADT2001", "title": "Ports"}]},
                {"title": "Option", "kind": "OPTION", "courses": [{"code": "ADT2002", "title": "Gares"}]},
            ],
        },
        {"title": "Tronc commun", "courses": [{"code": "ADT1000", "title": "Introduction", "requirement": "OPTIONAL"}]},
    ],
    "outcome_sets": [
        {
            "title": "Au terme de la formation\nl’étudiant sait",
            "code": "S1",
            "outcomes": [
                {"code": "CG1", "text": "Conduire un projet", "outcomes": [{"code": "CG1.1", "text": "- le chiffrer"}]},
                {"text": ""},
            ],
        },
        {"title": "Encore", "outcomes": [{"code": "CG2", "text": "Rendre compte"}]},
    ],
    "access": [
        {
            "title": "Bacheliers",
            "rows": [
                {
                    "diploma": "Licence de droit",
                    "heading": "Licences",
                    "conditions": "Avoir 12/20\net une lettre",
                    "access": "accès direct",
                    "remarks": "Sans délai",
                    "extra_from": 0,
                    "extra_to": 15,
                }
            ],
            "note": "Note",
        },
        {"title": "Autres"},
    ],
    "management": {
        "path": "SSH/ESPO/PSAD",
        "entities": [
            {
                "name": "Département d’administration",
                "kind": "DEPARTMENT",
                "acronym": "DA",
                "address": "1, rue du Port\n67000 Strasbourg",
                "phone": "+33 3 00 00 00 00",
                "fax": "+33 3 00 00 00 01",
                "website": "https://example.org/da",
            },
            {"name": "Faculté", "kind": "FACULTY"},
        ],
        "head": "Anne de La Tour",
        "jury": [{"name": "Bruno Petit", "role": "PRESIDENT"}, {"name": "Carla Roy", "role": "SECRETARY"}],
        "contacts": [
            {"role": "Secrétariat", "name": "Carla Roy", "email": "carla@example.org", "phone": "03 00 00 00 02"},
            {"email": "info@example.org"},
        ],
    },
    "further_studies": [{"title": "Doctorat", "condition": "sur dossier", "url": "https://example.org/doc"}],
}


def everything(**changes) -> ProgrammeDescription:
    return tidied(parse(EVERYTHING | changes))


def unused(part: object) -> set[tuple[type, str]]:
    """The fields of the parts that stand in a description and that none of them uses."""
    used: set[tuple[type, str]] = set()
    met: set[type] = set()
    _walk(part, used, met)
    return {(kind, name) for kind in met for name, _field, _hint in keys_of(kind)} - used


def _walk(part: object, used: set[tuple[type, str]], met: set[type]) -> None:
    met.add(type(part))
    for name, key_field, _hint in keys_of(type(part)):
        value = getattr(part, name)
        if key_field.default is MISSING or value != key_field.default:
            used.add((type(part), name))
        for item in value if isinstance(value, tuple) else (value,):
            if is_dataclass(item):
                _walk(item, used, met)
