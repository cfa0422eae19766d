"""The texts of a dossier, under the sections of its framework's form, as several people of the institution write them.

Everything is saved by the one rule (``saving``). Before the deposit they are the institution's own; after it they go on
as a proposal, which nobody else learns of before it is sent to the agency, and the committee not before it is accepted.
"""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evalprog.accounts.models import User
from evaluations.definition import DossierSection
from evaluations.models import DossierText, Evaluation
from evaluations.permissions import writes_dossier
from evaluations.standing import Standing
from evaluations.workspace import texts
from evaluations.workspace.refusal import Refused
from evaluations.workspace.saving import Saved

NOT_NOW = gettext_lazy("Le dossier ne s’écrit pas à cette étape, ou pas par vous.")


def section_of(evaluation: Evaluation, code: str) -> DossierSection:
    """:raises ObjectDoesNotExist: when the framework asks for no such text."""
    form = evaluation.framework.definition.dossier
    for section in form.sections if form else ():
        if section.code == code:
            return section
    raise ObjectDoesNotExist


def save(
    evaluation: Evaluation,
    code: str,
    fragment: str | texts.Cleaned,
    *,
    base_revision: int,
    save_id: UUID | None,
    by: User,
    restores: int | None = None,
    standing: Standing | None = None,
) -> Saved:
    """The text of that section, as somebody sends it from the page that they had read.

    ``standing``: theirs, where it was read in this transaction and the evaluation is held since before.

    :raises PermissionDenied: if they may not write it, or no longer.
    :raises TextRefused: for a text that paper could not bear.
    :raises ObjectDoesNotExist: when the framework asks for no such text.
    """
    section_of(evaluation, code)
    sent = texts.cleaned(fragment)
    with transaction.atomic(savepoint=standing is None):
        evaluation, standing = texts.settled(evaluation, by, standing)
        row, _created = DossierText.objects.get_or_create(evaluation=evaluation, code=code)
        allowed = writes_dossier(standing, evaluation)
        told = {"base_revision": base_revision, "save_id": save_id, "by": by}
        return texts.saved_on(row, sent, told, allowed=allowed, reason=str(NOT_NOW), restores=restores)


def write(evaluation: Evaluation, code: str, fragment: str, *, by: User | None) -> Saved:
    """Over whatever stands: a scenario.

    :raises Refused: for a section that is not asked for, and for a text that paper could not bear.
    """
    try:
        section_of(evaluation, code)
    except ObjectDoesNotExist:
        raise Refused(_("Le référentiel ne demande pas la rubrique « %(code)s ».") % {"code": code}) from None
    sent = texts.cleaned(fragment)
    if sent.problems:
        raise Refused(" ".join(sent.problems))
    row, _created = DossierText.objects.get_or_create(evaluation=evaluation, code=code)
    return texts.save_new(row, sent.text, base_revision=None, save_id=None, by=by)


def row_of(evaluation: Evaluation, code: str) -> DossierText:
    """:raises ObjectDoesNotExist: as long as nothing was written there."""
    return evaluation.dossier_texts.get(code=code, revision__gt=0)
