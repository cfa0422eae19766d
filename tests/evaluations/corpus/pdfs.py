"""PDF: whole, broken, locked, acting, swelling, of two natures, and naming somebody."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from evaluations.enums import FileKind
from tests.evaluations import sent_files
from tests.evaluations.corpus.case import Case

PDF = FileKind.PDF
DAMAGED = "Ce PDF est endommagé ou incomplet : "
LOCKED = "Ce PDF est protégé par un mot de passe ou des restrictions : "
ACTIVE = "Ce PDF contient un programme ou un formulaire actif : "
ATTACHED = "Ce PDF contient d’autres fichiers : "
TWO = "Ce fichier contient autre chose que son document, "
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""


def saved(change: Callable[[Pdf], None], **options) -> bytes:
    made, written = sent_files.document("Un texte."), io.BytesIO()
    change(made)
    made.save(written, fix_metadata_version=False, **options)  # nothing is put right on the way
    return written.getvalue()


def cases() -> Iterator[Case]:
    yield from _whole()
    yield from _broken()
    yield from _acting()
    yield from _of_two_natures()
    yield from _naming()


def _whole() -> Iterator[Case]:
    plain = sent_files.pdf("Un texte.")
    yield Case("pdf", lambda: plain, PDF)
    yield Case("pdf-100-pages", lambda: sent_files.pdf(*["Une page."] * 100), PDF)
    yield Case("pdf-500-pages", lambda: sent_files.pdf(*["Une page."] * 500), PDF)
    yield Case("pdf-501-pages", lambda: sent_files.pdf(*["Une page."] * 501), "Ce PDF a plus de 500 pages : ")
    yield Case("pdf-object-streams", lambda: saved(_nothing, object_stream_mode=pikepdf.ObjectStreamMode.generate), PDF)
    yield Case("pdf-linearised", lambda: saved(_nothing, linearize=True), PDF)
    yield Case("pdf-white-space-before", lambda: b"\xef\xbb\xbf\r\n" + plain, PDF)
    yield Case("pdf-white-space-after", lambda: plain + b"\r\n\0\0\n", PDF)
    yield Case("pdf-plain-form", lambda: saved(_form), PDF)
    yield Case("pdf-outside-link", lambda: saved(_action(Dictionary(S=Name.URI, URI="https://example.org/"))), PDF)
    yield Case("pdf-internal-link", lambda: saved(_action(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])))), PDF)
    lie = "Le nom finissait par « .docx », le contenu est autre : le fichier s’appelle « lettre.pdf »."
    yield Case("pdf-named-docx", lambda: plain, PDF, "Lettre.docx", (lie,))
    yield Case("pdf-named-exe", lambda: plain, PDF, "a.exe", (lie.replace("docx", "exe").replace("lettre", "aexe"),))
    yield Case("pdf-without-suffix", lambda: plain, PDF, "lettre")


def _broken() -> Iterator[Case]:
    plain = sent_files.pdf("Un texte.")
    for part in (10, 30, 50, 70, 90):
        yield Case(f"pdf-cut-at-{part}", lambda part=part: plain[: len(plain) * part // 100], DAMAGED)
    yield Case("pdf-head-only", lambda: b"%PDF-1.7\n", DAMAGED)
    yield Case("pdf-head-and-end", lambda: b"%PDF-1.7\n%%EOF\n", DAMAGED)
    yield Case("pdf-noise", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF", DAMAGED)
    yield Case("pdf-no-page", lambda: saved(lambda pdf: pdf.pages.__delitem__(0)), DAMAGED)
    yield Case("pdf-text-within", lambda: b"%PDF-1.7\n<html><script>alert(1)</script>\n%%EOF", DAMAGED)
    yield Case("pdf-catalogue-lost", lambda: plain.replace(b"/Catalog", b"/Katalog").replace(b"/Pages", b"/Seite"), DAMAGED)
    for label, options in {
        "owner": {"owner": "secret"},
        "user": {"owner": "secret", "user": "mot"},
        "aes": {"owner": "secret", "user": "mot", "R": 6},
        "no-print": {"owner": "secret", "allow": pikepdf.Permissions(print_highres=False)},
    }.items():
        locked = partial(saved, lambda pdf: None, encryption=pikepdf.Encryption(**options))
        yield Case(f"pdf-locked-{label}", locked, LOCKED)
    yield Case("pdf-bomb", lambda: saved(_swelling), "Ce fichier gonfle démesurément à l’ouverture : ")


def _acting() -> Iterator[Case]:
    for label, action in {
        "script": Dictionary(S=Name.JavaScript, JS="app.alert(1)"),
        "launch": Dictionary(S=Name.Launch, F="calc.exe"),
        "submit": Dictionary(S=Name.SubmitForm, F="https://example.org/"),
        "import": Dictionary(S=Name.ImportData, F="a.fdf"),
        "embedded": Dictionary(S=Name.GoToE, D=Array([0])),
        "sound": Dictionary(S=Name.Sound),
        "rendition": Dictionary(S=Name.Rendition),
        "chained": Dictionary(S=Name.URI, URI="https://e.org", Next=Array([Dictionary(S=Name.JavaScript, JS="1")])),
    }.items():
        yield Case(f"pdf-link-{label}", partial(saved, _action(action)), ACTIVE)
    yield Case("pdf-open-script", sent_files.with_script, ACTIVE)
    yield Case("pdf-launch", sent_files.with_launch, ACTIVE)
    yield Case("pdf-additional-action", lambda: saved(_on_opening), ACTIVE)
    yield Case("pdf-named-script", lambda: saved(_named_script), ACTIVE)
    yield Case("pdf-xfa", lambda: saved(lambda pdf: _set(pdf, "AcroForm", Dictionary(XFA=Array([])))), ACTIVE)
    for kind in ("RichMedia", "Screen", "3D", "Movie", "Sound"):
        yield Case(f"pdf-annotation-{kind.lower()}", partial(saved, _annotation(Subtype=Name("/" + kind))), ACTIVE)
    yield Case("pdf-attachment", sent_files.with_attachment, ATTACHED)
    file = Dictionary(Type=Name.Filespec, F="a.exe", EF=Dictionary())
    yield Case("pdf-attached-to-annotation", lambda: saved(_annotation(Subtype=Name.FileAttachment, FS=file)), ATTACHED)
    yield Case("pdf-associated-file", lambda: saved(lambda pdf: _set(pdf, "AF", Array([file]))), ATTACHED)


def _of_two_natures() -> Iterator[Case]:
    plain = sent_files.pdf("Un texte.")
    for label, more in {
        "html": b"<html><script>alert(1)</script></html>",
        "html-ended": b"<html><script>alert(1)</script></html>\n",
        "program": b"MZ" + b"\x90" * 200,
        "zip": _zip(),
        "text": b"et quelques mots",
    }.items():
        yield Case(f"pdf-then-{label}", lambda more=more: plain + more, TWO)
    yield Case("pdf-then-zip-in-comment", lambda: plain + b"%" + _zip() + b"\n%%EOF\n", TWO)
    for label, before in {"html": b"<html>", "script": b"var a = 1; /*", "gif-like": b"GIX89a"}.items():
        yield Case(f"{label}-then-pdf", lambda before=before: before + plain, TWO)


def _naming() -> Iterator[Case]:
    author = ("Le fichier nomme son auteur : « Marie Curie ».",)
    yield Case("pdf-author", lambda: saved(lambda pdf: _info(pdf, Author="Marie Curie")), PDF, notices=author)
    yield Case("pdf-xmp-author", lambda: saved(_packet(XMP % "Marie Curie")), PDF, notices=author)
    both = lambda pdf: (_info(pdf, Author="Marie Curie"), _packet(XMP % "Marie Curie")(pdf))  # noqa: E731
    yield Case("pdf-author-twice", lambda: saved(both), PDF, notices=author)
    yield Case(
        "pdf-company",
        lambda: saved(lambda pdf: _info(pdf, Company="Université de Lyon", Manager="Pierre")),
        PDF,
        notices=(
            "Le fichier nomme un responsable : « Pierre ».",
            "Le fichier nomme un organisme : « Université de Lyon ».",
        ),
    )
    long = "Le fichier nomme son auteur : « " + "a" * 80 + "… »."
    yield Case("pdf-long-author", lambda: saved(lambda pdf: _info(pdf, Author="a" * 9000)), PDF, notices=(long,))
    turned = ("Le fichier nomme son auteur : « MarieCurie ».",)
    yield Case("pdf-turned-author", lambda: saved(lambda p: _info(p, Author="Marie\u202eCurie")), PDF, notices=turned)
    yield Case(
        "pdf-comment",
        lambda: saved(_annotation(Subtype=Name.Text, T=String("Jean Perrin"), Contents="Bon")),
        PDF,
        notices=("Des commentaires ou des annotations portent un nom : « Jean Perrin ».",),
    )
    unread = ("Des métadonnées n’ont pas pu être lues et peuvent nommer une personne : « XMP ».",)
    yield Case("pdf-broken-xmp", lambda: saved(_packet("<x:xmpmeta><rdf:RDF>")), PDF, notices=unread)
    entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    yield Case("pdf-xmp-entity", lambda: saved(_packet(entity)), "Ce document contient une déclaration XML interdite (« XMP »)")


def _nothing(pdf: Pdf) -> None:
    pass


def _set(pdf: Pdf, name: str, value) -> None:
    pdf.Root[f"/{name}"] = value


def _info(pdf: Pdf, **entries: str) -> None:
    for key, value in entries.items():
        pdf.docinfo[f"/{key}"] = value


def _packet(words: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        packet = Stream(pdf, words.encode(), Type=Name.Metadata, Subtype=Name.XML)
        pdf.Root.Metadata = pdf.make_indirect(packet)

    return change


def _annotation(**entries) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        made = Dictionary(Type=Name.Annot, Rect=Array([0, 0, 9, 9]), **entries)
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(made)])

    return change


def _action(action: Dictionary) -> Callable[[Pdf], None]:
    return _annotation(Subtype=Name.Link, A=action)


def _on_opening(pdf: Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS="1"))


def _named_script(pdf: Pdf) -> None:
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=pdf.make_stream(b"app.alert(1)")))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def _form(pdf: Pdf) -> None:
    field = Dictionary(FT=Name.Tx, T=String("Champ"), Subtype=Name.Widget, Type=Name.Annot, Rect=Array([0, 0, 9, 9]))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]))


def _swelling(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Stream(pdf, zlib.compress(b" " * 150_000_000, 9), Filter=Name.FlateDecode)


def _zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.html", "<script>alert(1)</script>")
    return written.getvalue()
