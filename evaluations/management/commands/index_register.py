"""Make the public register's index anew."""

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.register import index


class Command(BaseCommand):
    help = _("Refait l’index du registre public à partir des rapports publiés ; peut être relancée à tout moment.")

    def handle(self, **options) -> None:
        entered = index.rebuild()
        sentence = ngettext("%(count)d rapport au registre.", "%(count)d rapports au registre.", entered)
        self.stdout.write(sentence % {"count": entered})
