"""One revision of a text: what differs from another, word by word, and coming back to it."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from evalprog import wordiff
from evaluations.forms.history import CompareForm, RestoreForm
from evaluations.models import Revision
from evaluations.permissions import allow
from evaluations.views.desk import NOTES, TEXT, Desk, desk
from evaluations.views.panes import back_to
from evaluations.views.panes.history import may_restore, restore_form
from evaluations.views.text_saves import conflict
from evaluations.workspace import history
from evaluations.workspace.texts import NOT_NOW, TextRefused

PANE = "historique"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts compared. ``revision`` is ``None`` before the first."""

    label: str
    revision: Revision | None

    @property
    def text(self) -> str:
        return self.revision.text if self.revision else ""

    @property
    def value(self) -> str:
        return self.revision.value if self.revision else ""


@require_safe
def revision_detail(request: HttpRequest, public_id: str, code: str, name: str) -> HttpResponse:
    """What differs between this text and another: the current one, or the revision ``?avec=``."""
    here, notes = desk(request, public_id, code), request.GET.get("vue") == NOTES
    row = _row(here, notes=notes)
    try:
        revision = history.revision_named(row, name)
        other = _other(request, row, revision)
        before, after = _sides(row, revision, other)
    except ObjectDoesNotExist:
        raise Http404 from None
    is_current = not revision.is_set_aside and revision.number == row.revision
    restores = may_restore(here, notes=notes) and not is_current
    button = _("Rétablir ce texte")
    context = {
        "desk": here,
        "evaluation": here.evaluation,
        "notes": notes,
        "revision": revision,
        "shows_names": notes or here.traces_authors,
        "name": name,
        "previous": revision.based_on if revision.is_set_aside else revision.number - 1,
        "current": row.revision,
        "is_current": is_current,
        "before": before,
        "after": after,
        "changes": wordiff.as_html(wordiff.differences(before.text, after.text)),
        "compare": CompareForm(last=row.revision, initial={"avec": other, "vue": NOTES if notes else ""}),
        "restore": restore_form(here, name, row.revision, notes=notes, button=button) if restores else None,
    }
    return render(request, "evaluations/workspace/revision.html", context)


@require_POST
def revision_restore(request: HttpRequest, public_id: str, code: str, name: str) -> HttpResponse:
    """Take up this text as a new revision; on a text that was changed meanwhile, both are shown (INV-W2)."""
    here, notes = desk(request, public_id, code), request.POST.get("vue") == NOTES
    row, view = _row(here, notes=notes), NOTES if notes else TEXT
    form = RestoreForm(request.POST)
    if not form.is_valid():
        allow(may_restore(here, notes=notes), str(NOT_NOW))
        return HttpResponseBadRequest(_("La révision lue manque : revenez à l’historique et recommencez."))
    try:
        saved = history.restore(row, name, base_revision=form.cleaned_data["base_revision"], by=here.user)
    except ObjectDoesNotExist:
        raise Http404 from None
    except TextRefused as refusal:  # written before there was a limit
        messages.error(request, str(refusal))
        return back_to(here, PANE, vue=view)
    if saved.is_stale:
        return conflict(request, here, saved, notes=notes, value=saved.your_value)
    messages.success(request, _("Ce texte est rétabli ; la révision %(number)d le dit.") % {"number": saved.revision})
    return back_to(here, PANE, vue=view)


def _row(here: Desk, *, notes: bool) -> history.Told:
    """:raises Http404: as long as nothing was written, and for anybody else's notes."""
    row = history.text_row(here.evaluation, here.text.code, here.user, notes=notes)
    if row is None:
        raise Http404
    return row


def _other(request: HttpRequest, row: history.Told, revision: Revision) -> int:
    """The number of the other text: the one asked for; else the current; for the current, the one before it."""
    asked = request.GET.get("avec", "")
    if asked:
        if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
            raise Http404
        return int(asked)
    is_current = not revision.is_set_aside and revision.number == row.revision
    return row.revision - 1 if is_current else row.revision


def _sides(row: history.Told, revision: Revision, other: int) -> tuple[Side, Side]:
    """The earlier text, then the later; what was set aside is the later: what it would have brought shows."""
    found = history.revision_named(row, str(other)) if other else None
    aside = revision.is_set_aside
    this = Side(_("le texte mis de côté") if aside else _numbered(row, revision.number), revision)
    that = Side(_numbered(row, other), found)
    return (that, this) if aside or other < revision.number else (this, that)


def _numbered(row: history.Told, number: int) -> str:
    if number == 0:
        return _("le texte vide du début")
    words = _("la révision %(number)d, le texte actuel") if number == row.revision else _("la révision %(number)d")
    return words % {"number": number}
