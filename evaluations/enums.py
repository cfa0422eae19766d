"""The words of a framework: kinds of sections, criteria and blocks, roles of those who sign."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FrameworkStatus(models.TextChoices):
    """Whether the labels of a framework were read on a published report."""

    CONFIRMED = "confirmed", _("confirmé")
    TO_CONFIRM = "to-confirm", _("à confirmer")


class SectionKind(models.TextChoices):
    TEXT = "text", _("texte")
    CRITERIA = "criteria", _("critères")
    CONCLUSION = "conclusion", _("conclusion")
    OBSERVATIONS = "observations", _("observations de l’établissement")


class CriterionKind(models.TextChoices):
    """How a criterion is answered. Every kind but the first has an answer beside its text."""

    NARRATIVE = "narrative", _("texte")
    SCALE = "scale", _("note sur une échelle")
    YES_NO = "yes_no", _("oui, non ou sans objet")
    NUMBER = "number", _("nombre")
    CHOICE = "choice", _("choix")
    TABLE = "table", _("tableau")


class BlockKind(models.TextChoices):
    FINDINGS = "findings", _("liste de constats")
    TEXT = "text", _("texte")
    OPINION = "opinion", _("avis formel")


class FindingKind(models.TextChoices):
    STRENGTH = "STRENGTH", _("point fort")
    WEAKNESS = "WEAKNESS", _("point faible")
    RECOMMENDATION = "RECOMMENDATION", _("recommandation")


class SignatureRole(models.TextChoices):
    """In what capacity a report is signed. AERES reports were countersigned by a director of section."""

    CHAIR = "CHAIR", _("présidence du comité d’experts")
    AGENCY = "AGENCY", _("présidence de l’agence")
    SECTION = "SECTION", _("direction de la section")


class AnnexRule(models.TextChoices):
    """What becomes of the observations of the institution when the report is published."""

    ANNEXED = "annexed", _("annexées au rapport")
    SEPARATE = "separate", _("publiées à part")
    NONE = "none", _("non publiées")


class TextKind(models.TextChoices):
    """Where in a report a text is written; see ``FrameworkDefinition.texts``."""

    SECTION = "section", _("rubrique")
    CRITERION = "criterion", _("critère")
    BLOCK = "block", _("texte de conclusion")
    OPENING = "opening", _("texte avant une liste")
    CLOSING = "closing", _("texte après une liste")
