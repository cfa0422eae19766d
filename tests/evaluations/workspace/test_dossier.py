"""The dossier: put together by its institution until the deposit, read by others after it."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations import transitions
from evaluations.enums import DossierKind, State
from evaluations.models import DossierPart, Evaluation
from evaluations.reports import store
from evaluations.reports.keeping import disk
from evaluations.workspace import dossier
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import checked
from tests import factories
from tests.evaluations import sent_files

pytestmark = pytest.mark.django_db
TEXT, TABLE, DOCUMENT = DossierKind
FIGURES = "Année;Inscrits\n2025;42\n2026;51"


@pytest.fixture
def evaluation(world):
    return factories.evaluation(world, State.DOSSIER_EXPECTED)


@pytest.fixture
def address(evaluation):
    return f"{evaluation.get_absolute_url()}dossier/"


@pytest.fixture
def of_the_house(client, world):
    client.force_login(world.contributor)
    return client


def titles(evaluation):
    return [f"{part.position} {part.title}" for part in evaluation.dossier.all()]


def add(evaluation, world, *names):
    return [dossier.add(evaluation, TEXT, name, "<p>Un texte.</p>", by=world.contributor) for name in names]


def words(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def status(response):
    if response.streaming:
        b"".join(response)  # a file is closed when it has been read
    return response.status_code


# -- putting together


def test_the_institution_adds_texts_tables_and_documents(of_the_house, evaluation, address):
    data = sent_files.pdf("Une", "Deux")
    file = SimpleUploadedFile("Annexe Été.pdf", data, content_type="text/html")
    for sent in (
        {"kind": "TEXT", "title": "Présentation", "text": "La formation.\n\nElle dure trois ans."},
        {"kind": "TABLE", "title": "Effectifs", "text": FIGURES},
        {"kind": "DOCUMENT", "title": "", "file": file},
    ):
        assert of_the_house.post(f"{address}ajouter/", sent).status_code == 302

    text, table, document = evaluation.dossier.all()
    assert (text.kind, text.text) == ("TEXT", "<p>La formation.</p><p>Elle dure trois ans.</p>")
    assert table.text == (
        '<table><thead><tr><th scope="col">Année</th><th scope="col">Inscrits</th></tr></thead><tbody>'
        '<tr><th scope="row">2025</th><td>42</td></tr><tr><th scope="row">2026</th><td>51</td></tr></tbody></table>'
    )
    assert (document.title, document.file_name, document.pages) == ("Annexe ete", "annexe-ete.pdf", 2)
    assert store.read(document.sha256) == data
    assert titles(evaluation) == ["1 Présentation", "2 Effectifs", "3 Annexe ete"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Une phrase.", "Collez un seul tableau"),
        ("<table><tr><td>a</td></tr></table><table><tr><td>b</td></tr></table>", "Collez un seul tableau"),
        ("Le recrutement est régional\u00a0; il baisse.", "au moins deux lignes"),
        ("Le recrutement est régional\u00a0; il baisse.\nNous agissons.", "Collez un seul tableau"),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "deux colonnes"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><th>c</th><th>d</th></tr></table>", "au moins deux lignes"),
        ("<p>Avant.</p><table><tr><td>a</td></tr></table>", "à côté du tableau"),
    ],
)
def test_a_table_is_exactly_one(evaluation, world, text, sentence):
    with pytest.raises(Refused, match=sentence):
        dossier.add(evaluation, TABLE, "Effectifs", text, by=world.contributor)


def test_a_refused_file_leaves_the_page_with_its_sentence_and_nothing_on_the_disk(
    of_the_house, evaluation, address, settings
):
    file = SimpleUploadedFile("x.pdf", sent_files.with_script())

    page = of_the_house.post(f"{address}ajouter/", {"kind": "DOCUMENT", "title": "X", "file": file})

    assert page.status_code == 422
    assert "contient un programme ou un formulaire actif" in words(page)
    assert (titles(evaluation), list(settings.MEDIA_ROOT.rglob("*.pdf"))) == ([], [])


def test_parts_are_moved_and_taken_away_until_the_deposit(of_the_house, evaluation, world, address):
    first, second, third = add(evaluation, world, "A", "B", "C")

    of_the_house.post(f"{address}{third.public_id}/geste/", {"gesture": "up"})
    assert titles(evaluation) == ["1 A", "2 C", "3 B"]
    of_the_house.post(f"{address}{first.public_id}/geste/", {"gesture": "up"})
    of_the_house.post(f"{address}{first.public_id}/geste/", {"gesture": "remove"})
    assert titles(evaluation) == ["1 C", "2 B"]


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_with_the_last_part_that_names_it(evaluation, world):
    document = checked("a.pdf", sent_files.pdf("A"))
    one, two = (dossier.add_document(evaluation, "A", document, by=world.contributor) for _ in range(2))

    dossier.remove(one, by=world.contributor)
    assert disk.path(two.sha256).exists()
    dossier.remove(two, by=world.contributor)

    assert not disk.path(two.sha256).exists()


def test_sweeping_the_store_leaves_the_documents_of_dossiers(evaluation, world, monkeypatch):
    part = dossier.add_document(evaluation, "A", checked("a.pdf", sent_files.pdf("A")), by=world.contributor)
    monkeypatch.setattr(store, "ABANDONED_AFTER", -60)

    assert store.sweep() == 0
    assert disk.path(part.sha256).exists()


def test_two_writings_of_one_part_are_both_shown_and_none_is_lost(of_the_house, evaluation, world, address):
    (part,) = add(evaluation, world, "A")
    read = dossier.writing_of(part)
    dossier.rewrite(part, "A", "<p>De l’une.</p>", read=read, by=world.signatory)

    page = of_the_house.post(f"{address}{part.public_id}/", {"title": "A", "text": "<p>De l’autre.</p>", "read": read})

    assert page.status_code == 409
    assert "De l’une." in words(page)
    assert "&lt;p&gt;De l’autre.&lt;/p&gt;" in page.content.decode()
    part.refresh_from_db()
    assert part.text == "<p>De l’une.</p>"
    of_the_house.post(
        f"{address}{part.public_id}/", {"title": "A", "text": "<p>Les deux.</p>", "read": dossier.writing_of(part)}
    )
    part.refresh_from_db()
    assert part.text == "<p>Les deux.</p>"


# -- the deposit


def test_once_deposited_nothing_changes(of_the_house, evaluation, world, address):
    (part,) = add(evaluation, world, "A")
    transitions.deposit_dossier(evaluation, by=world.signatory)

    answers = [
        of_the_house.post(f"{address}ajouter/", {"kind": "TEXT", "title": "B", "text": "<p>B</p>"}),
        of_the_house.post(f"{address}{part.public_id}/", {"title": "B", "text": "B", "read": dossier.writing_of(part)}),
        of_the_house.post(f"{address}{part.public_id}/geste/", {"gesture": "remove"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert all("Le dossier est déposé : il ne change plus." in words(answer) for answer in answers)
    assert titles(evaluation) == ["1 A"]


@pytest.mark.parametrize("where", ["add", "part"])
def test_what_was_written_while_the_dossier_was_deposited_is_handed_back(
    of_the_house, evaluation, world, address, where
):
    (part,) = add(evaluation, world, "A")
    sent = {"kind": "TEXT", "title": "Bilan", "text": "<p>Deux heures.</p>", "read": dossier.writing_of(part)}
    transitions.deposit_dossier(evaluation, by=world.signatory)

    page = of_the_house.post(f"{address}{'ajouter' if where == 'add' else part.public_id}/", sent)

    assert page.status_code == 409
    assert 'value="Bilan" readonly' in page.content.decode()
    assert "readonly data-rich-text>&lt;p&gt;Deux heures.&lt;/p&gt;</textarea>" in page.content.decode()


def test_what_was_written_for_a_part_taken_away_is_handed_back(of_the_house, evaluation, world, address):
    (part,) = add(evaluation, world, "A")
    sent = {"title": "Bilan", "text": "<p>Deux heures.</p>", "read": dossier.writing_of(part)}
    dossier.remove(part, by=world.signatory)

    page = of_the_house.post(f"{address}{part.public_id}/", sent)

    assert page.status_code == 409
    assert "Cette pièce n’est plus dans le dossier : quelqu’un l’a retirée." in words(page)
    assert "readonly data-rich-text>&lt;p&gt;Deux heures.&lt;/p&gt;</textarea>" in page.content.decode()
    assert of_the_house.get(f"{address}{part.public_id}/").status_code == 404


def test_a_part_taken_away_in_the_same_moment_is_refused_with_a_sentence(evaluation, world):
    (part,) = add(evaluation, world, "A")
    read = dossier.writing_of(part)
    DossierPart.objects.filter(pk=part.pk).delete()

    with pytest.raises(Refused, match="n’est plus dans le dossier"):
        dossier.rewrite(part, "B", "<p>B</p>", read=read, by=world.contributor)
    with pytest.raises(Refused, match="n’est plus dans le dossier"):
        dossier.move(part, -1, by=world.contributor)


def test_a_dossier_given_back_can_change_again(evaluation, world):
    add(evaluation, world, "A")
    transitions.deposit_dossier(evaluation, by=world.signatory)
    transitions.return_dossier(evaluation, by=world.officer, reason="Il manque les effectifs.")

    dossier.add(evaluation, TABLE, "Effectifs", FIGURES, by=world.contributor)

    assert titles(evaluation) == ["1 A", "2 Effectifs"]


def test_who_signs_is_led_from_the_dossier_to_its_deposit(client, evaluation, world, address):
    client.force_login(world.signatory)
    page = client.get(address).content.decode()

    (link,) = re.findall(r'<a class="btn btn-primary" href="([^"]+)">Déposer le dossier</a>', page)

    deposit = client.get(link, follow=True)
    assert deposit.status_code == 200
    assert "Déposer le dossier" in words(deposit)


def test_a_dossier_that_came_by_post_is_deposited_without_parts(evaluation, world):
    transitions.deposit_dossier(evaluation, by=world.officer)

    assert evaluation.dossier.count() == 0


@pytest.mark.parametrize("person", ["officer", "chair", "stranger"])
def test_nobody_else_puts_it_together(evaluation, world, person):
    with pytest.raises(PermissionDenied):
        dossier.add(evaluation, TEXT, "A", "<p>A</p>", by=getattr(world, person))


# -- who reads it


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (State.DOSSIER_EXPECTED, ["contributor", "signatory"]),
        (State.DOSSIER_DEPOSITED, ["contributor", "officer", "signatory"]),
        (State.DRAFTING, ["chair", "contributor", "expert", "officer", "signatory"]),
    ],
)
def test_the_dossier_and_its_files_are_read_by(client, evaluation, world, address, state, readers):
    part = dossier.add_document(evaluation, "A", checked("a.pdf", sent_files.pdf("A")), by=world.contributor)
    factories.advance(evaluation, state, world)

    read = {}
    for name in ("officer", "chair", "expert", "contributor", "signatory", "stranger", "college"):
        client.force_login(getattr(world, name))
        paths = ("", f"{part.public_id}/fichier", f"{part.public_id}/page/1.png")
        read[name] = {status(client.get(f"{address}{path}")) for path in paths}

    assert sorted(name for name, codes in read.items() if codes == {200}) == readers
    assert {code for name, codes in read.items() if name not in readers for code in codes} == {404}


def test_a_conflict_closes_the_dossier_at_once(client, evaluation, world, address):
    part = dossier.add_document(evaluation, "A", checked("a.pdf", sent_files.pdf("A")), by=world.contributor)
    factories.advance(evaluation, State.DRAFTING, world)
    client.force_login(world.expert)
    page = f"{address}{part.public_id}/page/1.png"
    etag = client.get(page)["ETag"]
    transitions.record_conflict(evaluation, world.expert, by=world.officer, reason="Coauteur.")

    for path in (address, f"{address}{part.public_id}/fichier", page):
        assert client.get(path, headers={"if-none-match": etag}).status_code == 404


def test_a_file_is_handed_out_as_an_attachment_that_acts_on_nothing(of_the_house, evaluation, world, address):
    data = sent_files.pdf("A")
    part = dossier.add_document(evaluation, "A", checked("a.pdf", data), by=world.contributor)

    answer = of_the_house.get(f"{address}{part.public_id}/fichier")

    assert b"".join(answer) == data
    assert {name: answer[name] for name in ("Content-Disposition", "Content-Type", "X-Content-Type-Options")} == {
        "Content-Disposition": 'attachment; filename="a.pdf"',
        "Content-Type": "application/pdf",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Security-Policy"] == "sandbox"
    assert answer["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("wrong", ["missing", "altered"])
def test_a_file_that_is_not_the_one_deposited_is_not_handed_out(of_the_house, evaluation, world, address, wrong):
    part = dossier.add_document(evaluation, "A", checked("a.pdf", sent_files.pdf("A")), by=world.contributor)
    if wrong == "missing":
        disk.path(part.sha256).unlink()
    else:
        disk.path(part.sha256).write_bytes(sent_files.pdf("Autre chose"))

    for path in ("fichier", "page/1.png"):
        answer = of_the_house.get(f"{address}{part.public_id}/{path}")
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert "Le fichier de cette pièce est indisponible" in words(answer)


def test_a_page_is_an_image_that_a_browser_keeps_and_asks_again(of_the_house, evaluation, world, address):
    part = dossier.add_document(evaluation, "A", checked("a.pdf", sent_files.pdf("A")), by=world.contributor)
    page = f"{address}{part.public_id}/page/1.png"

    first = of_the_house.get(page)
    again = of_the_house.get(page, headers={"if-none-match": first["ETag"]})

    assert (first["Content-Type"], first.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert (again.status_code, again.content) == (304, b"")
    assert of_the_house.get(f"{address}{part.public_id}/page/2.png").status_code == 404
    assert of_the_house.get(f"{address}{part.public_id}/page/0.png").status_code == 404


def test_a_text_has_no_file(of_the_house, evaluation, world, address):
    (part,) = add(evaluation, world, "A")

    assert of_the_house.get(f"{address}{part.public_id}/fichier").status_code == 404
    assert of_the_house.get(f"{address}{part.public_id}/page/1.png").status_code == 404


def test_a_part_of_another_dossier_is_not_found(of_the_house, evaluation, world, address):
    other = factories.evaluation(world, State.DOSSIER_EXPECTED)
    (foreign,) = add(other, world, "D’ailleurs")

    assert of_the_house.get(f"{address}{foreign.public_id}/").status_code == 404
    assert of_the_house.post(f"{address}{foreign.public_id}/geste/", {"gesture": "remove"}).status_code == 404
    assert DossierPart.objects.count() == 1


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_queries_at_one_and_at_thirty(
    of_the_house, evaluation, world, address, number, django_assert_num_queries
):
    add(evaluation, world, *(f"P{n}" for n in range(number)))
    of_the_house.get(address)

    with django_assert_num_queries(9):
        assert of_the_house.get(address).status_code == 200


# -- suspended


def suspended(evaluation, world):
    transitions.suspend(evaluation, by=world.officer, reason="Report.")
    return evaluation


def test_a_dossier_being_prepared_stays_its_institution_s_when_it_is_suspended(client, world, evaluation, address):
    add(evaluation, world, "Brouillon")
    suspended(evaluation, world)
    client.force_login(world.officer)

    beside = client.get(f"{evaluation.get_absolute_url()}criteres/avis/?volet=dossier")

    assert (beside.status_code, client.get(address).status_code) == (404, 404)


def test_a_dossier_given_back_and_then_suspended_or_withdrawn_is_not_read(client, world, evaluation, address):
    transitions.deposit_dossier(evaluation, by=world.signatory)
    transitions.return_dossier(evaluation, by=world.officer, reason="Incomplet.")
    suspended(evaluation, world)
    client.force_login(world.officer)
    assert client.get(address).status_code == 404

    transitions.withdraw(evaluation, by=world.officer, reason="Abandon.")

    assert client.get(address).status_code == 404


def test_a_dossier_that_was_deposited_is_read_while_the_evaluation_stands_still(client, world, evaluation, address):
    add(evaluation, world, "Autoévaluation")
    factories.advance(evaluation, State.DRAFTING, world)
    suspended(evaluation, world)
    client.force_login(world.officer)

    beside = client.get(f"{evaluation.get_absolute_url()}criteres/avis/?volet=dossier")

    assert (client.get(address).status_code, "Autoévaluation" in words(beside)) == (200, True)


def test_beside_the_text_the_parts_are_for_those_who_may_open_the_dossier(client, world, evaluation):
    add(evaluation, world, "Autoévaluation")
    factories.advance(evaluation, State.DRAFTING, world)
    Evaluation.objects.update(deposited_on=None)
    client.force_login(world.chair)

    beside = client.get(f"{evaluation.get_absolute_url()}criteres/avis/?volet=dossier")

    assert (beside.status_code, "Autoévaluation" in words(beside)) == (200, False)
