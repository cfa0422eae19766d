"""The page on which an institution fills its dossier in, and the saves of its texts."""

import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations.enums import SaveOutcome
from evaluations.models import DossierFile, DossierTextRevision
from evaluations.reports import store
from programmes import putting_away, writing
from tests import factories
from tests.evaluations import dossier_data as data
from tests.evaluations import sent_files
from tests.programmes import described

pytestmark = pytest.mark.django_db
JSON = {"headers": {"accept": "application/json"}}
SEEN = re.compile(r'name="seen"\s+value="([0-9a-f]{64})"')


@pytest.fixture
def world():
    return data.world()


@pytest.fixture
def evaluation(world):
    return data.expected(world)


@pytest.fixture
def address(evaluation):
    return f"{evaluation.get_absolute_url()}dossier/"


@pytest.fixture
def house(client, world):
    client.force_login(world.contributor)
    return client


def words(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def send(client, address, text, *, base=0, code="presentation", **more):
    sent = {"text": text, "base_revision": base, "save_id": str(uuid.uuid4()), **more}
    return client.post(f"{address}textes/{code}/", sent, **JSON)


def document(name="Règlement.pdf", *pages):
    return SimpleUploadedFile(name, sent_files.pdf(*(pages or ("Une", "Deux"))))


# -- the page


def test_what_is_put_aside_is_said_not_to_leave_with_the_dossier(house, address, evaluation, world):
    begun = writing.begin(evaluation.programme, described.description(), by=None).description
    putting_away.put_away(begun, revision=1, by=world.contributor)

    assert "Ne part pas avec le dossier ce qui est mis de côté : 2024-2025." in words(house.get(address))


def test_the_page_shows_sections_pieces_and_what_is_missing(house, address):
    page = words(house.get(address))

    assert "0 rubrique rédigée sur 2" in page
    for said in (
        "Présentation de la formation",
        "environ 300 mots conseillés",
        "Règlement des études : la pièce manque.",
        "Présentation de la formation : le texte manque.",
        "Le dépôt revient à une personne habilitée à signer pour l’établissement.",
    ):
        assert said in page


def test_the_whole_way_from_an_empty_page_to_the_deposit(client, house, address, evaluation, world):
    assert send(house, address, "<p>Une licence.</p>").status_code == 200
    joined = house.post(f"{address}pieces/reglement/", {"file": document(), "read": 0})
    assert (joined.status_code, evaluation.dossier.get().version) == (302, 1)
    assert house.post(f"{address}pieces/reglement/pages/", {"place-conseil": 2, "read": 1}).status_code == 302
    assert "Rien ne manque de ce que le référentiel demande." in words(house.get(address))

    client.force_login(world.signatory)
    deposit = f"{evaluation.get_absolute_url()}actes/deposer-le-dossier/"
    (seen,) = SEEN.findall(client.get(deposit).content.decode())
    assert "Une licence." in words(client.get(deposit))
    assert send(house, address, "<p>Jamais lue.</p>", base=1).status_code == 200
    late = client.post(deposit, {"seen": seen})
    assert (late.status_code, evaluation.dossier_snapshots.count()) == (409, 0)
    assert "Le dossier a changé pendant que vous le relisiez" in words(late)
    assert client.post(deposit).status_code == 409

    assert client.post(deposit, {"seen": SEEN.findall(late.content.decode())[0]}).status_code == 302
    assert data.snapshot(evaluation).number == 1


def test_a_passage_left_for_later_is_told_where_it_is_written_and_where_it_is_deposited(
    client, house, address, evaluation, world
):
    data.fill(evaluation, world)
    assert send(house, address, "<p>Une licence. [À compléter : ses effectifs]</p>", base=1).status_code == 200
    told = "« Présentation de la formation » contient encore « [À compléter » : complétez ce passage ou retirez-le."
    assert told in words(house.get(address))

    client.force_login(world.signatory)
    deposit = f"{evaluation.get_absolute_url()}actes/deposer-le-dossier/"
    page = client.get(deposit)
    assert told in words(page)
    assert client.post(deposit, {"seen": SEEN.findall(page.content.decode())[0]}).status_code == 302


def test_the_agency_sees_nothing_of_what_is_prepared_on_its_pages(client, house, address, evaluation, world):
    data.count(evaluation, by=world.contributor)
    send(house, address, "<p>Brouillon {{effectifs.secret.2025-2026}}</p>")
    client.force_login(world.officer)

    for page in (evaluation.get_absolute_url(), f"{evaluation.get_absolute_url()}actes/deposer-le-dossier/"):
        said = words(client.get(page))
        for own in ("effectifs.secret", "Brouillon", "Règlement des études", "Effectifs"):
            assert own not in said
    assert "L’établissement prépare ce dossier ici : c’est à lui de le déposer." in said
    assert client.post(page).status_code == 409


# -- saving


def test_a_save_is_answered_with_what_stands_and_what_is_missing(house, address):
    answer = send(house, address, "<p>Une <b>licence</b>.</p>")

    told = answer.json()
    assert (answer.status_code, told["revision"], told["text"]) == (200, 1, "<p>Une <strong>licence</strong>.</p>")
    assert told["coverage"] == ["1 rubrique rédigée sur 2", "1 point manque"]
    assert told["missing"] == [
        {"sentence": "Règlement des études\u00a0: la pièce manque.", "anchor": "piece-reglement"}
    ]
    assert told["length"] == "2 mots enregistrés (environ 300 mots conseillés)."


def test_each_thing_that_is_missing_leads_to_where_it_is_given(house, address, evaluation):
    page = house.get(address).content.decode()
    missing = page[page.index("data-missing") : page.index("data-nothing-missing")]

    anchors = re.findall('href="#([^"]+)"', missing)
    assert anchors == ["presentation", "piece-reglement"]
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_the_same_sending_twice_is_one_revision(house, address):
    number = str(uuid.uuid4())
    answers = [send(house, address, "<p>Une.</p>", save_id=number).json() for _ in range(2)]

    assert answers[0]["revision"] == answers[1]["revision"] == 1
    assert DossierTextRevision.objects.count() == 1


def test_a_stale_save_is_answered_with_both_texts_and_neither_is_lost(client, house, address, world, evaluation):
    send(house, address, "<p>La première.</p>")
    client.force_login(world.signatory)
    answer = send(client, address, "<p>La mienne.</p>")

    assert answer.status_code == 409
    told = answer.json()
    assert (told["text"], told["yours"], told["author"]) == (
        "<p>La première.</p>",
        "<p>La mienne.</p>",
        world.contributor.name,
    )
    assert DossierTextRevision.objects.get(outcome=SaveOutcome.SET_ASIDE).text == "<p>La mienne.</p>"
    again = {"text": "<p>Encore.</p>", "base_revision": 0}
    page = client.post(f"{address}textes/presentation/", again, headers={"accept": "text/html"})
    assert page.status_code == 409
    assert {"La", "première", "Encore"} <= set(re.findall(r"\w+", words(page)))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"base_revision": 0}, "Le texte manque : envoyez-le dans « text »."),
        ({"text": "<p>x</p>"}, "La révision lue manque : donnez le nombre reçu avec le texte dans « base_revision »."),
        ({"text": "<p>x</p>", "base_revision": 0, "save_id": "x"}, "« save_id » n’est pas un UUID."),
    ],
)
def test_a_save_that_says_nothing_clear_is_refused_in_one_sentence(house, address, sent, sentence):
    answer = house.post(f"{address}textes/presentation/", sent, **JSON)

    assert answer.status_code == 422
    assert [said.replace("\u00a0", " ") for said in answer.json()["errors"]] == [sentence]
    assert not DossierTextRevision.objects.exists()


def test_hostile_texts_are_normalised_or_refused_and_nothing_is_half_written(house, address, evaluation):
    assert send(house, address, "<p>a\x00b\ud800c</p>".encode("utf-8", "surrogatepass")).status_code in (200, 422)
    base = sum(evaluation.dossier_texts.values_list("revision", flat=True))
    assert send(house, address, "<p>x</p>" * 200_000, base=base).status_code == 422
    assert "\x00" not in "".join(evaluation.dossier_texts.values_list("text", flat=True))


def test_a_section_that_is_not_asked_for_is_not_found(house, address):
    assert send(house, address, "<p>x</p>", code="autre").status_code == 404


def test_others_neither_read_nor_write_a_dossier_that_is_prepared(client, address, world):
    for person in (world.officer, world.auditor, world.stranger, factories.signatory(factories.institution())):
        client.force_login(person)
        assert (client.get(address).status_code, send(client, address, "<p>x</p>").status_code) == (404, 404)


# -- history


def test_the_past_is_told_and_an_earlier_text_comes_back(house, address, evaluation, world):
    data.write(evaluation, text="<p>Une.</p>", by=world.contributor)
    data.write(evaluation, text="<p>Deux.</p>", base=1, by=world.signatory)
    past = f"{address}textes/presentation/historique/"

    assert world.signatory.name in words(house.get(past))
    assert "Ce qui a changé" in words(house.get(f"{past}1/"))
    assert house.post(f"{past}1/", {"base_revision": 2}).status_code == 302
    assert evaluation.dossier_texts.get().text == "<p>Une.</p>"
    assert DossierTextRevision.objects.get(number=3).restores == 1


# -- pieces


def test_a_document_that_is_replaced_keeps_its_earlier_version(house, address, evaluation, world):
    first, second = sent_files.pdf("Une", "Deux"), sent_files.pdf("Une seule")
    for read, content in enumerate((first, second)):
        file = SimpleUploadedFile("reglement.pdf", content)
        assert house.post(f"{address}pieces/reglement/", {"file": file, "read": read}).status_code == 302

    part = evaluation.dossier.get()
    files = DossierFile.objects.filter(part=part).order_by("number")
    assert [(f.number, f.added_by, store.read(f.sha256)) for f in files] == [
        (1, world.contributor, first),
        (2, world.contributor, second),
    ]
    assert (part.version, store.read(part.sha256)) == (2, second)
    former = house.get(f"{address}{part.public_id}/fichier", {"version": 1})
    assert b"".join(former) if former.streaming else former.content == first
    assert files[0].sha256 in house.get(address).content.decode()


def test_a_piece_replaced_meanwhile_is_not_replaced_unseen(house, address, evaluation, world):
    data.join(evaluation, by=world.signatory)
    answer = house.post(f"{address}pieces/reglement/", {"file": document("autre.pdf", "Autre"), "read": 0})

    assert answer.status_code == 409
    assert "Quelqu’un a remplacé cette pièce entre-temps" in words(answer)
    assert evaluation.dossier.get().version == 1


@pytest.mark.parametrize("page", ["0", "3", "-1", "x"])
def test_a_page_that_the_document_does_not_have_is_refused(house, address, evaluation, world, page):
    data.join(evaluation, by=world.contributor)

    assert house.post(f"{address}pieces/reglement/pages/", {"place-conseil": page, "read": 1}).status_code == 422
    assert evaluation.dossier.get().places == {}


def test_a_page_that_a_new_version_no_longer_has_is_asked_again(evaluation, world):
    data.fill(evaluation, world)
    data.join(evaluation, "Une seule", read=1, by=world.contributor)

    assert evaluation.dossier.get().places == {}


# -- together


def test_colleagues_are_told_who_is_on_which_section_and_nobody_else(client, house, address, evaluation, world):
    client.force_login(world.signatory)
    client.post(f"{address}presence/", {"code": "suivi"}, **JSON)
    client.force_login(world.contributor)
    told = client.post(f"{address}presence/", {"code": "presentation"}, **JSON).json()

    assert told == {"others": [{"name": world.signatory.name, "code": "suivi"}]}


@pytest.mark.parametrize("sections", [1, 3])
def test_the_page_costs_the_same_queries_whatever_is_written(client, sections, django_assert_max_num_queries):
    asked = [{"code": f"r{n}", "label": f"Rubrique {n}"} for n in range(sections)]
    pieces = [{"code": f"p{n}", "label": f"Pièce {n}"} for n in range(sections)]
    world = data.world(sections=asked, pieces=pieces, indicators=[])
    evaluation = data.expected(world)
    for n in range(sections):
        data.write(evaluation, f"r{n}", by=world.contributor)
        data.join(evaluation, f"Page {n}", code=f"p{n}", by=world.contributor)
        data.count(evaluation, code=f"t{n}", by=world.contributor)
    client.force_login(world.contributor)
    client.get(f"{evaluation.get_absolute_url()}dossier/")

    with django_assert_max_num_queries(60) as asked_for:
        client.get(f"{evaluation.get_absolute_url()}dossier/")
    assert len(asked_for) == 16


# -- what is sent by mistake


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("vide.pdf", b"", "Ce fichier est vide : vérifiez qu’il s’ouvre"),
        ("notes.pdf", b"Des notes.", "Ce fichier n’est pas un PDF"),
    ],
)
def test_a_file_that_is_refused_is_told_at_the_head_of_the_page_too(
    house, address, evaluation, name, content, sentence
):
    answer = house.post(f"{address}pieces/reglement/", {"file": SimpleUploadedFile(name, content), "read": 0})

    page = answer.content.decode().replace("\u00a0", " ")
    assert answer.status_code == 422
    assert f'<a href="#piece-reglement">Règlement des études : {sentence}' in page
    assert not evaluation.dossier.exists()


def test_a_document_that_its_name_calls_something_else_is_taken_and_told(house, address, evaluation):
    sent = SimpleUploadedFile("reglement.docx", sent_files.pdf("Une"))

    page = house.post(f"{address}pieces/reglement/", {"file": sent, "read": 0}, follow=True)

    assert evaluation.dossier.get().file_name == "reglement.pdf"
    assert "Le nom finissait par « .docx », le contenu est autre" in words(page)


@pytest.mark.parametrize("page", ["3", "0", "-1", "1.5", "un"])
def test_a_page_that_the_document_does_not_have_is_refused_in_a_sentence(house, address, evaluation, page):
    house.post(f"{address}pieces/reglement/", {"file": document(), "read": 0})

    answer = house.post(f"{address}pieces/reglement/pages/", {"place-conseil": page, "read": 1})

    assert answer.status_code == 422
    assert "Ce document a 2 pages : donnez un nombre de 1 à 2." in words(answer)
    assert evaluation.dossier.get().places == {}
