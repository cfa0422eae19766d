"""Languages are read by name and by code, and every name that a page shows can be typed again."""

import pytest
from django.utils.translation import override

from programmes.description import languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("français", "fr"),
        ("Français ", "fr"),
        ("FR", "fr"),
        ("fr", "fr"),
        ("anglais", "en"),
        ("English", "en"),
        ("Deutsch", "de"),
        ("neerlandais", "nl"),
        ("chinois", "zh"),
        ("latin", "la"),
        ("et", "et"),
        ("norvégien", "no"),
        ("persan", "fa"),
        ("Occitan", "oc"),
        ("klingon", "klingon"),
    ],
)
def test_a_language_is_read_by_its_name_or_its_code(text, code):
    assert languages.meant(text) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("français et anglais", ["fr", "en"]),
        ("FR / EN", ["fr", "en"]),
        ("français, anglais\nallemand; nl", ["fr", "en", "de", "nl"]),
        ("estonien", ["et"]),
        ("français et klingon", ["fr", "klingon"]),
        ("fr et en", ["fr", "en"]),
        ("fr\net\nen", ["fr", "et", "en"]),
        ("fr ; et ; en", ["fr", "et", "en"]),
        ("fr, et, en", ["fr", "et", "en"]),
        ("créole haïtien et langue des signes française", ["ht", "fsl"]),
        ("", []),
    ],
)
def test_several_languages_are_read_from_one_text(text, codes):
    assert languages.all_meant(text) == codes


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_name_that_is_shown_is_read_back(language):
    with override(language):
        assert [code for code in languages.NAMES if languages.meant(str(languages.NAMES[code])) != code] == []


def test_a_code_without_a_name_is_shown_as_it_is():
    assert (languages.name_of("fr"), languages.name_of("zh"), languages.name_of("xx")) == ("français", "chinois", "xx")


@pytest.mark.parametrize(
    ("tag", "code"),
    [("fr-BE", "fr"), ("FR", "fr"), ("Français", "fr"), ("kab", "kab"), ("serbo-croate", "sh"), ("und", "und")],
)
def test_a_tag_of_xml_says_its_language(tag, code):
    assert languages.spoken(tag) == code


def test_every_language_of_iso_639_1_has_a_name_in_each_language_of_the_site():
    assert len(languages.LANGUAGES) == 185
    for language in ("fr", "en"):
        with override(language):
            names = [languages.name_of(code) for code in languages.NAMES]
            assert len(set(names)) == len(languages.NAMES)
            assert all(names)
