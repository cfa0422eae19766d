"""The words of an evaluation, importable from every floor."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.IntegerChoices):
    """Where an evaluation stands. By tens, so that rules read as comparisons."""

    PLANNED = 0, _("programmée")
    DOSSIER_EXPECTED = 10, _("dossier attendu")
    DOSSIER_DEPOSITED = 20, _("dossier déposé")
    COMMITTEE_PROPOSED = 30, _("comité proposé")
    COMMITTEE_APPOINTED = 40, _("comité arrêté")
    EXPERTISE = 50, _("expertise")
    DRAFTING = 60, _("rédaction")
    COLLEGIAL_VALIDATION = 70, _("validation collégiale")
    AGENCY_READING = 80, _("relecture par l’agence")
    DRAFT_TRANSMITTED = 90, _("projet transmis")
    CORRECTIONS_RULING = 100, _("arbitrage des corrections")
    CHAIR_SIGNED = 110, _("signé par la présidence du comité")
    OBSERVATIONS_OPEN = 120, _("observations ouvertes")
    OBSERVATIONS_CLOSED = 130, _("observations closes")
    COUNTERSIGNED = 140, _("contresigné")
    PUBLISHED = 150, _("publié")
    SUSPENDED = 200, _("suspendue")
    WITHDRAWN = 210, _("retirée")


class Phase(models.TextChoices):
    """The five parts of the process in which people speak of its sixteen states."""

    DOSSIER = "DOSSIER", _("Dossier")
    COMMITTEE = "COMMITTEE", _("Comité")
    EXPERTISE = "EXPERTISE", _("Expertise et rédaction")
    EXCHANGES = "EXCHANGES", _("Échanges avec l’établissement")
    PUBLICATION = "PUBLICATION", _("Publication")

    @property
    def states(self) -> tuple[State, ...]:
        first, last = _BOUNDS[self]
        return tuple(state for state in State if first <= state <= last)


_BOUNDS = {
    Phase.DOSSIER: (State.PLANNED, State.DOSSIER_DEPOSITED),
    Phase.COMMITTEE: (State.COMMITTEE_PROPOSED, State.COMMITTEE_APPOINTED),
    Phase.EXPERTISE: (State.EXPERTISE, State.AGENCY_READING),
    Phase.EXCHANGES: (State.DRAFT_TRANSMITTED, State.OBSERVATIONS_CLOSED),
    Phase.PUBLICATION: (State.COUNTERSIGNED, State.PUBLISHED),
}


class FindingKind(models.TextChoices):
    STRENGTH = "STRENGTH", _("point fort")
    WEAKNESS = "WEAKNESS", _("point faible")
    RECOMMENDATION = "RECOMMENDATION", _("recommandation")


class CriterionKind(models.TextChoices):
    """How a criterion is answered. Every kind but the first has an answer beside its text."""

    NARRATIVE = "narrative", _("texte")
    SCALE = "scale", _("échelle")
    YES_NO = "yes_no", _("oui, non ou sans objet")
    NUMBER = "number", _("nombre")
    CHOICE = "choice", _("choix")
    TABLE = "table", _("tableau")


class SectionKind(models.TextChoices):
    TEXT = "text", _("texte")
    CRITERIA = "criteria", _("critères")
    CONCLUSION = "conclusion", _("conclusion")
    OBSERVATIONS = "observations", _("observations de l’établissement")


class BlockKind(models.TextChoices):
    FINDINGS = "findings", _("liste de constats")
    TEXT = "text", _("texte")
    OPINION = "opinion", _("avis")


class FigureKind(models.TextChoices):
    """How a series of figures is drawn."""

    LINE = "line", _("courbes")
    BAR = "bar", _("barres")
    STACKED = "stacked", _("barres empilées")


class SignatureRole(models.TextChoices):
    """In what capacity a report is signed. AERES reports were countersigned by a director of section."""

    CHAIR = "CHAIR", _("présidence du comité")
    AGENCY = "AGENCY", _("présidence de l’agence")
    SECTION = "SECTION", _("direction de section")


class SignatureCapacity(models.TextChoices):
    HOLDER = "HOLDER", _("titulaire")
    INTERIM = "INTERIM", _("intérim")
    DELEGATE = "DELEGATE", _("délégation")


class AnnexRule(models.TextChoices):
    """What becomes of the observations of the institution when the report is published."""

    ANNEXED = "annexed", _("annexées au rapport")
    SEPARATE = "separate", _("publiées à part")
    NONE = "none", _("sans observations")


class FrameworkStatus(models.TextChoices):
    """Whether the labels of a framework were read on a published report."""

    CONFIRMED = "confirmed", _("libellés vérifiés")
    TO_CONFIRM = "to-confirm", _("libellés à confirmer")


class ReportKind(models.TextChoices):
    DRAFT = "DRAFT", _("projet de rapport")
    PROVISIONAL = "PROVISIONAL", _("rapport provisoire")
    FINAL = "FINAL", _("rapport définitif")
    COMPLETE = "COMPLETE", _("version complète, non publique")


class RedactionReason(models.TextChoices):
    """Why a passage is not published: secrets that the law protects, clauses of research contracts (R114-23)."""

    PRIVACY = "PRIVACY", _("vie privée")
    MEDICAL = "MEDICAL", _("secret médical")
    BUSINESS = "BUSINESS", _("secret des affaires")
    INDUSTRIAL = "INDUSTRIAL", _("propriété intellectuelle")
    DEFENCE = "DEFENCE", _("défense nationale et potentiel scientifique et technique")
    OTHER_SECRET = "OTHER_SECRET", _("autre secret protégé par la loi")
    CONTRACT = "CONTRACT", _("clause de confidentialité d’un contrat de recherche")


class Facet(models.TextChoices):
    """By what the public register is narrowed. The values are the keys of its address."""

    CAMPAIGN = "campagne", _("Campagne")
    INSTITUTION = "etablissement", _("Établissement")
    PARTNER = "partenaire", _("Établissement partenaire")
    KIND = "nature", _("Nature de la formation")
    LEVEL = "niveau", _("Niveau")
    FIELD = "domaine", _("Domaine")
    FRAMEWORK = "referentiel", _("Référentiel")
    YEAR = "annee", _("Année de publication")

    @property
    def has_several(self) -> bool:
        """Whether one report may have several values of it, which stand among the ``terms`` of its entry alone."""
        return self == Facet.PARTNER

    @property
    def column(self) -> str:
        """The field of ``RegisterEntry`` that holds it; not of one that has several."""
        return self.name.lower()


class ItemTarget(models.TextChoices):
    """What an item of the institution's observations is about."""

    STRENGTH = "STRENGTH", _("point fort")
    WEAKNESS = "WEAKNESS", _("point faible")
    RECOMMENDATION = "RECOMMENDATION", _("recommandation")
    REPORT = "REPORT", _("passage du rapport")
    FREE = "FREE", _("observation libre")


class TextKind(models.TextChoices):
    """Where in a report a text is written; see ``FrameworkDefinition.texts``."""

    SECTION = "section", _("rubrique")
    CRITERION = "criterion", _("critère")
    BLOCK = "block", _("texte de conclusion")
    OPENING = "opening", _("texte avant une liste")
    CLOSING = "closing", _("texte après une liste")
    OPINION = "opinion", _("avis")


class AgencyRole(models.TextChoices):
    """What somebody does for the agency. The publisher acts for its presidency: countersigns and publishes."""

    OFFICER = "OFFICER", _("conseiller scientifique ou chargé de projet")
    PUBLISHER = "PUBLISHER", _("présidence et publication")
    ADMIN = "ADMIN", _("administration")
    AUDITOR = "AUDITOR", _("audit et protection des données")
    COLLEGE = "COLLEGE", _("collège")


class CommitteeRole(models.TextChoices):
    CHAIR = "CHAIR", _("présidence")
    RAPPORTEUR = "RAPPORTEUR", _("rapporteur")
    EXPERT = "EXPERT", _("expert")
    OFFICER = "OFFICER", _("représentant de l’agence")


class Profile(models.TextChoices):
    TEACHER = "TEACHER", _("enseignant")
    PROFESSIONAL = "PROFESSIONAL", _("professionnel")
    STUDENT = "STUDENT", _("étudiant")
    DOCTOR = "DOCTOR", _("jeune docteur")


class InvitationStatus(models.TextChoices):
    """``TO_CONFIRM``: accepted once the committee was appointed, so that the agency has yet to let the person in."""

    INVITED = "INVITED", _("invitation envoyée")
    TO_CONFIRM = "TO_CONFIRM", _("acceptée, à confirmer")
    ACCEPTED = "ACCEPTED", _("acceptée")
    DECLINED = "DECLINED", _("déclinée")


class WindowKind(models.TextChoices):
    CORRECTIONS = "CORRECTIONS", _("erreurs factuelles")
    OBSERVATIONS = "OBSERVATIONS", _("observations")


class VisitRule(models.TextChoices):
    """When the campaign has the committee visit: never, before the report is written, or once it is transmitted."""

    NONE = "NONE", _("sans visite")
    BEFORE = "BEFORE", _("avant la rédaction")
    AFTER = "AFTER", _("après la transmission")


class DayCount(models.TextChoices):
    CALENDAR = "CALENDAR", _("jours calendaires")
    WORKING = "WORKING", _("jours ouvrés")


class DeliveryState(models.TextChoices):
    """What became of a message for one person. SENDING that lasts: the server may or may not have taken it."""

    QUEUED = "QUEUED", _("en attente")
    SENDING = "SENDING", _("envoi en cours")
    SENT = "SENT", _("envoyé")
    FAILED = "FAILED", _("refusé")
    SKIPPED = "SKIPPED", _("non envoyé")


class SaveOutcome(models.TextChoices):
    """What became of a text that was sent: it is the new text, it was the text already, or it came too late."""

    ACCEPTED = "ACCEPTED", _("enregistré")
    UNCHANGED = "UNCHANGED", _("sans changement")
    SET_ASIDE = "SET_ASIDE", _("mis de côté")


class TextStatus(models.TextChoices):
    """How far a criterion has got, for the person who looks."""

    EMPTY = "EMPTY", _("vide")
    DRAFT = "DRAFT", _("brouillon")  # only one's own notes, not shared yet
    SHARED = "SHARED", _("partagé")
    VALIDATED = "VALIDATED", _("validé")


class Ruling(models.TextChoices):
    ACCEPTED = "ACCEPTED", _("acceptée")
    REFUSED = "REFUSED", _("refusée")


class CorrectionRuling(models.TextChoices):
    """What the presidency of the committee decides of an error of fact that the institution points out."""

    ACCEPTED = "ACCEPTED", _("acceptée")
    PARTLY = "PARTLY", _("acceptée en partie")
    REFUSED = "REFUSED", _("refusée")


class Stance(models.TextChoices):
    """How the institution answers a finding. Actions have a day: when they were or will be done."""

    AGREEMENT = "AGREEMENT", _("accord")
    PRECISION = "PRECISION", _("précision")
    DISAGREEMENT = "DISAGREEMENT", _("désaccord")
    ACTION_TAKEN = "ACTION_TAKEN", _("action engagée")
    ACTION_PLANNED = "ACTION_PLANNED", _("action prévue")

    @property
    def has_a_day(self) -> bool:
        return self in (Stance.ACTION_TAKEN, Stance.ACTION_PLANNED)


class DossierKind(models.TextChoices):
    TEXT = "TEXT", _("texte")
    TABLE = "TABLE", _("tableau")
    DOCUMENT = "DOCUMENT", _("document")


class ProposalOutcome(models.TextChoices):
    """What became of changes that an institution proposed to its deposited dossier."""

    ACCEPTED = "ACCEPTED", _("acceptées")
    DECLINED = "DECLINED", _("refusées")
    REPLACED = "REPLACED", _("remplacées")  # by others that the institution sent, or by a new deposit


class FileKind(models.TextChoices):
    """What files that somebody sends are taken in, as their content tells."""

    PDF = "PDF", _("document PDF")
    DOCX = "DOCX", _("document Word")
    XLSX = "XLSX", _("classeur Excel")
    PNG = "PNG", _("image PNG")
    JPEG = "JPEG", _("image JPEG")

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The ends of a file's name that say this kind."""
        return (".jpg", ".jpeg", ".jpe", ".jfif") if self == FileKind.JPEG else (f".{self.lower()}",)

    @property
    def suffix(self) -> str:
        """The one under which such a file is handed out."""
        return self.suffixes[0]


_CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
}


class SharingRule(models.TextChoices):
    """When an expert reads the contributions that others have shared on a criterion."""

    SHARED = "SHARED", _("dès qu’elles sont partagées")
    AFTER_OWN = "AFTER_OWN", _("après avoir partagé la sienne")


class WritingRule(models.TextChoices):
    """Who writes the committee's text."""

    COMMITTEE = "COMMITTEE", _("tout le comité")
    WRITERS = "WRITERS", _("la présidence et le rapporteur")


class PublicationOutcome(models.TextChoices):
    """What became of a report in the publication of a campaign."""

    WAITING = "WAITING", _("en attente")
    PUBLISHED = "PUBLISHED", _("publié")
    REFUSED = "REFUSED", _("non publié")
    STOPPED = "STOPPED", _("laissé en l’état")
