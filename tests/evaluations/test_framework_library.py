"""Frameworks in the database: drafts begun, revised, published, refused."""

import pytest
from model_bakery import baker

from evaluations import framework_library, transitions
from evaluations.definition import parse
from evaluations.definition.editing import removed
from evaluations.framework_library import DraftHasChanged, FrameworkRefused
from evaluations.models import Campaign, Framework
from evaluations.transitions import TransitionRefused
from tests.evaluations.framework_documents import a_document, changed

pytestmark = pytest.mark.django_db


def a_published_framework(**changes):
    framework, _new = framework_library.take_in(parse({**a_document(), **changes}))
    return framework


def a_draft(**changes):
    return framework_library.begin(parse({**a_document(), **changes}))


def without_criteria(document):
    """What an officer leaves in the evening: a section with nothing in it yet."""
    for _ in range(6):
        document = removed(document, "sections[1].criteria[0]")
    return document


# -- beginning


def test_a_copy_has_a_name_of_its_own_and_labels_to_confirm():
    source = a_published_framework(version=3)

    draft = framework_library.copy(source, code="neuf", title="Le neuf")

    assert draft.document == {
        **a_document(),
        "code": "neuf",
        "version": 1,
        "title": "Le neuf",
        "status": "to-confirm",
        "source": "Établi à partir de «\u00a0Petit référentiel\u00a0» (version 3).",
    }
    assert (draft.code, draft.version, draft.title, draft.status) == ("neuf", 1, "Le neuf", "to-confirm")
    assert not draft.is_published


def test_a_copy_does_not_take_the_code_of_another():
    source = a_published_framework()

    with pytest.raises(FrameworkRefused) as refusal:
        framework_library.copy(source, code="petit-referentiel", title="Autre")

    assert str(refusal.value) == (
        "Le code «\u00a0petit-referentiel\u00a0» est déjà pris\u00a0; choisissez-en un autre, ou préparez la"
        " version suivante."
    )


def test_a_file_may_begin_a_later_version():
    a_published_framework()

    assert a_draft(version=4).version == 4


@pytest.mark.parametrize("version", [1, 2])
def test_a_file_of_a_version_that_is_kept_is_refused(version):
    a_published_framework(version=2)

    with pytest.raises(FrameworkRefused) as refusal:
        a_draft(version=version)

    assert str(refusal.value) == (
        "«\u00a0petit-referentiel\u00a0» existe déjà en version 2\u00a0; donnez à votre fichier"
        " «\u00a0version: 3\u00a0»."
    )


def test_a_file_does_not_begin_a_second_draft():
    a_draft()

    with pytest.raises(FrameworkRefused) as refusal:
        a_draft(version=2)

    assert str(refusal.value) == (
        "Un brouillon de «\u00a0petit-referentiel\u00a0» est déjà en cours (version 1)\u00a0; publiez-le ou"
        " supprimez-le."
    )


def test_the_next_version_starts_from_this_one():
    framework = a_published_framework()

    draft = framework_library.derive(framework)

    assert draft.document == changed(a_document(), ("version",), 2)
    assert (draft.version, draft.revision, draft.is_published) == (2, 0, False)


def test_the_draft_begun_is_taken_up_again():
    framework = a_published_framework()
    draft = framework_library.derive(framework)

    assert framework_library.derive(framework) == draft
    assert Framework.objects.count() == 2


def test_the_next_version_may_start_from_an_old_one():
    first = a_published_framework()
    a_published_framework(version=2, title="Deuxième")

    draft = framework_library.derive(first)

    assert (draft.version, draft.title) == (3, "Petit référentiel")


# -- revising


def test_a_revision_keeps_what_is_not_coherent_yet():
    draft = a_draft()

    revised = framework_library.revise(draft, without_criteria(draft.document), revision=0)

    kept = Framework.objects.get()
    assert kept.document == without_criteria(a_document())
    assert (revised.revision, kept.revision) == (1, 1)


def test_code_and_version_are_those_of_the_draft():
    draft = a_draft()

    framework_library.revise(draft, {**draft.document, "code": "autre", "version": 9, "title": "Neuf"}, revision=0)

    kept = Framework.objects.get()
    assert (kept.code, kept.version, kept.title) == ("petit-referentiel", 1, "Neuf")
    assert kept.document == changed(a_document(), ("title",), "Neuf")


def test_a_draft_that_lost_its_title_still_stands_in_lists():
    draft = a_draft()

    framework_library.revise(draft, {}, revision=0)

    assert Framework.objects.values_list("title", "status", "document").get() == (
        "",
        "",
        {"code": "petit-referentiel", "version": 1},
    )


def test_a_stale_revision_changes_nothing():
    draft = a_draft()
    framework_library.revise(draft, {**draft.document, "title": "Premier"}, revision=0)

    with pytest.raises(DraftHasChanged) as refusal:
        framework_library.revise(draft, {**draft.document, "title": "Second"}, revision=0)

    assert str(refusal.value) == "Ce brouillon a été modifié entre-temps, par vous ou par quelqu’un d’autre."
    assert Framework.objects.get().title == "Premier"


def test_a_document_of_another_shape_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="not the shape of a framework"):
        framework_library.revise(a_draft(), {"sections": "non"}, revision=0)


def test_a_published_version_is_not_revised():
    framework = a_published_framework()

    with pytest.raises(FrameworkRefused) as refusal:
        framework_library.revise(framework, {**a_document(), "title": "Autre"}, revision=0)

    assert str(refusal.value) == "Cette version est publiée et ne change plus\u00a0; préparez la suivante."
    assert Framework.objects.get().document == a_document()


# -- publishing and discarding


def test_an_incoherent_draft_is_not_published():
    draft = a_draft()
    framework_library.revise(draft, without_criteria(draft.document), revision=0)

    with pytest.raises(TransitionRefused) as refusal:
        transitions.publish_framework(draft)

    assert [(p.where, p.sentence) for p in refusal.value.problems] == [
        ("sections[1].criteria", "le type choisi le demande\u00a0; donnez au moins une valeur."),
    ]
    assert Framework.objects.drafts().count() == 1


def test_a_draft_that_changed_while_it_was_read_is_not_published():
    draft = a_draft()
    framework_library.revise(draft, {**draft.document, "title": "Neuf"}, revision=0)

    with pytest.raises(TransitionRefused) as refusal:
        transitions.publish_framework(draft, revision=0)

    assert (
        str(refusal.value) == "Ce brouillon a changé pendant que vous le lisiez\u00a0; relisez-le avant de le publier."
    )
    assert not Framework.objects.get().is_published


def test_a_version_is_published_once():
    framework = a_published_framework()

    with pytest.raises(TransitionRefused) as refusal:
        transitions.publish_framework(framework)

    assert str(refusal.value) == "petit-referentiel, version 1 est déjà publié."


def test_a_discarded_draft_leaves_the_published_versions():
    framework = a_published_framework()

    framework_library.discard(framework_library.derive(framework), revision=0)

    assert list(Framework.objects.all()) == [framework]


def test_a_published_version_is_not_discarded():
    framework = a_published_framework()

    with pytest.raises(FrameworkRefused, match="publiée"):
        framework_library.discard(framework, revision=0)

    assert Framework.objects.count() == 1


def test_a_draft_that_has_changed_is_not_discarded():
    draft = a_draft()
    framework_library.revise(draft, {**draft.document, "title": "Neuf"}, revision=0)

    with pytest.raises(DraftHasChanged):
        framework_library.discard(draft, revision=0)


def test_a_draft_that_a_campaign_has_chosen_is_not_discarded():
    draft = a_draft()
    baker.make(Campaign, framework=draft)

    with pytest.raises(FrameworkRefused) as refusal:
        framework_library.discard(draft, revision=0)

    assert str(refusal.value) == "Une campagne a choisi ce brouillon\u00a0; donnez-lui un autre référentiel d’abord."


def test_a_discarded_draft_is_not_revised():
    draft = a_draft()
    Framework.objects.all().delete()

    with pytest.raises(FrameworkRefused) as refusal:
        framework_library.revise(draft, a_document(), revision=0)

    assert str(refusal.value) == "Ce brouillon a été supprimé."
