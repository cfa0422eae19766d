"""The matrix of courses and outcomes, ticked in one go."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evalprog.asked import revision_in
from evalprog.documents import DocumentInvalid, Problem
from evalprog.documents.errors import ErrorLine
from programmes.forms.description_words import WORDS
from programmes.forms.outcome_matrix import Lost, OutcomeMatrix
from programmes.views.course_table import page_in
from programmes.views.drafts import Draft, again, draft_of, save
from programmes.writing import Stale

_HINT = gettext_lazy("Les cases entourées sont vos changements, pas encore enregistrés : enregistrez pour les garder.")


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_matrix(request, public_id):
    """``?page=``: some of the courses."""
    draft = draft_of(request, public_id)
    if request.method == "POST":
        return _kept(request, draft)
    return _page(request, draft, OutcomeMatrix(draft.document, page_in(request)))


def _kept(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What others ticked since the page was made stays beside what was ticked here."""
    matrix, revision = OutcomeMatrix(draft.document, page_in(request), request.POST), revision_in(request)
    who = draft.writers_since(revision, request.user)
    read = draft.as_read(revision)
    if read is None:
        lead = _("Cette description a été modifiée entre-temps. Vos coches sont ci-dessous, pas enregistrées.")
        return _page(request, draft, matrix, status=409, lead=lead)
    if revision != draft.revision:
        matrix.merge(read)
    if matrix.lost:
        return _page(request, draft, matrix, [_told_lost(each) for each in matrix.lost], 409, _lead(who))
    try:
        save(draft, matrix.ticked(), revision=draft.revision, request=request)
    except Stale:
        return _kept(request, again(draft))
    except DocumentInvalid as invalid:
        return _page(request, draft, matrix, [_told_wrong(matrix, problem) for problem in invalid.problems])
    messages.success(request, _told(matrix, who))
    return redirect(_url(draft, matrix.page))


def _told(matrix: OutcomeMatrix, who: str) -> str:
    if matrix.taken:
        told = _("La matrice est enregistrée, et garde à côté des vôtres les coches changées entre-temps par %(who)s.")
        return told % {"who": who}
    return _("La matrice est enregistrée.")


def _lead(who: str) -> str:
    changed = _("Cette description a été changée entre-temps par %(who)s.") % {"who": who}
    lost = _("Ces coches n’ont plus leur place : le cours ou l’acquis a été retiré, ou son code a changé.")
    return f"{changed} {lost}"


def _told_lost(lost: Lost) -> ErrorLine:
    told = [
        sentence % {"codes": ", ".join(codes)}
        for sentence, codes in (
            (_("vous aviez coché %(codes)s."), lost.ticked),
            (_("vous aviez décoché %(codes)s."), lost.unticked),
        )
        if codes
    ]
    return ErrorLine(" ".join(told), lost.course)


def _told_wrong(matrix: OutcomeMatrix, problem: Problem) -> ErrorLine:
    sentence = WORDS.without_paths(matrix.document, problem.on_page or problem.sentence)
    return ErrorLine(sentence, WORDS.place_name(matrix.document, problem.path))


def _page(
    request: HttpRequest,
    draft: Draft,
    matrix: OutcomeMatrix,
    errors: Sequence[ErrorLine] = (),
    status: int = 200,
    lead: str = "",
) -> HttpResponse:
    context = {
        "draft": draft,
        "matrix": matrix,
        "errors": errors,
        "lead": lead,
        "uncoded": [(draft.url(each.path, "#id_code"), each.text) for each in matrix.uncoded],
        "action": _url(draft, matrix.page),
        "pages": [(number, _url(draft, number)) for number in range(1, matrix.page_count + 1)],
        "hint": _HINT if status == 409 else "",
    }
    return render(request, "programmes/describe/matrix.html", context, status=status)


def _url(draft, page):
    return f"{draft.page('outcome-matrix')}{f'?page={page}' if page > 1 else ''}"
