"""The stance of an answer, as it is sent and kept: « DISAGREEMENT », « ACTION_PLANNED 2027-09-01 », or nothing."""

import datetime as dt

from django.utils.translation import gettext as _

from evalprog.dates import long_date
from evaluations.enums import Stance


def value_of(said: str, day: str = "") -> str:
    """The form in which it is kept. ``said``: a stance, and after a space its day, which ``day`` gives too.

    Only an action has a day; it may be given later, and has to be there when the letter is filed.

    :raises ValueError: with a sentence, for what is no stance or no day.
    """
    word, _space, inside = " ".join(said.split()).partition(" ")
    if not word:
        return ""
    if word not in Stance.values:
        raise ValueError(_("Cette position n’est pas de celles qui sont proposées."))
    when = inside or day.strip()
    if not Stance(word).has_a_day or not when:
        return word
    try:
        return f"{word} {dt.date.fromisoformat(when).isoformat()}"
    except ValueError:
        raise ValueError(_("Ce jour n’existe pas : écrivez-le comme 2027-09-01.")) from None


def in_words(value: str, language: str = "fr") -> str:
    """« action prévue, le 1er septembre 2027 »; nothing for none."""
    if not value:
        return ""
    word, _space, day = value.partition(" ")
    label = str(Stance(word).label)
    if not day:
        return label
    return _("%(stance)s, le %(day)s") % {"stance": label, "day": long_date(dt.date.fromisoformat(day), language)}
