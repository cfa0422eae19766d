"""The background jobs: each done, one that fails stops no other, never two rounds at once, until asked to stop."""

import datetime as dt
import os
import subprocess
import sys
import threading

import pytest
import time_machine
from django.core.management import CommandError, call_command

from evalprog import clock
from evalprog.bootstrap import ROOT
from evaluations import anchors, jobs
from evaluations.enums import State
from evaluations.models import Delivery
from evaluations.publishing import runs
from evaluations.reports import store
from evaluations.reports.keeping import disk
from evaluations.workspace import first_sendings
from programmes.imports import drafts
from programmes.models import ImportDraft
from tests import factories

NBSP = "\u00a0"
IDLE = {
    "sweep": f"Fichiers abandonnés retirés{NBSP}: 0.",
    "drafts": f"Imports abandonnés oubliés{NBSP}: 0.",
    "anchor": f"Lignes rattrapées de l’ancre{NBSP}: 0.",
    "queue": f"Tâches remises dans la file{NBSP}: 0.",
    "close_windows": f"Délais clos{NBSP}: 0.",
    "send_reminders": f"Rappels écrits{NBSP}: 0.",
    "send_messages": f"Messages envoyés{NBSP}: 0.",
}


def said(capsys):
    return capsys.readouterr().out.splitlines()


@pytest.mark.django_db
def test_with_nothing_to_do_each_job_says_so(own_anchor, capsys):
    call_command("run_jobs", "--once")

    assert said(capsys) == list(IDLE.values())


@pytest.mark.django_db
def test_one_round_does_all_that_is_due(own_anchor, settings, capsys, mailoutbox):
    with time_machine.travel(factories.paris(2026, 11, 2, 9)):
        world = factories.world()
        closing = factories.evaluation(world, State.DRAFT_TRANSMITTED)  # until the end of the 17th
    with time_machine.travel(factories.paris(2026, 11, 15, 9)):
        factories.evaluation(world, State.DOSSIER_EXPECTED)  # due on the 1st of December
    waiting = Delivery.objects.queued().count()
    orphan = disk.path(store.keep(b"%PDF-1.7 of a writer that died"))
    os.utime(orphan, (0, 0))
    anchors._let_wait(anchors._as_lines(list(closing.events.all())))

    with time_machine.travel(factories.paris(2026, 11, 28, 9)):
        call_command("run_jobs", "--once")

    closing.refresh_from_db()
    assert (closing.state, orphan.exists(), anchors.late()) == (State.CORRECTIONS_RULING, False, 0)
    assert len(mailoutbox) > waiting
    assert said(capsys) == [
        f"Fichiers abandonnés retirés{NBSP}: 1.",
        IDLE["drafts"],
        f"Lignes rattrapées de l’ancre{NBSP}: {closing.events.count() - 1}.",
        f"Tâches remises dans la file{NBSP}: 0.",
        f"Délais clos{NBSP}: 1.",
        f"Rappels écrits{NBSP}: 2.",
        f"Messages envoyés{NBSP}: {len(mailoutbox)}.",
    ]


@pytest.mark.django_db(transaction=True)
def test_one_round_empties_the_queue(own_anchor, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path / "files"
    world = factories.world()
    factories.evaluation(world, State.COUNTERSIGNED)
    run = runs.start(world.campaign, by=world.publisher)

    call_command("run_jobs", "--once")

    assert said(capsys)[-1] == "Tâches de la file faites : 1."
    assert [line.outcome for line in run.lines.all()] == ["PUBLISHED"]


@pytest.mark.django_db
def test_first_sendings_are_swept_after_a_day(own_anchor, capsys):
    world = factories.world()
    evaluation, now = factories.evaluation(world), clock.now()
    for verb, hours in (("file_observations", 25), ("reply_to_draft", 23)):
        at = now - dt.timedelta(hours=hours)
        first_sendings.note(evaluation, verb, by=world.signatory, sha256="", at=at)

    call_command("run_jobs", "--once")

    assert list(evaluation.first_sendings.values_list("verb", flat=True)) == ["reply_to_draft"]
    assert said(capsys)[0] == IDLE["sweep"]


@pytest.mark.django_db
def test_files_read_on_the_page_of_imports_are_swept_after_a_day(own_anchor, capsys):
    for name, hours in (("old.yaml", 25), ("new.yaml", 23)):
        with time_machine.travel(clock.now() - dt.timedelta(hours=hours), tick=False):
            drafts.keep([], by=factories.user(), name=name, institution=None)

    call_command("run_jobs", "--once")

    assert ImportDraft.objects.get().name == "new.yaml"
    assert said(capsys)[1] == f"Imports abandonnés oubliés{NBSP}: 1."


@pytest.mark.django_db
def test_a_job_that_fails_does_not_stop_the_others(own_anchor, monkeypatch, capsys, caplog):
    def broken(name):
        raise RuntimeError("disk gone")

    monkeypatch.setitem(jobs.JOBS, "sweep", broken)
    with pytest.raises(CommandError) as refusal:
        call_command("run_jobs", "--once")

    assert str(refusal.value) == (f"Le travail sweep a échoué (RuntimeError){NBSP}; le journal technique dit pourquoi.")
    assert said(capsys) == [sentence for name, sentence in IDLE.items() if name != "sweep"]
    assert "run_jobs failed for sweep" in caplog.text


@pytest.mark.django_db
def test_an_anchor_that_refuses_is_named_by_its_job(own_anchor, settings, capsys):
    settings.JOURNAL_WAITING.write_text("2026-11-02T09:00:00+00:00 e 1 " + "0" * 64 + "\n")
    own_anchor.mkdir(parents=True)

    with pytest.raises(CommandError, match=r"Le travail anchor a échoué \(IsADirectoryError\)"):
        call_command("run_jobs", "--once")

    assert anchors.late() == 1


def test_two_rounds_are_never_made_at_once(capsys):
    with jobs._alone():
        call_command("run_jobs", "--once")

    assert said(capsys) == [f"Un autre processus fait déjà les travaux de fond{NBSP}; rien n’a été fait ici."]


class Asked(threading.Event):
    """Set after so many waits, which take no time."""

    def __init__(self, rounds):
        super().__init__()
        self.left = rounds

    def wait(self, timeout=None):
        self.left -= 1
        if not self.left:
            self.set()
        return self.is_set()


def test_rounds_follow_each_other_whatever_happens_until_asked_to_stop(monkeypatch, caplog):
    begun, told = [], []

    def one_round(stop):
        begun.append(1)
        if len(begun) == 1:
            raise RuntimeError("no database")
        if len(begun) == 2:
            raise jobs.AlreadyRunning
        yield jobs.Outcome("sweep", "Deux.", 2)
        yield jobs.Outcome("anchor", "Rien.", 0)
        yield jobs.Outcome("close_windows", "Échec.", None)

    monkeypatch.setattr(jobs, "one_round", one_round)
    monkeypatch.setattr(jobs.connections, "close_all", lambda: None)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    jobs.rounds(Asked(3), told.append, every=30)

    assert (len(begun), told) == (3, ["Deux."])
    assert [r.getMessage() for r in caplog.records if r.name == "evalprog.guarded"] == ["run_jobs failed for round"]


def test_asked_to_stop_in_a_round_no_other_job_begins(monkeypatch):
    stop, begun = threading.Event(), []

    def job(name):
        begun.append(name)
        stop.set()
        return jobs.Outcome(name, "Fait.", 1)

    monkeypatch.setattr(jobs, "JOBS", {"first": job, "second": job})

    assert [outcome.job for outcome in jobs.one_round(stop)] == begun == ["first"]


def test_the_jobs_beside_the_pages_end_with_them(monkeypatch):
    begun, threads = threading.Event(), []

    def rounds(stop, tell, *, every):
        threads.append(threading.current_thread())
        begun.set()
        stop.wait()

    monkeypatch.setattr(jobs, "rounds", rounds)
    with pytest.raises(SystemExit), jobs.beside(print):
        assert begun.wait(10)
        raise SystemExit(0)

    assert [thread.is_alive() for thread in threads] == [False]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("ask", ["SIGTERM", "SIGINT"])
def test_the_command_goes_on_until_asked_to_stop(tmp_path, ask):
    code = (
        "import signal, django; django.setup()\n"
        "from evaluations import jobs\n"
        "def job(name):\n"
        f"    signal.raise_signal(signal.{ask})\n"
        "    return jobs.Outcome(name, 'Fait.', 1)\n"
        "jobs.JOBS = {'only': job}\n"
        "from django.core.management import call_command\n"
        "call_command('run_jobs', '--every', '600')\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )

    assert (done.returncode, done.stdout) == (
        0,
        "Travaux de fond toutes les 600 secondes (Ctrl+C pour arrêter).\nFait.\n",
    )


@pytest.mark.parametrize("every", ["0", "-5"])
def test_an_interval_is_a_number_of_seconds(every):
    with pytest.raises(CommandError, match="donnez un nombre de secondes"):
        call_command("run_jobs", "--every", every)
