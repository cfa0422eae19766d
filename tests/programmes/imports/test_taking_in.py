"""What a file gives is taken in all or nothing, by those who may, where it belongs."""

import pytest
from django.core.exceptions import PermissionDenied

from programmes import putting_away
from programmes.description import parse
from programmes.imports.parsed import BadFile, ReadFile, ReadProgramme
from programmes.imports.taking_in import rehearse, take_in
from programmes.models import Description, DescriptionRevision, Institution, Programme
from tests import factories

pytestmark = pytest.mark.django_db
HOUSE = {"name": "Université d’essai", "uai": "0673021V"}


def described(*documents):
    least = {"year": "2024-2025", "institution": HOUSE, "kind": "MASTER", "title": "Droit public"}
    return ReadFile(tuple(ReadProgramme(parse(least | each), line) for line, each in enumerate(documents, start=2)))


def take(*documents, by=None, publish=True, **how):
    return take_in(described(*documents), by=by, origin="essai", publish=publish, **how)


def sentences(*documents, **how):
    with pytest.raises(BadFile) as refused:
        take(*documents, **how)
    return [(cell.line, cell.sentence) for cell in refused.value.cells]


@pytest.fixture
def house():
    return factories.institution(**HOUSE)


def test_the_same_programme_and_year_twice_is_refused_with_both_lines(house):
    found = sentences({"codes": ["A"]}, {"codes": ["A"]}, {"title": "DROIT PUBLIC"})

    assert found == [
        (3, "« Droit public » est déjà décrite pour 2024-2025 dans ce fichier (ligne 2) ; retirez l’une des deux."),
        (4, "« DROIT PUBLIC » est déjà décrite pour 2024-2025 dans ce fichier (ligne 2) ; retirez l’une des deux."),
    ]
    assert not Programme.objects.exists()


def test_two_titles_with_one_code_are_refused_for_their_code(house):
    with pytest.raises(BadFile) as refused:
        take({"codes": ["A", "B"]}, {"codes": ["C", "B"], "title": "Droit"})

    [cell] = refused.value.cells
    assert (cell.line, cell.column) == (3, "codes")
    assert cell.sentence == (
        "Le code « B » est déjà celui de « Droit public » (ligne 2) ; donnez à « Droit » le sien, ou retirez l’une des "
        "deux."
    )


def test_two_years_of_a_new_programme_are_one_programme(house):
    take({"year": "2023-2024"}, {"year": "2024-2025"})

    assert Programme.objects.count() == 1
    assert Description.objects.count() == 2


def test_a_programme_is_found_by_its_code_and_keeps_its_identity(house):
    take({"codes": ["A"], "year": "2023-2024"})

    taken = take({"codes": ["B", "A"], "title": "Nouvel intitulé"})

    assert (taken[0].creates_programme, Programme.objects.get().title) == (False, "Droit public")


def test_a_programme_is_found_by_what_it_is_called(house):
    programme = factories.programme(house, kind="MASTER", title="DROIT  Public")

    assert take({})[0].description.programme == programme


def test_several_candidates_are_refused(house):
    factories.programme(house, kind="MASTER", title="Droit public")
    factories.programme(house, kind="MASTER", title="Droit Public")

    assert "l’une de 2 formations" in sentences({})[0][1]


def test_an_operator_completes_what_was_missing_of_an_institution():
    known = factories.institution(name="Université d’Essai")

    take({"institution": HOUSE | {"ror": "https://ror.org/03yrm5c26"}})

    known.refresh_from_db()
    assert (known.uai, known.ror) == ("0673021V", "03yrm5c26")


def test_a_name_does_not_go_against_an_identifier(house):
    take({"institution": {"name": "Université d’essai", "uai": "0601223D"}})

    assert Institution.objects.count() == 2


def test_identifiers_of_two_institutions_are_refused(house):
    factories.institution(name="Autre", ror="03yrm5c26")

    assert "désignent des établissements différents" in sentences({"institution": HOUSE | {"ror": "03yrm5c26"}})[0][1]


def test_a_member_imports_drafts_of_their_own_institution_whatever_its_name(house):
    member = factories.contributor(house)

    take({"institution": HOUSE | {"name": "UE", "ror": "03yrm5c26"}}, by=member, publish=False)

    house.refresh_from_db()
    assert (house.name, house.ror) == ("Université d’essai", "")
    assert Description.objects.get().revisions.get().author == member


def test_a_member_writes_nothing_for_another_institution(house):
    factories.institution(name="Autre")
    member = factories.contributor(house)

    assert sentences({}, {"institution": {"name": "Autre"}}, by=member, publish=False) == [
        (3, "« Autre » n’est pas votre établissement : vous n’importez que les formations du vôtre.")
    ]
    assert sentences({"institution": {"name": "Neuve"}}, by=member, publish=False)[0][0] == 2
    assert not Programme.objects.exists()


def test_who_does_not_sign_does_not_publish(house):
    with pytest.raises(PermissionDenied):
        take({}, by=factories.contributor(house), publish=True)

    assert not Programme.objects.exists()


def test_what_says_the_same_is_no_new_writing_and_may_be_published(house):
    take({}, publish=False)

    taken = take({}, publish=True)

    assert (taken[0].is_changed, Description.objects.get().published_revision) == (False, 1)
    assert DescriptionRevision.objects.count() == 1


def test_another_content_is_the_next_writing(house):
    take({"codes": ["A"], "credits": 60})

    take({"codes": ["A", "B"], "credits": 120})

    now = Description.objects.get()
    assert (now.revision, now.published_revision, now.credits) == (2, 2, 120)
    assert [code.code for code in now.codes.all()] == ["A", "B"]


def test_a_rehearsal_leaves_nothing():
    taken = rehearse(described({}), by=None, publish=True)

    assert (taken[0].creates_institution, taken[0].is_new) == (True, True)
    assert not Institution.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(house, count, django_assert_num_queries):
    documents = [{"title": f"Droit {number}", "codes": [f"D{number}"]} for number in range(count)]

    with django_assert_num_queries(14):
        take(*documents)


# -- what was put away


def away(**asked) -> Description:
    found = Description.objects.get(**asked)
    return putting_away.put_away(found, revision=found.revision, by=None)


def test_a_year_that_was_put_away_is_taken_back_as_its_next_writing(house):
    take({}, publish=False)
    away()

    (taken,) = take({"credits": 120}, publish=False)

    now = Description.objects.get()
    assert (taken.is_new, taken.is_changed, taken.is_taken_back) == (False, True, True)
    assert (now.is_put_away, now.put_away_by, now.revision) == (False, None, 2)
    assert list(now.events.values_list("verb", "revision")) == [("PUT_AWAY", 1), ("TAKEN_BACK", 2)]


def test_a_file_that_says_what_was_put_away_takes_it_back_too(house):
    take({}, publish=False)
    away()

    (taken,) = take({})

    now = Description.objects.get()
    assert (taken.is_changed, taken.is_taken_back, taken.does_something) == (False, True, True)
    assert (now.is_put_away, now.revision, now.published_revision) == (False, 1, 1)


def test_a_code_that_only_a_description_put_away_has_names_no_programme(house):
    take({"codes": ["A"], "title": "Droit privé"}, publish=False)
    away()

    (taken,) = take({"codes": ["A"], "title": "Économie"}, publish=False)

    assert taken.creates_programme
    assert [(each.programme.title, each.is_put_away) for each in Description.objects.order_by("pk")] == [
        ("Droit privé", True),
        ("Économie", False),
    ]


def test_a_code_that_another_year_has_too_still_names_it(house):
    take({"codes": ["A"], "year": "2023-2024"}, {"codes": ["A"]}, publish=False)
    away(year="2024-2025")

    (taken,) = take({"codes": ["A"], "title": "Nouvel intitulé"}, publish=False)

    assert (taken.creates_programme, taken.is_taken_back) == (False, True)
