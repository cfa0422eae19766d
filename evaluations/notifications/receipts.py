"""The receipt of what an institution files, as its message says it: facts of the journal, no word of the letter."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from evalprog import deadlines
from evalprog.clock import PARIS
from evaluations.models import Event


def facts_of(event: Event) -> dict[str, Any]:
    """What is kept with the message: number, instants, hashes, and the entry of the journal."""
    details = event.details
    return {
        "receipt": details["receipt"],
        "received_at": details.get("received_at") or event.at.isoformat(),
        "filed_at": event.at.isoformat(),
        "late": bool(details.get("late")),
        "sha256": details["sha256"],
        "files": list(details.get("files", {}).values()),
        "entry": event.number,
        "entry_sha256": event.sha256,
    }


def in_words(facts: dict[str, Any], timezone: str) -> str:
    """Some lines under the message; before the act, one that says that they will be there."""
    if "receipt" not in facts:
        return "\n\n" + _("Le numéro de l’accusé de réception, les instants et les empreintes y figureront.")
    received, filed = (dt.datetime.fromisoformat(facts[name]) for name in ("received_at", "filed_at"))
    lines = [
        _("Accusé de réception n° %(receipt)s") % {"receipt": facts["receipt"]},
        _("Reçu le %(moment)s") % {"moment": in_zones(received, timezone)},
        _("Enregistré le %(moment)s") % {"moment": in_zones(filed, timezone)},
        _("Hors délai : l’agence décide de la suite.") if facts["late"] else _("Dans le délai."),
        _("Empreinte SHA-256 de l’ensemble : %(sha256)s") % {"sha256": facts["sha256"]},
        *(
            _("Pièce %(number)d, SHA-256 : %(sha256)s") % {"number": number, "sha256": sha256}
            for number, sha256 in enumerate(facts["files"], start=1)
        ),
        _("Écriture n° %(number)d du journal, SHA-256 : %(sha256)s")
        % {"number": facts["entry"], "sha256": facts["entry_sha256"]},
    ]
    return "\n\n" + "\n".join(lines)


def in_zones(instant: dt.datetime, timezone: str) -> str:
    """« 30 novembre 2026, 22:59:59 UTC ; 30 novembre 2026, 23:59:59 à Paris », and where the institution is."""
    said = [
        _("%(moment)s (UTC)") % {"moment": deadlines.moment(instant.astimezone(dt.UTC))},
        _("%(moment)s (heure de Paris)") % {"moment": deadlines.moment(instant.astimezone(PARIS))},
    ]
    local = instant.astimezone(ZoneInfo(timezone))
    if local.utcoffset() != instant.astimezone(PARIS).utcoffset():
        said.append(_("%(moment)s (heure de l’établissement)") % {"moment": deadlines.moment(local)})
    return _(" ; ").join(said)
