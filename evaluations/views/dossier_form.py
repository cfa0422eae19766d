"""The dossier as its institution writes it, where the framework has a form: texts, pieces, indicators, what is missing.

One page for several people: each text has its own editor, journal and sending, by the same script as the observations.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from evalprog import richtext
from evaluations import permissions, readiness
from evaluations.definition import DossierPiece, DossierSection
from evaluations.dossier_facts import Facts, descriptions_of, facts_of
from evaluations.forms.dossier import ADDING, PartForm, PieceForm, PlacesForm
from evaluations.models import DossierFile, DossierPart, DossierTextRevision
from evaluations.readiness import Problem
from evaluations.reports import dossier_reading
from evaluations.views.dossier_place import PAGE, DossierPlace, place
from evaluations.views.table_drawings import Shown, shown
from evaluations.workspace import dossier_pieces, presence
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved, standing_texts
from evaluations.workspace.uploads import Document
from programmes.indicators import references


@dataclass(frozen=True, slots=True)
class TextRow:
    """A section, what stands in it, and what was sent and refused. ``told``: the text with the values of its tables."""

    section: DossierSection
    saved: Saved | None
    text: str
    told: str
    revision: int
    words: int
    is_open: bool
    tables: tuple[Shown, ...]

    @property
    def says_something(self) -> bool:
        return not richtext.is_blank(self.text)

    @property
    def length(self) -> str:
        return length_in_words(self.section, self.words)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that lacks. ``anchor``: where on the page it is given."""

    sentence: str
    anchor: str


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A piece that is expected, what was joined for it, and the forms that change it."""

    expected: DossierPiece
    part: DossierPart | None
    versions: tuple[DossierFile, ...]
    form: PieceForm
    places: PlacesForm | None


def show_form(
    request: HttpRequest,
    here: DossierPlace,
    *,
    problems: Sequence[str] = (),
    sent: Mapping[str, str] | None = None,
    forms: Mapping[str, Any] | None = None,
    adding: PartForm | None = None,
    unsent: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """``sent``: a text that was refused, by its section, handed back unsaved. ``forms``: those that were refused, by
    the code of their piece. ``adding``: a free part that was refused."""
    facts = facts_of(here.evaluation)
    deposited = dossier_reading.last_deposit(here.evaluation)
    opened = (sent or {}).get("name") or request.GET.get("ouvert", "")
    drawn = {table.code: shown(table) for table in facts.tables}
    rows, missing = list(_texts(here, facts, drawn, sent, opened)), readiness.missing_in(facts)
    beside = {one.table.code: row.section for row in rows for one in row.tables}
    context = {
        "evaluation": here.evaluation,
        "standing": here.standing,
        "form": here.form,
        "prepares": here.prepares,
        "deposited": deposited,
        "waiting": here.evaluation.dossier_proposals.filter(outcome="").first() if deposited else None,
        "decided": here.evaluation.dossier_proposals.exclude(outcome__in=("", "REPLACED")).first()
        if deposited
        else None,
        "rows": rows,
        "pieces": list(_pieces(here, facts, forms or {})),
        "tables": [(one, beside.get(code)) for code, one in drawn.items()],
        "missing_tables": [p for p in missing if p.where.startswith("table:")],
        "insertable": references.known(facts.tables),
        "parts": [part for part in facts.pieces if not part.expected],
        "adding": _adding(here, adding),
        "described": [row.description.year for row in descriptions_of(here.evaluation)],
        "years_away": _years_away(here),
        "missing": _missing(missing),
        "warnings": readiness.warnings_in(facts),
        "coverage": _coverage(facts, missing),
        "problems": [*problems, *_refused(here, forms or {}, adding)],
        "unsent": unsent,
        "sends": permissions.may(here.standing, here.evaluation, "propose_dossier_changes"),
        "deposits": permissions.may(here.standing, here.evaluation, "deposit_dossier"),
    }
    return render(request, "evaluations/dossier/form.html", context, status=status)


def _years_away(here: DossierPlace) -> list[str]:
    """What the institution put aside stays there; nobody else learns of it."""
    return [row.year for row in here.evaluation.programme.descriptions.put_away()] if here.prepares else []


def box_address(here: DossierPlace, name: str) -> str:
    """The page, with that box open."""
    return f"{reverse(PAGE, args=[here.evaluation.public_id])}?ouvert={name}#{name}"


def told_after(here: DossierPlace, section: DossierSection) -> dict[str, Any]:
    """What the page says of the whole dossier and of that text, after a save too. ``deposited``: the last version, of
    which a page that was open before does not know: what is written there has become a proposal."""
    facts = facts_of(here.evaluation)
    missing = readiness.missing_in(facts)
    return {
        "deposited": dossier_reading.last_number(here.evaluation),
        "coverage": _coverage(facts, missing),
        "missing": [asdict(one) for one in _missing(missing)],
        "length": length_in_words(section, richtext.word_count(facts.text(section.code))),
    }


def length_in_words(section: DossierSection, words: int) -> str:
    """« 128 mots enregistrés (environ 300 mots conseillés). »"""
    told = ngettext("%(words)d mot enregistré", "%(words)d mots enregistrés", words) % {"words": words}
    if not section.length:
        return f"{told}."
    advised = ngettext("environ %(words)d mot conseillé", "environ %(words)d mots conseillés", section.length)
    return f"{told} ({advised % {'words': section.length}})."


def _refused(here: DossierPlace, forms: Mapping[str, Any], adding: PartForm | None) -> Iterator[Missing]:
    """What is wrong with what was sent, at the head of the page too: the form that says it is far below."""
    for code, form in forms.items():
        expected = _expected(here, code.removesuffix(":places"))
        for sentence in sentences_of(form):
            told = {"piece": expected.label, "sentence": sentence}
            yield Missing(_("%(piece)s : %(sentence)s") % told, f"piece-{expected.code}")
    for sentence in sentences_of(adding) if adding else ():
        yield Missing(sentence, "autres-pieces")


def sentences_of(form: django_forms.BaseForm) -> list[str]:
    """What is wrong with it, once each."""
    return list(dict.fromkeys(str(sentence) for errors in form.errors.values() for sentence in errors))


def _coverage(facts: Facts, missing: Sequence[Problem]) -> list[str]:
    return [readiness.progress_in_words(facts), readiness.missing_in_words(list(missing))]


def _missing(problems: Sequence[Problem]) -> list[Missing]:
    return [Missing(problem.sentence, _anchor(problem.where)) for problem in problems]


def _anchor(where: str) -> str:
    kind, _colon, code = where.rpartition(":")
    return {"piece": f"piece-{code}", "table": "indicateurs"}.get(kind, code)


# -- pieces


@require_POST
def piece_join(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The expected piece of that code: its first version, or the next."""
    here = _writing(request, public_id)
    expected = _expected(here, code)
    form = PieceForm(request.POST, request.FILES, evaluation=here.evaluation, expected=expected)
    if not form.is_valid():
        return show_form(request, here, forms={code: form}, status=422)
    said = form.cleaned_data
    try:
        dossier_pieces.join(here.evaluation, code, said["file"], read=said["read"], by=request.user)
    except Refused as refusal:
        return show_form(request, here, problems=[str(refusal)], status=409)
    messages.success(request, _("La pièce est enregistrée."))
    tell_notices(request, said["file"])
    return redirect(f"{reverse(PAGE, args=[public_id])}#piece-{code}")


@require_POST
def piece_point(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The pages where what is asked for stands in that piece."""
    here = _writing(request, public_id)
    expected = _expected(here, code)
    part = here.evaluation.dossier.filter(expected=code).first()
    if part is None:
        raise Http404
    form = PlacesForm(request.POST, evaluation=here.evaluation, expected=expected, part=part)
    if not form.is_valid():
        return show_form(request, here, forms={f"{code}:places": form}, status=422)
    try:
        dossier_pieces.point(part, form.places, read=form.cleaned_data["read"], by=request.user)
    except Refused as refusal:
        return show_form(request, here, problems=[str(refusal)], status=409)
    messages.success(request, _("Les pages sont enregistrées."))
    return redirect(f"{reverse(PAGE, args=[public_id])}#piece-{code}")


def tell_notices(request: HttpRequest, document: Document) -> None:
    """What its sender may not know of it: it names somebody, or is not what its name said."""
    for notice in document.notices:
        messages.warning(request, notice)


# -- who is here


@require_POST
def presence_tell(request: HttpRequest, public_id: str) -> JsonResponse:
    """``code``: the section being written, if any → the colleagues who are here, and their sections."""
    here = _writing(request, public_id)
    code = request.POST.get("code", "")
    known = {section.code for section in here.form.sections} if here.form else set()
    presence.tell(here.evaluation, request.user, code if code in known else "")
    others = presence.colleagues(here.evaluation, request.user)
    return JsonResponse({"others": [{"name": str(row.user), "code": row.code} for row in others]})


# -- what the template shows


def _writing(request: HttpRequest, public_id: str) -> DossierPlace:
    here = place(request, public_id, house=True)
    permissions.allow(here.writes, str(dossier_pieces.NOT_NOW))
    return here


def _expected(here: DossierPlace, code: str) -> DossierPiece:
    try:
        if here.form is None:
            raise ObjectDoesNotExist
        return here.form.piece(code)
    except (KeyError, ObjectDoesNotExist):
        raise Http404 from None


def _texts(
    here: DossierPlace, facts: Facts, drawn: Mapping[str, Shown], sent: Mapping[str, str] | None, opened: str
) -> Iterator[TextRow]:
    last = standing_texts(DossierTextRevision, "section", facts.texts.values())
    form = here.form
    for section in form.sections if form else ():
        given = sent if sent and sent.get("name") == section.code else {}
        row = facts.texts.get(section.code)
        text = given.get("text", row.text if row else "")
        kinds = {indicator.kind for indicator in form.indicators if indicator.section == section.code} if form else ()
        yield TextRow(
            section,
            saved=last.get(row.pk) if row else None,
            text=text,
            told=references.resolve(text, facts.tables).html,
            revision=int(given.get("base_revision") or (row.revision if row else 0)),
            words=richtext.word_count(text),
            is_open=section.code == opened,
            tables=tuple(one for one in drawn.values() if one.table.kind in kinds),
        )


def _pieces(here: DossierPlace, facts: Facts, refused: Mapping[str, Any]) -> Iterator[PieceRow]:
    files: dict[int, list[DossierFile]] = {}
    for file in DossierFile.objects.filter(part__in=facts.pieces).select_related("added_by").order_by("-number"):
        files.setdefault(file.part_id, []).append(file)
    for expected in here.form.pieces if here.form else ():
        part = facts.expected_piece(expected.code)
        told = {"evaluation": here.evaluation, "expected": expected}
        form = refused.get(expected.code) or PieceForm(initial={"read": part.version if part else 0}, **told)
        places = refused.get(f"{expected.code}:places")
        if part and expected.parts and places is None:
            places = PlacesForm(part=part, **told)
        yield PieceRow(expected, part, tuple(files.get(part.pk, ())) if part else (), form, places)


def _adding(here: DossierPlace, refused: PartForm | None) -> list[PartForm]:
    """The forms of free parts; once it is deposited they do not change any more."""
    if not here.prepares:
        return []
    made = {kind: form(evaluation=here.evaluation, kind=kind) for kind, form in ADDING.items()}
    return [refused if isinstance(refused, type(form)) else form for form in made.values()]
