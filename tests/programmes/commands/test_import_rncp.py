"""The national directory of certifications, loaded and asked."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command

from programmes.description import parse
from programmes.models import RncpEntry
from programmes.rncp import remarks_on

pytestmark = pytest.mark.django_db
HEAD = (
    "Id_Fiche;Numero_Fiche;Intitule;Abrege_Libelle;Abrege_Intitule;Nomenclature_Europe_Niveau;"
    "Nomenclature_Europe_Intitule;Accessible_Nouvelle_Caledonie;Accessible_Polynesie_Francaise;Date_dernier_jo;"
    "Date_Decision;Date_Fin_Enregistrement;Date_Effet;Type_Enregistrement;Validation_Partielle;Actif\n"
)
ROW = "1;{number};{title};MASTER;Master;{level};Niveau 7;;;;;{until};01/09/2020;Enregistrement de droit;;{active}\n"


def row(number="RNCP36315", title="Administration publique", level="NIV7", until="31/08/2025", active="ACTIVE"):
    return ROW.format(number=number, title=title, level=level, until=until, active=active)


def load(tmp_path, *rows, head=HEAD):
    path = tmp_path / "standard.csv"
    path.write_text(head + "".join(rows), encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    call_command("import_rncp", str(path), stdout=out, stderr=err, verbosity=0)
    return out.getvalue()


def codes(day=dt.date(2025, 1, 1), **said):
    document = {"year": "2024-2025", "institution": {"name": "U"}, "kind": "MASTER", "title": "T"} | said
    return [remark.code for remark in remarks_on(parse({"rncp": [{"number": "RNCP36315"}]} | document), day)]


def test_nothing_is_said_while_no_directory_is_loaded():
    assert codes() == []


def test_sheets_are_loaded_and_brought_up_to_date(tmp_path):
    assert load(tmp_path, row(), row(number="RS1234", until="")) == '{"sheets": 2}\n'
    load(tmp_path, row(title="Autre titre"))

    entry = RncpEntry.objects.get(number="RNCP36315")
    assert (entry.title, entry.level, entry.active_until) == ("Autre titre", 7, dt.date(2025, 8, 31))
    assert RncpEntry.objects.count() == 2


def test_what_the_directory_says_of_a_programme(tmp_path):
    load(tmp_path, row())

    assert codes() == []
    assert codes(day=dt.date(2025, 9, 1)) == ["rncp-inactive"]
    assert codes(kind="LICENCE") == ["rncp-level"]
    assert codes(rncp=[{"number": "RNCP1"}]) == ["rncp-unknown"]


def test_a_bad_line_is_told_and_nothing_is_written(tmp_path):
    with pytest.raises(CommandError, match="1 à corriger"):
        load(tmp_path, row(), row(number="XX12"))

    assert not RncpEntry.objects.exists()


def test_another_file_is_refused(tmp_path):
    with pytest.raises(CommandError):
        load(tmp_path, head="a;b\n")
