"""A small framework and a small scenario, as files: what a newcomer would write first."""

from pathlib import Path

FRAMEWORK = """\
code: essai
version: 1
title: Grille d’essai
language: fr
status: confirmed
cover:
  {agency: Agence, agency_name: Agence d’essai, department: Formations, document: Rapport d’évaluation,
   published: Publié le}
head:
  - {key: period, label: Évaluation réalisée en}
  - {key: deposited_on, label: dossier déposé le}
  - {key: institution, label: Établissement}
  - {key: partners, label: Établissements partenaires, empty: /}
  - {key: sites, label: Sites}
signatures:
  - {role: CHAIR, heading: Pour le comité, heading_several: Pour le comité, office: président}
  - {role: AGENCY, heading: Pour l’agence, office: président, interim: par intérim, delegate: par délégation}
scales:
  - {code: lettres, label: Notation, values: [{code: A, label: A}, {code: B, label: B}]}
sections:
  - {code: presentation, kind: text, label: Présentation, mandatory: true}
  - code: analyse
    kind: criteria
    label: Analyse
    criteria:
      - {code: objectifs, kind: narrative, label: Objectifs, mandatory: true}
      - {code: pilotage, kind: scale, scale: lettres, label: Pilotage, mandatory: true}
  - code: conclusion
    kind: conclusion
    label: Conclusion
    blocks:
      - {code: points-forts, kind: findings, findings: STRENGTH, label: Points forts, mandatory: true}
      - {code: points-faibles, kind: findings, findings: WEAKNESS, label: Points faibles, mandatory: true}
      - {code: recommandations, kind: findings, findings: RECOMMENDATION, label: Recommandations, mandatory: true}
  - {code: observations, kind: observations, label: Observations de l’établissement, rule: annexed}
"""

SCENARIO = """\
now: 2026-11-02T09:00:00+01:00
password: un-mot-de-passe-long
institutions:
  - {key: udl, name: Université des Landes, acronym: UDL, uai: 0402345U, timezone: Europe/Paris}
people:
  - {key: officer, name: Odile Roy, email: officer@example.org, roles: [officer]}
  - {key: chair, name: Claire Haddad, email: chair@example.org, roles: [expert], affiliation: Université du Jura}
  - {key: ann, name: Anne Le Gall, email: ann@example.org, roles: [expert], profile: STUDENT}
  - {key: sign, name: Simon Petit, email: sign@example.org, institution: udl, rights: [contribute, sign]}
frameworks: [essai.yaml]
campaigns:
  - {key: c, code: C2026, title: "Campagne d’évaluation 2026-2027 (Vague C)", framework: essai,
     deadlines: {dossier: 2026-10-01, corrections_days: 15, observations_days: 30}}
programmes:
  - {key: lp, kind: LP, title: Licence professionnelle Forêt, institution: udl, field: Environnement}
evaluations:
  - key: e
    programme: lp
    campaign: c
    committee: {chair: chair, rapporteur: ann, members: [ann]}
    until: PUBLISHED
    dates: {deposited: 2026-10-01, published: 2027-06-14}
    particulars: {sites: Mont-de-Marsan}
    texts:
      presentation: "<p>La licence forme des techniciens.</p>"
      objectifs: "<p>Les objectifs sont <strong>clairs</strong>.</p>"
      pilotage: "<p>Le conseil se réunit.</p>"
    ratings: {pilotage: A}
    findings:
      - {kind: STRENGTH, text: Bons débouchés.}
      - {kind: WEAKNESS, text: Peu d’alternants., criterion: objectifs}
      - {kind: RECOMMENDATION, text: Ouvrir l’alternance., addresses: [1]}
    signatures:
      - {role: AGENCY, name: Paul Martin, capacity: INTERIM}
    observations:
      by: sign
      office: Présidente de l’université
      signed_on: 2027-05-20
      general: "<p>L’université remercie le comité.</p>"
      items:
        - {answers: 1, text: "<p>L’alternance ouvre en 2027.</p>"}
"""


def write(folder: Path, scenario: str = SCENARIO, framework: str = FRAMEWORK) -> Path:
    """The scenario's file, its framework beside it."""
    (folder / "essai.yaml").write_text(framework)
    file = folder / "scenario.yaml"
    file.write_text(scenario)
    return file
