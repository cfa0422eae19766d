"""The desk of the committee: one text of an evaluation, the person who sits before it, and what lies beside it.

Every page of the workspace begins with ``desk``: it finds the evaluation for those who may know of its text (INV-C2),
or answers as if there were none. What lies beside the text are panes, one module each, registered in ``PANES``.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from evalprog.accounts.models import User
from evaluations import permissions
from evaluations.definition.parts import WritableText
from evaluations.enums import State
from evaluations.models import Evaluation
from evaluations.standing import Standing, standing_of

NOTES, TEXT = "notes", "texte"  # ?vue=


@dataclass(frozen=True, slots=True)
class Desk:
    """``text``: the one being worked on, by its code of the framework; ``None`` on pages about the whole report."""

    evaluation: Evaluation
    standing: Standing
    user: User
    text: WritableText | None = None

    @property
    def writes(self) -> bool:
        return permissions.writes_text(self.standing, self.evaluation)

    @property
    def contributes(self) -> bool:
        return permissions.contributes_notes(self.standing, self.evaluation)

    @property
    def reads_dossier(self) -> bool:
        return permissions.reads_dossier(self.standing, self.evaluation)

    @property
    def traces_authors(self) -> bool:
        return permissions.traces_authors(self.standing, self.evaluation)

    @property
    def validates(self) -> bool:
        return permissions.validates_text(self.standing, self.evaluation)

    @property
    def discusses(self) -> bool:
        return permissions.discusses(self.standing, self.evaluation)

    @property
    def suggests(self) -> bool:
        return permissions.suggests(self.standing, self.evaluation)

    @property
    def rules(self) -> bool:
        return permissions.rules_on_suggestions(self.standing, self.evaluation)


def desk(request: HttpRequest, public_id: str, code: str = "", *, held: bool = False) -> Desk:
    """``held``: the evaluation is kept as it is until the end of the transaction, in order to write in it.

    :raises Http404: for whoever may not read the workspace, and for a text that the framework does not have.
    """
    related = Evaluation.objects.select_related("programme__institution", "campaign", "framework")
    if held:
        related = related.select_for_update(of=("self",))
    evaluation = get_object_or_404(related, public_id=public_id)
    standing = standing_of(request.user, evaluation)
    if not (permissions.reads_workspace(standing, evaluation) and _is_visible(evaluation, request.user)):
        raise Http404
    return Desk(evaluation, standing, request.user, _text(evaluation, code) if code else None)


def _is_visible(evaluation: Evaluation, user: User) -> bool:
    """Whoever reads the workspace is among those who may know of the evaluation: a question spared at every save.

    Of one that has stopped only the journal says how far it had come.
    """
    if evaluation.state <= State.PUBLISHED:
        return True
    return Evaluation.objects.visible_to(user).filter(pk=evaluation.pk).exists()


def shows_notes(request: HttpRequest, here: Desk) -> bool:
    """Whether the person is at their own notes: asked for, or at the stage when experts write theirs."""
    asked = request.GET.get("vue")
    return here.contributes and (asked == NOTES or (asked is None and here.evaluation.state == State.EXPERTISE))


def _text(evaluation: Evaluation, code: str) -> WritableText:
    for text in evaluation.framework.definition.texts_for(evaluation.programme.kind):
        if text.code == code:
            return text
    raise Http404
