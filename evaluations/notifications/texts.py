"""A message in words: subject and body, in the language of the person who receives it."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from evalprog import dates, deadlines
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations.models import Evaluation, Event
from evaluations.notifications.kinds import KINDS


def facts_of(event: Event) -> dict[str, str]:
    """The dates that the text names: {"closes_at": ISO instant} or {"due_on": ISO day}, as they are at the act.

    A mention keeps its comment's identifier instead, from which its audience is found again at sending.
    """
    details = event.details
    if "comment" in details:
        return {"comment": details["comment"]}
    if closes_at := details.get("closes_at") or details.get("after_instant"):
        return {"closes_at": closes_at}
    due_on = details.get("due_on")
    if event.verb in ("expect_dossier", "remind_dossier") and event.evaluation.campaign.dossier_due_on:
        due_on = event.evaluation.campaign.dossier_due_on.isoformat()
    return {"due_on": due_on} if due_on else {}


def written(
    name: str, evaluation: Evaluation, *, facts: dict[str, Any], added_text: str, user: User | None
) -> tuple[str, str]:
    """Subject and body of a message. ``name``: of its kind; ``user``: whom it greets."""
    kind = KINDS[name]
    with translation.override((user.language if user else "") or settings.LANGUAGE_CODE):
        programme = one_line(evaluation.programme.title)
        subject = one_line(_("%(programme)s : %(subject)s") % {"programme": programme, "subject": kind.subject})
        due = (
            _(" Il est attendu le %(day)s au plus tard.") % {"day": _day(facts["due_on"])} if "due_on" in facts else ""
        )
        deadline = _(" Vous avez jusqu’au %(moment)s.") % {"moment": _moment(evaluation, facts)}
        words = kind.body % {"due": due, "deadline": deadline if "closes_at" in facts else ""}
        greeting = _("Bonjour %(name)s,") % {"name": one_line(str(user))} if user else _("Bonjour,")
        about = _("Formation : %(programme)s\nÉtablissement : %(institution)s") % {
            "programme": programme,
            "institution": evaluation.programme.institution.full_name,
        }
        page = _("La page de l’évaluation, après connexion :") + f"\n{settings.SITE_URL}{evaluation.get_absolute_url()}"
        closing = _("Ce message est envoyé automatiquement ; inutile d’y répondre.")
        parts = (greeting, about, str(words), added_text.strip(), page, closing)
        return subject, "\n\n".join(part for part in parts if part) + "\n"


def _day(iso: str) -> str:
    return dates.long_date(dt.date.fromisoformat(iso), translation.get_language() or settings.LANGUAGE_CODE)


def _moment(evaluation: Evaluation, facts: dict[str, Any]) -> str:
    if "closes_at" not in facts:
        return ""
    return deadlines.in_words(dt.datetime.fromisoformat(facts["closes_at"]), evaluation.programme.institution.timezone)
