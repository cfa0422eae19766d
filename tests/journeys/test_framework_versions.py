"""A label is corrected in a framework: reports of the new version show it, the old report does not move by a byte."""

import json

import pytest
from django.core.management import CommandError, call_command

from evaluations.models import Evaluation
from evaluations.reports import store
from tests.evaluations.scenario_files import SCENARIO, write


@pytest.mark.django_db(transaction=True)
def test_a_new_version_shows_its_label_and_the_old_report_is_unchanged(tmp_path, capsys):
    call_command("load_scenario", write(tmp_path), verbosity=0, allow_accounts=True)
    old = json.loads(capsys.readouterr().out)["e"]["id"]
    call_command("render_report", old, output=tmp_path / "old.pdf")
    before = (tmp_path / "old.pdf").read_bytes()

    exported = tmp_path / "export.yaml"
    call_command("export_framework", "essai", output=exported)
    edited = exported.read_text().replace("label: Objectifs", "label: Finalités")
    exported.write_text(edited)
    with pytest.raises(CommandError) as refusal:
        call_command("import_framework", exported)
    exported.write_text(edited.replace("version: 1", "version: 2"))
    call_command("import_framework", exported)
    later = SCENARIO.replace("C2026", "C2027").replace("2026-2027", "2027-2028").replace("[essai.yaml]", "[]")
    later = later.replace("published: 2027-06-14", "published: 2028-06-14")
    capsys.readouterr()
    call_command("load_scenario", write(tmp_path, later), verbosity=0, allow_accounts=True)
    new = Evaluation.objects.get(public_id=json.loads(capsys.readouterr().out)["e"]["id"])

    assert str(refusal.value) == (
        f"{exported} : essai : la version 1 est publiée et ne change plus ; donnez à votre fichier « version: 2 »."
    )
    labels = [c.label for c in new.reports.get(kind="FINAL").reading.criteria]
    assert labels == ["Finalités", "Pilotage"]
    call_command("render_report", old, output=tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == before
    assert store.read(Evaluation.objects.get(public_id=old).reports.get(kind="FINAL").pdf_sha256) == before
