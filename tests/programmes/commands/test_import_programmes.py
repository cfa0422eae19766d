"""The command that takes programmes in, and the one that gives them out."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from programmes import exports, putting_away
from programmes.models import Description, DescriptionRevision, Institution, Partnership, Programme
from tests.programmes.everything import everything

pytestmark = pytest.mark.django_db


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("import_programmes", *map(str, arguments), stdout=out, stderr=err, verbosity=0)
    return json.loads(out.getvalue())


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "catalogue.yaml"
    path.write_bytes(exports.write("yaml", everything()))
    return path


def test_what_is_taken_in_is_published_and_told(catalogue):
    told = run(catalogue)

    programme = Programme.objects.get()
    assert told == {
        "programmes": [
            {
                "id": programme.public_id,
                "url": f"/formations/{programme.public_id}/",
                "codes": ["ADT2M", "ADT2MS"],
                "title": "Administration des territoires",
                "year": "2024-2025",
                "credits": 120,
                "years": 1.5,
                "courses": 4,
                "outcomes": 4,
                "created": True,
                "changed": True,
                "taken_back": False,
                "published": True,
                "warnings": told["programmes"][0]["warnings"],
            }
        ],
        "coverage": 1.0,
        "unplaced": [],
    }
    assert (programme.mention, programme.institution.uai) == ("Administration publique", "0673021V")


def test_a_dry_run_writes_nothing_and_has_no_identifiers(catalogue):
    told = run(catalogue, "--dry-run")

    assert (told["programmes"][0]["id"], told["programmes"][0]["url"]) == (None, None)
    assert told["programmes"][0]["courses"] == 4
    assert not Institution.objects.exists()


def test_a_draft_is_left_to_its_institution(catalogue):
    assert run(catalogue, "--draft")["programmes"][0]["published"] is False
    assert not Description.objects.published().exists()


def test_the_same_file_twice_writes_once(catalogue):
    run(catalogue)

    again = run(catalogue)

    assert (again["programmes"][0]["created"], again["programmes"][0]["changed"]) == (False, False)
    assert (Programme.objects.count(), DescriptionRevision.objects.count(), Institution.objects.count()) == (1, 1, 1)


def test_known_partners_are_partners_of_a_new_programme(catalogue):
    known = Institution.objects.create(name="École d’à côté", uai="0601223D")

    run(catalogue)

    assert [each.institution for each in Partnership.objects.all()] == [known]


def test_a_bad_file_is_told_place_by_place_and_nothing_is_written(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("year;institution.name;kind;title\n2024-2025;U;MASTER;Bon\n2024-2026;U;MASTER;Mauvais\n")
    err = io.StringIO()

    with pytest.raises(CommandError, match="rien n’a été écrit"):
        call_command("import_programmes", str(path), stderr=err, verbosity=0)

    assert err.getvalue().startswith("ligne 3, colonne Formations.year (Année universitaire) : « 2024-2026 »")
    assert not Programme.objects.exists()


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx", "cdm-fr"])
def test_what_is_given_out_is_taken_in_again_without_a_change(catalogue, tmp_path, form):
    run(catalogue)
    output = tmp_path / f"again.{exports.FORMS[form].suffix}"
    err = io.StringIO()

    call_command("export_programme", Programme.objects.get().public_id, format=form, output=output, stderr=err)

    assert bool(err.getvalue()) == (form == "cdm-fr")
    assert run(output)["programmes"][0]["changed"] == (form == "cdm-fr")


def test_a_programme_that_nobody_knows_is_not_given_out():
    with pytest.raises(CommandError, match="Aucune formation « x »"):
        call_command("export_programme", "x", format="yaml")


def test_what_was_put_away_is_not_given_out_and_an_import_says_that_it_takes_it_back(catalogue):
    run(catalogue, "--draft")
    description = Description.objects.get()
    putting_away.put_away(description, revision=1, by=None)

    with pytest.raises(CommandError, match="années décrites : aucune"):
        call_command("export_programme", description.programme.public_id, format="yaml", year=description.year)
    (told,) = run(catalogue, "--draft")["programmes"]

    assert (told["created"], told["changed"], told["taken_back"]) == (False, False, True)
    assert Description.objects.standing().exists()


def test_what_a_prospectus_noted_is_told_once_with_its_line(tmp_path):
    prospectus = tmp_path / "prospectus.txt"
    prospectus.write_text(
        "# Master [120] en hydrologie\n\n**A Namur - 120 crédits - 2 années - Horaire de jour - En français**\n\n"
        "## COMPÉTENCES ET ACQUIS AU TERME DE LA FORMATION\n\n"
        "AA1. Mesurer un débit.\n\nAA1.1 Choisir une méthode.\n\nAA1.4 Rendre compte.\n"
    )

    told = run(prospectus, "--year", "2024-2025", "--institution", "École d’essai")

    gaps = [each for each in told["programmes"][0]["warnings"] if each["code"] == "outcome-gap"]
    assert [each["line"] is not None for each in gaps] == [True]
    assert [each["line"] for each in told["programmes"][0]["warnings"] if each["code"] == "no-courses"] == [None]
