"""Findings as objects: their words, their links, their numbers."""

from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from evaluations import transitions, writing
from evaluations.enums import FindingKind, SaveOutcome, State
from evaluations.models import Finding, FindingRevision
from evaluations.workspace import findings
from evaluations.workspace.findings import Links
from evaluations.workspace.refusal import Refused
from tests import factories

pytestmark = pytest.mark.django_db
STRENGTH, WEAKNESS, RECOMMENDATION = FindingKind
SENDING = UUID(int=1)


@pytest.fixture
def three(world, evaluation):
    """Strengths « A », « B », « C », numbered 1, 2, 3."""
    return [findings.add(evaluation, STRENGTH, text, by=world.expert) for text in "ABC"]


def shown(evaluation, kind=STRENGTH):
    rows = evaluation.findings.kept().filter(kind=kind).order_by("number")
    return [f"{row.number} {row.text}" for row in rows]


# -- words


def test_a_new_finding_takes_the_next_number_of_its_kind(world, evaluation, three):
    weakness = findings.add(evaluation, WEAKNESS, "  Une\nfaiblesse. ", criteria=["avis"], by=world.chair)

    assert (weakness.number, weakness.text, weakness.criteria, weakness.revision) == (1, "Une faiblesse.", ["avis"], 1)
    assert shown(evaluation) == ["1 A", "2 B", "3 C"]


def test_the_same_sending_makes_one_finding(world, evaluation):
    first = findings.add(evaluation, STRENGTH, "Une fois.", save_id=SENDING, by=world.expert)
    again = findings.add(evaluation, STRENGTH, "Une fois.", save_id=SENDING, by=world.expert)

    assert again == first
    assert shown(evaluation) == ["1 Une fois."]


def test_a_finding_that_says_nothing_is_refused(world, evaluation):
    with pytest.raises(Refused, match="Le constat est vide"):
        findings.add(evaluation, STRENGTH, " \n ", by=world.expert)
    assert shown(evaluation) == []


def test_a_stale_wording_is_set_aside_and_both_are_handed_back(world, three):
    findings.reword(three[0], "De la présidente.", base_revision=1, by=world.chair)

    late = findings.reword(three[0], "De l’expert.", base_revision=1, by=world.expert)

    assert (late.is_stale, late.text, late.yours, late.author) == (
        True,
        "De la présidente.",
        "De l’expert.",
        world.chair,
    )
    assert Finding.objects.get(pk=three[0].pk).text == "De la présidente."
    kept = FindingRevision.objects.get(outcome=SaveOutcome.SET_ASIDE)
    assert (kept.text, kept.author, kept.based_on) == ("De l’expert.", world.expert, 1)


def test_a_recommendation_is_linked_to_the_weaknesses_that_it_answers(world, evaluation):
    weakness = findings.add(evaluation, WEAKNESS, "Faible.", by=world.chair)
    advice = findings.add(evaluation, RECOMMENDATION, "Faire mieux.", by=world.chair)

    wanted = Links(frozenset({"avis"}), frozenset({weakness.public_id}))
    findings.reword(advice, "Faire mieux.", base_revision=1, links=wanted, by=world.expert)

    advice.refresh_from_db()
    assert (advice.criteria, list(advice.addresses.all())) == (["avis"], [weakness])


def test_what_two_people_link_at_once_is_all_linked(world, three):
    read = Links(frozenset({"a", "b"}))
    findings.reword(three[0], "A", base_revision=1, links=read, by=world.chair)

    findings.reword(three[0], "A", base_revision=1, read=read, links=Links(frozenset({"a", "b", "c"})), by=world.chair)
    findings.reword(three[0], "A", base_revision=1, read=read, links=Links(frozenset({"b"})), by=world.expert)

    assert Finding.objects.get(pk=three[0].pk).criteria == ["b", "c"]


def test_the_same_wording_sent_again_links_nothing_anew(world, three):
    linked = {"base_revision": 1, "links": Links(frozenset({"a"})), "save_id": SENDING, "by": world.expert}
    first = findings.reword(three[0], "Mieux.", **linked)
    findings.reword(three[0], "Mieux.", base_revision=2, read=linked["links"], links=Links(), by=world.chair)

    again = findings.reword(three[0], "Mieux.", **linked)

    assert (again.revision, first.revision) == (2, 2)
    assert Finding.objects.get(pk=three[0].pk).criteria == []


def test_a_link_to_a_weakness_taken_away_waits_for_its_return(world, evaluation):
    weakness = findings.add(evaluation, WEAKNESS, "Faible.", by=world.chair)
    advice = findings.add(evaluation, RECOMMENDATION, "Faire mieux.", addresses=[weakness], by=world.chair)
    findings.remove(weakness, by=world.chair)

    findings.reword(advice, "Faire bien mieux.", base_revision=1, links=Links(), by=world.expert)

    assert list(advice.addresses.all()) == [weakness]


def test_a_finding_taken_away_meanwhile_takes_no_words(world, three):
    findings.remove(three[0], by=world.chair)

    with pytest.raises(Refused, match="Ce constat a été retiré"):
        findings.reword(three[0], "Autre.", base_revision=1, by=world.expert)
    assert Finding.objects.get(pk=three[0].pk).text == "A"


def test_other_words_under_the_same_number_are_another_sending(world, evaluation):
    """The page that came back by « Précédent » has the number of what was sent from it before."""
    first = findings.add(evaluation, STRENGTH, "Un.", save_id=SENDING, by=world.expert)
    findings.add(evaluation, STRENGTH, "Deux.", save_id=SENDING, by=world.expert)
    findings.add(evaluation, STRENGTH, "Deux.", save_id=SENDING, by=world.expert)
    findings.reword(first, "Uns.", base_revision=1, save_id=SENDING, by=world.expert)
    findings.reword(first, "Uno.", base_revision=2, save_id=SENDING, by=world.expert)

    assert shown(evaluation) == ["1 Uno.", "2 Deux."]


@pytest.mark.parametrize("act", ["add", "reword", "reorder", "move", "remove", "bring_back"])
@pytest.mark.parametrize("person", ["officer", "contributor", "stranger"])
def test_only_the_committee_writes_findings(world, evaluation, three, act, person):
    by = getattr(world, person)
    names = [finding.public_id for finding in three]
    acts = {
        "add": lambda: findings.add(evaluation, STRENGTH, "Non.", by=by),
        "reword": lambda: findings.reword(three[0], "Non.", base_revision=1, by=by),
        "reorder": lambda: findings.reorder(evaluation, STRENGTH, names[::-1], seen=names, by=by),
        "move": lambda: findings.move(three[1], -1, by=by),
        "remove": lambda: findings.remove(three[0], by=by),
        "bring_back": lambda: findings.bring_back(three[0], by=by),
    }

    with pytest.raises(PermissionDenied):
        acts[act]()
    assert shown(evaluation) == ["1 A", "2 B", "3 C"]


def test_nobody_writes_findings_once_the_committee_validates(world, evaluation, three):
    transitions.submit_for_validation(evaluation, by=world.chair)

    with pytest.raises(PermissionDenied):
        findings.reword(three[0], "Trop tard.", base_revision=1, by=world.chair)


# -- order


def test_a_new_order_numbers_the_kind_anew(world, evaluation, three):
    findings.add(evaluation, WEAKNESS, "Z", by=world.chair)
    a, b, c = (finding.public_id for finding in three)

    findings.reorder(evaluation, STRENGTH, [c, a, b], seen=[a, b, c], by=world.expert)

    assert shown(evaluation) == ["1 C", "2 A", "3 B"]
    assert shown(evaluation, WEAKNESS) == ["1 Z"]


@pytest.mark.parametrize("count", [3, 30])
def test_a_new_order_costs_the_same_whatever_the_number(world, evaluation, count, django_assert_num_queries):
    names = [findings.add(evaluation, STRENGTH, f"F{n}", by=world.expert).public_id for n in range(count)]

    with django_assert_num_queries(12):  # among them the savepoint of the test, and two statements that renumber
        findings.reorder(evaluation, STRENGTH, names[::-1], seen=names, by=world.expert)
    assert shown(evaluation)[0] == f"1 F{count - 1}"


def test_an_order_of_a_list_that_has_changed_is_refused(world, evaluation, three):
    seen = [finding.public_id for finding in three]
    findings.add(evaluation, STRENGTH, "D", by=world.chair)

    with pytest.raises(Refused, match="La liste a changé"):
        findings.reorder(evaluation, STRENGTH, seen[::-1], seen=seen, by=world.expert)
    assert shown(evaluation) == ["1 A", "2 B", "3 C", "4 D"]


def test_an_order_that_forgets_or_invents_a_finding_is_refused(world, evaluation, three):
    seen = [finding.public_id for finding in three]

    for order in (seen[:2], [*seen, "inconnu"], [seen[0], seen[0], seen[1]]):
        with pytest.raises(Refused):
            findings.reorder(evaluation, STRENGTH, order, seen=seen, by=world.expert)
    assert shown(evaluation) == ["1 A", "2 B", "3 C"]


@pytest.mark.parametrize(
    ("which", "places", "expected"),
    [
        (1, -1, ["1 B", "2 A", "3 C"]),
        (1, +1, ["1 A", "2 C", "3 B"]),
        (0, -1, ["1 A", "2 B", "3 C"]),
        (2, +1, ["1 A", "2 B", "3 C"]),
    ],
)
def test_a_finding_moves_one_place(world, evaluation, three, which, places, expected):
    findings.move(three[which], places, by=world.expert)

    assert shown(evaluation) == expected


# -- taken away, brought back


def test_a_finding_taken_away_leaves_no_gap_and_comes_back_where_it_stood(world, evaluation, three):
    findings.remove(three[1], by=world.expert)
    assert shown(evaluation) == ["1 A", "2 C"]

    findings.bring_back(three[1], by=world.chair)

    assert shown(evaluation) == ["1 A", "2 B", "3 C"]


def test_what_is_done_twice_is_done_once(world, evaluation, three):
    findings.remove(three[0], by=world.expert)
    findings.remove(three[0], by=world.expert)
    assert shown(evaluation) == ["1 B", "2 C"]

    findings.bring_back(three[0], by=world.expert)
    findings.bring_back(three[0], by=world.expert)
    assert shown(evaluation) == ["1 A", "2 B", "3 C"]


# -- once the draft has been transmitted


@pytest.fixture
def ruling(world, evaluation, three):
    """The same three, in a draft that the institution has read; « avant » was taken away before."""
    gone = findings.add(evaluation, STRENGTH, "avant", by=world.chair)
    findings.remove(gone, by=world.chair)
    return factories.advance(evaluation, State.CORRECTIONS_RULING, world)


def test_numbers_known_outside_are_not_given_anew(world, ruling, three):
    names = [finding.public_id for finding in three]

    with pytest.raises(Refused, match="Le projet a été transmis"):
        findings.reorder(ruling, STRENGTH, names[::-1], seen=names, by=world.chair)
    with pytest.raises(Refused, match="Le projet a été transmis"):
        findings.move(three[1], -1, by=world.chair)
    assert shown(ruling) == ["1 A", "2 B", "3 C"]


def test_a_number_known_outside_never_means_another_finding(world, ruling, three):
    findings.remove(three[2], by=world.chair)
    findings.add(ruling, STRENGTH, "D", by=world.chair)
    assert shown(ruling) == ["1 A", "2 B", "4 D"]

    findings.bring_back(three[2], by=world.chair)

    assert shown(ruling) == ["1 A", "2 B", "3 C", "4 D"]


def test_what_was_taken_away_before_comes_back_at_the_end(world, ruling):
    findings.bring_back(Finding.objects.get(text="avant"), by=world.chair)

    assert shown(ruling) == ["1 A", "2 B", "3 C", "4 avant"]


def test_files_and_scenarios_add_findings_through_the_same_numbers(world, ruling, three):
    findings.remove(three[2], by=world.chair)

    assert writing.add_finding(ruling, STRENGTH, "D").number == 4
