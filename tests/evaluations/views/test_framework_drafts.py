"""The editor of a draft: parts changed, added, moved, removed and restored; what is stale is never written."""

import html
import re

import pytest

from evaluations import framework_library
from evaluations.definition import parse
from evaluations.definition.editing import address, find, moved, removed
from evaluations.forms.framework_parts import PartForm
from evaluations.models import Framework
from tests import factories
from tests.evaluations.framework_documents import a_document, changed, without
from tests.evaluations.views.reading import alerts

pytestmark = pytest.mark.django_db

EDIT = "/referentiels/petit-referentiel/1/modifier/"
STALE = "Ce brouillon a été modifié entre-temps, par vous ou par quelqu’un d’autre."
KEPT = "Ce que vous avez saisi est ci-dessous, mais pas enregistré."
GOALS = "sections[1].criteria[0]"


@pytest.fixture
def officer(client):
    client.force_login(factories.officer())
    return client


@pytest.fixture
def draft():
    return framework_library.begin(parse(a_document()))


def kept():
    return Framework.objects.get().document


def typed(draft, path, **changes):
    """What a browser sends when the form of a part is opened now and some fields are changed."""
    spot = find(draft.document, path)
    form = PartForm(spot=spot, document=draft.document, revision=draft.revision)
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in {**values, **changes}.items() if value is not None and value is not False}


def somebody_else(draft, document):
    return framework_library.revise(draft, document, revision=draft.revision)


def words(fragment):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", fragment)).split())


def links(response):
    found = re.findall(r'<li><a href="([^"]+)">([^<]+)</a> *\u00a0?: ([^<]+)</li>', to_correct(response))
    return [(html.unescape(url), words(place), words(sentence)) for url, place, sentence in found]


def to_correct(response):
    found = re.search(r'<details class="to-correct".*?</details>', response.content.decode(), re.S)
    return found[0] if found else ""


# -- reading


def test_the_outline_names_every_part(officer, draft):
    outline = re.search(r'<nav class="outline".*?</nav>', officer.get(EDIT).content.decode(), re.S)[0]

    assert words(outline) == (
        "Le référentiel Couverture Lignes d’en-tête 2 Évaluation réalisée en Site(s) Ajouter, ordonner, retirer"
        " Signatures 1 Présidence du comité Ajouter, ordonner, retirer Comité"
        " Échelles 1 Notation Ajouter, ordonner, retirer"
        " Rubriques 4 Présentation Analyse Objectifs Pilotage Recherche Heures Régime Effectifs"
        " Conclusion Synthèse Forts Faibles Avis et conseils Avis Suite de l’avis Avis formel Réponse"
        " Ajouter, ordonner, retirer Dossier de l’établissement"
    )


@pytest.mark.parametrize(
    "path",
    [
        "",
        "cover",
        "head[0]",
        "signatures[0]",
        "scales[0]",
        "scales[0].values[0]",
        "sections[0]",
        "sections[2].blocks[3].opening",
        "sections[2].blocks[4].choices[0]",
    ],
)
def test_every_part_has_its_page(officer, draft, path):
    response = officer.get(EDIT, {"partie": path})

    assert response.status_code == 200
    assert response.context["form"].spot.path == path


def test_problems_are_links_to_the_fields_concerned(officer, draft):
    document = removed(
        changed(a_document(), ("sections", 1, "criteria", 1, "scale"), "perdue"), "sections[2].blocks[2]"
    )
    for _ in range(1):
        document = removed(document, "signatures[0]")
    somebody_else(draft, without(document, ("sections", 3, "rule")))

    assert links(officer.get(EDIT)) == [
        (
            f"{EDIT}?partie=sections[3]#id_rule",
            "Rubrique « Réponse » › À la publication",
            "le type choisi le demande ; donnez au moins une valeur.",
        ),
        (
            f"{EDIT}?partie=sections[1].criteria[1]#id_scale",
            "Critère « Pilotage » › Échelle",
            "l’échelle « perdue » n’existe plus ; choisissez-en une autre.",
        ),
        (
            f"{EDIT}#liste-sections",
            "Rubriques",
            "il manque une liste de constats (point faible) ; un rapport donne des points forts,"
            " des points faibles et des recommandations.",
        ),
    ]


def test_a_coherent_draft_may_be_published_from_every_page(officer, draft):
    response = officer.get(EDIT, {"partie": "cover"})

    assert to_correct(response) == ""
    assert "Il ne reste rien à corriger. Publier cette version" in words(response.content.decode())


def test_an_empty_draft_can_still_be_opened(officer, draft):
    somebody_else(draft, {})

    response = officer.get(EDIT)

    assert response.status_code == 200
    assert [place for _url, place, _sentence in links(response)] == [
        "Intitulé",
        "Langue du rapport",
        "Vérification des libellés",
        "Couverture",
        "Rubriques",
    ]


def test_a_cover_that_is_lost_can_be_given_again(officer, draft):
    somebody_else(draft, removed(a_document(), "cover"))
    data = {"revision": "1", "where": "", "agency": "A", "agency_name": "Agence", "document": "Rapport"}

    officer.post(f"{EDIT}ajouter/?dans=&liste=cover", data)

    assert kept()["cover"] == {"agency": "A", "agency_name": "Agence", "document": "Rapport"}


# -- changing


def test_a_part_is_changed(officer, draft):
    response = officer.post(f"{EDIT}?partie={GOALS}", typed(draft, GOALS, label="Buts"), follow=True)

    assert response.redirect_chain == [(f"{EDIT}?partie={GOALS}", 302)]
    assert alerts(response) == ["Enregistré."]
    assert kept() == changed(a_document(), ("sections", 1, "criteria", 0, "label"), "Buts")


def test_the_framework_itself_is_changed(officer, draft):
    officer.post(EDIT, typed(draft, "", title="Neuf", programme_kinds=["LP"]))

    framework = Framework.objects.get()
    assert (framework.title, framework.document["programme_kinds"], framework.revision) == ("Neuf", ["LP"], 1)


def test_a_wrong_field_is_told_and_nothing_is_saved(officer, draft):
    response = officer.post(f"{EDIT}?partie={GOALS}", typed(draft, GOALS, label="", code="Non !"))

    assert list(response.context["form"].errors) == ["label", "code"]
    assert kept() == a_document()


def test_the_same_form_sent_twice_is_saved_once(officer, draft):
    data = typed(draft, GOALS, label="Buts")

    answers = [officer.post(f"{EDIT}?partie={GOALS}", data, follow=True) for _ in range(2)]

    assert [alerts(answer) for answer in answers] == [["Enregistré."], ["Enregistré."]]
    assert Framework.objects.get().revision == 1


def test_a_stale_save_is_refused_and_gives_the_text_back(officer, draft):
    data = typed(draft, GOALS, label="Mes buts", help="Ma longue aide.")
    somebody_else(draft, changed(a_document(), ("sections", 1, "criteria", 0, "label"), "Leurs buts"))

    response = officer.post(f"{EDIT}?partie={GOALS}", data)

    assert response.status_code == 409
    form = response.context["form"]
    assert form.non_field_errors() == [f"{STALE} {KEPT}"]
    assert (form["label"].value(), form["help"].value(), form["revision"].value()) == (
        "Mes buts",
        "Ma longue aide.",
        "1",
    )
    assert [(str(label), text) for label, text in response.context["in_draft_now"]] == [
        ("Libellé", "Leurs buts"),
        ("Aide à la rédaction", "Les buts."),
    ]
    assert kept()["sections"][1]["criteria"][0]["label"] == "Leurs buts"


def test_after_a_stale_save_saving_again_keeps_the_text(officer, draft):
    data = typed(draft, GOALS, label="Mes buts")
    somebody_else(draft, changed(a_document(), ("sections", 1, "criteria", 0, "label"), "Leurs buts"))
    form = officer.post(f"{EDIT}?partie={GOALS}", data).context["form"]

    officer.post(f"{EDIT}?partie={GOALS}", {**data, "revision": form["revision"].value()})

    assert kept()["sections"][1]["criteria"][0]["label"] == "Mes buts"


def test_a_part_that_moved_meanwhile_is_found_again(officer, draft):
    data = typed(draft, GOALS, label="Mes buts")
    somebody_else(draft, moved(a_document(), GOALS, 1)[0])

    response = officer.post(f"{EDIT}?partie={GOALS}", data)
    officer.post(f"{EDIT}?partie={GOALS}", {**data, "revision": "1"})

    assert response.context["form"].spot.path == "sections[1].criteria[1]"
    assert [c["label"] for c in kept()["sections"][1]["criteria"]][:2] == ["Pilotage", "Mes buts"]


def test_a_part_that_was_removed_meanwhile_gives_the_text_back(officer, draft):
    data = typed(draft, GOALS, label="Mes buts")
    somebody_else(draft, removed(a_document(), GOALS))

    response = officer.post(f"{EDIT}?partie={GOALS}", data)

    assert response.status_code == 409
    assert "Libellé Mes buts Aide à la rédaction Les buts." in words(response.content.decode())
    assert kept() == removed(a_document(), GOALS)


# -- adding


def test_a_part_is_added_at_the_end(officer, draft):
    data = {
        "revision": "0",
        "where": "sections=analyse",
        "label": "Vie étudiante",
        "kind": "narrative",
        "mandatory": "on",
    }

    response = officer.post(f"{EDIT}ajouter/?dans=sections[1]&liste=criteria", data, follow=True)

    assert response.redirect_chain == [(f"{EDIT}?partie=sections[1].criteria[6]", 302)]
    assert alerts(response) == ["Critère « Vie étudiante » : ajouté à la fin de la liste."]
    assert kept()["sections"][1]["criteria"][6] == {
        "code": "vie-etudiante",
        "label": "Vie étudiante",
        "kind": "narrative",
        "mandatory": True,
    }


def test_another_may_follow_at_once(officer, draft):
    page = f"{EDIT}ajouter/?dans=sections[1]&liste=criteria"
    data = {
        "revision": "0",
        "where": "sections=analyse",
        "label": "Vie étudiante",
        "kind": "narrative",
        "another": "1",
    }

    assert officer.post(page, data)["Location"] == page


def test_a_new_part_sent_twice_is_added_once(officer, draft):
    data = {
        "revision": "0",
        "where": "sections=analyse",
        "label": "Vie étudiante",
        "kind": "narrative",
        "code": "vie",
    }

    for _ in range(2):
        response = officer.post(f"{EDIT}ajouter/?dans=sections[1]&liste=criteria", data)

    assert response["Location"] == f"{EDIT}?partie=sections[1].criteria[6]"
    assert len(kept()["sections"][1]["criteria"]) == 7


def test_a_stale_addition_gives_the_text_back_and_then_goes_where_it_belongs(officer, draft):
    page = f"{EDIT}ajouter/?dans=sections[1]&liste=criteria"
    data = {"revision": "0", "where": "sections=analyse", "label": "Vie étudiante", "kind": "narrative"}
    somebody_else(draft, removed(a_document(), "sections[0]"))

    response = officer.post(page, data)
    officer.post(page, {**data, "revision": response.context["form"]["revision"].value()})

    assert response.status_code == 409
    assert response.context["form"].non_field_errors() == [f"{STALE} {KEPT}"]
    assert [section["code"] for section in kept()["sections"]] == ["analyse", "conclusion", "observations"]
    assert kept()["sections"][0]["criteria"][6]["label"] == "Vie étudiante"


def test_an_addition_to_what_has_gone_gives_the_text_back(officer, draft):
    data = {"revision": "0", "where": "sections=analyse", "label": "Vie étudiante", "kind": "narrative"}
    somebody_else(draft, removed(a_document(), "sections[1]"))

    response = officer.post(f"{EDIT}ajouter/?dans=sections[1]&liste=criteria", data)

    assert response.status_code == 409
    assert "Vie étudiante" in words(response.content.decode())


@pytest.mark.parametrize(
    "query",
    ["dans=&liste=cover", "dans=&liste=title", "dans=sections[1]&liste=rien", "dans=sections[9]&liste=criteria", ""],
)
def test_nothing_is_added_where_nothing_can_be(officer, draft, query):
    assert officer.get(f"{EDIT}ajouter/?{query}").status_code == 404


# -- moving


@pytest.mark.parametrize(
    ("act", "path", "codes", "now"),
    [
        (
            "descendre/",
            "sections[0]",
            ["analyse", "presentation", "conclusion", "observations"],
            "sections[1]&vers=bas",
        ),
        ("monter/", "sections[2]", ["presentation", "conclusion", "analyse", "observations"], "sections[1]&vers=haut"),
    ],
)
def test_a_part_moves_one_place(officer, draft, act, path, codes, now):
    response = officer.post(f"{EDIT}{act}", {"revision": "0", "path": path})

    assert response["Location"] == f"{EDIT}?deplace={now}"
    assert [section["code"] for section in kept()["sections"]] == codes


def test_the_button_pressed_has_the_focus_again(officer, draft):
    response = officer.post(f"{EDIT}descendre/", {"revision": "0", "path": "sections[0]"}, follow=True)

    focused = re.findall(r"<button[^>]* autofocus>", response.content.decode())
    assert [re.search(r'value="(.*?)" formaction="(.*?)"', button).groups() for button in focused] == [
        ("sections[1]", f"{EDIT}descendre/")
    ]


@pytest.mark.parametrize("act", ["monter/", "descendre/", "retirer/"])
def test_a_stale_gesture_changes_nothing(officer, draft, act):
    document = somebody_else(draft, changed(a_document(), ("title",), "Neuf")).document

    response = officer.post(f"{EDIT}{act}", {"revision": "0", "path": "sections[1]"}, follow=True)

    assert alerts(response) == [STALE]
    assert kept() == document


@pytest.mark.parametrize("act", ["monter/", "descendre/", "retirer/"])
def test_a_gesture_on_what_has_gone_changes_nothing(officer, draft, act):
    response = officer.post(f"{EDIT}{act}", {"revision": "0", "path": "sections[8]"}, follow=True)

    assert alerts(response) == ["Cette partie n’est plus là : le brouillon a changé entre-temps."]
    assert kept() == a_document()


@pytest.mark.parametrize(
    ("act", "path"), [("monter/", "cover"), ("descendre/", ""), ("retirer/", ""), ("retirer/", "cover")]
)
def test_what_has_no_button_has_no_gesture(officer, draft, act, path):
    assert officer.post(f"{EDIT}{act}", {"revision": "0", "path": path}).status_code == 404
    assert kept() == a_document()


# -- removing and restoring


def test_what_is_removed_can_come_back(officer, draft):
    response = officer.post(f"{EDIT}retirer/", {"revision": "0", "path": GOALS}, follow=True)

    assert response.redirect_chain == [(f"{EDIT}?partie=sections[1]#liste-criteria", 302)]
    assert alerts(response) == ["Critère « Objectifs » : retiré. Annuler"]
    assert kept() == removed(a_document(), GOALS)

    response = officer.post(f"{EDIT}retablir/", {"revision": "1"}, follow=True)

    assert alerts(response) == ["Critère « Objectifs » est de nouveau à sa place."]
    assert kept() == a_document()


def test_the_last_removal_can_still_be_undone_after_other_changes(officer, draft):
    officer.post(f"{EDIT}retirer/", {"revision": "0", "path": "sections[2].blocks[3].opening"})
    draft.refresh_from_db()
    somebody_else(draft, moved(draft.document, "sections[2]", -1)[0])

    page = words(officer.get(EDIT).content.decode())
    officer.post(f"{EDIT}retablir/", {"revision": "2"})

    assert "Dernier retrait : Texte avant la liste « Avis » Rétablir" in page
    assert kept() == moved(a_document(), "sections[2]", -1)[0]


def test_what_was_in_a_part_that_has_gone_is_not_put_elsewhere(officer, draft):
    officer.post(f"{EDIT}retirer/", {"revision": "0", "path": GOALS})
    draft.refresh_from_db()
    document = somebody_else(draft, removed(draft.document, "sections[1]")).document

    response = officer.post(f"{EDIT}retablir/", {"revision": "2"}, follow=True)

    assert "L’endroit d’où il venait n’est plus le même ; ajoutez-le de nouveau." in alerts(response)
    assert kept() == document


def test_there_is_nothing_to_restore_before_a_removal(officer, draft):
    response = officer.post(f"{EDIT}retablir/", {"revision": "0"}, follow=True)

    assert alerts(response) == ["Il n’y a plus rien à rétablir."]


def test_what_is_restored_is_not_restored_twice(officer, draft):
    officer.post(f"{EDIT}retirer/", {"revision": "0", "path": GOALS})
    for revision in ("1", "2"):
        response = officer.post(f"{EDIT}retablir/", {"revision": revision}, follow=True)

    assert alerts(response) == ["Il n’y a plus rien à rétablir."]
    assert kept() == a_document()


def test_addresses_have_no_meaning_in_a_page(officer, draft):
    """An address is whatever the form sent: it is looked for, never trusted."""
    data = typed(draft, GOALS, label="Buts", where=address(a_document(), "cover") + '"><script>')

    response = officer.post(f"{EDIT}?partie={GOALS}", data)

    assert response.status_code == 409
    assert b"<script>" not in response.content
    assert kept() == a_document()
