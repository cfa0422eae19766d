"""The journal for readers: each event a sentence, with who, in what capacity and when.

Names come from the rows that can be erased: somebody erased is « personne effacée », and the chain is not touched.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evalprog import deadlines, sheets
from evalprog.clock import PARIS
from evaluations.enums import CorrectionRuling, SignatureCapacity, State
from evaluations.models import CommitteeMember, Evaluation, Event

# What the journal says that somebody did. ``who`` is the subject of every sentence.
SENTENCES: dict[str, Promise] = {
    "plan": gettext_lazy("%(who)s a inscrit la formation dans la campagne."),
    "expect_dossier": gettext_lazy("%(who)s a ouvert le dépôt du dossier."),
    "deposit_dossier": gettext_lazy("%(who)s a déposé le dossier."),
    "return_dossier": gettext_lazy("%(who)s a renvoyé le dossier à l’établissement."),
    "propose_dossier_changes": gettext_lazy("%(who)s a proposé des modifications du dossier déposé."),
    "accept_dossier_changes": gettext_lazy("%(who)s a accepté des modifications du dossier."),
    "decline_dossier_changes": gettext_lazy("%(who)s a refusé des modifications du dossier."),
    "postpone_dossiers": gettext_lazy("%(who)s a reporté la date de dépôt du dossier."),
    "invite": gettext_lazy("%(who)s a invité %(member)s au comité."),
    "accept_invitation": gettext_lazy("%(who)s a accepté de siéger au comité."),
    "decline_invitation": gettext_lazy("%(who)s a décliné l’invitation au comité."),
    "declare_interests": gettext_lazy("%(who)s a déposé sa déclaration d’intérêts."),
    "dismiss": gettext_lazy("%(who)s a mis fin à la mission de %(member)s."),
    "propose_committee": gettext_lazy("%(who)s a soumis la composition du comité à l’établissement."),
    "object": gettext_lazy("%(who)s a déposé une objection à la composition du comité."),
    "answer_objection": gettext_lazy("%(who)s a répondu à une objection."),
    "revise_committee": gettext_lazy("%(who)s a repris la composition du comité."),
    "appoint_committee": gettext_lazy("%(who)s a arrêté le comité."),
    "confirm_member": gettext_lazy("%(who)s a confirmé %(member)s au comité."),
    "record_conflict": gettext_lazy("%(who)s a enregistré un conflit d’intérêts."),
    "declare_conflict": gettext_lazy("%(who)s a déclaré un conflit d’intérêts."),
    "start_expertise": gettext_lazy("%(who)s a ouvert l’expertise."),
    "start_drafting": gettext_lazy("%(who)s a commencé la rédaction."),
    "submit_for_validation": gettext_lazy("%(who)s a soumis le texte à la validation du comité."),
    "approve": gettext_lazy("%(who)s a approuvé le texte."),
    "dissent": gettext_lazy("%(who)s a fait noter une opinion dissidente."),
    "annex_dissent": gettext_lazy("%(who)s a décidé du sort de l’opinion dissidente de %(member)s."),
    "resume_drafting": gettext_lazy("%(who)s a repris la rédaction."),
    "validate": gettext_lazy("%(who)s a conclu la validation collégiale."),
    "send_back_to_drafting": gettext_lazy("%(who)s a renvoyé le texte au comité."),
    "transmit_draft": gettext_lazy("%(who)s a transmis le projet de rapport à l’établissement."),
    "retransmit_draft": gettext_lazy("%(who)s a transmis un nouveau projet de rapport à l’établissement."),
    "reply_to_draft": gettext_lazy("%(who)s a répondu au projet de rapport."),
    "admit_late_corrections": gettext_lazy("%(who)s a admis des erreurs factuelles arrivées hors délai."),
    "leave_out_late_corrections": gettext_lazy("%(who)s a écarté des erreurs factuelles arrivées hors délai."),
    "rule_on_correction": gettext_lazy("%(who)s a tranché une erreur factuelle signalée par l’établissement."),
    "link_change": gettext_lazy("%(who)s a lié une modification du texte à une erreur factuelle acceptée."),
    "close_corrections": gettext_lazy("%(who)s a clos le délai de correction, écoulé sans réponse."),
    "sign_as_chair": gettext_lazy("%(who)s a signé le rapport au titre de la présidence du comité."),
    "open_observations": gettext_lazy("%(who)s a ouvert les observations de l’établissement."),
    "carry_observations_over": gettext_lazy("%(who)s a repris les observations déjà publiées."),
    "file_observations": gettext_lazy("%(who)s a déposé les observations de l’établissement."),
    "admit_late_observations": gettext_lazy("%(who)s a admis des observations arrivées hors délai."),
    "leave_out_late_observations": gettext_lazy("%(who)s a écarté des observations arrivées hors délai."),
    "waive_observations": gettext_lazy("%(who)s a fait savoir que l’établissement n’a pas d’observation."),
    "close_observations": gettext_lazy("%(who)s a clos le délai d’observations, écoulé sans dépôt."),
    "extend_window": gettext_lazy("%(who)s a prolongé le délai."),
    "countersign": gettext_lazy("%(who)s a contresigné le rapport."),
    "propose_redaction": gettext_lazy("%(who)s a marqué un passage à occulter."),
    "withdraw_redaction": gettext_lazy("%(who)s a retiré la marque d’un passage à occulter."),
    "restore_redaction": gettext_lazy("%(who)s a rétabli la marque d’un passage à occulter."),
    "decide_redactions": gettext_lazy("%(who)s a décidé des passages à occulter."),
    "publish": gettext_lazy("%(who)s a publié le rapport."),
    "record_published_elsewhere": gettext_lazy("%(who)s a repris un rapport publié avant cette application."),
    "open_erratum": gettext_lazy("%(who)s a ouvert une rectification du rapport."),
    "request_document": gettext_lazy("%(who)s a demandé un document à l’établissement."),
    "answer_document_request": gettext_lazy("%(who)s a répondu à une demande de document."),
    "plan_visit": gettext_lazy("%(who)s a fixé la date de la visite."),
    "agree_on_visit": gettext_lazy("%(who)s a donné l’accord de l’établissement sur la visite."),
    "record_visit": gettext_lazy("%(who)s a consigné la visite."),
    "suspend": gettext_lazy("%(who)s a suspendu l’évaluation."),
    "resume": gettext_lazy("%(who)s a repris l’évaluation."),
    "withdraw": gettext_lazy("%(who)s a retiré l’évaluation."),
}
ROLES: dict[str, Promise] = {
    "system": gettext_lazy("système"),
    "publisher": gettext_lazy("présidence de l’agence"),
    "officer": gettext_lazy("agence"),
    "chair": gettext_lazy("présidence du comité"),
    "rapporteur": gettext_lazy("rapporteur du comité"),
    "expert": gettext_lazy("expert"),
    "signatory": gettext_lazy("signataire de l’établissement"),
    "contributor": gettext_lazy("contributeur de l’établissement"),
    "none": gettext_lazy("sans fonction"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is read. ``at``: Paris time, ISO 8601; ``notes``: reason, deadline, what was attached."""

    number: int
    at: str
    verb: str
    sentence: str
    who: str
    role: str
    before: str
    after: str
    notes: tuple[str, ...]
    sha256: str

    @property
    def moment(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.at)

    @property
    def changes_state(self) -> bool:
        return self.before != self.after


def lines(evaluation: Evaluation, events: QuerySet[Event] | list[Event]) -> list[Line]:
    """Two queries, however many events there are. ``events``: with ``actor__user``."""
    members = dict(CommitteeMember.objects.filter(evaluation=evaluation).values_list("pk", "name"))
    timezone = evaluation.programme.institution.timezone
    return [_line(event, members, timezone) for event in events]


def as_csv(found: Iterable[Line]) -> str:
    """For spreadsheets."""
    header = [field.name for field in fields(Line)]
    rows = [asdict(line) | {"notes": " ".join(line.notes)} for line in found]
    return sheets.as_csv(header, [[str(row[name]) for name in header] for row in rows])


def as_data(line: Line) -> dict[str, Any]:
    return asdict(line)


def _line(event: Event, members: dict[int, str], timezone: str) -> Line:
    who = name_of(event)
    words = {"who": who, "member": members.get(event.details.get("member"), _("une personne"))}
    sentence = str(SENTENCES.get(event.verb, "%(who)s : " + event.verb)) % words
    return Line(
        number=event.number,
        at=event.at.astimezone(PARIS).isoformat(timespec="seconds"),
        verb=event.verb,
        sentence=sentence,
        who=who,
        role=str(ROLES.get(event.role, event.role)),
        before=str(State(event.before).label),
        after=str(State(event.after).label),
        notes=tuple(_notes(event.details, timezone)),
        sha256=event.sha256,
    )


def name_of(event: Event) -> str:
    if event.actor is None:
        return _("Le système")
    return str(event.actor.user) if event.actor.user else _("Personne effacée")


def _notes(details: dict[str, Any], timezone: str) -> Iterable[str]:
    if reason := details.get("reason"):
        yield _("Motif : %(reason)s") % {"reason": reason}
    if capacity := details.get("capacity"):
        signed = {"capacity": SignatureCapacity(capacity).label, "basis": details.get("basis", "")}
        yield _("Signé au titre d’une décision (%(capacity)s) : %(basis)s.") % signed
    if version := details.get("dossier_version"):
        yield _("Version %(number)d du dossier.") % {"number": version}
    if corrections := details.get("corrections"):
        yield _("Erreurs factuelles : %(count)d.") % {"count": len(corrections)}
    if ruling := details.get("ruling"):
        yield _("Décision : %(ruling)s.") % {"ruling": CorrectionRuling(ruling).label}
    if received_at := details.get("received_at"):
        received = dt.datetime.fromisoformat(received_at).astimezone(PARIS)
        yield _("Reçu le %(moment)s, heure de Paris.") % {"moment": deadlines.moment(received)}
    if details.get("late"):
        yield _("Hors délai.")
    if receipt := details.get("receipt"):
        yield _("Accusé de réception n° %(receipt)s.") % {"receipt": receipt}
    if files := details.get("files"):
        yield ngettext("%(count)d pièce jointe.", "%(count)d pièces jointes.", len(files)) % {"count": len(files)}
    if closes_at := details.get("closes_at") or details.get("after_instant"):
        moment = deadlines.in_words(dt.datetime.fromisoformat(closes_at), timezone)
        yield _("Jusqu’au %(moment)s.") % {"moment": moment}
    if waiting := details.get("waiting"):
        yield _("Signatures attendues encore : %(count)d.") % {"count": waiting}
    if "annexed" in details:
        yield _("Annexée au rapport, sans nom.") if details["annexed"] else _("Non annexée au rapport.")
    if "upheld" in details:
        yield _("Objection retenue.") if details["upheld"] else _("Objection écartée.")
    if sha256 := details.get("sha256"):
        yield _("Empreinte du texte : %(sha256)s") % {"sha256": sha256}
    if pdf_sha256 := details.get("pdf_sha256"):
        yield _("Empreinte du fichier : %(sha256)s") % {"sha256": pdf_sha256}
