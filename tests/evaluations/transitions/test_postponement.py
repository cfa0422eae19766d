"""The day until which an open campaign awaits its dossiers: put off with a reason, for all of them, told to all."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evalprog import clock
from evaluations import chronicle, invariants, journal, transitions
from evaluations.enums import DeliveryState, State
from evaluations.models import Campaign, Delivery, Evaluation, Message
from tests import factories
from tests.evaluations.transitions.acts import FRIDAY, fresh, refusal, verbs
from tests.factories import evaluation, paris

pytestmark = pytest.mark.django_db

DUE, LATER = dt.date(2026, 12, 15), dt.date(2027, 1, 20)


@pytest.fixture(autouse=True)
def now():
    with clock.played_at(FRIDAY):
        yield


@pytest.fixture
def world(own_anchor):
    return factories.world(dossier_due_on=DUE)


def postpone(world, due_on=LATER, reason="Grève des transports.", **who):
    return transitions.postpone_dossiers(world.campaign, **{"by": world.officer} | who, due_on=due_on, reason=reason)


def test_each_evaluation_that_awaits_its_dossier_keeps_the_new_day_and_the_reason(world):
    planned, deposited = evaluation(world), evaluation(world, State.DOSSIER_DEPOSITED)
    awaited = [evaluation(world, State.DOSSIER_EXPECTED) for _ in range(2)]

    assert postpone(world) == awaited

    for one in awaited:
        event = one.events.latest("number")
        assert (event.verb, event.role, event.before, event.after) == ("postpone_dossiers", "officer", 10, 10)
        assert event.details == {
            "before_instant": "2026-12-15T23:00:00+00:00",
            "after_instant": "2027-01-20T23:00:00+00:00",
            "reason": "Grève des transports.",
        }
        assert fresh(one).dossier_due_at == paris(2027, 1, 21)
    assert (verbs(planned), verbs(deposited)) == (["plan"], ["plan", "expect_dossier", "deposit_dossier"])
    assert [damage.evaluation for damage in journal.damages()] == [""]  # no commit, no anchor: the chains are sound
    assert list(invariants.windows_were_never_shortened()) == []


def test_the_institutions_are_told_by_the_job(world):
    awaited = evaluation(world, State.DOSSIER_EXPECTED)

    postpone(world)

    message = Message.objects.get(kind="dossiers_postponed")
    assert (message.evaluation, message.facts) == (awaited, {"closes_at": "2027-01-20T23:00:00+00:00"})
    assert {(d.user, d.state) for d in message.deliveries.all()} == {
        (world.contributor, DeliveryState.QUEUED),
        (world.signatory, DeliveryState.QUEUED),
    }


def test_the_journal_says_it_in_words(world):
    awaited = evaluation(world, State.DOSSIER_EXPECTED)

    postpone(world)

    (line,) = chronicle.lines(awaited, [awaited.events.latest("number")])
    assert line.sentence == f"{world.officer} a reporté la date de dépôt du dossier."
    assert line.notes == (
        "Motif\u00a0: Grève des transports.",
        "Jusqu’au 20 janvier 2027, 23:59:59 (heure de Paris).",
    )


@pytest.mark.parametrize(
    ("due_on", "reason", "sentence"),
    [
        (DUE, "Grève.", "Les dossiers sont déjà attendus jusqu’à ce jour."),
        (dt.date(2026, 12, 14), "Grève.", "Un délai se prolonge\u00a0; il ne se raccourcit pas."),
        (LATER, " ", "Donnez un motif."),
    ],
)
def test_a_day_that_is_not_later_or_without_a_reason_is_refused(world, due_on, reason, sentence):
    awaited = evaluation(world, State.DOSSIER_EXPECTED)

    assert refusal(postpone, world, due_on, reason) == [sentence]
    assert (Campaign.objects.get().dossier_due_on, verbs(awaited)) == (DUE, ["plan", "expect_dossier"])


def test_a_new_day_is_not_one_that_has_passed(world):
    evaluation(world, State.DOSSIER_EXPECTED)

    with clock.played_at(paris(2027, 2, 1)):
        assert refusal(postpone, world) == ["Ce jour est passé\u00a0: donnez une date à partir d’aujourd’hui."]


def test_nothing_is_postponed_before_the_campaign_is_open(world):
    evaluation(world)

    assert refusal(postpone, world) == [
        "Cette campagne n’est pas ouverte\u00a0: sa date de dépôt se change avec ses autres réglages."
    ]


@pytest.mark.parametrize("who", ["publisher", "chair", "signatory", "stranger"])
def test_only_an_officer_postpones(world, who):
    evaluation(world, State.DOSSIER_EXPECTED)

    with pytest.raises(PermissionDenied) as denied:
        postpone(world, by=getattr(world, who))

    assert str(denied.value) == "Seul un conseiller de l’agence reporte la date de dépôt."
    assert Campaign.objects.get().dossier_due_on == DUE


def test_what_a_suspension_gave_is_kept_on_top_of_the_new_day(world):
    awaited = evaluation(world, State.DOSSIER_EXPECTED)
    Evaluation.objects.filter(pk=awaited.pk).update(dossier_postponed_by=dt.timedelta(days=3))

    postpone(world)

    details = awaited.events.latest("number").details
    assert (details["before_instant"], details["after_instant"]) == (
        "2026-12-18T23:00:00+00:00",
        "2027-01-23T23:00:00+00:00",
    )


def test_an_institution_is_told_even_of_a_dossier_that_the_officer_may_not_know_of(world):
    awaited = evaluation(world, State.DOSSIER_EXPECTED)
    transitions.record_conflict(awaited, world.officer, by=world.publisher, reason="Lien familial.")

    postpone(world)

    assert verbs(awaited)[-1] == "postpone_dossiers"
    told = Delivery.objects.filter(message__kind="dossiers_postponed").values_list("user", flat=True)
    assert set(told) == {world.contributor.pk, world.signatory.pk}


def test_a_day_that_came_earlier_by_other_means_is_found(world):
    awaited = evaluation(world, State.DOSSIER_EXPECTED)
    postpone(world)

    Campaign.objects.update(dossier_due_on=DUE)

    assert [(v.where, v.sentence) for v in invariants.windows_were_never_shortened()] == [
        (awaited.public_id, "le dossier est attendu plus tôt que ne dit le journal.")
    ]


def test_the_journals_are_written_together(world):
    """A campaign has hundreds of them, held all the while."""
    for _ in range(30):
        evaluation(world, State.DOSSIER_EXPECTED)

    with CaptureQueriesContext(connection) as context:
        postpone(world)

    written = [query["sql"] for query in context if query["sql"].startswith('INSERT INTO "evaluations_event"')]
    assert len(written) == 1
