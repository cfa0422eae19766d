"""Each writing can be read, compared and come back; publication is an act of whoever signs."""

import pytest

from programmes import writing
from programmes.description import parse
from tests import factories
from tests.programmes.views.reading import document, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def rewritten(description, institution):
    """In its second writing the introduction and the credits have changed, and a group has gone."""
    content = document(description)
    content["narratives"][0]["text"] = "<p>Former des responsables territoriaux.</p>"
    content["credits"] = 120
    del content["groups"][1]
    writing.save(
        description, parse(content), based_on=1, by=factories.contributor(institution, "Paul Paul"), origin="page"
    )
    return description


def test_the_versions_are_listed_with_who_when_and_whence(client, contributor, rewritten, address):
    page = client.get(f"{address}versions/")

    assert [row.revision for row in page.context["page"]] == [2, 1]
    assert "Paul Paul" in text(page)
    assert "opérateur" in text(page)


def told_after(client, description, address, change):
    """What the list says of a writing that ``change`` makes of the document."""
    content = document(description)
    change(content)
    last = description.revisions.first().revision
    writing.save(description, parse(content), based_on=last, by=None, origin="page")
    return client.get(f"{address}versions/").context["versions"][0][1]


def group(content):
    return content["groups"][0]


@pytest.mark.parametrize(
    "change, sentence",
    [
        (lambda c: c["groups"][1]["courses"][0].update(credits=3), "Cours ADT1201 · crédits 2,5 → 3"),
        (
            lambda c: group(c)["courses"][0].update(credits=6, title="Finances", description="<p>Long.</p>"),
            "Cours ADT1101 · intitulé Finances locales → Finances, crédits 5 → 6, description",
        ),
        (lambda c: [course.update(credits=7) for g in c["groups"] for course in g["courses"]], "3 cours modifiés"),
        (lambda c: group(c)["courses"].pop(0), "Retrait : Cours ADT1101"),
        (lambda c: c.update(groups=c["groups"][:1]), "Retrait : Groupe de cours « Options »"),
        (
            lambda c: group(c)["courses"].extend([{"code": "B", "title": "B"}, {"code": "C", "title": "C"}]),
            "2 cours ajoutés",
        ),
        (lambda c: c["groups"].append({"title": "Options libres"}), "Ajout : Groupe de cours « Options libres »"),
        (lambda c: group(c)["courses"].reverse(), "Déplacement : Cours ADT1102"),
        (
            lambda c: c.update(credits=120, rncp=[{"number": "RNCP1"}, {"number": "RNCP2"}]),
            "Formation · crédits 60 → 120 ; 2 fiches RNCP ajoutées",
        ),
        (lambda c: c.pop("credits"), "Formation · crédits 60 → vide"),
        (lambda c: c.update(domain="Droit"), "Formation · domaine : Droit"),
    ],
)
def test_the_list_says_in_a_line_what_each_writing_changed(client, contributor, description, address, change, sentence):
    assert told_after(client, description, address, change) == sentence


def test_courses_that_only_moved_keep_their_hours(client, contributor, description, address):
    courses = [
        {"code": code, "title": code, "hours": [{"kind": "LECTURE", "hours": hours}]}
        for code, hours in (("A", 10), ("B", 20), ("C", 10))
    ]
    told_after(client, description, address, lambda c: group(c).update(courses=courses))

    moved = told_after(client, description, address, lambda c: group(c).update(courses=[courses[2], *courses[:2]]))

    assert moved == "Déplacement : Cours C"


def test_the_first_writing_is_called_so_and_the_page_is_no_news(client, contributor, rewritten, address):
    page = client.get(f"{address}versions/")

    assert [said for _row, said, _events in page.context["versions"]] == [
        "Formation · crédits 60 → 120 ; Texte « Présentation » · texte ; Retrait : Groupe de cours « Options »",
        "première version",
    ]
    assert ">page<" not in page.text


def test_a_writing_that_changed_everything_is_told_in_one_line(client, contributor, description, address):
    def change(content):
        content |= {"credits": 90, "domain": "Droit", "sites": ["Mons"], "years": 2, "title": "Autre"}
        content["groups"] = [{"title": "Un"}, {"title": "Deux"}]
        content["narratives"] = []
        content["outcome_sets"] = []
        content["further_studies"] = [{"title": "Doctorat"}]

    assert told_after(client, description, address, change) == (
        "Formation · intitulé Master en administration des territoires → Autre, domaine : Droit, crédits 60 → 90, "
        "2 autres champs ; 2 groupes de cours ajoutés ; Ajout : Formation ultérieure « Doctorat » ; "
        "Retrait : Texte « Présentation » ; 2 autres changements"
    )


def test_a_version_tells_in_words_what_it_changed(client, contributor, rewritten, address):
    page = client.get(f"{address}versions/2/")

    told = [(each["word"], each["what"], each["field"]) for each in page.context["differences"]]
    assert told == [
        ("Modifié", "Formation «\u00a0Master en administration des territoires\u00a0»", "Crédits"),
        ("Modifié", "Texte «\u00a0Présentation\u00a0»", "Texte"),
        ("Retiré", "Groupe de cours «\u00a0Options\u00a0»", ""),
    ]
    assert "responsables" in page.context["differences"][1]["change"]
    assert "<ins" in page.context["differences"][1]["change"]


def test_any_two_versions_are_compared(client, contributor, rewritten, address):
    page = client.get(f"{address}versions/1/?avec=2")

    assert [each["word"] for each in page.context["differences"]] == ["Modifié", "Modifié", "Ajouté"]
    for other in ("9", "x", "0", "\x00", "9" * 30):
        assert client.get(f"{address}versions/1/?avec={other}").status_code == 404


def test_a_version_shows_what_it_says(client, contributor, description, address):
    page = text(client.get(f"{address}versions/1/"))

    assert "Former des cadres territoriaux." in page
    assert "Finances locales" in page
    assert "Rétablir cette version" not in page


def test_what_is_not_clean_in_the_database_is_not_shown(client, contributor, description, address):
    content = document(description)
    content["narratives"][0]["text"] = "<p>Bon</p><script>alert(1)</script>"
    description.revisions.update(document=content)

    assert "alert(1)" not in text(client.get(f"{address}versions/1/"))


def test_a_version_comes_back_as_a_new_one(client, contributor, rewritten, address):
    first = rewritten.revisions.get(revision=1).document

    client.post(f"{address}versions/1/retablir/", {"revision": "2"})

    assert document(rewritten) == first
    assert [(r.revision, r.origin) for r in rewritten.revisions.all()] == [
        (3, "version 1 rétablie"),
        (2, "page"),
        (1, ""),
    ]


def test_a_version_does_not_come_back_over_what_was_not_read(client, contributor, rewritten, address):
    response = client.post(f"{address}versions/1/retablir/", {"revision": "1"}, follow=True)

    assert "a été modifiée entre-temps" in text(response)
    assert rewritten.revisions.count() == 2


@pytest.mark.parametrize("page", ["versions/9/", "versions/0/", "versions/99999999999999999999/"])
def test_a_version_that_does_not_exist_is_not_found(client, contributor, address, page):
    assert client.get(address + page).status_code == 404


def test_the_list_asks_as_many_questions_for_one_version_as_for_three(
    client, contributor, description, address, django_assert_num_queries
):
    client.get(f"{address}versions/")
    for credits in (61, 62):
        with django_assert_num_queries(10):
            client.get(f"{address}versions/")
        content = document(description) | {"credits": credits}
        writing.save(description, parse(content), based_on=credits - 60, by=contributor)
    with django_assert_num_queries(10):
        client.get(f"{address}versions/")


# -- publication


def test_a_signatory_publishes_and_takes_back(client, signatory, description, address):
    client.post(f"{address}publier/", {"revision": "1"})
    description.refresh_from_db()
    assert (description.published_revision, description.published_by) == (1, signatory)

    page = text(client.get(f"{address}publier/"))
    assert "Chacun lit la dernière version." in page
    assert "Retirer la publication" in page

    client.post(f"{address}depublier/")
    description.refresh_from_db()
    assert description.published_revision is None


def test_a_contributor_sees_why_they_cannot_publish(client, contributor, description, address):
    page = client.get(f"{address}publier/")

    assert "La publication revient à une personne habilitée à signer" in text(page)
    assert 'data-form="description-publish"' not in text(page)
    assert client.post(f"{address}publier/", {"revision": "1"}).status_code == 403
    assert client.post(f"{address}depublier/").status_code == 403


def test_nobody_publishes_what_they_have_not_read(client, signatory, rewritten, address):
    for revision in ("1", "", "x"):
        response = client.post(f"{address}publier/", {"revision": revision}, follow=True)
        assert "relisez ce qui change avant de publier" in text(response)

    rewritten.refresh_from_db()
    assert rewritten.published_revision is None


def test_the_page_says_whom_publication_names(client, signatory, description, address):
    before = text(client.get(f"{address}publier/"))
    assert "Aucun contact ni enseignant n’est déclaré ; relisez les textes, qui peuvent nommer quelqu’un." in before

    content = document(description)
    content["groups"][0]["courses"][0]["teachers"] = [{"name": "Dupont Marie"}]
    content["management"] = {"head": "Durand Paul", "contacts": [{"name": "Dupont Marie", "email": "m@example.org"}]}
    writing.save(description, parse(content), based_on=1, by=signatory)
    page = client.get(f"{address}publier/")

    assert page.context["named"] == ["Durand Paul", "Dupont Marie"]
    assert "rend publics les noms de 2 personnes" in text(page)


def test_before_publishing_again_one_reads_what_changes(client, signatory, rewritten, address):
    writing.publish(rewritten, revision=2, by=signatory)
    content = document(rewritten) | {"credits": 90}
    writing.save(rewritten, parse(content), based_on=2, by=signatory)

    page = client.get(f"{address}publier/")

    assert [each["field"] for each in page.context["differences"]] == ["Crédits"]
