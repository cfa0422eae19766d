"""The fields of languages: names on the page, codes in the document."""

import pytest
from django.core.exceptions import ValidationError

from programmes.forms.languages import LanguageField, LanguagesField

UNKNOWN = "« klingon » n’est pas une langue connue ; donnez son nom ou son code : français ou fr, anglais ou en."


def test_one_language_is_kept_by_its_code_and_shown_by_its_name():
    field = LanguageField(required=False)

    assert [field.clean(typed) for typed in ("français", "FR", " Anglais ", "")] == ["fr", "fr", "en", ""]
    assert (field.prepare_value("nl"), field.prepare_value("xx"), field.prepare_value(None)) == (
        "néerlandais",
        "xx",
        None,
    )


def test_several_languages_are_kept_once_each_by_their_codes():
    field = LanguagesField(required=False)

    assert field.clean("français\nFR, anglais et de") == ["fr", "en", "de"]
    assert field.clean("") == []
    assert field.prepare_value(["fr", "en"]) == "français\nanglais"


@pytest.mark.parametrize("field", [LanguageField(), LanguagesField()])
def test_an_unknown_language_is_refused_in_one_sentence(field):
    with pytest.raises(ValidationError) as refused:
        field.clean("klingon")

    assert refused.value.messages == [UNKNOWN]


def test_a_line_offers_the_common_languages():
    html = LanguageField().widget.render("language", "français", {"id": "id_language"})

    assert 'list="id_language-offered"' in html and '<datalist id="id_language-offered">' in html
    assert '<option value="français"></option><option value="anglais"></option>' in html
