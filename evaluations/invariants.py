"""The promises that can be read from the database, each a question that yields what contradicts it.

They are asked of the rows, beside the code that keeps them: what this module finds was done by other means.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, F, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations import anchors
from evaluations.archive import PUBLISHING
from evaluations.content import ReportReading
from evaluations.enums import ReportKind, SignatureRole, State
from evaluations.models import (
    CommitteeMember,
    Conflict,
    CorrectionRequest,
    Delivery,
    DossierProposal,
    DossierSnapshot,
    Evaluation,
    Event,
    Message,
    Observation,
    Report,
    Signature,
    Window,
)
from evaluations.models.proceedings import AWAITED
from evaluations.permissions import ACTS
from evaluations.reports import store
from evaluations.reports.redaction import fingerprint, redacted


@dataclass(frozen=True, slots=True)
class Violation:
    where: str  # public id of the evaluation, or what else is in question
    sentence: str


@dataclass(frozen=True, slots=True)
class Invariant:
    """``name``: of the promise; ``statement``: what holds."""

    name: str
    statement: Promise
    violations: Callable[[], Iterator[Violation]]


# Acts recorded beside the table of acts: the first one, the answers of the persons invited and what they declare.
_BESIDE_THE_TABLE = {"plan", "accept_invitation", "decline_invitation", "declare_interests"}
_LEADS_WHERE_IT_SAYS = {"resume"}  # back to where the evaluation was suspended
_MAY_STAY = {"sign_as_chair"}  # a co-president signs and others still have to


def published_is_whole() -> Iterator[Violation]:
    """« Published » ⇔ file, hash, event, messages."""
    events = {e.details.get("report"): e for e in Event.objects.filter(verb__in=PUBLISHING)}
    told = set(Message.objects.filter(event__verb="publish").values_list("event_id", flat=True))
    for report in Report.objects.published().select_related("evaluation").defer("content"):
        where, event = report.evaluation.public_id, events.pop(report.public_id, None)
        if not store.exists(report.pdf_sha256):
            yield Violation(where, _("rapport publié sans son fichier."))
        if event is None:
            yield Violation(where, _("rapport publié sans acte de publication."))
        elif (event.details.get("sha256"), event.details.get("pdf_sha256")) != (report.sha256, report.pdf_sha256):
            yield Violation(where, _("les empreintes du rapport publié ne sont pas celles de son acte."))
        elif event.verb == "publish" and event.pk not in told:
            yield Violation(where, _("publication dont personne n’a été averti."))
    for event in events.values():
        yield Violation(event.evaluation.public_id, _("acte de publication sans rapport publié."))
    final = Report.objects.published().filter(evaluation=OuterRef("pk"))
    for evaluation in Evaluation.objects.filter(~Exists(final), state=State.PUBLISHED):
        yield Violation(evaluation.public_id, _("évaluation publiée sans rapport publié."))


def published_is_what_was_signed() -> Iterator[Violation]:
    """The judgement published = countersigned = signed by the chair, in each version published here."""
    signed: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    for signature in Signature.objects.exclude(reading_sha256=""):
        key = (signature.evaluation_id, signature.version, signature.role)
        signed[key].add(signature.reading_sha256)
    for report in _published_here():
        judged = _adopted(report).judgement_sha256
        for role in (SignatureRole.CHAIR, SignatureRole.AGENCY):
            if signed[report.evaluation_id, report.version, role] != {judged}:
                sentence = _("le texte publié n’est pas celui qu’a signé : %(role)s.") % {"role": role.label}
                yield Violation(report.evaluation.public_id, sentence)


def published_is_adopted_without_its_marks() -> Iterator[Violation]:
    """What was left out of a published report is what had been decided, and nothing else."""
    details = Event.objects.filter(verb="publish", details__has_key="complete").values_list("details", flat=True)
    for said in details:
        public = Report.objects.select_related("evaluation").filter(public_id=said["report"]).first()
        if public is None:
            continue  # told by ``published_is_whole``
        marks = list(public.evaluation.redactions.filter(public_id__in=said["redactions"]))
        if public.reading != redacted(_adopted(public), marks):
            sentence = _("le texte publié n’est pas le texte adopté sans les passages décidés.")
            yield Violation(public.evaluation.public_id, sentence)


def _adopted(report: Report) -> ReportReading:
    """The complete reading of a published report, as it was adopted."""
    complete = Report.objects.filter(
        evaluation=report.evaluation_id, kind=ReportKind.COMPLETE, version=report.version
    ).first()
    return replace(complete.reading, kind=ReportKind.FINAL.value) if complete else report.reading


def decisions_are_as_decided() -> Iterator[Violation]:
    """The marks that a decision names are there, and say what they said."""
    for event in Event.objects.filter(verb="decide_redactions").select_related("evaluation").order_by("pk"):
        marks = event.evaluation.redactions.filter(public_id__in=event.details["marks"])
        if fingerprint(marks) != event.details["marks_sha256"]:
            yield Violation(event.evaluation.public_id, _("des passages décidés ont été modifiés."))


def publication_needs_two_persons() -> Iterator[Violation]:
    hands: dict[tuple[int, int], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for signature in Signature.objects.filter(user__isnull=False):
        hands[signature.evaluation_id, signature.version][signature.role].add(signature.user_id)
    for report in _published_here():
        by_role = hands[report.evaluation_id, report.version]
        if by_role[SignatureRole.CHAIR] & by_role[SignatureRole.AGENCY]:
            yield Violation(report.evaluation.public_id, _("la même personne a signé pour le comité et pour l’agence."))


def state_is_that_of_the_last_event() -> Iterator[Violation]:
    last = dict(Event.objects.order_by("evaluation_id", "number").values_list("evaluation_id", "after"))
    for evaluation in Evaluation.objects.iterator(chunk_size=1000):
        if last.get(evaluation.pk) != evaluation.state:
            yield Violation(evaluation.public_id, _("l’étape n’est pas celle où le dernier acte a conduit."))


def events_follow_the_graph() -> Iterator[Violation]:
    reached: dict[int, int] = {}
    for event in _events():
        before = reached.get(event.evaluation_id, State.PLANNED)
        if event.before != before or not _is_of_the_graph(event):
            sentence = _("acte %(number)d (%(verb)s) : ce pas n’existe pas dans le graphe des étapes.")
            words = {"number": event.number, "verb": event.verb}
            yield Violation(event.evaluation.public_id, sentence % words)
        reached[event.evaluation_id] = event.after


def times_never_decrease() -> Iterator[Violation]:
    last: dict[int, dt.datetime] = {}
    for event in _events():
        if event.evaluation_id in last and event.at < last[event.evaluation_id]:
            sentence = _("acte %(number)d : antérieur à celui qui le précède.") % {"number": event.number}
            yield Violation(event.evaluation.public_id, sentence)
        last[event.evaluation_id] = event.at


def windows_are_ordered() -> Iterator[Violation]:
    """Half-open and in order; where the institution is awaited, a window says until when."""
    for window in Window.objects.filter(closes_at__lte=F("opens_at")).select_related("evaluation"):
        yield Violation(window.evaluation.public_id, _("délai fermé avant d’être ouvert."))
    opened: dict[tuple[int, str], tuple[int, dt.datetime]] = {}
    for window in Window.objects.select_related("evaluation").order_by("evaluation_id", "kind", "round"):
        key = (window.evaluation_id, window.kind)
        number, opens_at = opened.get(key, (0, window.opens_at))
        if window.round != number + 1 or window.opens_at < opens_at:
            yield Violation(window.evaluation.public_id, _("les tours d’un délai ne se suivent pas."))
        opened[key] = (window.round, window.opens_at)
    awaited = Window.objects.awaited().filter(evaluation=OuterRef("pk"))
    for evaluation in Evaluation.objects.filter(~Exists(awaited), state__in=AWAITED).order_by("state", "-created_at"):
        yield Violation(evaluation.public_id, _("l’établissement est attendu sans délai."))


def _is_later(extension: dict[str, str]) -> bool:
    """Instants are compared, not their texts: two zones may write them."""
    before, after = extension.get("before_instant"), extension.get("after_instant")
    return bool(before and after and dt.datetime.fromisoformat(after) > dt.datetime.fromisoformat(before))


def windows_were_never_shortened() -> Iterator[Violation]:
    """Each extension of the journal goes later, and the window ends where the last of them says; that of a dossier,
    not before: what the campaign gave meanwhile to those that were not awaited is not in their journal."""
    ends: dict[int, str] = {}
    for event in _events():
        prolongs = event.verb == "extend_window" or "before_instant" in event.details
        if prolongs and not _is_later(event.details):
            yield Violation(event.evaluation.public_id, _("un délai ouvert a été raccourci."))
        if end := event.details.get("after_instant") or event.details.get("closes_at"):
            ends[event.evaluation_id] = end
    for evaluation in Evaluation.objects.filter(state=State.DOSSIER_EXPECTED).select_related("campaign"):
        said, due_at = ends.get(evaluation.pk), evaluation.dossier_due_at
        if said and (due_at is None or due_at < dt.datetime.fromisoformat(said)):
            yield Violation(evaluation.public_id, _("le dossier est attendu plus tôt que ne dit le journal."))
    latest: dict[int, Window] = {}
    for window in Window.objects.select_related("evaluation").order_by("opens_at", "pk"):
        latest[window.evaluation_id] = window
    for pk, window in latest.items():
        if pk not in ends or dt.datetime.fromisoformat(ends[pk]) != window.closes_at:
            yield Violation(window.evaluation.public_id, _("la fin du délai n’est pas celle que dit le journal."))


def filed_observations_are_as_filed() -> Iterator[Violation]:
    """What the journal acknowledged is there, and says what it said."""
    letters = Observation.objects.filed().select_related("evaluation").prefetch_related("items")
    said = {letter.receipt: letter.computed_sha256() for letter in letters}
    filings = Event.objects.filter(verb__in=("file_observations", "waive_observations"), details__has_key="receipt")
    for event in filings.select_related("evaluation").order_by("pk"):
        receipt = event.details["receipt"]
        if receipt not in said:
            yield Violation(event.evaluation.public_id, _("des observations déposées ont disparu."))
        elif said[receipt] != event.details["sha256"]:
            yield Violation(event.evaluation.public_id, _("des observations déposées ont été modifiées."))


def sent_corrections_are_as_sent() -> Iterator[Violation]:
    """The errors of fact that the journal names are there, and say what they said."""
    sendings = Event.objects.filter(verb="reply_to_draft", details__has_key="sha256")
    for event in sendings.select_related("evaluation").order_by("pk"):
        sent = CorrectionRequest.objects.sent().filter(public_id__in=event.details["corrections"])
        if sent.count() != len(event.details["corrections"]):
            yield Violation(event.evaluation.public_id, _("des erreurs factuelles envoyées ont disparu."))
        elif sent.computed_sha256() != event.details["sha256"]:
            yield Violation(event.evaluation.public_id, _("des erreurs factuelles envoyées ont été modifiées."))


def deposited_dossiers_are_as_deposited() -> Iterator[Violation]:
    """Each version that the journal acknowledged is there and says what it said; what waits says what was sent."""
    kept: dict[str, DossierSnapshot] = {}
    for snapshot in DossierSnapshot.objects.select_related("evaluation").order_by("pk").iterator(50):
        if not snapshot.is_intact:
            yield Violation(snapshot.evaluation.public_id, _("une version déposée du dossier a été modifiée."))
        snapshot.content = ""  # one at a time in memory
        kept[snapshot.public_id] = snapshot
    said = Event.objects.filter(details__has_key="dossier").select_related("evaluation").order_by("pk")
    for event in said:
        snapshot = kept.pop(event.details["dossier"], None)
        if snapshot is None:
            yield Violation(event.evaluation.public_id, _("une version déposée du dossier a disparu."))
        elif snapshot.sha256 != event.details["sha256"]:
            sentence = _("l’empreinte d’une version du dossier n’est pas celle du journal.")
            yield Violation(event.evaluation.public_id, sentence)
    for snapshot in kept.values():
        yield Violation(snapshot.evaluation.public_id, _("une version du dossier qu’aucun acte n’a déposée."))
    for proposal in DossierProposal.objects.select_related("evaluation").order_by("pk").iterator(50):
        if not proposal.is_intact:
            yield Violation(proposal.evaluation.public_id, _("des modifications proposées du dossier ont changé."))


def the_conflicted_are_out() -> Iterator[Violation]:
    # Who took part in a signed report stays named in it (R114-14): see ``transitions.committee``.
    acts = Event.objects.filter(verb__in=("record_conflict", "declare_conflict"), before__gte=State.CHAIR_SIGNED)
    after_signature = [details["conflict"] for details in acts.values_list("details", flat=True)]
    early = Conflict.objects.exclude(pk__in=after_signature)
    conflict = early.filter(evaluation=OuterRef("evaluation"), user=OuterRef("user"))
    for member in CommitteeMember.objects.filter(Exists(conflict), ended_at=None).select_related("evaluation"):
        yield Violation(member.evaluation.public_id, _("une personne en conflit d’intérêts siège au comité."))


def the_conflicted_are_told_nothing() -> Iterator[Violation]:
    conflict = Conflict.objects.filter(
        evaluation=OuterRef("message__evaluation"), user=OuterRef("user"), recorded_at__lt=OuterRef("claimed_at")
    )
    sent = Delivery.objects.filter(Exists(conflict), sent_at__isnull=False)
    for delivery in sent.select_related("message__evaluation"):
        sentence = _("un message est parti vers une personne en conflit d’intérêts.")
        yield Violation(delivery.message.evaluation.public_id, sentence)


def one_evaluation_in_progress() -> Iterator[Violation]:
    again = (
        Evaluation.objects.in_progress()
        .values("programme", "campaign")
        .annotate(how_many=Count("pk"))
        .filter(how_many__gt=1)
    )
    for row in again:
        evaluation = Evaluation.objects.in_progress().filter(programme=row["programme"], campaign=row["campaign"])
        sentence = _("la formation est évaluée deux fois à la fois dans sa campagne.")
        yield Violation(evaluation[0].public_id, sentence)


def the_anchor_follows() -> Iterator[Violation]:
    if waiting := anchors.late():
        yield Violation(_("ancre"), anchors.in_words(waiting))


INVARIANTS = (
    Invariant("INV-P2", gettext_lazy("publié : fichier, empreinte, acte et messages"), published_is_whole),
    Invariant(
        "INV-P4", gettext_lazy("le texte publié est le texte signé et contresigné"), published_is_what_was_signed
    ),
    Invariant(
        "INV-P4-REDACTED",
        gettext_lazy("le texte publié est le texte adopté sans les passages décidés"),
        published_is_adopted_without_its_marks,
    ),
    Invariant("INV-P4-DECIDED", gettext_lazy("les passages décidés sont ceux qui l’ont été"), decisions_are_as_decided),
    Invariant(
        "INV-P4-TWO-PERSONS", gettext_lazy("une publication demande deux personnes"), publication_needs_two_persons
    ),
    Invariant("INV-A2", gettext_lazy("l’ancre suit le journal"), the_anchor_follows),
    Invariant("INV-W6", gettext_lazy("l’étape est celle du dernier acte"), state_is_that_of_the_last_event),
    Invariant("INV-W7", gettext_lazy("seuls les pas du graphe existent"), events_follow_the_graph),
    Invariant("INV-T1", gettext_lazy("les délais sont ordonnés"), windows_are_ordered),
    Invariant("INV-T2", gettext_lazy("les observations déposées sont intactes"), filed_observations_are_as_filed),
    Invariant(
        "INV-T2-CORRECTIONS",
        gettext_lazy("les erreurs factuelles envoyées sont intactes"),
        sent_corrections_are_as_sent,
    ),
    Invariant(
        "INV-W6-DOSSIER",
        gettext_lazy("les dossiers déposés sont intacts"),
        deposited_dossiers_are_as_deposited,
    ),
    Invariant("INV-T4", gettext_lazy("un délai ouvert n’est jamais raccourci"), windows_were_never_shortened),
    Invariant("INV-T5", gettext_lazy("les heures des actes ne décroissent pas"), times_never_decrease),
    Invariant(
        "INV-C4", gettext_lazy("une personne en conflit d’intérêts n’est plus du comité"), the_conflicted_are_out
    ),
    Invariant(
        "INV-C13",
        gettext_lazy("une personne en conflit d’intérêts ne reçoit aucun message"),
        the_conflicted_are_told_nothing,
    ),
    Invariant(
        "INV-W4", gettext_lazy("une formation est évaluée une fois à la fois par campagne"), one_evaluation_in_progress
    ),
)


def _events():
    return Event.objects.select_related("evaluation").order_by("evaluation_id", "number").iterator(chunk_size=1000)


def _published_here() -> Iterator[Report]:
    """The published reports that were signed and published in the application, not taken in from elsewhere."""
    elsewhere = set(Event.objects.filter(verb="record_published_elsewhere").values_list("details__report", flat=True))
    for report in Report.objects.published().select_related("evaluation").iterator(chunk_size=50):
        if report.public_id not in elsewhere:
            yield report


def _is_of_the_graph(event: Event) -> bool:
    if event.verb in _BESIDE_THE_TABLE:
        return event.after == event.before
    act = ACTS.get(event.verb)
    if act is None or State(event.before) not in act.sources:
        return False
    if event.verb in _LEADS_WHERE_IT_SAYS:
        return event.after in State.values
    if event.verb in _MAY_STAY and event.after == event.before:
        return True
    return event.after == (event.before if act.target is None else act.target)
