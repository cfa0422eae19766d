"""What is said about a committee: whom to invite, why somebody leaves it, what the institution objects."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog.accounts.models import User
from evaluations.enums import CommitteeRole
from evaluations.forms.gestures import GestureForm, Words
from evaluations.models import CommitteeMember, Evaluation, ExpertProfile
from evaluations.permissions import COMMITTEE_AT_WORK

OFFERED_ROLES = (CommitteeRole.EXPERT, CommitteeRole.RAPPORTEUR, CommitteeRole.CHAIR)
WHOLE = _("La composition dans son ensemble")


class InviteForm(forms.Form):
    """One row of the pool: this person, in that role."""

    expert = forms.ModelChoiceField(ExpertProfile.objects.select_related("user"), to_field_name="public_id")
    role = forms.ChoiceField(label=_("Fonction"), choices=[(role.value, role.label) for role in OFFERED_ROLES])


class ReasonForm(GestureForm):
    reason = Words(label=_("Motif"))


class DismissForm(ReasonForm):
    name = "member-dismiss"
    button = _("Mettre fin à la mission")


class ReviseForm(ReasonForm):
    name = "committee-revise"
    button = _("Reprendre la composition")


class RecusalForm(ReasonForm):
    name = "conflict-declare"
    button = _("Je me récuse")


class ConflictForm(GestureForm):
    """The person is given by address: a conflict may concern anybody, on the committee or not."""

    name = "conflict-record"
    button = _("Enregistrer le conflit d’intérêts")

    email = forms.EmailField(
        label=_("Adresse électronique de la personne"),
        help_text=_("Un membre du comité, ou toute autre personne qui pourrait voir ce dossier."),
    )
    reason = Words(label=_("Motif"))

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        self.person = User.objects.filter(email__iexact=email).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Aucun compte n’a l’adresse %(email)s : vérifiez-la dans le vivier."), params={"email": email}
            )
        return email


class ObjectionForm(GestureForm):
    name = "objection-file"
    button = _("Déposer l’objection")

    member = forms.ModelChoiceField(
        CommitteeMember.objects.none(),
        label=_("Objet"),
        required=False,
        to_field_name="public_id",
        empty_label=WHOLE,
    )
    text = Words(
        label=_("Objection"), help_text=_("Dites précisément ce qui fait obstacle ; l’agence répond par écrit.")
    )

    def __init__(self, *args, evaluation: Evaluation, **options) -> None:
        super().__init__(*args, **options)
        about = evaluation.members.not_declined()
        if evaluation.state in COMMITTEE_AT_WORK:
            about = about.newcomers()
        self.fields["member"].queryset = about


class AnswerForm(GestureForm):
    name = "objection-answer"
    button = _("Répondre à l’établissement")

    upheld = forms.TypedChoiceField(
        label=_("Décision"),
        choices=[("yes", _("Objection retenue")), ("no", _("Objection non retenue"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Retenir une objection met fin à la mission de la personne visée."),
    )
    answer = Words(label=_("Réponse motivée"), help_text=_("L’établissement lit cette réponse."))


class DeclineForm(GestureForm):
    name = "invitation-decline"
    button = _("Décliner l’invitation")

    reason = Words(
        label=_("Motif"),
        rows=3,
        help_text=_("Une phrase suffit : l’agence saura si elle peut vous solliciter une autre fois."),
    )
