"""The project itself: settings, addresses, and the commands that set it up."""

from django.apps import AppConfig


class EvalprogConfig(AppConfig):
    name = "evalprog"
