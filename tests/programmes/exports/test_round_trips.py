"""What is written is read again: the same description, for every form and every field."""

from dataclasses import replace

import pytest

from programmes import exports
from programmes.imports.reading import read
from tests.programmes.everything import everything, unused


def again(form, description):
    return read(f"x.{exports.FORMS[form].suffix}", exports.write(form, description)).programmes[0]


def test_the_sample_uses_every_field_of_every_part():
    assert unused(everything()) == set()


@pytest.mark.parametrize("form", ["yaml", "csv", "xlsx"])
def test_whole_forms_carry_every_field(form):
    assert again(form, everything()).content == everything()
    assert exports.losses(form, everything()) == []


def test_what_cdm_fr_loses_is_told_field_by_field_before():
    assert [(lost.field, lost.places) for lost in exports.losses("cdm-fr", everything())] == [
        ("cycle", 1),
        ("modes", 1),
        ("partners.role", 1),
        ("partners.note", 1),
        ("rncp.title", 1),
        ("diploma_supplement", 1),
        ("courses.organisation", 1),
        ("courses.exchange", 1),
        ("courses.cut_off", 1),
    ]


def test_cdm_fr_carries_all_that_it_does_not_announce_as_lost():
    said = everything()
    partners = tuple(replace(each, note="") for each in said.partners)
    core, twin = said.groups
    lossy = replace(core.courses[1], organisation=None, exchange=None, cut_off=False)
    carried = replace(
        said,
        cycle=None,
        modes=said.modes[:3],
        partners=(*partners[:2], replace(partners[2], role="OTHER")),
        rncp=tuple(replace(sheet, title="") for sheet in said.rncp),
        diploma_supplement=None,
        groups=(replace(core, courses=(core.courses[0], lossy)), twin),
    )

    back = again("cdm-fr", said)

    assert back.content == carried
    assert [noted.code for noted in back.noted] == ["cdm-every-other-year"]
