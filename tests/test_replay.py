"""What is put back is put back only where making it would have come to the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from evalprog.accounts.models import User
from programmes.models import Institution
from tests import factories, replay

pytestmark = pytest.mark.django_db
made = []


def somebody():
    made.append(1)
    return factories.user("Jeanne Vernet")


@pytest.fixture(autouse=True)
def nothing_made():
    made.clear()


def walked():
    mail.send_mail("Une lettre", "Un texte.", None, ["jeanne@example.org"])
    settings.JOURNAL_ANCHOR.write_text("une ligne")
    return somebody()


def in_another_thread(ask):
    """What somebody else is answered, by a connection of their own."""

    def asked():
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asked).result()


def put_back_or_made(name):
    """How often it is made by two first links of a chain, each in a story of its own."""
    for _turn in range(2):
        replay.begin(replay._story.patches)
        replay.once(name, somebody)
        User.objects.all().delete()
    return len(made)


def test_what_was_made_before_is_put_back():
    assert put_back_or_made("put back") == 1


def test_after_any_other_statement_it_is_made_again():
    put_back_or_made("after a statement")
    replay.begin(replay._story.patches)

    factories.institution()
    replay.once("after a statement", somebody)

    assert len(made) == 2


def test_questions_and_savepoints_are_no_statements_that_write():
    put_back_or_made("after a question")
    replay.begin(replay._story.patches)

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    replay.once("after a question", somebody)

    assert len(made) == 1


def test_where_a_setting_is_changed_it_is_made_again(settings):
    put_back_or_made("a setting")
    replay.begin(replay._story.patches)

    settings.PROXY_DATES_REQUESTS = True
    replay.once("a setting", somebody)

    assert len(made) == 2


def test_where_one_is_overridden_over_another_it_is_made_again(tmp_path):
    put_back_or_made("settings")
    replay.begin(replay._story.patches)

    with override_settings(PROXY_DATES_REQUESTS=True), override_settings(MEDIA_ROOT=tmp_path):
        replay.once("settings", somebody)

    assert len(made) == 2


def test_where_files_are_makes_no_difference(settings, tmp_path):
    put_back_or_made("elsewhere")
    replay.begin(replay._story.patches)

    settings.MEDIA_ROOT, settings.JOURNAL_ANCHOR = tmp_path, tmp_path / "journal.log"
    replay.once("elsewhere", somebody)

    assert len(made) == 1


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
class TestCommitted:
    """The same where what is made is committed: there others may write too."""

    def test_what_was_made_before_is_put_back_and_seen_by_others(self):
        for _turn in range(2):
            replay.begin(replay._story.patches)
            replay.once("committed", somebody)
            assert in_another_thread(User.objects.count) == 1
            User.objects.all().delete()

        assert len(made) == 1

    @pytest.mark.parametrize(("others", "times"), [(User.objects.count, 1), (factories.institution, 2)])
    def test_after_somebody_else_wrote_it_is_made_again(self, others, times):
        for turn in range(2):
            replay.begin(replay._story.patches)
            world = replay.once(("a first link", times), factories.institution)
            if turn:
                in_another_thread(others)
            replay.once("a second", somebody, world=world)
            User.objects.all().delete()
            Institution.objects.all().delete()

        assert len(made) == times

    def test_what_was_sent_and_the_anchor_are_put_back_too(self, settings, tmp_path):
        for turn in range(2):
            replay.begin(replay._story.patches)
            mail.outbox.clear()
            settings.JOURNAL_ANCHOR = tmp_path / f"{turn}.log"
            replay.once("a walk", walked)
            call_command("flush", interactive=False, verbosity=0)

        assert [len(made), len(mail.outbox)] == [1, 1]
        assert (tmp_path / "1.log").read_text() == (tmp_path / "0.log").read_text() == "une ligne"
