"""The form of a report, read from a document: what is refused, in which words; what the helpers answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evalprog.documents import DocumentInvalid
from evaluations.definition import WritableText, as_document, parse
from evaluations.enums import FindingKind, TextKind
from programmes.enums import ProgrammeKind
from tests.evaluations.framework_documents import a_document, at, changed, paths_in, without


def problems_of(document):
    with pytest.raises(DocumentInvalid) as refusal:
        parse(document)
    return [str(problem) for problem in refusal.value.problems]


CRITERIA = ("sections", 1, "criteria")
BLOCKS = ("sections", 2, "blocks")


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (
            (*CRITERIA, 1, "scale"),
            "notes",
            "sections[1].criteria[1].scale : l’échelle « notes » n’existe pas ;"
            " définissez-la sous scales ou corrigez le code.",
        ),
        (
            ("version",),
            0,
            "version : donnez un nombre à partir de 1.",
        ),
        (
            ("version",),
            True,
            "version : il faut un nombre entier, et non true ou false ; corrigez cette valeur.",
        ),
        (
            ("language",),
            "français",
            "language : « français » : cette langue n’est pas connue ; donnez un code tel que fr ou en.",
        ),
        (
            ("code",),
            "Vague C",
            "code : « Vague C » : un code s’écrit en minuscules sans accent, chiffres et traits d’union (80 au"
            " plus) ; corrigez-le.",
        ),
        (
            ("head", 0, "key"),
            "Période",
            "head[0].key : « Période » : cette clé s’écrit en minuscules sans accent et tirets bas ; corrigez-la.",
        ),
        (
            ("scales", 0, "values", 0, "code"),
            "A plus",
            "scales[0].values[0].code : « A plus » : donnez un code sans espace, par exemple A+.",
        ),
        (
            ("title",),
            " ",
            "title : «   » : donnez un intitulé d’une ligne, de 300 caractères au plus, sans espace au début"
            " ni à la fin.",
        ),
        (
            ("title",),
            "t" * 301,
            f"title : « {'t' * 40}… » : donnez un intitulé d’une ligne, de 300 caractères au plus,"
            " sans espace au début ni à la fin.",
        ),
        (
            ("version",),
            10000,
            "version : donnez un numéro de version jusqu’à 9999.",
        ),
        (
            ("sections", 0, "code"),
            "c" * 81,
            f"sections[0].code : « {'c' * 40}… » : un code s’écrit en minuscules sans accent, chiffres et traits"
            " d’union (80 au plus) ; corrigez-le.",
        ),
        (
            ("cover", "published"),
            "Publié\nle",
            "cover.published : « Publié�le » : donnez un texte d’une ligne, sans espace au début ni à la fin.",
        ),
        (
            (*CRITERIA, 0, "help"),
            "a\x00",
            "sections[1].criteria[0].help : « a� » : ce texte contient un caractère qui ne s’imprime pas ; retirez-le.",
        ),
        (
            (*CRITERIA, 2, "esg"),
            ["1.11"],
            "sections[1].criteria[2].esg[0] : « 1.11 » :"
            " donnez le numéro d’une norme européenne (ESG), par exemple 1.2.",
        ),
        (
            (*CRITERIA, 2, "esg"),
            [1.2],
            "sections[1].criteria[2].esg[0] : il faut un texte, et non un nombre ; mettez la valeur entre guillemets.",
        ),
        (
            ("title",),
            None,
            "title : il faut un texte, et non une valeur vide ; corrigez cette valeur.",
        ),
        (
            ("title",),
            ["a"],
            "title : il faut un texte, et non une liste ; corrigez cette valeur.",
        ),
        (
            ("cover",),
            "AGENCE",
            "cover : il faut un ensemble de clés, et non un texte ; corrigez cette valeur.",
        ),
        (
            ("head",),
            {},
            "head : il faut une liste, et non un ensemble de clés ; corrigez cette valeur.",
        ),
        (
            ("sections", 0, "mandatory"),
            "oui",
            "sections[0].mandatory : il faut true ou false, et non un texte ; corrigez cette valeur.",
        ),
        (
            ("programme_kinds",),
            ["LP", "MASTER", "BTS"],
            "programme_kinds[2] : « BTS » n’est pas prévu ; choisissez parmi"
            " LICENCE, LP, BUT, DEUST, MASTER, ENGINEER, DOCTORAL_SCHOOL, FIELD, DIPLOMA, FOREIGN_BACHELOR,"
            " FOREIGN_MASTER, FOREIGN.",
        ),
        (
            ("signatures", 0, "role"),
            "RECTEUR",
            "signatures[0].role : « RECTEUR » n’est pas prévu ; choisissez parmi CHAIR, AGENCY, SECTION.",
        ),
        (
            ("status",),
            3,
            "status : il faut un mot parmi confirmed, to-confirm, et non un nombre ; corrigez cette valeur.",
        ),
        (
            ("sections", 3, "rule"),
            "jointes",
            "sections[3].rule : « jointes » n’est pas prévu ; choisissez parmi annexed, separate, none.",
        ),
        (
            ("sections", 0, "kind"),
            "texte",
            "sections[0].kind : « texte » n’est pas prévu ; choisissez parmi text, criteria, conclusion, observations.",
        ),
        (
            ("sections",),
            [],
            "sections : cette liste est vide ; donnez au moins un élément.",
        ),
        (
            (*CRITERIA, 5, "columns"),
            [],
            "sections[1].criteria[5].columns : kind : table demande cette clé ; donnez-lui au moins une valeur.",
        ),
        (
            (*BLOCKS, 0, "choices"),
            [{"code": "oui", "label": "Oui"}],
            "sections[2].blocks[0].choices : cette clé ne va pas avec kind : text ; retirez-la ou changez kind.",
        ),
        (
            ("cover", "logo"),
            "logo.png",
            "cover.logo : cette clé n’existe pas ici ; retirez-la, ou choisissez parmi"
            " agency, agency_name, department, document, published.",
        ),
        (
            ("head", 1, "key"),
            "period",
            "head[1].key : « period » figure déjà dans cette liste (head[0]) ; retirez l’un des deux.",
        ),
        (
            ("programme_kinds",),
            ["LP", "MASTER", "LP"],
            "programme_kinds[2] : « LP » figure déjà dans cette liste (programme_kinds[0]) ; retirez l’un des deux.",
        ),
        (
            (*CRITERIA, 0, "code"),
            "presentation",
            "sections[1].criteria[0].code : le code « presentation » est déjà celui de sections[0] ;"
            " donnez un autre code.",
        ),
        (
            (*BLOCKS, 3, "closing", "code"),
            "avis",
            "sections[2].blocks[3].closing.code : le code « avis » est déjà celui de"
            " sections[2].blocks[3].opening ; donnez un autre code.",
        ),
        (
            (*CRITERIA, 2, "applies_to"),
            ["LICENCE"],
            "sections[1].criteria[2].applies_to : « LICENCE » ne figure pas sous programme_kinds ;"
            " ajoutez-l’y ou retirez-le ici.",
        ),
        (
            (*BLOCKS, 0),
            {"code": "autres", "kind": "findings", "findings": "STRENGTH", "label": "Autres"},
            "sections[2].blocks[1].findings : les constats « STRENGTH » ont déjà leur liste"
            " (sections[2].blocks[0]) ; gardez-en une seule.",
        ),
        (
            ("sections", 0),
            {"code": "presentation", "kind": "observations", "label": "Réponse", "rule": "none"},
            "sections[3] : les observations de l’établissement ont déjà leur section (sections[0]) ;"
            " gardez-en une seule.",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(path, value, sentence):
    assert problems_of(changed(a_document(), path, value)) == [sentence]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        (("cover", "agency"), "cover.agency : cette clé manque ; ajoutez-la."),
        (("sections", 1, "label"), "sections[1].label : cette clé manque ; ajoutez-la."),
        (
            ("sections", 3, "rule"),
            "sections[3].rule : kind : observations demande cette clé ; donnez-lui au moins une valeur.",
        ),
        (
            (*CRITERIA, 1, "scale"),
            "sections[1].criteria[1].scale : kind : scale demande cette clé ; donnez-lui au moins une valeur.",
        ),
        (
            ("scales",),
            "sections[1].criteria[1].scale : l’échelle « lettres » n’existe pas ;"
            " définissez-la sous scales ou corrigez le code.",
        ),
        (
            (*BLOCKS, 3),
            "sections : il manque une liste de constats (RECOMMENDATION) ; un rapport donne des points"
            " forts, des points faibles et des recommandations.",
        ),
    ],
)
def test_a_missing_key_is_refused_in_one_sentence(path, sentence):
    assert problems_of(without(a_document(), path)) == [sentence]


def test_a_document_that_is_not_a_set_of_keys_is_refused_without_a_path():
    assert problems_of(["code"]) == ["il faut un ensemble de clés, et non une liste ; corrigez cette valeur."]


def test_all_problems_are_told_at_once():
    document = changed(a_document(), ("version",), 0)
    document = changed(document, (*CRITERIA, 1, "scale"), "notes")
    document = without(document, ("sections", 0, "label"))

    assert problems_of(document) == [
        "version : donnez un nombre à partir de 1.",
        "sections[0].label : cette clé manque ; ajoutez-la.",
        "sections[1].criteria[1].scale : l’échelle « notes » n’existe pas ;"
        " définissez-la sous scales ou corrigez le code.",
    ]


def test_the_refusal_reads_as_its_problems_one_by_line():
    with pytest.raises(DocumentInvalid) as refusal:
        parse(changed(without(a_document(), ("title",)), ("version",), 0))

    assert str(refusal.value) == ("version : donnez un nombre à partir de 1.\ntitle : cette clé manque ; ajoutez-la.")


def test_a_framework_without_any_list_of_findings_is_accepted():
    document = without(a_document(), ("sections", 2))

    assert FindingKind.STRENGTH not in {block.findings for block in parse(document).blocks}


def test_a_long_value_is_quoted_short():
    assert problems_of(changed(a_document(), ("code",), "É" * 50)) == [
        f"code : « {'É' * 40}… » : un code s’écrit en minuscules sans accent, chiffres et traits d’union (80 au"
        f" plus) ; corrigez-le."
    ]


def test_the_canonical_document_leaves_defaults_out_and_reads_back_equal():
    document = a_document()

    assert as_document(parse(document)) == document
    assert parse(as_document(parse(document))) == parse(document)


def test_texts_come_in_printed_order_with_what_is_due():
    texts = parse(a_document()).texts

    assert [(text.code, text.kind, text.mandatory) for text in texts] == [
        ("presentation", TextKind.SECTION, True),
        ("objectifs", TextKind.CRITERION, True),
        ("pilotage", TextKind.CRITERION, True),
        ("recherche", TextKind.CRITERION, False),
        ("heures", TextKind.CRITERION, False),
        ("regime", TextKind.CRITERION, False),
        ("effectifs", TextKind.CRITERION, False),
        ("synthese", TextKind.BLOCK, True),
        ("avis", TextKind.OPENING, True),
        ("avis-suite", TextKind.CLOSING, False),
        ("avis-formel", TextKind.OPINION, False),
    ]


def test_a_text_is_found_by_its_code():
    assert parse(a_document()).text("objectifs") == WritableText(
        "objectifs", "Objectifs", TextKind.CRITERION, True, "Les buts."
    )


@pytest.mark.parametrize("find", ["text", "criterion", "scale"])
def test_an_unknown_code_is_a_key_error(find):
    with pytest.raises(KeyError):
        getattr(parse(a_document()), find)("inconnu")


def test_criteria_and_texts_are_those_of_the_kind_of_programme():
    definition = parse(a_document())

    assert [criterion.code for criterion in definition.criteria_for(ProgrammeKind.LP)] == [
        "objectifs",
        "pilotage",
        "heures",
        "regime",
        "effectifs",
    ]
    assert [criterion.code for criterion in definition.criteria_for("MASTER")] == [
        "objectifs",
        "pilotage",
        "recherche",
        "heures",
        "regime",
        "effectifs",
    ]
    assert [text.code for text in definition.texts_for("LP")][:4] == [
        "presentation",
        "objectifs",
        "pilotage",
        "heures",
    ]


def test_a_mark_is_due_with_its_reasons_and_an_answer_with_or_without():
    definition = parse(a_document())

    assert [(c.code, c.needs_answer, c.needs_text) for c in definition.criteria[:4]] == [
        ("objectifs", False, True),
        ("pilotage", True, True),
        ("recherche", True, False),
        ("heures", False, False),
    ]


def test_a_framework_suits_the_kinds_it_names_or_all_if_it_names_none():
    named, any_kind = parse(a_document()), parse(changed(a_document(), ("programme_kinds",), []))

    assert [named.suits("LP"), named.suits("LICENCE"), any_kind.suits("LICENCE")] == [True, False, True]


def test_parts_are_found_by_what_they_are():
    definition = parse(a_document())

    assert definition.observations.code == "observations"
    assert definition.scale("lettres").value("A+").label == "A+"
    assert [line.key for line in definition.particulars] == ["sites"]


def test_every_code_has_a_label():
    assert parse(a_document()).labels() == {
        "presentation": "Présentation",
        "analyse": "Analyse",
        "conclusion": "Conclusion",
        "observations": "Réponse",
        "objectifs": "Objectifs",
        "pilotage": "Pilotage",
        "recherche": "Recherche",
        "heures": "Heures",
        "regime": "Régime",
        "effectifs": "Effectifs",
        "synthese": "Synthèse",
        "forts": "Forts",
        "faibles": "Faibles",
        "conseils": "Avis et conseils",
        "avis-formel": "Avis formel",
        "avis": "Avis",
        "avis-suite": "Suite de l’avis",
    }


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
BRANCHES = LEAVES | st.lists(LEAVES, max_size=3) | st.dictionaries(st.text(max_size=10), LEAVES, max_size=3)
ANYTHING = BRANCHES | st.lists(BRANCHES, max_size=2) | st.dictionaries(st.text(max_size=10), BRANCHES, max_size=2)
PATHS = st.sampled_from(list(paths_in(a_document())))


@st.composite
def damaged_documents(draw):
    document = changed(a_document(), draw(PATHS), draw(ANYTHING))
    paths = list(paths_in(document))
    dropped = draw(st.sampled_from(paths))
    document = without(document, dropped) if draw(st.booleans()) else document
    parents = [path for path in paths_in(document) if isinstance(at(document, path), dict)]
    if parents and draw(st.booleans()):
        path = draw(st.sampled_from(parents))
        document = changed(document, (*path, draw(st.text(max_size=10) | st.integers())), draw(ANYTHING))
    return document


@settings(max_examples=300, deadline=None)
@given(damaged_documents() | ANYTHING)
def test_a_damaged_document_is_read_or_refused_and_nothing_else(document):
    try:
        definition = parse(document)
    except DocumentInvalid as refusal:
        assert all(str(problem).endswith(".") for problem in refusal.problems)
    else:
        assert parse(as_document(definition)) == definition
