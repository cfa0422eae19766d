"""A comment: what is said, on which words, and who is told."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog.public_id import ALPHABET, LENGTH, new_public_id
from evaluations.forms.gestures import TYPED
from evaluations.models import Comment, CommitteeMember, Evaluation
from evaluations.workspace.comments import LONGEST, mentionable


class CommentForm(forms.Form):
    """``answers``: the thread that is answered, if any. Lengths are judged where the comment is written."""

    key = forms.RegexField(rf"^[{ALPHABET}]{{{LENGTH}}}$", widget=forms.HiddenInput, required=False)
    answers = forms.CharField(widget=forms.HiddenInput, required=False)
    quote = forms.CharField(
        label=_("Passage concerné"),
        required=False,
        help_text=_("Facultatif : quelques mots du texte, tels qu’ils y sont."),
    )
    text = forms.CharField(
        label=_("Commentaire"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Texte simple, %(longest)d caractères au plus ; @ et un nom préviennent cette personne.")
        % {"longest": LONGEST},
    )
    mentioned = forms.MultipleChoiceField(
        label=_("Prévenir"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, evaluation: Evaluation, action: str, answers: Comment | None = None) -> None:
        initial = {"key": new_public_id(), "answers": answers.public_id if answers else ""}
        super().__init__(*args, initial=initial, auto_id="comment-%s")
        self.members: dict[str, CommitteeMember] = {m.public_id: m for m in mentionable(evaluation)}
        self.fields["mentioned"].choices = [(public_id, member.name) for public_id, member in self.members.items()]
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.form_class = "comment-form"
        self.helper.attrs = {"data-form": "comment-answer" if answers else "comment-write", "data-pane": "", **TYPED}
        spoken = ["text"] if answers else ["quote", "text"]
        button = Submit("send", _("Répondre") if answers else _("Commenter"))
        self.helper.layout = Layout("key", "answers", *spoken, Field("mentioned"), button)

    def clean_mentioned(self) -> list[CommitteeMember]:
        return [self.members[public_id] for public_id in self.cleaned_data["mentioned"]]
