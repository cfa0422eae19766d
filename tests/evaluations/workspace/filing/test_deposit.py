"""The deposit: what will be filed is said before, what was filed is acknowledged, late or not."""

import datetime as dt
import re

import pytest
import time_machine

from evalprog import clock
from evaluations import invariants
from evaluations.enums import ReportKind
from evaluations.models import Delivery, Observation
from evaluations.notifications.texts import written
from tests.confirmed import confirmed
from tests.evaluations.workspace.answering import address
from tests.evaluations.workspace.filing.letters import closes_at, file, join, save, words

pytestmark = pytest.mark.django_db


def test_the_page_says_what_will_be_filed(signatory, world, answered):
    attached = join(answered, world)

    page = words(signatory.get(address(answered, "deposer/")))

    assert "1 point faible sur 2 a reçu une réponse ; sans réponse : n° 2." in page
    assert "1 réponse à un constat ." in page or "1 réponse à un constat." in page
    assert f"SHA-256 {attached.sha256}" in page
    assert re.search(r"Vous avez jusqu’au \d+ \w+ 20\d\d, 23:59:59 \(heure de Paris\)", page)
    assert "Observations déposées" in page or "observations déposées" in page


def test_a_deposit_is_acknowledged_by_page_and_by_mail(signatory, world, answered, django_capture_on_commit_callbacks):
    attached = join(answered, world)
    with django_capture_on_commit_callbacks(execute=True):
        answer = file(signatory, answered)

    letter = Observation.objects.get()
    event = answered.events.latest("number")
    receipt = words(signatory.get(answer["Location"]))
    assert answer["Location"] == address(answered, "recu/1/")
    assert (letter.signatory, letter.office, letter.signed_on) == ("Jeanne Vernet", "présidente", clock.today())
    assert event.details == {
        "receipt": f"{answered.public_id}-1",
        "sha256": letter.computed_sha256(),
        "received_at": letter.received_at.isoformat(),
        "files": {attached.public_id: attached.sha256},
    }
    for said in (letter.receipt, letter.computed_sha256(), attached.sha256, event.sha256, f"n° {event.number}"):
        assert said in receipt
    assert "Reçu dans le délai." in receipt and "UTC" in receipt and "heure de Paris" in receipt
    mail = Delivery.objects.get(message__kind="observations_filed", user=world.signatory)
    _subject, body = written(
        "observations_filed", answered, facts=mail.message.facts, added_text="", user=world.signatory
    )
    for said in (letter.receipt, letter.computed_sha256(), attached.sha256, event.sha256):
        assert said in body
    assert "Nous y travaillons" not in body
    assert list(invariants.filed_observations_are_as_filed()) == []


def test_where_the_institution_is_elsewhere_its_own_time_is_said_too(client, world, answered):
    world.institution.timezone = "Pacific/Noumea"
    world.institution.save()
    with time_machine.travel(dt.datetime(2026, 11, 30, 22, 59, 59, tzinfo=dt.UTC), tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        answer = file(client, answered)
        receipt = words(client.get(answer["Location"]))

    assert "30 novembre 2026, 22:59:59 UTC" in receipt
    assert "30 novembre 2026, 23:59:59 heure de Paris" in receipt
    assert "1er décembre 2026, 09:59:59 heure de l’établissement" in receipt


def test_what_comes_late_is_said_to_be_so_before_and_after(client, world, answered):
    with time_machine.travel(closes_at(answered), tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        before = words(client.get(address(answered, "deposer/")))
        receipt = words(client.get(file(client, answered)["Location"]))

    assert "Le délai est passé." in before and "marqué hors délai" in before
    assert "observations hors délai" in before  # the message that will leave
    assert "Reçu hors délai : gardé, et soumis à la décision de l’agence." in receipt
    assert Observation.objects.get().admitted is None


def test_a_letter_that_says_nothing_is_not_filed(signatory, world, evaluation):
    save(evaluation, "point-faible-1", "<p>Dit.</p>", world)
    save(evaluation, "point-faible-1", "", world, base=1)

    answer = file(signatory, evaluation)

    assert answer.status_code == 409
    assert "Rien n’est écrit : répondez à un constat ou écrivez la lettre." in words(answer)


def test_an_action_is_filed_with_its_day(signatory, world, evaluation):
    save(evaluation, "point-faible-2", "<p>Bientôt.</p>", world, value="ACTION_PLANNED")

    answer = file(signatory, evaluation)

    assert answer.status_code == 409
    assert "Point faible n° 2 : donnez le jour de l’action, ou une autre position." in words(answer)


def test_a_day_that_has_not_come_and_a_missing_name_are_refused(signatory, answered):
    answer = file(signatory, answered, name=" ", seen_on=(clock.today() + dt.timedelta(days=1)).isoformat())
    mistyped = file(signatory, answered, seen_on="0206-11-20")

    assert (answer.status_code, mistyped.status_code) == (422, 422)
    assert "Ce jour n’est pas encore venu." in words(answer)
    assert "Ce jour est à plus d’un an d’aujourd’hui : vérifiez l’année." in words(mistyped)
    assert not Observation.objects.filed().exists()


def test_filing_twice_leads_to_the_one_receipt(signatory, answered):
    file(signatory, answered)

    again = file(signatory, answered)

    assert again.status_code == 409
    assert "Rien n’a été fait une seconde fois." in words(again)
    assert Observation.objects.count() == 1


def test_a_contributor_does_not_file(client, world, answered):
    client.force_login(world.contributor)
    confirmed(client)

    assert file(client, answered).status_code == 403
    assert client.get(address(answered, "deposer/")).status_code == 403


def test_the_act_of_all_acts_leads_to_the_page_of_its_own(signatory, answered):
    for path, page in (("deposer-les-observations", "deposer/"), ("renoncer-aux-observations", "renoncer/")):
        there = signatory.post(f"{answered.get_absolute_url()}actes/{path}/")
        assert there["Location"] == address(answered, page)
    assert not Observation.objects.filed().exists()


def test_the_preview_is_the_annex_and_its_pdf_is_marked(signatory, world, answered):
    page = words(signatory.get(address(answered, "apercu/")))
    pdf = signatory.get(address(answered, "apercu/observations.pdf"))

    assert "Nous y travaillons." in page and "Rien n’est déposé" in page
    assert pdf.content.startswith(b"%PDF-") and pdf["Cache-Control"] == "private, no-store"


def test_what_is_too_long_to_be_printed_while_somebody_waits_is_shown_as_a_page(signatory, answered, monkeypatch):
    monkeypatch.setattr("evaluations.views.preview.LONGEST", 10)
    draft = answered.reports.get(kind=ReportKind.DRAFT)
    frozen = f"/evaluations/{answered.public_id}/rapports/{draft.public_id}/"

    printed = signatory.get(address(answered, "apercu/observations.pdf"), follow=True)
    of_the_draft = signatory.get(f"{frozen}rapport.pdf", follow=True)

    assert printed.redirect_chain == [(address(answered, "apercu/"), 302)]
    assert of_the_draft.redirect_chain == [(frozen, 302)]
    for response in (printed, of_the_draft):
        assert "son PDF serait trop long à préparer ici, au-delà de 10. Le voici en page." in words(response)
