"""What a file has no column and no sheet for stays as it was; what it has a column for, and leaves empty, goes."""

import pytest

from programmes import exports
from programmes.description import parse
from programmes.imports.parsed import BadFile, ReadFile, ReadProgramme
from programmes.imports.reading import read
from programmes.imports.taking_in import take_in
from programmes.models import DescriptionRevision
from tests import factories

pytestmark = pytest.mark.django_db

WHOLE = {
    "year": "2024-2025",
    "institution": {"name": "Université d’essai", "acronym": "UE", "uai": "0673021V"},
    "kind": "MASTER",
    "title": "Écologie circulaire",
    "codes": ["ECO"],
    "credits": 120,
    "sites": ["Nantes"],
    "groups": [{"title": "Semestre 1", "courses": [{"code": "A1", "title": "Climat", "credits": 6}]}],
    "outcome_sets": [{"title": "Acquis", "outcomes": [{"code": "C1", "text": "Mesurer."}]}],
}
LIST = (
    "title;kind;year;institution.name;codes;credits\nÉcologie circulaire;MASTER;2024-2025;Université d’essai;ECO;{}\n"
)


@pytest.fixture(autouse=True)
def described(db):
    factories.institution(name="Université d’essai", uai="0673021V")
    take(ReadFile((ReadProgramme(parse(WHOLE)),)))


def take(found):
    return take_in(found, by=None, origin="essai", publish=True)[0]


def last():
    return DescriptionRevision.objects.latest("revision").document


def test_a_list_of_programmes_empties_none(described):
    taken = take(read("liste.csv", LIST.format("180").encode()))

    assert last() == WHOLE | {"credits": 180}
    assert [note.text for note in taken.read.noted] == [
        "Le fichier ne dit rien de ceci, qui reste comme avant\u00a0: Groupes de cours, "
        "Établissement\u00a0› Sigle, Établissement\u00a0› Code UAI, Acquis d’apprentissage, Lieux."
    ]


def test_a_column_that_is_there_and_empty_takes_away():
    take(read("liste.csv", LIST.format("").encode()))

    assert last() == {name: value for name, value in WHOLE.items() if name != "credits"}


def test_a_list_that_says_the_same_changes_nothing():
    taken = take(read("liste.csv", LIST.format("120").encode()))

    assert (taken.is_changed, DescriptionRevision.objects.count()) == (False, 1)


def test_a_year_that_is_not_described_yet_takes_nothing_from_another():
    take(read("liste.csv", LIST.format("180").replace("2024-2025", "2025-2026").encode()))

    assert "groups" not in DescriptionRevision.objects.get(description__year="2025-2026").document


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_whole_takes_away_what_it_does_not_have(form):
    small = {name: value for name, value in WHOLE.items() if name not in ("groups", "outcome_sets", "sites")}

    take(read(f"x.{form}", exports.write(form, parse(small))))

    assert last() == small


def test_what_was_written_under_other_rules_is_not_carried_over_in_silence():
    DescriptionRevision.objects.update(document=WHOLE | {"sites": [44]})

    with pytest.raises(BadFile) as refused:
        take(read("liste.csv", LIST.format("180").encode()))

    assert [(cell.line, cell.sentence) for cell in refused.value.cells] == [
        (
            2,
            "Avec ce que la fiche dit déjà, et que le fichier ne reprend pas\u00a0: il faut un texte, et non un "
            "nombre\u00a0; mettez la valeur entre guillemets.",
        )
    ]
    assert DescriptionRevision.objects.count() == 1
