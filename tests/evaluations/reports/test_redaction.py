"""The public reading: made of the complete one and the marks, by one pure function."""

from dataclasses import dataclass, replace

import pytest

from evaluations.reports import redaction
from evaluations.reports.redaction import elsewhere, places, redacted, stands
from evaluations.reports.render import to_html, to_pdf
from tests.evaluations.reports.sample import sample_reading

BUSINESS = "[passage occulté\u00a0: secret des affaires]"


@dataclass(frozen=True)
class Mark:
    place: str
    quote: str
    reason: str = "BUSINESS"


def with_text(text):
    """The sample, its first criterion saying that, and the mark's place."""
    reading = sample_reading()
    first = reading.criteria[0].code
    sections = tuple(
        replace(s, criteria=tuple(replace(c, text=text) if c.code == first else c for c in s.criteria))
        for s in reading.sections
    )
    return replace(reading, sections=sections), f"criterion {first}"


def left(text, quote):
    reading, place = with_text(text)
    return redacted(reading, [Mark(place, quote)]).criteria[0].text


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("<p>Le contrat Alpha rapporte.</p>", "Alpha", f"<p>Le contrat {BUSINESS} rapporte.</p>"),
        ("<p>Le <em>contrat</em> Alpha.</p>", "contrat Alpha", f"<p>Le <em>{BUSINESS}</em>.</p>"),
        ("<p>Fin un.</p><p>Début deux.</p>", "un. Début", f"<p>Fin {BUSINESS}</p><p> deux.</p>"),
        ("<p>12 et 2012 et 12.</p>", "12", f"<p>{BUSINESS} et 2012 et {BUSINESS}.</p>"),
        (
            '<p>Voir <a href="https://alpha.example/secret">le site Alpha</a>.</p>',
            "Alpha",
            f"<p>Voir le site {BUSINESS}.</p>",
        ),
        ("<ul><li>Un</li><li>Alpha</li></ul>", "Alpha", f"<ul><li>Un</li><li>{BUSINESS}</li></ul>"),
        (
            "<table><tbody><tr><td>Alpha</td><td>3</td></tr></tbody></table>",
            "Alpha",
            f"<table><tbody><tr><td>{BUSINESS}</td><td>3</td></tr></tbody></table>",
        ),
    ],
)
def test_a_passage_is_replaced_by_its_reason(text, quote, expected):
    assert left(text, quote).replace("</p><p> deux", "</p><p>deux") == expected.replace("</p><p> deux", "</p><p>deux")


def test_a_passage_that_is_found_is_a_passage_that_is_taken_out():
    """A table in an item of a list: its words are apart from those before it, in what is shown as in what is cut."""
    reading, place = with_text(
        "<ul><li>Contrat avec<table><tbody><tr><td>Alpha</td><td>12 M€</td></tr></tbody></table></li></ul>"
    )
    (shown,) = [p.text for p in places(reading) if p.name == place]
    mark = Mark(place, " ".join(shown.split()))

    assert shown.split() == ["Contrat", "avec", "Alpha", "12", "M€"]
    assert stands(mark, reading)
    assert not stands(Mark(place, "avecAlpha"), reading)
    assert redacted(reading, [mark]).criteria[0].text == (
        f"<ul><li>{BUSINESS}<table><tbody><tr><td></td><td></td></tr></tbody></table></li></ul>"
    )


def test_an_underscore_separates_words_as_it_does_for_whoever_selects_them():
    reading, place = with_text("<p>Le jeu contrat_alpha_2024 est clos.</p>")

    assert stands(Mark(place, "alpha"), reading)
    assert (
        redacted(reading, [Mark(place, "alpha")]).criteria[0].text == f"<p>Le jeu contrat_{BUSINESS}_2024 est clos.</p>"
    )


def test_the_number_of_lines_of_a_passage_is_not_told():
    one = left("<p>Avec Alpha, et c’est tout.</p>", "Alpha")

    assert left("<p>Avec Alpha<br>Bêta<br>Gamma, et c’est tout.</p>", "Alpha Bêta Gamma") == one


def test_without_marks_the_reading_is_the_same():
    assert redacted(sample_reading(), []) is not None
    assert redacted(sample_reading(), []) == sample_reading()


def test_the_public_version_says_what_it_is():
    reading, place = with_text("<p>Alpha et Bêta.</p>")

    public = redacted(reading, [Mark(place, "Alpha"), Mark(place, "Bêta", "PRIVACY")])

    assert public.fact("redacted").text == (
        "2 passages occultés (secret des affaires\u00a0; vie privée), article R114-23 du code de la recherche. "
        "Les signatures portent sur la version complète."
    )


@pytest.mark.parametrize("secret", ["Alpha", "Un nom nettement plus long, et deux mots"])
def test_every_kind_of_text_can_be_left_out_of(secret):
    """A word added to each text of the report, and marked in each, is nowhere in page, paper nor JSON."""
    whole = redaction._mapped(
        sample_reading(), lambda name, text, rich: f"<p>{secret}</p>" + text if rich else f"{secret} {text}"
    )
    marks = [Mark(place.name, secret) for place in places(whole)]

    public = redacted(whole, marks)

    assert len(marks) > 20
    assert secret not in public.as_json()
    assert secret not in to_html(public)


def test_every_text_has_a_label_of_its_own():
    labels = [place.label for place in places(sample_reading())]

    assert len(labels) == len(set(labels))
    assert {"Lettre de l’établissement, en-tête", "Lettre de l’établissement, texte"} <= set(labels)


def test_overlapping_passages_are_one():
    reading, place = with_text("<p>Un deux trois quatre.</p>")

    public = redacted(reading, [Mark(place, "deux trois"), Mark(place, "trois quatre", "PRIVACY")])

    assert public.criteria[0].text == f"<p>Un {BUSINESS}.</p>"


def test_the_same_words_elsewhere_are_told():
    reading, place = with_text('<p>Contrat Alpha.</p><p><a href="https://x.example/alpha">lien</a></p>')
    other = replace(reading, dissents=("<p>Sur ALPHA.</p>",))
    mark = Mark(place, "Alpha")

    assert elsewhere(mark, redacted(other, [mark])) == [
        "Opinion 1",
        "page de garde, mentions, noms, adresses de liens ou références",
    ]


def test_two_secrets_of_different_length_give_the_same_file():
    files = []
    for secret in ("Alpha", "un partenaire dont le nom est bien plus long"):
        reading, place = with_text(f"<p>Le contrat avec {secret} est signé.</p>")
        files.append(to_pdf(redacted(reading, [Mark(place, secret)])))

    assert files[0] == files[1]


def test_a_marker_is_seen_as_such():
    reading, place = with_text("<p>Le contrat Alpha rapporte « Alpha ».</p>")

    assert to_html(redacted(reading, [Mark(place, "Alpha")])).count('<span class="redacted">') == 2
