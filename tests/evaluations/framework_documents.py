"""A small framework document that is right, and the ways to make it wrong."""

import copy


def a_document():
    """A small framework that uses everything once."""
    return {
        "code": "petit-referentiel",
        "version": 1,
        "title": "Petit référentiel",
        "language": "fr",
        "status": "confirmed",
        "programme_kinds": ["LP", "MASTER"],
        "cover": {"agency": "AGENCE", "agency_name": "Agence d’essai", "document": "Rapport"},
        "head": [{"key": "period", "label": "Évaluation réalisée en"}, {"key": "sites", "label": "Site(s)"}],
        "signatures": [{"role": "CHAIR", "heading": "Au nom du comité,", "office": "présidente"}],
        "scales": [
            {"code": "lettres", "label": "Notation", "values": [{"code": "A+", "label": "A+"}]},
        ],
        "sections": [
            {"code": "presentation", "kind": "text", "label": "Présentation", "mandatory": True},
            {
                "code": "analyse",
                "kind": "criteria",
                "label": "Analyse",
                "criteria": [
                    {
                        "code": "objectifs",
                        "label": "Objectifs",
                        "help": "Les buts.",
                        "kind": "narrative",
                        "mandatory": True,
                    },
                    {
                        "code": "pilotage",
                        "label": "Pilotage",
                        "kind": "scale",
                        "mandatory": True,
                        "scale": "lettres",
                    },
                    {
                        "code": "recherche",
                        "label": "Recherche",
                        "kind": "yes_no",
                        "mandatory": True,
                        "applies_to": ["MASTER"],
                        "esg": ["1.2"],
                    },
                    {"code": "heures", "label": "Heures", "kind": "number", "unit": "h"},
                    {
                        "code": "regime",
                        "label": "Régime",
                        "kind": "choice",
                        "choices": [{"code": "alternance", "label": "Alternance"}],
                    },
                    {"code": "effectifs", "label": "Effectifs", "kind": "table", "columns": ["Année"]},
                ],
            },
            {
                "code": "conclusion",
                "kind": "conclusion",
                "label": "Conclusion",
                "blocks": [
                    {"code": "synthese", "kind": "text", "label": "Synthèse", "mandatory": True},
                    {"code": "forts", "kind": "findings", "findings": "STRENGTH", "label": "Forts"},
                    {"code": "faibles", "kind": "findings", "findings": "WEAKNESS", "label": "Faibles"},
                    {
                        "code": "conseils",
                        "kind": "findings",
                        "findings": "RECOMMENDATION",
                        "label": "Avis et conseils",
                        "opening": {"code": "avis", "label": "Avis", "mandatory": True},
                        "closing": {"code": "avis-suite", "label": "Suite de l’avis"},
                    },
                    {
                        "code": "avis-formel",
                        "kind": "opinion",
                        "label": "Avis formel",
                        "choices": [{"code": "favorable", "label": "Favorable"}],
                    },
                ],
            },
            {"code": "observations", "kind": "observations", "label": "Réponse", "rule": "annexed"},
        ],
    }


def changed(document, path, value):
    """The same document with one value changed (or added) at ``path``, a tuple of keys and indexes."""
    document = copy.deepcopy(document)
    at(document, path[:-1])[path[-1]] = value
    return document


def without(document, path):
    document = copy.deepcopy(document)
    del at(document, path[:-1])[path[-1]]
    return document


def at(document, path):
    for step in path:
        document = document[step]
    return document


def paths_in(document, path=()):
    """Every place of a document where something can be changed."""
    steps = document.items() if isinstance(document, dict) else enumerate(document)
    for step, value in steps:
        yield (*path, step)
        if isinstance(value, (dict, list)):
            yield from paths_in(value, (*path, step))
