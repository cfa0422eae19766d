"""The answer to a form whose part has gone, or can no longer be told from another: what was typed is given back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evalprog.asked import revision_in
from evalprog.documents.editing import PartAmbiguous, PartNotFound, Spot, children, nested_part
from evalprog.documents.merging import said
from evalprog.documents.reading import keys_of
from programmes.forms.description_words import WORDS
from programmes.views.changes import shown
from programmes.views.drafts import Draft

Typed = Sequence[tuple[Any, str]]  # label, text


def gone(request: HttpRequest, draft: Draft, typed: Typed, why: PartNotFound) -> HttpResponse:
    """Nothing is written; of parts that are called alike, what each of them now says stands beside."""
    context = {
        "draft": draft,
        "typed": typed,
        "twins": [_twin(draft, spot) for spot in why.spots] if isinstance(why, PartAmbiguous) else [],
        "who": draft.writers_since(revision_in(request), request.user),
    }
    return render(request, "programmes/describe/gone.html", context, status=409)


def _twin(draft: Draft, spot: Spot) -> dict[str, Any]:
    """Its rank in its list, where it is edited, and what it says."""
    names = [name for name, _field, _hint in keys_of(spot.part) if said(spot.record, name) is not None]
    return {
        "rank": (spot.index or 0) + 1,
        "title": WORDS.named(spot),
        "url": draft.url(spot.path),
        "texts": [(WORDS.label_of(spot.part, name), _text(spot, name)) for name in names],
    }


def _text(spot: Spot, name: str) -> str:
    hint = next(hint for key, _field, hint in keys_of(spot.part) if key == name)
    if nested_part(hint) is None:
        return shown(spot.part, name, spot.record)
    return ", ".join(WORDS.title_of(child) for child in children(spot) if child.name == name)
