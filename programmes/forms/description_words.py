"""The French words for the parts of a description and their fields: what an institution reads instead of keys."""

from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from evalprog.documents.editing import Spot
from evalprog.documents.words import ListWords, Words
from programmes.description import (
    AccessRow,
    AccessTable,
    Contact,
    Course,
    CourseGroup,
    Entity,
    FurtherStudy,
    Hours,
    InstitutionName,
    JuryMember,
    Management,
    Narrative,
    Outcome,
    OutcomeSet,
    Partner,
    ProgrammeDescription,
    RncpSheet,
    Teacher,
    languages,
)
from programmes.description.editing import DESCRIPTION
from programmes.enums import EntityKind, GroupKind, HourKind, JuryRole, NarrativeKind, PartnerRole, TeacherRole

PARTS = {
    ProgrammeDescription: _("Formation"),
    InstitutionName: _("Établissement"),
    Partner: _("Partenaire"),
    RncpSheet: _("Fiche RNCP"),
    Narrative: _("Texte"),
    CourseGroup: _("Groupe de cours"),
    Course: _("Cours"),
    Teacher: _("Enseignant"),
    Hours: _("Volume horaire"),
    OutcomeSet: _("Ensemble d’acquis"),
    Outcome: _("Acquis"),
    AccessTable: _("Conditions d’accès"),
    AccessRow: _("Ligne"),
    Management: _("Gestion"),
    Entity: _("Entité"),
    JuryMember: _("Membre du jury"),
    Contact: _("Contact"),
    FurtherStudy: _("Formation ultérieure"),
}

LISTS = {
    "institution": ListWords(_("Établissement"), _("Nommer l’établissement")),
    "partners": ListWords(
        _("Partenaires"),
        _("Ajouter un partenaire"),
        _("Établissements cohabilités, lieux d’enseignement, entreprises : chacun avec son rôle."),
    ),
    "rncp": ListWords(
        _("Fiches RNCP"), _("Ajouter une fiche"), _("Les certifications auxquelles la formation conduit.")
    ),
    "narratives": ListWords(
        _("Textes"),
        _("Ajouter un texte"),
        _("Présentation, pédagogie, mobilité, règlement… dans l’ordre du catalogue."),
    ),
    "groups": ListWords(
        _("Groupes de cours"),
        _("Ajouter un groupe"),
        _("Tronc commun, finalités, options, semestres : les cours se rangent dans un groupe."),
    ),
    "courses": ListWords(
        _("Cours"), _("Ajouter un cours"), _("Pour en saisir beaucoup, ouvrez le tableau des cours de ce groupe.")
    ),
    "teachers": ListWords(_("Enseignants"), _("Ajouter un enseignant"), _("Leurs noms seront publics.")),
    "hours": ListWords(
        _("Volumes horaires"), _("Ajouter un volume"), _("En heures de soixante minutes, un par type d’activité.")
    ),
    "outcome_sets": ListWords(
        _("Acquis d’apprentissage"),
        _("Ajouter un ensemble d’acquis"),
        _("Ce qu’un diplômé sait faire. La matrice montre ensuite quel cours y contribue."),
    ),
    "outcomes": ListWords(_("Acquis"), _("Ajouter un acquis"), _("Un acquis peut en contenir d’autres, plus précis.")),
    "access": ListWords(_("Conditions d’accès"), _("Ajouter un tableau"), _("Un tableau par catégorie de candidats.")),
    "rows": ListWords(_("Lignes"), _("Ajouter une ligne"), _("Une par diplôme d’accès.")),
    "management": ListWords(_("Gestion et contacts"), _("Dire qui gère la formation")),
    "entities": ListWords(_("Entités"), _("Ajouter une entité"), _("De la plus proche à la plus large.")),
    "jury": ListWords(_("Jury"), _("Ajouter un membre"), _("Leurs noms seront publics.")),
    "contacts": ListWords(
        _("Contacts"),
        _("Ajouter un contact"),
        _("À qui s’adresser. Préférez une adresse de service : elle sera publique."),
    ),
    "further_studies": ListWords(
        _("Formations ultérieures"), _("Ajouter une formation"), _("Celles auxquelles le diplôme donne accès.")
    ),
}

# Field -> label, help. A field that means something else in one part has an entry under « Part.field » too.
FIELDS: dict[str, tuple[Any, Any]] = {
    "year": (_("Année universitaire"), _("Par exemple 2026-2027.")),
    "kind": (_("Nature"), ""),
    "title": (_("Intitulé"), ""),
    "ProgrammeDescription.title": (
        _("Intitulé"),
        _("Tel que le catalogue le donne, par exemple « Master en administration publique »."),
    ),
    "codes": (_("Codes"), _("Ceux de votre catalogue, un par ligne, par exemple ADPU2M.")),
    "eqf": (
        _("Niveau du cadre européen (CEC)"),
        _("De 1 à 8 ; laissé vide, celui de la nature du diplôme : 6 pour une licence, 7 pour un master."),
    ),
    "cycle": (_("Cycle"), _("Laissé vide, celui de la nature du diplôme.")),
    "national_title": (_("Dénomination nationale"), _("Par exemple « Droit, économie, gestion ».")),
    "domain": (_("Domaine"), _("Par exemple « Sciences humaines et sociales ».")),
    "mention": (_("Mention"), _("Par exemple « Administration publique ».")),
    "speciality": (_("Spécialité"), ""),
    "track": (_("Parcours"), ""),
    "option": (_("Option"), ""),
    "aliases": (_("Autres intitulés"), _("Un par ligne : anciens noms, intitulé en anglais.")),
    "field": (_("Champ de formations"), ""),
    "credits": (_("Crédits"), _("Crédits européens (ECTS), par exemple 120.")),
    "years": (_("Durée"), _("En années, par exemple 2 ou 1,5.")),
    "sites": (_("Lieux"), _("Un par ligne, par exemple « Mons ».")),
    "schedules": (_("Horaires"), ""),
    "languages": (
        _("Langues d’enseignement"),
        _("Une par ligne, par leur nom ou leur code : français ou fr, anglais ou en."),
    ),
    "modes": (_("Modalités"), _("Les voies par lesquelles on peut suivre la formation.")),
    "diploma_supplement": (_("Supplément au diplôme"), ""),
    "name": (_("Nom"), ""),
    "acronym": (_("Sigle"), ""),
    "uai": (_("Code UAI"), _("Sept chiffres et une lettre, par exemple 0751717J.")),
    "ror": (_("Identifiant ROR"), _("Neuf signes, par exemple 02495e989.")),
    "siret": (_("Numéro SIRET"), _("Quatorze chiffres.")),
    "eter": (_("Identifiant ETER"), _("Par exemple BE0057.")),
    "deqar": (_("Identifiant DEQAR"), _("Par exemple DEQARINST0001.")),
    "role": (_("Rôle"), ""),
    "Contact.role": (_("Fonction"), _("Par exemple « secrétariat des études ».")),
    "note": (_("Remarque"), ""),
    "number": (_("Numéro"), _("Par exemple RNCP38157.")),
    "RncpSheet.title": (_("Intitulé de la fiche"), ""),
    "Narrative.kind": (_("Rubrique"), _("Ce dont le texte parle.")),
    "Narrative.title": (_("Titre"), _("Laissé vide, celui de la rubrique.")),
    "text": (_("Texte"), ""),
    "Outcome.text": (_("Énoncé"), _("Par exemple « analyser une décision publique et la situer dans son contexte ».")),
    "replaces": (_("Remplace"), _("Pour un suppléant : qui donne le cours d’ordinaire.")),
    "orcid": (_("Identifiant ORCID"), _("Par exemple 0000-0002-1825-0097.")),
    "idref": (_("Identifiant IdRef"), _("Par exemple 02702391X.")),
    "Teacher.name": (_("Nom"), _("Tel qu’il sera publié, par exemple « Dupont Marie ».")),
    "Hours.kind": (_("Type d’activité"), ""),
    "hours": (_("Heures"), _("Par exemple 30 ou 22,5.")),
    "code": (_("Code"), _("Sans espace ni virgule, par exemple LADPU2101.")),
    "CourseGroup.code": (_("Code"), _("S’il en a un au catalogue.")),
    "OutcomeSet.code": (_("Code"), _("S’il en a un.")),
    "Outcome.code": (_("Code"), _("C’est par lui que la matrice relie les cours, par exemple 2.1.")),
    "language": (_("Langue"), _("Son nom ou son code : français ou fr. Laissée vide, celle de la formation.")),
    "term": (_("Période"), ""),
    "workload": (_("Travail de l’étudiant"), _("En heures, cours compris, par exemple 150.")),
    "blocks": (_("Blocs annuels"), _("Les années d’études où il se suit, par exemple 1, 2.")),
    "requirement": (_("Caractère"), ""),
    "organisation": (_("Organisation"), ""),
    "exchange": (_("Étudiants d’échange"), ""),
    "with_prerequisites": (_("A des prérequis"), _("Même si le catalogue ne les nomme pas.")),
    "prerequisites": (_("Prérequis"), _("Les codes des cours à réussir avant, un par ligne.")),
    "Course.outcomes": (
        _("Acquis visés"),
        _("Les codes des acquis auxquels le cours contribue, un par ligne ; la matrice les coche d’un geste."),
    ),
    "description": (_("Description"), _("Contenu, méthodes, évaluation.")),
    "cut_off": (_("Ligne incomplète"), _("La source d’où ce cours a été repris était coupée.")),
    "CourseGroup.kind": (_("Sorte de groupe"), ""),
    "CourseGroup.credits": (_("Crédits déclarés"), _("Ceux que le catalogue annonce pour ce groupe, par exemple 30.")),
    "CourseGroup.note": (_("Consigne"), _("Par exemple « deux cours à choisir parmi ».")),
    "OutcomeSet.title": (_("Titre"), _("Par exemple « Au terme de sa formation, le diplômé est capable de : ».")),
    "AccessTable.title": (_("Catégorie de candidats"), _("Par exemple « Bacheliers universitaires ».")),
    "AccessTable.note": (_("Note"), ""),
    "diploma": (_("Diplôme"), _("Par exemple « Bachelier en sciences politiques ».")),
    "heading": (_("Intertitre"), _("La ligne au-dessus, que plusieurs diplômes partagent.")),
    "conditions": (_("Conditions"), ""),
    "access": (_("Accès"), _("Par exemple « accès direct ».")),
    "remarks": (_("Remarques"), ""),
    "extra_from": (_("Crédits complémentaires, au moins"), ""),
    "extra_to": (_("Crédits complémentaires, au plus"), ""),
    "path": (_("Sigle de l’entité"), _("Tel que vous l’écrivez, par exemple SSH/ESPO/PSAD.")),
    "head": (_("Responsable"), _("Son nom sera public.")),
    "Entity.kind": (_("Sorte d’entité"), ""),
    "address": (_("Adresse"), ""),
    "phone": (_("Téléphone"), ""),
    "fax": (_("Télécopie"), ""),
    "website": (_("Site"), _("Par exemple https://www.exemple.fr/faculte.")),
    "email": (_("Adresse électronique"), _("Elle sera publique : préférez celle d’un service.")),
    "condition": (_("Condition"), _("Par exemple « accès direct ».")),
    "url": (_("Page"), _("Son adresse, si elle en a une.")),
}

_ENUMS = {
    Partner: (PartnerRole, "role", ""),
    Narrative: (NarrativeKind, "kind", ""),
    CourseGroup: (GroupKind, "kind", GroupKind.OTHER),
    Teacher: (TeacherRole, "role", TeacherRole.TEACHER),
    Hours: (HourKind, "kind", ""),
    Entity: (EntityKind, "kind", ""),
    JuryMember: (JuryRole, "role", ""),
}
_TITLES = ("title", "name", "number", "text", "diploma", "heading", "role", "email", "code")


def _title(spot: Spot) -> str:
    """What a part is called in lists."""
    record = spot.record
    if spot.part in (InstitutionName, Management):
        return str(PARTS[spot.part])
    if spot.part in (Narrative, Hours) and not record.get("title"):
        return _word(spot) or str(PARTS[spot.part])
    told = next(filter(None, (record.get(key) for key in _TITLES)), "")
    plain = Truncator(strip_tags(str(told)).replace("\n", " ")).chars(120)
    return plain or gettext("sans libellé")


def _detail(spot: Spot) -> str:
    """Its code, what sort it is, what it counts."""
    record, told = spot.record, []
    if record.get("code") and record["code"] != _title(spot):
        told.append(record["code"])
    if spot.part in _ENUMS and _word(spot) != _title(spot):
        told.append(_word(spot))
    if record.get("credits") is not None and spot.part is not ProgrammeDescription:
        told.append(gettext("%(credits)s crédits") % {"credits": str(record["credits"]).replace(".", ",")})
    if spot.part is Hours:
        told.append(gettext("%(hours)s h") % {"hours": str(record.get("hours", "")).replace(".", ",")})
    return " · ".join(filter(None, told))


def _word(spot: Spot) -> str:
    enum, key, default = _ENUMS[spot.part]
    value = spot.record.get(key, default)
    return str(capfirst(enum(value).label)) if value in enum.values else ""


WORDS = Words(
    DESCRIPTION,
    PARTS,
    LISTS,
    FIELDS,
    title=_title,
    detail=_detail,
    values=dict.fromkeys(languages.FIELDS, languages.NAMES),
)
