"""A message in words: subject and body, in the language of the person who receives it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from evalprog import clock, dates, deadlines
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations.models import Evaluation, Event
from evaluations.notifications import receipts
from evaluations.notifications.audiences import invited
from evaluations.notifications.kinds import KINDS, Kind


def facts_of(event: Event) -> dict[str, Any]:
    """The dates that the text names: {"closes_at": ISO instant} or {"due_on": ISO day}, as they are at the act.

    Of what is filed, the receipt. A mention keeps its comment's identifier instead, from which its audience is found
    again at sending.
    """
    details = event.details
    if "receipt" in details and "sha256" in details:  # not of the decision about a late letter
        return receipts.facts_of(event)
    if event.verb in ("expect_dossier", "remind_dossier") and event.evaluation.dossier_due_at:
        return {"closes_at": event.evaluation.dossier_due_at.isoformat()}
    if "comment" in details:
        return {"comment": details["comment"]}
    if closes_at := details.get("closes_at") or details.get("after_instant"):
        return {"closes_at": closes_at}
    due_on = details.get("due_on")
    return {"due_on": due_on} if due_on else {}


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """By which somebody who has never signed in comes: it serves once."""

    url: str
    expires_at: dt.datetime


def written(
    name: str,
    evaluation: Evaluation,
    *,
    facts: dict[str, Any],
    added_text: str,
    user: User | None,
    link: PersonalLink | None = None,
) -> tuple[str, str]:
    """Subject and body of a message. ``name``: of its kind; ``user``: whom it greets; ``link``: theirs, if they need
    one to come."""
    kind = KINDS[name]
    with translation.override((user.language if user else "") or settings.LANGUAGE_CODE):
        programme = one_line(evaluation.programme.title)
        subject = one_line(_("%(programme)s : %(subject)s") % {"programme": programme, "subject": kind.subject})
        due = (
            _(" Il est attendu le %(day)s au plus tard.") % {"day": _day(facts["due_on"])} if "due_on" in facts else ""
        )
        deadline = postponed = ""
        if "closes_at" in facts:
            moment = {"moment": _moment(evaluation, facts)}
            deadline = _(" Vous avez jusqu’au %(moment)s.") % moment
            postponed = _(
                " Le délai de l’établissement est reporté de la durée de la suspension : il court jusqu’au %(moment)s."
            )
            postponed %= moment
        receipt = receipts.in_words(facts, evaluation.programme.institution.timezone)
        words = kind.body % {"due": due, "deadline": deadline, "postponed": postponed, "receipt": receipt}
        greeting = _("Bonjour %(name)s,") % {"name": one_line(str(user))} if user else _("Bonjour,")
        about = _("Formation : %(programme)s\nÉtablissement : %(institution)s") % {
            "programme": programme,
            "institution": evaluation.programme.institution.full_name,
        }
        page = _door(kind, evaluation, link)
        closing = _("Ce message est envoyé automatiquement ; inutile d’y répondre.")
        parts = (greeting, about, str(words), added_text.strip(), page, closing)
        return subject, "\n\n".join(part for part in parts if part) + "\n"


def _door(kind: Kind, evaluation: Evaluation, link: PersonalLink | None) -> str:
    """Where to go. The dossier is not open yet to whoever is invited: their own page has the invitation."""
    if link is not None:
        day = _day(link.expires_at.astimezone(clock.PARIS).date().isoformat())
        words = _(
            "Pour répondre, choisissez votre mot de passe par ce lien, qui sert une fois et vaut jusqu’au %(day)s :"
        )
        return words % {"day": day} + f"\n{link.url}"
    if kind.to == (invited,):
        return _("Pour répondre, après connexion :") + f"\n{settings.SITE_URL}{reverse('evaluations:dashboard')}"
    return _("La page de l’évaluation, après connexion :") + f"\n{settings.SITE_URL}{evaluation.get_absolute_url()}"


def _day(iso: str) -> str:
    return dates.long_date(dt.date.fromisoformat(iso), translation.get_language() or settings.LANGUAGE_CODE)


def _moment(evaluation: Evaluation, facts: dict[str, Any]) -> str:
    return deadlines.in_words(dt.datetime.fromisoformat(facts["closes_at"]), evaluation.programme.institution.timezone)
