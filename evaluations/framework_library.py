"""The frameworks kept in the database: taking in a file, deriving a version, giving one out."""

from django.db import transaction
from django.utils.translation import gettext as _

from evaluations import transitions
from evaluations.definition import FrameworkDefinition, as_document, parse
from evaluations.models import Framework


class FrameworkRefused(ValueError):
    """A framework that cannot be taken in; the message is a sentence."""


@transaction.atomic
def take_in(definition: FrameworkDefinition) -> tuple[Framework, bool]:
    """Keep and publish a version that came as a file; the second value says whether it is new.

    Taking in the same version again does nothing.

    :raises FrameworkRefused: if that version exists with another content.
    """
    code, version = definition.code, definition.version
    existing = Framework.objects.filter(code=code, version=version).first()
    if existing is None:
        return transitions.publish_framework(Framework.objects.create(**_row(definition))), True
    if existing.is_published and existing.definition == definition:
        return existing, False
    following = Framework.objects.filter(code=code).order_by("-version").first().version + 1
    reason = _("est publiée et ne change plus") if existing.is_published else _("existe comme brouillon")
    raise FrameworkRefused(
        _("%(code)s : la version %(version)d %(reason)s ; donnez à votre fichier « version: %(next)d ».")
        % {"code": code, "version": version, "reason": reason, "next": following}
    )


def derive(framework: Framework) -> Framework:
    """The draft of the next version, starting from this one; the draft already begun, if there is one."""
    draft = Framework.objects.filter(code=framework.code, published_at__isnull=True).first()
    if draft:
        return draft
    newest = Framework.objects.filter(code=framework.code).order_by("-version").first()
    return Framework.objects.create(**_row(parse({**framework.document, "version": newest.version + 1})))


def revise(draft: Framework, document: dict) -> Framework:
    """Replace the content of a draft. Code and version stay what they are.

    :raises FrameworkRefused: if the version is published.
    :raises DocumentInvalid: with every problem of the document.
    """
    definition = parse({**document, "code": draft.code, "version": draft.version})
    with transaction.atomic():
        locked = Framework.objects.select_for_update().get(pk=draft.pk)
        if locked.is_published:
            raise FrameworkRefused(_("Cette version est publiée et ne change plus ; préparez la suivante."))
        for name, value in _row(definition).items():
            setattr(locked, name, value)
        locked.save()
    return locked


def begin(definition: FrameworkDefinition) -> Framework:
    """The draft of a new framework.

    :raises FrameworkRefused: if the code is taken.
    """
    if Framework.objects.filter(code=definition.code).exists():
        raise FrameworkRefused(
            _("Le code « %(code)s » est déjà pris ; choisissez-en un autre, ou préparez la version suivante.")
            % {"code": definition.code}
        )
    return Framework.objects.create(**_row(definition))


def _row(definition: FrameworkDefinition) -> dict:
    return {
        "code": definition.code,
        "version": definition.version,
        "title": definition.title,
        "status": definition.status,
        "document": as_document(definition),
    }
