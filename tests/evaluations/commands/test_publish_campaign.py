"""``publish_campaign``: all that is ready, by somebody, once; the rest with its reason."""

import errno
import json

import pytest
from django.core.management import CommandError, call_command

from evaluations import transitions
from evaluations.enums import State
from evaluations.models import Event, Report
from evaluations.reports import press
from evaluations.reports.keeping import disk
from tests import factories

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.JOURNAL_ANCHOR = tmp_path / "journal.log"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.WORKERS = 1


@pytest.fixture
def world():
    return factories.world()


def told(capsys, world, *options: str) -> dict:
    call_command("publish_campaign", world.campaign.code, *options, verbosity=0)
    return json.loads(capsys.readouterr().out)


def test_it_publishes_what_is_ready_and_says_what_is_not(world, capsys):
    first, second = (factories.evaluation(world, State.COUNTERSIGNED) for _number in range(2))
    drafted = factories.evaluation(world, State.DRAFTING)

    said = told(capsys, world)

    assert sorted(said["published"]) == sorted([first.public_id, second.public_id])
    assert said["by"] == world.publisher.email
    assert [(row["evaluation"], row["state"], row["awaited"]) for row in said["not_ready"]] == [
        (drafted.public_id, "DRAFTING", "Rédiger le rapport, puis le soumettre au comité.")
    ]
    assert Report.objects.published().count() == 2
    assert told(capsys, world)["published"] == []  # again: nothing is published twice
    assert Event.objects.filter(verb="publish").count() == 2


def test_a_dry_run_changes_nothing(world, capsys):
    ready = factories.evaluation(world, State.COUNTERSIGNED)

    assert told(capsys, world, "--dry-run")["published"] == [ready.public_id]
    assert not Report.objects.published().exists()


def test_it_countersigns_only_when_it_is_asked_to(world, capsys):
    closed = factories.evaluation(world, State.OBSERVATIONS_CLOSED)

    assert told(capsys, world)["published"] == []
    said = told(capsys, world, "--sign")

    assert (said["signed"], said["published"]) == ([closed.public_id], [closed.public_id])


def test_one_that_cannot_be_printed_does_not_keep_the_others(world, capsys, monkeypatch):
    evaluations = [factories.evaluation(world, State.COUNTERSIGNED) for _number in range(2)]
    print_all = press.Press.print_all

    def refuses_the_first(machine, orders):
        for number, (key, document) in enumerate(print_all(machine, orders)):
            yield key, press.NotPrinted("Un tableau est trop grand.") if number == 0 else document

    monkeypatch.setattr(press.Press, "print_all", refuses_the_first)
    with pytest.raises(CommandError, match=r"^Non publiés"):
        told(capsys, world)

    said = json.loads(capsys.readouterr().out)
    assert list(said["failed"].values()) == ["Un tableau est trop grand."]
    assert len(said["published"]) == 1
    assert {*said["failed"], *said["published"]} == {one.public_id for one in evaluations}


def test_an_interruption_keeps_what_is_published_and_says_to_begin_again(world, monkeypatch):
    for _number in range(2):
        factories.evaluation(world, State.COUNTERSIGNED)
    publish, done = transitions.publish, []

    def interrupted_after_one(evaluation, *, by):
        if done:
            raise KeyboardInterrupt
        done.append(publish(evaluation, by=by))

    monkeypatch.setattr(transitions, "publish", interrupted_after_one)
    with pytest.raises(CommandError, match="1 rapports publiés sur 2"):
        call_command("publish_campaign", world.campaign.code, verbosity=0)

    assert Report.objects.published().count() == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["INCONNUE"], f"Aucune campagne n’a le code «{NBSP}INCONNUE{NBSP}»."),
        (["{code}", "--by", "nul@example.org"], f"«{NBSP}nul@example.org{NBSP}» n’est pas l’adresse de quelqu’un"),
    ],
)
def test_what_is_not_known_is_said(world, arguments, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("publish_campaign", *[word.format(code=world.campaign.code) for word in arguments])
    assert sentence in str(refusal.value)


def test_with_several_who_may_publish_one_is_named(world):
    other = factories.publisher()

    with pytest.raises(CommandError, match="Dites au nom de qui publier") as refusal:
        call_command("publish_campaign", world.campaign.code)
    assert other.email in str(refusal.value)


def test_a_file_that_cannot_be_kept_does_not_keep_the_others(world, capsys, monkeypatch):
    for _number in range(2):
        factories.evaluation(world, State.COUNTERSIGNED)
    write, asked = disk.write, []

    def full_once(sha256, data):
        asked.append(sha256)
        if len(asked) == 1:
            raise OSError(errno.ENOSPC, "No space left on device")
        write(sha256, data)

    monkeypatch.setattr(disk, "write", full_once)
    with pytest.raises(CommandError, match=r"^Non publiés"):
        told(capsys, world)

    said = json.loads(capsys.readouterr().out)
    assert list(said["failed"].values()) == ["Le fichier du rapport ne peut pas être conservé (le disque est plein)."]
    assert len(said["published"]) == 1
