"""What an import did, as plain data: the keys are those of the contract with integrators."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from evalprog.documents import quoted
from programmes import rncp
from programmes.description import Remark, as_document, remarks
from programmes.forms.description_words import WORDS
from programmes.imports.headings import column_in_words
from programmes.imports.institutions import is_named_in
from programmes.imports.parsed import BadCell, Noted, ReadFile
from programmes.imports.taking_in import Taken


def told(read: ReadFile, taken: Iterable[Taken], *, is_kept: bool) -> dict[str, Any]:
    """``{"programmes": [{"id", "url", "codes", "title", …}], "coverage", "unplaced"}``."""
    taken = list(taken)
    return {
        "programmes": [_programme(each, noted, is_kept) for each, noted in zip(taken, warnings_of(taken), strict=True)],
        "coverage": round(read.coverage, 4),
        "unplaced": [{"line": each.line, "text": each.text} for each in read.unplaced],
    }


def warnings_of(taken: list[Taken]) -> list[list[Noted]]:
    """Of each: what its reader noted, what does not add up in the description, what the national directory says."""
    of_directory = rncp.remarks_of(each.content for each in taken)
    return [
        [*_told_elsewhere(each), *each.read.noted, *_named(each, [*_untold(each), *others])]
        for each, others in zip(taken, of_directory, strict=True)
    ]


def _told_elsewhere(taken: Taken) -> Iterator[Noted]:
    """The lines of a text that seem to name another institution than that for which it is written."""
    institution = taken.description.programme.institution
    for told in taken.read.told:
        if not is_named_in(told.text, institution):
            sentence = _(
                "« %(text)s » semble nommer un autre établissement que « %(name)s » : vérifiez de qui est ce texte."
            )
            words = {"text": quoted(told.text), "name": quoted(institution.name)}
            yield Noted(told.line, "institution-differs", sentence % words)


def _untold(taken: Taken) -> Iterator[Remark]:
    """Those that the reader has not told already, with their lines, as that of a prospectus does."""
    noted = {(each.code, each.text) for each in taken.read.noted}
    for remark in remarks(taken.content):
        begins = remark.sentence.removesuffix(".")
        if not any(code == remark.code and text.startswith(begins) for code, text in noted):
            yield remark


def _named(taken: Taken, untold: list[Remark]) -> list[Noted]:
    """After the name of the part that each is about, as its pages call it."""
    document = as_document(taken.content) if untold else {}
    return [
        Noted(None, each.code, f"{WORDS.place_name(document, each.where)}\u00a0: {each.sentence}") for each in untold
    ]


def place(cell: BadCell) -> str:
    """As a sentence for a terminal, « ligne 12, colonne Cours!F : … »."""
    where = [_("ligne %(line)d") % {"line": cell.line}] if cell.line is not None else []
    where += [_("colonne %(column)s") % {"column": column_in_words(cell.column)}] if cell.column else []
    return f"{', '.join(where)}\u00a0: {cell.sentence}" if where else cell.sentence


def _programme(taken: Taken, noted: list[Noted], is_kept: bool) -> dict[str, Any]:
    content, programme = taken.content, taken.description.programme
    return {
        "id": programme.public_id if is_kept else None,
        "url": programme.get_absolute_url() if is_kept else None,
        "codes": list(content.codes),
        "title": content.title,
        "year": content.year,
        "credits": _number(content.credits),
        "years": _number(content.years),
        "courses": len({course.code for course in content.all_courses()}),
        "outcomes": sum(1 for _outcome in content.all_outcomes()),
        "created": taken.is_new,
        "changed": taken.is_changed,
        "taken_back": taken.is_taken_back,
        "published": taken.description.is_published,
        "warnings": [{"line": each.line, "code": each.code, "text": each.text} for each in noted],
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
