"""Who a person is. Nothing here knows what an evaluation is."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "evalprog.accounts"
    verbose_name = _("comptes")

    def ready(self):
        from evalprog import plurals  # noqa: PLC0415 (needs the settings)
        from evalprog.accounts import checks  # noqa: F401, PLC0415 (registers the checks; needs the settings)

        plurals.follow_the_french_rule()
