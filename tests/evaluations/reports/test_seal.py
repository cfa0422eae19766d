"""The seal: over the whole file, ours, and broken by whatever is changed or added."""

import random
import re
import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from evaluations.reports import render, seal
from tests.evaluations.reports import sealing
from tests.evaluations.reports.sample import sample_reading


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seals")
    return [sealing.certificate(folder / f"{name}.p12") for name in ("ours", "theirs")]


@pytest.fixture(scope="module")
def paper():
    return render.to_pdf(sample_reading())


@pytest.fixture
def sealed(settings, certificates, paper):
    settings.SEAL_PKCS12, settings.SEAL_PASSWORD = str(certificates[0]), sealing.PASSWORD
    return seal.sealed(paper)


def test_the_printed_bytes_stand_before_the_seal(sealed, paper):
    assert sealed.startswith(paper)
    assert seal.verdict(sealed) == seal.OURS
    assert seal.verdict(paper) == seal.NONE


def test_what_makes_it_accessible_and_archival_stands(sealed, paper):
    before, after = pikepdf.open(BytesIO(paper)), pikepdf.open(BytesIO(sealed))

    said = after.Root.Metadata.read_bytes().decode()
    assert re.findall(r'pdfuaid:part(?:="|>)(\w)', said) == ["1"]
    assert after.docinfo["/Title"] == before.docinfo["/Title"]
    assert set(after.docinfo.keys()) <= set(before.docinfo.keys())
    assert after.Root.Lang == before.Root.Lang
    assert bool(after.Root.MarkInfo.Marked)
    assert after.Root.StructTreeRoot.objgen == before.Root.StructTreeRoot.objgen
    field = after.Root.AcroForm.Fields[0]
    assert (int(field.F) & 4, int(field.F) & 2) == (4, 0)  # printable, not hidden: PDF/A
    assert [float(side) for side in field.Rect] == [-9999.0] * 4  # of no size, beyond the page: PDF/UA
    assert str(field.TU) == "Sceau"
    assert after.pages[0].Tabs == "/S"


@pytest.mark.parametrize("added", [b"x", b"\n", b"%%EOF\n"])
def test_appended_bytes_break_it(sealed, added):
    assert seal.verdict(sealed + added) == seal.OTHER


def test_an_appended_revision_breaks_it(sealed):
    writer, out = IncrementalPdfFileWriter(BytesIO(sealed)), BytesIO()
    writer.root["/Note"] = writer.add_object(pdf_string("ajout"))
    writer.update_root()
    writer.write(out)

    assert out.getvalue().startswith(sealed)
    assert seal.verdict(out.getvalue()) == seal.OTHER


def test_the_seal_of_another_is_not_ours(settings, certificates, paper, sealed):
    settings.SEAL_PKCS12 = str(certificates[1])

    assert seal.verdict(sealed) == seal.OTHER
    assert seal.verdict(seal.sealed(paper)) == seal.OURS


@pytest.mark.parametrize("flips", [20, pytest.param(200, marks=pytest.mark.heavy)])
def test_each_flipped_bit_breaks_it(sealed, flips):
    chance, missed = random.Random(11), []
    for bit in chance.sample(range(len(sealed) * 8), flips):
        altered = bytearray(sealed)
        altered[bit // 8] ^= 1 << bit % 8
        if seal.verdict(bytes(altered)) == seal.OURS:
            missed.append(bit)

    assert missed == []


def test_a_place_that_no_hash_covers_holds_nothing_else(sealed):
    """The zeros after the signature may be changed for all that a library cares."""
    at = sealed.rindex(b"00>") if b"00>" in sealed else 0

    assert seal.verdict(sealed[:at] + b"01>" + sealed[at + 3 :]) == seal.OTHER


def test_without_the_setting_nothing_of_it_is_loaded(settings):
    settings.SEAL_PKCS12 = ""
    told = "import django; django.setup(); from evaluations.transitions import publish; import sys; "
    told += "from evaluations.reports import seal; seal.sealed(b''); "
    told += "print([n for n in sys.modules if n.startswith('pyhanko')])"
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DEBUG": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", told], cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "[]"
