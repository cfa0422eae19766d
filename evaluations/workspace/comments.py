"""What the committee and the agency say to each other beside a text: threads, mentions, what is settled.

The institution never learns that anything is said (INV-C2). Comments are plain text, in its one normal form.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evalprog.text import normalise, one_line
from evaluations import notifications
from evaluations.models import Comment, CommitteeMember, Evaluation
from evaluations.permissions import allow, discusses
from evaluations.standing import standing_of
from evaluations.workspace.holding import held

LONGEST, LONGEST_QUOTE = 5000, 1000  # characters


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, the oldest first. ``moved``: the words it quotes are in the text no more."""

    comment: Comment
    answers: tuple[Comment, ...]
    moved: bool


@transaction.atomic
def write(
    evaluation: Evaluation,
    code: str,
    text: str,
    *,
    by: User,
    quote: str = "",
    answers: Comment | None = None,
    mentioned: Iterable[CommitteeMember] = (),
    key: str = "",
) -> Comment:
    """Say something on a text, on a passage of it, or in answer to another comment, whose thread it opens again.

    ``mentioned``: who is told by a message; members whose name follows an @ are told too. ``key``: chosen by the
    sender, an identifier of the comment: the same sending, repeated, writes nothing more (INV-W4), and other words
    under the same key are another sending.

    :raises PermissionDenied: for who may not discuss, or no longer.
    :raises ValidationError: for an empty text, or one that is too long.
    """
    locked = held(evaluation)
    _allow(locked, by)
    text, quote = _checked(text, LONGEST, _("Le commentaire")), one_line(quote)
    thread = answers.parent or answers if answers else None
    if key and (sent := _sent(locked, key, by, code=code, parent=thread, text=text)):
        return sent
    if quote:
        _checked(quote, LONGEST_QUOTE, _("Le passage cité"))
    if not text:
        raise ValidationError({"text": _("Le commentaire est vide : écrivez ce que vous avez à dire.")})
    named = {"public_id": key} if key and not Comment.objects.filter(public_id=key).exists() else {}
    comment = Comment.objects.create(
        evaluation=locked, code=code, parent=thread, author=by, quote="" if thread else quote, text=text, **named
    )
    if thread:
        Comment.objects.filter(pk=thread.pk).update(resolved_at=None, resolved_by=None)
    told = {m.user_id for m in mentioned} | {m.user_id for m in _called(text, mentionable(locked))}
    comment.mentions.set(told - {by.pk})
    if comment.mentions.exists():
        notifications.mention(locked, comment)
    return comment


@transaction.atomic
def resolve(comment: Comment, *, resolved: bool, by: User) -> None:
    """Hold a thread for settled, or open it again. Who comes second changes nothing.

    :raises PermissionDenied: for who may not discuss, or no longer.
    """
    locked = held(comment.evaluation)
    _allow(locked, by)
    thread = Comment.objects.filter(pk=comment.parent_id or comment.pk)
    if resolved:
        thread.filter(resolved_at=None).update(resolved_at=clock.now(), resolved_by=by)
    else:
        thread.update(resolved_at=None, resolved_by=None)


def threads(evaluation: Evaluation, code: str, *, resolved: bool) -> list[Thread]:
    """The open threads on a text, or the settled ones, the oldest first. Five queries, whatever their number."""
    answers = Comment.objects.select_related("author").prefetch_related("mentions")
    begun = evaluation.comments.filter(code=code, parent=None, resolved_at__isnull=not resolved)
    found = list(
        begun.select_related("author", "resolved_by").prefetch_related("mentions", Prefetch("answers", answers))
    )
    text = _folded(richtext.to_plain(_text(evaluation, code))) if any(comment.quote for comment in found) else ""
    return [Thread(c, tuple(c.answers.all()), bool(c.quote) and _folded(c.quote) not in text) for c in found]


def mentionable(evaluation: Evaluation) -> QuerySet[CommitteeMember]:
    """Whom a comment may call: the members of the committee, the agency's representative among them."""
    conflicted = evaluation.conflicts.values("user")
    return evaluation.members.current().filter(user__is_active=True).exclude(user__in=conflicted)


def see(evaluation: Evaluation, code: str, user: User) -> None:
    """That person has the threads of this text before them: what called them there does so no more."""
    for comment in evaluation.comments.filter(code=code, mentions=user).exclude(seen_by=user):
        comment.seen_by.add(user)


def _allow(evaluation: Evaluation, by: User) -> None:
    allow(
        discusses(standing_of(by, evaluation), evaluation),
        _("Les commentaires reviennent au comité et à l’agence, avant la signature du rapport."),
    )


def _sent(evaluation: Evaluation, key: str, by: User, **said: Any) -> Comment | None:
    """What this sending said when it came before. A page that is come back to may say something else under the same
    key: that is another sending, and says it once."""
    own = Comment.objects.filter(evaluation=evaluation, author=by)
    first = own.filter(public_id=key).first()
    return own.filter(pk__gte=first.pk, **said).first() if first else None


def _checked(text: str, longest: int, what: str) -> str:
    text = normalise(text).strip()
    if len(text) > longest:
        words = {"what": what, "length": len(text), "longest": longest}
        sentence = _("%(what)s a %(length)d caractères ; il en faut %(longest)d au plus : raccourcissez-le.") % words
        raise ValidationError({"quote" if longest == LONGEST_QUOTE else "text": sentence})
    return text


def _called(text: str, members: Iterable[CommitteeMember]) -> list[CommitteeMember]:
    """The members whose name follows an @, the longest name first: « @Jean Dupont » does not call « Jean »."""
    by_name = {one_line(member.name).casefold(): member for member in members}
    names = "|".join(re.escape(name) for name in sorted(by_name, key=len, reverse=True))
    return [by_name[name] for name in re.findall(rf"@({names})\b", one_line(text).casefold())] if names else []


def _text(evaluation: Evaluation, code: str) -> str:
    return evaluation.assessments.filter(code=code).values_list("text", flat=True).first() or ""


def _folded(text: str) -> str:
    """Words apart from how they are spaced: a passage is copied from a page with the spaces that the page shows."""
    return " ".join(text.split())
