"""A framework: the questions that an evaluation answers and the way its report is printed, as one document."""

import json
from functools import cached_property, lru_cache

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from evaluations.definition import FrameworkDefinition, parse
from evaluations.enums import FrameworkStatus


class FrameworkQuerySet(models.QuerySet):
    def published(self) -> "FrameworkQuerySet":
        return self.filter(published_at__isnull=False)

    def drafts(self) -> "FrameworkQuerySet":
        return self.filter(published_at__isnull=True)

    def versions_of(self, code: str) -> "FrameworkQuerySet":
        """Newest first, drafts included."""
        return self.filter(code=code).order_by("-version")

    def newest(self, code: str) -> "Framework":
        """The newest published version of a code.

        :raises Framework.DoesNotExist: when no version of it is published.
        """
        found = self.published().filter(code=code).order_by("-version").first()
        if found is None:
            raise self.model.DoesNotExist(code)
        return found


class Framework(models.Model):
    """One version of a framework. A published version never changes: its next version is derived from it.

    ``document`` is the whole definition as plain data (see ``evaluations.definition``); code, version, title and
    status repeat what stands in it so that lists can be made without reading every document. A draft's document may
    be incoherent for a while; a published one never is.
    """

    code = models.SlugField(_("code"), max_length=80)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("intitulé"), max_length=300)
    status = models.CharField(_("vérification"), max_length=20, choices=FrameworkStatus)
    document = models.JSONField(_("définition"))
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    created_at = models.DateTimeField(_("créé le"), auto_now_add=True)
    # Counts the changes of a draft: whoever saves says which one they started from.
    revision = models.PositiveIntegerField(_("révision"), default=0, editable=False)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("référentiel")
        verbose_name_plural = _("référentiels")
        ordering = ("code", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=("code", "version"),
                name="framework_one_per_version",
                violation_error_message=_("Cette version du référentiel existe déjà."),
            ),
            models.UniqueConstraint(
                fields=("code",),
                condition=models.Q(published_at__isnull=True),
                name="framework_one_draft_per_code",
                violation_error_message=_("Un brouillon de ce référentiel existe déjà."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("evaluations:framework-detail", args=[self.code, self.version])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @cached_property
    def definition(self) -> FrameworkDefinition:
        """:raises DocumentInvalid: for a draft that is not coherent yet."""
        return _read(json.dumps(self.document))


@lru_cache(maxsize=64)
def _read(document: str) -> FrameworkDefinition:
    """Reading one costs as much as all the rest of a save, and every page and save of a campaign reads the same."""
    return parse(json.loads(document))
