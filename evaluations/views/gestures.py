"""The acts as the pages offer them: the words of the button, the form, what will happen, what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from evaluations import transitions
from evaluations.forms import acts as forms
from evaluations.models import Evaluation
from evaluations.workspace import correction_list


@dataclass(frozen=True, slots=True)
class Gesture:
    """``path``: the act in its address, in French. ``perform``: the transition. ``told``: somebody is told of it at
    once, so that a page shows whom, and in which words, before it happens. ``steps_aside``: it is not the way forward,
    and stands apart. ``confirms``: it binds who performs it, who confirms first that it is them. ``enclosed``: a
    template of what goes with it, and where its ``facts`` come from. ``page``: the name of the page of its own on which
    it is performed, and not on that of all acts."""

    path: str
    label: str | Promise
    perform: Callable[..., object]
    consequence: str | Promise
    done: str | Promise
    form: type[forms.ActForm] = forms.ActForm
    told: bool = False
    steps_aside: bool = False
    confirms: bool = False
    enclosed: str = ""
    facts: Callable[[Evaluation], object] | None = None
    page: str = ""

    @property
    def is_dated(self) -> bool:
        """Whether it counts when the request that asks for it reached us."""
        return "received_at" in signature(self.perform).parameters

    @property
    def asks(self) -> bool:
        """Needs a page of its own: there is something to fill in, or to read, before."""
        return bool(self.page) or self.told or self.confirms or self.form is not forms.ActForm


def _answer(evaluation, *, by, request, answer):
    return transitions.answer_document_request(request, by=by, answer=answer)


def _annex(evaluation, *, by, member, annexed):
    return transitions.annex_dissent(member, by=by, annexed=annexed)


GESTURES: dict[str, Gesture] = {
    # the dossier
    "expect_dossier": Gesture(
        "attendre-le-dossier",
        _("Ouvrir au dépôt du dossier"),
        transitions.expect_dossier,
        _("L’établissement découvre l’évaluation et peut déposer son dossier."),
        _("Le dossier est attendu."),
        forms.ExpectDossierForm,
        told=True,
    ),
    "deposit_dossier": Gesture(
        "deposer-le-dossier",
        _("Déposer le dossier"),
        transitions.deposit_dossier,
        _("Le jour du dépôt est enregistré ; il sera imprimé sur le rapport."),
        _("Le dossier est déposé."),
        forms.DepositForm,
        told=True,
    ),
    "return_dossier": Gesture(
        "rendre-le-dossier",
        _("Rendre le dossier incomplet"),
        transitions.return_dossier,
        _("Le dossier revient à l’établissement, qui lit le motif et le dépose de nouveau."),
        _("Le dossier est rendu à l’établissement."),
        forms.ToldReasonForm,
        told=True,
        steps_aside=True,
    ),
    # the committee's work
    "start_expertise": Gesture(
        "lancer-l-expertise",
        _("Lancer l’expertise"),
        transitions.start_expertise,
        _("Les experts commencent leurs contributions individuelles."),
        _("L’expertise commence."),
        told=True,
    ),
    "start_drafting": Gesture(
        "commencer-la-redaction",
        _("Commencer la rédaction"),
        transitions.start_drafting,
        _("Le texte du comité s’ouvre à la présidence et au rapporteur."),
        _("La rédaction commence."),
    ),
    "submit_for_validation": Gesture(
        "soumettre-au-comite",
        _("Soumettre au comité"),
        transitions.submit_for_validation,
        _("Chaque membre du comité se prononce sur le texte ; les votes d’un texte antérieur sont effacés."),
        _("Le texte est soumis au comité."),
        told=True,
    ),
    "approve": Gesture(
        "approuver",
        _("Approuver le texte"),
        transitions.approve,
        _("Votre approbation est enregistrée."),
        _("Vous avez approuvé le texte."),
    ),
    "dissent": Gesture(
        "exprimer-un-desaccord",
        _("Exprimer un désaccord"),
        transitions.dissent,
        _("Votre opinion dissidente est gardée ; la présidence peut conclure malgré elle."),
        _("Votre opinion dissidente est enregistrée."),
        forms.DissentForm,
        steps_aside=True,
    ),
    "annex_dissent": Gesture(
        "annexer-une-opinion",
        _("Annexer une opinion dissidente"),
        _annex,
        _("Une opinion annexée est imprimée avec le rapport, sans le nom de son auteur."),
        _("Votre décision sur l’opinion dissidente est enregistrée."),
        forms.AnnexForm,
        steps_aside=True,
    ),
    "validate": Gesture(
        "conclure-la-validation",
        _("Conclure la validation"),
        transitions.validate,
        _("Le texte passe à la relecture de l’agence."),
        _("Le comité a validé son texte ; l’agence le relit."),
        told=True,
    ),
    "resume_drafting": Gesture(
        "reprendre-la-redaction",
        _("Reprendre la rédaction"),
        transitions.resume_drafting,
        _("Le texte revient à la rédaction ; le comité se prononcera de nouveau."),
        _("La rédaction reprend."),
        forms.CommitteeReasonForm,
        steps_aside=True,
    ),
    "send_back_to_drafting": Gesture(
        "renvoyer-au-comite",
        _("Renvoyer au comité"),
        transitions.send_back_to_drafting,
        _("Le comité reprend la rédaction ; il se prononcera de nouveau."),
        _("Le texte est renvoyé au comité."),
        forms.CommitteeReasonForm,
        steps_aside=True,
    ),
    # the contradictory phase
    "transmit_draft": Gesture(
        "transmettre",
        _("Transmettre le projet"),
        transitions.transmit_draft,
        _("Le projet est figé tel qu’il est, l’établissement le lit, et le délai des erreurs factuelles s’ouvre."),
        _("Le projet est transmis à l’établissement."),
        told=True,
    ),
    "reply_to_draft": Gesture(
        "repondre-au-projet",
        _("Répondre au projet"),
        transitions.reply_to_draft,
        _("Le délai se ferme : vous ne signalerez plus d’erreur factuelle. La présidence du comité tranche."),
        _("Votre réponse est enregistrée."),
        forms.ReplyForm,
        told=True,
        enclosed="evaluations/corrections/to_send.html",
        facts=correction_list.to_send,
    ),
    "admit_late_corrections": Gesture(
        "admettre-les-erreurs",
        _("Admettre les erreurs factuelles hors délai"),
        transitions.admit_late_corrections,
        _("La présidence du comité les tranche comme si elles étaient arrivées à temps."),
        _("Les erreurs factuelles hors délai sont admises."),
        forms.ReasonForm,
        told=True,
    ),
    "leave_out_late_corrections": Gesture(
        "ecarter-les-erreurs",
        _("Écarter les erreurs factuelles hors délai"),
        transitions.leave_out_late_corrections,
        _("Elles sont gardées et personne ne les tranche."),
        _("Les erreurs factuelles hors délai sont écartées."),
        forms.ToldReasonForm,
        told=True,
        steps_aside=True,
    ),
    "sign_as_chair": Gesture(
        "signer",
        _("Signer le rapport"),
        transitions.sign_as_chair,
        _("Avec la dernière signature de la présidence, le rapport est figé : le comité n’y change plus rien."),
        _("Votre signature est enregistrée."),
        forms.ChairSignatureForm,
        confirms=True,
    ),
    "retransmit_draft": Gesture(
        "transmettre-de-nouveau",
        _("Transmettre de nouveau le projet"),
        transitions.retransmit_draft,
        _("Le projet corrigé est figé, l’établissement le lit, et un nouveau délai s’ouvre."),
        _("Le nouveau projet est transmis à l’établissement."),
        forms.CommitteeReasonForm,
        told=True,
        steps_aside=True,
        enclosed="evaluations/corrections/granted.html",
        facts=correction_list.granted,
    ),
    "open_observations": Gesture(
        "ouvrir-les-observations",
        _("Ouvrir les observations"),
        transitions.open_observations,
        _("L’établissement lit le rapport provisoire signé, et le délai des observations s’ouvre."),
        _("Le rapport provisoire est envoyé ; les observations sont ouvertes."),
        told=True,
    ),
    "carry_observations_over": Gesture(
        "garder-les-observations",
        _("Garder les observations publiées"),
        transitions.carry_observations_over,
        _("Les observations déjà publiées accompagnent la version corrigée, sans nouveau délai."),
        _("Les observations publiées accompagnent la version corrigée."),
    ),
    "file_observations": Gesture(
        "deposer-les-observations",
        _("Déposer les observations"),
        transitions.file_observations,
        _(
            "Vos observations sont transmises à l’agence. Dans le délai, elles sont publiées avec le rapport ; après "
            "lui, elles sont gardées et l’agence décide."
        ),
        _("Vos observations sont déposées."),
        told=True,
        page="evaluations:observations-file",
    ),
    "admit_late_observations": Gesture(
        "admettre-les-observations",
        _("Admettre les observations hors délai"),
        transitions.admit_late_observations,
        _("Elles accompagnent le rapport comme si elles étaient arrivées à temps."),
        _("Les observations hors délai sont admises."),
        forms.ReasonForm,
        told=True,
    ),
    "leave_out_late_observations": Gesture(
        "ecarter-les-observations",
        _("Écarter les observations hors délai"),
        transitions.leave_out_late_observations,
        _("Elles sont gardées et n’accompagnent pas le rapport."),
        _("Les observations hors délai sont écartées."),
        forms.ToldReasonForm,
        told=True,
        steps_aside=True,
    ),
    "waive_observations": Gesture(
        "renoncer-aux-observations",
        _("Ne pas faire d’observation"),
        transitions.waive_observations,
        _("Le délai se ferme : le rapport sera publié sans observation de votre part."),
        _("Votre renonciation est enregistrée."),
        told=True,
        steps_aside=True,
        page="evaluations:observations-waive",
    ),
    "extend_window": Gesture(
        "prolonger-le-delai",
        _("Prolonger le délai"),
        transitions.extend_window,
        _("L’établissement a jusqu’à la fin du nouveau jour, heure de Paris."),
        _("Le délai est prolongé."),
        forms.ExtensionForm,
        told=True,
        steps_aside=True,
    ),
    "countersign": Gesture(
        "contresigner",
        _("Contresigner le rapport"),
        transitions.countersign,
        _("L’agence signe le texte même que la présidence du comité a signé."),
        _("Le rapport est contresigné."),
        forms.CountersignatureForm,
        confirms=True,
    ),
    # publication
    "publish": Gesture(
        "publier",
        _("Publier le rapport"),
        transitions.publish,
        _("Le rapport devient public, avec son fichier et les observations. Cela prend quelques secondes."),
        _("Le rapport est publié."),
        told=True,
    ),
    "open_erratum": Gesture(
        "ouvrir-un-erratum",
        _("Ouvrir un erratum"),
        transitions.open_erratum,
        _(
            "Une nouvelle version s’ouvre, à signer et contresigner ; celle qui est publiée reste à son adresse."
            " Le motif est imprimé sur la couverture."
        ),
        _("Un erratum est ouvert."),
        forms.CommitteeReasonForm,
        steps_aside=True,
    ),
    # beside the states
    "request_document": Gesture(
        "demander-un-document",
        _("Demander un document"),
        transitions.request_document,
        _("L’établissement lit la demande et le jour pour lequel le document est attendu."),
        _("La demande est envoyée à l’établissement."),
        forms.DocumentRequestForm,
        told=True,
        steps_aside=True,
    ),
    "answer_document_request": Gesture(
        "repondre-a-une-demande",
        _("Répondre à une demande"),
        _answer,
        _("Le comité et l’agence lisent votre réponse."),
        _("Votre réponse est enregistrée."),
        forms.DocumentAnswerForm,
    ),
    "plan_visit": Gesture(
        "fixer-la-visite",
        _("Fixer le jour de la visite"),
        transitions.plan_visit,
        _("L’établissement lit le jour proposé et donne son accord."),
        _("Le jour de la visite est fixé."),
        forms.VisitDayForm,
        told=True,
        steps_aside=True,
    ),
    "agree_on_visit": Gesture(
        "accepter-la-visite",
        _("Donner son accord à la visite"),
        transitions.agree_on_visit,
        _("L’agence sait que le programme de la visite vous convient."),
        _("Votre accord est enregistré."),
        told=True,
    ),
    "record_visit": Gesture(
        "enregistrer-la-visite",
        _("Enregistrer la visite"),
        transitions.record_visit,
        _("La visite est notée comme tenue."),
        _("La visite est enregistrée."),
        forms.VisitRecordForm,
        steps_aside=True,
    ),
    "suspend": Gesture(
        "suspendre",
        _("Suspendre l’évaluation"),
        transitions.suspend,
        _("Plus rien ne se fait jusqu’à la reprise, qui ramène l’évaluation où elle en était."),
        _("L’évaluation est suspendue."),
        forms.ReasonForm,
        told=True,
        steps_aside=True,
    ),
    "resume": Gesture(
        "reprendre",
        _("Reprendre l’évaluation"),
        transitions.resume,
        _("L’évaluation reprend là où elle en était."),
        _("L’évaluation reprend."),
        told=True,
    ),
    "withdraw": Gesture(
        "retirer",
        _("Retirer l’évaluation"),
        transitions.withdraw,
        _("L’évaluation se termine sans rapport. Cela ne se défait pas."),
        _("L’évaluation est retirée."),
        forms.ReasonForm,
        told=True,
        steps_aside=True,
    ),
}
VERBS = {gesture.path: verb for verb, gesture in GESTURES.items()}


def form_name(verb: str) -> str:
    """``data-form`` of the act: noun-verb."""
    return f"evaluation-{verb.replace('_', '-')}"
