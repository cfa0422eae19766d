"""Marking, deciding, publishing two editions; and two secrets that give the public the same bytes."""

import re

import pikepdf
import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import translation

from evaluations import archive, transitions, writing
from evaluations.enums import FindingKind, ReportKind, State
from evaluations.invariants import INVARIANTS
from evaluations.models import RegisterEntry, RegisterText, RegisterWord, Report
from evaluations.publishing import one
from evaluations.reports import presentation, press, store
from evaluations.reports.render import to_html
from evaluations.transitions import TransitionRefused
from tests import factories, replay

pytestmark = pytest.mark.django_db

SECRET = "Laboratoire Alpha"
MARKED = "[passage occulté\u00a0: secret des affaires]"


@pytest.fixture
def world(own_anchor):
    return factories.world()


def countersigned(world, secret=SECRET):
    evaluation = factories.evaluation(world, State.DRAFTING)
    factories.write(evaluation, f"<p>Le contrat avec {secret} est signé.</p>")
    writing.add_finding(evaluation, FindingKind.STRENGTH, f"Un lien avec {secret}.")
    factories.advance(evaluation, State.OBSERVATIONS_OPEN, world)
    writing.write_observations(evaluation, text=f"<p>Nous contestons « {secret} ».</p>", signatory="Jeanne Vernet")
    transitions.file_observations(evaluation, by=world.signatory)
    evaluation.refresh_from_db()
    return factories.advance(evaluation, State.COUNTERSIGNED, world)


PLACES = ("section avis", "block forts finding 1", "observations general")


def mark(evaluation, world, quote=SECRET, place="section avis"):
    return transitions.propose_redaction(evaluation, by=world.officer, place=place, quote=quote, reason="BUSINESS")


def mark_all(evaluation, world, quote=SECRET):
    marks = [mark(evaluation, world, quote, place) for place in PLACES]
    transitions.decide_redactions(evaluation, by=world.publisher)
    return marks


def publish(evaluation, world):
    return transitions.publish(evaluation, by=world.publisher)


def test_the_agency_marks_and_its_presidency_decides(world):
    evaluation = countersigned(world)

    mark(evaluation, world)

    with pytest.raises(PermissionDenied):
        transitions.decide_redactions(evaluation, by=world.officer)
    with pytest.raises(PermissionDenied):
        transitions.propose_redaction(evaluation, by=world.chair, quote="contrat", reason="BUSINESS")
    with pytest.raises(TransitionRefused, match="ne sont pas décidés"):
        publish(evaluation, world)


def test_a_mark_made_after_the_decision_waits_for_another(world):
    evaluation = countersigned(world)
    first, *_others = mark_all(evaluation, world)
    transitions.withdraw_redaction(first, by=world.officer)

    with pytest.raises(TransitionRefused, match="ne sont pas décidés"):
        publish(evaluation, world)

    transitions.restore_redaction(first, by=world.officer)
    assert publish(evaluation, world).published_on


def test_a_decision_is_about_what_was_shown(world):
    evaluation = countersigned(world)
    mark(evaluation, world)

    with pytest.raises(TransitionRefused, match="ne sont plus ceux que vous avez lus"):
        transitions.decide_redactions(evaluation, by=world.publisher, seen="0" * 64)


def test_words_that_are_not_there_are_refused(world):
    evaluation = countersigned(world)

    with pytest.raises(TransitionRefused, match="Ces mots ne sont pas dans ce texte"):
        mark(evaluation, world, "Laboratoire Oméga")
    with pytest.raises(TransitionRefused, match="plusieurs textes"):
        mark(evaluation, world, place="")


def test_the_words_that_are_marked_are_those_that_were_chosen(world):
    evaluation = factories.evaluation(world, State.DRAFTING)
    factories.write(evaluation, "<p>Le projet ALPHA, puis le laboratoire Alpha.</p>")
    factories.advance(evaluation, State.CHAIR_SIGNED, world)

    chosen, typed = mark(evaluation, world, "Alpha"), mark(evaluation, world, "LABORATOIRE alpha")

    assert (chosen.quote, typed.quote) == ("Alpha", "laboratoire Alpha")


def test_a_part_of_a_word_marks_no_word(world):
    evaluation = factories.evaluation(world, State.DRAFTING)
    factories.write(evaluation, "<p>La salle du laboratoire Alpha a brûlé. La ville le sait.</p>")
    factories.advance(evaluation, State.CHAIR_SIGNED, world)

    for part in ("l", "labo", "brûl"):
        for place in ("section avis", ""):
            with pytest.raises(TransitionRefused, match="Donnez des mots entiers"):
                mark(evaluation, world, part, place)

    assert mark(evaluation, world, "a").quote == "a"
    assert mark(evaluation, world, "boratoire Alph", "").quote == "laboratoire Alpha"


def indexed(report):
    """All that the register keeps of its words."""
    text = RegisterText.objects.get(entry__report=report)
    return f"{text.plain} {text.heading} {text.body}"


def test_two_editions_are_kept_and_one_is_public(world):
    evaluation = countersigned(world)
    mark_all(evaluation, world)

    report = publish(evaluation, world)

    complete = Report.objects.get(evaluation=evaluation, kind=ReportKind.COMPLETE)
    assert (report.version, complete.version, complete.published_on) == (1, 1, None)
    assert SECRET not in report.content + indexed(report)
    assert not RegisterWord.objects.filter(word__in=["laboratoire", "alpha"]).exists()
    assert report.reading.sections[0].text == f"<p>Le contrat avec {MARKED} est signé.</p>"
    assert SECRET in complete.content
    assert complete.pdf_sha256 != report.pdf_sha256
    assert [i.name for i in INVARIANTS if any(i.violations())] == []
    assert list(archive.file_damages()) == []


def test_an_altered_public_text_is_found(world):
    evaluation = countersigned(world)
    marks = mark_all(evaluation, world)
    publish(evaluation, world)
    evaluation.redactions.filter(pk=marks[0].pk).update(quote="contrat")

    broken = {i.name for i in INVARIANTS if any(i.violations())}

    assert {"INV-P4-REDACTED", "INV-P4-DECIDED"} <= broken


def test_a_public_edition_that_was_taken_away_does_not_stop_the_verification(world):
    evaluation = countersigned(world)
    mark_all(evaluation, world)
    report = publish(evaluation, world)
    RegisterEntry.objects.all().delete()
    report.delete()

    broken = {i.name for i in INVARIANTS if any(i.violations())}

    assert "INV-P4-REDACTED" not in broken
    assert report.public_id in [damage.report for damage in archive.file_damages()]


def test_the_complete_edition_is_for_those_entitled(world, client):
    evaluation = countersigned(world)
    mark_all(evaluation, world)
    report = publish(evaluation, world)
    complete = Report.objects.get(evaluation=evaluation, kind=ReportKind.COMPLETE)
    page = f"/evaluations/{evaluation.public_id}/rapports/{complete.public_id}/"

    def answers(person):
        client.force_login(person)
        return client.get(page).status_code, client.get(f"{page}rapport.pdf").status_code

    for person in (world.chair, world.officer, world.signatory, world.contributor, world.auditor):
        assert answers(person) == (200, 200), person
    assert answers(world.college) == answers(world.stranger) == (404, 404)
    client.logout()
    assert client.get(f"/rapports/{complete.public_id}/").status_code == 404
    assert client.get(f"/rapports/fichiers/{complete.pdf_sha256}.pdf").status_code == 404
    told = client.get(f"/rapports/verifier/{complete.pdf_sha256}/?format=json").json()
    assert told == {"sha256": complete.pdf_sha256, "known": False, "report": None, "resembles": None}
    assert client.get(f"/rapports/verifier/{report.pdf_sha256}/?format=json").json()["known"] is True


def test_a_mark_outlives_an_erratum_and_stops_it_when_its_words_are_gone(world):
    evaluation = countersigned(world)
    mark_all(evaluation, world)
    publish(evaluation, world)
    transitions.open_erratum(evaluation, by=world.officer, reason="Coquille.")
    factories.write(evaluation, "<p>Autre texte.</p>")
    factories.sign(evaluation, world)
    transitions.carry_observations_over(evaluation, by=world.officer)
    transitions.countersign(evaluation, by=world.publisher)

    with pytest.raises(TransitionRefused, match="n’est plus dans le rapport"):
        publish(evaluation, world)


def test_an_erratum_of_a_redacted_report_leaves_out_what_was_and_what_is_added(world, client):
    evaluation = countersigned(world)
    mark_all(evaluation, world)
    first = publish(evaluation, world)
    transitions.open_erratum(evaluation, by=world.officer, reason="Coquille.")
    factories.write(evaluation, f"<p>Le contrat avec {SECRET} est clos. Le brevet Oméga aussi.</p>")
    factories.sign(evaluation, world)
    transitions.carry_observations_over(evaluation, by=world.officer)
    transitions.countersign(evaluation, by=world.publisher)
    mark(evaluation, world, "brevet Oméga")
    with pytest.raises(TransitionRefused, match="ne sont pas décidés"):
        publish(evaluation, world)
    transitions.decide_redactions(evaluation, by=world.publisher)

    second = publish(evaluation, world)

    complete = Report.objects.get(evaluation=evaluation, kind=ReportKind.COMPLETE, version=2)
    assert second.version == 2
    assert second.reading.sections[0].text == f"<p>Le contrat avec {MARKED} est clos. Le {MARKED} aussi.</p>"
    assert "brevet Oméga" in complete.content
    client.force_login(world.officer)
    for path in ("", "apercu/", "apercu/rapport.pdf"):
        assert client.get(f"/evaluations/{evaluation.public_id}/occultations/{path}").status_code == 200
    client.logout()
    for report in (first, second):
        for address in (report.get_absolute_url(), f"{report.get_absolute_url()}citation.bib", "/rapports/?q=contrat"):
            told = client.get(address)
            assert SECRET not in told.text
            assert "Oméga" not in told.text
        assert store.read(report.pdf_sha256) == client.get(report.get_pdf_url()).getvalue()
    assert [i.name for i in INVARIANTS if any(i.violations())] == []
    assert list(archive.file_damages()) == []


NAMES = ("Laboratoire Alpha", "Un consortium dont le nom est bien plus long")


def public_bytes(secret, settings, folder):
    """All that the public can come to, of a world with that secret."""
    replay.begin(None)
    settings.MEDIA_ROOT = folder
    with time_machine.travel("2026-11-20T12:00:00+01:00", tick=False):
        world = factories.world()
        evaluation = countersigned(world, secret)
        mark_all(evaluation, world, secret)
        report = publish(evaluation, world)
    visitor = Client()
    page, programme = report.get_absolute_url(), evaluation.programme
    addresses = {
        "register": "/rapports/",
        "search": "/rapports/?q=contrat",
        "page": page,
        "verification": f"/rapports/verifier/{report.pdf_sha256}/",
        "file": report.get_pdf_url(),
        "file by its hash": f"/rapports/fichiers/{report.pdf_sha256}.pdf",
        "open data, CSV": "/rapports/rapports.csv",
        "open data, JSON": "/rapports/rapports.json",
        "feed": "/rapports/flux.atom",
        "sitemap": "/sitemap/rapports-1.xml",
        "citation, BibTeX": f"{page}citation.bib",
        "citation, RIS": f"{page}citation.ris",
        "programme": f"/formations/{programme.public_id}/",
        "institution": f"/etablissements/{programme.institution.public_id}/",
    }
    ids = (report.public_id, programme.public_id, programme.institution.public_id)
    found = {}
    for name, address in addresses.items():
        response = visitor.get(address)
        assert response.status_code == 200, name
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert secret.encode() not in body
        for public_id in ids:
            body = body.replace(public_id.encode(), b"ID")
        found[name] = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", body)
    assert f'data-id="{report.public_id}"' not in visitor.get("/rapports/", {"q": secret}).text
    return report, found


def test_two_secrets_give_the_public_the_same_bytes(settings, tmp_path, monkeypatch):
    """Played twice from the same beginning, in a savepoint that is undone between."""
    seen = []
    for number, secret in enumerate(NAMES):
        monkeypatch.setattr(factories, "_numbers", iter(range(1, 10**6)))
        point = transaction.savepoint()
        report, found = public_bytes(secret, settings, tmp_path / str(number))
        data = store.read(report.pdf_sha256)
        seen.append((report.content, report.sha256, indexed(report), data, found))
        transaction.savepoint_rollback(point)

    assert seen[0][:3] == seen[1][:3]
    assert seen[0][3] == seen[1][3]
    assert seen[0][4] == seen[1][4]


def test_a_mark_made_anew_meanwhile_is_not_brought_back_beside_it(world):
    evaluation = countersigned(world)
    first = mark(evaluation, world)
    transitions.withdraw_redaction(first, by=world.officer)
    mark(evaluation, world)

    with pytest.raises(TransitionRefused, match=r"^Ce passage est déjà marqué\.$"):
        transitions.restore_redaction(first, by=world.officer)

    assert evaluation.redactions.kept().count() == 1


def test_nothing_is_marked_of_what_was_suspended_before_its_signature(world, client):
    early, late = (factories.evaluation(world, state) for state in (State.DRAFTING, State.CHAIR_SIGNED))
    for evaluation in (early, late):
        transitions.suspend(evaluation, by=world.officer, reason="Contrat en cours.")
    client.force_login(world.officer)

    answers = [client.get(f"/evaluations/{one.public_id}/occultations/").status_code for one in (early, late)]

    assert answers == [404, 200]


def test_a_preview_that_cannot_be_printed_says_so(world, client, monkeypatch):
    evaluation = countersigned(world)
    monkeypatch.setattr(press.Press, "print_one", refuse_to_print)
    client.force_login(world.officer)

    response = client.get(f"/evaluations/{evaluation.public_id}/occultations/apercu/rapport.pdf", follow=True)

    assert response.redirect_chain == [(f"/evaluations/{evaluation.public_id}/occultations/apercu/", 302)]
    assert "Un tableau est trop grand." in response.text


def refuse_to_print(machine, order, **bounds):
    raise press.NotPrinted("Un tableau est trop grand.")


def test_printed_again_a_complete_edition_says_that_it_is_one_and_holds_no_data(world, tmp_path):
    evaluation = countersigned(world)
    mark_all(evaluation, world)
    report = publish(evaluation, world)
    complete = Report.objects.get(evaluation=evaluation, kind=ReportKind.COMPLETE)
    public, again = tmp_path / "public.pdf", tmp_path / "again.pdf"

    call_command("render_report", evaluation.public_id, output=public, verbosity=0)
    call_command("render_report", complete.public_id, output=again, variant="pdf/a-3a", verbosity=0)

    assert public.read_bytes() == store.read(report.pdf_sha256)
    assert again.read_bytes() == store.read(complete.pdf_sha256)
    with pikepdf.open(again) as pdf:
        assert not pdf.attachments


def test_a_complete_edition_is_the_same_in_whatever_language_it_is_published(world):
    evaluation = countersigned(world)
    mark_all(evaluation, world)

    with translation.override("en"):
        publish(evaluation, world)

    complete = Report.objects.get(evaluation=evaluation, kind=ReportKind.COMPLETE)
    assert store.read(complete.pdf_sha256) == press.printed(complete.reading)
    assert to_html(complete.reading, marked=presentation.mark(complete.reading)).count("Version complète") > 0


def test_in_bulk_both_editions_have_the_time_that_they_take(world, monkeypatch):
    evaluation = countersigned(world)
    mark_all(evaluation, world)
    printed, asked = press.printed, []

    def noted(reading, *, seconds=press.SHORT, **form):
        asked.append((reading.kind, seconds))
        return printed(reading, seconds=seconds, **form)

    monkeypatch.setattr(press, "printed", noted)
    one.publish(evaluation, world.publisher)

    assert asked[:2] == [("FINAL", press.SECONDS), ("COMPLETE", press.SECONDS)]
