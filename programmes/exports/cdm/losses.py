"""What CDM-fr cannot carry of a description, told field by field before anything is written."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext_lazy as _

from programmes.description import Course, Partner, ProgrammeDescription
from programmes.enums import Organisation, StudyMode
from programmes.exports.cdm.course import level_code
from programmes.exports.cdm.names import COHABILITATION, LEVEL_CODES, YEARLY
from programmes.exports.cdm.program import duration_of
from programmes.exports.losses import Lost

_HALVED = (Organisation.NEXT_YEAR, Organisation.THIS_YEAR_ONLY)


def losses(description: ProgrammeDescription) -> list[Lost]:
    """In the order of the description."""
    return [
        Lost(field, f"{field}\u00a0: {sentence} ({places})", places)
        for field, sentence, places in _counted(description)
        if places
    ]


def _counted(description: ProgrammeDescription) -> Iterator[tuple[str, object, int]]:
    eqf = description.eqf
    yield "eqf", _("ce niveau n’a pas de code dans CDM-fr"), int(eqf is not None and eqf not in LEVEL_CODES)
    yield "cycle", _("CDM-fr n’a pas le cycle de l’espace européen"), int(description.cycle is not None)
    odd = description.years is not None and not duration_of(description.years)
    yield "years", _("cette durée n’est pas un nombre de mois"), int(odd)
    yield (
        "modes",
        _("la validation des acquis n’est pas une forme d’enseignement de CDM-fr"),
        sum(mode == StudyMode.EXPERIENCE for mode in description.modes),
    )
    yield from _of_partners(description.partners)
    yield "rncp.title", _("CDM-fr n’a que le numéro de la fiche"), sum(bool(sheet.title) for sheet in description.rncp)
    supplement = description.diploma_supplement is not None
    yield "diploma_supplement", _("CDM-fr ne dit rien du supplément au diplôme"), int(supplement)
    courses = list(dict.fromkeys(description.all_courses()))
    for field, sentence, is_lost in _OF_COURSES:
        yield field, sentence, sum(is_lost(course) for course in courses)
    yield (
        "courses.blocks",
        _("ce bloc annuel n’a pas d’année d’études dans CDM-fr"),
        sum(not level_code(description.kind, block) for course in courses for block in course.blocks),
    )


def _of_partners(partners: tuple[Partner, ...]) -> Iterator[tuple[str, object, int]]:
    others = sum(partner.role not in COHABILITATION for partner in partners)
    yield "partners.role", _("CDM-fr ne connaît que l’établissement support et le cohabilité ; relu « autre »"), others
    yield "partners.note", _("la note sur le partenaire n’est pas écrite"), sum(bool(each.note) for each in partners)


_OF_COURSES: tuple[tuple[str, object, Callable[[Course], bool]], ...] = (
    (
        "courses.organisation",
        _("⊕ et ⊖ deviennent « un an sur deux », sans dire laquelle des deux années"),
        lambda course: course.organisation in _HALVED,
    ),
    (
        "courses.organisation",
        _("un cours exceptionnellement non organisé n’a pas de signe dans CDM-fr"),
        lambda course: (
            course.organisation is not None and course.organisation not in _HALVED and course.organisation not in YEARLY
        ),
    ),
    (
        "courses.exchange",
        _("l’accès des étudiants d’échange n’est pas écrit"),
        lambda course: course.exchange is not None,
    ),
    ("courses.cut_off", _("la marque d’une ligne incomplète n’est pas écrite"), lambda course: course.cut_off),
)
