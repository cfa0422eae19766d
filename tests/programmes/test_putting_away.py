"""What was begun by mistake is put away and taken back: nothing is lost, and nobody meets it meanwhile."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from evalprog import clock
from programmes import putting_away, writing
from programmes.description import parse
from programmes.models import Description, DescriptionEvent
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def description():
    return factories.description(factories.institution())


@pytest.fixture
def contributor(description):
    return factories.contributor(description.programme.institution)


def away(description, by=None):
    return putting_away.put_away(description, revision=description.revision, by=by)


def again(description) -> Description:
    return Description.objects.get(pk=description.pk)


def events():
    return list(DescriptionEvent.objects.order_by("pk").values_list("verb", "revision", "by"))


def test_what_is_put_away_stands_no_more_and_keeps_all_that_was_written(description, contributor):
    now = away(again(description), by=contributor)

    assert (now.is_put_away, now.put_away_by) == (True, contributor)
    assert not Description.objects.standing().exists()
    assert list(Description.objects.put_away()) == [description]
    assert (now.revision, now.revisions.count()) == (1, 1)


def test_it_is_taken_back_as_it_was_and_both_gestures_are_remembered(description, contributor):
    away(again(description), by=contributor)
    writing.publish(putting_away.take_back(description, by=contributor), revision=1, by=None)

    now = again(description)
    assert (now.is_put_away, now.put_away_by, now.published_revision) == (False, None, 1)
    assert events() == [("PUT_AWAY", 1, contributor.pk), ("TAKEN_BACK", 1, contributor.pk)]


def test_each_gesture_done_twice_is_done_once(description, contributor):
    first = away(again(description), by=contributor)
    second = putting_away.put_away(description, revision=99, by=None)
    assert (second.put_away_at, second.put_away_by) == (first.put_away_at, contributor)

    putting_away.take_back(description, by=None)
    putting_away.take_back(description, by=None)

    assert [verb for verb, _revision, _by in events()] == ["PUT_AWAY", "TAKEN_BACK"]


def test_what_somebody_wrote_since_is_not_put_away_unread(description):
    writing.save(description, parse(changed(description)), based_on=1, by=None)

    with pytest.raises(writing.Stale) as refusal:
        putting_away.put_away(description, revision=1, by=None)

    assert str(refusal.value) == "Cette description a été modifiée entre-temps : comparez les deux versions."
    assert not again(description).is_put_away


def changed(description) -> dict:
    return description.revisions.first().document | {"title": "Changé"}


def test_what_everybody_reads_is_not_put_away_until_it_is_withdrawn(description):
    writing.publish(description, revision=1, by=None)

    with pytest.raises(putting_away.StillPublished) as refusal:
        away(again(description))
    assert str(refusal.value) == (
        "Une formation publiée ne se met pas de côté : une personne habilitée à signer en retire d’abord la "
        "publication."
    )

    writing.withdraw(description, by=None)
    assert away(again(description)).is_put_away


def test_what_is_put_away_is_published_by_nobody_not_even_by_the_database(description):
    now = away(again(description))

    with pytest.raises(writing.WritingRefused, match="reprenez-la avant de la publier"):
        writing.publish(now, revision=1, by=None)
    with pytest.raises(IntegrityError, match="description_put_away_is_not_published"):
        Description.objects.update(published_revision=1, published_at=clock.now())


def test_what_is_typed_into_what_was_put_away_meanwhile_is_kept(description, contributor):
    away(again(description), by=contributor)

    writing.save(description, parse(changed(description)), based_on=1, by=contributor)

    now = again(description)
    assert (now.is_put_away, now.revision, now.revisions.first().document["title"]) == (True, 2, "Changé")


def test_only_who_works_for_the_institution_puts_away_and_takes_back(description):
    stranger = factories.signatory(factories.institution())

    with pytest.raises(PermissionDenied):
        away(again(description), by=stranger)
    away(again(description))
    with pytest.raises(PermissionDenied):
        putting_away.take_back(description, by=stranger)

    assert again(description).is_put_away


def test_a_year_that_was_put_away_is_not_begun_again(description):
    away(again(description))

    with pytest.raises(writing.PutAway) as refusal:
        writing.begin(description.programme, parse(changed(description)), by=None)

    assert str(refusal.value) == "Cette formation est déjà décrite pour 2026-2027, et mise de côté : reprenez-la."
    assert refusal.value.description == description
