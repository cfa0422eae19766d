"""The messages: for which act, to whom, in which words. One table, read by the acts, the previews and the pages.

Words may name the programme, its institution and a date, and nothing that was written in the evaluation (INV-C13): what
there is to read is read on the page, after signing in. No expert is named.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evaluations.enums import State
from evaluations.models import Event
from evaluations.notifications.audiences import (
    Audience,
    chair,
    committee,
    depositors,
    institution,
    invited,
    joining,
    mentioned,
    officers,
    publishers,
    writers,
)


def _always(event: Event) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Kind:
    """``verb``: the act that sends it. ``label``: its name on pages; ``subject`` and ``body``: see ``texts``.

    ``applies`` may refuse an event of that verb; for a reminder it is asked again at sending.
    """

    verb: str
    to: tuple[Audience, ...]
    label: Promise
    subject: Promise
    body: Promise
    applies: Callable[[Event], bool] = _always


KINDS: dict[str, Kind] = {
    "dossier_expected": Kind(
        "expect_dossier",
        (institution,),
        _("Dossier attendu"),
        _("dépôt du dossier"),
        _("Le dépôt du dossier de cette formation est ouvert.%(due)s%(deadline)s"),
    ),
    "dossier_deposited": Kind(
        "deposit_dossier",
        (officers, institution),
        _("Dossier déposé"),
        _("dossier déposé"),
        _("Le dossier de cette formation a été déposé."),
    ),
    "dossier_returned": Kind(
        "return_dossier",
        (institution,),
        _("Dossier à compléter"),
        _("dossier à compléter"),
        _("Le dossier de cette formation est à compléter. Le motif est indiqué sur la page de l’évaluation."),
    ),
    "dossier_changes_proposed": Kind(
        "propose_dossier_changes",
        (officers,),
        _("Modifications du dossier proposées"),
        _("modifications du dossier proposées"),
        _("L’établissement propose de modifier son dossier. Ses modifications attendent votre décision."),
    ),
    "dossier_changes_accepted": Kind(
        "accept_dossier_changes",
        (institution, committee),
        _("Dossier modifié"),
        _("nouvelle version du dossier"),
        _("Le dossier de cette formation a une nouvelle version. La précédente reste lisible."),
    ),
    "dossier_changes_declined": Kind(
        "decline_dossier_changes",
        (institution,),
        _("Modifications du dossier refusées"),
        _("modifications du dossier refusées"),
        _("L’agence n’a pas accepté les modifications de votre dossier. Le motif se lit sur la page du dossier."),
    ),
    "dossiers_postponed": Kind(
        "postpone_dossiers",
        (institution,),
        _("Dépôt du dossier reporté"),
        _("dépôt du dossier reporté"),
        _("La date de dépôt du dossier de cette formation est reportée.%(deadline)s"),
    ),
    "invitation": Kind(
        "invite",
        (invited,),
        _("Invitation au comité"),
        _("invitation à un comité d’évaluation"),
        _(
            "L’agence vous propose de prendre part à l’évaluation de cette formation. Répondez en acceptant ou en "
            "déclinant cette invitation. Si un lien avec l’établissement vous empêche de l’évaluer, déclinez-la."
        ),
    ),
    "invitation_accepted": Kind(
        "accept_invitation",
        (officers,),
        _("Invitation acceptée"),
        _("invitation acceptée"),
        _("Une personne invitée au comité a accepté."),
    ),
    "composition_changed": Kind(
        "accept_invitation",
        (institution,),
        _("Nouveau membre du comité proposé"),
        _("changement dans le comité"),
        _(
            "Une personne est appelée à rejoindre le comité qui évalue cette formation. La nouvelle composition se lit "
            "sur la page de l’évaluation ; si cette personne vous paraît en situation de conflit d’intérêts, "
            "faites-en part sur cette page."
        ),
        applies=lambda event: event.after >= State.COMMITTEE_APPOINTED,
    ),
    "invitation_declined": Kind(
        "decline_invitation",
        (officers,),
        _("Invitation déclinée"),
        _("invitation déclinée"),
        _("Une personne invitée au comité a décliné."),
    ),
    "committee_proposed": Kind(
        "propose_committee",
        (institution,),
        _("Composition du comité proposée"),
        _("composition du comité"),
        _(
            "La composition du comité qui évaluera cette formation vous est soumise. Si l’un de ses membres vous "
            "paraît en situation de conflit d’intérêts, faites-en part sur la page de l’évaluation."
        ),
    ),
    "objection_filed": Kind(
        "object",
        (officers,),
        _("Objection de l’établissement"),
        _("objection à la composition du comité"),
        _("L’établissement a déposé une objection à la composition du comité. Elle attend votre réponse."),
    ),
    "objection_answered": Kind(
        "answer_objection",
        (institution,),
        _("Réponse à une objection"),
        _("réponse à votre objection"),
        _("L’agence a répondu à une objection de l’établissement sur la composition du comité."),
    ),
    "committee_appointed": Kind(
        "appoint_committee",
        (committee,),
        _("Comité arrêté"),
        _("comité arrêté"),
        _("Le comité est arrêté et vous en faites partie. Le dossier vous est ouvert."),
    ),
    "member_confirmed": Kind(
        "confirm_member",
        (joining,),
        _("Entrée au comité"),
        _("entrée au comité"),
        _("Votre entrée au comité est confirmée. Le dossier vous est ouvert."),
    ),
    "conflict_declared": Kind(
        "declare_conflict",
        (officers,),
        _("Retrait d’un expert"),
        _("retrait d’un expert"),
        _("Un membre du comité a déclaré un conflit d’intérêts. Il n’a plus accès au dossier."),
    ),
    "expertise_started": Kind(
        "start_expertise",
        (committee,),
        _("Expertise ouverte"),
        _("début de l’expertise"),
        _("L’expertise commence : vous pouvez rédiger votre contribution."),
    ),
    "validation_requested": Kind(
        "submit_for_validation",
        (committee,),
        _("Validation collégiale"),
        _("validation collégiale"),
        _("Le texte du comité est soumis à la validation de ses membres. Votre avis est attendu."),
    ),
    "drafting_resumed": Kind(
        "resume_drafting",
        (writers,),
        _("Rédaction reprise"),
        _("reprise de la rédaction"),
        _("La présidence du comité reprend la rédaction. Le motif est indiqué sur la page de l’évaluation."),
    ),
    "text_validated": Kind(
        "validate",
        (officers,),
        _("Texte validé par le comité"),
        _("texte à relire"),
        _("Le comité a validé son texte. Il attend la relecture de l’agence."),
    ),
    # Sent by the officer when their reading is done: no act of the machine, like the reminders below.
    "suggestions_proposed": Kind(
        "tell_suggestions",
        (chair,),
        _("Suggestions de l’agence"),
        _("suggestions de l’agence"),
        _("L’agence a relu le texte du comité et propose des modifications. Chacune attend votre décision."),
        applies=lambda event: event.after == State.AGENCY_READING,
    ),
    "sent_back": Kind(
        "send_back_to_drafting",
        (writers,),
        _("Texte renvoyé au comité"),
        _("texte à reprendre"),
        _("L’agence renvoie le texte au comité. Le motif est indiqué sur la page de l’évaluation."),
    ),
    "draft_transmitted": Kind(
        "transmit_draft",
        (institution,),
        _("Projet de rapport transmis"),
        _("projet de rapport"),
        _(
            "Le projet de rapport de cette formation vous est transmis. Vous pouvez signaler les erreurs factuelles."
            "%(deadline)s"
        ),
    ),
    "draft_retransmitted": Kind(
        "retransmit_draft",
        (institution,),
        _("Nouveau projet de rapport transmis"),
        _("nouveau projet de rapport"),
        _(
            "Un nouveau projet de rapport vous est transmis. Il remplace le précédent. Vous pouvez signaler les "
            "erreurs factuelles.%(deadline)s"
        ),
    ),
    "draft_replied": Kind(
        "reply_to_draft",
        (chair, officers),
        _("Réponse de l’établissement au projet"),
        _("réponse de l’établissement"),
        _("L’établissement a répondu au projet de rapport. La présidence du comité arbitre ses demandes."),
        applies=lambda event: not (event.details.get("late") and event.details.get("corrections")),
    ),
    "late_corrections_sent": Kind(
        "reply_to_draft",
        (officers, publishers),
        _("Erreurs factuelles arrivées hors délai"),
        _("erreurs factuelles hors délai"),
        _(
            "Des erreurs factuelles signalées par l’établissement sont arrivées après la fin du délai. Elles sont "
            "gardées, et l’agence décide si la présidence du comité les tranche."
        ),
        applies=lambda event: bool(event.details.get("late") and event.details.get("corrections")),
    ),
    "late_corrections_admitted": Kind(
        "admit_late_corrections",
        (chair, officers, institution),
        _("Erreurs factuelles hors délai admises"),
        _("erreurs factuelles hors délai admises"),
        _("L’agence a admis des erreurs factuelles arrivées hors délai. La présidence du comité les tranche."),
    ),
    "late_corrections_left_out": Kind(
        "leave_out_late_corrections",
        (officers, institution),
        _("Erreurs factuelles hors délai écartées"),
        _("erreurs factuelles hors délai écartées"),
        _(
            "L’agence a écarté des erreurs factuelles arrivées hors délai. Elles sont gardées et ne seront pas "
            "tranchées. Le motif est indiqué sur la page de l’évaluation."
        ),
    ),
    "corrections_closed": Kind(
        "close_corrections",
        (chair, officers),
        _("Fin du délai de correction"),
        _("fin du délai de correction"),
        _("Le délai ouvert à l’établissement pour signaler des erreurs factuelles est écoulé."),
    ),
    "chair_signed": Kind(
        "sign_as_chair",
        (officers,),
        _("Rapport signé par la présidence du comité"),
        _("rapport signé par la présidence du comité"),
        _("La présidence du comité a signé le rapport. Il peut être envoyé à l’établissement pour observations."),
        applies=lambda event: event.after == State.CHAIR_SIGNED,
    ),
    "observations_opened": Kind(
        "open_observations",
        (institution,),
        _("Rapport provisoire, observations ouvertes"),
        _("rapport provisoire"),
        _(
            "Le rapport provisoire de cette formation vous est adressé. Le chef d’établissement peut déposer des "
            "observations, publiées avec le rapport.%(deadline)s"
        ),
    ),
    "observations_filed": Kind(
        "file_observations",
        (officers, publishers, depositors),
        _("Observations déposées"),
        _("observations déposées"),
        _("Les observations de l’établissement sont déposées.%(receipt)s"),
        applies=lambda event: not event.details.get("late"),
    ),
    "late_observations_filed": Kind(
        "file_observations",
        (officers, publishers, depositors),
        _("Observations arrivées hors délai"),
        _("observations hors délai"),
        _(
            "Des observations de l’établissement sont arrivées après la fin du délai. Elles sont gardées, et l’agence "
            "décide si elles accompagnent le rapport.%(receipt)s"
        ),
        applies=lambda event: bool(event.details.get("late")),
    ),
    "late_observations_admitted": Kind(
        "admit_late_observations",
        (officers, publishers, institution),
        _("Observations hors délai admises"),
        _("observations hors délai admises"),
        _("L’agence a admis des observations arrivées hors délai. Elles accompagneront le rapport."),
    ),
    "late_observations_left_out": Kind(
        "leave_out_late_observations",
        (officers, publishers, institution),
        _("Observations hors délai écartées"),
        _("observations hors délai écartées"),
        _(
            "L’agence a écarté des observations arrivées hors délai. Elles sont gardées et n’accompagneront pas le "
            "rapport. Le motif est indiqué sur la page de l’évaluation."
        ),
    ),
    "observations_waived": Kind(
        "waive_observations",
        (officers, publishers, depositors),
        _("Sans observation"),
        _("sans observation"),
        _("L’établissement a fait savoir qu’il n’a pas d’observation.%(receipt)s"),
    ),
    "observations_closed": Kind(
        "close_observations",
        (officers, publishers, institution),
        _("Fin du délai d’observations"),
        _("fin du délai d’observations"),
        _("Le délai ouvert pour les observations de l’établissement est écoulé."),
    ),
    "window_extended": Kind(
        "extend_window",
        (institution,),
        _("Délai prolongé"),
        _("délai prolongé"),
        _("Le délai qui vous est ouvert est prolongé.%(deadline)s"),
    ),
    "countersigned": Kind(
        "countersign",
        (officers,),
        _("Rapport contresigné"),
        _("rapport contresigné"),
        _("Le rapport est contresigné. Il peut être publié."),
    ),
    "published": Kind(
        "publish",
        (institution, committee, officers),
        _("Rapport publié"),
        _("rapport publié"),
        _("Le rapport définitif de cette formation est publié."),
    ),
    "erratum_opened": Kind(
        "open_erratum",
        (institution, committee),
        _("Rectification ouverte"),
        _("rectification du rapport"),
        _("Le rapport publié va être rectifié. Il reste en ligne jusqu’à la publication de sa rectification."),
    ),
    "document_requested": Kind(
        "request_document",
        (institution,),
        _("Document demandé"),
        _("document demandé"),
        _("Un document vous est demandé pour cette évaluation.%(due)s La demande se lit sur la page de l’évaluation."),
    ),
    "document_answered": Kind(
        "answer_document_request",
        (writers, officers),
        _("Réponse à une demande de document"),
        _("réponse à une demande de document"),
        _("L’établissement a répondu à une demande de document."),
    ),
    "visit_planned": Kind(
        "plan_visit",
        (institution, committee),
        _("Visite prévue"),
        _("visite du comité"),
        _("Une date de visite du comité est fixée. Elle se lit sur la page de l’évaluation."),
    ),
    "visit_agreed": Kind(
        "agree_on_visit",
        (officers, chair),
        _("Visite convenue"),
        _("visite convenue"),
        _("L’établissement est d’accord avec le programme de la visite."),
    ),
    "suspended": Kind(
        "suspend",
        (institution, committee, officers),
        _("Évaluation suspendue"),
        _("évaluation suspendue"),
        _("L’évaluation de cette formation est suspendue."),
    ),
    "resumed": Kind(
        "resume",
        (institution, committee, officers),
        _("Évaluation reprise"),
        _("évaluation reprise"),
        _("L’évaluation de cette formation reprend.%(postponed)s"),
    ),
    "withdrawn": Kind(
        "withdraw",
        (institution, committee, officers),
        _("Évaluation retirée"),
        _("évaluation retirée"),
        _("L’évaluation de cette formation s’arrête sans rapport."),
    ),
    # A comment is no act: writing it sends this (``outbox.mention``).
    "mentioned": Kind(
        "mention",
        (mentioned,),
        _("Mention dans un commentaire"),
        _("un commentaire vous est adressé"),
        _(
            "Un commentaire de l’espace de travail du comité vous est adressé. Il se lit après connexion ; votre "
            "tableau de bord y mène."
        ),
    ),
    # Reminders: no act sends them, the command does; their verb is their own.
    "dossier_reminder": Kind(
        "remind_dossier",
        (institution,),
        _("Rappel : dossier attendu"),
        _("rappel, dossier attendu"),
        _("Le dossier de cette formation n’est pas encore déposé.%(due)s%(deadline)s"),
        applies=lambda event: event.after == State.DOSSIER_EXPECTED,
    ),
    "window_reminder": Kind(
        "remind_window",
        (institution,),
        _("Rappel : délai qui s’achève"),
        _("rappel, un délai s’achève"),
        _("Le délai qui vous est ouvert pour cette évaluation s’achève bientôt.%(deadline)s"),
        applies=lambda event: event.after in (State.DRAFT_TRANSMITTED, State.OBSERVATIONS_OPEN),
    ),
}

# Acts that tell nobody, and why.
SILENT: dict[str, str] = {
    "plan": "nobody outside the agency knows of the evaluation yet",
    "declare_interests": "the page of the committee shows who has declared",
    "dismiss": "the person has no more access to what a message would lead to",
    "revise_committee": "the institution is told when the composition is proposed anew",
    "record_conflict": "its holder receives nothing more about the dossier (INV-C4)",
    "start_drafting": "the committee sees it on its page",
    "approve": "the votes are seen on the page",
    "dissent": "the votes are seen on the page",
    "annex_dissent": "the committee sees it on its page",
    "rule_on_correction": "the institution is told of the rulings together, with the text that is then sent to it",
    "link_change": "the institution is told of the changes with the rulings",
    "carry_observations_over": "the officer goes on at once",
    "propose_redaction": "nothing is decided yet",
    "withdraw_redaction": "nothing is decided yet",
    "restore_redaction": "nothing is decided yet",
    "decide_redactions": "those who may read the complete version are told of the publication",
    "record_visit": "the committee was there",
    "record_published_elsewhere": "nobody here took part",
}


def of(verb: str) -> list[tuple[str, Kind]]:
    """The messages of an act, each with its name."""
    return [(name, kind) for name, kind in KINDS.items() if kind.verb == verb]
