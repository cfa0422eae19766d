"""One report of many: printed with the time that it takes, then published by the same act as when it is alone."""

import datetime as dt

from django.core.exceptions import PermissionDenied

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import notifications, transitions
from evaluations.enums import State
from evaluations.models import Evaluation
from evaluations.reports import press
from evaluations.transitions import TransitionRefused
from evaluations.transitions.publication import editions


class NotPublished(Exception):
    """The message is the sentence that says why."""


def orders(evaluation: Evaluation) -> list[press.Order]:
    """What is to be printed, if it is published today: for everybody, then complete where passages are left out;
    nothing, where the act will say why not."""
    try:
        final = editions(evaluation, clock.today())
    except TransitionRefused:
        return []
    return [press.Order(final.public), *([press.Order(final.complete)] if final.complete else [])]


def publish(evaluation: Evaluation, by: User | None, *, asked_at: dt.datetime | None = None) -> None:
    """Done again, it changes nothing: a report that is published by now is published. What was published since
    ``asked_at`` is what was asked for, though it may be in correction by now: a later version is another request.

    :raises NotPublished: when it cannot be printed, or may not be published now or by this person.
    """
    if _is_published(evaluation, asked_at):
        return
    try:
        for wanted in orders(evaluation):
            press.printed(wanted.reading, seconds=press.SECONDS, patience=None)  # the act then finds it on the shelf
        with notifications.left_to_the_job():
            transitions.publish(evaluation, by=by)
    except (press.NotPrinted, TransitionRefused, PermissionDenied) as why:
        if not _is_published(evaluation, asked_at):  # by somebody else, meanwhile
            raise NotPublished(str(why)) from why


def _is_published(evaluation: Evaluation, asked_at: dt.datetime | None) -> bool:
    if asked_at and evaluation.reports.published().filter(frozen_at__gte=asked_at).exists():
        return True
    return Evaluation.objects.filter(pk=evaluation.pk, state=State.PUBLISHED).exists()
