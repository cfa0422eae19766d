"""The form in which readings are kept: what was frozen keeps its hash, whatever fields come later."""

import json
from dataclasses import replace

import pytest

from evaluations.content import AttachmentReading, Fact, ReportReading, StanceReading

# As it was frozen before items had a stance, letters files, and reports dissents.
FROZEN = (
    '{"annex":[],"colophon":[],"committee":null,"cover":{"agency":"A","agency_name":"Agence","campaign":"Vague C",'
    '"department":"","document":"Rapport","institution":"Université","published":null,"title":"Licence"},"head":[],'
    '"kind":"FINAL","language":"fr","observations":{"general":"<p>Une lettre.</p>","heading":"","items":[{"about":"",'
    '"heading":"","number":1,"quote":"Trop court.","target":"WEAKNESS","text":"<p>Non.</p>"}],"label":"Observations",'
    '"office":"Présidente","signatory":"Jeanne Vernet","signed":{"heading":"","key":"signed_on","label":"Vu le",'
    '"text":"20 mars 2017","value":"2017-03-20"},"waived":false},"sections":[{"blocks":[],"code":"avis","criteria":[],'
    '"kind":"text","label":"Avis","text":"<p>Un avis.</p>"}],"signatures":[]}'
)
ITS_HASH = "f3580954ce41d7138bdc7a30d19d84dfdc3f7e01a28544877d16b521320337dd"
ITS_JUDGEMENT = "57b08af38a33f866c357682ded3dce2da46a1c1471b5683c0c5bd5f2170b6098"


def test_a_reading_frozen_before_the_later_fields_keeps_its_json_and_its_hashes():
    reading = ReportReading.from_json(FROZEN)

    assert reading.as_json() == FROZEN
    assert (reading.sha256, reading.judgement_sha256) == (ITS_HASH, ITS_JUDGEMENT)
    assert (reading.dissents, reading.observations.attachments, reading.observations.items[0].stance) == ((), (), None)


def test_the_later_fields_are_kept_where_they_say_something():
    reading = ReportReading.from_json(FROZEN)
    day = Fact("action_on", "pour le", "1er septembre 2027", "2027-09-01")
    item = replace(reading.observations.items[0], stance=StanceReading("ACTION_PLANNED", "Action prévue"), day=day)
    files = (AttachmentReading("Plan", "plan.pdf", "document PDF", "1,2\u00a0Mo", "a" * 64),)
    fuller = replace(reading, observations=replace(reading.observations, items=(item,), attachments=files))

    kept = json.loads(fuller.as_json())["observations"]

    assert kept["items"][0]["stance"] == {"code": "ACTION_PLANNED", "label": "Action prévue"}
    assert (kept["items"][0]["day"]["value"], kept["attachments"][0]["file_name"]) == ("2027-09-01", "plan.pdf")
    assert ReportReading.from_json(fuller.as_json()) == fuller
    assert fuller.sha256 != ITS_HASH
    assert fuller.judgement_sha256 == ITS_JUDGEMENT


@pytest.mark.parametrize("change", ['"quote":"Trop court.",', '"annex":[],'])
def test_a_field_that_was_always_there_is_missed(change):
    with pytest.raises(ValueError, match="has the keys"):
        ReportReading.from_json(FROZEN.replace(change, ""))


def test_a_field_that_there_never_was_is_refused():
    with pytest.raises(ValueError, match="has the keys"):
        ReportReading.from_json(FROZEN.replace('"annex":[],', '"annex":[],"humeur":"",'))


@pytest.mark.parametrize(
    ("place", "value"), [("cover", "Secret"), ("head", "Secret"), ("language", ["Secret"]), ("Secret", "")]
)
def test_what_is_wrong_with_a_reading_is_told_without_its_words(place, value):
    content = json.loads(FROZEN) | {place: value}

    with pytest.raises(ValueError) as refusal:  # noqa: PT011  (what it says is looked at below)
        ReportReading.from_json(json.dumps(content))

    assert "Secret" not in str(refusal.value)
