"""Every part of a description and every field has its French words; every field its form."""

import pytest

from evalprog.documents import keys_of
from evalprog.documents.editing import Spot, enum_of, nested_part
from programmes.description import InstitutionName, ProgrammeDescription
from programmes.description.editing import DESCRIPTION
from programmes.forms.description_parts import PartForm
from programmes.forms.description_words import LISTS, PARTS, WORDS


def parts_from(part: type, seen: list[type]) -> list[type]:
    if part not in seen:
        seen.append(part)
        for _name, _field, hint in keys_of(part):
            if inner := nested_part(hint):
                parts_from(inner, seen)
    return seen


ALL_PARTS = parts_from(ProgrammeDescription, [])


def test_every_part_is_named():
    assert set(PARTS) == set(ALL_PARTS)


@pytest.mark.parametrize("part", ALL_PARTS, ids=lambda part: part.__name__)
def test_every_field_has_a_label(part):
    for name, _field, hint in keys_of(part):
        if nested_part(hint):
            assert str(LISTS[name].title)
            assert str(LISTS[name].add)
        else:
            assert str(WORDS.words_of(part, name)[0])


@pytest.mark.parametrize("part", ALL_PARTS, ids=lambda part: part.__name__)
def test_every_part_has_a_form_with_its_simple_fields(part):
    document = {"groups": [], "title": "T"}
    form = PartForm(spot=Spot("+", part, {}, "", ""), document=document, revision=1, is_new=True)

    simple = {name for name, _field, hint in keys_of(part) if nested_part(hint) is None}
    fixed = {ProgrammeDescription: {"year"}, InstitutionName: simple}.get(part, set())
    assert set(form.fields) == {"revision", "where"} | (simple - fixed)


def test_every_word_of_an_enum_has_a_label():
    for part in ALL_PARTS:
        for name, _field, _hint in keys_of(part):
            if enum_of(part, name):
                assert all(str(label) for label in WORDS.choices_of(part, name).values())


@pytest.mark.parametrize(
    ("part", "record", "title", "detail"),
    [
        ("courses", {"code": "A1", "title": "Droit", "credits": 2.5}, "Droit", "A1 · 2,5 crédits"),
        ("narratives", {"kind": "ACCESS"}, "Conditions d’accès", ""),
        ("narratives", {"kind": "ACCESS", "title": "Venir"}, "Venir", "Conditions d’accès"),
        ("hours", {"kind": "LECTURE", "hours": 22.5}, "Cours magistral", "22,5 h"),
        ("outcomes", {"code": "2.1", "text": "x" * 300}, "x" * 119 + "…", "2.1"),
        ("teachers", {"name": "Dupont Marie"}, "Dupont Marie", "Enseignant"),
        ("rows", {}, "sans libellé", ""),
    ],
)
def test_parts_are_called_by_what_tells_them_apart(part, record, title, detail):
    kinds = {name: nested_part(hint) for each in ALL_PARTS for name, _field, hint in keys_of(each) if nested_part(hint)}
    spot = Spot(f"{part}[0]", kinds[part], record, "", part, 0)

    assert (WORDS.title_of(spot), WORDS.detail_of(spot)) == (title, detail)


def test_two_records_of_a_list_are_told_apart_by_their_code_else_by_their_name():
    document = {"management": {"contacts": [{"role": "Secrétariat"}, {"email": "a@example.org"}]}}

    assert DESCRIPTION.address(document, "management.contacts[1]") == "management= contacts=a@example.org"
    assert DESCRIPTION.path_at(document, "management= contacts=Secrétariat") == "management.contacts[0]"
