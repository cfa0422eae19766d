"""The evaluation itself: frameworks, campaigns, texts, findings, observations, reports."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"
    verbose_name = _("évaluations")

    def ready(self) -> None:
        post_migrate.connect(_restore_register, sender=self)


def _restore_register(using: str, **_kwargs: Any) -> None:
    from evaluations.register import storage  # noqa: PLC0415  models are not there yet when this module is read

    storage.restore(using)
