"""Any text that arrives is kept, shown and printed; what comes back is its canonical form, and nothing else.

Save → read → page → paper: each text is sent as a form, stands in the database and in the answer as ``richtext.clean``
has it, and is on the page of its criterion and in the report. A part of them goes to paper.
"""

from html import escape
from urllib.parse import quote_from_bytes
from uuid import uuid4

import pytest
from django.test import Client

from evalprog import richtext
from evaluations.models import Assessment
from evaluations.reports import reading, render
from evaluations.templatetags.report import rich
from tests.evaluations.workspace.any_text import texts
from tests.evaluations.workspace.committee import being_written, codes, world_of

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
AT_ONCE = 25  # texts in a report
PAPER = 8  # one report of so many is printed
AMOUNTS = [pytest.param(100, id="100"), pytest.param(5_000, id="5000", marks=pytest.mark.heavy)]


@pytest.fixture
def evaluation(own_anchor):
    return being_written(world_of(AT_ONCE))


@pytest.fixture
def chair(evaluation):
    client = Client(headers={"accept": "application/json"})
    client.force_login(evaluation.members.get(position=1).user)
    return client


def form(text: bytes, revision: int) -> bytes:
    """A form as a browser would send it, if it let such bytes through."""
    return f"text={quote_from_bytes(text)}&base_revision={revision}&save_id={uuid4()}".encode()


@pytest.mark.parametrize("amount", AMOUNTS)
def test_any_text_is_kept_shown_and_printed(evaluation, chair, amount):
    page = f"/evaluations/{evaluation.public_id}/criteres/"
    revisions = dict.fromkeys(codes(AT_ONCE), 0)
    sendings = list(texts(amount))
    for number in range(amount // AT_ONCE):
        expected = {}
        batch = sendings[number * AT_ONCE : (number + 1) * AT_ONCE]
        for code, (kind, sent) in zip(revisions, batch, strict=True):
            expected[code] = richtext.clean(sent.decode("utf-8", "replace"))

            answer = chair.post(f"{page}{code}/enregistrer", form(sent, revisions[code]), content_type=FORM)

            assert (answer.status_code, answer.json()["text"]) == (200, expected[code]), (kind, sent)
            assert richtext.clean(expected[code]) == expected[code], (kind, sent)
            revisions[code] = answer.json()["revision"]
        kept = Assessment.objects.filter(code__in=expected)
        assert dict(kept.values_list("code", "text")) == expected
        assert_shown(evaluation, expected)
        shown = chair.get(f"{page}{code}/")
        assert shown.status_code == 200
        assert escape(expected[code]) in shown.content.decode().replace("&#39;", "&#x27;")
        if number % PAPER == 3:
            assert render.to_pdf(reading.read(evaluation)).startswith(b"%PDF-")


def assert_shown(evaluation, expected: dict[str, str]) -> None:
    report = render.to_html(reading.read(evaluation))
    for code, text in expected.items():
        assert rich(text) in report, code


@pytest.mark.parametrize("amount", AMOUNTS)
def test_a_text_of_lone_surrogates_in_memory_is_cleaned_too(amount):
    """A text may come from a file or a scenario, where Python lets them through."""
    for kind, sent in texts(amount):
        kept = richtext.clean(sent.decode("utf-8", "surrogatepass" if kind != "wire_noise" else "surrogateescape"))

        assert kept.encode("utf-8").decode() == richtext.clean(kept) == kept, (kind, sent)
