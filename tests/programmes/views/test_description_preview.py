"""The preview: what everybody would read, for those of the institution alone."""

import pytest
from django.urls import reverse

from programmes import writing
from programmes.description import parse
from tests import factories

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "year": "2024-2025",
    "institution": {"name": "Université d’essai"},
    "kind": "MASTER",
    "title": "Administration des territoires",
    "groups": [{"title": "Tronc commun", "courses": [{"code": "ADT1101", "title": "Finances locales", "credits": 5}]}],
}


@pytest.fixture
def description():
    programme = factories.programme(factories.institution())
    return writing.begin(programme, parse(DOCUMENT), by=None).description


def preview(client, description, person):
    client.force_login(person)
    return client.get(reverse("programmes:description-preview", args=[description.public_id]))


def test_the_institution_reads_its_draft_as_everybody_would(client, description):
    response = preview(client, description, factories.contributor(description.programme.institution))

    assert response.status_code == 200
    assert "Finances locales" in response.content.decode()
    assert "tronc commun".capitalize() in response.content.decode()


def test_nobody_else_does(client, description):
    assert preview(client, description, factories.signatory(factories.institution())).status_code == 404
    assert preview(client, description, factories.officer()).status_code == 404
