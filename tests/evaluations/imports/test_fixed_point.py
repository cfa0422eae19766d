"""The fixed point of the project: a report read back from its own PDF gives the same reading, text for text."""

import json
from dataclasses import replace

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from evaluations import scenarios
from evaluations.content import (
    BlockReading,
    Fact,
    FindingReading,
    ItemReading,
    MemberReading,
    ReportReading,
    SectionReading,
    SignatoryReading,
    on_one_line,
)
from evaluations.framework_files import SHIPPED
from evaluations.imports import parse_report, read_source, source_from_bytes
from evaluations.models import Redaction, Report
from evaluations.reports import render, store
from evaluations.reports.redaction import places, redacted
from tests.evaluations.imports.nasty import TEXTS
from tests.evaluations.imports.papers import sample, with_texts

DEMONSTRATION = SHIPPED.parent / "scenarios" / "demonstration.yaml"


@pytest.fixture
def read_back(frameworks):
    """What a reading gives once printed and read: ``read_back(reading)``."""
    return lambda reading: parse_report(source_from_bytes("rapport.pdf", render.to_pdf(reading)), frameworks)


def leaves(tree, path=""):
    """What stands at each place of a reading: « sections/1/criteria/0/text », its text."""
    if isinstance(tree, dict | list):
        for key, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            yield from leaves(value, f"{path}/{key}")
    else:
        yield path, tree


def assert_same(parsed, reading: ReportReading) -> None:
    """Leaf by leaf first, so that a failure shows the text and not a whole report."""
    sent, got = dict(leaves(json.loads(reading.as_json()))), dict(leaves(json.loads(parsed.reading.as_json())))
    assert [(path, text, got.get(path)) for path, text in sent.items() if got.get(path) != text] == []
    assert parsed.reading == reading
    assert parsed.reading.sha256 == reading.sha256
    assert (parsed.verified, parsed.coverage, parsed.unplaced, parsed.warnings) == (True, 1.0, [], [])


# -- whole reports


def test_document_000_comes_back_from_its_paper(seed, frameworks, read_back):
    reading = parse_report(read_source(seed("000_789443efbce310fb.txt")), frameworks).reading

    parsed = read_back(reading)

    assert_same(parsed, reading)
    assert parsed.framework.code == "hceres-formations-2016"


def test_the_sample_comes_back_with_all_that_a_report_may_hold(framework, read_back):
    reading = sample(framework)

    assert_same(read_back(reading), reading)


def test_a_public_version_comes_back_with_what_was_left_out_of_it(framework, read_back):
    reading = sample(framework)
    marks = [
        Redaction(place=place.name, quote=place.text.split()[0], reason="BUSINESS") for place in places(reading)[:12]
    ]

    assert_same(read_back(redacted(reading, marks)), redacted(reading, marks))


@pytest.mark.parametrize("number", [1, 2])
def test_annexed_dissents_come_back(number, framework, read_back):
    opinions = (
        "<p>Le bilan est trop clément<br>sur les stages.</p><ul><li>Un.</li></ul>",
        "<p>Réserve : <em>12</em> %.</p>",
    )
    reading = replace(sample(framework), dissents=opinions[:number])

    assert_same(read_back(reading), reading)


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker, tmp_path_factory):
    """The published reports of the demonstration, and the files that were published with them."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("files"))
        try:
            scenarios.load(scenarios.read(DEMONSTRATION), DEMONSTRATION.parent)
            yield [(r.title, r.reading, store.read(r.pdf_sha256)) for r in Report.objects.published()]
        finally:
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


@pytest.mark.django_db  # without which pytest-django would make no database for the fixture
def test_every_published_report_of_the_demonstration_comes_back(demonstration, frameworks):
    assert len(demonstration) == 6
    for _title, reading, pdf in demonstration:
        assert_same(parse_report(source_from_bytes("rapport.pdf", pdf), frameworks), reading)


def test_a_report_in_english_comes_back(frameworks, read_back):
    english = next(f for f in frameworks if f.code == "esg-2015-part-1")

    reading = replace(sample(english), language="en")

    assert_same(read_back(reading), reading)


# -- texts, one by one


@pytest.fixture(scope="module")
def nasty(framework, frameworks):
    """All the texts in one report, which is printed once."""
    reading = with_texts(framework, TEXTS)
    return reading, parse_report(source_from_bytes("rapport.pdf", render.to_pdf(reading)), frameworks)


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_comes_back(nasty, name):
    position = list(TEXTS).index(name)
    reading, parsed = nasty

    assert parsed.reading.criteria[position] == reading.criteria[position]


def test_all_of_them_give_the_printed_fingerprint(nasty):
    assert_same(nasty[1], nasty[0])


# -- parts that are missing, empty or doubled


def test_a_report_with_next_to_nothing_comes_back(framework, read_back):
    reading = sample(framework)
    bare = replace(
        reading,
        cover=replace(reading.cover, agency_name="", department="", campaign="", published=None),
        head=(),
        signatures=(),
        committee=None,
        sections=(replace(reading.sections[0], text=""), replace(reading.sections[1], criteria=())),
        observations=None,
        annex=(),
        colophon=reading.colophon[:1],
    )

    assert_same(read_back(bare), bare)


def test_waived_observations_come_back(framework, read_back):
    reading = sample(framework)
    waived = replace(reading.observations, waived=True, heading="", general="", items=(), signatory="", signed=None)
    reading = replace(reading, observations=waived)

    assert_same(read_back(reading), reading)


def test_empty_texts_keep_their_place(framework, read_back):
    reading = sample(framework)
    (strengths, weaknesses, advice, opinion) = reading.sections[3].blocks
    blocks = (
        replace(strengths, findings=()),
        replace(weaknesses, findings=(FindingReading(3, ""), FindingReading(7, "Un seul."))),
        replace(advice, opening="", closing="", findings=()),
        replace(opinion, answer="", value=""),
    )
    items = (ItemReading("FREE", None, "", "", ""), ItemReading("REPORT", None, "objectifs", "", "<p>x</p>", "Titre"))
    reading = replace(
        reading,
        sections=(replace(reading.sections[3], blocks=blocks),),
        observations=replace(reading.observations, items=items, signatory=""),
        committee=replace(reading.committee, members=(MemberReading("", "", ""), MemberReading("Expert", "X", ""))),
        head=(Fact("period", "", "-"), Fact("field", "Champ", "/", heading="Périmètre « 1 »")),
        annex=("", "Un paragraphe."),
    )

    assert_same(read_back(reading), reading)


def test_two_presidents_two_notes_and_signatures_without_any_come_back(framework, read_back):
    reading = sample(framework)
    agency, chair = reading.signatures
    both = replace(
        chair, signatories=(SignatoryReading("Paul Grandin", "président"), SignatoryReading("Zoé Hö", "")), note=""
    )
    reading = replace(reading, signatures=(both, agency, replace(chair, role="SECTION", note="1 2 3")))

    assert_same(read_back(reading), reading)


@pytest.mark.parametrize("kind", ["DRAFT", "PROVISIONAL"])
def test_what_is_no_final_report_says_so(framework, read_back, kind):
    reading = replace(with_texts(framework, {"a": "<p>Court.</p>"}), kind=kind)

    assert_same(read_back(reading), reading)


def test_a_copy_that_is_marked_says_the_same(framework, frameworks):
    reading = with_texts(framework, {"a": "<p>Court.</p>"})
    pdf = render.to_pdf(reading, marked="Copie de travail")

    assert_same(parse_report(source_from_bytes("rapport.pdf", pdf), frameworks), reading)


@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")  # its colour profile
def test_the_archival_file_says_the_same(framework, frameworks):
    reading = sample(framework)
    pdf = render.to_pdf(reading, variant=render.ARCHIVAL)

    assert_same(parse_report(source_from_bytes("rapport.pdf", pdf), frameworks), reading)


# -- whatever people write

words = st.text(
    st.sampled_from("aéœfiﬁlT'’«»:;-–/.,()…→α\u00a0\u202f\u200b日ع123")
    | st.characters(max_codepoint=0x2FFF, exclude_categories=["C"]),
    max_size=12,
)
plain_texts = st.lists(words, max_size=25).map(" ".join)


def marked(inner):
    tags = st.sampled_from(["strong", "em", "sub", "sup", 'a href="https://example.org/é?a=1&amp;b"'])
    return st.builds(
        lambda tag, texts: f"<{tag}>{' '.join(texts)}</{tag[:1] if ' ' in tag else tag}>", tags, st.lists(inner)
    )


escaped = plain_texts.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
lines = st.recursive(escaped | st.just("<br>"), marked, max_leaves=6)
items = st.lists(lines, min_size=1, max_size=3).map(lambda texts: "".join(f"<li>{text}" for text in texts))
lists = st.recursive(
    items, lambda inner: st.builds("{}<{t}>{}</{t}>".format, inner, inner, t=st.sampled_from(["ul", "ol"]))
)
cells = st.builds(
    "<{} {}>{}".format, st.sampled_from(["td", "th"]), st.sampled_from(["", "colspan=2", "rowspan=3"]), lines
)
rows = st.lists(cells, min_size=1, max_size=3).map(lambda row: f"<tr>{''.join(row)}")
fragments = st.lists(
    lines.map("<p>{}</p>".format)
    | lists.map("<ul>{}</ul>".format)
    | st.lists(rows, max_size=3).map(lambda table: f"<table>{''.join(table)}</table>"),
    max_size=3,
).map("".join)


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # shrinking would print hundreds of reports
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(fragments, min_size=5, max_size=10), st.lists(plain_texts, min_size=8, max_size=8))
def test_whatever_is_written_comes_back(framework, read_back, texts, plain):
    reading = with_texts(framework, dict(enumerate(texts)))
    # What heads a page or a section is never empty: the framework and the programme ask for it.
    (title, institution), findings = (f"À {heading}" for heading in plain[:2]), plain[2:]
    reading = on_one_line(
        replace(
            reading,
            cover=replace(reading.cover, title=title, institution=institution),
            sections=(
                *reading.sections,
                SectionReading(
                    framework.sections[-1].code,
                    "conclusion",
                    title,
                    blocks=(
                        BlockReading(
                            framework.blocks[0].code,
                            "findings",
                            institution,
                            "STRENGTH",
                            findings=tuple(FindingReading(n, text) for n, text in enumerate(findings, 1)),
                        ),
                    ),
                ),
            ),
        )
    )

    assert_same(read_back(reading), reading)
