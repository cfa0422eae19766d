"""Commenting a text, and holding a thread for settled."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from evalprog.public_id import named
from evaluations.models import Comment
from evaluations.views.desk import Desk, desk
from evaluations.views.panes import back_to, pane_alone
from evaluations.views.panes.comments import SETTLED
from evaluations.views.panes.comments import form as comment_form
from evaluations.workspace import comments

PANE = "commentaires"


@require_POST
def comment_write(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """A new comment, or an answer; what was refused is handed back with what was typed."""
    here = desk(request, public_id, code)
    answered = request.POST.get("answers", "")
    thread = _found(here, answered) if answered else None
    form = comment_form(here, request.POST, answers=thread)
    if form.is_valid():
        said = form.cleaned_data
        try:
            comments.write(
                here.evaluation,
                code,
                said["text"],
                by=request.user,
                quote=said["quote"],
                answers=thread,
                mentioned=said["mentioned"],
                key=said["key"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return back_to(here, PANE)
    return pane_alone(request, here, PANE, comment_form=form, answered=thread)


@require_POST
def comment_resolve(request: HttpRequest, public_id: str, code: str, comment_id: str) -> HttpResponse:
    """``resolved``: 1 to hold the thread for settled, else it is opened again."""
    here = desk(request, public_id, code)
    resolved = request.POST.get("resolved") == "1"
    comments.resolve(_found(here, comment_id), resolved=resolved, by=request.user)
    return back_to(here, PANE) if resolved else back_to(here, PANE, fil=SETTLED)


def _found(here: Desk, comment_id: str) -> Comment:
    comment = named(here.evaluation.comments.filter(code=here.text.code), comment_id)
    if comment is None:
        raise Http404
    return comment
