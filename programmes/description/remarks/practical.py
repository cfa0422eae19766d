"""What candidates are told: how many credits are added, and where to write."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from programmes.description.parts import ProgrammeDescription
from programmes.description.remarks.remark import Remark, number


def remarks(description: ProgrammeDescription) -> Iterator[Remark]:
    yield from _extra_credits(description)
    yield from _addresses(description)


def _extra_credits(description: ProgrammeDescription) -> Iterator[Remark]:
    for at, table in enumerate(description.access):
        for place, row in enumerate(table.rows):
            low, high = row.extra_from, row.extra_to
            if low is not None and high is not None and low > high:
                sentence = _("De %(low)s à %(high)s crédits : le moins est plus grand que le plus ; échangez-les.")
                told = sentence % {"low": number(low), "high": number(high)}
                yield Remark("extra-credits", f"access[{at}].rows[{place}].extra_from", told)


def _addresses(description: ProgrammeDescription) -> Iterator[Remark]:
    contacts = description.management.contacts if description.management else ()
    for at, contact in enumerate(contacts):
        try:
            if contact.email:
                validate_email(contact.email)
        except ValidationError:
            sentence = _("« %(address)s » n’est pas une adresse électronique : nul n’y recevra de message.")
            told = sentence % {"address": contact.email}
            yield Remark("contact-address", f"management.contacts[{at}].email", told)
