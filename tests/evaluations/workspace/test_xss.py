"""Nothing that somebody writes runs in the browser of somebody else, nor calls another host.

On paper first: what stays of each vector is allowed markup. Then in Chromium: the vectors stand raw in the database, as
if they had got past the entrance, in every kind of text and name that the pages of the workspace show.
"""

from urllib.parse import urlsplit

import pytest
from lxml import html as lxml_html

from evalprog import richtext
from evalprog.text import legible, one_line
from evaluations.enums import DossierKind, FindingKind, ReportKind
from evaluations.models import Assessment, Comment, CommitteeMember, DossierPart, Finding
from evaluations.reports import reading
from evaluations.templatetags.report import plain, rich
from evaluations.transitions import freezing
from evaluations.views.panes import PANES
from tests.evaluations.workspace.committee import being_written, codes, world_of
from tests.evaluations.workspace.xss_vectors import HOST, VECTORS

# Written a second time, apart from the product's own list.
ALLOWED = {
    "p": set(),
    "br": set(),
    "strong": set(),
    "em": set(),
    "sub": set(),
    "sup": set(),
    "ul": set(),
    "ol": set(),
    "li": set(),
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "a": {"href", "rel"},
    "th": {"scope", "colspan", "rowspan", "data-level"},
    "td": {"colspan", "rowspan"},
}
DECORATION = {"span", "col", "colgroup"}, {"class", "data-part", "span"}  # what the page adds for its looks
BATCH = 51
SOME = range(0, len(VECTORS), 6)


def test_there_are_three_hundred():
    assert len(set(VECTORS)) == len(VECTORS) >= 300


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_what_stays_of_a_vector_is_allowed_markup(vector):
    kept = richtext.clean(vector)

    assert richtext.clean(kept) == kept
    assert found_in(kept, ALLOWED) == []
    tags, attributes = DECORATION
    decorated = {tag: allowed | attributes for tag, allowed in ALLOWED.items()} | {tag: attributes for tag in tags}
    assert found_in(rich(vector), decorated) == []
    assert found_in(plain(legible(vector)), dict.fromkeys(tags, attributes)) == []


def found_in(fragment: str, allowed: dict[str, set[str]]) -> list[str]:
    """What stands in it beyond what is allowed: elements, attributes, addresses, comments."""
    found = []
    for element in lxml_html.fragment_fromstring(fragment, create_parent="article").iterdescendants():
        if element.tag not in allowed:
            found.append(str(element.tag))
            continue
        found += [f"{element.tag} {name}" for name in element.attrib if name not in allowed[element.tag]]
        # A browser takes what has no scheme for a page of ours; spaces and controls before a scheme are not seen.
        scheme = urlsplit("".join(c for c in element.get("href", "") if c > " ")).scheme
        found += [] if scheme in ("", "http", "https", "mailto") else [f"href {scheme}"]
    return found


@pytest.mark.parametrize(
    "hostile", ["<img src=x onerror=x>", "<a href=' javascript:x'>x</a>", "<p onclick=x>", "<!--x-->"]
)
def test_the_judge_sees_what_is_not_allowed(hostile):
    """The control of the test above."""
    assert found_in(hostile, ALLOWED)


# -- in Chromium


WATCH = """
window.__seen = [];
document.addEventListener("securitypolicyviolation", (e) => __seen.push(`${e.violatedDirective} ${e.blockedURI}`));
"""
TOUCH = """() => {
  for (const element of document.querySelectorAll("main *")) {
    for (const name of ["pointerenter", "mouseover", "mouseenter", "focus", "focusin", "keydown", "pointerdown"]) {
      element.dispatchEvent(new Event(name, {bubbles: true, cancelable: true}));
    }
  }
  const links = [...document.querySelectorAll("a[href]")];
  const here = ["http:", "https:", "mailto:"];
  return {
    ran: window.__xss ?? null,
    seen: window.__seen,
    links: links.filter((link) => !here.includes(link.protocol)).map((link) => link.href),
  };
}"""
NOTHING = {"ran": None, "seen": [], "links": []}


@pytest.fixture
def visit(live_server, browser, client):
    """A function that opens a page as somebody, touches all that it shows, and tells what happened."""
    context = browser.new_context(locale="fr-FR")
    context.add_init_script(WATCH)
    page = context.new_page()
    called, dialogs = set(), []
    page.on("request", lambda request: called.add(urlsplit(request.url).netloc))

    def close(dialog):
        """The page itself asks before it is left with a text unsent; anything else was made by a vector."""
        if dialog.type != "beforeunload":
            dialogs.append(dialog.message)
        dialog.accept()

    page.on("dialog", close)

    def visit(person, path: str):
        client.force_login(person)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        assert page.goto(live_server.url + path).status == 200, path
        happened = page.evaluate(TOUCH)
        return happened, called - {urlsplit(live_server.url).netloc, ""}, dialogs

    yield visit
    context.close()


def put_everywhere(vectors: list[str]):
    """An evaluation in which each vector is a text, a finding, a name, the name of a file and a comment."""
    world = world_of(len(vectors))
    evaluation = being_written(world)
    for position, (code, vector) in enumerate(zip(codes(len(vectors)), vectors, strict=True)):
        Assessment.objects.create(evaluation=evaluation, code=code, text=vector)
        line = one_line(vector)
        kind = list(FindingKind)[position % 3]
        Finding.objects.create(evaluation=evaluation, kind=kind, number=position + 1, text=line)
        Comment.objects.create(evaluation=evaluation, code="avis", author=world.chair, text=vector, quote=line)
        DossierPart.objects.create(
            evaluation=evaluation,
            kind=DossierKind.DOCUMENT,
            position=position,
            title=line,
            file_name=line,
            sha256="0" * 64,
            size=1,
            pages=1,
        )
        CommitteeMember.objects.create(evaluation=evaluation, name=line, affiliation=line, position=200 + position)
    Assessment.objects.filter(evaluation=evaluation, code="avis").update(text="".join(vectors))
    for person, vector in zip((world.chair, world.expert, world.officer), vectors, strict=False):
        person.name = one_line(vector)
        person.save()
    programme, house = evaluation.programme, evaluation.programme.institution
    programme.title, house.name = one_line("".join(vectors[:3])), one_line("".join(vectors[3:5]))
    programme.save()
    house.save()
    return world, evaluation


def batches() -> list:
    sliced = [pytest.param([VECTORS[n] for n in SOME], id="one in six")]
    return sliced + [
        pytest.param(VECTORS[at : at + BATCH], id=f"from {at}", marks=pytest.mark.heavy)
        for at in range(0, len(VECTORS), BATCH)
    ]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("vectors", batches())
def test_no_vector_runs_in_the_browser(own_anchor, visit, vectors):
    world, evaluation = put_everywhere([legible(vector) for vector in vectors])
    report = freezing.freeze(evaluation, reading.read(evaluation, kind=ReportKind.DRAFT))
    page = f"/evaluations/{evaluation.public_id}/"

    for path in (
        page,
        f"{page}comite/",
        f"{page}rapports/{report.public_id}/",
        *(f"{page}criteres/avis/?volet={pane.name}" for pane in PANES),
        *(f"{page}criteres/{code}/" for code in codes(3)),
    ):
        assert visit(world.chair, path) == (NOTHING, set(), []), path


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_sees_what_would_run(own_anchor, visit, monkeypatch):
    """The control of the test above: a partial that trusts its text is found out, by the policy of the page."""
    monkeypatch.setattr(richtext, "clean", lambda fragment: fragment)
    world, evaluation = put_everywhere([f"<p><img src={HOST}/x.png></p>", "<p><a href=javascript:x>x</a></p>"])
    report = freezing.freeze(evaluation, reading.read(evaluation, kind=ReportKind.DRAFT))

    happened, _called, _dialogs = visit(
        world.chair, f"/evaluations/{evaluation.public_id}/rapports/{report.public_id}/"
    )

    assert set(happened["seen"]) == {f"img-src {HOST}/x.png"}
    assert set(happened["links"]) == {"javascript:x"}
