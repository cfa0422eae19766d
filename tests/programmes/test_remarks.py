"""What does not add up in a description is told, once and with its place; what may be is not."""

import pytest

from programmes.description import parse, remarks

LEAST = {"year": "2024-2025", "institution": {"name": "Université d’essai"}, "kind": "MASTER", "title": "Droit public"}


def told(**said):
    return [(remark.code, remark.where, remark.sentence) for remark in remarks(parse(LEAST | said))]


def codes(**said):
    return [remark.code for remark in remarks(parse(LEAST | said))]


def group(*courses, **said):
    return {"title": "Tronc commun", **said, "courses": list(courses)}


def course(code, **said):
    return {"code": code, "title": f"Cours {code}", "credits": 5, **said}


def outcome_set(*outcomes):
    return [{"title": "Acquis", "outcomes": [{"code": code, "text": "Faire"} for code in outcomes]}]


def test_a_description_that_says_little_calls_for_no_remark():
    assert told() == []


def test_a_group_that_announces_other_credits_than_its_courses_have():
    assert told(groups=[group(course("A1"), course("A2"), credits=30)]) == [
        ("group-credits", "groups[0]", "Le groupe « Tronc commun » annonce 30 crédits ; ses cours en totalisent 10.")
    ]


def test_a_group_that_adds_up_calls_for_no_remark():
    assert told(groups=[group(course("A1"), course("A2", credits=2.5), credits=7.5)]) == []


def test_more_may_be_offered_than_is_to_be_taken():
    chosen = [course(f"A{number}", requirement="OPTIONAL") for number in range(3)]

    assert told(groups=[group(*chosen, credits=10)]) == []
    assert codes(groups=[group(*chosen, credits=20)]) == ["group-credits"]


def test_of_a_course_without_credits_the_sum_is_only_a_minimum():
    cut = {"code": "A2", "title": "Coupé", "cut_off": True}

    assert codes(groups=[group(course("A1"), cut, credits=10)]) == ["course-cut-off"]
    assert codes(groups=[group(course("A1"), cut, credits=3)]) == ["group-credits", "course-cut-off"]


def test_the_groups_together_make_the_credits_of_the_programme():
    groups = [group(course("A1"), credits=5), group(course("A2"), title="Finalité")]

    assert told(groups=groups, credits=10) == []
    assert told(groups=groups, credits=60) == [
        ("programme-credits", "credits", "Les groupes de cours totalisent 10 crédits ; la formation en annonce 60.")
    ]


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [group(course("A1", credits=90), course("A2", requirement="OPTIONAL"))],
        [group(credits=60), group(course("A1"), kind="SUPPLEMENTARY")],
        [{"title": "Stages"}, group(course("A1"), credits=5)],
    ],
    ids=["no group", "a choice", "supplements", "unknown"],
)
def test_the_whole_is_compared_only_where_there_is_enough_to_tell(groups):
    assert "programme-credits" not in codes(groups=groups, credits=60)


def test_a_language_that_does_not_exist_is_told_once_with_all_its_places():
    said = remarks(
        parse(
            LEAST
            | {"groups": [group(course("A1", language="pr"), course("A2", language="fr"), course("A3", language="pr"))]}
        )
    )

    assert [(one.code, one.where, one.also) for one in said] == [
        ("unknown-language", "groups[0].courses[0].language", ("groups[0].courses[2].language",))
    ]
    assert said[0].sentence == "« pr » n’est pas le code d’une langue (A1 et A3) : corrigez-le, par exemple en fr."


def test_codes_that_differ_by_their_beginning():
    assert told(codes=["APHM2M", "SPHM2M"]) == [
        (
            "codes-differ",
            "codes",
            "Les codes APHM2M et SPHM2M ne diffèrent que par leur début : vérifiez lequel est celui de la formation.",
        )
    ]
    assert told(codes=["APHM2M", "DROI1BA"]) == []


def test_a_level_that_is_not_that_of_the_kind():
    assert told(eqf=6, cycle="FIRST") == [
        ("level-kind", "eqf", "Le niveau 6 ne va pas avec le type « Master », qui est de niveau 7."),
        ("level-kind", "cycle", "Le premier cycle ne va pas avec le type « Master », qui est du deuxième cycle."),
    ]
    assert told(eqf=7, cycle="SECOND") == []


def test_courses_that_lack_credits_or_a_block():
    bare = {"code": "A2", "title": "Sans crédits"}

    assert told(groups=[group(course("A1", blocks=[1]), bare)]) == [
        ("course-without-credits", "groups[0].courses[1]", "Sans crédits : A2."),
        ("course-without-block", "groups[0].courses[1]", "Sans bloc annuel, alors que d’autres en ont un : A2."),
    ]


def test_supplements_stand_in_no_block():
    groups = [group(course("A1", blocks=[1])), group(course("A2"), kind="SUPPLEMENTARY")]

    assert told(groups=groups) == []


def test_a_prerequisite_that_is_no_course_of_the_programme():
    assert told(groups=[group(course("A1", prerequisites=["Z9"]))]) == [
        (
            "unknown-prerequisite",
            "groups[0].courses[0].prerequisites",
            "A1 demande Z9, qui ne figure pas parmi les cours de la formation.",
        )
    ]


@pytest.mark.parametrize(("workload", "expected"), [(100, []), (200, []), (99, ["workload"]), (201, ["workload"])])
def test_work_for_a_credit_is_twenty_to_forty_hours(workload, expected):
    assert codes(groups=[group(course("A1", workload=workload))]) == expected


def test_lessons_longer_than_all_the_work():
    hours = [{"kind": "LECTURE", "hours": 201}]

    assert told(groups=[group(course("A1", hours=hours))]) == [
        (
            "hours",
            "groups[0].courses[0].hours",
            "A1 : 201 heures de cours dépassent les 200 heures de travail possibles.",
        )
    ]


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        (["CG2.2", "CG5.3"], "La numérotation des acquis commence à CG2.2 ; il manque CG2.1."),
        (["AA1", "AA2", "AA4"], "La numérotation des acquis passe de AA2 à AA4 ; il manque AA3."),
        (
            ["CG1", "CG1.1", "CG4.3"],
            "La numérotation des acquis passe de CG1.1 à CG4.3 ; il manque CG2, CG3, CG4, CG4.1 et CG4.2.",
        ),
        (["AA1", "AA100"], None),
    ],
)
def test_numbers_of_outcomes_that_are_missing(outcomes, sentence):
    said = [one.sentence for one in remarks(parse(LEAST | {"outcome_sets": outcome_set(*outcomes)}))]

    if sentence is None:
        assert len(said) == 1
        assert said[0].endswith("et 86 autres.")
    else:
        assert said[0] == sentence


def test_numbers_that_follow_call_for_no_remark():
    assert told(outcome_sets=outcome_set("AA1", "AA2", "BB1", "AA3", "Oral")) == []


def test_outcomes_nobody_serves_and_courses_that_serve_none():
    said = told(
        outcome_sets=outcome_set("AA1", "AA2"), groups=[group(course("A1", outcomes=["AA1", "ZZ"]), course("A2"))]
    )

    assert said == [
        (
            "unknown-outcome",
            "groups[0].courses[0].outcomes",
            "A1 contribue à ZZ, qui ne figure pas parmi les acquis de la formation.",
        ),
        ("outcome-unserved", "outcome_sets[0].outcomes[1]", "Aucun cours ne contribue à ces acquis : AA2."),
        ("course-without-outcome", "groups[0].courses[1]", "Ces cours ne contribuent à aucun acquis : A2."),
    ]


def test_without_any_mark_gaps_of_the_matrix_say_nothing():
    assert told(outcome_sets=outcome_set("AA1"), groups=[group(course("A1"))]) == []


def test_a_text_that_tells_other_credits_and_another_title():
    said = remarks(
        parse(
            LEAST
            | {
                "groups": [group({"code": "DROI1332", "title": "Droit", "credits": 10})],
                "access": [
                    {"title": "Masters", "rows": [{"diploma": "Tout master", "remarks": "DROI1332 Droits (6 crédits)"}]}
                ],
            }
        )
    )

    assert [(one.code, one.where, one.also, one.sentence) for one in said] == [
        (
            "credits-told",
            "access[0].rows[0].remarks",
            ("groups[0].courses[0]",),
            "DROI1332 : 10 crédits dans le programme, 6 dans un texte.",
        ),
        (
            "title-told",
            "access[0].rows[0].remarks",
            ("groups[0].courses[0]",),
            "DROI1332 : « Droit » dans le programme, « Droits » dans un texte.",
        ),
    ]


def test_a_text_that_tells_the_same_calls_for_no_remark():
    groups = [group({"code": "DROI1332", "title": "Droit", "credits": 6}, note="DROI1332 Droit (6 crédits)")]

    assert told(groups=groups) == []


def test_a_text_that_names_a_course_written_like_ours_that_we_have_not():
    groups = [
        group({"code": "DROI1332", "title": "Droit", "credits": 6}, note="Avec DROI1400, ECO200 ou l’année 2024.")
    ]

    assert told(groups=groups) == [
        (
            "course-unknown",
            "groups[0].note",
            "Des textes citent des cours qui ne figurent pas dans le programme : DROI1400.",
        )
    ]


def test_credits_to_be_added_from_more_to_less():
    rows = [
        {"diploma": "Licence", "extra_from": 60, "extra_to": 30},
        {"diploma": "BUT", "extra_from": 30, "extra_to": 60},
    ]

    assert told(access=[{"title": "Premier cycle", "rows": rows}]) == [
        (
            "extra-credits",
            "access[0].rows[0].extra_from",
            "De 60 à 30 crédits : le moins est plus grand que le plus ; échangez-les.",
        )
    ]


def test_an_address_to_which_nobody_can_write():
    contacts = [{"email": "jean chez univ.fr"}, {"email": "scolarite@univ.example"}, {"name": "Jean"}]

    assert told(management={"contacts": contacts}) == [
        (
            "contact-address",
            "management.contacts[0].email",
            "« jean chez univ.fr » n’est pas une adresse électronique : nul n’y recevra de message.",
        )
    ]


def test_a_reference_to_a_table_is_for_dossiers():
    said = [{"kind": "TEACHING", "text": "<p>En 2025, {{effectifs.inscrits.2025}} inscrits.</p>"}]

    assert [(code, where) for code, where, _sentence in told(narratives=said)] == [("reference", "narratives[0].text")]


def test_a_script_that_no_typeface_of_the_paper_draws():
    sentence = "« 漢字 », « かな » ne peuvent pas être imprimés : ajoutez ces mots en lettres latines."
    texts = [{"kind": "INTRODUCTION", "text": "<p>Lire 漢字 et かな, puis 漢字.</p>"}]

    assert told(narratives=texts) == [("not-printable", "narratives[0].text", sentence)]
    one = [{"kind": "INTRODUCTION", "text": "<p>Lire 漢字.</p>"}]
    assert told(narratives=one)[0][2] == "« 漢字 » ne peut pas être imprimé : ajoutez ce mot en lettres latines."
    assert codes(narratives=[{"kind": "INTRODUCTION", "text": "<p>Ελληνικά, русский, ✓ → ★ ☐ 🎓, עברית.</p>"}]) == []


@pytest.mark.parametrize("word", ["ខ្មែរ", "မြန်မာ", "བོད", "አማርኛ", "ไทย", "हिन्दी", "한국어", "ܣܘܪܝܬ", "𓀀"])
def test_each_script_that_is_not_drawn_is_told(word):
    assert codes(narratives=[{"kind": "INTRODUCTION", "text": f"<p>Lire {word}.</p>"}]) == ["not-printable"]


@pytest.mark.parametrize("word", ["ქართული", "հայերեն", "العربية", "500 ฿", "ລາວ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"])
def test_a_script_that_is_drawn_is_not_told(word):
    assert codes(narratives=[{"kind": "INTRODUCTION", "text": f"<p>Lire {word}.</p>"}]) == []
