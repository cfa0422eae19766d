"""verify_archive and check_invariants: green on what the acts made, red on each thing done by other means."""

import hashlib
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from evalprog import clock
from evaluations import transitions
from evaluations.enums import SignatureRole, State
from evaluations.invariants import INVARIANTS
from evaluations.models import Campaign, Conflict, Delivery, Event, Message, RegisterEntry, Report, Signature, Window
from evaluations.reports import store
from evaluations.reports.keeping import disk
from evaluations.workspace import dossier
from evaluations.workspace.uploads import checked
from tests import factories
from tests.evaluations import sent_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(own_anchor):
    return factories.world()


@pytest.fixture
def published(world, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        return factories.evaluation(world, State.PUBLISHED)


def final(evaluation):
    return Report.objects.published().get(evaluation=evaluation)


def archive(capsys):
    """Whether the command was content, and its JSON."""
    try:
        call_command("verify_archive", "--json")
        content = True
    except CommandError:
        content = False
    result = json.loads(capsys.readouterr().out)
    assert result["ok"] == content
    return result


def file_damages(capsys):
    return [(d["report"], d["sentence"]) for d in archive(capsys)["files"]["damages"]]


# -- the archive


def test_an_untouched_archive_is_whole(published, own_anchor, capsys):
    result = archive(capsys)

    assert result == {
        "ok": True,
        "files": {"checked": 1, "damages": []},
        "journal": {"events": published.events.count(), "damages": []},
        "anchor": {
            "path": str(own_anchor),
            "exists": True,
            "events": published.events.count(),
            "last_at": published.events.last().at.isoformat(),
            "waiting": 0,
            "late": "",
        },
    }


def test_one_bit_flipped_in_a_file_is_found(published, capsys):
    report = final(published)
    file = disk.path(report.pdf_sha256)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)

    assert file_damages(capsys) == [(report.public_id, "le fichier de ce rapport a été modifié.")]


def test_a_missing_file_is_found(published, capsys):
    report = final(published)
    disk.path(report.pdf_sha256).unlink()

    assert file_damages(capsys) == [(report.public_id, "le fichier de ce rapport manque.")]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("missing", "le fichier de cette pièce de dossier manque."),
        ("altered", "le fichier de cette pièce de dossier a été modifié."),
    ],
)
def test_a_document_of_a_dossier_that_is_missing_or_altered_is_found(world, capsys, wrong, sentence):
    evaluation = factories.evaluation(world, State.DOSSIER_EXPECTED)
    document = checked("a.pdf", sent_files.pdf("A"))
    part = dossier.add_document(evaluation, "A", document, by=world.contributor)
    assert archive(capsys)["files"] == {"checked": 1, "damages": []}
    if wrong == "missing":
        disk.path(part.sha256).unlink()
    else:
        disk.path(part.sha256).write_bytes(sent_files.pdf("Autre chose"))

    damages = archive(capsys)["files"]["damages"]

    found = {"sha256": part.sha256, "sentence": sentence, "part": part.public_id}
    assert damages == [{"report": "", "attachment": "", **found}]


def test_a_file_that_no_record_names_is_found(published, capsys):
    store.keep(b"%PDF-1.7 stray")

    assert file_damages(capsys) == [("", "aucun rapport, dossier ni pièce jointe ne nomme ce fichier.")]


def test_a_report_taken_away_with_its_file_is_found_by_the_journal(published, capsys):
    report = final(published)
    disk.path(report.pdf_sha256).unlink()
    RegisterEntry.objects.filter(report=report).delete()
    report.delete()

    assert file_damages(capsys) == [(report.public_id, "ce rapport, que le journal connaît, a été retiré.")]


def test_a_text_replaced_by_something_else_is_found_and_does_not_stop_the_verification(published, capsys):
    report = final(published)
    Report.objects.filter(pk=report.pk).update(content="[]", sha256=hashlib.sha256(b"[]").hexdigest())

    assert file_damages(capsys) == [
        (report.public_id, "les empreintes de ce rapport ne sont pas celles que le journal connaît."),
        (report.public_id, "le texte figé de ce rapport ne se lit pas."),
    ]


def test_a_file_and_its_record_both_replaced_are_found_by_the_journal(published, capsys):
    report = final(published)
    disk.path(report.pdf_sha256).unlink()
    Report.objects.filter(pk=report.pk).update(pdf_sha256=store.keep(b"%PDF-1.7 another"))

    assert file_damages(capsys) == [
        (report.public_id, "les empreintes de ce rapport ne sont pas celles que le journal connaît.")
    ]


def test_a_damaged_journal_makes_the_archive_fail(published, capsys):
    Event.objects.filter(evaluation=published, number=2).update(role="chair")

    assert archive(capsys)["journal"]["damages"] == [
        {
            "evaluation": published.public_id,
            "number": 2,
            "sentence": "cet acte a été modifié.",
            "unanchored": False,
        }
    ]


def test_without_json_the_command_says_it_in_sentences(published, capsys):
    call_command("verify_archive")

    expected = f"Archive intacte\u00a0: 1 fichiers, {published.events.count()} actes.\n"
    assert capsys.readouterr().out == expected


# -- the invariants


def violated(capsys):
    """The names of the promises that do not hold."""
    try:
        call_command("check_invariants", "--json")
    except CommandError:
        pass
    result = json.loads(capsys.readouterr().out)
    names = [i["name"] for i in result["invariants"] if not i["holds"]]
    assert result["ok"] == (names == [])
    assert [i["name"] for i in result["invariants"]] == [i.name for i in INVARIANTS]
    return names


def test_the_promises_hold_at_every_state(world, capsys):
    for state in State:
        factories.evaluation(world, state)

    assert violated(capsys) == []


def sql(statement, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)


def unsigned(world, evaluation):
    Signature.objects.filter(evaluation=evaluation, role=SignatureRole.AGENCY).update(reading_sha256="0" * 64)


def signed_by_one(world, evaluation):
    Signature.objects.filter(evaluation=evaluation).update(user=world.chair)


def without_file(world, evaluation):
    disk.path(final(evaluation).pdf_sha256).unlink()


def told_to_nobody(world, evaluation):
    Message.objects.filter(event__verb="publish").delete()


def another_state(world, evaluation):
    sql("update evaluations_evaluation set state = 130 where id = %s", evaluation.pk)


def step_outside_the_graph(world, evaluation):
    Event.objects.filter(evaluation=evaluation, verb="start_drafting").update(verb="countersign")


def times_go_back(world, evaluation):
    first = evaluation.events.first()
    Event.objects.filter(evaluation=evaluation, number=4).update(at=first.at - timezone.timedelta(days=1))


def window_moved(world, evaluation):
    window = Window.objects.filter(evaluation=evaluation).last()
    window.closes_at -= timezone.timedelta(days=1)
    window.save()


def window_lost_its_round(world, evaluation):
    Window.objects.filter(evaluation=evaluation, kind="CORRECTIONS").update(round=2)


def conflicted_member(world, evaluation):
    Conflict.objects.create(evaluation=evaluation, user=world.expert)


def told_in_spite_of_a_conflict(world, evaluation):
    now = timezone.now()
    Conflict.objects.create(evaluation=evaluation, user=world.contributor, recorded_at=now)
    later = now + timezone.timedelta(seconds=1)
    delivery = Delivery.objects.filter(user=world.contributor).first()
    Delivery.objects.filter(pk=delivery.pk).update(state="SENT", claimed_at=later, sent_at=later)


@pytest.mark.parametrize(
    ("breaking", "names"),
    [
        (without_file, ["INV-P2"]),
        (told_to_nobody, ["INV-P2"]),
        (unsigned, ["INV-P4"]),
        (signed_by_one, ["INV-P4-TWO-PERSONS"]),
        (another_state, ["INV-W6"]),
        (step_outside_the_graph, ["INV-W7"]),
        (times_go_back, ["INV-T5"]),
        (window_moved, ["INV-T4"]),
        (window_lost_its_round, ["INV-T1"]),
        (conflicted_member, ["INV-C4"]),
        (told_in_spite_of_a_conflict, ["INV-C13"]),
    ],
)
def test_each_promise_broken_by_other_means_is_named(world, published, capsys, breaking, names):
    breaking(world, published)

    assert violated(capsys) == names


def test_a_report_published_without_the_act_is_found(world, published, capsys):
    Event.objects.filter(evaluation=published, verb="publish").update(details={})

    assert violated(capsys) == ["INV-P2"]


def test_a_day_of_deposit_that_came_earlier_is_found(world, capsys):
    factories.evaluation(world, State.DOSSIER_EXPECTED)
    due_on = world.campaign.dossier_due_on
    later = clock.today() + timezone.timedelta(days=30)
    transitions.postpone_dossiers(world.campaign, by=world.officer, due_on=max(due_on, later), reason="Grève.")
    assert violated(capsys) == []

    Campaign.objects.update(dossier_due_on=due_on - timezone.timedelta(days=1))

    assert violated(capsys) == ["INV-T4"]


def test_an_institution_awaited_without_a_window_is_found(world, capsys):
    evaluation = factories.evaluation(world, State.DRAFT_TRANSMITTED)
    Window.objects.filter(evaluation=evaluation).delete()

    assert violated(capsys) == ["INV-T1"]
