"""The form made from the fields of a part."""

import copy

import pytest

from evalprog.documents import keys_of
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
    FrameworkDefinition,
    HeadLine,
    Passage,
    PiecePlace,
    Scale,
    ScaleValue,
    Section,
    SignatureBlock,
    as_document,
    parse,
)
from evaluations.definition.editing import Spot, find, nested_part
from evaluations.definition.parts import ANSWERED_BY_THE_RECORD
from evaluations.forms.framework_parts import PartForm
from evaluations.forms.framework_words import (
    HEAD_KEYS,
    PARTS,
    WORDS,
    named,
    place_name,
    without_paths,
    words_of,
)
from tests import factories
from tests.evaluations import dossier_data
from tests.evaluations.framework_documents import a_document, changed

pytestmark = pytest.mark.django_db

ALL = (
    FrameworkDefinition,
    Cover,
    HeadLine,
    SignatureBlock,
    CommitteeLabels,
    Scale,
    ScaleValue,
    Choice,
    Passage,
    Criterion,
    Block,
    Section,
    DossierForm,
    DossierSection,
    DossierPiece,
    PiecePlace,
    DossierIndicator,
)


def form_of(path, data=None, document=None):
    document = document or a_document()
    given = None if data is None else {"revision": "0", **data}
    return PartForm(given, spot=find(document, path), document=document, revision=0)


def record_of(path, data, document=None):
    form = form_of(path, data, document)
    assert form.is_valid(), form.errors
    return form.record()


def new(part, **record):
    spot = Spot("+", part, {})
    return PartForm({"revision": "0", **record}, spot=spot, document=a_document(), revision=0, is_new=True)


def choices(path, name):
    return [value for value, _label in form_of(path).fields[name].choices]


# -- words


@pytest.mark.parametrize("part", ALL, ids=lambda part: part.__name__)
def test_every_part_and_field_has_its_words(part):
    assert PARTS[part]
    for name, _field, hint in keys_of(part):
        if nested_part(hint):
            assert WORDS.list_words(part, name).title
        elif (part, name) != (FrameworkDefinition, "version"):
            assert words_of(part, name)[0]


def test_every_line_that_the_record_answers_has_its_words():
    assert set(HEAD_KEYS) == ANSWERED_BY_THE_RECORD


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "Référentiel"),
        ("cover", "Couverture"),
        ("head[1]", "Ligne d’en-tête « Site(s) »"),
        ("signatures[0]", "Signature « Présidence du comité »"),
        ("scales[0].values[0]", "Valeur « A+ »"),
        ("sections[1].criteria[0]", "Critère « Objectifs »"),
        ("sections[2].blocks[3].opening", "Texte avant la liste « Avis »"),
    ],
)
def test_a_part_is_called_by_its_noun_and_label(path, name):
    assert named(find(a_document(), path)).replace("\u00a0", " ") == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("cover", "Couverture"),
        ("cover.agency", "Couverture › Sigle de l’agence"),
        ("sections", "Rubriques"),
        ("sections[1].criteria[1].scale", "Critère « Pilotage » › Échelle"),
        ("sections[1].criteria[5].columns[0]", "Critère « Effectifs » › Colonnes du tableau"),
    ],
)
def test_a_problem_is_placed_in_words(path, name):
    assert place_name(a_document(), path).replace("\u00a0", " ") == name


def test_a_sentence_names_parts_rather_than_paths():
    sentence = "le code « a » est déjà celui de sections[1].criteria[0] ; voyez sections[9]."

    assert without_paths(a_document(), sentence).replace("\u00a0", " ") == (
        "le code « a » est déjà celui de Critère « Objectifs » ; voyez Rubriques."
    )


# -- fields


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("", ["title", "revision", "where", "language", "status", "source", "programme_kinds", "sheets"]),
        ("cover", ["revision", "where", "agency", "agency_name", "department", "document", "published"]),
        ("head[0]", ["label", "revision", "where", "key", "empty", "heading", "many", "on_cover", "also"]),
        ("sections[0]", ["label", "revision", "where", "kind", "mandatory", "help", "also", "code"]),
        ("sections[3]", ["label", "revision", "where", "kind", "help", "rule", "also", "code"]),
        ("scales[0].values[0]", ["label", "revision", "where", "meaning", "code"]),
    ],
)
def test_a_part_has_the_fields_of_its_kind(path, names):
    assert list(form_of(path).fields) == names


@pytest.mark.parametrize(
    ("index", "own"),
    [(0, set()), (1, {"scale"}), (2, set()), (3, {"unit"}), (4, set()), (5, {"columns"})],
    ids=["narrative", "scale", "yes_no", "number", "choice", "table"],
)
def test_a_criterion_has_the_settings_of_its_kind(index, own):
    assert set(form_of(f"sections[1].criteria[{index}]").fields) & {"scale", "unit", "columns"} == own


def test_a_scale_is_chosen_among_the_scales():
    assert choices("sections[1].criteria[1]", "scale") == ["", "lettres"]


def test_a_scale_that_has_gone_stays_chosen_until_another_is():
    document = changed(a_document(), ("sections", 1, "criteria", 1, "scale"), "perdue")

    field = form_of("sections[1].criteria[1]", document=document).fields["scale"]

    assert [value for value, _label in field.choices] == ["", "lettres", "perdue"]


def test_enums_are_offered_in_french():
    assert form_of("sections[0]").fields["kind"].choices == [
        ("text", "Texte"),
        ("criteria", "Critères"),
        ("conclusion", "Conclusion"),
        ("observations", "Observations de l’établissement"),
    ]


def test_the_languages_are_those_of_the_product_and_of_the_frameworks():
    assert choices("", "language") == ["fr", "en"]

    factories.framework(language="de")
    assert choices("", "language") == ["fr", "en", "de"]


def test_a_language_that_no_framework_uses_yet_stays_chosen():
    field = form_of("", document=changed(a_document(), ("language",), "oc")).fields["language"]

    assert [value for value, _label in field.choices] == ["fr", "en", "oc"]


# -- records


def test_a_form_sent_back_as_it_came_changes_nothing():
    document = a_document()
    for path in ("", "cover", "head[1]", "signatures[0]", "scales[0]", "sections[1]", "sections[1].criteria[2]"):
        form = form_of(path)
        data = {name: form[name].value() for name in form.fields if form[name].value() is not None}

        assert record_of(path, data) == find(document, path).record


def test_texts_are_put_into_their_canonical_form():
    record = record_of(
        "sections[1].criteria[0]",
        {
            "label": "  E\u0301quipe   pédagogique ",
            "kind": "narrative",
            "help": "Un.\r\nDeux.",
            "also": " Une graphie \r\n\r\nAutre",
            "esg": "1.2\n1.10",
            "code": "objectifs",
        },
    )

    assert record == {
        "code": "objectifs",
        "label": "Équipe pédagogique",
        "also": ["Une graphie", "Autre"],
        "help": "Un.\nDeux.",
        "kind": "narrative",
        "esg": ["1.2", "1.10"],
    }


def test_another_kind_leaves_the_settings_of_the_first():
    record = record_of(
        "sections[1].criteria[1]", {"label": "Pilotage", "kind": "number", "scale": "lettres", "code": "pilotage"}
    )

    assert record == {"code": "pilotage", "label": "Pilotage", "kind": "number"}


def test_another_kind_loses_no_list():
    section = find(a_document(), "sections[1]").record

    record = record_of("sections[1]", {"label": "Analyse", "kind": "text", "code": "analyse"})

    assert record == {"code": "analyse", "kind": "text", "label": "Analyse", "criteria": section["criteria"]}


def test_the_code_and_the_version_of_a_framework_are_not_fields():
    record = record_of("", {"title": "Neuf", "language": "en", "status": "to-confirm", "code": "autre", "version": "9"})

    assert (record["code"], record["version"], record["title"]) == ("petit-referentiel", 1, "Neuf")


@pytest.mark.parametrize(
    ("part", "label", "code"),
    [
        (Criterion, "Équipe pédagogique", "equipe-pedagogique"),
        (Criterion, "Place de l’international", "place-de-l-international"),
        (Criterion, "Objectifs", "objectifs-2"),
        (Criterion, "???", "critere"),
        (Criterion, "a" * 100, "a" * 60),
        (ScaleValue, "A-", "A-"),
        (ScaleValue, "Très bon", "tres-bon"),
    ],
)
def test_a_code_is_proposed_from_the_label(part, label, code):
    form = new(part, label=label, kind="narrative", code="")

    assert form.is_valid(), form.errors
    assert form.record()["code"] == code


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Lieu(x) de formation", "lieu_x_de_formation"),
        ("Site(s)", "site_s"),
        ("Sites", "sites_bis"),
        ("Domaine 2", "domaine"),
    ],
)
def test_a_line_of_its_own_has_a_key_made_from_its_label(label, key):
    form = new(HeadLine, label=label, key="")

    assert form.is_valid(), form.errors
    assert form.record()["key"] == key


# -- refusals


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"label": "", "kind": "narrative"}, {"label": ["Ce champ est obligatoire."]}),
        (
            {"label": "X", "kind": "narrative", "code": "Deux mots"},
            {
                "code": [
                    "un code s’écrit en minuscules sans accent, chiffres et traits d’union (80 au plus) ; corrigez-le."
                ]
            },
        ),
        (
            {"label": "X", "kind": "narrative", "esg": "1.2\n9.9\nx"},
            {
                "esg": [
                    "« 9.9 » : donnez le numéro d’une norme européenne (ESG), par exemple 1.2.",
                    "« x » : donnez le numéro d’une norme européenne (ESG), par exemple 1.2.",
                ]
            },
        ),
        (
            {"label": "X", "kind": "poème"},
            {"kind": ["Sélectionnez un choix valide. poème n’en fait pas partie."]},
        ),
    ],
)
def test_a_wrong_value_is_told_under_its_field(data, errors):
    form = form_of("sections[1].criteria[0]", data)

    found = {name: [sentence.replace("\u00a0", " ") for sentence in said] for name, said in form.errors.items()}

    assert found == errors


# -- the form of the dossier


def a_document_with_a_dossier():
    return {**a_document(), "dossier": copy.deepcopy(dossier_data.FORM)}


def test_a_section_of_the_dossier_is_edited_with_its_advised_length():
    document = a_document_with_a_dossier()
    data = {"label": "Présentation", "code": "presentation", "length": "250", "mandatory": "on"}

    record = record_of("dossier.sections[0]", data, document)

    assert record == {"code": "presentation", "label": "Présentation", "mandatory": True, "length": 250}
    assert not form_of("dossier.sections[0]", {**data, "length": "0"}, document).is_valid()


def test_an_indicator_of_the_dossier_goes_with_one_of_its_sections():
    document = a_document_with_a_dossier()
    form = form_of("dossier.indicators[0]", document=document)

    assert [value for value, _label in form.fields["section"].choices] == ["", "presentation", "suivi"]
    assert "ENROLLED" in dict(form.fields["kind"].choices)


def test_a_framework_with_a_dossier_comes_back_as_it_was_written():
    document = a_document_with_a_dossier()

    assert as_document(parse(document)) == document
