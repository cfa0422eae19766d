"""Numbers that an address or a form carries: digits, or nothing."""

import pytest
from django.test import RequestFactory

from evalprog.asked import revision_in, whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), ("007", 7), ("999999999", 999_999_999)])
def test_digits_are_a_number(text, number):
    assert whole(text) == number


@pytest.mark.parametrize("text", ["", "-1", "1.5", " 1", "²", "٣", "1234567890", "x"])
def test_anything_else_is_none(text):
    assert whole(text) is None


@pytest.mark.parametrize(("sent", "revision"), [({"revision": "3"}, 3), ({"revision": "0"}, 0), ({}, -1)])
def test_a_page_that_does_not_say_what_was_read_showed_nothing_that_exists(sent, revision):
    assert revision_in(RequestFactory().post("/", sent)) == revision
