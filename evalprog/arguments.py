"""What ``argparse`` says of the commands' arguments, in the language of the installation.

Its words are English, and looked up in a catalogue of the system that has none: they are looked up here.
"""

import argparse

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "usage: ": _("usage : "),
    "positional arguments": _("arguments"),
    "options": _("options"),
    "show this help message and exit": _("affiche cette aide et s’arrête"),
    "%(prog)s: error: %(message)s\n": _("%(prog)s : %(message)s\n"),
    "argument %(argument_name)s: %(message)s": _("argument %(argument_name)s : %(message)s"),
    "the following arguments are required: %s": _("arguments manquants : %s"),
    "one of the arguments %s is required": _("donnez l’un des arguments %s"),
    "unrecognized arguments: %s": _("arguments inconnus : %s"),
    "not allowed with argument %s": _("ne se donne pas avec l’argument %s"),
    "ambiguous option: %(option)s could match %(matches)s": _("option ambiguë : %(option)s peut être %(matches)s"),
    "ignored explicit argument %r": _("ne prend pas de valeur : %r"),
    "expected one argument": _("attend une valeur"),
    "expected at most one argument": _("attend une valeur au plus"),
    "expected at least one argument": _("attend au moins une valeur"),
    "invalid %(type)s value: %(value)r": _("valeur impossible : %(value)r"),
    "invalid choice: %(value)r (choose from %(choices)s)": _(
        "choix inconnu : %(value)r (choisissez parmi %(choices)s)"
    ),
}


def speak() -> None:
    """From now on, in this process. What a newer Python says otherwise stays in English."""
    argparse._ = lambda words: str(WORDS.get(words, words))
