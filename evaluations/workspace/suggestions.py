"""The agency's reading: its officer writes into a copy of a text, and the chair rules on each passage that changed.

The copy is cut where it differs from the text that was read, block by block. A suggestion that is accepted is applied
to the text as it stands then, as a revision by the chair; one whose passage has changed meanwhile is not applied.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog import clock, richtext, wordiff
from evalprog.accounts.models import User
from evalprog.text import normalise
from evaluations import notifications
from evaluations.enums import Ruling
from evaluations.models import Assessment, Evaluation, Suggestion
from evaluations.permissions import allow, rules_on_suggestions, suggests
from evaluations.standing import standing_of
from evaluations.workspace import history
from evaluations.workspace.holding import held
from evaluations.workspace.refusal import Refused
from evaluations.workspace.texts import TextRefused, save_text

NOT_THE_READER = gettext_lazy("Proposer des modifications revient à l’agence, pendant sa relecture.")
NOT_THE_CHAIR = gettext_lazy("Décider des suggestions revient à la présidence du comité, tant que le texte s’écrit.")
MESSAGE = "suggestions_proposed"


@dataclass(frozen=True, slots=True)
class Cut:
    """A passage that differs: the block that it follows, and canonical fragments; empty ``before``: an insertion."""

    follows: str
    before: str
    after: str


# -- the officer


def propose(
    evaluation: Evaluation, code: str, fragment: str, *, read_revision: int, note: str = "", by: User
) -> list[Suggestion]:
    """What differs between a changed copy and the revision that was read, each passage as a suggestion.

    Sent twice, a copy makes its suggestions once: those that wait already are not made again.

    :raises PermissionDenied: for whoever does not read for the agency, or not now.
    :raises Refused: when nothing differs, the text never had that revision, or the copy could not be printed.
    """
    problems = richtext.excess(fragment)
    copy = "" if problems else richtext.clean(fragment)  # long for a long text: before the evaluation is held
    with transaction.atomic():
        locked = held(evaluation)
        allow(suggests(standing_of(by, locked), locked), str(NOT_THE_READER))
        if problems:
            raise Refused(" ".join(problems))
        return _proposed(locked, code, copy, read_revision=read_revision, note=note, by=by)


def _proposed(
    evaluation: Evaluation, code: str, copy: str, *, read_revision: int, note: str, by: User
) -> list[Suggestion]:
    # A text that nobody has written yet is at revision 0, and has no row.
    assessment = Assessment.objects.filter(evaluation=evaluation, code=code).first()
    try:
        read = history.text_at(assessment, read_revision) if assessment else ""
    except ObjectDoesNotExist:
        raise Refused(
            _("Le texte n’a pas de révision %(number)d : rechargez la page.") % {"number": read_revision}
        ) from None
    cuts = list(cut(read, copy))
    if not cuts:
        raise Refused(_("Votre copie est semblable au texte : changez ce que vous proposez de changer."))
    waiting = Suggestion.objects.filter(evaluation=evaluation, code=code, author=by, ruling="")
    known = {Cut(*passage) for passage in waiting.values_list("follows", "before", "after")}
    rows = [
        Suggestion(
            evaluation=evaluation,
            code=code,
            author=by,
            follows=c.follows,
            before=c.before,
            after=c.after,
            note=normalise(note).strip(),
        )
        for c in cuts
        if c not in known
    ]
    return Suggestion.objects.bulk_create(rows)


@transaction.atomic
def annotate(suggestion: Suggestion, note: str, *, by: User) -> Suggestion:
    """Say why, as long as nobody has ruled on it.

    :raises PermissionDenied: for anybody but its author.
    :raises Refused: once it has a ruling.
    """
    found = _own(suggestion, by)
    found.note = normalise(note).strip()
    found.save(update_fields=["note"])
    return found


@transaction.atomic
def withdraw(suggestion: Suggestion, *, by: User) -> None:
    """Take back a suggestion on which nobody has ruled.

    :raises PermissionDenied: for anybody but its author.
    :raises Refused: once it has a ruling.
    """
    _own(suggestion, by).delete()


@transaction.atomic
def announce(evaluation: Evaluation, *, by: User) -> int:
    """Tell the presidency that there is something to rule on, once for what is proposed now; how many are told.

    :raises PermissionDenied: for whoever does not read for the agency, or not now.
    :raises Refused: when nothing awaits a ruling.
    """
    locked = held(evaluation)
    allow(suggests(standing_of(by, locked), locked), str(NOT_THE_READER))
    latest = locked.suggestions.filter(ruling="").order_by("-created_at", "-pk").first()
    if latest is None:
        raise Refused(_("Aucune suggestion n’attend de décision : il n’y a rien à envoyer."))
    return notifications.remind(MESSAGE, locked, occasion=f"suggestion-{latest.public_id}", details={})


# -- the chair


@transaction.atomic
def accept(suggestion: Suggestion, *, by: User, reason: str = "") -> Suggestion:
    """Apply a suggestion to the text as it stands, as a revision of the chair.

    :raises PermissionDenied: for anybody but the chair.
    :raises Refused: when it has a ruling already, or its passage has changed: nothing is applied.
    """
    found = _to_rule_on(suggestion, by)
    assessment, _created = Assessment.objects.get_or_create(evaluation=found.evaluation, code=found.code)
    text = applied(richtext.blocks(assessment.text), found)
    if text is None:
        raise Refused(_("Ce passage a changé depuis : la suggestion ne s’applique plus, et rien n’est modifié."))
    try:
        saved = save_text(found.evaluation, found.code, text, base_revision=assessment.revision, save_id=None, by=by)
    except TextRefused as refusal:
        raise Refused(str(refusal)) from None
    return _ruled(found, Ruling.ACCEPTED, by, reason, revision=saved.revision)


@transaction.atomic
def refuse(suggestion: Suggestion, *, by: User, reason: str = "") -> Suggestion:
    """Leave the text as it is.

    :raises PermissionDenied: for anybody but the chair.
    :raises Refused: when it has a ruling already.
    """
    return _ruled(_to_rule_on(suggestion, by), Ruling.REFUSED, by, reason)


@transaction.atomic
def take_back(suggestion: Suggestion, *, by: User) -> Suggestion:
    """Undo a ruling: what was applied is taken out by taking up the text before it, as a new revision.

    :raises PermissionDenied: for anybody but the chair.
    :raises Refused: when the text has changed since it was applied.
    """
    evaluation = held(suggestion.evaluation)
    allow(rules_on_suggestions(standing_of(by, evaluation), evaluation), str(NOT_THE_CHAIR))
    found = Suggestion.objects.get(pk=suggestion.pk)
    if found.ruling == Ruling.ACCEPTED:
        assessment = Assessment.objects.get(evaluation=evaluation, code=found.code)
        if assessment.text != history.text_at(assessment, found.revision):
            raise Refused(_("Le texte a changé depuis cette décision : reprenez-le par son historique."))
        history.restore(assessment, str(found.revision - 1), base_revision=assessment.revision, by=by)
    found.ruling, found.reason, found.ruled_at, found.ruled_by, found.revision = "", "", None, None, None
    found.save(update_fields=["ruling", "reason", "ruled_at", "ruled_by", "revision"])
    return found


def reversible(assessment: Assessment | None, suggestions: list[Suggestion]) -> set[int]:
    """The primary keys of those whose ruling can be taken back: the text is as their ruling left it."""
    numbers = [s.revision for s in suggestions if s.ruling == Ruling.ACCEPTED]
    same = set()
    if assessment is not None and numbers:
        unchanged = assessment.revisions.accepted().filter(number__in=numbers, text=assessment.text)
        same = set(unchanged.values_list("number", flat=True))
    return {s.pk for s in suggestions if s.ruling == Ruling.REFUSED or (s.ruling and s.revision in same)}


# -- passages


def cut(before: str, after: str) -> Iterator[Cut]:
    """The passages in which two canonical texts differ. As many blocks for as many are cut one by one."""
    old, new = richtext.blocks(before), richtext.blocks(after)
    for op, i1, i2, j1, j2 in wordiff.opcodes(old, new):
        if op == "equal":
            continue
        one_by_one = i2 - i1 == j2 - j1
        spans = [(i, i + 1, j, j + 1) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)] if one_by_one else []
        for a1, a2, b1, b2 in spans or [(i1, i2, j1, j2)]:
            yield Cut(old[a1 - 1] if a1 else "", "".join(old[a1:a2]), "".join(new[b1:b2]))


def applied(present: list[str], suggestion: Suggestion | Cut) -> str | None:
    """The text of these blocks with the suggestion in it; ``None`` if its passage is nowhere, or in several places."""
    gone = richtext.blocks(suggestion.before)
    places = [at for at in range(len(present) - len(gone) + 1) if present[at : at + len(gone)] == gone]
    if not gone or len(places) > 1:
        places = [at for at in places if (present[at - 1] if at else "") == suggestion.follows]
    if len(places) != 1:
        return None
    at = places[0]
    return "".join([*present[:at], suggestion.after, *present[at + len(gone) :]])


def _own(suggestion: Suggestion, by: User) -> Suggestion:
    evaluation = held(suggestion.evaluation)
    found = Suggestion.objects.filter(pk=suggestion.pk).first()
    mine = suggestion.author_id == by.pk and suggests(standing_of(by, evaluation), evaluation)
    allow(mine, _("Cette suggestion est celle de quelqu’un d’autre, ou la relecture est finie."))
    if found is None or found.ruling:
        raise Refused(_("Cette suggestion a déjà été retirée, ou a une décision."))
    return found


def _to_rule_on(suggestion: Suggestion, by: User) -> Suggestion:
    evaluation = held(suggestion.evaluation)
    allow(rules_on_suggestions(standing_of(by, evaluation), evaluation), str(NOT_THE_CHAIR))
    found = Suggestion.objects.filter(pk=suggestion.pk).first()
    if found is None:
        raise Refused(_("L’agence a retiré cette suggestion."))
    if found.ruling:
        raise Refused(_("Cette suggestion a déjà une décision."))
    found.evaluation = evaluation
    return found


def _ruled(suggestion: Suggestion, ruling: Ruling, by: User, reason: str, revision: int | None = None) -> Suggestion:
    suggestion.ruling, suggestion.ruled_by, suggestion.ruled_at = ruling, by, clock.now()
    suggestion.reason, suggestion.revision = normalise(reason).strip(), revision
    suggestion.save(update_fields=["ruling", "ruled_by", "ruled_at", "reason", "revision"])
    return suggestion
