"""Filing the observations: by a signatory who has just confirmed who they are, in time or late, acknowledged."""

import datetime as dt
import hashlib
import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from evalprog import clock
from evaluations import invariants, transitions
from evaluations.enums import FindingKind, ReportKind, State, WindowKind
from evaluations.models import Conflict, Delivery, FirstSending, Observation
from evaluations.notifications.texts import written
from evaluations.reports.keeping import disk
from evaluations.workspace import attachments, findings, observations
from evaluations.workspace.uploads import checked
from programmes.models import Membership
from tests import factories
from tests.confirmed import confirmed
from tests.evaluations import sent_files
from tests.evaluations.shown import seen_on
from tests.evaluations.workspace.answering import address, observed

pytestmark = pytest.mark.django_db
begin = observed
A_SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def signatory(client, world, evaluation):
    """Signed in, and confirmed just now."""
    client.force_login(world.signatory)
    confirmed(client)
    return client


@pytest.fixture
def answered(world, evaluation):
    save(evaluation, "point-faible-1", "<p>Nous y travaillons.</p>", world, value="PRECISION")
    return evaluation


def save(evaluation, name, text, world, *, base=0, **more):
    observations.save(evaluation, name, text, base_revision=base, save_id=None, by=world.contributor, **more)


def join(evaluation, world, name="annexe.pdf", data=None):
    letter = observations.begun(evaluation, by=world.contributor)
    document = checked(name, data or sent_files.pdf(f"Une page de {name}."))
    return attachments.attach(letter, document, title="", by=world.contributor)


def signed(**changes):
    return {"name": "Jeanne Vernet", "office": "présidente", "seen_on": clock.today().isoformat()} | changes


def file(client, evaluation, **changes):
    """What stands is what was read."""
    seen = {"seen": observations.shown_sha256(evaluation)}
    return client.post(address(evaluation, "deposer/"), signed(**seen | changes))


def waive(client, evaluation, **changes):
    seen = {"seen": observations.shown_sha256(evaluation)}
    return client.post(address(evaluation, "renoncer/"), signed(**seen | changes))


def words(response):
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def closes_at(evaluation):
    return evaluation.windows.last_of(WindowKind.OBSERVATIONS).closes_at


# -- confirmed


def test_the_page_is_opened_by_who_has_confirmed_who_they_are_and_comes_back(client, world, answered):
    world.signatory.set_password("quatre mots sans rapport")
    world.signatory.save()
    client.force_login(world.signatory)

    asked = client.get(address(answered, "deposer/"))
    back = client.post(
        asked["Location"], {"password": "quatre mots sans rapport", "next": address(answered, "deposer/")}
    )

    assert asked["Location"] == f"/compte/confirmer/?next={address(answered, 'deposer/')}"
    assert back["Location"] == address(answered, "deposer/")
    assert client.get(back["Location"]).status_code == 200


def test_who_has_not_confirmed_keeps_all_that_they_typed_and_nothing_is_filed(client, world, answered):
    client.force_login(world.signatory)
    confirmed(client, seconds_ago=601)

    answer = file(client, answered)

    assert answer.status_code == 403
    assert 'value="Jeanne Vernet"' in answer.content.decode() and f'value="{clock.today()}"' in answer.content.decode()
    assert "Rien n’est encore déposé : confirmez que c’est bien vous" in words(answer)
    assert not Observation.objects.filed().exists()
    confirmed(client)
    assert 'value="Jeanne Vernet"' in client.get(address(answered, "deposer/")).content.decode()


def test_what_arrived_in_time_stays_in_time_while_the_person_confirms(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert file(client, answered).status_code == 403
    with time_machine.travel(end + dt.timedelta(minutes=3), tick=False):
        transitions.close_observations(answered)
        confirmed(client)
        answer = file(client, answered)

    letter = Observation.objects.get()
    assert answer.status_code == 302
    assert (letter.received_at, letter.late) == (end - A_SECOND, False)
    assert letter.filed_at == end + dt.timedelta(minutes=3)


def test_a_letter_that_changed_since_counts_from_its_second_sending(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        file(client, answered)
    with time_machine.travel(end + A_SECOND, tick=False):
        save(answered, "point-faible-1", "<p>Autre chose.</p>", world, base=1)
        confirmed(client)
        file(client, answered)

    assert (Observation.objects.get().late, Observation.objects.get().received_at) == (True, end + A_SECOND)


@pytest.mark.parametrize("verb", ["deposer/", "renoncer/"])
def test_a_first_sending_is_of_one_act_and_not_of_the_other(client, world, answered, verb):
    with time_machine.travel(closes_at(answered) - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert client.post(address(answered, verb), signed()).status_code == 403
    with time_machine.travel(closes_at(answered) + A_SECOND, tick=False):
        confirmed(client)
        file(client, answered)

    assert Observation.objects.get().late is (verb == "renoncer/")


def test_who_signs_two_letters_in_the_last_second_is_late_with_neither(client, world, answered):
    _world, other = observed(world=world)
    end = closes_at(answered)
    assert closes_at(other) == end
    with time_machine.travel(end - A_SECOND, tick=False):
        save(other, "point-faible-1", "<p>Dit.</p>", world)
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert [file(client, one).status_code for one in (answered, other)] == [403, 403]
    with time_machine.travel(end + A_SECOND, tick=False):
        confirmed(client)
        assert [file(client, one).status_code for one in (answered, other)] == [302, 302]

    assert list(Observation.objects.values_list("late", flat=True)) == [False, False]


# -- what a colleague had sent


@pytest.fixture
def colleague(world):
    return factories.signatory(world.institution, "Colette Signe")


def sends_unconfirmed(client, person, evaluation, at):
    """A colleague, in time; the browser is then the signatory's, confirmed."""
    with time_machine.travel(at, tick=False):
        client.force_login(person)
        confirmed(client, seconds_ago=601)
        assert file(client, evaluation).status_code == 403
        client.logout()


def test_what_a_colleague_had_sent_in_time_and_is_filed_as_it_was_is_in_time(client, world, answered, colleague):
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - A_SECOND)
    with time_machine.travel(end + 5 * A_SECOND, tick=False):
        transitions.close_observations(answered)
        client.force_login(world.signatory)
        confirmed(client)
        page = words(client.get(address(answered, "deposer/")))
        answer = file(client, answered)

    letter = Observation.objects.get()
    assert "Le même envoi, par Colette Signe, nous est parvenu le" in page and "Le délai est passé." not in page
    assert (answer.status_code, letter.late, letter.received_at) == (302, False, end - A_SECOND)
    assert (letter.filed_by, FirstSending.objects.exists()) == (world.signatory, False)


def leave(world, colleague, answered):
    Membership.objects.filter(user=colleague).update(ends_at=clock.now())


def only_contribute(world, colleague, answered):
    Membership.objects.filter(user=colleague).update(can_sign=False)


def have_a_conflict(world, colleague, answered):
    Conflict.objects.create(evaluation=answered, user=colleague)


def be_shut_out(world, colleague, answered):
    type(colleague).objects.filter(pk=colleague.pk).update(is_active=False)


@pytest.mark.parametrize("happens", [leave, only_contribute, have_a_conflict, be_shut_out])
def test_who_no_longer_signs_has_sent_nothing_in_the_name_of_the_house(client, world, answered, colleague, happens):
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - A_SECOND)
    with time_machine.travel(end + 5 * A_SECOND, tick=False):
        happens(world, colleague, answered)
        client.force_login(world.signatory)
        confirmed(client)
        file(client, answered)

    assert Observation.objects.get().late is True


@pytest.mark.parametrize("changed", [-A_SECOND, A_SECOND])
def test_what_a_colleague_had_sent_counts_for_that_and_nothing_else(client, world, answered, colleague, changed):
    """Changed in time it is another letter, which nobody had sent; changed after the end it is late anyhow."""
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - 2 * A_SECOND)
    with time_machine.travel(end + changed, tick=False):
        reword(answered, world)
    with time_machine.travel(end + 5 * A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        file(client, answered)

    assert (Observation.objects.get().late, Observation.objects.get().received_at) == (True, end + 5 * A_SECOND)


def test_what_a_colleague_had_sent_holds_for_an_hour(client, world, answered, colleague):
    end = closes_at(answered)
    sends_unconfirmed(client, colleague, answered, end - A_SECOND)
    with time_machine.travel(end + dt.timedelta(hours=1), tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        file(client, answered)

    assert Observation.objects.get().late is True


def test_a_waiver_that_came_in_time_is_offered_once_the_clock_has_closed(client, world, evaluation):
    end = closes_at(evaluation)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        waive(client, evaluation)
    with time_machine.travel(end + A_SECOND, tick=False):
        transitions.close_observations(evaluation)

        assert "Ne pas faire d’observation" in words(client.get(evaluation.get_absolute_url()))


# -- what a colleague changed since it was read


STALE = "Ce qui est à déposer n’est plus ce que vous avez lu : relisez-le avant de le déposer."
STALE_WAIVER = "Cette page ne dit plus ce qu’il en est : relisez-la avant de renoncer aux observations."


def reword(evaluation, world):
    save(evaluation, "point-faible-1", "<p>Nous y renonçons.</p>", world, base=1)


def take_a_stance(evaluation, world):
    save(evaluation, "point-faible-1", "<p>Nous y travaillons.</p>", world, base=1, value="DISAGREEMENT")


def answer_another(evaluation, world):
    save(evaluation, "point-faible-2", "<p>La mobilité reprend.</p>", world)


def write_the_letter(evaluation, world):
    save(evaluation, "lettre", "<p>Monsieur le président,</p>", world)


@pytest.mark.parametrize("change", [reword, take_a_stance, answer_another, write_the_letter, join])
def test_what_a_colleague_changed_since_it_was_read_is_shown_again_and_not_filed(signatory, world, answered, change):
    page = address(answered, "deposer/")
    read = seen_on(signatory.get(page))
    change(answered, world)

    answer = signatory.post(page, signed(**read, office="vice-présidente"))

    assert answer.status_code == 409
    assert STALE in words(answer) and "Rien n’a été déposé" in words(answer)
    assert f"Dernière modification par {world.contributor}, le " in words(answer)
    assert 'value="vice-présidente"' in answer.content.decode()
    assert not Observation.objects.filed().exists()
    assert signatory.post(page, signed(**seen_on(answer))).status_code == 302
    assert Observation.objects.get().filed_by == world.signatory


def test_the_words_that_will_be_filed_are_on_the_page_that_vouches_for_them(signatory, world, answered):
    write_the_letter(answered, world)
    before = signatory.get(address(answered, "deposer/"))
    reword(answered, world)
    after = signatory.post(address(answered, "deposer/"), signed(**seen_on(before)))

    assert "Nous y travaillons." in words(before) and "Monsieur le président," in words(before)
    assert "Nous y renonçons." in words(after) and "Nous y travaillons." not in words(after)


def test_the_name_of_who_signs_is_proposed_although_an_earlier_waiver_bore_none(signatory, world, answered):
    waived = factories.evaluation(world, State.OBSERVATIONS_OPEN)
    transitions.waive_observations(waived, by=world.signatory)
    assert Observation.objects.filed().get().signatory == ""

    page = signatory.get(address(answered, "deposer/")).content.decode()

    assert f'name="name" value="{world.signatory.name}"' in page


def test_a_file_taken_away_since_is_a_change_too(signatory, world, answered):
    joined = join(answered, world)
    read = seen_on(signatory.get(address(answered, "deposer/")))
    attachments.take_away(joined, by=world.contributor)

    assert signatory.post(address(answered, "deposer/"), signed(**read)).status_code == 409
    assert not Observation.objects.filed().exists()


def test_an_answer_that_says_nothing_changes_nothing(signatory, world, answered):
    read = seen_on(signatory.get(address(answered, "deposer/")))
    save(answered, "point-fort-1", "", world)  # stands before it in the report

    assert signatory.post(address(answered, "deposer/"), signed(**read)).status_code == 302


@pytest.mark.parametrize("seen", [{}, {"seen": ""}, {"seen": "0" * 64}])
@pytest.mark.parametrize(("page", "why"), [("deposer/", STALE), ("renoncer/", STALE_WAIVER)])
def test_a_filing_that_does_not_say_what_was_read_is_not_done(signatory, evaluation, world, page, why, seen):
    if page == "deposer/":
        save(evaluation, "point-faible-1", "<p>Dit.</p>", world)

    answer = signatory.post(address(evaluation, page), signed(**seen))

    assert (answer.status_code, why in words(answer)) == (409, True)
    assert not Observation.objects.filed().exists()


def test_who_waives_reads_that_a_colleague_has_written(signatory, evaluation, world):
    read = seen_on(signatory.get(address(evaluation, "renoncer/")))
    save(evaluation, "point-faible-1", "<p>Dit.</p>", world)

    answer = signatory.post(address(evaluation, "renoncer/"), signed(**read))

    assert answer.status_code == 409
    assert STALE_WAIVER in words(answer)
    assert "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer." in words(answer)
    again = signatory.post(address(evaluation, "renoncer/"), signed(**seen_on(answer)))
    assert words(again).count("Des observations sont écrites : déposez-les, ou effacez-les") == 1


@pytest.mark.parametrize(("changed", "late"), [(-A_SECOND, False), (dt.timedelta(), True)])
def test_who_has_to_read_again_is_not_late_for_it_unless_it_was_written_after_the_end(
    client, world, answered, changed, late
):
    """The signatory sends in the last second what is no longer what they read, and sends again nine minutes later."""
    end, page = closes_at(answered), address(answered, "deposer/")
    with time_machine.travel(end - 9 * A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        read = seen_on(client.get(page))
    with time_machine.travel(end + min(changed, -A_SECOND), tick=False):
        if not late:
            reword(answered, world)
        first = client.post(page, signed(**(read if not late else {})))
    with time_machine.travel(end + changed, tick=False):
        if late:
            reword(answered, world)
    with time_machine.travel(end + dt.timedelta(minutes=9), tick=False):
        transitions.close_observations(answered)
        again = client.get(page)
        answer = client.post(page, signed(**seen_on(again)))

    letter = Observation.objects.get()
    assert (first.status_code, answer.status_code) == (409, 302)
    assert (letter.late, letter.received_at) == (late, end if late else end - A_SECOND)


def test_what_a_colleague_changes_in_time_while_the_person_confirms_makes_nobody_late(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - 2 * A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert file(client, answered).status_code == 403
    with time_machine.travel(end - A_SECOND, tick=False):
        reword(answered, world)
    with time_machine.travel(end + A_SECOND, tick=False):
        confirmed(client)
        assert file(client, answered).status_code == 302

    assert (Observation.objects.get().late, Observation.objects.get().received_at) == (False, end - 2 * A_SECOND)


def test_who_sent_in_time_is_told_that_what_was_written_after_the_end_makes_it_late(client, world, answered):
    end = closes_at(answered)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        file(client, answered)
    with time_machine.travel(end + A_SECOND, tick=False):
        confirmed(client)
        in_time = words(client.get(address(answered, "deposer/")))
        reword(answered, world)
        late = words(client.get(address(answered, "deposer/")))

    assert "Votre envoi nous est parvenu le" in in_time and "Le délai est passé." not in in_time
    assert ["observations hors délai" in page for page in (in_time, late)] == [False, True]  # what will be told
    assert "Le délai est passé." in late and "Votre envoi nous est parvenu le" not in late


# -- filing


def test_the_page_says_what_will_be_filed(signatory, world, answered):
    attached = join(answered, world)

    page = words(signatory.get(address(answered, "deposer/")))

    assert "1 point faible sur 2 a reçu une réponse ; sans réponse : n° 2." in page
    assert "1 réponse à un constat ." in page or "1 réponse à un constat." in page
    assert f"SHA-256 {attached.sha256}" in page
    assert re.search(r"Vous avez jusqu’au \d+ \w+ 20\d\d, 23:59:59 \(heure de Paris\)", page)
    assert "Observations déposées" in page or "observations déposées" in page


def test_a_deposit_is_acknowledged_by_page_and_by_mail(signatory, world, answered, django_capture_on_commit_callbacks):
    attached = join(answered, world)
    with django_capture_on_commit_callbacks(execute=True):
        answer = file(signatory, answered)

    letter = Observation.objects.get()
    event = answered.events.latest("number")
    receipt = words(signatory.get(answer["Location"]))
    assert answer["Location"] == address(answered, "recu/1/")
    assert (letter.signatory, letter.office, letter.signed_on) == ("Jeanne Vernet", "présidente", clock.today())
    assert event.details == {
        "receipt": f"{answered.public_id}-1",
        "sha256": letter.computed_sha256(),
        "received_at": letter.received_at.isoformat(),
        "files": {attached.public_id: attached.sha256},
    }
    for said in (letter.receipt, letter.computed_sha256(), attached.sha256, event.sha256, f"n° {event.number}"):
        assert said in receipt
    assert "Reçu dans le délai." in receipt and "UTC" in receipt and "heure de Paris" in receipt
    mail = Delivery.objects.get(message__kind="observations_filed", user=world.signatory)
    _subject, body = written(
        "observations_filed", answered, facts=mail.message.facts, added_text="", user=world.signatory
    )
    for said in (letter.receipt, letter.computed_sha256(), attached.sha256, event.sha256):
        assert said in body
    assert "Nous y travaillons" not in body
    assert list(invariants.filed_observations_are_as_filed()) == []


def test_where_the_institution_is_elsewhere_its_own_time_is_said_too(client, world, answered):
    world.institution.timezone = "Pacific/Noumea"
    world.institution.save()
    with time_machine.travel(dt.datetime(2026, 11, 30, 22, 59, 59, tzinfo=dt.UTC), tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        answer = file(client, answered)
        receipt = words(client.get(answer["Location"]))

    assert "30 novembre 2026, 22:59:59 UTC" in receipt
    assert "30 novembre 2026, 23:59:59 heure de Paris" in receipt
    assert "1er décembre 2026, 09:59:59 heure de l’établissement" in receipt


def test_what_comes_late_is_said_to_be_so_before_and_after(client, world, answered):
    with time_machine.travel(closes_at(answered), tick=False):
        client.force_login(world.signatory)
        confirmed(client)
        before = words(client.get(address(answered, "deposer/")))
        receipt = words(client.get(file(client, answered)["Location"]))

    assert "Le délai est passé." in before and "marqué hors délai" in before
    assert "observations hors délai" in before  # the message that will leave
    assert "Reçu hors délai : gardé, et soumis à la décision de l’agence." in receipt
    assert Observation.objects.get().admitted is None


def test_a_letter_that_says_nothing_is_not_filed(signatory, world, evaluation):
    save(evaluation, "point-faible-1", "<p>Dit.</p>", world)
    save(evaluation, "point-faible-1", "", world, base=1)

    answer = file(signatory, evaluation)

    assert answer.status_code == 409
    assert "Rien n’est écrit : répondez à un constat ou écrivez la lettre." in words(answer)


def test_an_action_is_filed_with_its_day(signatory, world, evaluation):
    save(evaluation, "point-faible-2", "<p>Bientôt.</p>", world, value="ACTION_PLANNED")

    answer = file(signatory, evaluation)

    assert answer.status_code == 409
    assert "Point faible n° 2 : donnez le jour de l’action, ou une autre position." in words(answer)


def test_a_day_that_has_not_come_and_a_missing_name_are_refused(signatory, answered):
    answer = file(signatory, answered, name=" ", seen_on=(clock.today() + dt.timedelta(days=1)).isoformat())
    mistyped = file(signatory, answered, seen_on="0206-11-20")

    assert (answer.status_code, mistyped.status_code) == (422, 422)
    assert "Ce jour n’est pas encore venu." in words(answer)
    assert "Ce jour est à plus d’un an d’aujourd’hui : vérifiez l’année." in words(mistyped)
    assert not Observation.objects.filed().exists()


def test_filing_twice_leads_to_the_one_receipt(signatory, answered):
    file(signatory, answered)

    again = file(signatory, answered)

    assert again.status_code == 409
    assert "Rien n’a été fait une seconde fois." in words(again)
    assert Observation.objects.count() == 1


def test_a_contributor_does_not_file(client, world, answered):
    client.force_login(world.contributor)
    confirmed(client)

    assert file(client, answered).status_code == 403
    assert client.get(address(answered, "deposer/")).status_code == 403


def test_the_act_of_all_acts_leads_to_the_page_of_its_own(signatory, answered):
    for path, page in (("deposer-les-observations", "deposer/"), ("renoncer-aux-observations", "renoncer/")):
        there = signatory.post(f"{answered.get_absolute_url()}actes/{path}/")
        assert there["Location"] == address(answered, page)
    assert not Observation.objects.filed().exists()


# -- a waiver


def test_a_waiver_is_acknowledged_too(signatory, evaluation):
    answer = waive(signatory, evaluation)

    receipt = words(signatory.get(answer["Location"]))
    assert "Renonciation aux observations" in receipt and "Reçu dans le délai." in receipt
    evaluation.refresh_from_db()
    assert evaluation.state == State.OBSERVATIONS_CLOSED
    assert Observation.objects.get().waived


def test_who_has_written_does_not_waive(signatory, answered):
    answer = waive(signatory, answered)

    assert answer.status_code == 409
    assert "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer." in words(answer)


@pytest.mark.parametrize("countersigned", [False, True])
def test_a_waiver_sent_in_time_is_recorded_though_the_clock_came_between(client, world, evaluation, countersigned):
    end = closes_at(evaluation)
    with time_machine.travel(end - A_SECOND, tick=False):
        client.force_login(world.signatory)
        confirmed(client, seconds_ago=601)
        assert waive(client, evaluation).status_code == 403
    with time_machine.travel(end + A_SECOND, tick=False):
        transitions.close_observations(evaluation)
        if countersigned:
            type(evaluation).objects.filter(pk=evaluation.pk).update(state=State.COUNTERSIGNED)
        confirmed(client)
        page = client.get(address(evaluation, "renoncer/"))
        answer = waive(client, evaluation)

    if countersigned:
        assert (page.status_code, answer.status_code) == (409, 409)
        assert "« Ne pas faire d’observation » n’est pas possible à cette étape." in words(answer)
        return
    letter = Observation.objects.get()
    assert (page.status_code, answer.status_code) == (200, 302)
    assert (letter.waived, letter.late, letter.received_at) == (True, False, end - A_SECOND)
    assert [e.verb for e in evaluation.events.order_by("number")][-2:] == ["close_observations", "waive_observations"]


def test_nobody_waives_what_the_clock_has_closed(client, world, evaluation):
    with time_machine.travel(closes_at(evaluation), tick=False):
        transitions.close_observations(evaluation)
        client.force_login(world.signatory)
        confirmed(client)
        page, answer = client.get(address(evaluation, "renoncer/")), waive(client, evaluation)
        offers = words(client.get(evaluation.get_absolute_url()))

    assert (page.status_code, answer.status_code) == (409, 409)
    assert "Ne pas faire d’observation" not in offers
    assert not Observation.objects.filed().exists()


# -- files


def test_files_are_joined_taken_away_and_brought_back(client, world, evaluation):
    client.force_login(world.contributor)
    data = sent_files.pdf("Une page.")
    sent = {"title": "Annexe", "file": SimpleUploadedFile("Annexe Été.pdf", data)}

    assert client.post(address(evaluation, "pieces/ajouter/"), sent).status_code == 302
    attached = evaluation.attachments.get()
    gesture = address(evaluation, f"pieces/{attached.public_id}/geste/")
    client.post(gesture, {"gesture": "remove"})
    assert "est retirée : elle ne sera pas déposée" in words(client.get(address(evaluation)))
    client.post(gesture, {"gesture": "restore"})

    served = client.get(f"/evaluations/{evaluation.public_id}/pieces/{attached.public_id}/fichier")
    assert b"".join(served) == data
    assert served["Content-Disposition"] == 'attachment; filename="annexe-ete.pdf"'
    assert (served["X-Content-Type-Options"], served["Content-Security-Policy"]) == ("nosniff", "sandbox")
    assert served["Cache-Control"] == "private, no-cache"


def test_a_file_that_is_none_of_the_kinds_is_refused_with_a_sentence(client, world, evaluation):
    client.force_login(world.contributor)

    answer = client.post(
        address(evaluation, "pieces/ajouter/"), {"file": SimpleUploadedFile("page.html", b"<html><script>")}
    )

    assert answer.status_code == 422
    assert not evaluation.attachments.exists()


def test_what_was_taken_away_is_not_filed(signatory, world, answered):
    kept, gone = join(answered, world), join(answered, world, "autre.pdf")
    attachments.take_away(gone, by=world.contributor)

    file(signatory, answered)

    assert answered.events.latest("number").details["files"] == {kept.public_id: kept.sha256}
    assert list(answered.attachments.all()) == [kept]


@pytest.mark.parametrize(
    ("person", "before", "after"),
    [
        ("signatory", 200, 200),
        ("officer", 404, 200),
        ("chair", 404, 200),
        ("college", 404, 200),
        ("stranger", 404, 404),
    ],
)
def test_a_file_is_read_by_its_institution_then_by_those_who_read_the_letter(
    client, world, answered, person, before, after
):
    attached = join(answered, world)
    where = f"/evaluations/{answered.public_id}/pieces/{attached.public_id}/fichier"
    client.force_login(getattr(world, person))

    def status():
        response = client.get(where)
        if response.streaming:
            b"".join(response)
        return response.status_code

    assert status() == before
    transitions.file_observations(answered, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))
    assert status() == after


def test_bytes_that_were_altered_are_not_served(client, world, answered):
    attached = join(answered, world)
    disk.path(attached.sha256).write_bytes(b"%PDF- autre")
    client.force_login(world.contributor)

    answer = client.get(f"/evaluations/{answered.public_id}/pieces/{attached.public_id}/fichier")

    assert answer.status_code == 503
    assert "sera rétabli depuis une sauvegarde" in words(answer)


# -- the receipt


def test_a_file_is_verified_by_its_hash_alone(signatory, world, answered):
    data = sent_files.pdf("Autre.")
    join(answered, world)
    join(answered, world, "autre.pdf", data)
    where = file(signatory, answered)["Location"]

    def verified(data):
        return words(signatory.post(where, {"file": SimpleUploadedFile("nimporte.bin", data)}))

    assert "C’est la pièce n° 2, « autre.pdf »." in verified(data)
    other = verified(data + b" ")
    assert "Ce fichier n’est aucun de ceux qui ont été déposés." in other
    assert hashlib.sha256(data + b" ").hexdigest() in other
    assert signatory.post(where).status_code == 422


def test_there_is_no_receipt_of_what_was_not_filed(signatory, world, answered):
    assert signatory.get(address(answered, "recu/1/")).status_code == 404
    file(signatory, answered)
    assert signatory.get(address(answered, "recu/2/")).status_code == 404


@pytest.mark.parametrize(("person", "status"), [("officer", 200), ("auditor", 200), ("chair", 403), ("college", 403)])
def test_the_receipt_is_for_the_institution_and_the_agency(client, world, answered, person, status):
    transitions.file_observations(answered, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))
    client.force_login(getattr(world, person))

    assert client.get(address(answered, "recu/1/")).status_code == status


# -- what others read


def test_others_read_the_letter_once_it_is_filed_and_nothing_before(client, world, answered):
    client.force_login(world.officer)
    before = words(client.get(address(answered)))

    transitions.file_observations(answered, by=world.signatory, seen=transitions.Seen("Jeanne Vernet"))
    after = words(client.get(address(answered)))

    assert "Aucune observation n’est déposée." in before and "travaillons" not in before
    assert "Nous y travaillons." in after and "Jeanne Vernet" in after


def test_an_emptied_answer_is_not_printed(signatory, world, answered):
    save(answered, "point-fort-1", "<p>Dit.</p>", world)
    save(answered, "point-fort-1", "", world, base=1)

    file(signatory, answered)

    assert "Un adossement solide." not in words(signatory.get(address(answered)))
    assert Observation.objects.get().items.count() == 2


def test_the_preview_is_the_annex_and_its_pdf_is_marked(signatory, world, answered):
    page = words(signatory.get(address(answered, "apercu/")))
    pdf = signatory.get(address(answered, "apercu/observations.pdf"))

    assert "Nous y travaillons." in page and "Rien n’est déposé" in page
    assert pdf.content.startswith(b"%PDF-") and pdf["Cache-Control"] == "private, no-store"


def test_what_is_too_long_to_be_printed_while_somebody_waits_is_shown_as_a_page(signatory, answered, monkeypatch):
    monkeypatch.setattr("evaluations.views.preview.LONGEST", 10)
    draft = answered.reports.get(kind=ReportKind.DRAFT)
    frozen = f"/evaluations/{answered.public_id}/rapports/{draft.public_id}/"

    printed = signatory.get(address(answered, "apercu/observations.pdf"), follow=True)
    of_the_draft = signatory.get(f"{frozen}rapport.pdf", follow=True)

    assert printed.redirect_chain == [(address(answered, "apercu/"), 302)]
    assert of_the_draft.redirect_chain == [(frozen, 302)]
    for response in (printed, of_the_draft):
        assert "son PDF serait trop long à préparer ici, au-delà de 10. Le voici en page." in words(response)


# -- an erratum


def test_an_erratum_takes_nothing_away_of_what_was_filed(signatory, world, answered):
    joined = join(answered, world)
    file(signatory, answered)
    published = factories.advance(answered, State.PUBLISHED, world)
    letter = Observation.objects.get()
    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    pages = {"": "Nous y travaillons.", f"recu/{letter.round}/": letter.receipt}

    for state in (State.CORRECTIONS_RULING, State.CHAIR_SIGNED):
        factories.advance(published, state, world)
        for page, said in pages.items():
            assert said in words(signatory.get(address(published, page)))
        assert signatory.get(f"/evaluations/{published.public_id}/pieces/{joined.public_id}/fichier").status_code == 200


def test_what_was_begun_about_a_finding_that_an_erratum_took_away_is_seen_before_it_is_filed(world, evaluation):
    save(evaluation, "point-faible-2", "<p>La mobilité reprend.</p>", world, value="PRECISION")
    with clock.played_at(closes_at(evaluation)):
        transitions.close_observations(evaluation)
    published = factories.advance(evaluation, State.PUBLISHED, world)
    transitions.open_erratum(published, by=world.officer, reason="Un constat de trop.")
    findings.remove(published.findings.get(kind=FindingKind.WEAKNESS, number=2), by=world.chair)
    reopened = factories.advance(published, State.OBSERVATIONS_OPEN, world)

    said = [box for box in observations.sheet_of(reopened).boxes if box.says_something]

    assert [(box.number, box.quote) for box in said] == [(2, "Peu de mobilité.")]
    save(reopened, said[0].name, "", world, base=1, value="")
    assert [box for box in observations.sheet_of(reopened).boxes if box.says_something] == []
