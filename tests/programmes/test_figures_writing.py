"""What institutions write of their indicators: kept, moved, taken out and put back, never overwritten unseen."""

import pytest
from django.core.exceptions import PermissionDenied

from programmes import figures_writing as writing
from programmes.models import Indicator, IndicatorRevision
from programmes.writing import WritingRefused
from tests import factories
from tests.programmes.indicators.samples import origins, regions, row, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme(factories.institution())


def small(code="effectifs", values="1 2 3 4 5 6", **more):
    return table(code, [row("inscrits", values)], **more)


def codes(programme):
    return [found.code for found in programme.indicators.tables()]


def test_a_writing_is_kept_with_its_author(programme):
    author = factories.contributor(programme.institution)

    written = writing.add(programme, origins(), by=author, origin="page")

    assert (written.revision, written.author, written.origin) == (1, author, "page")
    assert (written.content, written.indicator.code, written.indicator.title) == (
        origins(), "origines", "Origine des étudiants",
    )  # fmt: skip


def test_what_somebody_has_not_read_is_not_overwritten(programme):
    indicator = writing.add(programme, small(), by=None).indicator
    writing.save(indicator, small(values="7 7 7 7 7 7"), based_on=1, by=None)

    with pytest.raises(writing.Stale) as refusal:
        writing.save(indicator, small(values="8 8 8 8 8 8"), based_on=1, by=None)

    assert refusal.value.standing.content == small(values="7 7 7 7 7 7")
    assert [kept.revision for kept in indicator.revisions.all()] == [2, 1]


def test_the_same_writing_sent_twice_is_kept_once(programme):
    indicator = writing.add(programme, small(), by=None).indicator

    first = writing.save(indicator, small(title="Autre"), based_on=1, by=None)
    second = writing.save(indicator, small(title="Autre"), based_on=1, by=None)

    assert first == second
    assert Indicator.objects.get().title == "Autre"


def test_a_code_names_one_table_and_does_not_change(programme):
    indicator = writing.add(programme, small(), by=None).indicator

    with pytest.raises(WritingRefused) as taken:
        writing.add(programme, small(), by=None)
    with pytest.raises(WritingRefused) as changed:
        writing.save(indicator, small("autre"), based_on=1, by=None)

    assert str(taken.value) == "Un autre tableau de cette formation porte déjà le code « effectifs »."
    assert str(changed.value) == "Le code de ce tableau est « effectifs » : il ne change pas."


def test_a_table_that_was_taken_out_comes_back_at_its_place(programme):
    first = writing.add(programme, small("a"), by=None).indicator
    writing.add(programme, small("b"), by=None)

    writing.remove(first, by=None)
    assert codes(programme) == ["b"]

    writing.restore(first, by=None)
    assert codes(programme) == ["a", "b"]
    assert IndicatorRevision.objects.filter(indicator=first).count() == 1


def test_a_code_taken_meanwhile_keeps_a_table_out(programme):
    first = writing.add(programme, small("a"), by=None).indicator
    writing.remove(first, by=None)
    writing.add(programme, small("a"), by=None)

    with pytest.raises(WritingRefused) as refusal:
        writing.restore(first, by=None)

    assert str(refusal.value) == "Un autre tableau porte maintenant le code « a » ; retirez-le d’abord."


def test_a_table_that_was_taken_out_is_not_written_unseen(programme):
    indicator = writing.add(programme, small(), by=None).indicator
    writing.remove(indicator, by=None)

    with pytest.raises(WritingRefused):
        writing.save(indicator, small(title="Autre"), based_on=1, by=None)


def test_tables_are_put_in_order(programme):
    a, b, c = (writing.add(programme, small(code), by=None).indicator for code in "abc")

    writing.move(c, before=a, by=None)
    assert codes(programme) == ["c", "a", "b"]

    writing.move(c, before=None, by=None)
    assert codes(programme) == ["a", "b", "c"]
    writing.move(a, before=c, by=None)
    assert codes(programme) == ["b", "a", "c"]


def test_somebody_from_elsewhere_writes_nothing(programme):
    indicator = writing.add(programme, small(), by=None).indicator
    stranger = factories.signatory(factories.institution())

    for act in (
        lambda: writing.add(programme, regions(), by=stranger),
        lambda: writing.save(indicator, small(title="Autre"), based_on=1, by=stranger),
        lambda: writing.move(indicator, before=None, by=stranger),
        lambda: writing.remove(indicator, by=stranger),
        lambda: writing.restore(indicator, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            act()

    assert codes(programme) == ["effectifs"]
    assert indicator.revisions.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_tables_of_a_programme_are_one_query(programme, count, django_assert_num_queries):
    for n in range(count):
        writing.add(programme, small(f"t{n}"), by=None)

    with django_assert_num_queries(1):
        assert len(programme.indicators.tables()) == count
