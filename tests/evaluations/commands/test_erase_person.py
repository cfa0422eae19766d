"""Erasing a person: nobody finds their name, and the journal still verifies."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from evalprog import clock
from evalprog.accounts.models import User
from evaluations import erasure, journal, transitions
from evaluations.enums import State
from evaluations.models import ActorReference, Conflict, Delivery, FirstSending, Interest
from evaluations.notifications import send
from evaluations.workspace import first_sendings
from evaluations.workspace.texts import save_notes
from programmes import writing
from programmes.description import parse
from programmes.imports import drafts
from programmes.models import ImportDraft
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(own_anchor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        world = factories.world()
        factories.evaluation(world, State.DOSSIER_DEPOSITED)
        return world


def erase(*arguments, capsys):
    call_command("erase_person", *arguments)
    return json.loads(capsys.readouterr().out)


def test_without_commit_nothing_is_erased(world, capsys):
    result = erase(world.signatory.email, capsys=capsys)

    world.signatory.refresh_from_db()
    assert (result["committed"], world.signatory.is_active) == (False, True)
    assert result["erased"]["actor_references"] == 1


def test_the_person_is_gone_and_the_chain_still_verifies(world, client, capsys):
    email, name = world.signatory.email, world.signatory.name
    client.force_login(world.signatory)
    evaluation = world.campaign.evaluations.get()
    assert client.get(evaluation.get_absolute_url()).status_code == 200

    result = erase(email.upper(), "--commit", capsys=capsys)

    assert result["erased"]["sessions"] == result["erased"]["memberships"] == 1
    assert client.get(evaluation.get_absolute_url()).status_code == 302  # no session: to sign in
    assert not User.objects.filter(email__iexact=email).exists()
    assert not User.objects.filter(name=name).exists()
    assert not ActorReference.objects.filter(user=world.signatory).exists()
    assert list(journal.damages()) == []


def test_what_they_sent_and_did_not_send_again_goes_with_them(world, capsys):
    evaluation, at = world.campaign.evaluations.get(), clock.now()
    for person in (world.signatory, world.contributor):
        first_sendings.note(evaluation, "reply_to_draft", by=person, sha256="", at=at)

    result = erase(world.signatory.email, "--commit", capsys=capsys)

    assert result["erased"]["first_sendings"] == 1
    assert FirstSending.objects.get().user == world.contributor


def test_files_read_and_not_yet_written_go_with_them(world, capsys):
    for person in (world.signatory, world.contributor):
        drafts.keep([], by=person, name="x.yaml", institution=None)

    result = erase(world.signatory.email, "--commit", capsys=capsys)

    assert result["erased"]["import_drafts"] == 1
    assert ImportDraft.objects.get().owner == world.contributor


def test_messages_that_waited_for_them_do_not_leave(world, capsys, mailoutbox):
    erase(world.signatory.email, "--commit", capsys=capsys)
    Delivery.objects.update(state="QUEUED", sent_at=None)
    mailoutbox.clear()

    send(Delivery.objects.filter(user=world.signatory))

    assert mailoutbox == []


def test_erasing_twice_finds_nobody(world, capsys):
    email = world.signatory.email
    erase(email, "--commit", capsys=capsys)

    with pytest.raises(CommandError, match="Aucun compte n’a l’adresse"):
        call_command("erase_person", email, "--commit")


def test_a_member_of_a_committee_at_work_is_not_erased(world):
    evaluation = world.campaign.evaluations.get()
    transitions.invite(evaluation, world.expert, by=world.officer)

    with pytest.raises(CommandError, match="mettez d’abord fin à ces missions"):
        call_command("erase_person", world.expert.email, "--commit")

    world.expert.refresh_from_db()
    assert world.expert.is_active


def test_the_last_administrator_is_not_erased(world):
    with pytest.raises(CommandError) as refusal:
        call_command("erase_person", world.admin.email, "--commit")

    assert str(refusal.value) == (
        "Cette personne est la seule à administrer l’agence\u00a0; confiez d’abord cette fonction à une autre."
    )
    world.admin.refresh_from_db()
    assert world.admin.is_active


def test_an_administrator_among_two_is_erased_and_the_other_then_stays(world, capsys):
    other = factories.admin()

    assert erase(world.admin.email, "--commit", capsys=capsys)["erased"]["mandates"] == 1

    with pytest.raises(CommandError, match="la seule à administrer"):
        call_command("erase_person", other.email)


def test_one_who_may_no_longer_sign_in_does_not_count_as_an_administrator(world):
    other = factories.admin()
    User.objects.filter(pk=other.pk).update(is_active=False)

    with pytest.raises(CommandError, match="la seule à administrer"):
        call_command("erase_person", world.admin.email, "--commit")


def test_what_the_law_keeps_is_told_by_kind_number_and_reason(world, capsys):
    factories.evaluation(world, State.PUBLISHED)
    Conflict.objects.create(evaluation=world.campaign.evaluations.first(), user=world.chair)
    declaration = world.chair.declarations.first()
    Interest.objects.create(declaration=declaration, description="Conseil d’administration", since=dt.date(2020, 1, 1))

    result = erase(world.chair.email, "--commit", capsys=capsys)

    told = {what: count for what, count in result["kept"].items() if count}
    assert told == {
        "published_reports": 1,
        "frozen_reports": 2,
        "signatures": 1,
        "committee_names": 1,
        "interests": 1,
        "declarations": 1,
        "conflicts": 1,
        "acts": 4,
        "deliveries": Delivery.objects.filter(user=world.chair).count(),
    }
    assert list(result["reasons"]) == list(told)
    assert result["reasons"]["published_reports"] == (
        "rapports publiés qui nomment la personne\u00a0: leurs octets ne changent plus"
    )
    assert result["reasons"]["interests"] == "intérêts déclarés, dans les termes de la personne (R114-17)"


def test_the_same_is_told_before_and_after(world, capsys):
    before = erase(world.signatory.email, capsys=capsys)
    after = erase(world.signatory.email, "--commit", capsys=capsys)

    assert (before["erased"], before["kept"]) == (after["erased"], after["kept"])


def test_every_kind_has_its_reason(world):
    _erased, kept = erasure.inventory(world.signatory)

    assert list(kept) == list(erasure.REASONS)


def test_whatever_leads_to_a_person_is_erased_or_told():
    """A new table with a person in it must find its place here, and in the inventory."""
    relations = [f for f in User._meta.get_fields(include_hidden=True) if f.one_to_many or f.one_to_one]

    assert {f.related_model._meta.label for f in relations if f.related_model} == {
        "accounts.Invitation",  # emptied, or « invitations_sent »
        "accounts.User_groups",  # never used
        "accounts.User_user_permissions",  # never used
        "account.EmailAddress",  # sign_in
        "mfa.Authenticator",  # sign_in
        "socialaccount.SocialAccount",  # sign_in
        "usersessions.UserSession",  # sign_in
        "evaluations.Attachment",  # « attachments »
        "evaluations.CorrectionRequest",  # « corrections »: who wrote it, who ruled on it
        "evaluations.ItemRevision",  # « texts »
        "evaluations.Observation",  # « observations »: who filed them
        "evaluations.ObservationRevision",  # « texts »
        "evaluations.ActorReference",  # emptied; its events: « acts »
        "evaluations.CommitteeMember",  # « committee_names »
        "evaluations.Conflict",
        "evaluations.Declaration",
        "evaluations.Delivery",
        "evaluations.DocumentRequest",
        "evaluations.DossierFile",  # « dossiers »
        "evaluations.DossierProposal",  # « dossiers »: who sent it, who decided
        "evaluations.DossierSnapshot",  # « dossiers »
        "evaluations.DossierTextRevision",  # « texts »
        "evaluations.ExpertProfile",  # deleted
        "evaluations.Mandate",  # ended, and « past_functions »
        "evaluations.Assessment",  # « remarks »: who validated a text
        "evaluations.AssessmentRevision",  # « texts »
        "evaluations.Citation",  # « remarks »
        "evaluations.Comment",  # « remarks »
        "evaluations.Comment_mentions",  # a row without a name
        "evaluations.Comment_seen_by",  # a row without a name
        "evaluations.Contribution",  # « texts »
        "evaluations.ContributionRevision",  # « texts »
        "evaluations.DismissedAdvice",  # « remarks »
        "evaluations.FindingRevision",  # « texts »
        "evaluations.FirstSending",  # deleted
        "evaluations.Presence",  # deleted
        "evaluations.PublicationRun",  # « publication_runs »
        "evaluations.Redaction",  # « remarks »
        "evaluations.Suggestion",  # « remarks »
        "evaluations.Objection",
        "evaluations.Signature",
        "programmes.Description",  # « programmes »: who published it, or put it away
        "programmes.DescriptionEvent",  # « programmes »: who put it away, or took it back
        "programmes.DescriptionRevision",  # « programmes »
        "programmes.ImportDraft",  # deleted
        "programmes.Indicator",  # « programmes »: who took it out
        "programmes.IndicatorRevision",  # « programmes »
        "programmes.Membership",  # ended, and « past_functions »
    }


def test_of_notes_only_those_that_were_shared_are_counted(world):
    evaluation = factories.evaluation(world, State.DRAFTING)
    save_notes(evaluation, "avis", "<p>À moi.</p>", base_revision=0, save_id=None, by=world.expert)
    evaluation.members.update(ended_at=clock.now())
    assert erasure.inventory(world.expert)[1]["texts"] == 0

    evaluation.contributions.update(shared_at=clock.now())

    assert erasure.inventory(world.expert)[1]["texts"] == 2


def test_a_catalogue_that_names_the_person_is_told(world):
    world.college.name = "Éloïse Maréchal"
    world.college.save()
    said = {"year": "2024-2025", "institution": {"name": "Université"}, "kind": "LP", "title": "Soudage"}
    contacts = [{"name": "Éloïse Maréchal", "role": "Renseignements"}]
    writing.begin(factories.programme(world.institution), parse(said | {"management": {"contacts": contacts}}), by=None)

    assert erasure.inventory(world.college)[1]["catalogue_names"] == 1
    assert erasure.inventory(world.stranger)[1]["catalogue_names"] == 0


def test_descriptions_written_and_published_are_told(world):
    said = {"year": "2024-2025", "institution": {"name": "Université"}, "kind": "LP", "title": "Soudage"}
    description = writing.begin(factories.programme(world.institution), parse(said), by=world.contributor).description
    writing.publish(description, revision=1, by=world.signatory)

    assert erasure.inventory(world.contributor)[1]["programmes"] == 1
    assert erasure.inventory(world.signatory)[1]["programmes"] == 1
