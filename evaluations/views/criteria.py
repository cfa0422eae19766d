"""The page where the committee's texts are written: the outline, one text or one's own notes on it, a pane beside."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from evalprog import richtext
from evaluations import readiness
from evaluations.definition import Block, Criterion
from evaluations.enums import BlockKind, TextStatus
from evaluations.forms.criterion import AnsweredTextForm, TextForm
from evaluations.models import Assessment, Contribution
from evaluations.permissions import WRITERS_WRITE
from evaluations.reports.reading import printed_answer
from evaluations.views.desk import Desk, desk, shows_notes
from evaluations.views.panes import Pane, pane_named, panes_of
from evaluations.workspace import texts
from evaluations.workspace.outline import Chapter, outline
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import standing_text
from evaluations.writing import answers


@dataclass(frozen=True, slots=True)
class Missing:
    """One line of what remains to be done before the text goes to the committee; ``url``: where, if on these pages."""

    sentence: str
    url: str


@require_safe
def criterion_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """The first text on which this person is awaited, else the first of the framework."""
    here = desk(request, public_id)
    entries = [entry for chapter in outline(here.evaluation, here.user) for entry in chapter.entries]
    first = next((e for e in entries if e.mine and e.status != TextStatus.VALIDATED), entries[0])
    return redirect("evaluations:criterion-edit", public_id, first.text.code)


@require_safe
@never_cache  # going back must not show an older text than the one that was saved
@vary_on_headers("X-Pane")
def criterion_edit(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    here = desk(request, public_id, code)
    return show_pane(request, here) if request.headers.get("X-Pane") else show_text(request, here)


@require_POST
def criterion_validate(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """The chair or the rapporteur holds the text that they read for finished (``validated=1``), or no longer."""
    here = desk(request, public_id, code)
    validated, read = request.POST.get("validated") == "1", request.POST.get("base_revision", "")
    base = int(read) if re.fullmatch("[0-9]{1,9}", read) else None
    try:
        texts.validate(here.evaluation, code, validated=validated, base_revision=base, by=here.user)
    except Refused as refusal:
        status = 409 if isinstance(refusal, texts.Unread) else 422
        return show_text(request, here, notes=False, problems=(str(refusal),), status=status)
    return redirect(f"{_address(here)}?vue=texte")


def show_pane(request: HttpRequest, here: Desk) -> HttpResponse:
    """What lies beside the text, alone: the page's script puts it in place without leaving the text."""
    response = HttpResponse(_pane(request, here, panes_of(here)))
    response["X-Pane"] = "1"
    return response


def show_text(
    request: HttpRequest,
    here: Desk,
    *,
    notes: bool | None = None,
    sent: dict[str, str] | None = None,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The whole page, with the ``problems`` of what was refused. ``sent``: what was typed, handed back unsaved."""
    notes = shows_notes(request, here) if notes is None else notes
    assessment = Assessment.objects.filter(evaluation=here.evaluation, code=here.text.code).first()
    written = _own_notes(here) if notes else assessment
    chapters = outline(here.evaluation, here.user)
    panes = panes_of(here)
    pane = pane_named(request.GET.get("volet", ""), panes)
    context = {
        "desk": here,
        "evaluation": here.evaluation,
        "pane": pane,
        "beside": _pane(request, here, panes),
        "notes": notes,
        "chapters": chapters,
        "assessment": assessment,
        "saved": standing_text(written) if written and written.revision else None,
        "writable": here.contributes if notes else here.writes,
        "form": _form(here, written, notes=notes, sent=sent, beside=_beside(request, pane)),
        "text": written.text if written else "",
        "answer": answer_label(here, getattr(written, "value", "")),
        "columns": _expected_columns(here),
        "words": richtext.word_count(written.text if written else ""),
        "problems": problems,
        "handed_back": sent is not None,
        "missing": _missing(here),
        **_progress(chapters, here),
    }
    return render(request, "evaluations/workspace/criterion.html", context, status=status)


def _pane(request: HttpRequest, here: Desk, panes: tuple[Pane, ...]) -> SafeString:
    """The tabs and the pane that is asked for. The names of its context are its own, apart from those of the page."""
    pane = pane_named(request.GET.get("volet", ""), panes)
    around = {
        "desk": here,
        "evaluation": here.evaluation,
        "panes": panes,
        "pane": pane,
        "view": request.GET.get("vue", ""),
    }
    return render_to_string("evaluations/workspace/pane.html", {**around, **pane.context(request, here)}, request)


def _own_notes(here: Desk) -> Contribution | None:
    return Contribution.objects.filter(evaluation=here.evaluation, code=here.text.code, author=here.user).first()


def _beside(request: HttpRequest, pane: Pane) -> dict[str, str]:
    """Which pane is open beside the text, and the error of fact that is being answered."""
    return {"volet": pane.name, "correction": request.GET.get("correction", "")}


def _form(here: Desk, written, *, notes: bool, sent: dict[str, str] | None, beside: dict[str, str]) -> TextForm:
    initial = {
        "text": richtext.clean(written.text) if written else "",
        "value": getattr(written, "value", ""),
        "base_revision": written.revision if written else 0,
        **beside,
    } | (sent or {})
    if notes:
        return TextForm(initial=initial, label=_("Vos notes"))
    definition = here.evaluation.framework.definition
    if answers(definition, here.text.code) is None:
        return TextForm(initial=initial, label=_("Texte du comité"))
    question = _criterion(here) or _opinion(here)
    return AnsweredTextForm(initial=initial, label=_("Texte du comité"), definition=definition, question=question)


def _criterion(here: Desk) -> Criterion | None:
    """The criterion that the text is about; other texts have none."""
    return next((c for c in here.evaluation.framework.definition.criteria if c.code == here.text.code), None)


def _opinion(here: Desk) -> Block | None:
    """The opinion of the conclusion that the text gives the reasons of."""
    return next((b for b in here.evaluation.framework.definition.opinions if b.code == here.text.code), None)


def answer_label(here: Desk, value: str) -> str:
    """An answer to what the text is about, as the paper will show it."""
    criterion = _criterion(here)
    if opinion := _opinion(here):
        return next((choice.label for choice in opinion.choices if choice.code == value), "")
    return printed_answer(here.evaluation.framework.definition, criterion, value) if criterion else ""


def _expected_columns(here: Desk) -> tuple[str, ...]:
    """The columns of the table that the criterion asks for, if it asks for one."""
    criterion = _criterion(here)
    return criterion.columns if criterion else ()


def _progress(chapters: list[Chapter], here: Desk) -> dict:
    entries = [entry for chapter in chapters for entry in chapter.entries]
    at = next(n for n, entry in enumerate(entries) if entry.text.code == here.text.code)
    return {
        "entry": entries[at],
        "previous": entries[at - 1] if at else None,
        "next": entries[at + 1] if at + 1 < len(entries) else None,
        "done": sum(chapter.done for chapter in chapters),
        "total": len(entries),
    }


def _missing(here: Desk) -> list[Missing]:
    """What the committee has still to write, each line with the place where it is written."""
    if here.evaluation.state not in WRITERS_WRITE:
        return []
    definition = here.evaluation.framework.definition
    written = {text.code for text in definition.texts_for(here.evaluation.programme.kind)}
    lists = {block.code for block in definition.blocks if block.kind == BlockKind.FINDINGS}

    def place(code: str) -> str:
        if code in written:
            return _address(here, code)
        return f"{_address(here)}?volet=constats" if code in lists else ""

    problems = readiness.before("submit_for_validation", here.evaluation, here.user)
    return [Missing(problem.sentence, place(problem.where)) for problem in problems]


def _address(here: Desk, code: str = "") -> str:
    return reverse("evaluations:criterion-edit", args=[here.evaluation.public_id, code or here.text.code])
