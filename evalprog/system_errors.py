"""Why the system refused a file or a connection, in French: its own words are English."""

import errno
import socket
import ssl

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

REASONS = {
    errno.ENOENT: gettext_lazy("introuvable"),
    errno.EISDIR: gettext_lazy("c’est un dossier"),
    errno.ENOTDIR: gettext_lazy("un élément de son chemin n’est pas un dossier"),
    errno.EEXIST: gettext_lazy("un fichier de ce nom existe déjà"),
    errno.EACCES: gettext_lazy("accès interdit"),
    errno.EPERM: gettext_lazy("accès interdit"),
    errno.EROFS: gettext_lazy("le disque est en lecture seule"),
    errno.ENOSPC: gettext_lazy("le disque est plein"),
    errno.EDQUOT: gettext_lazy("l’espace accordé sur le disque est épuisé"),
    errno.EFBIG: gettext_lazy("le fichier serait trop grand"),
    errno.ENAMETOOLONG: gettext_lazy("le nom est trop long"),
    errno.ELOOP: gettext_lazy("ses liens tournent en rond"),
    errno.EIO: gettext_lazy("le disque ne répond pas"),
    errno.EMFILE: gettext_lazy("trop de fichiers sont ouverts"),
    errno.ENFILE: gettext_lazy("trop de fichiers sont ouverts"),
    errno.EBUSY: gettext_lazy("il est occupé"),
    errno.ETXTBSY: gettext_lazy("il est occupé"),
    errno.ECONNREFUSED: gettext_lazy("connexion refusée"),
    errno.ECONNRESET: gettext_lazy("connexion coupée"),
    errno.ECONNABORTED: gettext_lazy("connexion coupée"),
    errno.EPIPE: gettext_lazy("connexion coupée"),
    errno.EHOSTUNREACH: gettext_lazy("machine hors d’atteinte"),
    errno.ENETUNREACH: gettext_lazy("réseau hors d’atteinte"),
}


def reason(error: OSError) -> str:
    """In a few words, to stand in brackets; an error that nobody foresaw keeps its number, which can be looked up."""
    if isinstance(error, TimeoutError):
        return _("pas de réponse à temps")
    if isinstance(error, socket.gaierror):
        return _("ce nom de machine n’a pas d’adresse")
    if isinstance(error, ssl.SSLError):
        return _("connexion chiffrée refusée")
    if error.errno in REASONS:
        return str(REASONS[error.errno])
    return _("erreur %(number)s du système") % {"number": error.errno or type(error).__name__}


def sentence(error: OSError) -> str:
    """For an error that reached the command line: which file, why, what to do."""
    words = {"file": error.filename, "reason": reason(error)}
    if error.filename is None:
        return _("Le système a refusé une lecture ou une écriture (%(reason)s) ; corrigez, puis relancez.") % words
    return _("%(file)s ne peut pas être lu ou écrit (%(reason)s) ; corrigez, puis relancez la commande.") % words


_NO_SUCH_TABLE = ("42P01", "no such table")  # PostgreSQL's code, SQLite's words
_UNREACHABLE = ("connection to server", "could not connect", "unable to open database file")


def of_the_database(error: DatabaseError) -> str:
    """For a database that is not ready or not there; nothing for an error of ours, which keeps its traceback."""
    told = f"{getattr(error.__cause__, 'pgcode', '')} {error}"
    if any(sign in told for sign in _NO_SUCH_TABLE):
        return _("La base de données n’est pas prête : lancez « python3 manage.py migrate », puis recommencez.")
    if any(sign in told for sign in _UNREACHABLE):
        return _("La base de données ne répond pas : vérifiez son adresse (DATABASE_URL) et qu’elle tourne.")
    return ""
