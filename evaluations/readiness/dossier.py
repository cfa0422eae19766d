"""Before a dossier is deposited: what its framework's form asks for and is not there yet."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog import richtext
from evalprog.text import folded
from evaluations.definition import DossierPiece
from evaluations.dossier_facts import Facts, facts_of
from evaluations.enums import DossierKind
from evaluations.models import DossierPart, Evaluation
from evaluations.readiness.problem import Problem
from programmes.indicators import checks, references

_TO_COMPLETE = "a completer"  # folded: after a bracket, a passage left for later


def before_deposit(evaluation: Evaluation, *, by_post: bool = False) -> list[Problem]:
    """Every mandatory section, piece, place and table that is missing, and every reference that names nothing.

    ``where``: the code of the section, ``piece:`` or ``table:`` and a code. Without a form, nothing is asked for.
    ``by_post``: the agency records the arrival of a dossier of which nothing was written here. What the institution
    prepares is its own: then one sentence, which tells nothing of it.
    """
    return missing_in(facts_of(evaluation), by_post=by_post)


def missing_in(facts: Facts, *, by_post: bool = False) -> list[Problem]:
    """``before_deposit`` of facts that have been read."""
    if facts.form is None:
        return []
    if by_post:
        own = _("L’établissement prépare ce dossier ici : c’est à lui de le déposer.")
        return [] if facts.is_empty else [Problem(own, "dossier")]
    return [*_sections(facts), *_pieces(facts), *_tables(facts)]


def warnings_in(facts: Facts) -> list[Problem]:
    """What deserves a look and refuses nothing: passages left for later, values that a text refers to and that are not
    available, cells of the tables that contradict each other."""
    if facts.form is None:
        return []
    unavailable = [
        Problem(_("%(section)s : %(sentence)s") % {"section": section.label, "sentence": sentence}, section.code)
        for section in facts.form.sections
        for sentence in references.resolve(facts.text(section.code), facts.tables).unavailable
    ]
    return [*_left_for_later(facts), *unavailable] + [
        Problem(found.sentence, "indicateurs") for found in checks.check(facts.tables)
    ]


def progress_of(facts: Facts) -> tuple[int, int]:
    """How many sections say something, of how many."""
    sections = facts.form.sections if facts.form else ()
    return sum(not richtext.is_blank(facts.text(section.code)) for section in sections), len(sections)


def progress_in_words(facts: Facts) -> str:
    """« 7 sections sur 9 »."""
    done, total = progress_of(facts)
    told = {"done": done, "total": total}
    return ngettext("%(done)d rubrique rédigée sur %(total)d", "%(done)d rubriques rédigées sur %(total)d", done) % told


def missing_in_words(missing: list[Problem]) -> str:
    """« 2 points manquent »."""
    if not missing:
        return _("Rien ne manque")
    return ngettext("%(count)d point manque", "%(count)d points manquent", len(missing)) % {"count": len(missing)}


def _sections(facts: Facts) -> Iterator[Problem]:
    for section in facts.form.sections if facts.form else ():
        text = facts.text(section.code)
        if section.mandatory and richtext.is_blank(text):
            yield Problem(_("%(section)s : le texte manque.") % {"section": section.label}, section.code)
        for sentence in references.resolve(text, facts.tables).unknown:
            told = {"section": section.label, "sentence": sentence}
            yield Problem(_("%(section)s : %(sentence)s") % told, section.code)


def _left_for_later(facts: Facts) -> Iterator[Problem]:
    """« [À compléter : …] » stands in texts that were begun from a model, or that wait for somebody's figures."""
    for section in facts.form.sections if facts.form else ():
        _before, *bracketed = richtext.to_plain(facts.text(section.code)).split("[")
        if any(folded(passage[:40]).startswith(_TO_COMPLETE) for passage in bracketed):
            sentence = _("« %(section)s » contient encore « [À compléter » : complétez ce passage ou retirez-le.")
            yield Problem(sentence % {"section": section.label}, section.code)


def _pieces(facts: Facts) -> Iterator[Problem]:
    for expected in facts.form.pieces if facts.form else ():
        piece = facts.expected_piece(expected.code)
        if piece is not None:
            yield from _places(expected, piece)
        elif expected.mandatory:
            sentence = _("%(piece)s : la pièce manque.") % {"piece": expected.label}
            yield Problem(sentence, f"piece:{expected.code}")


def _places(expected: DossierPiece, piece: DossierPart) -> Iterator[Problem]:
    for place in expected.parts:
        page = piece.places.get(place.code)
        told = {"piece": expected.label, "place": place.label}
        if page is None:
            yield Problem(_("%(piece)s : donnez la page de « %(place)s ».") % told, f"piece:{expected.code}")
        elif piece.kind == DossierKind.DOCUMENT and not 1 <= page <= (piece.pages or 0):
            sentence = _("%(piece)s : la page de « %(place)s » n’existe pas dans le document.") % told
            yield Problem(sentence, f"piece:{expected.code}")


def _tables(facts: Facts) -> Iterator[Problem]:
    there = {table.kind for table in facts.tables}
    for expected in facts.form.indicators if facts.form else ():
        if expected.mandatory and expected.kind not in there:
            sentence = _("%(table)s : les chiffres manquent.") % {"table": expected.label}
            yield Problem(sentence, f"table:{expected.code}")
