"""One puts away what another is writing, on PostgreSQL: what was typed is kept, whoever comes first."""

import threading

import pytest
from django.db import connection

from programmes import putting_away, writing
from programmes.description import parse
from programmes.models import Description
from tests import factories

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list[str]:
    """What became of each: « done », or the name of its refusal."""
    begin, told = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place, act):
        begin.wait()
        try:
            act()
            told[place] = "done"
        except writing.WritingRefused as refusal:
            told[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_a_save_is_kept_and_what_it_changed_is_not_put_away_unread():
    description = factories.description(factories.institution())
    typed = parse(description.revisions.get().document | {"title": "Tapé"})

    told = at_once(
        lambda: writing.save(description, typed, based_on=1, by=None),
        lambda: putting_away.put_away(description, revision=1, by=None),
    )

    now = Description.objects.get()
    assert (now.revision, now.revisions.first().document["title"]) == (2, "Tapé")
    assert told == (["done", "done"] if now.is_put_away else ["done", "Stale"])


def test_two_who_put_it_away_at_once_do_it_once():
    description = factories.description(factories.institution())

    told = at_once(*[lambda: putting_away.put_away(description, revision=1, by=None)] * 2)

    assert told == ["done", "done"]
    assert Description.objects.get().events.count() == 1


def test_what_is_published_and_put_away_at_once_is_one_of_both():
    description = factories.description(factories.institution())

    told = at_once(
        lambda: writing.publish(description, revision=1, by=None),
        lambda: putting_away.put_away(description, revision=1, by=None),
    )

    now = Description.objects.get()
    assert now.is_published != now.is_put_away
    assert told == (["done", "StillPublished"] if now.is_published else ["WritingRefused", "done"])
