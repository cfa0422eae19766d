"""``manage.py invite``: how the first person of a new installation comes in, or no longer does."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evalprog.accounts import invitations


class Command(BaseCommand):
    help = _("Invite une personne, par un lien qui part à son adresse et s’affiche ici.")

    def add_arguments(self, parser):
        parser.add_argument("email", help=_("son adresse électronique"))
        doing = parser.add_mutually_exclusive_group(required=True)
        doing.add_argument("--name", help=_("son nom"))
        doing.add_argument("--revoke", action="store_true", help=_("retire les invitations envoyées à cette adresse"))
        parser.add_argument("--agency", action="store_true", help=_("elle est membre de l’agence"))
        parser.add_argument("--days", type=int, default=14, help=_("durée du lien, en jours (14)"))

    def handle(self, *, email, name, revoke, agency, days, **options):
        try:
            validate_email(email)
        except ValidationError as problem:
            raise CommandError(_("« %(email)s » n’est pas une adresse électronique.") % {"email": email}) from problem
        if revoke:
            self._revoke(email)
        else:
            self._invite(email, name, agency, days)

    def _revoke(self, email):
        if not (number := invitations.revoke(email)):
            raise CommandError(_("Aucune invitation n’est en attente pour %(email)s.") % {"email": email})
        words = {"number": number, "email": email}
        sentence = ngettext(
            "%(number)d invitation retirée : son lien, envoyé à %(email)s, n’ouvre plus rien.",
            "%(number)d invitations retirées : leurs liens, envoyés à %(email)s, n’ouvrent plus rien.",
            number,
        )
        self.stdout.write(sentence % words)

    def _invite(self, email, name, agency, days):
        if days < 1:
            raise CommandError(_("--days %(days)s : donnez au moins un jour.") % {"days": days})
        purpose = _("rejoindre l’agence sur EvalProg") if agency else _("rejoindre EvalProg")
        invitation, link = invitations.invite(email, name, None, purpose, days, gives_staff=agency)
        self.stdout.write(
            _("%(email)s est invité jusqu’au %(date)s :")
            % {
                "email": invitation.email,
                "date": invitation.expires_at.strftime("%d/%m/%Y"),
            }
        )
        self.stdout.write(link)
