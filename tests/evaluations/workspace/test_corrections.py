"""The errors of fact: written by the institution beside its draft, sent together, and nobody else's affair before."""

import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from evalprog import clock
from evaluations import transitions, writing
from evaluations.enums import FindingKind, State, WindowKind
from evaluations.models import Attachment, CorrectionRequest
from evaluations.workspace import attachments, corrections
from evaluations.workspace.correction_passages import in_context, located
from evaluations.workspace.corrections import Overtaken, Said, writing_of
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import checked
from tests import factories
from tests.evaluations.sent_files import document, pdf

pytestmark = pytest.mark.django_db
AVIS = "<p>La formation accueille 42 étudiants, dont 3,5 % en alternance.</p><p>Elle est « ouverte ».</p>"


def begin():
    world = factories.world()
    evaluation = factories.evaluation(world, State.DRAFTING)
    writing.write_text(evaluation, "avis", AVIS)
    writing.add_finding(evaluation, FindingKind.WEAKNESS, "Peu d’alternants en 2025.")
    return world, factories.advance(evaluation, State.DRAFT_TRANSMITTED, world)


@pytest.fixture
def address(evaluation):
    return f"{evaluation.get_absolute_url()}corrections/"


@pytest.fixture
def of_the_house(client, world):
    client.force_login(world.contributor)
    return client


def said(place="texte:avis", quote="42 étudiants", wrong="Ils sont 45.", right="45 étudiants"):
    return Said(place, quote, wrong, right)


def words(response):
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode().replace("\u00a0", " ")).split())


# -- writing


def test_an_error_says_where_what_is_wrong_and_what_is_right(evaluation, world):
    made = corrections.add(evaluation, said(), by=world.contributor)

    made.refresh_from_db()
    assert (made.about, made.finding, made.quote) == ("avis", None, "42 étudiants")
    assert (made.wrong, made.right, made.position, made.author) == (
        "Ils sont 45.",
        "45 étudiants",
        1,
        world.contributor,
    )
    assert made.report == evaluation.reports.get()
    assert made.sent_at is None


def test_an_error_about_a_finding_leads_to_its_row(evaluation, world):
    made = corrections.add(evaluation, said("constat:WEAKNESS-1", "Peu d'alternants"), by=world.signatory)

    assert (made.about, made.finding) == ("", evaluation.findings.get())
    assert made.quote == "Peu d’alternants"  # as the draft has it


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("42 étudiants, dont 3,5 % en", "42 étudiants, dont 3,5 % en"),
        ("42   ETUDIANTS,\n dont 3,5 %", "42 étudiants, dont 3,5 %"),
        ('alternance. Elle est "ouverte"', "alternance. Elle est « ouverte"),
        ("", ""),
    ],
)
def test_a_quotation_is_known_again_however_it_is_spaced_accented_or_punctuated(evaluation, world, quote, kept):
    assert corrections.add(evaluation, said(quote=quote), by=world.contributor).quote == kept


@pytest.mark.parametrize(
    ("place", "quote", "sentence"),
    [
        ("texte:avis", "43 étudiants", "Ces mots ne sont pas dans « Avis » : copiez-les du projet, ou laissez le"),
        ("constat:WEAKNESS-1", "42 étudiants", "Ces mots ne sont pas dans « Point faible 1 » : copiez-les"),
        ("", "43 étudiants", "Ces mots ne sont pas dans le projet : copiez-les du projet, ou laissez le passage vide."),
        ("texte:pilotage", "", "Ce texte n’est pas dans le projet qui vous est transmis."),
        ("constat:WEAKNESS-2", "", "Ce texte n’est pas dans le projet qui vous est transmis."),
    ],
)
def test_words_that_are_not_in_the_draft_are_refused(evaluation, world, place, quote, sentence):
    with pytest.raises(Refused) as refused:
        corrections.add(evaluation, said(place, quote), by=world.contributor)

    assert str(refused.value).replace("\u00a0", " ").startswith(sentence)
    assert not CorrectionRequest.objects.exists()


def test_without_a_place_the_only_text_that_has_the_words_is_meant(evaluation, world):
    assert corrections.add(evaluation, said("", "42 étudiants"), by=world.contributor).about == "avis"


def test_what_the_committee_edits_meanwhile_changes_nothing_to_what_is_quoted(evaluation, world):
    writing.write_text(evaluation, "avis", "<p>Tout autre chose.</p>")

    assert corrections.add(evaluation, said(), by=world.contributor).quote == "42 étudiants"


def test_an_error_without_words_is_refused(evaluation, world):
    with pytest.raises(Refused, match="Dites ce qui est inexact ou ce qui manque."):
        corrections.add(evaluation, said(wrong=" \n"), by=world.contributor)


def test_two_contributors_add_each_their_own_and_a_double_click_adds_one(evaluation, world):
    for by in (world.contributor, world.contributor, world.signatory):
        corrections.add(evaluation, said(), by=by)

    kept = CorrectionRequest.objects.order_by("position").values_list("position", "author")
    assert list(kept) == [(1, world.contributor.pk), (2, world.signatory.pk)]


def test_who_rewrites_what_another_has_changed_is_shown_it_and_loses_nothing(evaluation, world):
    made = corrections.add(evaluation, said(), by=world.contributor)
    read = writing_of(made)
    corrections.rewrite(made, said(wrong="Ils sont 46."), read=read, by=world.signatory)

    with pytest.raises(Overtaken) as late:
        corrections.rewrite(made, said(wrong="Ils sont 47."), read=read, by=world.contributor)

    assert late.value.standing.wrong == "Ils sont 46."
    again = corrections.rewrite(
        made, said(wrong="Ils sont 47."), read=writing_of(late.value.standing), by=world.contributor
    )
    assert (again.wrong, again.author) == ("Ils sont 47.", world.contributor)


def test_an_error_taken_away_is_not_written_and_comes_back_as_it_was(evaluation, world):
    made = corrections.add(evaluation, said(), by=world.contributor)
    corrections.remove(made, by=world.signatory)

    with pytest.raises(Refused, match="a été retirée"):
        corrections.rewrite(made, said(wrong="Autre."), read=writing_of(made), by=world.contributor)
    assert not evaluation.corrections.in_preparation().exists()

    corrections.bring_back(made, by=world.contributor)
    assert evaluation.corrections.in_preparation().get().wrong == "Ils sont 45."


@pytest.mark.parametrize("person", ["officer", "publisher", "chair", "expert", "stranger"])
def test_nobody_outside_the_institution_writes_any(evaluation, world, person):
    made = corrections.add(evaluation, said(), by=world.contributor)

    for act in (
        lambda by: corrections.add(evaluation, said(), by=by),
        lambda by: corrections.rewrite(made, said(wrong="Autre."), read=writing_of(made), by=by),
        lambda by: corrections.remove(made, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act(getattr(world, person))


def test_what_is_sent_does_not_change(evaluation, world):
    made = corrections.add(evaluation, said(), by=world.contributor)
    transitions.reply_to_draft(evaluation, by=world.signatory)

    for act in (
        lambda: corrections.add(evaluation, said(), by=world.contributor),
        lambda: corrections.rewrite(made, said(wrong="Autre."), read=writing_of(made), by=world.contributor),
        lambda: corrections.remove(made, by=world.contributor),
        lambda: corrections.bring_back(made, by=world.contributor),
    ):
        with pytest.raises(Refused, match="elles ne changent plus"):
            act()


def test_a_passage_is_shown_among_the_words_around_it():
    text = "Avant. " * 40 + "Le mot 42 % est là. " + "Après. " * 40

    found = in_context("mot 42 %", text)

    assert found.quote == "mot 42 %"
    assert found.before.startswith("… Avant.") and found.before.endswith("Avant. Le ")
    assert found.after.startswith(" est là. Après.") and found.after.endswith("Après. …")
    assert in_context("absent", text) is None


def test_figures_are_not_taken_one_for_another():
    assert located("35 %", "dont 3,5 % en alternance") is None
    assert located("3,5 %", "dont 3,5\u00a0% en alternance") == (5, 10)


# -- the institution's page


def test_the_page_shows_the_frozen_draft_the_delay_and_the_form(of_the_house, evaluation, address):
    writing.write_text(evaluation, "avis", "<p>Texte du comité, repris depuis.</p>")

    response = of_the_house.get(address)

    page = words(response)
    assert "La formation accueille 42 étudiants" in page
    assert "repris depuis" not in page
    assert "23:59:59 (heure de Paris)" in page
    assert 'data-form="correction-add"' in response.content.decode()
    assert 'value="constat:WEAKNESS-1" data-place="block faibles finding 1"' in response.content.decode()
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_an_error_is_added_with_its_files_edited_taken_away_and_brought_back(of_the_house, evaluation, address):
    file = SimpleUploadedFile("Effectifs.pdf", pdf("45 inscrits"), content_type="application/pdf")
    sent = {"place": "texte:avis", "quote": "42 étudiants", "wrong": "Ils sont 45.", "right": "45", "files": [file]}

    assert of_the_house.post(f"{address}ajouter/", sent).status_code == 302

    made = CorrectionRequest.objects.get()
    assert made.attachments.get().file_name == "effectifs.pdf"
    page = of_the_house.get(f"{address}{made.public_id}/").content.decode()
    read = re.search(r'name="read" value="(\w+)"', page)[1]
    change = {"place": "texte:avis", "quote": "42 étudiants", "wrong": "Ils étaient 45.", "read": read}
    assert of_the_house.post(f"{address}{made.public_id}/", change).status_code == 302
    made.refresh_from_db()
    assert (made.wrong, made.right) == ("Ils étaient 45.", "")

    away = of_the_house.post(f"{address}{made.public_id}/geste/", {"gesture": "remove"}, follow=True)
    assert "Erreur retirée. La rétablir" in words(away)
    of_the_house.post(f"{address}{made.public_id}/geste/", {"gesture": "restore"})
    assert evaluation.corrections.in_preparation().get() == made


def test_a_file_is_taken_away_and_brought_back(of_the_house, evaluation, address):
    file = SimpleUploadedFile("a.pdf", pdf("Une"), content_type="application/pdf")
    of_the_house.post(f"{address}ajouter/", {"wrong": "Faux.", "files": [file]})
    made, attachment = CorrectionRequest.objects.get(), Attachment.objects.get()
    act = f"{address}{made.public_id}/geste/"

    of_the_house.post(act, {"gesture": "remove", "file": attachment.public_id})
    assert not made.attachments.joined().exists()

    of_the_house.post(act, {"gesture": "restore", "file": attachment.public_id})
    assert made.attachments.joined().get() == attachment


def test_a_file_that_is_refused_is_named_and_the_words_are_handed_back(of_the_house, address):
    file = SimpleUploadedFile("page.html", b"<p>Non</p>", content_type="text/html")

    response = of_the_house.post(f"{address}ajouter/", {"wrong": "Mes mots gardés.", "files": [file]})

    assert response.status_code == 422
    assert "page.html :" in words(response)
    assert "Mes mots gardés.</textarea>" in response.content.decode()
    assert not CorrectionRequest.objects.exists()


def test_a_file_chosen_twice_is_joined_once_and_tells_once_what_it_says(of_the_house, address):
    made, written = document("Preuve."), io.BytesIO()
    made.docinfo["/Author"] = "Ada Lovelace"
    made.save(written)
    files = [SimpleUploadedFile("a.pdf", written.getvalue(), content_type="application/pdf") for _ in range(2)]

    response = of_the_house.post(f"{address}ajouter/", {"wrong": "Faux.", "files": files}, follow=True)

    assert CorrectionRequest.objects.get().attachments.count() == 1
    assert words(response).count("Le fichier nomme son auteur") == 1


def test_a_quotation_that_is_not_there_is_refused_on_the_page_with_the_words(of_the_house, address):
    sent = {"place": "texte:avis", "quote": "43 étudiants", "wrong": "Mes mots gardés."}

    response = of_the_house.post(f"{address}ajouter/", sent)

    assert response.status_code == 409
    assert "Ces mots ne sont pas dans « Avis »" in words(response)
    assert "Mes mots gardés.</textarea>" in response.content.decode()


def test_both_writings_are_shown_to_who_comes_second(of_the_house, evaluation, world, address):
    made = corrections.add(evaluation, said(), by=world.contributor)
    read = writing_of(made)
    corrections.rewrite(made, said(wrong="Le sien."), read=read, by=world.signatory)
    mine = {"place": "texte:avis", "quote": "42 étudiants", "wrong": "Le mien.", "read": read}

    response = of_the_house.post(f"{address}{made.public_id}/", mine)

    assert response.status_code == 409
    assert "Le sien." in words(response) and "Le mien.</textarea>" in response.content.decode()
    again = re.search(r'name="read" value="(\w+)"', response.content.decode())[1]
    assert of_the_house.post(f"{address}{made.public_id}/", mine | {"read": again}).status_code == 302
    made.refresh_from_db()
    assert made.wrong == "Le mien."


def test_what_comes_too_late_is_handed_back(of_the_house, evaluation, world, address):
    transitions.reply_to_draft(evaluation, by=world.signatory)

    response = of_the_house.post(f"{address}ajouter/", {"wrong": "Trop tard, et gardé."})

    assert response.status_code == 409
    assert "Ce que vous avez écrit n’est pas enregistré" in words(response)
    assert "Trop tard, et gardé.</textarea>" in response.content.decode()


def test_the_committee_reads_nothing_of_what_is_being_prepared(client, evaluation, world, address):
    made = corrections.add(evaluation, said(), by=world.contributor)

    for person in (world.chair, world.officer, world.auditor):
        client.force_login(person)
        assert "Aucune erreur factuelle n’est envoyée." in words(client.get(address))
        assert client.post(f"{address}{made.public_id}/geste/", {"gesture": "remove"}).status_code == 403


def test_the_number_of_queries_does_not_grow_with_the_errors(
    of_the_house, evaluation, world, address, django_assert_num_queries
):
    for n in range(12):
        corrections.add(evaluation, said(wrong=f"Faux {n}."), by=world.contributor)
    of_the_house.get(address)

    with django_assert_num_queries(QUERIES_OF_THE_HOUSE):
        of_the_house.get(address)


QUERIES_OF_THE_HOUSE = 14


# -- what nobody should send


def test_words_sent_again_once_it_is_sent_are_handed_back(of_the_house, evaluation, world, address):
    made = corrections.add(evaluation, said(), by=world.contributor)
    change = {"place": "texte:avis", "quote": "42 étudiants", "wrong": "Trop tard, et gardé.", "read": writing_of(made)}
    transitions.reply_to_draft(evaluation, by=world.signatory)

    late = of_the_house.post(f"{address}{made.public_id}/", change)
    transitions.retransmit_draft(evaluation, by=world.officer, reason="Le texte a changé.")
    of_an_earlier_sending = of_the_house.post(f"{address}{made.public_id}/", change)

    for response in (late, of_an_earlier_sending):
        assert response.status_code == 409
        assert "Trop tard, et gardé.</textarea>" in response.content.decode()


@pytest.mark.parametrize("name", ["\x00", "'", "é" * 50, "bcdfghjkmnpq"])
def test_a_file_that_there_is_not_is_not_found(of_the_house, evaluation, world, address, name):
    made = corrections.add(evaluation, said(), by=world.contributor)

    response = of_the_house.post(f"{address}{made.public_id}/geste/", {"gesture": "remove", "file": name})

    assert response.status_code == 404
    assert evaluation.corrections.in_preparation().get() == made


def test_there_are_so_many_errors_and_no_more(of_the_house, evaluation, world, address, monkeypatch):
    monkeypatch.setattr(corrections, "AT_MOST", 2)
    corrections.remove(corrections.add(evaluation, said(), by=world.contributor), by=world.contributor)
    corrections.add(evaluation, said(wrong="Un autre."), by=world.contributor)

    response = of_the_house.post(f"{address}ajouter/", {"wrong": "Une de trop."})

    assert response.status_code == 409
    assert "Il y a déjà 2 erreurs à envoyer ou retirées : réécrivez l’une d’elles." in words(response)
    assert "Une de trop.</textarea>" in response.content.decode()


def test_files_beyond_the_number_are_refused_before_any_is_opened(of_the_house, address):
    files = [SimpleUploadedFile(f"{n}.html", b"<p>Non</p>") for n in range(21)]

    response = of_the_house.post(f"{address}ajouter/", {"wrong": "Faux.", "files": files})

    assert response.status_code == 422
    assert "20 pièces au plus à la fois : réunissez-en plusieurs dans un fichier." in words(response)
    assert "0.html" not in words(response)


def test_a_file_taken_away_comes_back_only_where_there_is_room(evaluation, world, monkeypatch):
    monkeypatch.setattr(attachments, "AT_MOST", 1)
    made = corrections.add(evaluation, said(), by=world.contributor)
    first = attachments.attach(made, checked("a.pdf", pdf("Une")), by=world.contributor)
    attachments.take_away(first, by=world.contributor)
    second = attachments.attach(made, checked("a.pdf", pdf("Deux")), by=world.contributor)

    with pytest.raises(Refused, match="Il y a déjà 1 pièces"):
        attachments.bring_back(first, by=world.contributor)
    attachments.bring_back(second, by=world.contributor)

    assert made.attachments.joined().get() == second


def test_each_round_that_came_late_says_why_it_is_left_out(client, evaluation, world, address):
    def send_late(*wrongs, reason):
        end = evaluation.windows.last_of(WindowKind.CORRECTIONS).closes_at
        with clock.played_at(end):
            for wrong in wrongs:
                corrections.add(evaluation, said(wrong=wrong), by=world.contributor)
            transitions.reply_to_draft(evaluation, by=world.signatory)
        if reason:
            transitions.leave_out_late_corrections(evaluation, by=world.officer, reason=reason)
            transitions.retransmit_draft(evaluation, by=world.officer, reason="Le fond a changé.")

    send_late("Un.", "Deux.", reason="Trois semaines de retard.")
    send_late("Trois.", reason="Sans pièce.")
    send_late("Quatre.", reason="")
    client.force_login(world.signatory)
    page = words(client.get(address))

    two = "Pourquoi les erreurs 1, 2, envoyées hors délai, ne sont pas prises en compte Trois semaines de retard."
    assert two in page
    assert "Pourquoi l’erreur 3, envoyée hors délai, n’est pas prise en compte Sans pièce." in page
    assert page.count("Pourquoi") == 2
