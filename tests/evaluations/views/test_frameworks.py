"""Frameworks on the agency's pages: the list, a version as a reader sees it, beginning, publishing, discarding."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from model_bakery import baker

from evalprog.accounts.models import User
from evaluations import framework_files, framework_library
from evaluations.definition import parse
from evaluations.definition.editing import removed
from evaluations.models import Evaluation, Framework
from tests import factories
from tests.evaluations.framework_documents import a_document, changed
from tests.evaluations.views.reading import alerts

pytestmark = pytest.mark.django_db

LIST = "/referentiels/"
NEW = "/referentiels/nouveau/"
UPLOAD = "/referentiels/nouveau/fichier/"
FIRST = "/referentiels/petit-referentiel/1/"
SECOND = "/referentiels/petit-referentiel/2/"
READ_ONLY = "Cette version est publiée et ne change plus ; préparez la suivante."


@pytest.fixture
def officer(client):
    """The browser of somebody of the agency, signed in."""
    client.force_login(factories.officer())
    return client


@pytest.fixture
def stranger(client):
    """The browser of somebody signed in who is not of the agency."""
    client.force_login(User.objects.create_user("stranger@example.org"))
    return client


@pytest.fixture
def published():
    return framework_library.take_in(parse(a_document()))[0]


@pytest.fixture
def draft(published):
    return framework_library.derive(published)


def text(response):
    """What is read, with ordinary spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def broken(draft):
    return framework_library.revise(draft, removed(draft.document, "cover"), revision=draft.revision)


# -- who


PAGES = [LIST, NEW, FIRST, f"{FIRST}exporter/", f"{SECOND}modifier/", f"{SECOND}modifier/ajouter/?liste=head"]
ACTS = [
    NEW,
    UPLOAD,
    f"{FIRST}suivante/",
    f"{SECOND}publier/",
    f"{SECOND}supprimer/",
    f"{SECOND}modifier/",
    f"{SECOND}modifier/ajouter/?liste=head",
    f"{SECOND}modifier/monter/",
    f"{SECOND}modifier/descendre/",
    f"{SECOND}modifier/retirer/",
    f"{SECOND}modifier/retablir/",
]


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_signed_in_is_asked_to(client, draft, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/?next=/referentiels/")


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_of_the_agency_does_not_read(stranger, draft, path):
    assert stranger.get(path).status_code == 403


@pytest.mark.parametrize("path", ACTS)
def test_whoever_is_not_of_the_agency_does_not_act(stranger, draft, path):
    assert stranger.post(path).status_code == 403
    assert [(f.version, f.revision, f.is_published) for f in Framework.objects.all()] == [(2, 0, False), (1, 0, True)]


@pytest.mark.parametrize("path", PAGES)
def test_the_agency_reads(officer, draft, path):
    assert officer.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", [f"{FIRST}suivante/", f"{SECOND}publier/", f"{SECOND}supprimer/", f"{SECOND}modifier/monter/", UPLOAD]
)
def test_an_act_is_not_a_link(officer, draft, path):
    assert officer.get(path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/referentiels/petit-referentiel/9/", "/referentiels/absent/1/", f"{SECOND}modifier/?partie=sections[9]"]
)
def test_what_does_not_exist_is_not_found(officer, draft, path):
    assert officer.get(path).status_code == 404


@pytest.mark.parametrize(
    "act",
    [
        "publier/",
        "supprimer/",
        "modifier/",
        "modifier/ajouter/?liste=head",
        "modifier/monter/",
        "modifier/descendre/",
        "modifier/retirer/",
        "modifier/retablir/",
    ],
)
def test_a_published_version_refuses_every_act(officer, published, act):
    response = officer.post(f"{FIRST}{act}", {"revision": "0", "path": "head[0]", "title": "Autre"}, follow=True)

    assert response.redirect_chain == [(FIRST, 302)]
    assert alerts(response) == [READ_ONLY]
    kept = Framework.objects.get()
    assert (kept.document, kept.revision) == (a_document(), 0)


def test_the_editor_of_a_published_version_is_its_page(officer, published):
    response = officer.get(f"{FIRST}modifier/", follow=True)

    assert response.redirect_chain == [(FIRST, 302)]
    assert alerts(response) == [READ_ONLY]


# -- the list


def rows(response):
    found = re.findall(r'<li data-id="([^"]+)">(.*?)</li>', response.content.decode(), re.S)
    return {code: " ".join(html.unescape(re.sub(r"<[^>]*>", " ", row)).split()) for code, row in found}


def test_the_list_gives_one_row_per_framework(officer, draft):
    framework_library.begin(parse({**a_document(), "code": "autre", "title": "Autre", "status": "to-confirm"}))

    assert rows(officer.get(LIST)) == {
        "autre": "Autre autre Jamais publié Aucune évaluation libellés à confirmer brouillon de la version 1",
        "petit-referentiel": "Petit référentiel petit-referentiel Version 1 Aucune évaluation brouillon de la"
        " version 2",
    }


def test_the_list_counts_the_evaluations_of_every_version(officer, published):
    second, _new = framework_library.take_in(parse({**a_document(), "version": 2, "title": "Deuxième"}))
    for framework in (published, second, second):
        baker.make(Evaluation, framework=framework, campaign__framework=framework)

    assert rows(officer.get(LIST)) == {"petit-referentiel": "Deuxième petit-referentiel Version 2 3 évaluations"}


def test_a_draft_that_is_not_coherent_does_not_break_the_list(officer, draft):
    framework_library.revise(draft, {}, revision=0)

    assert rows(officer.get(LIST)) == {
        "petit-referentiel": "Petit référentiel petit-referentiel Version 1 Aucune évaluation brouillon de la version 2"
    }


def test_a_list_without_framework_says_how_to_begin(officer):
    assert "Aucun référentiel pour l’instant" in text(officer.get(LIST))


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_queries_for_any_number(officer, count, django_assert_num_queries):
    for number in range(count):
        framework_library.take_in(parse({**a_document(), "code": f"cadre-{number}"}))

    with django_assert_num_queries(5):  # session, person, mandates for the page, frameworks, mandates for the links
        response = officer.get(LIST)

    assert len(rows(response)) == count


# -- one version


def test_a_version_is_shown_as_a_reader_sees_it(officer, published):
    shown = text(officer.get(FIRST))

    assert "AGENCE Agence d’essai Rapport Évaluation réalisée en … Site(s) … Présentation obligatoire" in shown
    assert "Objectifs obligatoire Les buts. Texte Pilotage obligatoire Échelle" in shown
    assert "Oui, non ou sans objet Master ESG 1.2" in shown
    assert "Heures Nombre (h) Régime Choix : Alternance Effectifs Tableau : Année" in shown
    assert "Avis et conseils Avis obligatoire Liste de constats Suite de l’avis" in shown
    assert "Avis formel Avis : Favorable" in shown
    assert "Présidence du comité Au nom du comité, Prénom Nom , présidente" in shown
    assert "Échelles Notation A+" in shown


@pytest.mark.parametrize("path", sorted(framework_files.SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_framework_has_its_page(officer, path):
    framework, _new = framework_library.take_in(framework_files.read(path))

    assert html.escape(framework.title) in officer.get(framework.get_absolute_url()).content.decode()


def test_a_draft_that_is_not_coherent_says_so_on_its_page(officer, draft):
    broken(draft)

    shown = text(officer.get(SECOND))

    assert "1 point reste à corriger ; il pourra alors être lu ici comme le lecteur le verra." in shown
    assert "Retiré Couverture" in shown


def test_the_differences_with_the_previous_version_are_told(officer, draft):
    document = changed(draft.document, ("sections", 1, "criteria", 0, "label"), "Buts")
    document = removed(document, "sections[1].criteria[3]")
    document["sections"][1]["criteria"].append({"code": "vie", "label": "Vie étudiante", "kind": "narrative"})
    framework_library.revise(draft, document, revision=0)

    found = re.findall(r'<li><span class="change.*?</li>', officer.get(SECOND).content.decode(), re.S)

    assert [" ".join(html.unescape(re.sub(r"<[^>]*>", " ", row)).split()) for row in found] == [
        "Modifié Critère « Buts » › Libellé Objectifs Buts",
        "Ajouté Critère « Vie étudiante »",
        "Retiré Critère « Heures »",
    ]


def test_a_first_version_has_no_differences(officer, published):
    assert "Ce qui change" not in text(officer.get(FIRST))


def test_an_export_is_the_file_that_import_reads(officer, published):
    response = officer.get(f"{FIRST}exporter/")

    assert response["Content-Disposition"] == 'attachment; filename="petit-referentiel-v1.yaml"'
    assert response["Content-Type"] == "application/yaml; charset=utf-8"
    assert framework_files.loads(response.content.decode()) == parse(a_document())


def test_a_draft_that_is_not_coherent_is_not_exported(officer, draft):
    broken(draft)

    response = officer.get(f"{SECOND}exporter/", follow=True)

    assert response.redirect_chain == [(f"{SECOND}modifier/", 302)]
    assert alerts(response) == ["Ce brouillon reste à corriger ; il pourra être exporté ensuite."]


# -- beginning


def test_a_framework_begins_as_a_copy(officer, published):
    response = officer.post(NEW, {"source": published.pk, "title": "Évaluation des masters", "code": ""})

    assert response["Location"] == "/referentiels/evaluation-des-masters/1/modifier/"
    assert Framework.objects.drafts().get().title == "Évaluation des masters"


def test_a_copy_with_a_code_that_is_taken_is_refused_beside_the_field(officer, published):
    response = officer.post(NEW, {"source": published.pk, "title": "Neuf", "code": "petit-referentiel"})

    assert response.context["copy_form"].errors == {
        "code": [
            "Le code «\u00a0petit-referentiel\u00a0» est déjà pris\u00a0; choisissez-en un autre, ou préparez"
            " la version suivante."
        ]
    }
    assert Framework.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"title": "", "code": ""}, {"title": ["Ce champ est obligatoire."]}),
        (
            {"title": "Neuf", "code": "Deux Mots"},
            {
                "code": [
                    "un code s’écrit en minuscules sans accent, chiffres et traits d’union (80 au plus)\u00a0;"
                    " corrigez-le."
                ]
            },
        ),
        (
            {"title": "t" * 301, "code": "neuf"},
            {"title": ["donnez un intitulé d’une ligne, de 300 caractères au plus, sans espace au début ni à la fin."]},
        ),
        ({"title": "???", "code": ""}, {"code": ["Donnez un code\u00a0: l’intitulé n’a ni lettre ni chiffre."]}),
    ],
)
def test_a_copy_without_a_proper_name_is_refused(officer, published, given, errors):
    response = officer.post(NEW, {"source": published.pk, **given})

    assert response.context["copy_form"].errors == errors


def test_a_draft_is_no_source(officer, draft):
    response = officer.post(NEW, {"source": draft.pk, "title": "Neuf", "code": ""})

    assert list(response.context["copy_form"].errors) == ["source"]


def test_a_framework_begins_from_a_file(officer):
    content = framework_files.dump(parse(a_document())).encode()

    response = officer.post(UPLOAD, {"file": SimpleUploadedFile("r.yaml", content)})

    assert response["Location"] == f"{FIRST}modifier/"
    assert Framework.objects.drafts().get().document == a_document()


def problems_told(response):
    section = re.search(r'<section class="to-correct".*?</section>', response.content.decode(), re.S)[0]
    return [
        " ".join(html.unescape(re.sub(r"<[^>]*>", "", row)).split())
        for row in re.findall(r"<li>.*?</li>", section, re.S)
    ]


def test_a_wrong_file_is_refused_with_every_problem_and_its_path(officer):
    content = framework_files.yaml_files.dump(
        changed(changed(a_document(), ("code",), "Faux"), ("sections", 1, "criteria", 1, "scale"), "absente")
    ).encode()

    response = officer.post(UPLOAD, {"file": SimpleUploadedFile("r.yaml", content)})

    assert response.status_code == 422
    assert problems_told(response) == [
        "code « Faux » : un code s’écrit en minuscules sans accent, chiffres et traits d’union (80 au plus) ;"
        " corrigez-le.",
        "sections[1].criteria[1].scale l’échelle « absente » n’existe pas ; définissez-la sous scales ou"
        " corrigez le code.",
    ]
    assert Framework.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "le fichier r.yaml n’est pas en UTF-8 (ligne 1) ; enregistrez-le dans ce codage."),
        (b"a" * 1_000_001, "le fichier r.yaml dépasse 1 Mo ; donnez un fichier plus court."),
        (
            b"- [",
            "ligne 1, colonne 4 : ce n’est pas du YAML ; vérifiez ici le retrait, les deux-points et les guillemets.",
        ),
    ],
    ids=["not UTF-8", "too long", "not YAML"],
)
def test_a_file_that_cannot_be_read_is_refused(officer, content, sentence):
    response = officer.post(UPLOAD, {"file": SimpleUploadedFile("r.yaml", content)})

    assert problems_told(response) == [sentence]


def test_a_file_of_a_version_that_is_kept_is_refused_beside_the_field(officer, published):
    content = framework_files.dump(parse(a_document())).encode()

    response = officer.post(UPLOAD, {"file": SimpleUploadedFile("r.yaml", content)})

    assert response.context["upload_form"].errors == {
        "file": [
            "«\u00a0petit-referentiel\u00a0» existe déjà en version 1\u00a0; donnez à votre fichier"
            " «\u00a0version: 2\u00a0»."
        ]
    }


def test_no_file_is_asked_for_beside_the_field(officer):
    response = officer.post(UPLOAD)

    assert response.context["upload_form"].errors == {"file": ["Ce champ est obligatoire."]}


def test_the_next_version_is_prepared(officer, published):
    response = officer.post(f"{FIRST}suivante/")

    assert response["Location"] == f"{SECOND}modifier/"
    assert Framework.objects.drafts().get().version == 2


# -- ending a draft


def test_a_coherent_draft_is_published(officer, draft):
    response = officer.post(f"{SECOND}publier/", {"revision": "0"}, follow=True)

    assert response.redirect_chain == [(SECOND, 302)]
    assert alerts(response) == ["Cette version est publiée : les campagnes peuvent la choisir."]
    assert Framework.objects.published().first().version == 2


def test_an_incoherent_draft_is_not_published_and_all_is_told(officer, draft):
    document = removed(removed(draft.document, "cover"), "scales[0]")
    framework_library.revise(draft, document, revision=0)

    response = officer.post(f"{SECOND}publier/", {"revision": "1"}, follow=True)

    assert response.redirect_chain == [(f"{SECOND}modifier/", 302)]
    assert alerts(response) == [
        "Cette version n’est pas publiée.",
        "Couverture : à remplir.",
        "Critère « Pilotage » › Échelle : l’échelle « lettres » n’existe plus ; choisissez-en une autre.",
    ]
    assert not Framework.objects.get(version=2).is_published


@pytest.mark.parametrize("revision", ["0", "", "x", "²", "9" * 30])
def test_a_draft_that_changed_meanwhile_is_not_published(officer, draft, revision):
    framework_library.revise(draft, {**draft.document, "title": "Neuf"}, revision=0)

    response = officer.post(f"{SECOND}publier/", {"revision": revision}, follow=True)

    assert alerts(response) == [
        "Cette version n’est pas publiée.",
        "Ce brouillon a changé pendant que vous le lisiez ; relisez-le avant de le publier.",
    ]


def test_a_draft_is_discarded(officer, draft):
    response = officer.post(f"{SECOND}supprimer/", {"revision": "0"}, follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert alerts(response) == ["Le brouillon est supprimé."]
    assert Framework.objects.get().version == 1


def test_a_draft_that_changed_meanwhile_is_not_discarded(officer, draft):
    framework_library.revise(draft, {**draft.document, "title": "Neuf"}, revision=0)

    response = officer.post(f"{SECOND}supprimer/", {"revision": "0"}, follow=True)

    assert response.redirect_chain == [(f"{SECOND}modifier/", 302)]
    assert alerts(response) == ["Ce brouillon a été modifié entre-temps, par vous ou par quelqu’un d’autre."]
    assert Framework.objects.count() == 2
