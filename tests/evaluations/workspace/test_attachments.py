"""Files joined to the letter or to an error of fact: once each, and not without end, those taken away included."""

from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from evaluations.enums import State
from evaluations.reports import store
from evaluations.workspace import attachments, corrections, observations
from evaluations.workspace.corrections import Said
from evaluations.workspace.refusal import Refused
from evaluations.workspace.uploads import checked
from tests import factories
from tests.evaluations import sent_files
from tests.evaluations.workspace.answering import address, observed

pytestmark = pytest.mark.django_db
begin = observed
pdf = cache(sent_files.pdf)  # made twice, it would not be the same bytes


@pytest.fixture
def letter(evaluation, world):
    return observations.begun(evaluation, by=world.contributor)


def join(to, world, words="Une page.", name="annexe.pdf", **more):
    return attachments.attach(to, checked(name, pdf(words)), by=world.contributor, **more)


def errors_of_fact(world, count=2):
    evaluation = factories.evaluation(world, State.DRAFT_TRANSMITTED)
    said = (Said("", "", f"Erreur {n}.", "") for n in range(count))
    return [corrections.add(evaluation, one, by=world.contributor) for one in said]


# -- once


def test_the_same_file_sent_twice_is_joined_once(letter, world):
    first = join(letter, world, title="Effectifs")

    again = join(letter, world, name="copie.pdf")

    assert (again.pk, str(again)) == (first.pk, "Effectifs")
    assert letter.attachments.get() == first


def test_the_page_answers_the_second_sending_as_the_first(client, world, evaluation):
    client.force_login(world.contributor)

    answers = [
        client.post(address(evaluation, "pieces/ajouter/"), {"file": SimpleUploadedFile("a.pdf", pdf("Une page."))})
        for _ in range(2)
    ]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, address(evaluation, "#pieces"))] * 2
    assert evaluation.attachments.count() == 1


def test_a_file_taken_away_and_joined_again_comes_back_under_its_new_title(letter, world):
    first, other = join(letter, world, title="Effectif"), join(letter, world, "Autre.")
    attachments.take_away(first, by=world.contributor)

    again = join(letter, world, title="Effectifs", name="effectifs.pdf")

    assert (again.pk, again.public_id, again.removed_at) == (first.pk, first.public_id, None)
    assert (again.title, again.file_name, again.position) == ("Effectifs", "effectifs.pdf", 1)
    assert again.added_at > first.added_at
    assert list(letter.attachments.joined()) == [first, other]


def test_the_second_sending_counts_for_nothing_where_there_is_room_for_no_more(letter, world, monkeypatch):
    monkeypatch.setattr(attachments, "AT_MOST", 1)
    monkeypatch.setattr(attachments, "KEPT_AT_MOST", 1)
    first = join(letter, world)

    assert join(letter, world) == first


def test_one_file_proves_two_errors(world):
    one, other = errors_of_fact(world)

    first, second = join(one, world), join(other, world)

    assert first.pk != second.pk
    assert (one.attachments.get(), other.attachments.get()) == (first, second)
    assert store.read(first.sha256) == store.read(second.sha256) == pdf("Une page.")


# -- a bound


def test_files_are_not_joined_and_taken_away_without_end(letter, world, monkeypatch):
    monkeypatch.setattr(attachments, "KEPT_AT_MOST", 3)
    kept = [join(letter, world, f"Page {n}.") for n in range(3)]
    for one in (kept[1], kept[0]):
        attachments.take_away(one, by=world.contributor)

    with TestCase.captureOnCommitCallbacks(execute=True):
        new = join(letter, world, "Une de plus.")

    assert list(letter.attachments.order_by("pk")) == [kept[0], kept[2], new]
    assert sorted(store.kept_files()) == sorted([kept[0].sha256, kept[2].sha256, new.sha256])
    assert attachments.bring_back(kept[0], by=world.contributor).removed_at is None


def test_what_was_refused_is_not_on_the_disk(letter, world, monkeypatch):
    monkeypatch.setattr(attachments, "BYTES_AT_MOST", 10)

    with pytest.raises(Refused):
        join(letter, world)

    assert list(store.kept_files()) == []


def test_a_file_that_stands_gets_the_title_under_which_it_is_sent_again(letter, world):
    first = join(letter, world, title="Effectif")

    again = join(letter, world, title="Effectifs")

    assert (again.pk, letter.attachments.get().title) == (first.pk, "Effectifs")


def test_the_weight_of_a_letter_is_bounded_and_what_is_away_makes_room(letter, world, monkeypatch):
    first = join(letter, world)
    monkeypatch.setattr(attachments, "BYTES_AT_MOST", first.size + 10)
    with pytest.raises(Refused, match="pèsent plus de"):
        join(letter, world, "Une autre.")
    attachments.take_away(first, by=world.contributor)

    assert letter.attachments.get() == first
    assert letter.attachments.get() != join(letter, world, "Une autre.")
    assert letter.attachments.joined().count() == letter.attachments.count() == 1


def test_the_errors_to_be_sent_weigh_together_and_one_file_once(world, monkeypatch):
    one, other, third = errors_of_fact(world, 3)
    first = join(one, world)
    monkeypatch.setattr(attachments, "BYTES_AT_MOST", first.size + 10)

    join(other, world)
    with pytest.raises(Refused, match="pèsent plus de"):
        join(third, world, "Une autre.")

    assert third.attachments.count() == 0


def test_what_was_taken_away_elsewhere_comes_back_only_where_there_is_room(letter, world, monkeypatch):
    """The row was read before somebody else took the file away."""
    monkeypatch.setattr(attachments, "AT_MOST", 1)
    stale = join(letter, world)
    attachments.take_away(type(stale).objects.get(pk=stale.pk), by=world.contributor)
    join(letter, world, "Une autre.")

    with pytest.raises(Refused, match="Il y a déjà 1 pièces"):
        attachments.bring_back(stale, by=world.contributor)
