"""Files that are sent: taken in as they are under a safe name, or refused in one sentence. See also the corpus."""

import hashlib
import io
import os
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from evaluations.enums import FileKind
from evaluations.forms.corrections import FilesField
from evaluations.forms.dossier import DocumentPartForm
from evaluations.forms.observations import FileForm
from evaluations.reports import store
from evaluations.reports.keeping import disk
from evaluations.workspace import page_cache, uploads
from evaluations.workspace.refusal import Refused
from tests.evaluations import sent_files
from tests.evaluations.corpus import images, packages


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_plain_pdf_is_taken_in_with_its_pages():
    taken = uploads.checked("Maquette 2026.PDF", sent_files.pdf("Un", "Deux"))

    assert (taken.name, taken.kind, taken.pages, taken.notices) == ("maquette-2026.pdf", FileKind.PDF, 2, ())


def test_the_bytes_are_kept_as_they_were_sent_and_what_they_tell_is_announced():
    sent = packages.document(lambda made: setattr(made.core_properties, "author", "Marie Curie"))

    taken = uploads.checked("Réponse.docx", sent, kinds=FileKind)

    assert hashlib.sha256(taken.data).digest() == hashlib.sha256(sent).digest()
    assert (taken.name, taken.kind, taken.pages) == ("reponse.docx", FileKind.DOCX, None)
    assert taken.notices == ("Le fichier nomme son auteur\u00a0: «\u00a0Marie Curie\u00a0».",)


@pytest.mark.parametrize("kinds", [{FileKind.PDF}, {FileKind.XLSX, FileKind.PDF}, {FileKind.PNG, FileKind.JPEG}])
def test_a_kind_that_is_not_asked_for_is_refused_whatever_its_name(kinds):
    with pytest.raises(Refused, match="n’est pas (un PDF|d’un format admis ici)") as refusal:
        uploads.checked("x.pdf", packages.plain("docx"), kinds=kinds)

    assert "DOCX" not in str(refusal.value)


def test_without_saying_what_is_wanted_only_a_pdf_is_taken_in():
    with pytest.raises(Refused, match="n’est pas un PDF"):
        uploads.checked("x.png", images.image("PNG"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04 un document de traitement de texte", "n’est pas un PDF"),
        (b"", "est vide"),
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


def test_a_file_that_kills_the_other_process_is_refused(monkeypatch, tmp_path):
    (tmp_path / "__main__.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    monkeypatch.setattr(uploads, "_WORKER", tmp_path)

    with pytest.raises(Refused, match="est endommagé"):
        uploads.checked("x.png", images.image("PNG"), kinds=FileKind)


@pytest.mark.parametrize("answer", ["", "{", "[]", '{"kind": "EXE"}', '{"kind": "PNG", "pages": null, "found": 1}'])
def test_an_answer_that_makes_no_sense_is_a_damaged_file(monkeypatch, tmp_path, answer):
    (tmp_path / "__main__.py").write_text(f"print({answer!r})")
    monkeypatch.setattr(uploads, "_WORKER", tmp_path)

    with pytest.raises(Refused, match="est endommagé"):
        uploads.checked("x.png", images.image("PNG"), kinds=FileKind)


def test_the_other_process_cannot_take_all_the_memory(monkeypatch, tmp_path):
    for file in uploads._WORKER.glob("*.py"):
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "image_files.py").write_text("def check(data, family): return [('author', str(len(bytes(10**10))))]")
    monkeypatch.setattr(uploads, "_WORKER", tmp_path)

    with pytest.raises(Refused, match="est endommagé"):
        uploads.checked("x.png", images.image("PNG"), kinds=FileKind)


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


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Photo.JPEG", FileKind.JPEG, "photo.jpg"),
        ("photo.jpg", FileKind.PNG, "photo.png"),
        ("notes.docx.pdf", FileKind.PDF, "notesdocx.pdf"),
        (".docx", FileKind.DOCX, "docx.docx"),
        ("budget.XLSX", FileKind.XLSX, "budget.xlsx"),
    ],
)
def test_the_suffix_is_that_of_the_content(name, kind, safe):
    assert uploads.safe_name(name, kind) == safe


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
    disk.path(sha256).write_bytes(sent_files.pdf("Autre chose"))

    with pytest.raises(store.FileAltered):
        uploads.page_image(sha256, 1)
    assert uploads.page_text(sha256, 1) == ""


def test_sweeping_keeps_the_pages_read_last_of_the_documents_that_stand(monkeypatch):
    sha256, gone = store.keep(b"%PDF-1.7 one"), store.keep(b"%PDF-1.7 two")
    for name in ("a", "b", "c"):
        page_cache.keep(sha256, name, name.encode() * 10)
    page_cache.keep(gone, "a", b"a")
    disk.path(gone).unlink()
    for at, name in enumerate(("c", "a", "b")):
        os.utime(page_cache._folder() / sha256 / name, (at, at))
    monkeypatch.setattr(page_cache, "MOST", 20)

    assert page_cache.sweep() == 2
    assert [page_cache.kept(sha256, name) for name in "abc"] == [b"a" * 10, b"b" * 10, None]
    assert page_cache.kept(gone, "a") is None


class Endless(io.BytesIO):
    """A file as large as one likes, of which only so much may be asked."""

    def read(self, size=-1):
        assert 0 <= size <= uploads.MAX_BYTES + 1
        return b"%PDF-1.7\n".ljust(size)


@pytest.mark.parametrize("of", [FilesField, FileForm, DocumentPartForm])
def test_a_file_larger_than_is_taken_in_is_not_read_whole(of):
    sent = UploadedFile(Endless(), "a.pdf", size=10 * uploads.MAX_BYTES)

    with pytest.raises(ValidationError, match="20"):
        if of is FilesField:
            FilesField().clean([sent])
        elif of is DocumentPartForm:
            DocumentPartForm.base_fields["file"].clean(sent)
        else:
            of.clean_file(SimpleNamespace(cleaned_data={"file": sent}))
