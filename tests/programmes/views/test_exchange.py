"""Files in, looked at before they are written; files out, for everybody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programmes import exports, writing
from programmes.imports.reading import read
from programmes.models import Description, Programme
from tests import factories
from tests.programmes.everything import everything

pytestmark = pytest.mark.django_db
IMPORT = "/formations/importer/"


@pytest.fixture
def house():
    return factories.institution(name="Université d’essai", uai="0673021V", ror="03yrm5c26")


@pytest.fixture
def member(client, house):
    person = factories.contributor(house)
    client.force_login(person)
    return person


def send(client, name, data, **fields):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data), **fields})


def test_a_file_is_shown_and_nothing_is_written_then_it_is_kept_as_drafts(client, member):
    shown = send(client, "x.yaml", exports.write("yaml", everything()))

    assert shown.status_code == 200
    assert "une formation nouvelle" in shown.content.decode()
    assert not Programme.objects.exists()

    again = {key: shown.context[key] for key in ("content", "name", "institution")}
    assert client.post(IMPORT, again).status_code == 302
    description = Description.objects.get()
    written = description.revisions.get()
    assert (written.content, written.author, written.origin) == (everything(), member, "import : x.yaml")
    assert not description.is_published


def test_bad_values_stand_in_a_table(client, member):
    shown = send(client, "x.csv", b"year;institution.name;kind;title\n2024-2026;U;MASTER;T\n")

    assert shown.status_code == 422
    assert "<td>2</td><td>Formations.year</td>" in shown.content.decode()


def test_a_file_of_another_institution_is_refused(client, member):
    shown = send(client, "x.csv", b"year;institution.name;kind;title\n2024-2025;Ailleurs;MASTER;T\n")

    assert "n’est pas votre établissement" in shown.content.decode()


@pytest.mark.parametrize("content", ["", "x", "[]", "{}", "[1]", "[" * 100_000, '[{"year": "\\u0000"}]'])
def test_what_the_page_never_sent_is_one_sentence(client, member, content):
    assert client.post(IMPORT, {"content": content}).status_code == 422
    assert not Programme.objects.exists()


def test_one_of_the_two_ways_is_asked_for(client, member):
    assert "l’un des deux" in client.post(IMPORT, {"text": ""}).content.decode()


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx", "cdm-fr"])
def test_what_is_published_is_given_to_everybody_and_the_rest_to_nobody(client, house, form):
    description = writing.begin(factories.programme(house), everything(), by=None).description
    address = f"/formations/{description.programme.public_id}/exporter/{form}"
    assert client.get(address).status_code == 404

    writing.publish(description, revision=1, by=None)

    response = client.get(address)
    assert read(f"x.{exports.FORMS[form].suffix}", response.content).programmes[0].content.title == everything().title
    assert response["Content-Disposition"].endswith(f'-2024-2025.{exports.FORMS[form].suffix}"')
    assert client.get(f"{address}?annee=2020-2021").status_code == 404
    assert client.get(f"{address}x").status_code == 404
