"""The words of CDM-fr 2.0.9 and ours, one table read both ways."""

from programmes.enums import (
    HourKind,
    NarrativeKind,
    Organisation,
    PartnerRole,
    ProgrammeKind,
    Schedule,
    StudyMode,
    Term,
)

VERSION = "2.0.9"
CDM, CDMFR = "http://cdm-fr.fr/2011/CDM", "http://cdm-fr.fr/2011/CDM-frSchema"
XHTML = "http://www.w3.org/1999/xhtml"
# Those that are read: the files of 2006, those of 2011 and those of Bordeaux.
NAMESPACES = frozenset(
    f"http://cdm-fr.fr/{year}/{schema}" for year in (2006, 2011, 2012) for schema in ("CDM", "CDM-frSchema")
)

# The order of the elements within « program » and « course ».
PROGRAM = (
    "programID programName programCode webLink programIntroduction programDescription aip qualification "
    "ppalTeachingLanguage level levelCode learningObjectives admissionInfo recommendedPrerequisites "
    "formalPrerequisites teachingPlace targetGroup formOfTeaching formOfAssessment instructionLanguage "
    "programDuration programStructure regulations studyAbroad expenses universalAdjustment contacts infoBlock "
    "subProgram refProgram refHabilitation searchword"
).split()
COURSE = (
    "courseID courseName courseCode webLink courseIntroduction courseDescription level levelCode teachingTerm credits "
    "learningObjectives admissionInfo recommendedPrerequisites formalPrerequisites teachingPlace targetGroup "
    "formOfTeaching formOfAssessment benefits instructionLanguage overlap syllabus expenses universalAdjustment exam "
    "teachingActivity contacts infoBlock searchword"
).split()

MODES = {
    StudyMode.INITIAL: ("org", "formInit"),
    StudyMode.APPRENTICESHIP: ("org", "formAppr"),
    StudyMode.CONTINUING: ("org", "formCont"),
    StudyMode.PROFESSIONAL_CONTRACT: ("org", "formPro"),
    StudyMode.DISTANCE: ("method", "à distance"),
    StudyMode.HYBRID: ("method", "hybride"),
}
TIMES = {Schedule.DAYTIME: "heures ouvrées", Schedule.EVENING: "cours du soir"}
SEASONS = {Term.FIRST: "automne", Term.SECOND: "printemps"}
YEARLY = {Organisation.GIVEN: "tous les ans"}
EVERY_OTHER_YEAR = "un an sur deux"  # what becomes of a course that is not given one of the two years
VOLUMES = {
    HourKind.LECTURE: "CM",
    HourKind.TUTORIAL: "TD",
    HourKind.PRACTICAL: "TP",
    HourKind.PROJECT: "Projet",
    HourKind.INTERNSHIP: "Stage",
    HourKind.DISTANCE: "À distance",
    HourKind.TOTAL: "Total",
}
LEVELS = {5: "L", 6: "L", 7: "M", 8: "Doc"}  # by level of the European framework
LEVEL_CODES = {4: "bac", 5: "bac+2", 6: "bac+3", 7: "bac+5", 8: "bac+8"}
DEGREES = {"L": "bachelor", "M": "master", "Doc": "phd"}
# Years of study done before the first block of a kind.
BEFORE = {
    ProgrammeKind.LICENCE: 0,
    ProgrammeKind.BUT: 0,
    ProgrammeKind.DEUST: 0,
    ProgrammeKind.FOREIGN_BACHELOR: 0,
    ProgrammeKind.LP: 2,
    ProgrammeKind.ENGINEER: 2,
    ProgrammeKind.MASTER: 3,
    ProgrammeKind.FOREIGN_MASTER: 3,
    ProgrammeKind.DOCTORAL_SCHOOL: 5,
}
LAST_YEAR = 8
COHABILITATION = {PartnerRole.SUPPORT: "support", PartnerRole.CO_ACCREDITED: "cohabilité"}
UNDETERMINED = "und"  # ISO 639-2: the schema asks for a language where none is given

# Where the text of each kind stands within « program »: a path of elements.
NARRATIVES: dict[NarrativeKind, tuple[str, ...]] = {
    NarrativeKind.INTRODUCTION: ("programIntroduction",),
    NarrativeKind.STRUCTURE: ("programDescription",),
    NarrativeKind.CAREERS: ("qualification", "profession"),
    NarrativeKind.FURTHER_STUDIES: ("qualification", "studyQualification"),
    NarrativeKind.OUTCOMES: ("learningObjectives",),
    NarrativeKind.ACCESS: ("admissionInfo", "admissionDescription"),
    NarrativeKind.PREREQUISITES: ("recommendedPrerequisites",),
    NarrativeKind.TEACHING: ("formOfTeaching",),
    NarrativeKind.ASSESSMENT: ("formOfAssessment",),
    NarrativeKind.REGULATIONS: ("regulations",),
    NarrativeKind.MOBILITY: ("studyAbroad",),
    NarrativeKind.MANAGEMENT: ("contacts", "infoBlock"),
    NarrativeKind.OTHER: ("infoBlock",),
}
# Elements of the extension of the ministry, in its own namespace.
EXTENSION = frozenset(
    "programName programCode webLink programDescription ppalTeachingLanguage credits degree profession "
    "studyQualification admissionDescription affiliation habilitation refHabilitation globalVolume".split()
)
EXTENSION_OF_PROGRAM = frozenset({"formOfAssessment"})  # the extension's in a programme, the core's in a course
