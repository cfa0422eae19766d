"""The frameworks kept in the database: taking in a file, making a draft, changing it, giving one out."""

import dataclasses
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from evaluations import transitions
from evaluations.definition import FrameworkDefinition, as_document
from evaluations.definition.editing import has_shape
from evaluations.enums import FrameworkStatus
from evaluations.models import Framework


class FrameworkRefused(ValueError):
    """What is asked of a framework cannot be done; the message is a sentence."""


class DraftHasChanged(FrameworkRefused):
    """The draft was changed by somebody since it was read."""


@transaction.atomic
def take_in(definition: FrameworkDefinition) -> tuple[Framework, bool]:
    """Keep and publish a version that came as a file; the second value says whether it is new.

    Taking in the same version again does nothing.

    :raises FrameworkRefused: if that version exists with another content.
    """
    code, version = definition.code, definition.version
    existing = Framework.objects.filter(code=code, version=version).first()
    if existing is None:
        return transitions.publish_framework(Framework.objects.create(**_row(as_document(definition)))), True
    if existing.is_published and existing.definition == definition:
        return existing, False
    following = Framework.objects.versions_of(code).first().version + 1
    reason = _("est publiée et ne change plus") if existing.is_published else _("existe comme brouillon")
    raise FrameworkRefused(
        _("%(code)s : la version %(version)d %(reason)s ; donnez à votre fichier « version: %(next)d ».")
        % {"code": code, "version": version, "reason": reason, "next": following}
    )


# -- beginning a draft


@transaction.atomic
def copy(source: Framework, *, code: str, title: str) -> Framework:
    """The draft of a new framework that starts from another. Its labels are nobody's yet: they are to be confirmed.

    :raises FrameworkRefused: if the code is taken.
    """
    definition = dataclasses.replace(
        source.definition,
        code=code,
        version=1,
        title=title,
        status=FrameworkStatus.TO_CONFIRM,
        source=_("Établi à partir de « %(title)s » (version %(version)d).")
        % {"title": source.title, "version": source.version},
    )
    if Framework.objects.filter(code=code).exists():
        raise FrameworkRefused(
            _("Le code « %(code)s » est déjà pris ; choisissez-en un autre, ou préparez la version suivante.")
            % {"code": code}
        )
    return Framework.objects.create(**_row(as_document(definition)))


@transaction.atomic
def begin(definition: FrameworkDefinition) -> Framework:
    """The draft of a framework that came as a file: a new one, or a version after those that are kept.

    :raises FrameworkRefused: if the code has a draft already, or that version or a later one.
    """
    newest = _lock_versions(definition.code)
    if newest and not newest.is_published:
        raise FrameworkRefused(
            _("Un brouillon de « %(code)s » est déjà en cours (version %(version)d) ; publiez-le ou supprimez-le.")
            % {"code": newest.code, "version": newest.version}
        )
    if newest and definition.version <= newest.version:
        raise FrameworkRefused(
            _("« %(code)s » existe déjà en version %(version)d ; donnez à votre fichier « version: %(next)d ».")
            % {"code": newest.code, "version": newest.version, "next": newest.version + 1}
        )
    return Framework.objects.create(**_row(as_document(definition)))


@transaction.atomic
def derive(framework: Framework) -> Framework:
    """The draft of the next version, starting from this one; the draft already begun, if there is one."""
    newest = _lock_versions(framework.code)
    if newest is None:
        raise FrameworkRefused(_("Ce référentiel n’existe plus."))
    draft = Framework.objects.drafts().filter(code=framework.code).first()
    return draft or Framework.objects.create(**_row({**framework.document, "version": newest.version + 1}))


# -- changing a draft


@transaction.atomic
def revise(draft: Framework, document: dict[str, Any], *, revision: int) -> Framework:
    """Replace the content of a draft, coherent or not. Code and version stay what they are.

    :raises FrameworkRefused: if the version is published.
    :raises DraftHasChanged: if ``revision``, from which the change was made, is not the present one.
    :raises ValueError: if the document has not the shape of a framework.
    """
    if not has_shape(document):
        raise ValueError("not the shape of a framework")
    locked = _lock_draft(draft, revision)
    for name, value in _row({**document, "code": draft.code, "version": draft.version}).items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.save()
    return locked


@transaction.atomic
def discard(draft: Framework, *, revision: int) -> None:
    """:raises FrameworkRefused: if the version is published, or a campaign has chosen it.
    :raises DraftHasChanged: if it has changed since it was read.
    """
    try:
        _lock_draft(draft, revision).delete()
    except ProtectedError as error:
        raise FrameworkRefused(
            _("Une campagne a choisi ce brouillon ; donnez-lui un autre référentiel d’abord.")
        ) from error


def _lock_versions(code: str) -> Framework | None:
    """The newest version, drafts included; nobody else begins a draft meanwhile."""
    return next(iter(Framework.objects.select_for_update().versions_of(code)), None)


def _lock_draft(draft: Framework, revision: int) -> Framework:
    locked = Framework.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None:
        raise FrameworkRefused(_("Ce brouillon a été supprimé."))
    if locked.is_published:
        raise FrameworkRefused(_("Cette version est publiée et ne change plus ; préparez la suivante."))
    if locked.revision != revision:
        raise DraftHasChanged(_("Ce brouillon a été modifié entre-temps, par vous ou par quelqu’un d’autre."))
    return locked


def _row(document: dict[str, Any]) -> dict[str, Any]:
    """Empty where a draft says nothing yet."""
    return {name: document.get(name, "") for name in ("code", "version", "title", "status")} | {"document": document}
