"""What institutions write of their programmes: kept, published, taken back, never overwritten unseen."""

import pytest
from django.core.exceptions import PermissionDenied

from programmes import permissions, writing
from programmes.description import parse
from programmes.models import Description, DescriptionCode
from tests import factories

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "year": "2024-2025",
    "institution": {"name": "Université d’essai"},
    "kind": "MASTER",
    "title": "Administration des territoires",
    "codes": ["ADT2M"],
    "credits": 120,
    "groups": [{"title": "Tronc commun", "courses": [{"code": "ADT1101", "title": "Finances locales", "credits": 5}]}],
}


@pytest.fixture
def programme():
    return factories.programme(factories.institution())


def content(**changes):
    return parse(DOCUMENT | changes)


def test_a_writing_is_kept_with_its_author_and_its_codes(programme):
    author = factories.contributor(programme.institution)

    written = writing.begin(programme, content(), by=author, origin="page")

    assert (written.revision, written.author, written.origin) == (1, author, "page")
    assert written.document == DOCUMENT
    assert [row.code for row in written.description.codes.all()] == ["ADT2M"]


def test_a_code_that_is_taken_out_is_no_longer_known(programme):
    written = writing.begin(programme, content(), by=None)

    writing.save(written.description, content(codes=["ADT2N"]), based_on=1, by=None)

    assert [row.code for row in DescriptionCode.objects.all()] == ["ADT2N"]


def test_what_somebody_has_not_read_is_not_overwritten(programme):
    description = writing.begin(programme, content(), by=None).description
    writing.save(description, content(title="Le titre d’une collègue"), based_on=1, by=None)

    with pytest.raises(writing.Stale) as refusal:
        writing.save(description, content(title="Mon titre"), based_on=1, by=None)

    assert refusal.value.standing.document["title"] == "Le titre d’une collègue"
    assert [row.revision for row in description.revisions.all()] == [2, 1]


def test_the_same_writing_sent_twice_is_kept_once(programme):
    description = writing.begin(programme, content(), by=None).description

    first = writing.save(description, content(credits=60), based_on=1, by=None)
    second = writing.save(description, content(credits=60), based_on=1, by=None)

    assert first == second
    assert description.revisions.count() == 2


def test_a_draft_is_its_institution_s_own_until_it_is_published(programme):
    signatory = factories.signatory(programme.institution)
    stranger = factories.signatory(factories.institution())
    description = writing.begin(programme, content(), by=signatory).description

    assert list(permissions.descriptions_visible_to(stranger)) == []
    assert list(permissions.descriptions_visible_to(signatory)) == [description]

    writing.publish(description, revision=1, by=signatory)

    assert list(permissions.descriptions_visible_to(stranger)) == [description]


def test_a_draft_changes_nothing_of_what_is_published(programme):
    description = writing.begin(programme, content(), by=None).description
    writing.publish(description, revision=1, by=None)

    writing.save(description, content(title="Autre titre", kind="LICENCE"), based_on=1, by=None)

    now = Description.objects.get()
    assert (now.title, now.kind, now.published_revision, now.has_draft) == (
        "Administration des territoires", "MASTER", 1, True,
    )  # fmt: skip
    programme.refresh_from_db()
    assert programme.kind == "LP"


def test_only_who_signs_for_the_institution_publishes(programme):
    contributor = factories.contributor(programme.institution)
    description = writing.begin(programme, content(), by=contributor).description

    with pytest.raises(PermissionDenied):
        writing.publish(description, revision=1, by=contributor)

    assert not Description.objects.get().is_published


def test_somebody_from_elsewhere_writes_nothing(programme):
    description = writing.begin(programme, content(), by=None).description

    with pytest.raises(PermissionDenied):
        writing.save(description, content(credits=60), based_on=1, by=factories.signatory(factories.institution()))

    assert description.revisions.count() == 1


def test_what_is_withdrawn_is_read_by_nobody_else_and_its_writings_stay(programme):
    signatory = factories.signatory(programme.institution)
    description = writing.begin(programme, content(), by=signatory).description
    writing.publish(description, revision=1, by=signatory)

    writing.withdraw(description, by=signatory)

    now = Description.objects.get()
    assert (now.is_published, now.title, now.words) == (False, "", "")
    assert now.revisions.count() == 1
