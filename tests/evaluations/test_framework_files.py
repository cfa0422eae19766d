"""Frameworks in YAML files, and the ten that are shipped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalprog.documents import DocumentInvalid
from evalprog.documents.yaml_files import MAX_BYTES
from evaluations.definition import as_document, parse
from evaluations.enums import BlockKind, CriterionKind, FrameworkStatus
from evaluations.framework_files import SHIPPED, dump, loads, read
from tests.evaluations.framework_documents import a_document, changed

CODES = [
    "aeres-licence-professionnelle",
    "esg-2015-part-1",
    "grille-conformite",
    "hceres-champs-2017",
    "hceres-ecoles-doctorales-2017",
    "hceres-formations-2014",
    "hceres-formations-2015",
    "hceres-formations-2016",
    "hceres-formations-2017",
    "hceres-formations-2022",
]


def shipped(code):
    return read(SHIPPED / f"{code}.yaml")


def problem_of(text):
    with pytest.raises(DocumentInvalid) as refusal:
        loads(text)
    (problem,) = refusal.value.problems
    return str(problem)


def test_ten_frameworks_are_shipped():
    assert sorted(path.stem for path in SHIPPED.iterdir()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_framework_is_valid_canonical_and_named_after_its_code(code):
    text = (SHIPPED / f"{code}.yaml").read_text(encoding="utf-8")

    definition = shipped(code)

    assert definition.code == code
    assert dump(definition) == text


@pytest.mark.parametrize("code", CODES)
def test_every_text_of_a_shipped_framework_that_is_due_comes_with_help(code):
    assert [text.code for text in shipped(code).texts if text.mandatory and not text.help] == []


@pytest.mark.parametrize("code", CODES)
def test_a_shipped_french_framework_keeps_french_typography(code):
    text = (SHIPPED / f"{code}.yaml").read_text(encoding="utf-8")
    definition = shipped(code)
    words = [value for value in _texts_in(as_document(definition)) if definition.language == "fr"]

    assert text.count("« ") == 0
    assert [word for word in words if any(mark in word for mark in (" ;", " :", " ?", " !", " »"))] == []
    assert [word for word in words if "'" in word] == []


def _texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(inner)


def test_wave_c_has_its_fifteen_rubrics_in_order():
    assert [(c.code, c.label) for c in shipped("hceres-formations-2016").criteria] == [
        ("objectifs", "Objectifs"),
        ("organisation", "Organisation"),
        ("positionnement", "Positionnement dans l’environnement"),
        ("equipe-pedagogique", "Equipe pédagogique"),
        ("effectifs", "Effectifs, insertion professionnelle et poursuite d’études"),
        ("recherche", "Place de la recherche"),
        ("professionnalisation", "Place de la professionnalisation"),
        ("projets-et-stages", "Place des projets et des stages"),
        ("international", "Place de l’international"),
        ("recrutement", "Recrutement, passerelles et dispositifs d’aide à la réussite"),
        ("enseignement-et-numerique", "Modalités d’enseignement et place du numérique"),
        ("evaluation-des-etudiants", "Evaluation des étudiants"),
        ("competences", "Suivi de l’acquisition de compétences"),
        ("suivi-des-diplomes", "Suivi des diplômés"),
        ("conseil-et-autoevaluation", "Conseil de perfectionnement et procédures d’autoévaluation"),
    ]


def test_wave_c_prints_its_cover_head_and_sections_as_published():
    definition = shipped("hceres-formations-2016")

    assert as_document(definition)["cover"] == {
        "published": "Rapport publié le",
        "document": "Rapport d’évaluation",
        "department": "Département d’évaluation des formations",
        "agency": "HCERES",
        "agency_name": "Haut conseil de l’évaluation de la recherche et de l’enseignement supérieur",
    }
    assert [(line.key, line.label, line.empty) for line in definition.head] == [
        ("period", "Évaluation réalisée en", ""),
        ("deposited_on", "sur la base d’un dossier déposé le", ""),
        ("field", "Champ(s) de formations", "/"),
        ("institution", "Établissement déposant", ""),
        ("partners", "Établissement(s) cohabilité(s)", "/"),
    ]
    assert [section.label for section in definition.sections] == [
        "Présentation de la formation",
        "Analyse",
        "Conclusion de l’évaluation",
        "Observations de l’établissement",
    ]
    assert [(block.code, block.label) for block in definition.blocks] == [
        ("points-forts", "Points forts"),
        ("points-faibles", "Points faibles"),
        ("avis-et-recommandations", "Avis global et recommandations"),
    ]
    advice = definition.blocks[2]
    assert (advice.opening.code, advice.closing.code) == ("avis", "avis-suite")


def test_wave_c_is_signed_by_the_president_of_the_agency_alone():
    (signature,) = shipped("hceres-formations-2016").signatures

    assert (signature.role, signature.heading, signature.office, signature.basis) == (
        "AGENCY",
        "Pour le HCERES,",
        "président",
        "En vertu du décret n°2014-1365 du 14 novembre 2014,",
    )
    assert signature.note == (
        "Le président du HCERES « contresigne les rapports d’évaluation établis par les comités d’experts"
        " et signés par leur président. » (Article 8, alinéa 5)"
    )


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("aeres-licence-professionnelle", ["AGENCY", "SECTION"]),
        ("hceres-formations-2014", ["AGENCY"]),
        ("hceres-formations-2015", ["AGENCY"]),
        ("hceres-formations-2017", ["AGENCY", "CHAIR"]),
        ("hceres-champs-2017", ["AGENCY", "CHAIR"]),
        ("hceres-ecoles-doctorales-2017", ["AGENCY", "CHAIR"]),
    ],
)
def test_a_form_of_report_is_signed_as_in_its_years(code, roles):
    assert [signature.role for signature in shipped(code).signatures] == roles


def test_wave_b_gives_its_synthesis_before_the_analysis_and_wave_a_its_opinion():
    assert [section.label for section in shipped("hceres-formations-2015").sections] == [
        "Présentation de la formation",
        "Synthèse de l’évaluation",
        "Analyse",
        "Observations de l’établissement",
    ]
    assert [section.label for section in shipped("hceres-formations-2014").sections] == [
        "Présentation de la formation",
        "Avis du comité d’experts",
        "Éléments spécifiques de la mention",
        "Synthèse de l’évaluation de la formation",
        "Observations de l’établissement",
    ]


def test_aeres_marks_four_criteria_with_letters():
    definition = shipped("aeres-licence-professionnelle")

    assert [criterion.kind for criterion in definition.criteria] == [CriterionKind.SCALE] * 4
    assert [value.code for value in definition.scale("lettres").values] == ["A+", "A", "B", "C"]


def test_no_report_between_2014_and_2021_gives_marks():
    """Décret 2014-1365, article 11: the reports of these years grade nothing."""
    codes = [code for code in CODES if code.startswith("hceres-") and not code.endswith("2022")]

    assert [code for code in codes if shipped(code).scales] == []
    assert BlockKind.OPINION not in {block.kind for code in codes for block in shipped(code).blocks}


def test_the_compliance_grid_asks_a_licence_and_a_master_different_questions():
    grid = shipped("grille-conformite")

    assert {criterion.kind for criterion in grid.criteria} == {CriterionKind.YES_NO}
    assert (len(grid.criteria), len(grid.criteria_for("LICENCE")), len(grid.criteria_for("MASTER"))) == (
        28,
        20,
        23,
    )


def test_the_european_standards_are_the_ten_in_english():
    definition = shipped("esg-2015-part-1")

    assert definition.language == "en"
    assert [criterion.esg for criterion in definition.criteria] == [(f"1.{n}",) for n in range(1, 11)]
    assert definition.criteria[8].label == "1.9 On-going monitoring and periodic review of programmes"


def test_labels_not_seen_on_a_real_report_are_marked():
    confirmed = [code for code in CODES if shipped(code).status == FrameworkStatus.CONFIRMED]

    assert confirmed == ["esg-2015-part-1", "grille-conformite", "hceres-formations-2016"]


def test_dump_then_read_gives_the_same_framework_and_readable_yaml():
    document = changed(a_document(), ("sections", 1, "criteria", 0, "help"), "Deux lignes :\nl’été, l’hiver.")
    definition = parse(document)

    text = dump(definition)

    assert loads(text) == definition
    assert text.startswith("code: petit-referentiel\nversion: 1\ntitle: Petit référentiel\n")
    assert "        help: |-\n          Deux lignes :\n          l’été, l’hiver.\n" in text


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t :#-'\"|>%@"), max_size=30))
def test_any_text_survives_dump_and_read(words):
    definition = parse(changed(a_document(), ("source",), words))

    assert loads(dump(definition)) == definition


def test_a_missing_file_is_refused(tmp_path):
    path = tmp_path / "absent.yaml"

    with pytest.raises(DocumentInvalid) as refusal:
        read(path)

    assert str(refusal.value) == f"le fichier {path} n’existe pas ; vérifiez son nom."


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(DocumentInvalid) as refusal:
        read(tmp_path)

    assert str(refusal.value) == (
        f"le fichier {tmp_path} ne peut pas être lu (c’est un dossier) ; vérifiez son emplacement et ses droits."
    )


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path):
    path = tmp_path / "latin.yaml"
    path.write_bytes("code: a\ntitle: Évaluation\n".encode("latin-1"))

    with pytest.raises(DocumentInvalid) as refusal:
        read(path)

    assert str(refusal.value) == (f"le fichier {path} n’est pas en UTF-8 (ligne 2) ; enregistrez-le dans ce codage.")


def test_a_large_file_is_refused_without_being_parsed(tmp_path):
    path = tmp_path / "grand.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))

    with pytest.raises(DocumentInvalid) as refusal:
        read(path)

    assert str(refusal.value) == (f"le fichier {path} dépasse 1 Mo ; donnez un fichier plus court.")


def test_a_byte_order_mark_is_ignored(tmp_path):
    path = tmp_path / "marque.yaml"
    path.write_text(dump(parse(a_document())), encoding="utf-8-sig")

    assert read(path) == parse(a_document())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "ce fichier est vide ; donnez-en un autre."),
        ("# rien\n", "ce fichier est vide ; donnez-en un autre."),
        (
            "code: a\nhead: [1,\n",
            "ligne 3, colonne 1 : ce n’est pas du YAML ; vérifiez ici le retrait, les deux-points et les guillemets.",
        ),
        (
            "code: a\ntitle: un: deux\n",
            "ligne 2, colonne 10 : ce n’est pas du YAML ; vérifiez ici le retrait, les deux-points et les guillemets.",
        ),
        (
            "code: a\n\ttitle: b\n",
            "ligne 2, colonne 1 : ce n’est pas du YAML ; vérifiez ici le retrait, les deux-points et les guillemets.",
        ),
        (
            "code: a\ntitle: b\x00\n",
            "ligne 2 : ce caractère ne peut pas figurer dans un fichier YAML ; retirez-le.",
        ),
        (
            "cover: &c {agency: A}\n",
            "ligne 1, colonne 8 : ancres (&) et renvois (*) ne sont pas admis ; écrivez la valeur en entier.",
        ),
        (
            "cover: *c\n",
            "ligne 1, colonne 8 : ancres (&) et renvois (*) ne sont pas admis ; écrivez la valeur en entier.",
        ),
        (
            "code: !!python/object/apply:os.system [ls]\n",
            "ligne 1, colonne 7 : les types de YAML (!) ne sont pas admis ; retirez ce mot.",
        ),
        (
            "code: a\ncode: b\n",
            "ligne 2, colonne 1 : la clé « code » est donnée deux fois ; gardez l’une des deux.",
        ),
        ("? [code]\n: a\n", "ligne 1, colonne 3 : une clé est un mot ; corrigez-la."),
        (
            "[" * 5000,
            "ligne 1, colonne 21 : trop de niveaux ; il en faut moins de 20.",
        ),
        (
            "Bonjour",
            "il faut un ensemble de clés, et non un texte ; corrigez cette valeur.",
        ),
    ],
)
def test_a_text_that_is_not_plain_yaml_is_refused_in_one_sentence(text, sentence):
    assert problem_of(text) == sentence


@pytest.mark.parametrize(
    ("word", "value"), [("Non", "Non"), ("on", "on"), ("2016-10-13", "2016-10-13"), ("1e3", "1e3")]
)
def test_a_bare_word_that_yaml_would_change_stays_the_text_it_is(word, value):
    text = dump(parse(a_document())).replace("title: Petit référentiel", f"title: {word}")

    assert loads(text).title == value


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text("[]{}:,-&*!|>'\"#%@` \n\tab1", max_size=60))
def test_any_text_at_all_is_read_or_refused(text):
    with pytest.raises(DocumentInvalid):
        loads(text)
