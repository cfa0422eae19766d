"""What is asked of the database for a name that came in an address or a form."""

import pytest

from evalprog.public_id import named
from evaluations.models import Evaluation
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_row_of_a_public_id_is_found():
    evaluation = factories.planned(factories.world())

    assert named(Evaluation.objects, evaluation.public_id) == evaluation
    assert named(Evaluation.objects, "222222222222") is None


@pytest.mark.parametrize("name", ["", "\0", "bcdf\0", "b c", "é", "b" * 41])
def test_what_cannot_be_a_public_id_is_not_asked_of_the_database(django_assert_num_queries, name):
    with django_assert_num_queries(0):
        assert named(Evaluation.objects, name) is None
