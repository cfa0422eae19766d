"""A page of the workspace says every few seconds where its reader is, and learns who else is there."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from evaluations.models import Evaluation
from evaluations.views.desk import desk
from evaluations.workspace import presence


@require_POST
def presence_tell(request: HttpRequest, public_id: str) -> JsonResponse:
    """``code``: the text being looked at, if any → the others and their texts, the revision of this one, its open
    comments."""
    code = request.POST.get("code", "")
    here = desk(request, public_id, code)
    presence.tell(here.evaluation, here.user, code)
    told = {
        "others": [{"name": str(row.user), "code": row.code} for row in presence.others(here.evaluation, here.user)],
        "revision": _revision(here.evaluation, code),
        "comments": here.evaluation.comments.filter(code=code, parent=None, resolved_at=None).count(),
    }
    return JsonResponse(told)


def _revision(evaluation: Evaluation, code: str) -> int:
    revisions = evaluation.assessments.filter(code=code).values_list("revision", flat=True)
    return revisions.first() or 0
