"""A PDF of ours that was changed or damaged; one that the record knows already."""

import io
import json
from dataclasses import replace

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from weasyprint import HTML

from evaluations import framework_library
from evaluations.content import ReportReading
from evaluations.imports import ImportRefused, parse_report, source_from_bytes
from evaluations.imports.recording import record
from evaluations.models import Evaluation, Framework, Report
from evaluations.reports import render, store
from tests.evaluations.imports import reports
from tests.evaluations.imports.papers import with_texts


@pytest.fixture(scope="module")
def pdf(framework):
    return render.to_pdf(with_texts(framework, {"a": "<p>Le taux de réussite est bon.</p>"}))


def printed_with(reading: ReportReading, fingerprint: str, monkeypatch) -> bytes:
    """The paper of a reading on which another fingerprint stands."""
    honest = render.to_html
    monkeypatch.setattr(
        render, "to_html", lambda r, **more: honest(r, **more).replace(f">{r.sha256}<", f">{fingerprint}<")
    )
    return render.to_pdf(reading)


def test_one_word_changed_and_the_fingerprint_does_not_agree(framework, frameworks, monkeypatch):
    reading = with_texts(framework, {"a": "<p>Le taux de réussite est bon.</p>"})
    altered = with_texts(framework, {"a": "<p>Le taux de réussite est moyen.</p>"})

    parsed = parse_report(
        source_from_bytes("rapport.pdf", printed_with(altered, reading.sha256, monkeypatch)), frameworks
    )

    assert parsed.verified is False
    assert parsed.reading == altered
    assert parsed.warnings == [
        f"Le texte du PDF n’est pas celui qui a été imprimé : son empreinte est {altered.sha256[:12]}…, celle de la "
        f"dernière page est {reading.sha256[:12]}… ; demandez le fichier d’origine à son éditeur."
    ]


def refusal_of(pdf, frameworks):
    with pytest.raises(ImportRefused) as refusal:
        parse_report(source_from_bytes("rapport.pdf", pdf), frameworks)
    return refusal.value.sentence


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.999])
def test_a_file_that_is_cut_off(pdf, frameworks, share):
    assert refusal_of(pdf[: int(share * len(pdf))], frameworks) == (
        "Le PDF « rapport.pdf » est endommagé ou incomplet ; téléchargez-le de nouveau."
    )


@pytest.mark.parametrize("share", [n / 20 for n in range(1, 20)])
def test_a_file_with_a_hole_is_refused_or_not_verified(pdf, frameworks, share):
    """Two hundred bytes gone: in the drawing of the letters nothing is lost, elsewhere the fingerprint tells."""
    at = int(share * len(pdf))
    broken = pdf[:at] + b"\0" * 200 + pdf[at + 200 :]

    try:
        parsed = parse_report(source_from_bytes("rapport.pdf", broken), frameworks)
    except ImportRefused as refusal:
        assert refusal.sentence.endswith(" ; téléchargez-le de nouveau.")
    else:
        whole = parse_report(source_from_bytes("rapport.pdf", pdf), frameworks).reading
        assert parsed.verified == (parsed.reading == whole)


def changed(pdf, change, **how):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out, **how)
    return out.getvalue()


def test_a_file_with_a_password(pdf, frameworks):
    locked = changed(pdf, lambda document: None, encryption=pikepdf.Encryption(owner="a", user="b"))

    assert refusal_of(locked, frameworks) == (
        "Le PDF « rapport.pdf » est protégé par un mot de passe ; donnez-le sans protection."
    )


def test_a_file_saved_anew_by_another_program_says_the_same(pdf, frameworks):
    parsed = parse_report(source_from_bytes("rapport.pdf", changed(pdf, lambda document: None)), frameworks)

    assert parsed.verified is True


@pytest.mark.parametrize("part", ["cover", "title", "sha256", "colophon", "facts"])
def test_a_part_that_was_taken_out(pdf, frameworks, part):
    def take_out(document):
        for found in document.objects:
            if isinstance(found, pikepdf.Dictionary) and found.get("/T") == part:
                del found["/T"]

    assert refusal_of(changed(pdf, take_out), frameworks) == (
        "Le PDF « rapport.pdf » est un rapport abîmé, dont une partie manque ; téléchargez-le de nouveau."
    )


@pytest.mark.parametrize(
    "wrong",
    ["section texts analyse", "section", "criterion narrative unknown", "report NOTHING", "section text unknown"],
)
def test_a_part_that_no_report_has(pdf, frameworks, wrong):
    def rename(document):
        for found in document.objects:
            if isinstance(found, pikepdf.Dictionary) and str(found.get("/T", "")).split(" ")[0] == wrong.split(" ")[0]:
                found["/T"] = pikepdf.String(wrong)

    assert refusal_of(changed(pdf, rename), frameworks) == (
        "Le PDF « rapport.pdf » est un rapport abîmé, dont une partie manque ; téléchargez-le de nouveau."
    )


def test_a_framework_that_is_not_published_here(pdf, frameworks):
    others = [f for f in frameworks if f.code != "hceres-formations-2016"]

    assert refusal_of(pdf, others) == (
        "Le rapport « rapport.pdf » suit le référentiel hceres-formations-2016, version 1, qui n’est pas publié ici ;"
        " importez ce référentiel d’abord."
    )


def test_a_tagged_file_of_another_house_is_read_by_its_lines():
    page = "<html lang=fr><title>x</title><main><h1>Bonjour</h1><p>Un texte.</p></main>"

    source = source_from_bytes("rapport.pdf", HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))

    assert source.own is None
    assert [line.text for line in source.lines if line.text] == ["Bonjour", "Un texte."]


# -- the record


@pytest.fixture
def published(parsed, db, settings, tmp_path):
    """A report received as a text, recorded and published here. Its files are kept in a folder of the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    received = parsed(reports.WAVE_A)
    framework_library.take_in(received.framework)
    framework = Framework.objects.get(code=received.framework.code)
    report, _created = record(received, source_from_bytes("rapport.txt", reports.WAVE_A.encode()), framework)
    return report


def import_file(pdf, tmp_path, **options):
    file = tmp_path / "rapport.pdf"
    file.write_bytes(pdf)
    out = io.StringIO()
    call_command("import_report", file, stdout=out, **options)
    return json.loads(out.getvalue())


def test_the_file_published_here_is_verified_and_records_nothing_new(published, tmp_path):
    summary = import_file(store.read(published.pdf_sha256), tmp_path)

    assert (summary["verified"], summary["coverage"], summary["warnings"]) == (True, 1.0, [])
    assert (summary["report"]["id"], summary["report"]["sha256"]) == (published.public_id, published.sha256)
    assert summary["evaluation"]["created"] is False
    assert (Evaluation.objects.count(), Report.objects.count()) == (1, 1)


def test_a_file_published_by_another_is_recorded_once(published, tmp_path):
    elsewhere = replace(published.reading, cover=replace(published.reading.cover, title="Licence Sciences de la mer"))
    pdf = render.to_pdf(elsewhere)

    first = import_file(pdf, tmp_path)
    second = import_file(pdf, tmp_path)

    assert (first["verified"], first["report"]["sha256"]) == (True, elsewhere.sha256)
    assert (first["evaluation"].pop("created"), second["evaluation"].pop("created")) == (True, False)
    assert second == first
    assert [r.reading for r in Report.objects.order_by("pk")] == [published.reading, elsewhere]


def test_a_working_copy_is_not_recorded(published, tmp_path):
    pdf = render.to_pdf(replace(published.reading, kind="DRAFT"))

    with pytest.raises(CommandError) as refusal:
        import_file(pdf, tmp_path)

    assert str(refusal.value) == (
        "Le fichier « rapport.pdf » est un projet de rapport ; donnez le rapport définitif, tel qu’il a été publié."
    )
    assert Report.objects.count() == 1
    assert import_file(pdf, tmp_path, dry_run=True)["verified"] is True
