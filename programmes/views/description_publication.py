"""From the draft to what everybody reads, and back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evalprog.asked import revision_in
from evalprog.documents.differences import differences
from programmes import permissions, writing
from programmes.description import Contact, JuryMember, Teacher
from programmes.description.editing import DESCRIPTION
from programmes.reports import sheet
from programmes.views.changes import told
from programmes.views.drafts import Draft, draft_of
from programmes.views.versions import MOST_TOLD


@require_http_methods(["GET", "HEAD", "POST"])
def description_publish(request, public_id):
    """What will be published, what it changes, whom it names; the button, for whoever signs."""
    draft = draft_of(request, public_id)
    if request.method == "POST":
        return _publish(request, draft)
    description = draft.description
    before = description.revisions.filter(revision=description.published_revision).first()
    found = differences(DESCRIPTION, before.document, draft.document) if before and description.has_draft else []
    context = {
        "draft": draft,
        "differences": [told(difference) for difference in found[:MOST_TOLD]],
        "remarks": draft.outline().to_correct(),
        "named": _named_people(draft),
        "may_publish": permissions.publishes_for(request.user, description.programme.institution),
    }
    return render(request, "programmes/describe/publish.html", context)


def _publish(request, draft: Draft):
    try:
        writing.publish(draft.description, revision=revision_in(request), by=request.user)
    except writing.Stale:
        messages.error(request, _("Quelqu’un a écrit entre-temps : relisez ce qui change avant de publier."))
    except writing.WritingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La formation est publiée : chacun peut la lire."))
    return redirect(draft.page("description-publish"))


@require_safe
def description_preview(request, public_id):
    """The last writing as everybody would read it, over the same reading and the same partials."""
    draft = draft_of(request, public_id)
    if draft.problems:
        messages.error(request, _("Cette description a des erreurs : corrigez-les avant de la relire."))
        return redirect(draft.url())
    laid_out = sheet.read(draft.last.content)
    context = {
        "draft": draft,
        "sheet": laid_out,
        "tables": laid_out.matrix.tables(len(laid_out.matrix.matrix.columns) or 1),
    }
    return render(request, "programmes/describe/preview.html", context)


@require_POST
def description_withdraw(request, public_id):
    draft = draft_of(request, public_id)
    writing.withdraw(draft.description, by=request.user)
    messages.success(request, _("La formation n’est plus publiée ; vos textes restent ici."))
    return redirect(draft.page("description-publish"))


def _named_people(draft: Draft) -> list[str]:
    """Those whom publication names, each once, in the order of the description."""
    spots = DESCRIPTION.walk(draft.document)
    people = [s.record.get("name", "") for s in spots if s.part in (Contact, JuryMember, Teacher)]
    head = draft.document.get("management", {}).get("head", "")
    return list(dict.fromkeys(filter(None, [head, *people])))
