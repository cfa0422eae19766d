"""The page of the findings, the pane beside a text, and their gestures."""

import re

import pytest

from evaluations import transitions
from evaluations.enums import FindingKind, State
from evaluations.models import Finding
from evaluations.workspace import findings
from tests import factories

pytestmark = pytest.mark.django_db
STRENGTH, WEAKNESS, RECOMMENDATION = FindingKind
CRITERIA = {
    "code": "analyse",
    "kind": "criteria",
    "label": "Analyse",
    "criteria": [
        {"code": "finalite", "kind": "narrative", "label": "Finalité"},
        {"code": "pilotage", "kind": "narrative", "label": "Pilotage"},
    ],
}


def begin():
    sections = [*factories.TINY_FRAMEWORK["sections"][:1], CRITERIA, *factories.TINY_FRAMEWORK["sections"][1:]]
    world = factories.world(framework=factories.framework(sections=sections))
    return world, factories.evaluation(world, State.DRAFTING)


@pytest.fixture
def address(evaluation):
    return f"{evaluation.get_absolute_url()}constats/"


@pytest.fixture
def signed_in(client, world):
    client.force_login(world.expert)
    return client


def words(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def shown(evaluation, kind=STRENGTH):
    rows = evaluation.findings.kept().filter(kind=kind).order_by("number")
    return [f"{row.number} {row.text}" for row in rows]


def test_empty_lists_say_what_to_do(signed_in, address):
    text = words(signed_in.get(address))

    assert "Aucun point fort pour l’instant : écrivez-en un ci-dessous" in text
    assert "Aucune recommandation pour l’instant" in text


def test_somebody_who_only_reads_is_offered_nothing(client, world, evaluation, address):
    findings.add(evaluation, STRENGTH, "Un atout.", by=world.chair)
    client.force_login(world.officer)

    page = client.get(address)

    assert "Un atout." in words(page)
    assert set(re.findall(r'data-form="([^"]+)"', page.content.decode())) == {"language-set", "session-reopen"}


def test_a_finding_added_beside_a_text_is_linked_to_it(signed_in, evaluation, address):
    sent = {"kind": "WEAKNESS", "text": "Peu suivi.", "critere": "pilotage"}
    page = signed_in.post(f"{address}ajouter/", sent, follow=True)

    finding = Finding.objects.get()
    assert (finding.kind, finding.text, finding.criteria) == ("WEAKNESS", "Peu suivi.", ["pilotage"])
    assert page.redirect_chain[0][0] == (
        f"{evaluation.get_absolute_url()}criteres/pilotage/?volet=constats&geste=add&constat_fait={finding.public_id}"
    )
    assert "Constat ajouté : point faible 1." in words(page)


def test_a_text_that_is_no_criterion_links_to_nothing(signed_in, address):
    signed_in.post(f"{address}ajouter/", {"kind": "STRENGTH", "text": "Un atout.", "critere": "avis"})

    assert Finding.objects.get().criteria == []


def test_the_script_is_answered_in_json(signed_in, address):
    answer = signed_in.post(
        f"{address}ajouter/", {"kind": "STRENGTH", "text": "Un atout."}, headers={"accept": "application/json"}
    )

    assert (answer.status_code, answer.json()) == (
        201,
        {"id": Finding.objects.get().public_id, "said": "Constat ajouté\u00a0: point fort 1."},
    )


def test_a_finding_without_words_or_of_no_kind_is_refused_with_a_sentence(signed_in, address):
    answer = signed_in.post(
        f"{address}ajouter/", {"kind": "AUTRE", "text": " "}, headers={"accept": "application/json"}
    )

    assert (answer.status_code, len(answer.json()["errors"])) == (422, 2)
    assert Finding.objects.count() == 0


def test_the_words_and_the_links_are_changed_together(signed_in, world, evaluation, address):
    weakness = findings.add(evaluation, WEAKNESS, "Peu suivi.", by=world.chair)
    advice = findings.add(evaluation, RECOMMENDATION, "Suivre.", by=world.chair)

    signed_in.post(
        f"{address}{advice.public_id}/",
        {"text": "Mieux suivre.", "base_revision": 1, "criteria": ["pilotage"], "addresses": [weakness.public_id]},
    )

    advice.refresh_from_db()
    assert (advice.text, advice.revision, advice.criteria) == ("Mieux suivre.", 2, ["pilotage"])
    assert list(advice.addresses.all()) == [weakness]


def test_a_recommendation_and_the_weaknesses_that_it_answers_name_each_other(signed_in, world, evaluation, address):
    weaknesses = [findings.add(evaluation, WEAKNESS, text, by=world.chair) for text in "AB"]
    findings.add(evaluation, RECOMMENDATION, "Suivre.", addresses=weaknesses, by=world.chair)

    text = words(signed_in.get(address))

    assert "répond aux points faibles 1, 2" in text
    assert text.count("recommandation 1 ") >= 2


@pytest.mark.parametrize("links", [{"criteria": ["inconnu"]}, {"addresses": ["222222222222"]}, {"criteria": ["avis"]}])
def test_links_to_what_the_person_could_not_choose_change_nothing(signed_in, world, evaluation, address, links):
    other = factories.evaluation(factories.world(), State.DRAFTING)
    foreign = Finding.objects.create(evaluation=other, kind=WEAKNESS, number=1, text="D’ailleurs.")
    advice = findings.add(evaluation, RECOMMENDATION, "Suivre.", by=world.chair)

    for sent in (links, {"addresses": [foreign.public_id]}):
        answer = signed_in.post(f"{address}{advice.public_id}/", {"text": "Autre.", "base_revision": 1, **sent})
        assert answer.status_code == 422

    advice.refresh_from_db()
    assert (advice.text, advice.criteria, list(advice.addresses.all())) == ("Suivre.", [], [])


def test_two_wordings_are_shown_and_the_second_can_be_sent_again(signed_in, world, evaluation, address):
    finding = findings.add(evaluation, STRENGTH, "Un atout.", by=world.chair)
    findings.reword(finding, "De la présidente.", base_revision=1, by=world.chair)

    page = signed_in.post(f"{address}{finding.public_id}/", {"text": "De l’expert.", "base_revision": 1})

    assert page.status_code == 409
    text = words(page)
    assert f"{world.chair} a changé ce constat" in text
    assert ("De la présidente." in text, "De l’expert." in text) == (True, True)
    assert 'name="base_revision" value="2"' in page.content.decode()


def checked(page, name):
    inputs = re.findall(rf'<input [^>]*name="{name}"[^>]*>', page.content.decode())
    return [re.search(r'value="([^"]*)"', each)[1] for each in inputs if "checked" in each]


def test_a_stale_wording_keeps_the_links_of_both(signed_in, world, evaluation, address):
    one, two = (findings.add(evaluation, WEAKNESS, text, by=world.chair) for text in "AB")
    advice = findings.add(evaluation, RECOMMENDATION, "Suivre.", by=world.chair)
    theirs = findings.Links(frozenset({"finalite"}), frozenset({one.public_id}))
    findings.reword(advice, "De la présidente.", base_revision=1, links=theirs, by=world.chair)

    mine = {"text": "De l’expert.", "base_revision": 1, "criteria": ["pilotage"], "addresses": [two.public_id]}
    page = signed_in.post(f"{address}{advice.public_id}/", mine)

    assert page.status_code == 409
    assert checked(page, "criteria") == ["finalite", "pilotage"]
    assert checked(page, "addresses") == [one.public_id, two.public_id]
    assert 'name="read_criteria" value="finalite"' in page.content.decode()


def test_the_words_for_a_finding_taken_away_are_handed_back(signed_in, world, evaluation, address):
    finding = findings.add(evaluation, STRENGTH, "Un atout.", by=world.chair)
    findings.remove(finding, by=world.chair)

    page = signed_in.post(f"{address}{finding.public_id}/", {"text": "De l’expert.", "base_revision": 1})

    assert page.status_code == 422
    assert "Ce constat a été retiré : rétablissez-le avant de l’écrire." in words(page)
    assert "De l’expert.</textarea>" in page.content.decode()


def test_a_gesture_says_what_it_did(signed_in, world, evaluation, address):
    findings.add(evaluation, STRENGTH, "A", by=world.chair)
    second = findings.add(evaluation, STRENGTH, "B", by=world.chair)

    page = signed_in.post(f"{address}{second.public_id}/geste/", {"gesture": "up"}, follow=True)

    assert shown(evaluation) == ["1 B", "2 A"]
    assert "Constat déplacé : point fort 1." in words(page)


def test_a_finding_taken_away_can_be_brought_back_from_the_same_page(signed_in, world, evaluation, address):
    finding = findings.add(evaluation, STRENGTH, "A", by=world.chair)

    page = signed_in.post(f"{address}{finding.public_id}/geste/", {"gesture": "remove"}, follow=True)
    assert "Constat retiré. Rétablir point fort 1" in words(page)
    signed_in.post(f"{address}{finding.public_id}/geste/", {"gesture": "restore"})

    assert shown(evaluation) == ["1 A"]
    # The address of the page before, opened again, does not say what is no longer so.
    assert "Constat retiré." not in words(signed_in.get(page.redirect_chain[0][0]))


def test_a_stale_order_is_answered_with_the_list_as_it_stands(signed_in, world, evaluation, address):
    names = [findings.add(evaluation, STRENGTH, text, by=world.chair).public_id for text in "AB"]
    findings.add(evaluation, STRENGTH, "C", by=world.chair)

    page = signed_in.post(
        f"{address}ordre/", {"kind": "STRENGTH", "order": " ".join(names[::-1]), "seen": " ".join(names)}
    )

    assert page.status_code == 409
    assert "La liste a changé pendant que vous la rangiez" in words(page)
    assert shown(evaluation) == ["1 A", "2 B", "3 C"]


def test_the_order_of_the_whole_list_is_sent_at_once(signed_in, world, evaluation, address):
    names = [findings.add(evaluation, STRENGTH, text, by=world.chair).public_id for text in "ABC"]
    order = [names[2], names[0], names[1]]

    signed_in.post(
        f"{address}ordre/",
        {"kind": "STRENGTH", "order": " ".join(order), "seen": " ".join(names), "moved": names[2]},
    )

    assert shown(evaluation) == ["1 C", "2 A", "3 B"]


@pytest.mark.parametrize("sent", [{}, {"kind": "AUTRE", "order": "a"}, {"kind": "STRENGTH", "order": ""}])
def test_an_order_of_nothing_is_a_bad_request(signed_in, address, sent):
    assert signed_in.post(f"{address}ordre/", sent).status_code == 400


def test_once_transmitted_the_page_offers_no_order(client, world, evaluation, address):
    factories.write(evaluation)
    findings.add(evaluation, STRENGTH, "A", criteria=["pilotage"], by=world.chair)
    client.force_login(world.chair)
    evaluation = factories.advance(evaluation, State.CORRECTIONS_RULING, world)

    page = client.get(address)

    assert "chaque constat garde son numéro" in words(page)
    assert re.findall(r'value="(up|down|remove)"', page.content.decode()) == ["remove"]


def test_the_pane_shows_first_what_is_linked_to_the_text(signed_in, world, evaluation):
    findings.add(evaluation, STRENGTH, "D’ailleurs.", criteria=["finalite"], by=world.chair)
    findings.add(evaluation, WEAKNESS, "D’ici.", criteria=["pilotage"], by=world.chair)

    text = words(signed_in.get(f"{evaluation.get_absolute_url()}criteres/pilotage/?volet=constats"))

    assert text.index("D’ici.") < text.index("1 autre constat") < text.index("D’ailleurs.")


def test_a_finding_is_edited_beside_the_text(signed_in, world, evaluation):
    finding = findings.add(evaluation, STRENGTH, "Un atout.", criteria=["pilotage"], by=world.chair)
    beside = f"{evaluation.get_absolute_url()}criteres/pilotage/?volet=constats&constat={finding.public_id}"

    page = signed_in.get(beside).content.decode()

    assert 'data-form="finding-edit"' in page
    assert '<input type="hidden" name="critere" value="pilotage"' in page


def test_a_finding_of_another_evaluation_is_not_found(signed_in, world, address):
    other = factories.evaluation(world, State.DRAFTING)
    foreign = findings.add(other, STRENGTH, "D’ailleurs.", by=world.chair)

    answers = [
        signed_in.get(f"{address}{foreign.public_id}/"),
        signed_in.post(f"{address}{foreign.public_id}/geste/", {"gesture": "remove"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_nothing_is_offered_once_the_committee_validates(signed_in, world, evaluation, address):
    finding = findings.add(evaluation, STRENGTH, "A", by=world.chair)
    transitions.submit_for_validation(evaluation, by=world.chair)

    assert "finding-change" not in signed_in.get(address).content.decode()
    assert signed_in.post(f"{address}{finding.public_id}/geste/", {"gesture": "remove"}).status_code == 403


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_queries_at_one_and_at_thirty(
    signed_in, world, evaluation, address, number, django_assert_num_queries
):
    weakness = findings.add(evaluation, WEAKNESS, "Faible.", by=world.chair)
    for n in range(number):
        findings.add(evaluation, RECOMMENDATION, f"R{n}", criteria=["pilotage"], addresses=[weakness], by=world.chair)
    signed_in.get(address)

    with django_assert_num_queries(13):
        assert signed_in.get(address).status_code == 200
