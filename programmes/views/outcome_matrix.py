"""The matrix of courses and outcomes, ticked in one go."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evalprog.documents import NBSP, DocumentInvalid
from evalprog.documents.errors import ErrorLine
from programmes.forms.description_words import WORDS
from programmes.forms.outcome_matrix import OutcomeMatrix
from programmes.views.course_table import page_in
from programmes.views.drafts import again, draft_of, revision_in, save
from programmes.writing import Stale

_STALE_HINT = gettext_lazy(
    "Les cases entourées ne disent pas ce qui est enregistré maintenant. Enregistrez pour garder vos coches."
)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_matrix(request, public_id):
    draft = draft_of(request, public_id)
    data = request.POST if request.method == "POST" else None
    matrix, errors, status = OutcomeMatrix(draft.document, page_in(request), data), [], 200
    if data is not None:
        try:
            save(draft, matrix.ticked(), revision=revision_in(request), request=request)
        except Stale:
            draft, status = again(draft), 409
            matrix = OutcomeMatrix(draft.document, matrix.page, data)
            errors = [_("Cette description a été modifiée entre-temps. Vos coches sont ci-dessous, pas enregistrées.")]
        except DocumentInvalid as invalid:
            document = matrix.document
            errors = [
                f"{WORDS.place_name(document, p.path)}{NBSP}: {WORDS.without_paths(document, p.on_page or p.sentence)}"
                for p in invalid.problems
            ]
        else:
            messages.success(request, _("La matrice est enregistrée."))
            return redirect(_url(draft, matrix.page))
    context = {
        "draft": draft,
        "matrix": matrix,
        "errors": [ErrorLine(sentence) for sentence in errors],
        "uncoded": [(draft.url(each.path, "#id_code"), each.text) for each in matrix.uncoded],
        "action": _url(draft, matrix.page),
        "pages": [(number, _url(draft, number)) for number in range(1, matrix.page_count + 1)],
        "hint": _STALE_HINT if status == 409 else "",
    }
    return render(request, "programmes/describe/matrix.html", context, status=status)


def _url(draft, page):
    return f"{draft.page('outcome-matrix')}{f'?page={page}' if page > 1 else ''}"
