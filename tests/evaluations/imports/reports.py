"""Small complete reports in our own words, one for each generation of forms."""

AERES = """\
AERES
Agence d'évaluation de la recherche
et de l'enseignement supérieur

Section des Formations et des diplômes

Rapport d'évaluation de la licence professionnelle
Métiers de la lumière
de l'Université du Lac

Vague D 2014-2018
Campagne d'évaluation 2012-2013

Le Président de l'AERES
Anne Dupré

Section des Formations et des diplômes
Directeur de la section
Jean-Marc Petit

Évaluation des diplômes

Académie : Grenoble
Établissement déposant : Université du Lac
Établissement(s) co-habilité(s) :
Spécialité : Métiers de la lumière
Dénomination nationale : SP2-Production et transformations
Demande n° S3LP130004915

Périmètre de la formation

Site(s) : Annecy

PRESENTATION DE LA SPECIALITE

La spécialité forme en un an des éclairagistes de
scène et de plateau, recrutés après un diplôme de
technicien supérieur.

SYNTHESE DE L'EVALUATION

Appréciation globale :

Une formation courte et bien conduite.

Points forts :
• Un plateau technique rare.
• Des anciens élèves présents
  dans les jurys.

Points faibles :
• Peu de candidates.

Recommandations pour l'établissement :

Il faudrait ouvrir le recrutement aux bacheliers professionnels.

EVALUATION PAR CRITERE

Projet pédagogique

Le projet est lisible et tient ses promesses.

Notation du critère (A+, A, B, C) : A

Insertion professionnelle et poursuite des études choisies

Appréciation (A+, A, B ou C) : A+

Neuf diplômés sur dix travaillent au bout de six mois.

Lien avec les milieux professionnels

B

Des théâtres accueillent les stagiaires.

Pilotage de la licence

Le conseil se réunit une fois par an.

Observations de l'établissement

Annecy, le 3 mai 2013

Madame la présidente,

L'université remercie les experts et prendra en compte leurs remarques.

Le Président de l'université
Paul Martin
"""

WAVE_A = """\
HCERES

Formations et diplômes

Rapport d'évaluation

Master Histoire des
paysages

Université du Lac – UL

Campagne d'évaluation 2014-2015 (Vague A)

Pour le HCERES,

Didier Houssin, président

Évaluation réalisée en 2014-2015

Champ(s) de formation : Sciences humaines
Établissement déposant :
Université du Lac – UL
Établissement(s) cohabilité(s) : École du Jardin

1. Présentation de la formation

Le master compte deux parcours.

2 - Avis du comité d’experts

Le comité apprécie la place du terrain.
Le second paragraphe est court.

3. Éléments spécifiques de la mention

Place de la recherche

Les étudiants suivent
1) un séminaire ;
2) un atelier.

Place des projets et des stages

Un stage est prévu.

Suivi des diplômés

Aucune enquête.

Synthèse de l'évaluation de la formation

Points forts
– Un terrain varié
– Des partenaires nombreux

Points faibles
– Pas d'enquête auprès des diplômés

Conclusions

Le comité conseille :
– d'ouvrir une enquête
– de la publier

Observations de l'établissement

L'établissement n'a pas d'observation à formuler.
"""

DOCTORAL_SCHOOL = """\
# Évaluation des écoles doctorales

École doctorale

École doctorale n° 999 Sciences du littoral

Université du Lac

Campagne d’évaluation 2019-2020 – Vague A

Rapport publié le 1er juillet 2020

Pour le Hcéres :\tAu nom du comité d’experts :
Claire Bon, Présidente par intérim\tMarc Le Goff, Président du comité
\tIrène Blanc, Présidente du comité

Évaluation réalisée en 2019-2020 sur la base d’un dossier déposé le 12 septembre 2019

Établissements co-accrédités : Université du Lac, École du Jardin

Membres du comité d’experts

Présidence : M. Marc Le Goff, Université des Îles
Experts :
Mme Irène Blanc, Université de la Plaine
M. Omar Sy

## Présentation de l’école doctorale

Elle réunit **neuf** laboratoires & _deux_ écoles.

## Analyse

### Fonctionnement et adossement scientifique

Le conseil se réunit.

| Année | Thèses | Abandons |
|---|---:|---:|
| 2018 | 41 | - |
| 2019 | 1 250 | 2,5 |

Tableau 1 – Thèses soutenues

### Encadrement et formation
des doctorants

Le suivi est régulier.

### Suivi des parcours professionnels des docteurs

<p>Une enquête &amp; un annuaire.</p> <p>Taux de réponse : 80 %.</p>

## Conclusion

### Points forts

* Des comités de suivi
* Une école d'été :
    - en juin
    - en mer

### Points faibles

1. Des durées longues
2. Un site à refaire

### Recommandations

- Réduire les durées des thèses par un suivi annuel.

## Observations de l’établissement

Réponse commune des établissements

> Des durées longues

Les durées baissent depuis deux ans.

**Point faible n° 2 : un site à refaire**

Réponse de l’école : le site est refait.

Remarques diverses

**Le comité s'est déplacé un jour de grève.**

Réponse : cela n'a pas nui à la visite.

Fait à Vannes, le 2 juin 2020

Yann Kerdoncuff
Directeur de l’école doctorale
"""

BY_CYCLE = """\
Hcéres
Département d’évaluation des formations
Rapport d’évaluation
Bachelor universitaire de technologie Chimie
Université du Lac
Évaluation réalisée en 2022-2023
Établissement : Université du Lac
Présentation de la formation
Trois années, dont une en alternance.
Analyse
La politique et la caractérisation de la formation
Le bachelor répond à un besoin.
L’organisation pédagogique de la formation
Des situations d'apprentissage et d'évaluation.
L’attractivité, la performance et la pertinence de la formation
Quatre candidats pour une place.
Le pilotage et l’amélioration continue de la formation
Deux conseils par an.
Conclusion
Points forts
● L'alternance
Points faibles
● Le taux de passage
Recommandations
● Suivre les étudiants en difficulté dès octobre.
Points d’alerte
Le nombre d'enseignants baisse.
Avis : favorable
"""
