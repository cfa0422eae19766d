"""The editor's addresses, and the outline of a draft."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse

from evalprog.documents.outline import Outline
from evaluations.definition import Choice, ScaleValue
from evaluations.forms.framework_words import WORDS
from evaluations.models import Framework
from evaluations.readiness import Problem

# Found on the page of the scale or criterion that they belong to.
_LEFT_OUT = (ScaleValue, Choice)


def editor_url(draft: Framework, path: str = "", fragment: str = "", **said: str) -> str:
    """The editor at one part (``sections[1]``), at one place of its page (``#liste-criteria``), told something."""
    url = reverse("evaluations:framework-edit", args=[draft.code, draft.version])
    query = urlencode({"partie": path, **said} if path else said, safe="[].")
    return f"{url}{'?' if query else ''}{query}{fragment}"


def outline_of(draft: Framework, problems: Sequence[Problem]) -> Outline:
    return Outline(
        draft.document,
        WORDS,
        lambda path, fragment: editor_url(draft, path, fragment),
        problems,
        left_out=_LEFT_OUT,
        open=("sections",),
    )


def acts_of(draft: Framework) -> dict[str, str]:
    """Gesture → address."""
    gestures = ("add", "up", "down", "remove", "restore")
    return {name: reverse(f"evaluations:framework-part-{name}", args=[draft.code, draft.version]) for name in gestures}
