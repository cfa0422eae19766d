"""``manage.py invite``: how the first person of a new installation comes in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from evalprog.accounts import invitations


class Command(BaseCommand):
    help = _("Invite une personne, par un lien qui part à son adresse et s’affiche ici.")

    def add_arguments(self, parser):
        parser.add_argument("email", help=_("son adresse électronique"))
        parser.add_argument("--name", required=True, help=_("son nom"))
        parser.add_argument("--agency", action="store_true", help=_("elle est membre de l’agence"))
        parser.add_argument("--days", type=int, default=14, help=_("durée du lien, en jours (14)"))

    def handle(self, *, email, name, agency, days, **options):
        try:
            validate_email(email)
        except ValidationError as problem:
            raise CommandError(_("« %(email)s » n’est pas une adresse électronique.") % {"email": email}) from problem
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
