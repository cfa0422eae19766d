"""Prospectuses of other programmes, in other orders, with parts missing: what is there is read, the rest is told."""

import pytest

from programmes.description import Hours, Teacher
from programmes.enums import (
    ExchangeAccess,
    GroupKind,
    HourKind,
    NarrativeKind,
    Organisation,
    ProgrammeKind,
    Requirement,
    Schedule,
    TeacherRole,
    Term,
)
from programmes.imports.parsed import BadFile
from programmes.imports.prospectus import read

HEAD = "# Master en essais\n\nUniversité de Valmont\n\nAnnée universitaire 2025-2026\n\n"

CLIMATE = """# Bachelier en sciences du climat - CLIM1BA

Université de Valmont | 180 crédits | 3 ans | Horaire de jour | En français et anglais | À Valmont et Brume

Année académique : 2025-2026

Un programme pour qui veut comprendre le temps qu’il fait.

## Conditions d'accès

| Diplômes | Accès | Conditions spécifiques | Remarques |
|---|---|---|---|
| **Secondaire** | | | |
| Certificat du secondaire | Accès direct | | 10 à 20 crédits supplémentaires |

## Programme détaillé

### Tronc commun [15.0]

- ■ Activité avec prérequis
- ● Obligatoire
- ◇ Au choix
- ⊕△ Exceptionnellement, non organisé cette année académique 2025-2026 et l'année suivante
- 🌐 Cours accessibles aux étudiants d'échange
- ~~🌐~~ Cours NON accessibles aux étudiants d'échange

| | | | | Bloc annuel | | |
| | | | | 1 | 2 | 3 |
| ● ■ CLIM1101 | Physique de l'air | Anne Roux, Paul Le Goff (coord.) | FR [q1] [30h+15h] [5 crédits] 🌐 | | x | |
| ● ⊕ △ CLIM1102 | Chimie | Luc Petit et Jo Van Damme | EN [q1+q2] [45h] [5 Crédits] ~~🌐~~ | x | | |
| ◇ CLIM1103 | Mers | N. | FR [q1 ou q2] [20h] [4 Crédits] [??] | | | x |

### Option montagnes [10 crédits]

◇ CLIM1201  Glaciers  Ève Blanc  FR [q2] [30h] [5 Crédits]
◇ CLIM1202 Avalanches Ève Blanc FR [q2] [30h] [5 Crédits]
◇ CLIM1101  Autre cours  Ève Blanc  FR [q1] [30h] [6 crédits]

## Prérequis entre cours

CLIM1103 « Mers » a comme prérequis CLIM1101 et CLIM1102.

## Acquis d'apprentissage

À la fin, l'étudiant est capable de :

AA1 Décrire
un climat.
AA1.1 Mesurer.
AA3 Prévoir.

## Contacts

- Secrétariat : clim@valmont.example - tél. 010 22 33 44

## Vie étudiante

Le cercle se réunit le mardi.
"""


@pytest.fixture(scope="module")
def climate():
    return read(CLIMATE)


def only(text, **given):
    """The one description of a text."""
    return read(text, **given).programmes[0].content


def courses_of(text):
    return list(only(HEAD + text).all_courses())


def notes(text, code):
    return [(note.line, note.text) for note in read(text).programmes[0].noted if note.code == code]


def test_a_head_in_another_order(climate):
    read = climate.programmes[0].content

    assert (read.title, read.codes, read.kind) == (
        "Bachelier en sciences du climat",
        ("CLIM1BA",),
        ProgrammeKind.FOREIGN_BACHELOR,
    )
    assert (read.credits, read.years, read.schedules) == (180, 3, (Schedule.DAYTIME,))
    assert (read.languages, read.sites) == (("fr", "en"), ("Valmont", "Brume"))
    assert (read.year, read.institution.name) == ("2025-2026", "Université de Valmont")


def test_what_fits_nowhere_is_listed_as_it_is(climate):
    assert [(left.line, left.text) for left in climate.unplaced] == [
        (31, "[??]"),
        (37, "◇ CLIM1101  Autre cours  Ève Blanc  FR [q1] [30h] [6 crédits]"),
    ]
    assert 0.95 < climate.coverage < 1


def test_signs_mean_what_the_legend_says(climate):
    courses = {course.code: course for course in climate.programmes[0].content.all_courses()}

    assert courses["CLIM1103"].requirement == Requirement.OPTIONAL
    assert courses["CLIM1101"].with_prerequisites
    assert courses["CLIM1101"].exchange == ExchangeAccess.OPEN
    assert courses["CLIM1102"].exchange == ExchangeAccess.CLOSED
    assert courses["CLIM1102"].organisation == Organisation.NEITHER_YEAR
    assert courses["CLIM1103"].organisation is None


def test_hours_terms_and_blocks_of_a_table_with_strokes(climate):
    courses = {course.code: course for course in climate.programmes[0].content.all_courses()}

    assert [courses[f"CLIM110{number}"].blocks for number in (1, 2, 3)] == [(2,), (1,), (3,)]
    assert [courses[f"CLIM110{number}"].term for number in (1, 2, 3)] == [Term.FIRST, Term.BOTH, Term.EITHER]
    assert courses["CLIM1101"].hours == (Hours(HourKind.LECTURE, 30), Hours(HourKind.PRACTICAL, 15))
    assert courses["CLIM1101"].teachers == (
        Teacher(name="Anne Roux"),
        Teacher(name="Paul Le Goff", role=TeacherRole.COORDINATOR),
    )
    assert courses["CLIM1103"].teachers == ()


def test_columns_that_are_gone_are_told(climate):
    noted = [(note.line, note.code) for note in climate.programmes[0].noted]

    assert (36, "columns-lost") in noted
    assert (37, "course-twice") in noted


def test_prerequisites_that_a_sentence_tells(climate):
    mers = next(course for course in climate.programmes[0].content.all_courses() if course.code == "CLIM1103")

    assert (mers.prerequisites, mers.with_prerequisites) == (("CLIM1101", "CLIM1102"), True)


def test_groups_with_their_kind_and_credits(climate):
    groups = [(group.title, group.kind, group.credits) for group in climate.programmes[0].content.groups]

    assert groups == [("Tronc commun", GroupKind.CORE, 15), ("Option montagnes", GroupKind.OPTION, 10)]


def test_a_heading_that_announces_nothing_is_a_text_of_its_own(climate):
    last = climate.programmes[0].content.narratives[-1]

    assert (last.kind, last.title, last.text) == (
        NarrativeKind.OTHER,
        "Vie étudiante",
        "<p>Le cercle se réunit le mardi.</p>",
    )


def test_outcomes_of_several_lines(climate):
    outcomes = climate.programmes[0].content.outcome_sets[0].outcomes

    assert [(outcome.code, outcome.text, len(outcome.outcomes)) for outcome in outcomes] == [
        ("AA1", "Décrire un climat.", 1),
        ("AA3", "Prévoir.", 0),
    ]


def test_a_plain_text_whose_headings_are_capitals_and_whose_table_names_its_columns():
    text = (
        "Licence professionnelle Métiers du bois\nUniversité de Haute-Rive\nAnnée universitaire 2025-2026\n\n"
        "PROGRAMME\n\nCode\tIntitulé\tEnseignant\tLangue\tQuadrimestre\tVolume\tCrédits\n"
        "BOIS301\tRésistance du bois\tPaul Durand\tFrançais\tQ1\t40\t6\nBOIS302\tAtelier\tMarie Curie, Jean Petit\tFR\t"
        "Q2\t60h\t6,5\n\nDÉBOUCHÉS\n\nCharpentier.\n"
    )

    whole = read(text)

    found = whole.programmes[0].content
    assert whole.coverage == 1
    assert (found.kind, found.title) == (ProgrammeKind.LP, "Licence professionnelle Métiers du bois")
    assert [(course.code, course.title, course.language, course.credits) for course in found.all_courses()] == [
        ("BOIS301", "Résistance du bois", "fr", 6),
        ("BOIS302", "Atelier", "fr", pytest.approx(6.5)),
    ]
    assert [course.hours for course in found.all_courses()] == [
        (Hours(HourKind.TOTAL, 40),),
        (Hours(HourKind.TOTAL, 60),),
    ]
    assert [(text.kind, text.text) for text in found.narratives] == [(NarrativeKind.CAREERS, "<p>Charpentier.</p>")]


@pytest.mark.parametrize(
    ("signs", "organisation"),
    [
        ("△", Organisation.EXCEPTIONALLY_NOT),
        ("⊖", Organisation.NEXT_YEAR),
        ("⊕", Organisation.THIS_YEAR_ONLY),
        ("△ ⊕", Organisation.NEITHER_YEAR),
        ("⊕△", Organisation.NEITHER_YEAR),
    ],
)
def test_signs_without_any_legend_mean_what_is_customary(signs, organisation):
    (course,) = courses_of(f"○ {signs} ■ DROI1001\tDroit\tAnne Roux\tFR [q1] [30h] [5 crédits]\n")

    assert (course.organisation, course.requirement, course.with_prerequisites) == (
        organisation,
        Requirement.OBLIGATORY,
        True,
    )


def test_a_combination_that_means_nothing_is_told_and_listed():
    whole = read(HEAD + "○ △⊖ DROI1001\tDroit\tAnne Roux\tFR [q1] [30h] [5 crédits]\n")

    assert [(left.line, left.text) for left in whole.unplaced] == [(7, "△⊖")]
    assert [note.text for note in whole.programmes[0].noted if note.code == "unknown-sign"] == [
        "DROI1001 : le signe « △⊖ » n’est pas dans la légende."
    ]


def test_a_bracket_that_is_never_closed_is_a_line_cut_off():
    (course,) = courses_of("○ DROI1001\tDroit\tAnne Roux\tFR [q1] [30h] [5 Cré\n")

    assert (course.cut_off, course.credits, course.term) == (True, None, Term.FIRST)


def test_without_any_mark_of_block_the_blocks_stay_unsaid():
    (course,) = courses_of("○ DROI1001\tDroit\tAnne Roux\tFR [q1] [30h] [5 crédits]\tX\n")

    assert course.blocks == ()


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Anne Roux", ["Anne Roux"]),
        ("Anne Roux Paul Petit Luc Grand", ["Anne Roux", "Paul Petit", "Luc Grand"]),
        ("Anne de la Tour Paul Petit", ["Anne de la Tour", "Paul Petit"]),
        ("Jan Van Damme ; Anne Roux", ["Jan Van Damme", "Anne Roux"]),
        ("Marie Anne Dupont", ["Marie Anne Dupont"]),
        ("J. Dupont, P. Petit", ["J. Dupont", "P. Petit"]),
        ("N.", []),
        ("", []),
    ],
)
def test_the_names_of_a_cell(cell, names):
    (course,) = courses_of(f"○ DROI1001\tDroit\t{cell}\tFR [q1] [30h] [5 crédits]\n")

    assert [teacher.name for teacher in course.teachers] == names


def test_prerequisites_that_turn_in_circles_refuse_the_text_with_the_circle():
    text = (
        HEAD + "○ DROI1001\tA\tAnne Roux\t[5 crédits]\n○ DROI1002\tB\tAnne Roux\t[5 crédits]\n\n## Prérequis\n\n"
        "DROI1001 a comme prérequis DROI1002.\n\nDROI1002 a comme prérequis DROI1001.\n"
    )

    with pytest.raises(BadFile) as refusal:
        read(text)

    assert [(cell.line, "DROI1001 → DROI1002 → DROI1001" in cell.sentence) for cell in refusal.value.cells] == [
        (7, True),
    ]


def test_what_the_text_does_not_say_may_be_given():
    found = only("# Master en essais\n\n## Pédagogie\n\nDes cours.\n", year="2023-2024", institution="École d’essai")

    assert (found.year, found.institution.name) == ("2023-2024", "École d’essai")


def test_what_is_missing_is_told_in_one_sentence():
    with pytest.raises(BadFile) as refusal:
        read("Bonjour.\n")

    assert [cell.sentence for cell in refusal.value.cells] == [
        "Ce texte ne dit pas l’intitulé, l’année universitaire et l’établissement de la formation : indiquez-les "
        "avant de le lire."
    ]


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ({"title": "Droit", "institution": "École d’essai"}, "l’année universitaire de la formation : indiquez-la"),
        ({"title": "Droit", "year": "2023-2024"}, "l’établissement de la formation : indiquez-le"),
    ],
)
def test_what_alone_is_missing_is_told_in_its_gender(given, end):
    with pytest.raises(BadFile) as refusal:
        read("Bonjour.\n", **given)

    assert [cell.sentence for cell in refusal.value.cells] == [f"Ce texte ne dit pas {end} avant de le lire."]


def test_prose_before_any_heading_is_placed_nowhere():
    whole = read(
        "Bonjour à tous.\n\nProgramme du Master en essais, de la faculté.\n", year="2023-2024", institution="É"
    )

    assert [left.text for left in whole.unplaced] == [
        "Bonjour à tous.",
        "Programme du Master en essais, de la faculté.",
    ]
    assert whole.coverage == 0


def test_the_address_of_an_entity_without_a_name_is_kept():
    found = only(HEAD + "## Gestion et contacts\n\nTél : 010 22 33 44\n\nhttp://droit.example/\n")

    assert [(one.name, one.phone, one.website) for one in found.management.entities] == [
        ("Entité de gestion", "010 22 33 44", "http://droit.example/")
    ]


def test_credits_told_twice_in_the_head_are_not_dropped_without_a_word():
    whole = read(HEAD + "60 crédits - 1 an - 90 crédits\n\n## Pédagogie\n\nDes cours.\n")

    assert whole.programmes[0].content.credits == 60
    assert [(left.line, left.text) for left in whole.unplaced] == [(7, "90 crédits")]


COURSES = "Programme\nSemestre 1\nUE1 Climat et énergie – 6 ECTS – 48h\nUE2 Droit – 6 ECTS\n"


@pytest.mark.parametrize(
    ("text", "credits", "years"),
    [
        ("Objectifs\nLe master compte 120 crédits ECTS, 2 ans, à Lyon.\n" + COURSES, 120, 2),
        ("Objectifs\nFormer des cadres en 4 semestres (120 crédits).\n" + COURSES, 120, 2),
        ("Objectifs\nFormer des cadres.\n" + COURSES, None, None),
        ("Former des cadres.\nSemestre 1 – 30 ECTS\n30 ECTS\n", None, None),
        ("Former des cadres.\nEC 1.2 Droit – 3 ECTS\n3 ECTS\n", None, None),
        ("Former des cadres.\n1.2 Droit – 3 ECTS\n", None, None),
        ("## Objectifs\n\nLe master compte 120 crédits ECTS, 2 ans.\n\n## Programme\n\n60 crédits, 1 an\n", 120, 2),
        ("2 ans - 120 crédits\n\n" + COURSES, 120, 2),
    ],
)
def test_the_credits_of_a_course_are_not_those_of_the_programme(text, credits, years):
    found = only(HEAD + text)

    assert (found.credits, found.years) == (credits, years)


def test_several_totals_are_told_and_none_is_taken():
    text = HEAD + "Objectifs\nLe master compte 120 crédits en 2 ans.\nLe parcours court compte 60 crédits en 1 an.\n"

    assert only(text).credits is None
    assert notes(text, "credits-unclear") == [
        (8, "Le texte dit plusieurs totaux de crédits (60 et 120) : indiquez celui de la formation."),
    ]


def test_a_text_without_courses_or_outcomes_says_so():
    absent = [
        (
            None,
            "Aucun cours n’a été reconnu dans ce texte : ses lignes sont restées dans les textes de présentation ; "
            "ajoutez les cours dans le tableau des cours.",
        )
    ]

    assert notes(HEAD + COURSES, "no-courses") == absent
    assert [line for line, _text in notes(HEAD + COURSES, "no-outcomes")] == [None]
    assert [notes(CLIMATE, code) for code in ("no-courses", "no-outcomes")] == [[], []]


@pytest.mark.parametrize(
    ("lines", "paragraphs"),
    [
        (["Former des cadres.", "Contact, Jeanne Martin", "Durée, 2 ans"], 3),
        (
            ["Des cours magistraux et des travaux dirigés,", "des projets menés toute une année en groupes", "de six."],
            1,
        ),
        (["Des cours." + " Des essais." * 12, "Des projets."], 2),
    ],
)
def test_lines_that_were_not_folded_are_paragraphs(lines, paragraphs):
    (text,) = only(HEAD + "## Pédagogie\n\n" + "\n".join(lines) + "\n").narratives

    kept = [" ".join(lines)] if paragraphs == 1 else lines
    assert text.text == "".join(f"<p>{line}</p>" for line in kept)
    assert len(kept) == paragraphs
