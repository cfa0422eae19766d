"""From the outbox to the mail server: after commit, outside any transaction, each message to each person at most once.

A delivery is claimed by one compare-and-set before it is given to the server. Confirmed, it is sent. Refused for the
time being, it goes back to the queue; refused for good, it has failed. When the server went silent in between, or this
process died, nobody knows: it stays claimed, is shown as uncertain, and only a person sends it again. Its Message-ID is
the same each time, so that a mailbox can drop the second copy.
"""

import logging
import smtplib
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from evalprog import clock
from evalprog.accounts import invitations
from evalprog.accounts.models import User
from evalprog.guarded import Guard
from evalprog.system_errors import reason
from evaluations.enums import DeliveryState
from evaluations.models import Delivery, Event, Message
from evaluations.notifications import texts
from evaluations.notifications.audiences import gathered, invited, may_know
from evaluations.notifications.kinds import KINDS

logger = logging.getLogger(__name__)


def send(
    deliveries: QuerySet[Delivery], *, tell: Callable[[], object] = lambda: None, guard: Guard | None = None
) -> Counter[str]:
    """Send those that are queued; how many came to each state. ``tell`` is called after each.

    A server that cannot be reached leaves all of them queued, with the reason; nothing is raised. One that fails
    otherwise stays claimed, and is shown as uncertain: ``guard`` names it.
    """
    guard = guard or Guard("send")
    counts: Counter[str] = Counter()
    waiting = list(
        deliveries.queued()
        .select_related("user", "message__event__actor", "message__evaluation__programme__institution")
        .order_by("message__created_at", "pk")
    )
    if not waiting:
        return counts
    connection = get_connection()
    try:
        for position, delivery in enumerate(waiting):
            try:
                connection.open()
            except OSError as error:
                logger.warning("Mail server unreachable: %s", type(error).__name__)
                _explain(waiting[position:], _("serveur de courrier injoignable : %(error)s") % {"error": _said(error)})
                counts[DeliveryState.QUEUED] += len(waiting) - position
                break
            with guard.item(delivery.public_id):
                counts[_send_one(delivery, connection)] += 1
            tell()
    finally:
        _close(connection)
    return counts


def send_again(delivery: Delivery, *, by: User) -> bool:
    """A person's decision about a delivery that failed or whose fate is unknown; whether it was still to be taken."""
    again = Delivery.objects.filter(pk=delivery.pk)
    if not delivery.can_be_sent_again:
        return False
    unchanged = again.filter(state=delivery.state, attempts=delivery.attempts)
    if not unchanged.update(state=DeliveryState.QUEUED, requeued_by=by, claimed_at=None):
        return False
    send(again)
    return True


def message_id(delivery: Delivery) -> str:
    """The same for every attempt."""
    return f"<evalprog-{delivery.public_id}@{urlsplit(settings.SITE_URL).hostname}>"


def _send_one(delivery: Delivery, connection) -> str:
    if not _claim(delivery):
        return DeliveryState(Delivery.objects.values_list("state", flat=True).get(pk=delivery.pk))
    if why_not := _no_more_entitled(delivery):
        return _conclude(delivery, DeliveryState.SKIPPED, why_not)
    message = delivery.message
    subject, body = texts.written(
        message.kind,
        message.evaluation,
        facts=message.facts,
        added_text=message.added_text,
        user=delivery.user,
        link=_personal_link(delivery),
    )
    headers = {"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"}
    try:
        connection.send_messages([EmailMessage(subject, body, to=[delivery.user.email], headers=headers)])
    except (ValueError, smtplib.SMTPNotSupportedError) as error:  # an address or a text that cannot be sent
        return _conclude(delivery, DeliveryState.FAILED, type(error).__name__)
    except OSError as error:  # of the network, or smtplib's own, which are its children
        _close(connection)
        if refusal := _refusal(error):
            return _refused(delivery, *refusal)
        # It may have been taken before the silence: left claimed.
        return _conclude(delivery, DeliveryState.SENDING, _("réponse du serveur non reçue : ") + _said(error))
    return _conclude(delivery, DeliveryState.SENT)


def _personal_link(delivery: Delivery) -> texts.PersonalLink | None:
    """Of somebody invited who has never signed in: made for this sending, and kept nowhere but in the mail."""
    message, user = delivery.message, delivery.user
    if KINDS[message.kind].to != (invited,) or invitations.waiting_account(user.email) != user:
        return None
    actor = message.event.actor if message.event else None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        purpose = _("prendre part à un comité d’évaluation")
    invitation, url = invitations.prepare(user.email, user.name, actor.user if actor else None, purpose)
    return texts.PersonalLink(url, invitation.expires_at)


def _claim(delivery: Delivery) -> bool:
    """Whoever changes the row sends; two processes never both do."""
    return bool(
        Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.QUEUED).update(
            state=DeliveryState.SENDING, claimed_at=clock.now(), attempts=F("attempts") + 1
        )
    )


def _no_more_entitled(delivery: Delivery) -> str:
    """Why somebody who was to be told at the act is not told now (INV-C8, INV-C13); empty when they still are."""
    message, user = delivery.message, delivery.user
    user.refresh_from_db()
    if not user.is_active:
        return _("le compte est fermé")
    if message.evaluation.conflicts.filter(user=user).exists():
        return _("un conflit d’intérêts est enregistré")
    kind, event = KINDS[message.kind], _event(message)
    if not kind.applies(event):
        return _("ce rappel n’a plus d’objet")
    if user.pk not in {recipient.user.pk for recipient in gathered(event, kind.to)}:
        return _("la fonction qui donnait droit à ce message a pris fin")
    if kind.to != (invited,) and not may_know(user, message.evaluation):
        return _("la personne n’a plus accès à cette évaluation")
    return ""


def _event(message: Message) -> Event:
    """The act that the message speaks of; a reminder speaks of none, and of where the evaluation stands."""
    if message.event:
        message.event.evaluation = message.evaluation
        return message.event
    state, verb = message.evaluation.state, KINDS[message.kind].verb
    return Event(evaluation=message.evaluation, verb=verb, before=state, after=state, details=message.facts)


def _refusal(error: Exception) -> tuple[int, str] | None:
    """The server's code and words, when it did answer."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        return None
    return code, words.decode(errors="replace") if isinstance(words, bytes) else str(words)


def _refused(delivery: Delivery, code: int, words: str) -> str:
    """4xx: later. 5xx: never."""
    state = DeliveryState.QUEUED if 400 <= code < 500 else DeliveryState.FAILED
    return _conclude(delivery, state, f"{code} {words}".replace(delivery.user.email, "…"))


def _conclude(delivery: Delivery, state: DeliveryState, error: str = "") -> str:
    sent_at = clock.now() if state == DeliveryState.SENT else None
    Delivery.objects.filter(pk=delivery.pk).update(state=state, error=error[:300], sent_at=sent_at)
    return state


def _explain(deliveries: list[Delivery], error: str) -> None:
    names = [delivery.pk for delivery in deliveries]
    Delivery.objects.filter(pk__in=names, state=DeliveryState.QUEUED).update(error=error[:300])


def _said(error: OSError) -> str:
    """Why nothing was heard; smtplib's own errors are children of the system's, and speak English."""
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("connexion coupée")
    if refusal := _refusal(error):
        return " ".join(map(str, refusal))
    return type(error).__name__ if isinstance(error, smtplib.SMTPException) else reason(error)


def _close(connection) -> None:
    try:
        connection.close()
    except OSError:
        logger.info("The mail server had already closed the connection.")
