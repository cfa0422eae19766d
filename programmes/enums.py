"""The words for kinds of programme, and for everything that a catalogue says of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProgrammeKind(models.TextChoices):
    LICENCE = "LICENCE", _("Licence")
    LP = "LP", _("Licence professionnelle")
    BUT = "BUT", _("Bachelor universitaire de technologie")
    DEUST = "DEUST", _("Diplôme d’études universitaires scientifiques et techniques")
    MASTER = "MASTER", _("Master")
    ENGINEER = "ENGINEER", _("Titre d’ingénieur")
    DOCTORAL_SCHOOL = "DOCTORAL_SCHOOL", _("École doctorale")
    FIELD = "FIELD", _("Champ de formations")
    DIPLOMA = "DIPLOMA", _("Diplôme")
    FOREIGN_BACHELOR = "FOREIGN_BACHELOR", _("Bachelor à l’étranger")
    FOREIGN_MASTER = "FOREIGN_MASTER", _("Master à l’étranger")
    FOREIGN = "FOREIGN", _("Formation à l’étranger")


class ProgrammeLevel(models.TextChoices):
    """The cycle of studies, of which several kinds of programme are."""

    FIRST = "premier-cycle", _("Premier cycle")
    SECOND = "deuxieme-cycle", _("Deuxième cycle")
    THIRD = "troisieme-cycle", _("Troisième cycle")
    SEVERAL = "plusieurs-niveaux", _("Plusieurs niveaux")

    @classmethod
    def of(cls, kind: str) -> "ProgrammeLevel":
        return _LEVELS.get(kind, cls.SEVERAL)


_LEVELS = {
    ProgrammeKind.LICENCE: ProgrammeLevel.FIRST,
    ProgrammeKind.LP: ProgrammeLevel.FIRST,
    ProgrammeKind.BUT: ProgrammeLevel.FIRST,
    ProgrammeKind.DEUST: ProgrammeLevel.FIRST,
    ProgrammeKind.FOREIGN_BACHELOR: ProgrammeLevel.FIRST,
    ProgrammeKind.MASTER: ProgrammeLevel.SECOND,
    ProgrammeKind.ENGINEER: ProgrammeLevel.SECOND,
    ProgrammeKind.FOREIGN_MASTER: ProgrammeLevel.SECOND,
    ProgrammeKind.DOCTORAL_SCHOOL: ProgrammeLevel.THIRD,
}


class HigherEducationCycle(models.TextChoices):
    """The cycles of the framework of qualifications of the European Higher Education Area (QF-EHEA)."""

    SHORT = "SHORT", _("cycle court")
    FIRST = "FIRST", _("premier cycle")
    SECOND = "SECOND", _("deuxième cycle")
    THIRD = "THIRD", _("troisième cycle")


# The level of the European Qualifications Framework and the cycle to which a kind of diploma belongs.
QUALIFICATIONS: dict[str, tuple[int, HigherEducationCycle]] = {
    ProgrammeKind.DEUST: (5, HigherEducationCycle.SHORT),
    ProgrammeKind.LICENCE: (6, HigherEducationCycle.FIRST),
    ProgrammeKind.LP: (6, HigherEducationCycle.FIRST),
    ProgrammeKind.BUT: (6, HigherEducationCycle.FIRST),
    ProgrammeKind.FOREIGN_BACHELOR: (6, HigherEducationCycle.FIRST),
    ProgrammeKind.MASTER: (7, HigherEducationCycle.SECOND),
    ProgrammeKind.ENGINEER: (7, HigherEducationCycle.SECOND),
    ProgrammeKind.FOREIGN_MASTER: (7, HigherEducationCycle.SECOND),
    ProgrammeKind.DOCTORAL_SCHOOL: (8, HigherEducationCycle.THIRD),
}


class Schedule(models.TextChoices):
    DAYTIME = "DAYTIME", _("horaire de jour")
    EVENING = "EVENING", _("horaire décalé, en soirée")
    WEEKEND = "WEEKEND", _("fin de semaine")


class StudyMode(models.TextChoices):
    """The ways by which one may follow a programme."""

    INITIAL = "INITIAL", _("formation initiale")
    APPRENTICESHIP = "APPRENTICESHIP", _("apprentissage")
    PROFESSIONAL_CONTRACT = "PROFESSIONAL_CONTRACT", _("contrat de professionnalisation")
    CONTINUING = "CONTINUING", _("formation continue")
    EXPERIENCE = "EXPERIENCE", _("validation des acquis de l’expérience")
    DISTANCE = "DISTANCE", _("à distance")
    HYBRID = "HYBRID", _("hybride")


class PartnerRole(models.TextChoices):
    CO_ACCREDITED = "CO_ACCREDITED", _("cohabilité")
    SUPPORT = "SUPPORT", _("établissement support")
    JOINT_DEGREE = "JOINT_DEGREE", _("diplôme conjoint ou double diplôme")
    TEACHING = "TEACHING", _("lieu d’enseignement")
    PROFESSIONAL = "PROFESSIONAL", _("partenaire professionnel")
    OTHER = "OTHER", _("autre partenariat")


class DiplomaSupplement(models.TextChoices):
    """Whether graduates receive the supplement to the diploma."""

    ISSUED = "ISSUED", _("délivré")
    NOT_ISSUED = "NOT_ISSUED", _("non délivré")
    TEMPLATE = "TEMPLATE", _("délivré, modèle joint au dossier")


class NarrativeKind(models.TextChoices):
    """What a text of the catalogue is about."""

    INTRODUCTION = "INTRODUCTION", _("Présentation")
    OUTCOMES = "OUTCOMES", _("Compétences et acquis")
    STRUCTURE = "STRUCTURE", _("Programme")
    PREREQUISITES = "PREREQUISITES", _("Prérequis entre cours")
    ACCESS = "ACCESS", _("Conditions d’accès")
    TEACHING = "TEACHING", _("Pédagogie")
    ASSESSMENT = "ASSESSMENT", _("Évaluation des étudiants")
    MOBILITY = "MOBILITY", _("Mobilité et internationalisation")
    FURTHER_STUDIES = "FURTHER_STUDIES", _("Formations ultérieures")
    REGULATIONS = "REGULATIONS", _("Règlement des études")
    CAREERS = "CAREERS", _("Débouchés")
    MANAGEMENT = "MANAGEMENT", _("Gestion et contacts")
    OTHER = "OTHER", _("Informations diverses")


class GroupKind(models.TextChoices):
    """What a group of courses is in a programme."""

    CORE = "CORE", _("tronc commun")
    SPECIALISATION = "SPECIALISATION", _("finalité")
    OPTION = "OPTION", _("option")
    SUPPLEMENTARY = "SUPPLEMENTARY", _("enseignements supplémentaires")
    PERIOD = "PERIOD", _("année ou semestre")
    UNIT = "UNIT", _("unité d’enseignement")
    OTHER = "OTHER", _("groupe")


class Requirement(models.TextChoices):
    OBLIGATORY = "OBLIGATORY", _("obligatoire")
    OPTIONAL = "OPTIONAL", _("au choix")


class Organisation(models.TextChoices):
    """Whether a course is given this academic year and the next one."""

    GIVEN = "GIVEN", _("organisé cette année")
    EXCEPTIONALLY_NOT = "EXCEPTIONALLY_NOT", _("exceptionnellement non organisé cette année")
    NEXT_YEAR = "NEXT_YEAR", _("non organisé cette année, organisé l’année suivante")
    THIS_YEAR_ONLY = "THIS_YEAR_ONLY", _("organisé cette année, non organisé l’année suivante")
    NEITHER_YEAR = "NEITHER_YEAR", _("exceptionnellement non organisé cette année et l’année suivante")


class ExchangeAccess(models.TextChoices):
    """Whether students on exchange may follow a course."""

    OPEN = "OPEN", _("accessible aux étudiants d’échange")
    CLOSED = "CLOSED", _("non accessible aux étudiants d’échange")
    # A catalogue read as text has one sign for both.
    UNCLEAR = "UNCLEAR", _("signe d’échange illisible : accessible ou non")


class Term(models.TextChoices):
    FIRST = "FIRST", _("premier semestre ou quadrimestre")
    SECOND = "SECOND", _("second semestre ou quadrimestre")
    BOTH = "BOTH", _("les deux semestres ou quadrimestres")
    EITHER = "EITHER", _("l’un ou l’autre semestre ou quadrimestre")
    YEAR = "YEAR", _("toute l’année")


class HourKind(models.TextChoices):
    LECTURE = "LECTURE", _("cours magistral")
    TUTORIAL = "TUTORIAL", _("travaux dirigés")
    PRACTICAL = "PRACTICAL", _("travaux pratiques")
    PROJECT = "PROJECT", _("projet")
    INTERNSHIP = "INTERNSHIP", _("stage")
    DISTANCE = "DISTANCE", _("à distance")
    TOTAL = "TOTAL", _("volume horaire")


class TeacherRole(models.TextChoices):
    TEACHER = "TEACHER", _("enseignant")
    COORDINATOR = "COORDINATOR", _("coordinateur")
    SUBSTITUTE = "SUBSTITUTE", _("suppléant")


class EntityKind(models.TextChoices):
    SECTOR = "SECTOR", _("secteur")
    FACULTY = "FACULTY", _("faculté")
    DEPARTMENT = "DEPARTMENT", _("département")
    ENTITY = "ENTITY", _("entité")


class JuryRole(models.TextChoices):
    PRESIDENT = "PRESIDENT", _("président de jury")
    SECRETARY = "SECRETARY", _("secrétaire de jury")
    MEMBER = "MEMBER", _("membre du jury")


class IndicatorKind(models.TextChoices):
    """What a table of indicators, or one of its rows, counts."""

    CANDIDATURES = "CANDIDATURES", _("candidatures")
    ENROLLED = "ENROLLED", _("inscrits")
    ORIGINS = "ORIGINS", _("origines")
    GRADUATES = "GRADUATES", _("diplômés")
    SUCCESS = "SUCCESS", _("taux de réussite")
    EMPLOYMENT = "EMPLOYMENT", _("insertion professionnelle")
    CONTINUING_STUDIES = "CONTINUING_STUDIES", _("poursuite d’études")
    PROFESSIONAL_SHARE = "PROFESSIONAL_SHARE", _("part des professionnels")
    RESEARCHER_SHARE = "RESEARCHER_SHARE", _("part des enseignants-chercheurs")
    HOURS = "HOURS", _("heures d’enseignement")
    OTHER = "OTHER", _("autre indicateur")


class DescriptionVerb(models.TextChoices):
    """What is done with a description beside writing it, as its history tells it."""

    PUT_AWAY = "PUT_AWAY", _("mise de côté")
    TAKEN_BACK = "TAKEN_BACK", _("reprise")
