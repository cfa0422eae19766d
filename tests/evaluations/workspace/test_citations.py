"""Evidence: a page or a cell of the dossier, cited for a finding or for a text, and opened beside it."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from evaluations import transitions
from evaluations.enums import DossierKind, FindingKind, State
from evaluations.models import Citation
from evaluations.workspace import citations, dossier, findings
from evaluations.workspace.citations import Place
from evaluations.workspace.refusal import Refused
from evaluations.workspace.table_cells import grid
from evaluations.workspace.uploads import checked
from tests import factories
from tests.evaluations import dossier_data as data
from tests.evaluations.sent_files import pdf

pytestmark = pytest.mark.django_db
MERGED = (
    '<table><caption>Effectifs</caption><thead><tr><th scope="col" rowspan="2">Année</th>'
    '<th scope="col" colspan="2">Inscrits</th></tr><tr><th scope="col">L1</th><th scope="col">L2</th></tr></thead>'
    '<tbody><tr><th scope="row">2026</th><td>51</td><td>42\u00a0%</td></tr></tbody></table>'
)


@pytest.fixture
def evaluation(world):
    """In drafting. Its dossier: 1, a text; 2, a document of two pages; 3, a table."""
    begun = factories.evaluation(world, State.DOSSIER_EXPECTED)
    by = world.contributor
    dossier.add(begun, DossierKind.TEXT, "Présentation", "<p>Notre formation.</p>", by=by)
    dossier.add_document(begun, "Annexe", checked("annexe.pdf", pdf("Une page", "Effectifs 2026")), by=by)
    dossier.add(begun, DossierKind.TABLE, "Effectifs", MERGED, by=by)
    return factories.advance(begun, State.DRAFTING, world)


@pytest.fixture
def parts(evaluation):
    return list(evaluation.dossier.all())


@pytest.fixture
def finding(world, evaluation):
    return findings.add(evaluation, FindingKind.STRENGTH, "Un atout.", by=world.chair)


@pytest.fixture
def signed_in(client, world):
    client.force_login(world.expert)
    return client


@pytest.fixture
def beside(evaluation):
    return f"{evaluation.get_absolute_url()}criteres/avis/"


def words(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


# -- places


def test_the_cells_of_a_table_have_their_place_as_it_is_shown():
    shown = grid(MERGED)

    assert shown.caption == "Effectifs"
    assert [(c.row, c.column, c.text) for line in (*shown.head, *shown.body) for c in line] == [
        (1, 1, "Année"),
        (1, 2, "Inscrits"),
        (2, 2, "L1"),
        (2, 3, "L2"),
        (3, 1, "2026"),
        (3, 2, "51"),
        (3, 3, "42\u00a0%"),
    ]


@pytest.mark.parametrize(
    ("number", "place", "label", "query"),
    [
        (0, {}, "pièce 1", "piece={}"),
        (1, {"page": 2}, "pièce 2, p. 2", "piece={}&page=2"),
        (
            2,
            {"row": 3, "column": 3},
            "Tableau «\u00a0Effectifs\u00a0», ligne 3, colonne 3\u00a0: 42\u00a0%",
            "piece={}&ligne=3&colonne=3",
        ),
    ],
)
def test_a_place_is_called_as_people_call_it(world, evaluation, parts, finding, number, place, label, query):
    made = citations.cite(evaluation, Place(parts[number], **place), finding=finding, by=world.expert)

    shown = citations.shown(Citation.objects.select_related("part").get(pk=made.pk))
    assert (shown.label, shown.query) == (label, query.format(parts[number].public_id))


@pytest.mark.parametrize(
    ("number", "place"),
    [
        (0, {"page": 1}),
        (1, {"page": 3}),
        (1, {"page": 0}),
        (1, {"row": 1, "column": 1}),
        (2, {"row": 9, "column": 1}),
        (2, {"row": 2, "column": 1}),  # covered by the cell above
        (2, {"row": 3}),
        (2, {"page": 1}),
    ],
)
def test_a_place_that_does_not_exist_is_refused(world, evaluation, parts, number, place):
    with pytest.raises(Refused, match="Cet endroit n’existe pas"):
        citations.cite(evaluation, Place(parts[number], **place), code="avis", by=world.expert)
    assert Citation.objects.count() == 0


def test_citing_the_same_place_twice_makes_one_citation(world, evaluation, parts, finding):
    place = Place(parts[1], page=1)
    first = citations.cite(evaluation, place, finding=finding, by=world.expert)

    assert citations.cite(evaluation, place, finding=finding, by=world.chair) == first
    assert citations.cite(evaluation, place, code="avis", by=world.chair) != first


@pytest.mark.parametrize("person", ["officer", "contributor", "stranger"])
def test_only_who_writes_cites(world, evaluation, parts, person):
    with pytest.raises(PermissionDenied):
        citations.cite(evaluation, Place(parts[0]), code="avis", by=getattr(world, person))


def test_nobody_cites_once_the_committee_validates(world, evaluation, parts, finding):
    made = citations.cite(evaluation, Place(parts[1], page=1), finding=finding, by=world.chair)
    transitions.submit_for_validation(evaluation, by=world.chair)

    with pytest.raises(PermissionDenied):
        citations.withdraw(made, by=world.chair)
    assert Citation.objects.get() == made


# -- beside the text


def test_the_pane_lists_the_parts_and_opens_a_page(signed_in, evaluation, parts, beside):
    listed = words(signed_in.get(f"{beside}?volet=dossier"))
    opened = signed_in.get(f"{beside}?volet=dossier&piece={parts[1].public_id}&page=2")

    assert listed.index("Présentation") < listed.index("Annexe document, 2 pages") < listed.index("Effectifs tableau")
    html = opened.content.decode()
    image = f"{evaluation.get_absolute_url()}dossier/{parts[1].public_id}/page/2.png"
    assert f'<img class="page-image" src="{image}" alt="Effectifs 2026">' in html
    assert "Page précédente" in html and "Page suivante" not in html
    assert "Citer cette page" in html


@pytest.mark.parametrize(("asked", "shown"), [("99", 2), ("0", 1), ("x", 1), ("-1", 1), ("²", 1)])
def test_a_page_beyond_the_last_is_the_last(signed_in, parts, beside, asked, shown):
    page = words(signed_in.get(f"{beside}?volet=dossier&piece={parts[1].public_id}&page={asked}"))

    assert f"page {shown} sur 2" in page


def test_a_cell_is_chosen_by_its_place(signed_in, parts, beside):
    closed = signed_in.get(f"{beside}?volet=dossier&piece={parts[2].public_id}").content.decode()
    opened = signed_in.get(f"{beside}?volet=dossier&piece={parts[2].public_id}&ligne=3&colonne=3").content.decode()

    assert "Citer cette cellule" not in closed
    assert "Citer cette cellule" in opened
    assert re.findall(r'class="cell-open" data-cell="([^"]+)"', opened) == ["3-3"]


def test_a_page_cited_for_a_finding_shows_on_it_and_opens_again(signed_in, parts, finding, beside):
    sent = {"part": parts[1].public_id, "page": "2", "target": finding.public_id}

    page = signed_in.post(f"{beside}citer/", sent, follow=True)

    assert "Citation enregistrée." in words(page)
    made = Citation.objects.get()
    assert (made.finding, made.code, made.page) == (finding, "", 2)
    pane = signed_in.get(f"{beside}?volet=constats").content.decode()
    assert (
        f'<a href="{beside}?volet=dossier&amp;piece={parts[1].public_id}&amp;page=2" data-pane>pièce 2, p. 2</a>'
        in pane
    )


def test_a_cell_cited_for_the_text_itself(signed_in, parts, beside):
    signed_in.post(f"{beside}citer/", {"part": parts[2].public_id, "row": "3", "column": "3", "target": ""})

    made = Citation.objects.get()
    assert (made.finding, made.code, made.row, made.column, made.quote) == (None, "avis", 3, 3, "42\u00a0%")
    assert "Cité pour ce texte Tableau « Effectifs », ligne 3, colonne 3 : 42 %" in words(
        signed_in.get(f"{beside}?volet=dossier")
    )


def test_nothing_of_another_evaluation_can_be_cited_or_given_evidence(signed_in, world, parts, finding, beside):
    other = factories.evaluation(world, State.DOSSIER_EXPECTED)
    foreign = dossier.add(other, DossierKind.TEXT, "D’ailleurs", "<p>x</p>", by=world.contributor)
    factories.advance(other, State.DRAFTING, world)
    theirs = findings.add(other, FindingKind.STRENGTH, "D’ailleurs.", by=world.chair)

    for sent in (
        {"part": foreign.public_id, "target": ""},
        {"part": parts[0].public_id, "target": theirs.public_id},
    ):
        assert signed_in.post(f"{beside}citer/", sent).status_code == 422
    assert Citation.objects.count() == 0


def test_a_citation_is_taken_back(signed_in, world, evaluation, parts, finding, beside):
    made = citations.cite(evaluation, Place(parts[1], page=1), finding=finding, by=world.chair)
    address = f"{evaluation.get_absolute_url()}citations/{made.public_id}/retirer/"

    answer = signed_in.post(address, {"critere": "avis", "volet": "constats"})

    assert (answer["Location"], Citation.objects.count()) == (f"{beside}?volet=constats", 0)
    assert signed_in.post(address).status_code == 404


def test_the_agency_reads_citations_and_takes_none_back(client, world, evaluation, parts, finding, beside):
    citations.cite(evaluation, Place(parts[1], page=1), finding=finding, by=world.chair)
    client.force_login(world.officer)

    page = client.get(f"{beside}?volet=dossier&piece={parts[1].public_id}").content.decode()

    assert "pièce 2, p. 1" in page
    assert "citation-remove" not in page and "citation-add" not in page


def test_beside_a_place_stands_what_cites_it(signed_in, world, evaluation, parts, finding, beside):
    citations.cite(evaluation, Place(parts[1], page=2), finding=finding, by=world.chair)
    citations.cite(evaluation, Place(parts[1], page=2), code="avis", by=world.chair)

    page = words(signed_in.get(f"{beside}?volet=dossier&piece={parts[1].public_id}&page=2"))

    assert "Cité Point fort 1 : pièce 2, p. 2" in page
    assert "Avis : pièce 2, p. 2" in page


@pytest.mark.parametrize("pane", ["volet=dossier", "volet=constats", ""])
def test_the_panes_cost_the_same_queries_at_one_and_at_thirty(
    signed_in, world, evaluation, parts, beside, pane, django_assert_max_num_queries
):
    address = f"{beside}?{pane}" if pane else f"{evaluation.get_absolute_url()}constats/"
    counts = []
    for number in (1, 29):
        for n in range(number):
            one = findings.add(evaluation, FindingKind.STRENGTH, f"F{n}", by=world.chair)
            citations.cite(evaluation, Place(parts[1], page=1), finding=one, by=world.chair)
            citations.cite(evaluation, Place(parts[2], row=3, column=3), finding=one, by=world.chair)
        signed_in.get(address)
        with django_assert_max_num_queries(40) as asked:
            assert signed_in.get(address).status_code == 200
        counts.append(len(asked))

    assert counts == [{"volet=dossier": 22, "volet=constats": 23, "": 13}[pane]] * 2


# -- texts and tables of figures of a dossier that has a form


@pytest.fixture
def formed():
    """Everybody, and a dossier with a text and a table of figures, deposited, in drafting."""
    world = data.world()
    evaluation = data.expected(world)
    data.fill(evaluation, world)
    data.count(evaluation, by=world.contributor)
    return world, factories.advance(evaluation, State.DRAFTING, world)


@pytest.mark.parametrize(
    ("place", "label", "query"),
    [
        ({"section": "presentation"}, "rubrique «\u00a0Présentation de la formation\u00a0»", "rubrique=presentation"),
        ({"table": "effectifs"}, "Tableau «\u00a0Effectifs\u00a0»", "tableau=effectifs"),
        (
            {"table": "effectifs", "row": 2, "column": 3},
            "Tableau «\u00a0Effectifs\u00a0», ligne 2, colonne 3\u00a0: 31",
            "tableau=effectifs&ligne=2&colonne=3",
        ),
    ],
)
def test_a_text_a_table_of_figures_and_its_cells_are_cited(formed, place, label, query):
    world, evaluation = formed
    made = citations.cite(evaluation, Place(**place), code="avis", by=world.expert)

    shown = citations.shown(Citation.objects.with_last_deposit().get())
    assert (shown.label, shown.query, made.version) == (label, query, 1)
    assert citations.cite(evaluation, Place(**place), code="avis", by=world.chair) == made


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"section": "suivi"},  # nothing was written there
        {"section": "ailleurs"},
        {"section": "presentation", "page": 1},
        {"section": "presentation", "row": 1, "column": 1},
        {"section": "presentation", "table": "effectifs"},
        {"table": "ailleurs"},
        {"table": "effectifs", "row": 9, "column": 1},
        {"table": "effectifs", "row": 2},
    ],
)
def test_what_the_frozen_dossier_does_not_hold_is_not_cited(formed, place):
    world, evaluation = formed
    with pytest.raises(Refused, match="Cet endroit n’existe pas"):
        citations.cite(evaluation, Place(**place), code="avis", by=world.expert)
    assert Citation.objects.count() == 0


def test_a_text_of_a_former_version_is_cited_as_such_and_opens_as_it_was_read(client, formed):
    world, evaluation = formed
    citations.cite(evaluation, Place(section="presentation"), code="avis", by=world.expert)
    data.write(evaluation, text="<p>Écrit depuis.</p>", base=1, by=world.contributor)
    proposal = transitions.propose_dossier_changes(evaluation, by=world.signatory)
    client.force_login(world.expert)
    beside = f"{evaluation.get_absolute_url()}criteres/avis/?volet=dossier"
    assert "version 1 du dossier" not in words(client.get(beside))
    transitions.accept_dossier_changes(evaluation, proposal.public_id, by=world.officer)

    pane = client.get(beside)
    former = "&amp;".join((beside, "rubrique=presentation", "version=1"))
    assert "rubrique « Présentation de la formation » (version 1 du dossier)" in words(pane)
    assert f'href="{former}"' in pane.content.decode()
    opened = client.get(former.replace("&amp;", "&"))
    assert "Une licence." in words(opened) and "Écrit depuis." not in words(opened)
    assert "une plus récente l’a remplacée" in words(opened) and "citation-add" not in opened.content.decode()


@pytest.mark.parametrize(
    ("sent", "opened", "button"),
    [
        ({"section": "presentation"}, "rubrique=presentation", "Citer cette rubrique"),
        ({"table": "effectifs"}, "tableau=effectifs", "Citer ce tableau"),
        (
            {"table": "effectifs", "row": "2", "column": "3"},
            "tableau=effectifs&ligne=2&colonne=3",
            "Citer cette cellule",
        ),
    ],
)
def test_a_text_and_a_table_are_cited_from_the_pane_and_lead_to_their_place(client, formed, sent, opened, button):
    world, evaluation = formed
    client.force_login(world.expert)
    beside = f"{evaluation.get_absolute_url()}criteres/avis/"
    pane = client.get(f"{beside}?volet=dossier&{opened}").content.decode()
    (place,) = re.findall(r'href="([^"]+)">Lire dans le dossier', pane)
    address, anchor = place.split("#")
    assert button in pane
    assert f'id="{anchor}"' in client.get(address).content.decode()

    cited = client.post(f"{beside}citer/", {**sent, "target": ""}, follow=True)

    assert "Citation enregistrée." in words(cited)
    assert Citation.objects.get().code == "avis"


def test_a_place_that_changed_since_it_was_read_is_not_cited(client, formed):
    world, evaluation = formed
    client.force_login(world.expert)
    beside = f"{evaluation.get_absolute_url()}criteres/avis/"
    pane = client.get(f"{beside}?volet=dossier&rubrique=presentation").content.decode()
    data.write(evaluation, text="<p>Écrit depuis.</p>", base=1, by=world.contributor)
    proposal = transitions.propose_dossier_changes(evaluation, by=world.signatory)
    transitions.accept_dossier_changes(evaluation, proposal.public_id, by=world.officer)

    (read,) = re.findall(r'name="read" value="(\d+)"', pane)
    answer = client.post(f"{beside}citer/", {"section": "presentation", "target": "", "read": read})

    assert answer.status_code == 422
    assert "relisez cet endroit, puis citez-le" in words(answer)
    assert not Citation.objects.exists()
    client.post(f"{beside}citer/", {"section": "presentation", "target": "", "read": "2"})
    assert Citation.objects.get().version == 2


def test_one_place_is_named_at_a_time(client, formed):
    world, evaluation = formed
    client.force_login(world.expert)
    for sent in ({}, {"section": "presentation", "table": "effectifs"}, {"section": "suivi"}):
        answer = client.post(f"{evaluation.get_absolute_url()}criteres/avis/citer/", {**sent, "target": ""})
        assert answer.status_code == 422
        assert "Cet endroit n’existe pas dans le dossier" in words(answer)


@pytest.mark.parametrize(
    "facts",
    [
        {"version": 1},
        {"section": "presentation"},  # of no version
        {"section": "presentation", "table": "effectifs", "version": 1},
    ],
)
def test_a_citation_is_of_one_place(formed, facts):
    _world, evaluation = formed

    with pytest.raises(IntegrityError, match="citation_of_one_place"):
        Citation.objects.create(evaluation=evaluation, code="avis", **facts)
