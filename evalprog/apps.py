"""The project itself: settings, addresses, and the commands that set it up."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class EvalprogConfig(AppConfig):
    name = "evalprog"


class StaticFiles(StaticFilesConfig):
    """Collects what the pages use, and not static/src, from which static/build was made."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "src"]
