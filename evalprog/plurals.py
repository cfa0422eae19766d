"""The plural of the sources, which are in French: « 0 erreur », « 1 erreur », « 2 erreurs ».

Django follows the rule of a language by its catalogue; French has none here, its sentences being the sources
themselves. Without this it would count them as English does: « 0 erreurs ».
"""

from gettext import NullTranslations

from django.utils.translation.trans_real import translation


class _French(NullTranslations):
    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return singular if number < 2 else plural


def follow_the_french_rule() -> None:
    """Once a process, when the applications are ready."""
    translation("fr").add_fallback(_French())
