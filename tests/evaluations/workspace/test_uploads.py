"""PDFs that are sent: taken in under a safe name, or refused in one sentence."""

import io
import os

import pytest
from PIL import Image

from evaluations.reports import store
from evaluations.workspace import page_cache, uploads
from evaluations.workspace.refusal import Refused
from tests.evaluations import sent_files


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_plain_pdf_is_taken_in_with_its_pages():
    taken = uploads.checked("Maquette 2026.PDF", sent_files.pdf("Un", "Deux"))

    assert (taken.name, taken.pages) == ("maquette-2026.pdf", 2)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 un document de traitement de texte", "n’est pas un PDF"),
        (b"", "n’est pas un PDF"),
        (b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF", "est endommagé"),
        (sent_files.pdf("Coupé")[:-60], "est endommagé"),
        (sent_files.encrypted("Secret"), "est protégé"),
        (sent_files.with_script(), "contient un programme"),
        (sent_files.with_launch(), "contient un programme"),
        (sent_files.with_attachment(), "contient d’autres fichiers"),
        (b"%PDF-1.7" + b"0" * 20_000_000 + b"%%EOF", "dépasse 20 Mo"),
    ],
    ids="word empty html cut encrypted script launch attachment large".split(),
)
def test_what_is_no_plain_pdf_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(Refused, match=sentence):
        uploads.checked("x.pdf", data)


def test_a_document_of_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_PAGES", 2)

    with pytest.raises(Refused, match="plus de 2 pages"):
        uploads.checked("x.pdf", sent_files.pdf("1", "2", "3"))


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "PATIENCE", 0.01)

    with pytest.raises(Refused, match="est endommagé"):
        uploads.checked("x.pdf", sent_files.pdf("1"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Dossier\\Été & hiver.pdf", "ete-hiver.pdf"),
        ("\u202egpj.pdf", "gpj.pdf"),
        ("…", "document.pdf"),
        ("a" * 300, "a" * 80 + ".pdf"),
        ('x"; filename="y.html', "x-filenameyhtml.pdf"),
    ],
)
def test_the_name_is_made_safe(name, safe):
    assert uploads.safe_name(name) == safe


def test_a_page_is_drawn_no_wider_than_the_bound_and_read():
    sha256 = store.keep(sent_files.pdf("Premiere", "Effectifs 2026"))

    image = Image.open(io.BytesIO(uploads.page_image(sha256, 2)))

    assert (image.format, image.width) == ("PNG", 1400)
    assert uploads.page_text(sha256, 2) == "Effectifs 2026"
    assert uploads.page_image(sha256, 3) is None


def test_a_page_is_drawn_once_and_handed_out_again(monkeypatch):
    sha256 = store.keep(sent_files.pdf("Effectifs 2026"))
    image, text = uploads.page_image(sha256, 1), uploads.page_text(sha256, 1)
    monkeypatch.setattr(uploads, "_work", None)  # whoever draws again fails

    assert (uploads.page_image(sha256, 1), uploads.page_text(sha256, 1)) == (image, text)
    assert text == "Effectifs 2026"


def test_an_altered_document_is_not_drawn():
    sha256 = store.keep(sent_files.pdf("Effectifs 2026"))
    store.path(sha256).write_bytes(sent_files.pdf("Autre chose"))

    with pytest.raises(store.FileAltered):
        uploads.page_image(sha256, 1)
    assert uploads.page_text(sha256, 1) == ""


def test_sweeping_keeps_the_pages_read_last_of_the_documents_that_stand(monkeypatch):
    sha256, gone = store.keep(b"%PDF-1.7 one"), store.keep(b"%PDF-1.7 two")
    for name in ("a", "b", "c"):
        page_cache.keep(sha256, name, name.encode() * 10)
    page_cache.keep(gone, "a", b"a")
    store.path(gone).unlink()
    for at, name in enumerate(("c", "a", "b")):
        os.utime(page_cache._folder() / sha256 / name, (at, at))
    monkeypatch.setattr(page_cache, "MOST", 20)

    assert page_cache.sweep() == 2
    assert [page_cache.kept(sha256, name) for name in "abc"] == [b"a" * 10, b"b" * 10, None]
    assert page_cache.kept(gone, "a") is None
