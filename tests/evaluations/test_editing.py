"""Gestures on the document of a draft, and what differs between two versions."""

import copy

import pytest

from evalprog.documents.differences import Change, differences
from evaluations.definition import Block, Criterion, FrameworkDefinition, Passage
from evaluations.definition.editing import (
    FRAMEWORK,
    PartNotFound,
    added,
    address,
    find,
    has_shape,
    list_part,
    moved,
    owner_of,
    path_at,
    removed,
    replaced,
    walk,
)
from tests.evaluations.framework_documents import a_document, changed, without


def criteria_of(document):
    return [criterion["code"] for criterion in document["sections"][1]["criteria"]]


def told(before, after):
    return [
        (d.change, d.spot.path, d.name, d.before, d.after)
        for d in differences(FRAMEWORK, before, after, never_told=("version",))
    ]


# -- finding


def test_a_path_leads_to_one_record():
    spot = find(a_document(), "sections[2].blocks[3].opening")

    assert (spot.part, spot.holder, spot.name, spot.index) == (Passage, "sections[2].blocks[3]", "opening", None)
    assert spot.record == {"code": "avis", "label": "Avis", "mandatory": True}


def test_the_empty_path_is_the_framework():
    assert find(a_document(), "").part is FrameworkDefinition


@pytest.mark.parametrize(
    "path",
    [
        "sections",
        "sections[9]",
        "sections[-1]",
        "sections[01].criteria",
        "sections[1].label",
        "cover[0]",
        "sections[2].blocks[0].opening",
        "__class__",
        "sections[99999999999]",
        ".",
        "sections[1]..criteria[0]",
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path):
    with pytest.raises(PartNotFound):
        find(a_document(), path)


def test_a_walk_meets_each_record_before_those_in_it():
    paths = [spot.path for spot in walk(a_document())]

    assert paths[:4] == ["", "cover", "head[0]", "head[1]"]
    assert paths[-4:] == [
        "sections[2].blocks[3].closing",
        "sections[2].blocks[4]",
        "sections[2].blocks[4].choices[0]",
        "sections[3]",
    ]
    assert len(paths) == 26


@pytest.mark.parametrize(
    ("path", "owner", "name"),
    [
        ("sections[1].criteria[1].scale", "sections[1].criteria[1]", "scale"),
        ("sections[1].criteria[5].columns[0]", "sections[1].criteria[5]", "columns"),
        ("sections[2].blocks[0].choices", "sections[2].blocks[0]", "choices"),
        ("sections", "", "sections"),
        ("sections[3]", "sections[3]", ""),
        ("", "", ""),
    ],
)
def test_a_problem_belongs_to_the_innermost_part(path, owner, name):
    spot, rest = owner_of(a_document(), path)

    assert (spot.path, rest) == (owner, name)


def test_an_address_outlives_what_comes_before_it():
    document = a_document()
    where = address(document, "sections[1].criteria[3]")

    shorter = removed(removed(document, "sections[0]"), "sections[0].criteria[0]")

    assert where == "sections=analyse criteria=heures"
    assert path_at(shorter, where) == "sections[0].criteria[2]"


def test_what_has_gone_has_no_address_any_more():
    document = a_document()
    where = address(document, "sections[0]")

    with pytest.raises(PartNotFound):
        path_at(removed(document, "sections[0]"), where)


@pytest.mark.parametrize(
    ("holder", "name", "part", "is_many"),
    [
        ("sections[1]", "criteria", Criterion, True),
        ("sections[2].blocks[0]", "opening", Passage, False),
        ("sections[0]", "blocks", Block, True),
    ],
)
def test_what_may_be_added_under_a_key(holder, name, part, is_many):
    assert list_part(find(a_document(), holder), name) == (part, is_many)


@pytest.mark.parametrize("name", ["label", "nothing", "also"])
def test_nothing_is_added_under_a_simple_key(name):
    with pytest.raises(PartNotFound):
        list_part(find(a_document(), "sections[1]"), name)


# -- gestures


def test_a_gesture_leaves_the_first_document_alone():
    document = a_document()

    replaced(document, "cover", {"agency": "AUTRE"})
    added(document, "sections[1]", "criteria", {"code": "neuf"})
    removed(document, "sections[1].criteria[0]")
    moved(document, "sections[1].criteria[0]", 1)

    assert document == a_document()


def test_a_record_is_replaced_where_it_stands():
    document = replaced(
        a_document(), "sections[1].criteria[3]", {"code": "heures", "label": "Volume", "kind": "number"}
    )

    assert document == changed(
        a_document(), ("sections", 1, "criteria", 3), {"code": "heures", "label": "Volume", "kind": "number"}
    )


def test_what_is_added_comes_last_or_at_its_place():
    last, last_path = added(a_document(), "sections[1]", "criteria", {"code": "neuf"})
    second, second_path = added(a_document(), "sections[1]", "criteria", {"code": "neuf"}, 1)

    assert (criteria_of(last)[-1], last_path) == ("neuf", "sections[1].criteria[6]")
    assert (criteria_of(second)[:3], second_path) == (["objectifs", "neuf", "pilotage"], "sections[1].criteria[1]")


def test_the_first_of_a_list_makes_the_list():
    document, path = added(a_document(), "sections[2].blocks[0]", "choices", {"code": "oui"})

    assert path == "sections[2].blocks[0].choices[0]"
    assert document["sections"][2]["blocks"][0]["choices"] == [{"code": "oui"}]


def test_a_key_with_one_value_takes_no_second():
    with_committee, path = added(a_document(), "", "committee", {"label": "Comité"})

    assert (path, with_committee["committee"]) == ("committee", {"label": "Comité"})
    with pytest.raises(PartNotFound):
        added(with_committee, "", "committee", {"label": "Autre"})


def test_the_last_of_a_list_takes_the_list_with_it():
    assert removed(a_document(), "signatures[0]") == without(a_document(), ("signatures",))
    assert removed(a_document(), "sections[2].blocks[3].opening") == without(
        a_document(), ("sections", 2, "blocks", 3, "opening")
    )


@pytest.mark.parametrize("path", ["", "sections[7]"])
def test_neither_the_framework_nor_nothing_can_be_removed(path):
    with pytest.raises(PartNotFound):
        removed(a_document(), path)


@pytest.mark.parametrize(
    ("path", "by", "order", "now"),
    [
        (0, 1, ["pilotage", "objectifs", "recherche", "heures", "regime", "effectifs"], 1),
        (2, -1, ["objectifs", "recherche", "pilotage", "heures", "regime", "effectifs"], 1),
        (0, -1, ["objectifs", "pilotage", "recherche", "heures", "regime", "effectifs"], 0),
        (5, 1, ["objectifs", "pilotage", "recherche", "heures", "regime", "effectifs"], 5),
    ],
)
def test_an_item_moves_one_place_and_stops_at_the_ends(path, by, order, now):
    document, where = moved(a_document(), f"sections[1].criteria[{path}]", by)

    assert (criteria_of(document), where) == (order, f"sections[1].criteria[{now}]")


def test_what_comes_once_does_not_move():
    with pytest.raises(PartNotFound):
        moved(a_document(), "cover", 1)


# -- shape


@pytest.mark.parametrize(
    "document",
    [a_document(), {}, without(a_document(), ("cover",)), changed(a_document(), ("sections", 1, "criteria"), [])],
    ids=["coherent", "empty", "without cover", "without criteria"],
)
def test_a_draft_may_lack_anything(document):
    assert has_shape(document)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("sections",), "texte"),
        (("sections", 0), "texte"),
        (("sections", 0, "label"), 3),
        (("sections", 0, "label"), None),
        (("sections", 0, "mandatory"), 1),
        (("sections", 0, "also"), "texte"),
        (("sections", 0, "also"), [1]),
        (("sections", 0, "kind"), ["text"]),
        (("version",), True),
        (("cover",), []),
        (("colour",), "red"),
    ],
)
def test_a_value_of_another_sort_is_no_framework(path, value):
    assert not has_shape(changed(a_document(), path, value))


@pytest.mark.parametrize("document", [None, [], "texte"])
def test_only_a_set_of_keys_is_a_framework(document):
    assert not has_shape(document)


# -- differences


def test_a_version_does_not_differ_from_itself_by_its_number():
    assert told(a_document(), changed(a_document(), ("version",), 2)) == []


def test_a_changed_label_is_told_with_both_words():
    after = changed(a_document(), ("sections", 1, "criteria", 0, "label"), "Buts")

    assert told(a_document(), after) == [(Change.CHANGED, "sections[1].criteria[0]", "label", "Objectifs", "Buts")]


def test_a_value_that_came_or_went_is_told():
    after = without(changed(a_document(), ("source",), "Nous"), ("sections", 0, "mandatory"))

    assert told(a_document(), after) == [
        (Change.CHANGED, "", "source", None, "Nous"),
        (Change.CHANGED, "sections[0]", "mandatory", True, False),
    ]


def test_what_came_and_went_is_told_without_what_is_in_it():
    after, _path = added(
        removed(a_document(), "sections[2].blocks[4]"),
        "",
        "sections",
        {
            "code": "annexe",
            "kind": "criteria",
            "label": "Annexe",
            "criteria": [{"code": "a", "label": "A", "kind": "number"}],
        },
    )

    assert told(a_document(), after) == [
        (Change.ADDED, "sections[4]", "", None, None),
        (Change.REMOVED, "sections[2].blocks[4]", "", None, None),
    ]


def test_only_what_was_moved_is_told_as_moved():
    after, _path = moved(moved(a_document(), "sections[1].criteria[0]", 1)[0], "sections[1].criteria[1]", 1)

    assert criteria_of(after) == ["pilotage", "recherche", "objectifs", "heures", "regime", "effectifs"]
    assert told(a_document(), after) == [(Change.MOVED, "sections[1].criteria[2]", "", None, None)]


def test_what_follows_a_removed_item_has_not_moved():
    after = removed(a_document(), "sections[1].criteria[0]")

    assert told(a_document(), after) == [(Change.REMOVED, "sections[1].criteria[0]", "", None, None)]


def test_an_incoherent_draft_can_be_compared():
    before = a_document()
    after = copy.deepcopy(before)
    del after["sections"]

    assert [d.spot.path for d in differences(FRAMEWORK, before, after, never_told=("version",))] == [
        "sections[0]",
        "sections[1]",
        "sections[2]",
        "sections[3]",
    ]
