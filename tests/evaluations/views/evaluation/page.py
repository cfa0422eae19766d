"""The page of an evaluation as tests open it: what it says and offers, and its acts performed from there."""

import datetime as dt
import html
import re

from evaluations import transitions
from evaluations.enums import CommitteeRole, State
from evaluations.views.gestures import GESTURES, VERBS
from tests.evaluations import campaign_data as data

NOON = dt.datetime(2026, 11, 20, 11, tzinfo=dt.UTC)


def text(response) -> str:
    """What is read, with ordinary spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def page_of(client, user, evaluation):
    client.force_login(user)
    return client.get(evaluation.get_absolute_url())


def offered(response) -> list[str]:
    """The verbs of the acts on the page, in their order, with those whose button waits."""
    found = re.findall(r'/actes/([\w-]+)/"|disabled aria-describedby="manque-([\w-]+)"', response.content.decode())
    return [VERBS[path or waiting] for path, waiting in found]


def problems(response) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'<li data-where="[^"]*">(.*?)</li>', response.content.decode())]


def address(evaluation, verb) -> str:
    return f"{evaluation.get_absolute_url()}actes/{GESTURES[verb].path}/"


def perform(client, user, evaluation, verb, **body):
    client.force_login(user)
    return client.post(address(evaluation, verb), body)


def draft_sent():
    """An evaluation whose draft has really been transmitted, with its people."""
    evaluation = data.evaluation(State.AGENCY_READING)
    chair = data.expert(evaluation, CommitteeRole.CHAIR, name="Odile Présidente")
    transitions.transmit_draft(evaluation, by=data.agent())
    evaluation.refresh_from_db()
    return evaluation, chair
