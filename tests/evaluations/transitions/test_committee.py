"""The committee: invited, declared, discussed, appointed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from evalprog import clock
from evaluations import transitions
from evaluations.enums import CommitteeRole, ReportKind, State
from evaluations.models import Evaluation, Event, ExpertProfile, Interest
from programmes.models import Membership, Partnership
from tests import factories
from tests.evaluations.transitions.acts import refusal, verbs
from tests.factories import advance, evaluation, seat

pytestmark = pytest.mark.django_db


def test_a_committee_is_proposed_with_everything_that_it_lacks_said_at_once(world):
    world.campaign.members_minimum, world.campaign.profiles_required = 3, {"DOCTOR": 1, "STUDENT": 1}
    world.campaign.save()
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)
    transitions.invite(deposited, world.expert, by=world.officer)

    assert refusal(transitions.propose_committee, deposited, by=world.officer) == [
        "Le comité n’a pas de présidence.",
        "Il manque 2 membres au comité ; la campagne en demande 3.",
        "La campagne demande 1 membre(s) de profil « jeune docteur » ; le comité en a 0.",
    ]


def test_who_declined_does_not_count_in_the_composition(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)
    transitions.invite(deposited, world.chair, by=world.officer, role=CommitteeRole.CHAIR)
    member = transitions.invite(deposited, world.expert, by=world.officer)
    transitions.decline_invitation(member, by=world.expert, reason="Indisponible.")

    assert refusal(transitions.propose_committee, deposited, by=world.officer) == [
        "Il manque 1 membre au comité ; la campagne en demande 2."
    ]


def test_somebody_is_invited_once(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)
    transitions.invite(deposited, world.expert, by=world.officer)

    assert refusal(transitions.invite, deposited, world.expert, by=world.officer) == [
        f"{world.expert} est déjà dans ce comité."
    ]


def test_who_has_a_conflict_is_not_invited(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)
    transitions.record_conflict(deposited, world.expert, by=world.officer, reason="Coauteur.")

    assert refusal(transitions.invite, deposited, world.expert, by=world.officer) == [
        f"Un conflit d’intérêts de {world.expert} est enregistré sur ce dossier."
    ]


def by_profile(person, house, programme):
    ExpertProfile.objects.filter(user=person).update(institution=house)


def by_declaration(person, house, programme):
    transitions.declare_interests(
        person, [{"description": "Cours", "institution": house, "since": dt.date(2020, 1, 1)}]
    )


def by_attachment(person, house, programme):
    Membership.objects.create(user=person, institution=house, starts_at=factories.ALWAYS)


def by_past_attachment(person, house, programme):
    ends = clock.now() - dt.timedelta(days=4 * 365)
    Membership.objects.create(user=person, institution=house, starts_at=factories.ALWAYS, ends_at=ends)


@pytest.mark.parametrize("tie", [by_profile, by_declaration, by_attachment, by_past_attachment])
@pytest.mark.parametrize("of_a_partner", [False, True])
def test_who_belongs_to_an_institution_of_the_programme_is_not_invited(world, tie, of_a_partner):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)
    house = world.institution
    if of_a_partner:
        house = factories.institution()
        Partnership.objects.create(programme=deposited.programme, institution=house, position=1)
    tie(world.expert, house, deposited.programme)
    world.expert.refresh_from_db()

    assert refusal(transitions.invite, deposited, world.expert, by=world.officer) == [
        f"{world.expert} est ou a été rattaché à {house.name}."
    ]


def test_a_tie_of_more_than_five_years_ago_does_not_count(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)
    long_ago = clock.now() - dt.timedelta(days=5 * 365 + 3)
    Membership.objects.create(
        user=world.expert, institution=world.institution, starts_at=factories.ALWAYS, ends_at=long_ago
    )
    declaration = transitions.declare_interests(world.expert, [])
    Interest.objects.create(
        declaration=declaration,
        description="Cours",
        institution=world.institution,
        since=dt.date(2010, 1, 1),
        until=long_ago.date() - dt.timedelta(days=1),
    )

    assert transitions.invite(deposited, world.expert, by=world.officer).user == world.expert


def test_an_interest_declared_after_the_invitation_stops_the_appointment(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    for member in proposed.members.all():
        transitions.accept_invitation(member, by=member.user)
    by_declaration(world.expert, world.institution, proposed.programme)

    assert refusal(transitions.appoint_committee, proposed, by=world.publisher) == [
        f"{world.expert} est ou a été rattaché à {world.institution.name}."
    ]


def test_a_declaration_is_one_event_of_each_committee_that_it_counts_for_and_says_nothing_of_what_it_says(world):
    own_house = factories.institution(name="Université du Secret")
    making, at_work = evaluation(world, State.COMMITTEE_PROPOSED), evaluation(world, State.DRAFTING)
    over, recused, declined = (evaluation(world, s) for s in (State.CHAIR_SIGNED, State.DRAFTING, State.DRAFTING))
    transitions.declare_conflict(recused, by=world.expert)
    transitions.dismiss(seat(declined, world.expert), by=world.officer, reason="Empêchement.")
    before = Event.objects.count()

    interest = {"description": "Conseil secret", "institution": own_house, "since": dt.date(2024, 1, 1)}
    transitions.declare_interests(world.expert, [interest])

    events = Event.objects.order_by("pk")[before:]
    assert [(e.evaluation, e.verb, e.role, e.actor.user, e.before, e.after, e.details) for e in events] == [
        (on, "declare_interests", "expert", world.expert, on.state, on.state, {"member": seat(on, world.expert).pk})
        for on in (making, at_work)
    ]
    assert verbs(over)[-1] == "sign_as_chair"


def test_who_is_on_no_committee_declares_without_any_event(world, caplog):
    with caplog.at_level("INFO", "evalprog.roles"):
        transitions.declare_interests(world.stranger, [])

    assert not Event.objects.exists()
    assert [r.getMessage() for r in caplog.records] == [f"interests declared by {world.stranger.pk}"]


def test_appointment_lists_who_has_not_accepted_who_has_not_declared_and_open_objections(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    transitions.accept_invitation(seat(proposed, world.chair), by=world.chair)
    transitions.accept_invitation(seat(proposed, world.expert), by=world.expert)
    transitions.object_to_committee(proposed, by=world.contributor, text="Composition déséquilibrée.")
    transitions.object_to_committee(proposed, by=world.signatory, text="Autre lien.")

    with clock.played_at(clock.now() + dt.timedelta(days=364)):
        world.chair.declarations.update(filed_at=clock.now() - dt.timedelta(days=366))
        assert refusal(transitions.appoint_committee, proposed, by=world.publisher) == [
            f"{world.chair} n’a pas déposé de déclaration d’intérêts depuis un an.",
            f"{world.rapporteur} n’a pas encore accepté.",
            "2 objections de l’établissement attendent une réponse.",
        ]


def test_an_invitation_is_answered_once_and_by_the_invited_person(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    member = seat(proposed, world.expert)

    with pytest.raises(PermissionDenied):
        transitions.accept_invitation(member, by=world.chair)
    transitions.accept_invitation(member, by=world.expert)
    assert refusal(transitions.decline_invitation, member, by=world.expert) == [
        "Vous avez déjà répondu à cette invitation, ou elle a été retirée."
    ]


def test_an_invitation_to_a_withdrawn_evaluation_is_not_answered(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    transitions.withdraw(proposed, by=world.officer, reason="Formation fermée.")

    assert refusal(transitions.accept_invitation, seat(proposed, world.expert), by=world.expert) == [
        "Le comité n’est plus en cours de constitution."
    ]


def test_an_upheld_objection_ends_the_mission_and_is_answered_once(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    member = seat(proposed, world.expert)
    objection = transitions.object_to_committee(proposed, by=world.signatory, text="Lien.", member=member)

    transitions.answer_objection(objection, by=world.officer, answer="Fondée.", upheld=True)

    member.refresh_from_db()
    assert member.ended_at is not None
    assert refusal(transitions.answer_objection, objection, by=world.officer, answer="Non.", upheld=False) == [
        "Cette objection a déjà reçu une réponse."
    ]


def test_the_same_objection_is_filed_once_and_is_about_this_committee(world):
    proposed, other = evaluation(world, State.COMMITTEE_PROPOSED), evaluation(world, State.COMMITTEE_PROPOSED)
    transitions.object_to_committee(proposed, by=world.signatory, text="Lien.")

    assert refusal(transitions.object_to_committee, proposed, by=world.signatory, text=" Lien. ") == [
        "Cette objection est déjà déposée."
    ]
    foreign = seat(other, world.expert)
    assert refusal(transitions.object_to_committee, proposed, by=world.signatory, text="Non.", member=foreign) == [
        "Cette personne n’est pas de ce comité."
    ]


def test_a_mission_ends_once(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    member = transitions.dismiss(seat(proposed, world.expert), by=world.officer, reason="Empêchement.")

    assert refusal(transitions.dismiss, member, by=world.officer, reason="Empêchement.") == [
        "Cette mission est déjà terminée."
    ]


def test_a_conflict_ends_the_mission_and_closes_the_dossier_at_once(world):
    drafting = evaluation(world, State.DRAFTING)

    transitions.declare_conflict(drafting, by=world.expert)

    assert not Evaluation.objects.visible_to(world.expert).exists()
    assert seat(drafting, world.expert).ended_at is not None
    with pytest.raises(PermissionDenied):
        transitions.declare_conflict(drafting, by=world.expert)


def test_a_conflict_outweighs_a_mandate(world):
    planned = evaluation(world)
    transitions.record_conflict(planned, world.officer, by=world.publisher, reason="Lien familial.")

    with pytest.raises(PermissionDenied):
        transitions.expect_dossier(planned, by=world.officer)
    assert not Evaluation.objects.visible_to(world.officer).exists()
    assert refusal(
        transitions.record_conflict, planned, world.officer, by=world.publisher, reason="Lien familial."
    ) == ["Ce conflit d’intérêts est déjà enregistré."]


def test_a_conflict_is_recorded_while_the_evaluation_is_suspended(world):
    suspended = evaluation(world, State.SUSPENDED)

    transitions.record_conflict(suspended, world.expert, by=world.officer, reason="Coauteur.")

    assert seat(suspended, world.expert).ended_at is not None


@pytest.mark.parametrize("first", ["", "suspend"])
def test_a_conflict_found_after_the_signature_leaves_the_signed_names_and_the_way_to_publication(world, first):
    signed = evaluation(world, State.CHAIR_SIGNED)
    if first:
        transitions.suspend(signed, by=world.officer, reason="Vérification.")
    transitions.record_conflict(signed, world.expert, by=world.officer, reason="Lien découvert.")
    if first:
        transitions.resume(signed, by=world.officer)

    advance(signed, State.PUBLISHED, world)

    names = [m.name for m in signed.reports.get(kind=ReportKind.FINAL).reading.committee.members]
    assert names == [str(world.chair), str(world.rapporteur), str(world.expert)]
    assert not Evaluation.objects.visible_to(world.expert).exists()


@pytest.mark.parametrize(
    ("state", "act", "words"),
    [
        (State.COMMITTEE_APPOINTED, transitions.start_expertise, {}),
        (State.AGENCY_READING, transitions.transmit_draft, {}),
        (State.CORRECTIONS_RULING, transitions.retransmit_draft, {"reason": "Corrections."}),
    ],
)
def test_nothing_is_shared_out_or_sent_in_the_name_of_a_committee_without_a_chair(world, state, act, words):
    headless = evaluation(world, state)
    transitions.record_conflict(headless, world.chair, by=world.officer, reason="Lien découvert.")

    assert refusal(act, headless, by=world.officer, **words) == ["Le comité n’a pas de présidence."]


# -- who joins a committee already at work


AT_WORK = [
    State.COMMITTEE_APPOINTED,
    State.EXPERTISE,
    State.DRAFTING,
    State.COLLEGIAL_VALIDATION,
    State.AGENCY_READING,
    State.DRAFT_TRANSMITTED,
    State.CORRECTIONS_RULING,
]


@pytest.mark.parametrize("state", AT_WORK)
def test_a_recused_chair_is_replaced_from_the_appointment_to_the_signature(world, state):
    headless, newcomer = evaluation(world, state), factories.expert()
    transitions.declare_conflict(headless, by=world.chair)

    member = transitions.invite(headless, newcomer, by=world.officer, role=CommitteeRole.CHAIR)
    accepted = transitions.accept_invitation(member, by=newcomer)
    before = Evaluation.objects.visible_to(newcomer).exists()
    confirmed = transitions.confirm_member(member, by=world.publisher)

    assert (accepted.status, before) == ("TO_CONFIRM", False)
    assert (confirmed.status, Evaluation.objects.visible_to(newcomer).get()) == ("ACCEPTED", headless)
    assert verbs(headless)[-4:] == ["declare_conflict", "invite", "accept_invitation", "confirm_member"]
    world.chair = newcomer
    advance(headless, State.PUBLISHED, world)
    names = [m.name for m in headless.reports.get(kind=ReportKind.FINAL).reading.committee.members]
    assert names == [str(world.rapporteur), str(world.expert), str(newcomer)]


def called(world, state: State = State.DRAFTING, **facts):
    """Somebody who has accepted to join a committee at work."""
    at_work, newcomer = evaluation(world, state), factories.expert(**facts)
    member = transitions.invite(at_work, newcomer, by=world.officer)
    return at_work, transitions.accept_invitation(member, by=newcomer)


def test_whoever_joins_later_is_asked_what_was_asked_of_the_others(world):
    at_work, newcomer = evaluation(world, State.DRAFTING), factories.expert()
    newcomer.declarations.all().delete()
    member = transitions.invite(at_work, newcomer, by=world.officer)
    transitions.object_to_committee(at_work, by=world.signatory, text="Un lien.", member=member)

    assert refusal(transitions.confirm_member, member, by=world.publisher) == [
        f"{newcomer} n’a pas encore accepté.",
        f"{newcomer} n’a pas déposé de déclaration d’intérêts depuis un an.",
        "1 objection de l’établissement attend une réponse.",
    ]


def test_whoever_declares_a_tie_with_the_institution_is_not_confirmed(world):
    at_work, member = called(world)
    by_declaration(member.user, world.institution, at_work.programme)

    assert refusal(transitions.confirm_member, member, by=world.publisher) == [
        f"{member.user} est ou a été rattaché à {world.institution.name}."
    ]


def test_somebody_is_confirmed_once(world):
    _at_work, member = called(world)
    transitions.confirm_member(member, by=world.publisher)

    assert refusal(transitions.confirm_member, member, by=world.publisher) == [
        "Cette personne n’attend pas d’être confirmée."
    ]


def test_an_upheld_objection_to_a_newcomer_ends_the_path(world):
    at_work, member = called(world)
    objection = transitions.object_to_committee(at_work, by=world.contributor, text="Un lien.", member=member)

    transitions.answer_objection(objection, by=world.officer, answer="Fondée.", upheld=True)

    member.refresh_from_db()
    assert member.ended_at is not None
    assert refusal(transitions.confirm_member, member, by=world.publisher) == [
        "Cette personne n’attend pas d’être confirmée."
    ]


def test_once_appointed_the_institution_objects_to_newcomers_only(world):
    at_work, member = called(world)
    only_newcomers = ["Le comité est arrêté\u00a0: une objection porte sur une personne appelée à le rejoindre."]
    settled = seat(at_work, world.rapporteur)
    objecting = {"by": world.signatory, "text": "Un lien."}

    assert refusal(transitions.object_to_committee, at_work, member=settled, **objecting) == only_newcomers
    transitions.object_to_committee(at_work, **objecting)
    transitions.answer_objection(at_work.objections.get(), by=world.officer, answer="Non.", upheld=False)
    transitions.confirm_member(member, by=world.publisher)
    assert refusal(transitions.object_to_committee, at_work, **objecting) == only_newcomers


def test_a_newcomer_neither_votes_nor_is_printed_before_being_confirmed(world):
    validating, member = called(world, State.COLLEGIAL_VALIDATION)

    advance(validating, State.DRAFT_TRANSMITTED, world)

    names = [m.name for m in validating.reports.get(kind=ReportKind.DRAFT).reading.committee.members]
    assert names == [str(world.chair), str(world.rapporteur), str(world.expert)]
    with pytest.raises(PermissionDenied):
        transitions.declare_conflict(validating, by=member.user)


def test_nobody_is_invited_once_the_presidency_has_signed(world):
    signed = evaluation(world, State.CHAIR_SIGNED)

    assert refusal(transitions.invite, signed, factories.expert(), by=world.officer) == [
        "Cet acte n’est pas possible à l’étape «\u00a0signé par la présidence du comité\u00a0»."
    ]
