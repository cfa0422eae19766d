"""An institution with one description, and those who may and may not know of it."""

import pytest

from tests import factories


@pytest.fixture
def institution(db):
    return factories.institution(name="Université d’essai")


@pytest.fixture
def description(institution):
    return factories.description(institution)


@pytest.fixture
def contributor(client, institution):
    """Signed in."""
    person = factories.contributor(institution, "Claire Contributrice")
    client.force_login(person)
    return person


@pytest.fixture
def signatory(client, institution):
    """Signed in."""
    person = factories.signatory(institution, "Sami Signataire")
    client.force_login(person)
    return person


@pytest.fixture
def address(description):
    return f"/formations/gestion/{description.public_id}/"
