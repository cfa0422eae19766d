"""The words that an act asks for: a reason, a day, names. Each form hands over the arguments of its transition."""

import datetime as dt
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from evalprog import clock, deadlines
from evalprog.accounts.models import User
from evalprog.text import normalise
from evaluations.content import ReportReading
from evaluations.dossier_content import DossierReading
from evaluations.enums import ReportKind, SignatureCapacity, SignatureRole, WindowKind
from evaluations.models import Evaluation
from evaluations.reports import dossier_reading, reading
from evaluations.standing import standing_of
from evaluations.workspace import corrections
from evaluations.writing import Signatory, own_signatory


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **attrs: str) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class ActForm(forms.Form):
    """An act that asks for nothing but the hand that performs it. ``shown``: the report that is read before it;
    ``dossier``: the dossier. ``seen``: the hash of what is read before, which comes back with the act."""

    shown: ReportReading | None = None
    dossier: DossierReading | None = None
    seen = ""

    def __init__(self, *args: Any, evaluation: Evaluation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.evaluation, self.user = evaluation, user
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True  # the page has both

    def arguments(self) -> dict[str, Any]:
        """The keyword arguments of the transition."""
        return dict(self.cleaned_data)


class DepositForm(ActForm):
    """Who signs for the institution has the dossier on the page: nobody deposits what a colleague has changed since.
    To whoever records that it came by post nothing of it is shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_form = self.evaluation.framework.definition.dossier is not None
        if has_form and standing_of(self.user, self.evaluation).signs:
            self.dossier = dossier_reading.read(self.evaluation)
            self.seen = self.dossier.sha256

    def arguments(self) -> dict[str, Any]:
        return {"seen": self.data.get("seen", "")} if self.dossier else {}


class Words(forms.CharField):
    """A text of several lines, normalised as every text that is kept."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows}), max_length=20_000, **kwargs)

    def clean(self, value: str) -> str:
        return super().clean(normalise(value or ""))


class ReasonForm(ActForm):
    reason = Words(label=_("Motif"), help_text=_("Il est gardé au journal."))


class ToldReasonForm(ActForm):
    reason = Words(label=_("Motif"), help_text=_("L’établissement le lira."))


class CommitteeReasonForm(ActForm):
    reason = Words(label=_("Motif"), help_text=_("Le comité et l’agence le liront ; l’établissement, non."))


DISSENT_READERS = _(
    "Le comité et l’agence la lisent. L’établissement et le public ne la liront que si la présidence l’annexe au "
    "rapport, sans votre nom."
)


class DissentForm(ActForm):
    text = Words(label=_("Opinion dissidente"), rows=6, help_text=DISSENT_READERS)


class AnnexForm(ActForm):
    """Which of the dissents of the committee, by its member, and what becomes of it."""

    member = forms.ChoiceField(label=_("Opinion dissidente"))
    annexed = forms.TypedChoiceField(
        label=_("Décision"),
        choices=[("yes", _("Annexer au rapport")), ("no", _("Ne pas annexer"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text=_("Annexée, elle est imprimée sans nom, pour l’établissement puis pour le public."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {m.public_id: m for m in self.evaluation.members.current().exclude(dissent="")}
        self.fields["member"].choices = [(key, f"{m.name} : {m.dissent[:120]}") for key, m in self.members.items()]

    def arguments(self) -> dict[str, Any]:
        return {"member": self.members[self.cleaned_data["member"]], "annexed": self.cleaned_data["annexed"]}


A_YEAR = dt.timedelta(days=366)  # nobody waits for longer: a later day is a slip of the pen


def soon(day: dt.date) -> dt.date:
    """:raises ValidationError: for a day that has passed, or that nobody waits for."""
    if day > clock.today() + A_YEAR:
        raise forms.ValidationError(_("Ce jour est à plus d’un an ; donnez-en un plus proche."))
    if day < clock.today():
        raise forms.ValidationError(_("Ce jour est passé : donnez une date à partir d’aujourd’hui."))
    return day


def at_hand(day: dt.date) -> dt.date:
    """:raises ValidationError: for a day of a year that was mistyped."""
    if abs(day - clock.today()) > A_YEAR:
        raise forms.ValidationError(_("Ce jour est à plus d’un an d’aujourd’hui : vérifiez l’année."))
    return day


class ExtensionForm(ActForm):
    """A window is prolonged to the end of a day of Paris, never shortened (INV-T4)."""

    closes_on = forms.DateField(label=_("Nouveau dernier jour"), widget=DayInput())
    reason = Words(label=_("Motif"), help_text=_("Il est gardé au journal."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        window = self.evaluation.windows.awaited().first()
        if window:
            last = deadlines.last_day(window.closes_at)
            zone = self.evaluation.programme.institution.timezone
            kind = _("Le délai des erreurs factuelles") if window.kind == WindowKind.CORRECTIONS else None
            self.fields["closes_on"].help_text = _(
                "%(window)s court jusqu’au %(moment)s. Le nouveau s’achève à la fin de son dernier jour, heure de "
                "Paris. Un délai ne se raccourcit pas."
            ) % {
                "window": kind or _("Le délai des observations"),
                "moment": deadlines.in_words(window.closes_at, zone),
            }
            # One that a suspension has pushed may end in the middle of its last day.
            first = last if deadlines.end_of(last) > window.closes_at else last + dt.timedelta(days=1)
            self.fields["closes_on"].widget.attrs["min"] = str(first)

    def clean_closes_on(self) -> dt.date:
        closes_on = self.cleaned_data["closes_on"]
        if closes_on > clock.today() + A_YEAR:
            raise forms.ValidationError(_("Ce jour est à plus d’un an ; donnez-en un plus proche."))
        return closes_on

    def arguments(self) -> dict[str, Any]:
        return {"closes_at": deadlines.end_of(self.cleaned_data["closes_on"]), "reason": self.cleaned_data["reason"]}


class ExpectDossierForm(ActForm):
    """A campaign that does not say until when it waits for its dossiers is asked it here, once for all of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.evaluation.campaign.dossier_due_on is None:
            self.fields["due_on"] = forms.DateField(
                label=_("Dossiers attendus pour le"),
                widget=DayInput(),
                help_text=_("La campagne n’a pas encore de date : celle-ci vaudra pour toutes ses formations."),
            )

    def clean_due_on(self) -> dt.date:
        return soon(self.cleaned_data["due_on"])


class DocumentRequestForm(ActForm):
    text = Words(
        label=_("Document demandé"), help_text=_("L’établissement le lira. Les dossiers de personnels sont exclus.")
    )
    due_on = forms.DateField(label=_("Attendu le"), widget=DayInput())

    def clean_due_on(self) -> dt.date:
        return soon(self.cleaned_data["due_on"])


class DocumentAnswerForm(ActForm):
    """Which of the open requests of this evaluation is answered, by its number on the page, and the answer."""

    request = forms.TypedChoiceField(label=_("Demande"), coerce=int)
    answer = Words(label=_("Réponse"), help_text=_("Le comité et l’agence la liront."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open = {n: r for n, r in enumerate(self.evaluation.document_requests.all(), 1) if r.answered_at is None}
        self.fields["request"].choices = [(n, f"{n}. {request.text[:120]}") for n, request in self.open.items()]

    def arguments(self) -> dict[str, Any]:
        return {"request": self.open[self.cleaned_data["request"]], "answer": self.cleaned_data["answer"]}


class VisitDayForm(ActForm):
    planned_on = forms.DateField(
        label=_("Jour de la visite"), widget=DayInput(), help_text=_("Un nouveau jour demande un nouvel accord.")
    )

    def clean_planned_on(self) -> dt.date:
        return at_hand(self.cleaned_data["planned_on"])


class VisitRecordForm(ActForm):
    held_on = forms.DateField(label=_("Tenue le"), widget=DayInput())
    minutes = Words(label=_("Compte rendu"), rows=8, required=False, help_text=_("L’agence et le comité le lisent."))

    def clean_held_on(self) -> dt.date:
        held_on = self.cleaned_data["held_on"]
        if held_on > clock.today():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu."))
        return at_hand(held_on)


class ReplyForm(ActForm):
    """The errors that will be sent are on the page: nobody sends what a colleague has changed since."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = corrections.shown_sha256(self.evaluation)

    def arguments(self) -> dict[str, Any]:
        return {"seen": self.data.get("seen", "")}


class ChairSignatureForm(ActForm):
    """The text is on the page, and its hash comes back with the signature: nobody signs what they were not shown."""

    office = forms.CharField(
        label=_("Qualité"),
        max_length=300,
        required=False,
        help_text=_("Telle qu’imprimée sous votre nom, par exemple « Président du comité »."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = reading.read(self.evaluation, kind=ReportKind.PROVISIONAL)
        self.seen = self.shown.judgement_sha256

    def arguments(self) -> dict[str, Any]:
        return {"office": self.cleaned_data["office"], "seen": self.data.get("seen", "")}


class CountersignatureForm(ActForm):
    """Who countersigns does so under their own name, as their mandate says; the framework's page may ask for others."""

    office = forms.CharField(
        label=_("Qualité"),
        max_length=300,
        required=False,
        help_text=_("Sans autre mention, celle du référentiel est imprimée."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = reading.read(self.evaluation)
        self.seen = self.shown.judgement_sha256
        self.hand = own_signatory(self.user)
        blocks = self.evaluation.framework.definition.signatures
        self.others = [block for block in blocks if block.role == SignatureRole.SECTION]
        rows = [Fieldset(str(block.role.label).capitalize(), *self._row(block.role)) for block in self.others]
        self.helper.layout = Layout("office", *rows)

    @property
    def mandate(self) -> str:
        """In which capacity, and by which decision: « par délégation (décision n° 12) »."""
        capacity = SignatureCapacity(self.hand.capacity).label
        return f"{capacity} ({self.hand.basis})" if self.hand.basis else str(capacity)

    def _row(self, role: SignatureRole) -> list[Any]:
        key = role.lower()
        self.fields[f"{key}_name"] = forms.CharField(label=_("Nom"), max_length=200)
        self.fields[f"{key}_office"] = forms.CharField(
            label=_("Qualité"),
            max_length=300,
            required=False,
            help_text=_("Sans autre mention, celle du référentiel est imprimée."),
        )
        self.fields[f"{key}_capacity"] = forms.ChoiceField(label=_("Signe en tant que"), choices=SignatureCapacity)
        names = Div(Div(f"{key}_name", css_class="col-md-7"), Div(f"{key}_capacity", css_class="col-md-5"))
        names.css_class = "row"
        return [names, f"{key}_office"]

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        others = [
            Signatory(b.role, *(given[f"{b.role.lower()}_{part}"] for part in ("name", "office", "capacity")))
            for b in self.others
        ]
        return {"office": given["office"], "others": others}
