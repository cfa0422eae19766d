"""The anchor that refuses, that is long, that was cut: acts stand, lines wait, and nothing inserted is let in."""

import errno
import html
import json
import os
import re

import pytest
from django.core.management import CommandError, call_command

from evaluations import anchors, journal, transitions
from evaluations.enums import State
from evaluations.models import Event
from tests import factories

pytestmark = pytest.mark.django_db

NBSP = "\u00a0"


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """Acts inside are followed by what follows a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def deposited(world, commit):
    """Three events, all anchored."""
    with commit():
        return factories.evaluation(world, State.DOSSIER_DEPOSITED)


@pytest.fixture
def refusing(own_anchor, deposited):
    """The anchor is a folder; calling the result makes it a file again, with what it held."""
    held = own_anchor.with_name("held")
    own_anchor.rename(held)
    own_anchor.mkdir()

    def mend():
        own_anchor.rmdir()
        held.rename(own_anchor)

    return mend


def text(response):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def lines(path):
    return [line.split()[1:] for line in path.read_text().splitlines()]


def known(*events):
    return [[e.evaluation.public_id, str(e.number), e.sha256] for e in events]


def sentences():
    return [damage.sentence for damage in journal.damages()]


# -- it refuses


def test_the_act_of_a_person_is_done_and_its_line_waits(client, world, deposited, refusing, commit, settings, caplog):
    client.force_login(world.officer)

    with commit():
        response = client.post(
            f"{deposited.get_absolute_url()}actes/rendre-le-dossier/",
            {"reason": "Incomplet.", "base_state": State.DOSSIER_DEPOSITED},
        )

    assert response.status_code == 302
    deposited.refresh_from_db()
    assert deposited.state == State.DOSSIER_EXPECTED
    assert lines(settings.JOURNAL_WAITING) == known(deposited.events.last())
    said = [record.getMessage() for record in caplog.records if record.name == "evaluations.anchors"]
    assert said == ["Anchor of the journal not written (IsADirectoryError): 1 line(s) wait"]


@pytest.fixture
def returned(world, deposited, refusing, commit):
    with commit():
        return transitions.return_dossier(deposited, by=world.officer, reason="Incomplet.")


def test_how_far_it_is_behind_is_said(returned, refusing, capsys):
    refusing()

    with pytest.raises(CommandError, match="mais\u00a0: ancre en retard de 1 écriture"):
        call_command("verify_archive", "--json")
    archive = json.loads(capsys.readouterr().out)
    with pytest.raises(CommandError, match="INV-A2"):
        call_command("check_invariants", "--json")
    invariants = {i["name"]: i["violations"] for i in json.loads(capsys.readouterr().out)["invariants"]}

    late = f"ancre en retard de 1 écriture(s){NBSP}: le prochain travail de fond les ajoute."
    assert (archive["ok"], archive["journal"]["damages"]) == (False, [])
    assert (archive["anchor"]["events"], archive["anchor"]["waiting"], archive["anchor"]["late"]) == (3, 1, late)
    assert invariants["INV-A2"] == [{"where": "ancre", "sentence": late}]


def test_an_anchor_that_cannot_be_read_is_said_in_french(returned, client, world, capsys):
    client.force_login(world.auditor)

    page = client.get(f"{returned.get_absolute_url()}journal/")
    with pytest.raises(CommandError, match="L’archive n’est pas intacte"):
        call_command("verify_archive", "--json")

    assert page.status_code == 200
    assert "l’ancre ne se lit pas (c’est un dossier)." in text(page)
    assert "L’ancre est en retard d’une écriture" in text(page)
    found = [damage["sentence"] for damage in json.loads(capsys.readouterr().out)["journal"]["damages"]]
    assert found == ["l’ancre ne se lit pas (c’est un dossier)."]


def test_while_it_refuses_lines_go_on_waiting(returned):
    with pytest.raises(IsADirectoryError):
        anchors.catch_up()

    assert anchors.late() == 1


def test_the_next_job_adds_what_waits(returned, refusing, own_anchor):
    refusing()

    assert (anchors.catch_up(), anchors.catch_up()) == (1, 0)

    assert [line for line in lines(own_anchor) if line] == known(*returned.events.order_by("number"))
    assert (sentences(), anchors.late()) == ([], 0)


def test_so_does_the_next_act_in_the_order_of_the_acts(returned, refusing, world, commit, own_anchor):
    refusing()

    with commit():
        transitions.deposit_dossier(returned, by=world.signatory)

    assert [line for line in lines(own_anchor) if line] == known(*returned.events.order_by("number"))
    assert (sentences(), anchors.late()) == ([], 0)


def test_a_line_added_twice_harms_nothing(returned, refusing, settings):
    waiting = settings.JOURNAL_WAITING.read_bytes()
    refusing()
    anchors.catch_up()
    settings.JOURNAL_WAITING.write_bytes(waiting)  # the job died before it emptied the file

    assert (anchors.read().waiting, sentences()) == ((), [])
    anchors.catch_up()
    assert sentences() == []


def test_a_line_that_a_full_disk_cut_is_no_damage_once_it_stands_whole(deposited, world, commit, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, data[:40]))
    with commit():
        transitions.return_dossier(deposited, by=world.officer, reason="Incomplet.")
    monkeypatch.undo()

    assert sentences() == []  # it waits
    assert anchors.catch_up() == 1
    assert sentences() == []


@pytest.mark.parametrize("added", ["2", "2026-", "\n2", "2\n"])
def test_the_beginning_of_a_line_that_stands_nowhere_after_it_is_damage(deposited, own_anchor, added):
    """What a full disk cut comes again after it, or waits; what somebody wrote there does not."""
    assert sentences() == []

    own_anchor.write_text(own_anchor.read_text() + added)

    assert sentences() == ["cette ligne de l’ancre est illisible."]


def test_an_event_inserted_by_other_means_is_not_let_in_by_the_job(returned, refusing, world):
    refusing()
    transitions.deposit_dossier(returned, by=world.signatory)  # without what follows a commit

    anchors.catch_up()

    assert sentences() == ["cet acte manque à l’ancre."]


def test_an_event_removed_while_its_line_waits_is_found(returned, refusing):
    refusing()
    last = returned.events.last()
    last.messages.all().delete()
    last.delete()

    assert "cet acte est connu de l’ancre et manque au journal." in sentences()


def test_the_command_says_why_it_cannot_write(returned, own_anchor):
    with pytest.raises(CommandError) as refusal:
        call_command("anchor", "--commit")

    assert str(refusal.value) == (
        f"L’ancre {own_anchor} ne peut pas être écrite (c’est un dossier){NBSP}; corrigez, puis relancez la commande."
    )


def test_when_nothing_can_be_written_the_act_stands_and_is_found_missing(deposited, world, commit, monkeypatch):
    def full(path, lines):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(anchors, "_append", full)
        patch.setattr(anchors, "_let_wait", lambda lines: None)
        with commit():
            transitions.return_dossier(deposited, by=world.officer, reason="Incomplet.")

    assert sentences() == ["cet acte manque à l’ancre."]


# -- it is long


@pytest.fixture
def long(deposited, own_anchor):
    """Ten thousand lines of others after ours."""
    others = "".join(f"2026-11-02T09:00:00+00:00 other {number} {number:064x}\n" for number in range(10_000))
    with own_anchor.open("a") as file:
        file.write(others)
    return deposited


def test_a_page_reads_the_end_of_the_anchor_only(long, world, client, monkeypatch):
    read = []
    content = anchors._content
    monkeypatch.setattr(
        anchors, "_content", lambda path, limit=None: read.append(len(found := content(path, limit))) or found
    )
    client.force_login(world.auditor)

    page = client.get(f"{long.get_absolute_url()}journal/")

    assert "Chaîne intacte" in text(page)
    assert "verify_archive les compare tous" in text(page)
    assert max(read) <= anchors.END


def test_of_what_precedes_the_end_nothing_is_said(long):
    assert [*journal.damages(long)] == []


def test_a_recent_event_changed_with_its_chain_is_found_on_the_page(long, world, commit):
    with commit():
        transitions.return_dossier(long, by=world.officer, reason="Incomplet.")
    event = long.events.last()
    event.role = "chair"
    Event.objects.filter(pk=event.pk).update(role="chair", sha256=event.computed_sha256())

    assert [d.sentence for d in journal.damages(long)] == ["cet acte n’est pas celui que l’ancre connaît."]


def test_an_event_added_after_a_recent_one_is_found_on_the_page(long, world, commit):
    with commit():
        transitions.return_dossier(long, by=world.officer, reason="Incomplet.")
    transitions.deposit_dossier(long, by=world.signatory)  # without what follows a commit

    assert [(d.number, d.sentence) for d in journal.damages(long)] == [(5, "cet acte manque à l’ancre.")]


def test_an_event_known_before_the_end_is_not_said_to_be_missing(long, own_anchor):
    """Anchored late: the second event stands after the third, which the end does not reach."""
    event = long.events.get(number=2)
    with own_anchor.open("a") as file:
        file.write(f"{event.at.isoformat()} {long.public_id} 2 {event.sha256}\n")

    assert [*journal.damages(long)] == []
