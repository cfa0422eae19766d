"""The public register's own tables: what was published, laid out for search and for counting.

Everything here repeats frozen readings and can be made again from them (``manage.py index_register``). A row is written
in the transaction that publishes, by ``evaluations.register.index``; nothing else writes here.
"""

from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from evaluations.enums import Facet


class RegisterTerm(models.Model):
    """A value by which reports are sorted into groups: a campaign, an institution, a year.

    ``key`` stands in addresses and does not change; ``label`` is the word of the report published last.
    """

    facet = models.CharField(_("filtre"), max_length=20, choices=Facet)
    key = models.CharField(_("clé"), max_length=80)
    label = models.CharField(_("libellé"), max_length=400)

    class Meta:
        verbose_name = _("valeur de filtre")
        verbose_name_plural = _("valeurs de filtre")
        constraints = (models.UniqueConstraint(fields=("facet", "key"), name="register_term_once"),)

    def __str__(self) -> str:
        return f"{self.get_facet_display()} : {self.label}"


class RegisterEntryQuerySet(models.QuerySet):
    def having(self, term: RegisterTerm) -> "RegisterEntryQuerySet":
        """Those that have it among their ``terms``."""
        comma = models.Value(",")
        return self.alias(around=Concat(comma, "terms", comma)).filter(around__contains=f",{term.pk},")


class RegisterEntry(models.Model):
    """One evaluation in the register: its published report in its current version.

    The row is narrow, since a list is counted over all of them: words stand in ``RegisterText``. ``terms`` repeats the
    keys of the terms, so that one pass counts every facet; not the institution's, since of the others few combinations
    are met. Partners stand there alone: a report has as many as there are.
    """

    report = models.OneToOneField("evaluations.Report", models.CASCADE, related_name="entry")
    evaluation = models.OneToOneField("evaluations.Evaluation", models.CASCADE, related_name="entry")
    programme = models.ForeignKey("programmes.Programme", models.CASCADE, related_name="entries")
    published_on = models.DateField(_("publié le"), db_index=True)
    # Sorted without accents and case, alike in every database.
    title_key = models.CharField(_("intitulé, pour le tri"), max_length=200, db_index=True)
    institution_key = models.CharField(_("établissement, pour le tri"), max_length=200, db_index=True)
    campaign = models.ForeignKey(RegisterTerm, models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey(RegisterTerm, models.PROTECT, null=True, related_name="+")
    kind = models.ForeignKey(RegisterTerm, models.PROTECT, null=True, related_name="+")
    level = models.ForeignKey(RegisterTerm, models.PROTECT, null=True, related_name="+")
    field = models.ForeignKey(RegisterTerm, models.PROTECT, null=True, related_name="+")
    framework = models.ForeignKey(RegisterTerm, models.PROTECT, null=True, related_name="+")
    year = models.ForeignKey(RegisterTerm, models.PROTECT, null=True, related_name="+")
    terms = models.CharField(max_length=200, blank=True)  # « 3,17,4 »

    objects = RegisterEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapport au registre")
        verbose_name_plural = _("registre")
        ordering = ("-published_on", "title_key", "pk")

    def __str__(self) -> str:
        return self.title_key

    @property
    def term_keys(self) -> list[int]:
        return [int(key) for key in self.terms.split(",") if key]


class RegisterText(models.Model):
    """The words of an entry. The database keeps the index of ``heading`` and ``body`` (see ``register.storage``)."""

    entry = models.OneToOneField(RegisterEntry, models.CASCADE, primary_key=True, related_name="text")
    plain = models.TextField(_("texte public"))  # a line per paragraph, as it is read: for extracts
    heading = models.TextField(_("mots de l’intitulé"))  # their stems
    body = models.TextField(_("mots du texte"))

    class Meta:
        verbose_name = _("texte au registre")
        verbose_name_plural = _("textes au registre")

    def __str__(self) -> str:
        return f"{self.entry}"


class RegisterWord(models.Model):
    """A word that some published report has: what a word with a typing error may have meant.

    ``padded`` is the word between spaces, whose beginning and end are groups of three letters like the others.
    """

    word = models.CharField(_("mot"), max_length=40, unique=True)  # without accents
    shown = models.CharField(_("mot accentué"), max_length=40)
    padded = models.CharField(max_length=44)

    class Meta:
        verbose_name = _("mot du registre")
        verbose_name_plural = _("mots du registre")

    def __str__(self) -> str:
        return self.shown
