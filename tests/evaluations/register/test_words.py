"""A search as somebody types it, and the form in which words are compared."""

import pytest

from evaluations.register import words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("Métrologie", (("metrologie",),)),
        ("l’évaluation des formations", (("evaluation",), ("formations",))),
        ("plate-forme", (("plate", "forme"),)),
        ('"mise en service" du portefeuille', (("mise", "en", "service"), ("portefeuille",))),
        ("« approche par compétences »", (("approche", "par", "competences"),)),
        ("droit droit DROIT", (("droit",),)),
        ("cœur", (("coeur",),)),
        ("de la", ()),
        ('"de la"', ()),
        ("", ()),
        ('" * ( ) - : ^ NEAR(', (("near",),)),
        ("a\x00b", (("a", "b"),)),
        ('"jamais fermé', (("jamais",), ("ferme",))),
    ],
)
def test_what_is_typed_is_read_as_words(typed, terms):
    assert words.query(typed).terms == terms


def test_a_search_without_end_is_cut():
    assert len(words.query("mot" + "x" * 10_000).terms[0][0]) == 200
    assert len(words.query(" ".join(f"m{n}" for n in range(100))).terms) == 20


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("évaluées", "evaluation"),
        ("formations", "formation"),
        ("Étudiantes", "etudiant"),
        ("pédagogiques", "pédagogie"),
        ("professionnelle", "professionnels"),
        ("diplômés", "DIPLOMES"),
    ],
)
def test_inflexions_have_one_stem(printed, typed):
    assert words.stems_of(printed) == words.stems_of(typed)


def test_other_words_have_another():
    assert words.stems_of("géologie") != words.stems_of("géographie")


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("licence", "licnece", 1), ("licence", "licance", 1), ("licence", "licence", 0), ("master", "mastaires", 3),
     ("chat", "chien", 3), ("droit", "droits", 1)],
)  # fmt: skip
def test_letters_wrong_missing_too_many_or_exchanged_are_counted(one, other, errors):
    assert words.distance(one, other, 2) == errors


def test_the_nearest_word_is_meant_unless_none_is_near():
    known = [("histoire", "histoire"), ("metrologie", "métrologie"), ("meteorologie", "météorologie")]

    assert words.near("metrolgie", known) == ("metrologie", "métrologie")
    assert words.near("zoologie", known) is None
    assert words.near("hist", known) is None
