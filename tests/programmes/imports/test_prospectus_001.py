"""The prospectus of the collection: every field of it is found, every oddity of it is told."""

import json
import re
from decimal import Decimal

from programmes.description import Hours, Teacher, as_document, parse
from programmes.enums import (
    EntityKind,
    ExchangeAccess,
    GroupKind,
    HourKind,
    JuryRole,
    NarrativeKind,
    ProgrammeKind,
    Requirement,
    Schedule,
    TeacherRole,
    Term,
)


def course(content, code):
    return next(course for course in content.all_courses() if course.code == code)


def noted(programme, code):
    return [(note.line, note.text) for note in programme.noted if note.code == code]


def test_nothing_is_lost(whole):
    assert [(left.line, left.text) for left in whole.unplaced] == []
    assert whole.coverage == 1


# Of legends, of headings of tables and contacts, of marks, and what became a word of ours (« coord. », « décalé »).
WORDS_OF_THE_PAGE = set(
    "adresse année cahier charges choix cliquez consulter contact coord diplômes dénomination détaillé entité "
    "exceptionnellement français intitulé langue mailto objectifs obligatoire organisé personne profil président "
    "remarques secrétaire sigle structure suivante supplée échange".split()
)


def test_every_word_of_the_source_stands_in_the_description_or_is_of_the_page_itself(source, content):
    """Measured apart from what the reader says of itself."""
    kept = json.dumps(as_document(content), ensure_ascii=False).replace("\\n", " ").casefold()

    lost = set(re.findall(r"\w{4,}", source.casefold())) - set(re.findall(r"\w{4,}", kept))

    assert lost == WORDS_OF_THE_PAGE


def test_what_the_head_says(content):
    assert content.title == "Master [120] en administration publique (horaire décalé)"
    assert (content.kind, content.year, content.institution.name) == (ProgrammeKind.MASTER, "2024-2025", "UCLouvain")
    assert (content.credits, content.years) == (Decimal(120), Decimal(2))
    assert (content.sites, content.schedules, content.languages) == (("Mons",), (Schedule.EVENING,), ("fr",))
    assert content.codes == ("APHM2M", "SPHM2M")


def test_what_was_guessed_is_told(programme):
    assert noted(programme, "institution-guessed") == [
        (27, "Établissement deviné dans le texte : « UCLouvain »."),
    ]
    assert noted(programme, "title-guessed") == [
        (13, "Intitulé deviné dans le texte : « Master [120] en administration publique (horaire décalé) »."),
    ]
    assert noted(programme, "year-guessed") == [(155, "Année lue dans le texte : 2024-2025.")]
    assert [line for line, _text in noted(programme, "kind-guessed")] == [13]


def test_the_two_codes_are_told_to_differ(programme):
    assert noted(programme, "codes-differ") == [
        (
            13,
            "Les codes APHM2M et SPHM2M ne diffèrent que par leur début : vérifiez lequel est celui de la formation.",
        )
    ]


def test_fourteen_courses_in_their_groups(content):
    assert [
        (group.title, level, group.kind, group.credits, [course.code for course in group.courses])
        for group, level in content.all_groups()
    ] == [
        ("Cours sans titre de groupe", 0, GroupKind.OTHER, None, ["MDRHD2104", "MAPHD2122", "MSPHD2109", "MSPHD2136"]),
        ("Finalité spécialisée: management public et politiques publiques", 0, GroupKind.SPECIALISATION, 30, []),
        ("Contenu", 1, GroupKind.OTHER, 30, ["MAPHD2207", "MDRHD2201", "MAPHD2221", "MAPHD2223", "MAPHD2202"]),
        (
            "Enseignements supplémentaires",
            0,
            GroupKind.SUPPLEMENTARY,
            None,
            ["MAPHD1301", "MDRHD1304", "MSPHD1332", "MMTHD1327", "MSPHD1334"],
        ),
    ]


def test_the_five_courses_of_the_specialisation_make_its_thirty_credits(content, programme):
    assert content.groups[1].computed_credits == Decimal(30)
    assert noted(programme, "group-credits") == []


def test_a_whole_line_is_read_whole(content):
    read = course(content, "MAPHD2223")

    assert read.title == "Comptabilité et finances publiques"
    assert read.teachers == (
        Teacher(name="Pierre Lacroix", role=TeacherRole.COORDINATOR),
        Teacher(name="Jérôme Voisin"),
    )
    assert (read.language, read.term, read.credits) == ("fr", Term.FIRST, Decimal(6))
    assert read.hours == (Hours(HourKind.TOTAL, Decimal(30)),)
    assert (read.requirement, read.exchange) == (Requirement.OBLIGATORY, ExchangeAccess.UNCLEAR)
    assert (read.cut_off, read.with_prerequisites, read.organisation) == (False, False, None)


def test_thirteen_lines_are_whole(content):
    whole = [course for course in content.all_courses() if not course.cut_off]

    assert len(whole) == 13
    assert all(course.teachers and course.language and course.term and course.credits for course in whole)
    assert [course.credits for course in whole] == [5, 5, 5, 5, 6, 6, 6, 6, 6, 10, 5, 10, 10]
    assert [course.term for course in whole] == [
        Term.SECOND if second else Term.FIRST for second in (1, 0, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 1)
    ]


def test_teachers_are_told_apart(content):
    assert [teacher.name for teacher in course(content, "MAPHD2207").teachers] == ["Raphaël Born", "Florence Piret"]
    assert [teacher.name for teacher in course(content, "MDRHD2104").teachers] == ["Jean le Hardy de Beaulieu"]
    assert course(content, "MSPHD2136").teachers == (
        Teacher(name="Kenza Amara-Hammou", role=TeacherRole.SUBSTITUTE, replaces="Claire Dupuy"),
    )


def test_the_line_that_is_cut_off_is_kept_and_told(content, programme):
    read = course(content, "MSPHD1334")

    assert (read.title, read.cut_off, read.credits) == ("Relations internationales", True, None)
    assert noted(programme, "course-cut-off") == [
        (202, "La ligne de ces cours est coupée dans la source, complétez-la : MSPHD1334."),
    ]


def test_annual_blocks_where_their_column_is_left(content, programme):
    assert [course.blocks for course in content.groups[0].courses] == [(1,), (1,), (1,), ()]
    assert {course.blocks for course in content.groups[1].all_courses()} == {(1,)}
    assert [line for line, _text in noted(programme, "block-guessed")] == [173, 174, 175, 176, 177]
    assert [line for line, _text in noted(programme, "course-without-block")] == [147]


def test_a_language_that_does_not_exist_is_kept_and_told(content, programme):
    assert {course.language for course in content.groups[0].courses} == {"pr"}
    assert noted(programme, "unknown-language") == [
        (
            144,
            "« pr » n’est pas le code d’une langue (MDRHD2104, MAPHD2122, MSPHD2109 et MSPHD2136) : corrigez-le, par "
            "exemple en fr (lignes 144, 145, 146 et 147).",
        )
    ]


def test_the_sign_that_means_one_thing_and_its_contrary_is_told_once(programme):
    assert noted(programme, "exchange-unclear") == [
        (
            173,
            "Le même signe dit « accessible » et « non accessible » aux étudiants d’échange : à préciser pour 9 cours.",
        )
    ]


def test_credits_told_otherwise_in_a_text_are_told_with_every_line(programme):
    assert noted(programme, "credits-told") == [
        (247, "MSPHD1332 : 10 crédits dans le programme, 6 dans un texte (lignes 200, 247 et 249)."),
    ]


def test_titles_told_otherwise_in_a_text(programme):
    assert noted(programme, "title-told") == [
        (
            247,
            "MSPHD1332 : « Science politique » dans le programme, « Sciences Politiques » dans un texte (lignes 200, "
            "247 et 249).",
        ),
        (
            247,
            "MDRHD1304 : « Droit public » dans le programme, « Fondements de droit public » dans un texte (lignes "
            "199, 247 et 249).",
        ),
    ]


def test_courses_that_a_text_names_and_the_programme_has_not(programme):
    assert noted(programme, "course-unknown") == [
        (
            196,
            "Des textes citent des cours qui ne figurent pas dans le programme : MSSHD2101 et MMTHD2102.",
        )
    ]


def test_the_groups_do_not_make_the_credits_of_the_programme(programme):
    assert noted(programme, "programme-credits") == [
        (3, "Les groupes de cours totalisent 50 crédits ; la formation en annonce 120."),
    ]


def test_the_tree_of_general_outcomes(content):
    general = content.outcome_sets[0]

    assert general.title.startswith("L'ensemble des programmes en sciences politiques")
    assert [(outcome.code, [child.code for child in outcome.outcomes]) for outcome in general.outcomes] == [
        ("CG1", ["CG1.1", "CG1.2", "CG1.3"]),
        ("CG2", ["CG2.1", "CG2.2"]),
        ("CG5.3", []),
        ("CG6", ["CG6.1", "CG6.2", "CG6.3", "CG6.4", "CG6.5"]),
        ("CG7", ["CG7.1", "CG7.2", "CG7.3", "CG7.4"]),
    ]


def test_the_specific_outcomes_with_their_lists(content):
    specific = content.outcome_sets[1]

    assert specific.code == "APH"
    assert [(outcome.code, len(outcome.outcomes)) for outcome in specific.outcomes] == [
        ("APH1", 4),
        ("APH2", 0),
        ("APH3", 9),
        ("APH4", 0),
        ("APH5", 0),
        ("APH6", 0),
        ("APH7", 0),
        ("APH8", 0),
        ("APH9", 0),
        ("APH10", 5),
        ("APH11", 0),
    ]
    assert specific.outcomes[2].text.startswith("Analyser et gérer des situations")
    assert specific.outcomes[9].text.startswith("Développer un regard réflexif sur sa propre pratique")


def test_the_gap_in_the_numbers_of_outcomes(programme):
    assert noted(programme, "outcome-gap") == [
        (
            64,
            "La numérotation des acquis passe de CG2.2 à CG5.3 ; il manque CG3, CG4, CG5, CG5.1 et CG5.2 (lignes 62 "
            "et 64).",
        )
    ]


def test_bachelors_with_the_credits_to_be_added(content):
    table = content.access[0]

    assert [(row.extra_from, row.extra_to) for row in table.rows] == [(45, 60)] * 9 + [(15, 30)]
    assert [row.diploma for row in table.rows][:4] == [
        "BA - assistant(e) social(e)",
        "BA - bibliothécaire-documentaliste",
        "BA - conseiller(ère) social(e)",
        "BA en commerce et développement",
    ]
    assert table.note == "peuvent être consultés dans le module complémentaire."


def test_second_cycle_diplomas(content):
    table = content.access[1]

    assert table.title == "Diplômés du 2° cycle universitaire"
    assert [(row.heading, row.diploma, row.access, row.conditions) for row in table.rows] == [
        ("Licenciés", "Toute licence en 4 années d'études", "Accès sur dossier", ""),
        ("Masters", "Tout master", "Accès sur dossier", ""),
    ]
    told = {tuple(re.findall(r"[A-Z]{5}\d{4}|\d+ crédits", row.remarks)) for row in table.rows}
    assert told == {("MSPHD1332", "6 crédits", "MDRHD1304", "5 crédits")}
    assert all(row.remarks.startswith("Prérequis minimum") for row in table.rows)


def test_what_is_said_of_the_other_candidates(content):
    assert content.access[2].title == "Diplômés de 2° cycle non universitaire"
    assert content.access[2].note.startswith("Aucune passerelle")
    assert [text.title for text in content.narratives if text.kind == NarrativeKind.ACCESS] == [
        "Conditions d'accès",
        "Accès par valorisation des acquis de l'expérience",
        "Accès sur dossier",
        "Procédures d'admission et d'inscription",
    ]


def test_every_kind_of_text_is_there_once_or_more(content):
    kinds = [text.kind for text in content.narratives if text.kind != NarrativeKind.ACCESS]

    assert kinds == [
        NarrativeKind.INTRODUCTION,
        NarrativeKind.OUTCOMES,
        NarrativeKind.PREREQUISITES,
        NarrativeKind.OUTCOMES,
        NarrativeKind.TEACHING,
        NarrativeKind.ASSESSMENT,
        NarrativeKind.MOBILITY,
        NarrativeKind.FURTHER_STUDIES,
        NarrativeKind.MANAGEMENT,
    ]


def test_entities_from_the_school_to_the_sector(content):
    management = content.management

    assert management.path == "SSH/ESPO/PSAD"
    assert [(entity.acronym, entity.kind) for entity in management.entities] == [
        ("PSAD", EntityKind.ENTITY),
        ("ESPO", EntityKind.FACULTY),
        ("SSH", EntityKind.SECTOR),
    ]
    school = management.entities[0]
    assert school.address == "Place Montesquieu 1 - bte L2.08.05\n1348 Louvain-la-Neuve"
    assert (school.phone, school.fax) == ("+32 (0) 10 47 41 09", "+32 (0) 10 47 27 36")
    assert school.website == "http://www.uclouvain.be/psad.html"


def test_who_runs_the_programme_and_whom_to_ask(content):
    management = content.management

    assert management.head == "Fabienne Leloup"
    assert [(member.role, member.name) for member in management.jury] == [
        (JuryRole.PRESIDENT, "Pierre Vercauteren"),
        (JuryRole.SECRETARY, "Fabienne Leloup"),
    ]
    assert [(one.role, one.name, one.phone, one.email) for one in management.contacts] == [
        (
            "Informations pour les futurs étudiants",
            "Nicolas Hurtado de Jesus",
            "+32 (0)65 323 327",
            "info-mons@uclouvain.be",
        ),
        ("Chargée de gestion enseignement", "Tatiana Nikitina", "", ""),
    ]


def test_further_studies_with_their_conditions(content):
    assert content.further_studies[1].title.endswith("et du développement durable")
    assert [(study.title[:70], study.condition) for study in content.further_studies] == [
        ("Agrégation de l'enseignement secondaire supérieur (sciences politiques) (horaire décalé)"[:70], ""),
        (
            "Master de spécialisation interdisciplinaire en sciences et gestion de ",
            "accès direct moyennant examen du dossier",
        ),
        ("Masters 60 en sciences de gestion", "accès direct moyennant examen du dossier"),
        ("Master [60] en information et communication à Louvain-la-Neuve", ""),
        ("Master [60] en information et communication à Mons", ""),
    ]


def test_the_description_is_one_that_may_be_kept(content):
    assert parse(as_document(content)) == content
