"""A report in the formats of bibliographies, as its cover names it: nothing of a citation is asked of the database."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from evalprog.dates import long_date
from evaluations.content import ReportReading
from evaluations.models import Report

# What TeX would read as its own; letters stay as they are, in UTF-8.
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\u00a0": "~", "\u202f": "~",
}  # fmt: skip
_LANGUAGES = {"fr": "french", "en": "english"}


@dataclass(frozen=True, slots=True)
class Citation:
    """``name``: of the format; ``text``: as it is copied; ``html``: as it is read, where it differs."""

    name: str
    text: str
    html: SafeString | str
    form: str = ""  # of the file in which it can be taken away


def texts(report: Report, reading: ReportReading, address: str) -> tuple[Citation, ...]:
    """Every format, in the order in which the page shows them."""
    entry, lines = bibtex(report, reading, address), ris(report, reading, address)
    return (
        Citation("ISO 690", *_iso(report, reading, address)),
        Citation("APA", *_apa(report, reading, address)),
        Citation("BibTeX", entry, entry, form="bib"),
        Citation("RIS", lines, lines, form="ris"),
    )


def _iso(report: Report, reading: ReportReading, address: str) -> tuple[str, SafeString]:
    """ISO 690, which replaced the French norm Z44-005."""
    with override("fr"):
        author, title = _agency(reading).upper(), _whole_title(reading)
        edition = _("Version %(version)d. ") % {"version": report.version} if report.version > 1 else ""
        rest = f"{edition}{_agency(reading)}, {report.published_on:%Y}. {_('Publié le')} {_day(report)}. "
        rest += f"{_('Disponible à l’adresse')}\u00a0: {address}"
    return f"{author}. {title}. {rest}", format_html("{}. <cite>{}</cite>. {}", author, title, rest)


def _apa(report: Report, reading: ReportReading, address: str) -> tuple[str, SafeString]:
    """Who publishes is who writes, and is named once."""
    day = f"{report.published_on:%Y}, {_day(report).rpartition(' ')[0]}"
    edition = f" (version {report.version})" if report.version > 1 else ""
    before, title, after = f"{_agency(reading)}. ({day}). ", _whole_title(reading), f"{edition}. {address}"
    return f"{before}{title}{after}", format_html("{}<cite>{}</cite>{}", before, title, after)


def bibtex(report: Report, reading: ReportReading, address: str) -> str:
    fields = {
        "title": f"{{{_tex(reading.full_title)}}}",
        "author": f"{{{_tex(_agency(reading))}}}",
        "institution": _tex(_agency(reading)),
        "type": _tex(reading.cover.document),
        "number": str(report.version) if report.version > 1 else "",
        "year": f"{report.published_on:%Y}",
        "month": f"{report.published_on:%m}".lstrip("0"),
        "date": f"{report.published_on:%Y-%m-%d}",
        "language": _LANGUAGES.get(reading.language, reading.language),
        "note": _tex(", ".join(filter(None, (reading.cover.institution, reading.cover.campaign)))),
        "url": _tex_address(address),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@techreport{{rapport-{report.public_id},\n{lines}\n}}\n"


def ris(report: Report, reading: ReportReading, address: str) -> str:
    """Lines end as the format wants; what would begin another line cannot stand in a value."""
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in _ris(report, reading, address)) + "ER  - \r\n"


def _ris(report: Report, reading: ReportReading, address: str) -> Iterator[tuple[str, str]]:
    yield "TY", "RPRT"
    yield "AU", f"{_agency(reading)},"  # the comma says that this is no person's name
    yield "TI", reading.full_title
    yield "PB", _agency(reading)
    yield "PY", f"{report.published_on:%Y}"
    yield "DA", f"{report.published_on:%Y/%m/%d}"
    if report.version > 1:
        yield "ET", str(report.version)
    yield "N1", ", ".join(filter(None, (reading.cover.institution, reading.cover.campaign)))
    yield "LA", reading.language
    yield "UR", address


def _agency(reading: ReportReading) -> str:
    return reading.cover.agency_name or reading.cover.agency


def _whole_title(reading: ReportReading) -> str:
    """With the institution, which neither wrote nor published the report that is about it."""
    return ", ".join(filter(None, (reading.full_title, reading.cover.institution)))


def _day(report: Report) -> str:
    assert report.published_on is not None
    return long_date(report.published_on, "fr")


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in _one_line(text))


def _tex_address(address: str) -> str:
    """Read as it stands, but for what would end the field or begin a comment."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", address).replace("%", r"\%")


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n\t]+", " ", text).strip()


FILES: dict[str, tuple[str, Callable[[Report, ReportReading, str], str]]] = {
    "bib": ("application/x-bibtex; charset=utf-8", bibtex),
    "ris": ("application/x-research-info-systems; charset=utf-8", ris),
}
