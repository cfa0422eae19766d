"""Two worlds that differ only in what somebody may not know give that somebody the same bytes.

A pair is played twice from the same beginning, with the same people, and the same random names for what is made. The
person then opens every page that they can come to by links from the dashboard, and a page that does not exist; status,
headers and bodies are compared. Only what is drawn anew for each answer is set apart: the CSRF token, the cookies that
carry it, the number that a form gives its sending, and the name that a comment to be written will have.
"""

import functools
import hashlib
import random
import re
from collections.abc import Callable
from copy import copy
from html import unescape
from itertools import count

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client

from evalprog import public_id
from evaluations.models import Evaluation
from tests import factories, replay
from tests.two_worlds_plays import (
    NOON,
    Stage,
    accept_changes,
    answer_the_report,
    cite_the_dossier,
    deposit_a_form,
    deposit_only,
    edit_after_transmission,
    expect_a_dossier,
    finish_the_draft,
    go_on_elsewhere,
    list_and_withdraw,
    list_more,
    make_findings,
    mend_and_transmit,
    miss_the_delay,
    note,
    nothing,
    open_observations,
    prepare_a_dossier,
    prepare_after_the_delay,
    prepare_and_suspend,
    prepare_corrections,
    prepare_observations,
    publish_elsewhere_in_part,
    read_for_the_agency,
    recuse,
    recuse_and_go_on,
    refuse_all_and_sign,
    refuse_sign_and_open,
    replace_an_expert,
    rewrite_and_transmit,
    rule_on_corrections,
    rule_sign_and_open,
    seat_without_replacing,
    send_changes,
    send_corrections,
    send_corrections_and_sign,
    share_a_note,
    share_after_own,
    share_own,
    share_own_beside_a_note,
    share_what_waits,
    suggest,
    suggest_and_transmit,
    suspend_what_is_expected,
    talk_and_be_recused,
    talk_beside_the_text,
    transmit,
    transmit_and_declare,
    transmit_and_recuse,
    transmit_recuse_and_go_on,
    write_and_leave_notes,
    write_changes,
    write_once_and_transmit,
)

pytestmark = pytest.mark.django_db

# Pages of the workspace that no link of another page leads to yet; « {} » is the evaluation.
WORKSPACE = (
    "/evaluations/{}/criteres/avis/",
    "/evaluations/{}/criteres/avis/?volet=contributions",
    "/evaluations/{}/criteres/avis/?volet=commentaires",
    "/evaluations/{}/repartition/",
)
STARTS = (
    "/tableau-de-bord/", "/", "/rapports/", "/rapports/rapports.csv", "/rapports/rapports.json", "/rapports/flux.atom",
    "/sitemap.xml", "/sitemap/formations-1.xml", "/compte/", "/compte/mes-donnees.json", "/declaration/", "/experts/",
)  # fmt: skip
# A new secret is drawn at each visit of these: there is nothing to compare.
SECRETS = ("/compte/facteurs/application/", "/compte/facteurs/cles/ajouter/")
TOKEN = re.compile(rb'name="(?:csrfmiddlewaretoken|save_id|key)" value="[^"]+"')
DRAWN_ANEW = {"set-cookie"}
UNKNOWN = "/evaluations/222222222222/"
_beginning: dict = {}  # what every world begins with, once it was made


PAIRS = {
    "errors of fact being prepared, to the chair": ("chair", transmit, prepare_corrections),
    "errors of fact being prepared, to an officer": ("officer", transmit, prepare_corrections),
    "errors of fact being prepared, to an auditor": ("auditor", transmit, prepare_corrections),
    "errors of fact prepared late, to the chair": ("chair", miss_the_delay, prepare_after_the_delay),
    "errors of fact prepared late, to an officer": ("officer", miss_the_delay, prepare_after_the_delay),
    "rulings before they are told, to a signatory": ("signatory", send_corrections, rule_on_corrections),
    "rulings before they are told, to a contributor": ("contributor", send_corrections, rule_on_corrections),
    "rulings signed and not sent yet": ("signatory", refuse_all_and_sign, send_corrections_and_sign),
    "an unshared note, to the chair": ("chair", nothing, note),
    "an unshared note, to the rapporteur": ("rapporteur", nothing, note),
    "an unshared note, to an officer": ("officer", nothing, note),
    "an unshared note, to an auditor": ("auditor", nothing, note),
    "an unshared note, beside what is shared": ("chair", share_own, share_own_beside_a_note),
    "what one reads only after having shared": ("expert", share_after_own, share_what_waits),
    "what is said beside the text, to a signatory": ("signatory", nothing, talk_beside_the_text),
    "what is said beside the text, to a contributor": ("contributor", nothing, talk_beside_the_text),
    "what is said beside the text, after a conflict": ("expert", recuse, talk_and_be_recused),
    "how often and by whom a text was written": ("signatory", write_once_and_transmit, rewrite_and_transmit),
    "what the agency suggested, after transmission": ("signatory", mend_and_transmit, suggest_and_transmit),
    "what the agency suggests": ("contributor", read_for_the_agency, suggest),
    "the history of notes, to the chair": ("chair", nothing, write_and_leave_notes),
    "the history of notes, to the agency": ("officer", nothing, write_and_leave_notes),
    "findings, before transmission": ("signatory", deposit_only, make_findings),
    "findings, to a contributor": ("contributor", deposit_only, make_findings),
    "citations of the dossier, to its institution": ("contributor", deposit_only, cite_the_dossier),
    "a dossier being prepared, to the agency": ("officer", expect_a_dossier, prepare_a_dossier),
    "a dossier being prepared, suspended, to the agency": ("officer", suspend_what_is_expected, prepare_and_suspend),
    "changes to a deposited dossier, to the chair": ("chair", deposit_a_form, send_changes),
    "changes to a deposited dossier, to an expert": ("expert", deposit_a_form, send_changes),
    "changes that are not sent, to an officer": ("officer", deposit_a_form, write_changes),
    "a finished draft, before transmission": ("signatory", nothing, finish_the_draft),
    "a finished draft, to a contributor": ("contributor", nothing, finish_the_draft),
    "what the committee edits after transmission": ("signatory", transmit, edit_after_transmission),
    "another institution's evaluations": ("contributor", nothing, go_on_elsewhere),
    "others' evaluations, to an expert": ("expert", nothing, go_on_elsewhere),
    "what follows a conflict, to its holder": ("expert", recuse, recuse_and_go_on),
    "what follows a conflict after transmission": ("expert", transmit_and_recuse, transmit_recuse_and_go_on),
    "whence and why a conflict after transmission": ("signatory", transmit_and_recuse, transmit_and_declare),
    "who was asked before the committee was proposed": ("signatory", seat_without_replacing, replace_an_expert),
    "a list not yet opened": ("signatory", nothing, list_more),
    "a line of the list withdrawn": ("contributor", nothing, list_and_withdraw),
    "evaluations under way, to a stranger": ("stranger", nothing, go_on_elsewhere),
    "reports about to be published, to everybody": ("anonymous", nothing, publish_elsewhere_in_part),
    "observations being prepared, to the committee": ("chair", open_observations, prepare_observations),
    "observations being prepared, to the agency": ("officer", open_observations, prepare_observations),
    "answers and files being prepared, to an officer": ("officer", open_observations, answer_the_report),
    "answers and files being prepared, to the chair": ("chair", open_observations, answer_the_report),
}


@functools.cache
def answers(person: str, play: Callable[[Stage], None]) -> dict[str, tuple]:
    """Every page that the person can reach in that world: status, headers, hash of the body. The world is then undone.

    A world is the same to the last byte each time it is played, so that each is played once, whoever is compared to it.
    """
    cache.clear()
    with time_machine.travel(NOON, tick=False), transaction.atomic():
        stage = common_beginning()
        play(stage)
        client = Client()
        if person != "anonymous":
            client.force_login(getattr(stage.world, person))
        hidden = Evaluation.objects.get(pk=stage.theirs.pk).get_absolute_url()
        found, waiting = {}, [*STARTS, stage.ours.get_absolute_url(), UNKNOWN, hidden]
        waiting += [address.format(stage.ours.public_id) for address in WORKSPACE]
        while waiting:
            address = waiting.pop(0)
            if address in found:
                continue
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            found[address] = told(response, body)
            waiting += [link for link in links(response, body) if link not in found]
        if person != "anonymous":
            told_where = client.post(f"/evaluations/{stage.ours.public_id}/presence", {"code": "avis"})
            found["presence"] = told(told_where, told_where.content)
        transaction.set_rollback(True)
    return found


def common_beginning() -> Stage:
    """The stage, made once, undone, and put back in each world; names and numbers then go on as after it."""
    if connection.vendor != "sqlite":  # whose numbers go on from what is put back
        count_anew()
        return Stage()
    dice, here = public_id.secrets.choice.__self__, _beginning
    if not here:
        with transaction.atomic():
            count_anew()
            here["stage"], _made = replay.record(Stage)
            here["names"], here["numbers"] = dice.getstate(), copy(factories._numbers)
            transaction.set_rollback(True)
    dice.setstate(here["names"])
    factories._numbers = copy(here["numbers"])
    stage = replay.put_back(here["stage"])
    count_anew()
    return stage


def count_anew() -> None:
    """PostgreSQL does not take back the numbers of rows that were undone: a person must be the same one in both."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def numbers_given() -> dict[str, int]:
    """The last number that PostgreSQL gave, by sequence."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        return dict(cursor.fetchall())


def told(response, body: bytes) -> tuple:
    headers = sorted((k.lower(), v) for k, v in response.items() if k.lower() not in DRAWN_ANEW)
    return response.status_code, headers, hashlib.sha256(TOKEN.sub(b"", body)).hexdigest()


def links(response, body: bytes) -> list[str]:
    """Where the page leads, in this site; signing out and languages aside."""
    if response.get("Location", "").startswith("/evaluations/"):
        return [response["Location"]]
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    found = [unescape(a) for a in re.findall(r'href="(/[^"#]*)"', body.decode())]
    return [a for a in found if not a.startswith(("/static/", "/compte/deconnexion", "/langue", *SECRETS))]


@pytest.fixture
def alike(db, monkeypatch, settings, tmp_path):
    """Before each world: the same names are given and the same identifiers drawn, so that what differs is the world.

    Other tests put back rows under the numbers that they once had: no sequence ends before it began here.
    """
    settings.MEDIA_ROOT = tmp_path / "files"
    given = numbers_given()

    def begin_again():
        monkeypatch.setattr(public_id.secrets, "choice", random.Random(7).choice)
        monkeypatch.setattr(factories, "_numbers", count(1))

    yield begin_again
    now = numbers_given()
    with connection.cursor() as cursor:
        for name, number in given.items():
            cursor.execute("SELECT setval(%s, %s)", [name, max(number, now.get(name, number))])


def both(alike, person, this, that) -> tuple[dict, dict]:
    def played(play):
        alike()
        return answers(person, play)

    return played(this), played(that)


@pytest.mark.parametrize("name", PAIRS)
def test_what_one_may_not_know_changes_not_a_byte(alike, name):
    person, this, that = PAIRS[name]

    first, second = both(alike, person, this, that)

    assert list(first) == list(second)
    assert [address for address in first if first[address] != second[address]] == []
    assert len(first) >= (5 if person == "anonymous" else 10)


def test_what_is_hidden_is_answered_like_what_never_existed(alike):
    alike()
    with time_machine.travel(NOON, tick=False):
        stage = Stage()
        for person in ("stranger", "contributor", "signatory", "expert", "college"):
            client = Client()
            client.force_login(getattr(stage.world, person))
            hidden, unknown = (client.get(a) for a in (stage.theirs.get_absolute_url(), UNKNOWN))

            # The page repeats the address that was asked, to come back to it in another language.
            asked = (hidden.content.replace(stage.theirs.public_id.encode(), b"222222222222"), unknown.content)
            assert told(hidden, asked[0]) == told(unknown, asked[1])
            assert hidden.status_code == 404


@pytest.mark.parametrize(
    ("person", "this", "that"),
    [
        ("officer", nothing, go_on_elsewhere),
        ("signatory", nothing, transmit),
        ("expert", nothing, recuse),
        ("expert", transmit, transmit_and_recuse),
        ("officer", transmit, transmit_and_recuse),
        ("chair", nothing, finish_the_draft),
        ("chair", nothing, share_a_note),
        ("expert", nothing, note),
        ("chair", deposit_only, make_findings),
        ("officer", deposit_only, cite_the_dossier),
        ("contributor", expect_a_dossier, prepare_a_dossier),
        ("chair", deposit_a_form, accept_changes),
        ("contributor", transmit, prepare_corrections),
        ("chair", send_corrections, rule_on_corrections),
        ("signatory", refuse_sign_and_open, rule_sign_and_open),
    ],
)
def test_what_one_may_know_shows(alike, person, this, that):
    """The positive control: the comparison sees a difference where there is one."""
    first, second = both(alike, person, this, that)

    assert first != second
