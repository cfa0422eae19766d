"""The institution's self-evaluation dossier: as it writes it, as it deposited it, and the changes that it proposes."""

import hashlib
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from evalprog import clock
from evalprog.public_id import new_public_id
from evaluations.dossier_content import DossierReading
from evaluations.enums import DossierKind, ProposalOutcome


class DossierPart(models.Model):
    """One piece of the dossier as its institution has it before its eyes: a text, a table, or a document in PDF.

    What the others read is frozen (``DossierSnapshot``). ``text``: canonical rich text; of a table, exactly one table.
    ``expected``: the code of the piece of the framework's form that it is. ``sha256`` and ``size`` (bytes), ``pages``:
    of the document's current file, its ``version``-th; ``places``: the pages of what must be pointed at, by code.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="dossier")
    kind = models.CharField(_("nature"), max_length=10, choices=DossierKind)
    position = models.PositiveSmallIntegerField(_("rang"))
    expected = models.SlugField(_("pièce attendue"), max_length=80, blank=True)
    title = models.CharField(_("intitulé"), max_length=300)
    text = models.TextField(_("texte"), blank=True)
    file_name = models.CharField(_("nom du fichier"), max_length=200, blank=True)
    sha256 = models.CharField(_("empreinte"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("taille"), null=True, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    places = models.JSONField(_("passages situés"), default=dict, blank=True)
    added_at = models.DateTimeField(_("ajouté le"), default=clock.now)

    class Meta:
        verbose_name = _("pièce du dossier")
        verbose_name_plural = _("pièces du dossier")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "position"), name="dossier_one_per_rank"),
            models.UniqueConstraint(
                fields=("evaluation", "expected"), condition=~models.Q(expected=""), name="dossier_piece_expected_once"
            ),
            models.CheckConstraint(
                name="dossier_document_has_its_file",
                condition=(models.Q(kind=DossierKind.DOCUMENT) & ~models.Q(sha256=""))
                | (~models.Q(kind=DossierKind.DOCUMENT) & models.Q(sha256="")),
            ),
        )

    def __str__(self) -> str:
        return self.title


class DossierFile(models.Model):
    """One version of a document of the dossier: rows are added, never changed.

    ``part`` is empty once its piece was taken away; the file stays as long as a deposit names it.
    """

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="dossier_files")
    part = models.ForeignKey(DossierPart, models.SET_NULL, null=True, related_name="files")
    number = models.PositiveIntegerField(_("version"))
    file_name = models.CharField(_("nom du fichier"), max_length=200)
    sha256 = models.CharField(_("empreinte"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("taille"))
    pages = models.PositiveIntegerField(_("pages"))
    added_at = models.DateTimeField(_("ajouté le"), default=clock.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ajouté par")
    )

    class Meta:
        verbose_name = _("version d’une pièce du dossier")
        verbose_name_plural = _("versions d’une pièce du dossier")
        ordering = ("part", "-number")
        constraints = (models.UniqueConstraint(fields=("part", "number"), name="dossier_file_one_per_version"),)

    def __str__(self) -> str:
        return f"{self.file_name}, {self.number}"


class DossierText(models.Model):
    """What the institution writes under one section of the framework's form. The past of it is in its revisions."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="dossier_texts")
    code = models.SlugField(_("rubrique"), max_length=80)
    text = models.TextField(_("texte"), blank=True)
    revision = models.PositiveIntegerField(_("révision"), default=0)

    class Meta:
        verbose_name = _("rubrique du dossier")
        verbose_name_plural = _("rubriques du dossier")
        constraints = (models.UniqueConstraint(fields=("evaluation", "code"), name="dossier_text_one_per_section"),)

    def __str__(self) -> str:
        return f"{self.code} ({self.evaluation})"


class Frozen(models.Model):
    """A dossier frozen as canonical JSON (``evaluations.dossier_content``) with its SHA-256."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.TextField(_("contenu"))
    sha256 = models.CharField(_("empreinte"), max_length=64)

    class Meta:
        abstract = True

    @cached_property
    def reading(self) -> DossierReading:
        """:raises ValueError: for a content that is no dossier."""
        return DossierReading.from_json(self.content)

    @property
    def is_intact(self) -> bool:
        return hashlib.sha256(self.content.encode()).hexdigest() == self.sha256


class DossierSnapshot(Frozen):
    """The dossier as it was deposited, or as a change was accepted: what everybody but the institution reads."""

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="dossier_snapshots")
    deposited_at = models.DateTimeField(_("déposé le"), default=clock.now)
    deposited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("déposé par")
    )

    class Meta:
        verbose_name = _("version déposée du dossier")
        verbose_name_plural = _("versions déposées du dossier")
        ordering = ("evaluation", "-number")
        constraints = (models.UniqueConstraint(fields=("evaluation", "number"), name="dossier_snapshot_per_version"),)

    def __str__(self) -> str:
        return f"{self.evaluation}, {self.number}"


class DossierProposal(Frozen):
    """Changes that the institution proposes to its deposited dossier: the whole of it as it would be.

    Nobody but the institution and the agency learns that there are any before they are accepted (INV-C1).
    ``base``: the version that was before the institution. ``message``: what it says of them.
    """

    evaluation = models.ForeignKey("evaluations.Evaluation", models.PROTECT, related_name="dossier_proposals")
    base = models.PositiveSmallIntegerField(_("à partir de la version"))
    message = models.TextField(_("explication"), blank=True)
    sent_at = models.DateTimeField(_("proposées le"), default=clock.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("proposées par")
    )
    outcome = models.CharField(_("suite"), max_length=10, choices=ProposalOutcome, blank=True)
    reason = models.TextField(_("motif"), blank=True)
    decided_at = models.DateTimeField(_("décidées le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("décidées par"),
    )

    class Meta:
        verbose_name = _("modifications proposées du dossier")
        verbose_name_plural = _("modifications proposées du dossier")
        ordering = ("evaluation", "-number")
        constraints = (
            models.UniqueConstraint(fields=("evaluation", "number"), name="dossier_proposal_per_number"),
            models.UniqueConstraint(
                fields=("evaluation",), condition=models.Q(outcome=""), name="dossier_proposal_one_waiting"
            ),
            models.CheckConstraint(
                name="dossier_proposal_decided_at_a_moment",
                condition=models.Q(outcome="", decided_at=None) | (~models.Q(outcome="") & ~models.Q(decided_at=None)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.evaluation}, {self.number}"
