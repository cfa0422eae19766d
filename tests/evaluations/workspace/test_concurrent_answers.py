"""Two people of an institution who answer at once, over HTTP, against a server of two processes: nothing is lost."""

import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluations.enums import SaveOutcome
from evaluations.models import ItemRevision, Observation, ObservationItem
from tests.evaluations.workspace.answering import address, observed
from tests.evaluations.workspace.web_server import Visitor, session_of

pytestmark = pytest.mark.django_db(transaction=True)
SAVES = 6


def work(site, evaluation, person):
    """Appends marks to two answers, the first of which nobody has made yet; refused, on what the refusal shows."""
    visitor = Visitor(site, session_of(person))
    visitor.get(address(evaluation))  # its token
    sent = []
    for name in ("point-faible-1", "point-faible-2"):
        revision, text = 0, ""
        for n in range(SAVES):
            status = 409
            while status == 409:
                words = f"{text}<p>[{person.pk}.{n}]</p>"
                fields = {"text": words, "value": "", "base_revision": str(revision), "save_id": str(uuid.uuid4())}
                status, answer = visitor.post(address(evaluation, f"{name}/enregistrer"), fields)
                assert status in (200, 409), (status, answer)
                sent.append(words)
                revision, text = answer["revision"], answer["text"]
    return sent


def test_what_two_people_write_at_once_is_all_there(own_anchor, site):
    world, evaluation = observed()
    people = [world.contributor, world.signatory]

    with ThreadPoolExecutor(2) as together:
        sent = [words for one in together.map(lambda person: work(site, evaluation, person), people) for words in one]

    assert Observation.objects.count() == 1  # the letter was begun once, and each answer made once
    assert sorted(ObservationItem.objects.values_list("position", "finding__number")) == [(1, 1), (2, 2)]
    marks = Counter(
        m for text in ObservationItem.objects.values_list("text", flat=True) for m in re.findall(r"\[.*?\]", text)
    )
    assert marks == {f"[{person.pk}.{n}]": 2 for person in people for n in range(SAVES)}
    rows = ItemRevision.objects.all()
    assert rows.count() == len(sent)
    assert rows.filter(outcome=SaveOutcome.ACCEPTED).count() == 2 * 2 * SAVES
