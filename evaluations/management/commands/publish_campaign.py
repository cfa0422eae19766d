"""Publish all that is ready in a campaign, on every processor."""

import json
import logging
from collections.abc import Iterator

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evalprog.accounts.models import User
from evalprog.system_errors import reason
from evaluations import transitions
from evaluations.enums import AgencyRole, State
from evaluations.models import Campaign, Evaluation, Mandate
from evaluations.publishing import one, ready
from evaluations.readiness import before_countersigning
from evaluations.reports import press
from evaluations.transitions import TransitionRefused

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = _(
        "Publie tout ce qui est prêt dans une campagne, et dit ce qui ne l’est pas et pourquoi. Peut être interrompue "
        "et relancée : rien n’est publié deux fois."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("code", metavar="CODE", help=_("le code de la campagne"))
        parser.add_argument("--dry-run", action="store_true", help=_("dire seulement ce qui serait publié"))
        parser.add_argument(
            "--by", metavar="ADRESSE", help=_("qui publie ; la seule personne chargée de la publication, sinon")
        )
        parser.add_argument(
            "--sign", action="store_true", help=_("contresigner d’abord, au nom de cette personne, ce qui peut l’être")
        )

    def handle(self, *, code: str, by: str | None, dry_run: bool, sign: bool, verbosity: int, **options) -> None:
        """Prints ``{"campaign", "dry_run", "by", "signed": [ids], "published": [ids], "failed": {id: sentence},
        "not_ready": [{"evaluation", "title", "institution", "state", "awaited", "problems"}]}``; of a dry run, what
        would be signed and published."""
        campaign, publisher = _campaign(code), _publisher(by)
        self.failed: dict[str, str] = {}
        signed = list(self._signed(campaign, publisher, dry_run)) if sign else []
        evaluations = [*ready.ready(campaign, publisher)]
        if dry_run:
            published = [each.public_id for each in evaluations] + signed
        else:
            published = self._published(evaluations, publisher, quiet=verbosity == 0)
        told = {
            "campaign": campaign.code,
            "dry_run": dry_run,
            "by": publisher.email,
            "signed": signed,
            "published": published,
            "failed": self.failed,
            "not_ready": [_told(awaited) for awaited in ready.reasons(ready.not_ready(campaign, publisher))],
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        if self.failed:
            raise CommandError(
                _("Non publiés : %(names)s. Le motif de chacun est dans « failed » ; les autres sont publiés.")
                % {"names": ", ".join(self.failed)}
            )

    def _signed(self, campaign: Campaign, by: User, dry_run: bool) -> Iterator[str]:
        for evaluation in ready.seen(campaign, by).filter(state=State.OBSERVATIONS_CLOSED):
            if before_countersigning(evaluation, by):
                continue  # told as not ready
            try:
                if not dry_run:
                    transitions.countersign(evaluation, by=by)
            except TransitionRefused as why:
                self.failed[evaluation.public_id] = str(why)
            else:
                yield evaluation.public_id

    def _published(self, evaluations: list[Evaluation], by: User, *, quiet: bool) -> list[str]:
        """Printed on every processor, and published one after the other as they come out."""
        published: list[str] = []
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet)
        with bar, press.Press() as machine:
            task = bar.add_task(_("rapports"), total=len(evaluations))
            try:
                for evaluation, document in _printed(machine, evaluations):
                    self._publish(evaluation, document, by, published)
                    bar.advance(task)
            except KeyboardInterrupt:
                raise CommandError(
                    _("Interrompue : %(done)d rapports publiés sur %(all)d. Relancez-la pour publier les autres.")
                    % {"done": len(published), "all": len(evaluations)}
                ) from None
        return published

    def _publish(
        self, evaluation: Evaluation, document: bytes | press.NotPrinted | None, by: User, published: list[str]
    ) -> None:
        try:
            if isinstance(document, press.NotPrinted):
                raise one.NotPublished(str(document))
            one.publish(evaluation, by)
        except one.NotPublished as why:
            self.failed[evaluation.public_id] = str(why)
        except OSError as error:
            logger.exception("Not published: %s", evaluation.public_id)
            self.failed[evaluation.public_id] = _("Le fichier du rapport ne peut pas être conservé (%(reason)s).") % {
                "reason": reason(error)
            }
        else:
            published.append(evaluation.public_id)


def _printed(
    machine: press.Press, evaluations: list[Evaluation]
) -> Iterator[tuple[Evaluation, bytes | press.NotPrinted | None]]:
    """Each with its document; last those that the act will refuse, of which nothing is printed."""
    refused = []

    def orders() -> Iterator[tuple[Evaluation, press.Order]]:
        for evaluation in evaluations:
            if wanted := one.orders(evaluation):
                yield evaluation, wanted[0]
            else:
                refused.append(evaluation)

    yield from machine.print_all(orders())
    for evaluation in refused:
        yield evaluation, None


def _told(awaited: ready.NotReady) -> dict[str, object]:
    evaluation = awaited.evaluation
    return {
        "evaluation": evaluation.public_id,
        "title": evaluation.programme.title,
        "institution": str(evaluation.programme.institution),
        "state": State(evaluation.state).name,
        "awaited": str(awaited.duty.sentence),
        "problems": list(awaited.problems),
    }


def _campaign(code: str) -> Campaign:
    campaign = Campaign.objects.filter(code=code).first()
    if campaign is None:
        codes = ", ".join(Campaign.objects.order_by("code").values_list("code", flat=True)[:20])
        raise CommandError(
            _("Aucune campagne n’a le code « %(code)s ». Codes connus : %(codes)s.")
            % {"code": code, "codes": codes or _("aucun")}
        )
    return campaign


def _publisher(address: str | None) -> User:
    """Somebody publishes, never the machine: the journal names them."""
    mandates = Mandate.objects.current().filter(role=AgencyRole.PUBLISHER, user__is_active=True)
    known = User.objects.filter(pk__in=mandates.values("user")).order_by("email")
    if address is None:
        if known.count() == 1:
            return known.get()
        raise CommandError(
            _("Dites au nom de qui publier : --by ADRESSE. Peuvent publier : %(people)s.")
            % {"people": ", ".join(user.email for user in known) or _("personne")}
        )
    found = known.filter(email__iexact=address).first()
    if found is None:
        raise CommandError(
            _("« %(address)s » n’est pas l’adresse de quelqu’un qui peut publier. Peuvent publier : %(people)s.")
            % {"address": address, "people": ", ".join(user.email for user in known) or _("personne")}
        )
    return found
