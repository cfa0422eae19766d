"""The project itself: settings, addresses, and the commands that set it up."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from evalprog import arguments


class EvalprogConfig(AppConfig):
    name = "evalprog"
    default = True

    def ready(self):
        arguments.speak()


class StaticFiles(StaticFilesConfig):
    """Collects what the pages use, and not static/src, from which static/build was made."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "src"]
