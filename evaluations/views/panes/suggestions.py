"""Beside the text: what the agency's reading proposes to change, each passage with its ruling."""

from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString

from evalprog import richtext, wordiff
from evaluations.forms.suggestions import AnnounceForm, NoteForm, RulingForm, TakeBackForm, WithdrawForm
from evaluations.models import Assessment, Suggestion
from evaluations.views.desk import Desk
from evaluations.workspace import suggestions


@dataclass(frozen=True, slots=True)
class Passage:
    """One suggestion as the pane shows it. ``stands``: whether it could be applied to the text as it is now."""

    suggestion: Suggestion
    changes: SafeString
    stands: bool
    forms: tuple[Form, ...]


def context(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    evaluation, code = desk.evaluation, desk.text.code
    assessment = Assessment.objects.filter(evaluation=evaluation, code=code).first()
    found = list(
        evaluation.suggestions.filter(code=code).select_related("author", "ruled_by").order_by("created_at", "pk")
    )
    reversible = suggestions.reversible(assessment, found) if desk.rules else set()
    blocks = richtext.blocks(assessment.text) if assessment else []
    passages = [_passage(desk, s, blocks, s.pk in reversible) for s in found]
    waiting = evaluation.suggestions.filter(ruling="").order_by("code").values_list("code", flat=True)
    elsewhere = {each for each in waiting if each != code}
    return {
        "waiting": [p for p in passages if not p.suggestion.ruling],
        "ruled": [p for p in passages if p.suggestion.ruling],
        "elsewhere": [t for t in evaluation.framework.definition.texts if t.code in elsewhere],
        "announce": _form(AnnounceForm, desk, "suggestions-send") if desk.suggests and waiting else None,
    }


def _passage(desk: Desk, suggestion: Suggestion, text: list[str], reversible: bool) -> Passage:
    changes = wordiff.as_html(wordiff.differences(suggestion.before, suggestion.after))
    stands = bool(suggestion.ruling) or suggestions.applied(text, suggestion) is not None
    return Passage(suggestion, changes, stands, tuple(_forms(desk, suggestion, reversible)))


def _forms(desk: Desk, suggestion: Suggestion, reversible: bool) -> list[Form]:
    if desk.rules and not suggestion.ruling:
        return [_form(RulingForm, desk, "suggestion-rule", suggestion)]
    if desk.rules and reversible:
        return [_form(TakeBackForm, desk, "suggestion-rule", suggestion)]
    if desk.suggests and suggestion.author_id == desk.user.pk and not suggestion.ruling:
        note = _form(NoteForm, desk, "suggestion-note", suggestion, initial={"note": suggestion.note})
        return [note, _form(WithdrawForm, desk, "suggestion-withdraw", suggestion)]
    return []


def _form(kind: type[Form], desk: Desk, route: str, suggestion: Suggestion | None = None, **options: Any) -> Form:
    names = [desk.evaluation.public_id, desk.text.code, *([suggestion.public_id] if suggestion else [])]
    key = suggestion.public_id if suggestion else route
    return kind(action=reverse(f"evaluations:{route}", args=names), key=key, **options)
