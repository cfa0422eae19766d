"""The texts of a dossier, written by two people at once over HTTP, against a server of two processes."""

import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from evaluations.enums import SaveOutcome
from evaluations.models import DossierText, DossierTextRevision
from tests.evaluations import dossier_data as data
from tests.evaluations.workspace.web_server import Visitor, session_of

pytestmark = pytest.mark.django_db(transaction=True)
SAVES = 6


def work(site, evaluation, person):
    """Appends marks to two texts, the first of which nobody has begun; refused, on what the refusal shows."""
    visitor, here = Visitor(site, session_of(person)), f"{evaluation.get_absolute_url()}dossier/"
    visitor.get(here)  # its token
    sent = []
    for code in ("presentation", "suivi"):
        revision, text = 0, ""
        for n in range(SAVES):
            status = 409
            while status == 409:
                words = f"{text}<p>[{person.pk}.{n}]</p>"
                fields = {"text": words, "base_revision": str(revision), "save_id": str(uuid.uuid4())}
                status, answer = visitor.post(f"{here}textes/{code}/", fields)
                assert status in (200, 409), (status, answer)
                sent.append(words)
                revision, text = answer["revision"], answer["text"]
    return sent


def test_what_two_people_write_at_once_is_all_there(own_anchor, site):
    world = data.world()
    evaluation = data.expected(world)
    people = [world.contributor, world.signatory]

    with ThreadPoolExecutor(2) as together:
        sent = [words for one in together.map(lambda person: work(site, evaluation, person), people) for words in one]

    assert sorted(DossierText.objects.values_list("code", flat=True)) == ["presentation", "suivi"]
    marks = Counter(
        m for text in DossierText.objects.values_list("text", flat=True) for m in re.findall(r"\[.*?\]", text)
    )
    assert marks == {f"[{person.pk}.{n}]": 2 for person in people for n in range(SAVES)}
    rows = DossierTextRevision.objects.all()
    assert rows.count() == len(sent)
    assert rows.filter(outcome=SaveOutcome.ACCEPTED).count() == 2 * 2 * SAVES
