"""Beside the text: what is said about it, open or settled, and the form in which one says something."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from evaluations.forms.comments import CommentForm
from evaluations.models import Comment
from evaluations.views.desk import Desk
from evaluations.workspace import comments

SETTLED = "resolus"


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """``?fil=resolus`` shows what is settled, ``?repondre=<id>`` the form of an answer in that thread."""
    if _is_read(request):
        comments.see(desk.evaluation, desk.text.code, desk.user)
    settled = request.GET.get("fil") == SETTLED
    threads = comments.threads(desk.evaluation, desk.text.code, resolved=settled)
    asked = request.GET.get("repondre", "")
    answered = next((thread.comment for thread in threads if thread.comment.public_id == asked), None)
    return {
        "threads": threads,
        "settled": settled,
        "answered": answered,
        "comment_form": form(desk, answers=answered) if desk.discusses else None,
    }


def _is_read(request: HttpRequest) -> bool:
    """Whether somebody has the page before them: not a browser that only gets it ready."""
    ahead = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return request.method != "HEAD" and "prefetch" not in ahead


def form(desk: Desk, *sent: Any, answers: Comment | None = None) -> CommentForm:
    action = reverse("evaluations:comment-write", args=[desk.evaluation.public_id, desk.text.code])
    return CommentForm(*sent, evaluation=desk.evaluation, action=action, answers=answers)
