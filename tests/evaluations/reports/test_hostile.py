"""Texts that would harm the printer are printed within its bounds or refused with a reason; nothing is ever fetched."""

import io
import threading
import urllib.request
import warnings
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML

from evaluations.reports.press import NotPrinted, Order, Press
from evaluations.reports.render import OwnFiles
from tests.evaluations.reports import hostile

HEAVY = pytest.mark.heavy
SECONDS = 40  # for one text, on a machine that is busy
SHORT = 8  # seconds: a small page takes one, 1 MB of words many
REFUSED = (
    "La mise en page n’a pas abouti en 8 secondes\u00a0: un tableau ou un texte y est trop grand\u00a0; partagez-le."
)


class Site:
    """A site on this machine that notes who comes."""

    def __init__(self) -> None:
        self.visits: list[str] = []
        visits = self.visits

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                visits.append(self.path)
                self.send_response(404)
                self.end_headers()

            def log_message(self, *_told):
                """Nothing is told."""

        class Door(ThreadingHTTPServer):
            def process_request(self, request, client_address):
                visits.append("connected")
                super().process_request(request, client_address)

        self._server = Door(("127.0.0.1", 0), Answers)
        self.host = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def visited(self) -> set[str]:
        """Whoever came until now: we come too, and those before us were let in before us."""
        with pytest.raises(urllib.error.HTTPError) as answer:
            urllib.request.urlopen(f"http://{self.host}/ourselves", timeout=30)
        answer.value.close()
        seen, self.visits[:] = list(self.visits), []
        seen.remove("connected")
        seen.remove("/ourselves")
        return set(seen)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()


@pytest.fixture
def forms(site, tmp_path) -> dict[str, str]:
    """Every way to fetch, with the addresses of the site and of two files of this machine."""
    text, drawing = tmp_path / "text.txt", tmp_path / "drawing.svg"
    text.write_text(hostile.SECRET)
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><text id="a" y="40">'
        f"{hostile.SECRET}</text></svg>"
    )
    there = {"site": f"http://{site.host}", "host": site.host, "file": text.as_uri(), "drawing": drawing.as_uri()}
    return {name: form.format(**there) for name, form in hostile.FETCHING.items()}


@pytest.fixture(autouse=True)
def empty_shelf(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(scope="module")
def machine():
    with Press(2, seconds=SECONDS) as machine:
        yield machine


def told(pdf: bytes) -> str:
    """All that a PDF says: the text of its pages, its streams."""
    with pikepdf.open(io.BytesIO(pdf)) as read:
        streams = b"\n".join(o.read_bytes() for o in read.objects if isinstance(o, pikepdf.Stream) and _is_data(o))
    pages = pypdfium2.PdfDocument(pdf)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    return text + streams.decode("latin-1")


def _is_data(stream: pikepdf.Stream) -> bool:
    return stream.get("/Subtype") != "/Image"


def carried(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as read:
        return list(read.attachments)


def page(forms: dict[str, str]) -> str:
    return f"<!doctype html><title>Page</title><p>Du texte.</p>{''.join(forms.values())}"


def test_a_printer_without_guard_would_fetch(forms, site):
    """The control: the same texts, as they came, given to the printer as its makers deliver it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pdf = HTML(string=page(forms)).write_pdf()

    assert {"/img.png", "/sheet.css", "/import.css", "/background.png", "/style.png", "/image.png"} <= site.visited()
    assert hostile.SECRET in told(pdf)
    assert "text.txt" in carried(pdf)


def test_our_printer_fetches_nothing_even_of_texts_that_nobody_cleaned(forms, site):
    pdf = HTML(string=page(forms), base_url="evalprog:", url_fetcher=OwnFiles()).write_pdf()

    assert site.visited() == set()
    assert hostile.SECRET not in told(pdf)
    assert carried(pdf) == []


@pytest.mark.parametrize(
    "address", ["evalprog:../evalprog/settings.py", "evalprog:/etc/passwd", "evalprog:%2e%2e/manage.py", "file:///etc"]
)
def test_our_own_scheme_leads_to_static_files_only(address):
    with pytest.raises(Exception, match=r"not one of our static files|not found|is located outside"):
        OwnFiles().fetch(address)


def test_the_texts_stand_in_every_field():
    poisoned = hostile.everywhere(hostile.small_reading(), ["<b>Partout</b>"])

    words = list(hostile.words_of(poisoned))

    assert set(words) == {"<b>Partout</b>"}
    assert len(words) > 100


def test_every_way_to_fetch_in_the_fields_of_a_report_fetches_nothing(machine, forms, site):
    poisoned = hostile.everywhere(hostile.small_reading(), forms.values())

    pdf = machine.print_one(Order(poisoned), seconds=3 * SECONDS)

    assert site.visited() == set()
    assert hostile.SECRET not in told(pdf)
    assert carried(pdf) == ["lecture.json"]


@HEAVY
@pytest.mark.parametrize("name", hostile.FETCHING)
def test_each_way_to_fetch_alone_fetches_nothing(machine, forms, site, name):
    pdf = machine.print_one(Order(hostile.everywhere(hostile.small_reading(), [forms[name]])), seconds=3 * SECONDS)

    assert site.visited() == set()
    assert hostile.SECRET not in told(pdf)
    assert carried(pdf) == ["lecture.json"]


@pytest.mark.parametrize("name", hostile.SMALL)
def test_what_is_deep_wide_or_strange_is_printed(machine, name):
    assert machine.print_one(Order(hostile.one_page(hostile.SMALL[name]))).startswith(b"%PDF-")


@HEAVY
@pytest.mark.parametrize("name", hostile.LARGE)
def test_what_is_large_is_printed_or_refused_within_its_bounds(machine, name):
    try:
        document = machine.print_one(Order(hostile.one_page(hostile.LARGE[name])))
    except NotPrinted as why:
        assert "partagez-le" in str(why)
    else:
        assert document.startswith(b"%PDF-")
    assert machine.print_one(Order(hostile.one_page("<p>Après.</p>"))).startswith(b"%PDF-")


@pytest.mark.parametrize(("many", "poisoned"), [(5, 1), pytest.param(50, 5, marks=HEAVY)], ids=["5", "50"])
def test_of_a_batch_those_that_harm_fail_alone_and_by_name(many, poisoned):
    harmful = [f"<p>{hostile.WORDS * 40_000}{number}</p>" for number in range(poisoned)]
    names = [f"harmful {n}" if n % 10 == 3 else f"small {n}" for n in range(many)]
    left = iter(harmful)
    orders = [
        (name, Order(hostile.one_page(next(left) if name.startswith("harmful") else f"<p>{name}</p>", name)))
        for name in names
    ]

    with Press(2, seconds=SHORT) as machine:
        for number in range(2):  # the fonts are read
            machine.print_one(Order(hostile.one_page(f"<p>{number}</p>")), seconds=SECONDS)
        out = dict(machine.print_all(orders))

    failed = {name: str(why) for name, why in out.items() if isinstance(why, NotPrinted)}
    assert failed == {name: REFUSED for name in names if name.startswith("harmful")}
    assert len(failed) == poisoned
    printed = [document for name, document in out.items() if name not in failed]
    assert len(printed) == many - poisoned
    assert all(document.startswith(b"%PDF-") for document in printed)
