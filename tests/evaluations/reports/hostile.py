"""Texts that somebody might write to harm the printer, or to make it fetch something."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import cycle
from typing import Any

from evaluations.content import FigureReading, ReportReading, SeriesReading
from tests.evaluations.reports.sample import sample_reading

SECRET = "Xylographe"  # what stands in the files that must not be read

# How a document asks for something outside it. {site} listens, {file} is a text of this machine and {drawing} an image.
FETCHING = {
    "img": '<img src="{site}/img.png">',
    "srcset": '<img srcset="{site}/srcset.png 2x" src="{site}/src.png">',
    "no scheme": '<img src="//{host}/no-scheme.png">',
    "file": '<img src="{drawing}">',
    "data": "<img src=\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage "
    "href='{site}/data.png' width='9' height='9'/%3E%3C/svg%3E\">",
    "own scheme": '<img src="evalprog:../evalprog/settings.py">',
    "style sheet": '<link rel="stylesheet" href="{site}/sheet.css">',
    "attached": '<link rel="attachment" href="{file}">',
    "attached by a link": '<a rel="attachment" href="{file}">Pièce</a>',
    "@import": "<style>@import url({site}/import.css);</style>",
    "url()": "<style>p {{ background: url({site}/background.png) }}</style>",
    "style": '<p style="background-image: url({site}/style.png)">Fond</p>',
    "list-style": '<ul><li style="list-style-image: url({drawing})">Puce</li></ul>',
    "@font-face": "<style>@font-face {{ font-family: x; src: url({site}/font.woff2) }} p {{ font-family: x }}</style>",
    "iframe": '<iframe src="{site}/frame.html"></iframe>',
    "object": '<object data="{drawing}"></object>',
    "embed": '<embed src="{site}/embed.svg">',
    "svg image": '<svg width="9" height="9"><image href="{site}/image.png" width="9" height="9"/></svg>',
    "svg use": '<svg width="9" height="9"><use href="{drawing}#a"/></svg>',
    "base": '<base href="{site}/base/"><img src="relative.png">',
    "script": '<script src="{site}/script.js"></script><a href="javascript:alert(1)">Ici</a>',
    "refresh": '<meta http-equiv="refresh" content="0; url={site}/refresh"><form action="{site}/form"></form>',
}
# Fields that hold a code, which the application chooses.
CODES = {
    "kind", "language", "code", "key", "value", "role", "target", "findings_kind", "about", "sha256", "values",
}  # fmt: skip
WORDS = "Les effectifs de la formation sont stables et le suivi des diplômés est régulier. "


def nested(opening: str, closing: str, depth: int) -> str:
    return opening * depth + "Au fond." + closing * depth


def table(rows: int, columns: int = 3) -> str:
    return f"<table><tbody>{row(columns) * rows}</tbody></table>"


def row(columns: int, attributes: str = "") -> str:
    return "<tr>" + f"<td{attributes}>12</td>" * columns + "</tr>"


NINES = "9" * 5_000  # Python reads no number of so many digits

# Texts that are put into their canonical form in no time, and print.
SMALL = {
    "200 lists": nested("<ul><li>", "</li></ul>", 200),
    "2 000 quotations": nested("<blockquote>", "</blockquote>", 2_000),
    "20 000 bold": nested("<b>", "</b>", 20_000),
    "50 tables in tables": nested("<table><tr><td>", "</td></tr></table>", 50),
    "500 tables in tables": nested("<table><tr><td>", "</td></tr></table>", 500),
    "never closed": "<ul><li>" * 5_000 + "<table><tr><td>" * 500,
    "65 534 columns": '<table><tr><td colspan="65534" rowspan="65534">1</td><td>2</td></tr></table>',
    "spans of 5 000 digits": f'<table><tr><td colspan="{NINES}" rowspan="-{NINES}">1</td></tr></table>',
    "a number of 5 000 digits": f"<p>{NINES}</p>",
    "entities": f"<p>{'&amp;lt;&#0;&#11;&#x110000;&nbsp;' * 500}</p>",
    "marks on one letter": "<p>e" + "\u0301" * 5_000 + "</p>",
    "writing from right to left": "<p>" + "\u202eabc\u2066" * 500 + "</p>",
}
# Texts that ask for seconds or minutes.
LARGE = {
    "2 000 columns": f"<table>{row(40, ' colspan=50 rowspan=50') * 40}</table>",
    "20 000 rows": table(20_000),
    "20 000 tables": table(1, 1) * 20_000,
    "1 MB of words": f"<p>{WORDS * 12_500}</p>",
    "1 MB in one word": f"<p>{'a' * 1_000_000}</p>",
    "1 MB of items": f"<ul>{'<li>Un.</li>' * 85_000}</ul>",
    "1 MB of cells": table(1_800, 50),
    "100 000 line breaks": f"<p>{'a<br>' * 100_000}</p>",
    "100 000 notes": f"<p>{'a<sup>1</sup> ' * 100_000}</p>",
}


def small_reading() -> ReportReading:
    """Every kind of part that a report may have, each of them once or twice."""
    whole = sample_reading()
    assert whole.observations and whole.committee
    figure = FigureReading(
        "effectifs", "line", "Effectifs", "étudiants", "Dossier", "Année", ("2015", "2016"),
        (SeriesReading("Inscrits", ("12", "14")),),
    )  # fmt: skip
    sections = tuple(
        replace(
            section,
            criteria=tuple(replace(c, figures=(figure,)) for c in section.criteria[:1]),
            blocks=tuple(replace(b, findings=b.findings[:1]) for b in section.blocks),
        )
        for section in whole.sections
    )
    observations = replace(whole.observations, items=whole.observations.items[:1])
    return replace(whole, sections=sections, observations=observations, dissents=("<p>Un désaccord.</p>",))


def one_page(text: str, title: str = "Une page") -> ReportReading:
    """A reading of one section, of which the text is all that is long."""
    whole = sample_reading()
    section = replace(whole.sections[0], text=text, blocks=())
    return replace(
        whole,
        cover=replace(whole.cover, title=title),
        sections=(section,),
        observations=None,
        annex=(),
        committee=None,
        signatures=(),
    )


def everywhere(part: Any, texts: Iterable[str]) -> Any:
    """The part of a reading with one of these texts, in turn, in each field, rich or plain, that holds words."""
    return _everywhere(part, cycle(texts))


def _everywhere(part: Any, texts: Iterator[str]) -> Any:
    if isinstance(part, str):
        return next(texts)
    if isinstance(part, tuple):
        return tuple(_everywhere(p, texts) for p in part)
    if is_dataclass(part) and not isinstance(part, type):
        names = [f.name for f in fields(part) if f.name not in CODES]
        return replace(part, **{name: _everywhere(getattr(part, name), texts) for name in names})
    return part


def words_of(part: Any) -> Iterator[str]:
    """Every string of it that ``everywhere`` replaces."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from words_of(one)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in CODES:
                yield from words_of(getattr(part, field.name))
