"""Many people who save the same texts at once, over HTTP, against a server of two processes: nothing is lost.

Each appends a mark of their own to the text that they were shown last. Refused, they append it to the text that the
refusal shows, and send that. At the end every mark must stand, and every text sent must be in the history.
"""

import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from itertools import cycle

import pytest

from evaluations.enums import SaveOutcome
from evaluations.models import Assessment, AssessmentRevision
from tests.evaluations.workspace.committee import being_written, codes, world_of, writers_of
from tests.evaluations.workspace.web_server import Visitor, session_of

pytestmark = pytest.mark.django_db(transaction=True)

# editors, saves of each, texts among which they are shared
SMALL = (6, 5, 2)
LARGE = (50, 20, 10)
LOADS = [
    pytest.param(SMALL, id="6 editors × 5 saves"),
    pytest.param(LARGE, id="50 editors × 20 saves", marks=pytest.mark.heavy),
]


@dataclass(frozen=True)
class Sending:
    """One request of one editor and its answer."""

    author: int
    code: str
    save_id: str
    base: int
    text: str
    status: int
    answer: dict


class Editor:
    def __init__(self, site, evaluation, code, person, *, naively: bool):
        self.code, self.author = code, person.pk
        self.page = f"/evaluations/{evaluation.public_id}/criteres/{code}/"
        self.save = f"/naif/{evaluation.public_id}/{code}" if naively else f"{self.page}enregistrer"
        self.visitor = Visitor(site, session_of(person))
        self.sendings: list[Sending] = []

    def open(self) -> None:
        body = self.visitor.get(self.page)
        self.revision = int(re.search(r'name="base_revision" value="(\d+)"', body)[1])
        self.text = unescape(re.search(r"<textarea\b[^>]*>\n?(.*?)</textarea>", body, re.DOTALL)[1])

    def work(self, saves: int) -> list[Sending]:
        for n in range(saves):
            mark = f"<p>[{self.author}.{n}]</p>"
            while self._send(self.text + mark) == 409:
                pass
        return self.sendings

    def _send(self, text: str) -> int:
        base, save_id = self.revision, str(uuid.uuid4())
        fields = {"text": text, "base_revision": str(base), "save_id": save_id}
        status, answer = self.visitor.post(self.save, fields)
        self.sendings.append(Sending(self.author, self.code, save_id, base, text, status, answer))
        assert status in (200, 409), (status, answer)
        self.revision, self.text = answer["revision"], answer["text"]
        return status


def write_together(site, load, *, naively: bool = False) -> list[Sending]:
    """Everybody opens their page, then all save at once. What was sent, and answered."""
    editors, saves, texts = load
    evaluation = being_written(world_of(texts), writers=editors)
    people = zip(cycle(codes(texts)), writers_of(evaluation), strict=False)
    desks = [Editor(site, evaluation, code, person, naively=naively) for code, person in people]
    with ThreadPoolExecutor(editors) as together:
        list(together.map(Editor.open, desks))
        return [sending for sent in together.map(lambda desk: desk.work(saves), desks) for sending in sent]


def marks(text: str) -> Counter:
    return Counter(re.findall(r"\[[\d.]+\]", text))


@pytest.mark.parametrize("load", LOADS)
def test_nothing_that_many_people_save_at_once_is_lost(own_anchor, site, load):
    editors, saves, texts = load

    sendings = write_together(site, load)

    accepted = [sending for sending in sendings if sending.status == 200]
    refused = [sending for sending in sendings if sending.status == 409]
    assert len(accepted) == editors * saves
    assert len(accepted) + len(refused) == len(sendings)
    assert refused  # else nobody met anybody
    for code in codes(texts):
        assert_history_is_whole(code, sendings)
    assert marks("".join(Assessment.objects.values_list("text", flat=True))) == Counter(
        {mark: 1 for sending in accepted for mark in marks(sending.text)}
    )


def assert_history_is_whole(code: str, sendings: list[Sending]) -> None:
    """Every sending has its row; each state was written by who had read the one before; refusals hold both texts."""
    rows = {str(row.save_id): row for row in AssessmentRevision.objects.filter(assessment__code=code)}
    states = {row.number: row for row in rows.values() if row.outcome == SaveOutcome.ACCEPTED}
    assert sorted(states) == list(range(1, len(states) + 1))
    assert [row.based_on for _number, row in sorted(states.items())] == list(range(len(states)))
    for earlier, later in zip(sorted(states), sorted(states)[1:], strict=False):
        assert marks(states[earlier].text) < marks(states[later].text)
    sent = [sending for sending in sendings if sending.code == code]
    assert len(rows) == len(sent)
    for sending in sent:
        row, answer = rows[sending.save_id], sending.answer
        assert (row.author_id, row.based_on, row.text) == (sending.author, sending.base, sending.text)
        assert row.number == answer["revision"]
        if sending.status == 200:
            assert row.outcome == SaveOutcome.ACCEPTED
            assert answer["text"] == sending.text
        else:
            assert row.outcome == SaveOutcome.SET_ASIDE
            assert (answer["yours"], answer["text"]) == (sending.text, states[answer["revision"]].text)
            assert answer["author"] == str(states[answer["revision"]].author)


@pytest.mark.parametrize("load", LOADS)
def test_the_naive_save_loses_under_the_same_load(own_anchor, site, load):
    """The positive control: the same people, the same load, a save without revision. All are told that it is done."""
    editors, saves, _texts = load

    sendings = write_together(site, load, naively=True)

    assert [sending.status for sending in sendings] == [200] * (editors * saves)
    assert len(marks("".join(Assessment.objects.values_list("text", flat=True)))) < editors * saves
