"""What a dossier lacks before its deposit: sentences, each with its place."""

import pytest

from evaluations import readiness
from evaluations.dossier_facts import facts_of
from evaluations.models import DossierPart
from evaluations.workspace import dossier_pieces
from tests import factories
from tests.evaluations import dossier_data as data

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return data.world()


@pytest.fixture
def evaluation(world):
    return data.expected(world)


def told(evaluation):
    return [
        (problem.where, problem.sentence.replace("\u00a0", " ")) for problem in readiness.before_deposit(evaluation)
    ]


def test_an_empty_dossier_lacks_all_that_is_mandatory(evaluation):
    assert told(evaluation) == [
        ("presentation", "Présentation de la formation : le texte manque."),
        ("piece:reglement", "Règlement des études : la pièce manque."),
    ]


def test_a_piece_without_its_places_lacks_them(evaluation, world):
    data.write(evaluation, by=world.contributor)
    part = data.join(evaluation, by=world.contributor)

    place = "Règlement des études : donnez la page de « Composition du conseil de perfectionnement »."
    assert told(evaluation) == [("piece:reglement", place)]
    dossier_pieces.point(part, {"conseil": 1}, read=1, by=world.contributor)
    assert told(evaluation) == []


def test_a_place_beyond_the_document_is_to_be_given_again(evaluation, world):
    data.fill(evaluation, world)
    DossierPart.objects.update(places={"conseil": 3})

    place = "la page de « Composition du conseil de perfectionnement » n’existe pas dans le document."
    assert told(evaluation) == [("piece:reglement", f"Règlement des études : {place}")]


def test_a_mandatory_table_is_asked_for():
    world = data.world(indicators=[{"code": "e", "label": "Effectifs", "kind": "ENROLLED", "mandatory": True}])
    evaluation = data.expected(world)
    data.fill(evaluation, world)

    assert told(evaluation) == [("table:e", "Effectifs : les chiffres manquent.")]
    data.count(evaluation, by=world.contributor)
    assert told(evaluation) == []


def test_a_reference_that_names_nothing_refuses_and_one_without_value_warns(evaluation, world):
    data.fill(evaluation, world)
    rows = [{"code": "inscrits", "label": "Inscrits", "values": ["-", "31"]}]
    data.count(evaluation, by=world.contributor, rows=rows)
    text = "<p>{{effectifs.inscrits.2024-2025}}, {{effectifs.inscrits.2025-2026}}, {{effectifs.diplomes.2025-2026}}</p>"
    data.write(evaluation, "suivi", text, by=world.contributor)

    facts = facts_of(evaluation)
    assert [(p.where, "diplomes" in p.sentence) for p in readiness.missing_in(facts)] == [("suivi", True)]
    assert [(p.where, "2024-2025" in p.sentence) for p in readiness.warnings_in(facts)] == [("suivi", True)]


def test_a_reference_that_lacks_a_brace_refuses_like_one_that_names_nothing(evaluation, world):
    data.fill(evaluation, world)
    data.count(evaluation, by=world.contributor)
    data.write(evaluation, "suivi", "<p>Ils sont {{effectifs.inscrits.2025-2026}.</p>", by=world.contributor)

    [(where, sentence)] = told(evaluation)
    assert where == "suivi"
    assert "« {{effectifs.inscrits.2025-2026} » n’est pas une référence entière" in sentence


def test_tables_that_contradict_themselves_warn_and_refuse_nothing(evaluation, world):
    data.fill(evaluation, world)
    rows = [
        {"code": "inscrits", "label": "Inscrits", "values": ["28", "31"]},
        {"code": "filles", "label": "Filles", "part_of": "inscrits", "values": ["12", "10"]},
        {"code": "garcons", "label": "Garçons", "part_of": "inscrits", "values": ["16", "20"]},
    ]
    data.count(evaluation, by=world.contributor, rows=rows)

    facts = facts_of(evaluation)
    assert readiness.missing_in(facts) == []
    [warning] = readiness.warnings_in(facts)
    assert warning.where == "indicateurs"
    assert "31" in warning.sentence and "30" in warning.sentence


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("<p>Les effectifs : [À compléter : effectifs 2025].</p>", True),
        ("<p>[<strong>a</strong> COMPLETER par la scolarité]</p>", True),
        ("<p>[Voir l’annexe], puis [ à&nbsp;compléter", True),
        ("<p>L’offre est à compléter [voir l’annexe].</p>", False),
        ("<p>[À complètement revoir]</p>", False),
    ],
)
def test_a_passage_left_for_later_warns_and_refuses_nothing(evaluation, world, text, is_told):
    data.fill(evaluation, world)
    data.write(evaluation, "suivi", text, by=world.contributor)

    facts = facts_of(evaluation)
    sentence = "« Suivi des étudiants » contient encore « [À compléter » : complétez ce passage ou retirez-le."
    assert readiness.missing_in(facts) == []
    found = [(problem.where, problem.sentence.replace("\u00a0", " ")) for problem in readiness.warnings_in(facts)]
    assert found == ([("suivi", sentence)] if is_told else [])


def test_progress_counts_the_sections_that_say_something(evaluation, world):
    assert readiness.progress_in_words(facts_of(evaluation)).replace("\u00a0", " ") == "0 rubrique rédigée sur 2"
    data.write(evaluation, by=world.contributor)
    data.write(evaluation, "suivi", "<p> </p>", by=world.contributor)

    assert readiness.progress_of(facts_of(evaluation)) == (1, 2)


def test_nothing_is_asked_for_without_a_form():
    world = factories.world()

    assert readiness.before_deposit(data.expected(world)) == []


def test_a_dossier_that_came_by_post_is_recorded_by_the_agency_alone(evaluation, world):
    assert readiness.before("deposit_dossier", evaluation, world.officer) == []
    assert len(readiness.before("deposit_dossier", evaluation, world.signatory)) == 2
    data.count(evaluation, by=world.contributor)  # of the programme, not of this dossier
    assert readiness.before("deposit_dossier", evaluation, world.officer) == []


def test_the_agency_learns_nothing_of_a_dossier_that_its_institution_prepares(evaluation, world):
    data.count(evaluation, by=world.contributor)
    data.write(evaluation, "suivi", "<p>{{effectifs.secret.2025-2026}}</p>", by=world.contributor)

    [problem] = readiness.before("deposit_dossier", evaluation, world.officer)
    sentence = "L’établissement prépare ce dossier ici : c’est à lui de le déposer."
    assert problem.sentence.replace("\u00a0", " ") == sentence
    assert len(readiness.before("deposit_dossier", evaluation, world.signatory)) == 3


@pytest.mark.parametrize("sections", [1, 3])
def test_completeness_costs_the_same_queries_whatever_is_written(sections, django_assert_num_queries):
    asked = [{"code": f"r{n}", "label": f"Rubrique {n}"} for n in range(sections)]
    world = data.world(sections=asked, indicators=[])
    evaluation = data.expected(world)
    for one in asked:
        data.write(evaluation, one["code"], by=world.contributor)
    evaluation = type(evaluation).objects.select_related("framework", "programme").get(pk=evaluation.pk)

    with django_assert_num_queries(3):
        readiness.before_deposit(evaluation)
