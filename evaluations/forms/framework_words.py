"""The French words for the parts of a framework and their fields: what an officer reads instead of keys."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evalprog.documents.editing import Spot
from evalprog.documents.words import ListWords, Words
from evaluations.definition import (
    Block,
    Choice,
    CommitteeLabels,
    Cover,
    Criterion,
    DossierForm,
    DossierIndicator,
    DossierPiece,
    DossierSection,
    FigureDefinition,
    FrameworkDefinition,
    HeadLine,
    Passage,
    PiecePlace,
    Scale,
    ScaleValue,
    Section,
    SignatureBlock,
)
from evaluations.definition.editing import FRAMEWORK
from evaluations.enums import BlockKind, CriterionKind, FigureKind, SectionKind, SignatureRole
from programmes.enums import IndicatorKind

PARTS = {
    FrameworkDefinition: _("Référentiel"),
    Cover: _("Couverture"),
    HeadLine: _("Ligne d’en-tête"),
    SignatureBlock: _("Signature"),
    CommitteeLabels: _("Comité"),
    Scale: _("Échelle"),
    ScaleValue: _("Valeur"),
    Choice: _("Choix"),
    Passage: _("Texte"),
    Criterion: _("Critère"),
    FigureDefinition: _("Graphique"),
    Block: _("Élément de conclusion"),
    Section: _("Rubrique"),
    DossierForm: _("Dossier de l’établissement"),
    DossierSection: _("Rubrique du dossier"),
    DossierPiece: _("Pièce attendue"),
    PiecePlace: _("Passage à situer"),
    DossierIndicator: _("Indicateur attendu"),
}


LISTS = {
    "cover": ListWords(_("Couverture"), _("Donner une couverture")),
    "head": ListWords(
        _("Lignes d’en-tête"),
        _("Ajouter une ligne"),
        _("Les renseignements imprimés au début du rapport, dans cet ordre."),
    ),
    "signatures": ListWords(_("Signatures"), _("Ajouter une signature"), _("Qui signe le rapport, dans cet ordre.")),
    "committee": ListWords(
        _("Comité"), _("Imprimer la liste du comité"), _("Sans elle, le rapport ne nomme pas les membres du comité.")
    ),
    "scales": ListWords(_("Échelles"), _("Ajouter une échelle"), _("Les notations que les critères peuvent employer.")),
    "sections": ListWords(_("Rubriques"), _("Ajouter une rubrique"), _("Le corps du rapport, dans cet ordre.")),
    "criteria": ListWords(_("Critères"), _("Ajouter un critère"), _("Les questions posées au comité, dans cet ordre.")),
    "figures": ListWords(
        _("Graphiques"),
        _("Ajouter un graphique"),
        _("Chacun montre un tableau du dossier : des années en colonnes, une série par ligne."),
    ),
    "blocks": ListWords(
        _("Éléments de la conclusion"),
        _("Ajouter un élément"),
        _("Listes de constats, textes, avis : dans cet ordre."),
    ),
    "values": ListWords(_("Valeurs"), _("Ajouter une valeur"), _("De la meilleure à la moins bonne.")),
    "choices": ListWords(_("Réponses possibles"), _("Ajouter une réponse"), _("Le comité en choisit une.")),
    "opening": ListWords(_("Texte avant la liste"), _("Demander un texte avant la liste")),
    "closing": ListWords(
        _("Texte après la liste ou l’avis"), _("Demander un texte ensuite"), _("Après un avis : ses conditions.")
    ),
    "dossier": ListWords(
        _("Dossier de l’établissement"),
        _("Demander un dossier"),
        _("Ce que l’établissement écrit et joint. Sans lui, il rassemble librement des textes et des documents."),
    ),
    "DossierForm.sections": ListWords(
        _("Rubriques du dossier"), _("Ajouter une rubrique"), _("Les textes que l’établissement écrit, dans cet ordre.")
    ),
    "pieces": ListWords(
        _("Pièces attendues"), _("Ajouter une pièce"), _("Les documents PDF que l’établissement joint.")
    ),
    "parts": ListWords(
        _("Passages à situer"),
        _("Ajouter un passage"),
        _("L’établissement donne la page où chacun se trouve ; les experts y sont conduits."),
    ),
    "indicators": ListWords(
        _("Indicateurs attendus"), _("Ajouter un indicateur"), _("Les tableaux de chiffres de la formation.")
    ),
}

# Field -> label, help. A field that means something else in one part has an entry under « Part.field » too.
FIELDS: dict[str, tuple[Any, Any]] = {
    "code": (
        _("Code"),
        _(
            "Proposé d’après le libellé si vous laissez vide. Gardez-le d’une version à l’autre : c’est par lui que"
            " les textes se retrouvent."
        ),
    ),
    "ScaleValue.code": (_("Code"), _("Court et sans espace, par exemple A+. Proposé d’après le libellé sinon.")),
    "title": (_("Intitulé"), _("Le nom du référentiel, tel qu’il apparaît dans les listes.")),
    "language": (_("Langue du rapport"), ""),
    "status": (_("Vérification des libellés"), _("Les libellés ont-ils été relevés sur un rapport publié ?")),
    "source": (_("Origine"), _("D’où viennent les libellés et les aides.")),
    "programme_kinds": (_("Formations évaluées"), _("Si rien n’est coché, le référentiel vaut pour toutes.")),
    "sheets": (
        _("Titre au-dessus des fiches"),
        _("Pour un rapport qui réunit les fiches de plusieurs formations ; vide, il n’en imprime pas."),
    ),
    "agency": (_("Sigle de l’agence"), ""),
    "agency_name": (_("Nom de l’agence"), ""),
    "department": (_("Département"), ""),
    "document": (_("Nature du document"), _("Par exemple « Rapport d’évaluation ».")),
    "published": (_("Mots avant la date de publication"), _("Par exemple « Rapport publié le ».")),
    "key": (_("Renseignement"), _("Ce qui s’imprime sur cette ligne.")),
    "label": (_("Libellé"), _("Tel qu’imprimé dans le rapport.")),
    "ScaleValue.label": (_("Libellé"), _("Tel qu’imprimé, par exemple « Très bon ».")),
    "also": (
        _("Autres graphies"),
        _("Une par ligne : celles que l’on rencontre dans les rapports déjà publiés. Elles ne s’impriment pas."),
    ),
    "empty": (_("Si rien n’est renseigné"), _("Imprimé à la place. Laissé vide, la ligne est omise.")),
    "heading": (_("Intertitre"), _("Imprimé au-dessus de cette ligne.")),
    "many": (_("Une liste"), _("Les valeurs, séparées par des points-virgules, s’impriment l’une sous l’autre.")),
    "on_cover": (_("Sur la couverture"), _("Imprimé sur la couverture, et non en tête du rapport.")),
    "role": (_("Qui signe"), ""),
    "SignatureBlock.heading": (_("Formule"), _("Par exemple « Au nom du comité d’experts, ».")),
    "heading_several": (_("Formule à plusieurs"), _("Quand plusieurs personnes signent en cette qualité.")),
    "office": (_("Fonction"), _("Imprimée après le nom, par exemple « président ».")),
    "interim": (_("En cas d’intérim"), _("Par exemple « par intérim ».")),
    "delegate": (_("En cas de délégation"), _("Par exemple « par délégation ».")),
    "basis": (_("Fondement"), _("Le texte en vertu duquel on signe.")),
    "note": (_("Note"), _("Imprimée en bas de page.")),
    "CommitteeLabels.label": (_("Titre de la liste"), ""),
    "chair": (_("Mot devant la présidence"), ""),
    "chairs": (_("Mot devant une coprésidence"), _("Quand plusieurs personnes président ; sinon le même mot.")),
    "expert": (_("Mot devant un expert"), ""),
    "officer": (_("Mot devant le représentant de l’agence"), ""),
    "meaning": (_("Signification"), _("Ce que cette valeur veut dire.")),
    "kind": (_("Type"), _("Enregistrez pour voir les réglages propres à un autre type.")),
    "Criterion.kind": (
        _("Type de réponse"),
        _("Un texte peut toujours accompagner la réponse. Enregistrez pour voir les réglages d’un autre type."),
    ),
    "mandatory": (_("Obligatoire"), _("Le rapport ne peut être validé sans cela.")),
    "help": (_("Aide à la rédaction"), _("Montrée au comité pendant qu’il écrit ; elle ne s’imprime pas.")),
    "applies_to": (_("Formations concernées"), _("Si rien n’est coché, le critère vaut pour toutes.")),
    "esg": (_("Normes européennes (ESG)"), _("Leurs numéros, un par ligne, par exemple 1.2.")),
    "scale": (_("Échelle"), ""),
    "unit": (_("Unité"), _("Par exemple « h » ou « étudiants ».")),
    "FigureDefinition.kind": (_("Forme"), ""),
    "FigureDefinition.label": (_("Titre"), _("Tel qu’imprimé au-dessus du graphique.")),
    "table": (_("Tableau du dossier"), _("L’intitulé de la pièce du dossier ; laissé vide, le titre du graphique.")),
    "columns": (_("Colonnes du tableau"), _("Une par ligne, dans l’ordre.")),
    "findings": (_("Constats"), _("Chaque sorte de constats a une seule liste.")),
    "DossierForm.help": (_("Consigne"), _("Montrée à l’établissement au-dessus de son dossier.")),
    "DossierSection.label": (_("Libellé"), _("Le titre de la rubrique.")),
    "DossierSection.help": (_("Aide à la rédaction"), _("Montrée à l’établissement pendant qu’il écrit.")),
    "DossierSection.mandatory": (_("Obligatoire"), _("Le dossier ne peut être déposé sans ce texte.")),
    "length": (_("Longueur conseillée"), _("En mots ; laissez vide si elle est libre.")),
    "DossierPiece.label": (_("Libellé"), _("Ce que la pièce est, par exemple « Règlement des études ».")),
    "DossierPiece.help": (_("Consigne"), _("Montrée à l’établissement à côté de la pièce.")),
    "DossierPiece.mandatory": (_("Obligatoire"), _("Le dossier ne peut être déposé sans cette pièce.")),
    "PiecePlace.label": (_("Libellé"), _("Par exemple « Composition du conseil de perfectionnement ».")),
    "PiecePlace.help": (_("Consigne"), _("Montrée à l’établissement à côté du passage.")),
    "DossierIndicator.label": (_("Libellé"), _("Par exemple « Effectifs inscrits ».")),
    "DossierIndicator.kind": (_("Nature"), _("Le tableau de la formation qui est attendu.")),
    "DossierIndicator.mandatory": (_("Obligatoire"), _("Le dossier ne peut être déposé sans ces chiffres.")),
    "section": (_("Rubrique"), _("Celle avec laquelle le tableau se lit.")),
    "rule": (_("À la publication"), _("Ce que deviennent les observations de l’établissement.")),
}

HEAD_KEYS = {
    "period": _("Période d’évaluation"),
    "contract": _("Période du contrat"),
    "deposited_on": _("Date de dépôt du dossier"),
    "field": _("Champ de formations"),
    "institution": _("Établissement"),
    "partners": _("Établissements partenaires"),
    "national_title": _("Dénomination nationale"),
    "domain": _("Domaine"),
    "mention": _("Mention"),
    "speciality": _("Spécialité"),
    "track": _("Parcours"),
    "option": _("Option"),
    "file_reference": _("Référence du dossier"),
}


def _title(spot: Spot) -> str:
    """What a part is called in lists: its label, or what else tells it from its neighbours."""
    record = spot.record
    if spot.part is SignatureBlock and record.get("role") in SignatureRole:
        return str(capfirst(SignatureRole(record["role"]).label))
    if spot.part in (Cover, CommitteeLabels, FrameworkDefinition, DossierForm):
        return str(PARTS[spot.part])
    return str(record.get("label") or record.get("code") or gettext("sans libellé"))


def _detail(spot: Spot) -> str:
    """The few words after the title in a list: type, code of a value, what is printed."""
    record = spot.record
    kinds = {
        Section: SectionKind,
        Criterion: CriterionKind,
        Block: BlockKind,
        FigureDefinition: FigureKind,
        DossierIndicator: IndicatorKind,
    }
    if spot.part in kinds and record.get("kind") in kinds[spot.part]:
        return str(capfirst(kinds[spot.part](record["kind"]).label))
    if spot.part is HeadLine:
        return str(HEAD_KEYS.get(record.get("key", ""), gettext("Propre à ce référentiel")))
    told = {ScaleValue: "code", Cover: "document", CommitteeLabels: "label"}.get(spot.part)
    detail = str(record.get(told, "")) if told else ""
    return "" if detail == _title(spot) else detail


WORDS = Words(
    FRAMEWORK,
    PARTS,
    LISTS,
    FIELDS,
    title=_title,
    detail=_detail,
    values={"key": HEAD_KEYS},
    called_by_their_list=("opening", "closing"),
)
words_of, label_of, choices_of, shown = WORDS.words_of, WORDS.label_of, WORDS.choices_of, WORDS.shown
title_of, detail_of, noun_of, named = WORDS.title_of, WORDS.detail_of, WORDS.noun_of, WORDS.named
place_name, without_paths = WORDS.place_name, WORDS.without_paths
