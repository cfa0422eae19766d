"""UAI codes and their check letter."""

import pytest

from programmes.identifiers import is_uai, uai_check_letter


@pytest.mark.parametrize(("number", "letter"), [("0601223", "D"), ("0673021", "V"), ("0333269", "Z")])
def test_check_letter_of_known_institutions(number, letter):
    assert uai_check_letter(number) == letter
    assert is_uai(number + letter)


@pytest.mark.parametrize("code", ["", "0601223", "0601223E", "0601223d", "601223D", "0601223DD", "06O1223D"])
def test_what_is_no_code(code):
    assert not is_uai(code)
