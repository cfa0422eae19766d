"""How many of something: the rule of the language of the sentence."""

import pytest
from django.utils import translation
from django.utils.translation import ngettext, npgettext


@pytest.mark.parametrize(("number", "said"), [(0, "erreur"), (1, "erreur"), (2, "erreurs"), (21, "erreurs")])
def test_french_counts_from_two(number, said):
    with translation.override("fr"):
        assert ngettext("erreur", "erreurs", number) == said
        assert npgettext("d’un texte", "erreur", "erreurs", number) == said


def test_a_translated_sentence_follows_its_own_rule():
    with translation.override("en"):
        assert ngettext("évaluation", "évaluations", 0) == "evaluations"
