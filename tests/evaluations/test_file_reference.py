"""References of files: their parts, and what is no reference."""

import pytest

from evaluations.file_reference import FileReference, find_file_reference, parse_file_reference

HCERES = "C2018-EV-0601223D-DEF-LP180015334-020817-RT"


def test_parts_of_a_reference_of_hceres():
    reference = parse_file_reference(HCERES)

    assert reference == FileReference(
        wave="C",
        year=2018,
        operation="EV",
        uai="0601223D",
        department="DEF",
        diploma_kind="LP",
        contract_year=2018,
        file_number="0015334",
        sequence="020817",
        suffix="RT",
    )
    assert reference.has_valid_uai


def test_parts_of_a_reference_of_aeres():
    assert parse_file_reference("S3LP130004915") == FileReference(
        department="S3", diploma_kind="LP", contract_year=2013, file_number="0004915"
    )
    assert not parse_file_reference("S3MA150008170").has_valid_uai


@pytest.mark.parametrize("text", ["", "C2018", HCERES[:-20], HCERES + "X2", "S3LP13000491", "s3lp130004915"])
def test_anything_else_is_no_reference(text):
    assert parse_file_reference(text) is None


def test_a_reference_is_found_in_a_text():
    assert find_file_reference(f"Référence : rapport {HCERES}.") == HCERES
    assert find_file_reference("Demande n° S3MA120003809") == "S3MA120003809"
    assert find_file_reference("Sans référence, AS3MA1200038091") == ""
