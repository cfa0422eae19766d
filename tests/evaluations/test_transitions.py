"""Acts: what each does, and each refusal in its exact words."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied

from evalprog import clock
from evaluations import invariants, journal, transitions, writing
from evaluations.enums import AgencyRole, CommitteeRole, DayCount, Profile, ReportKind, State, VisitRule
from evaluations.models import Evaluation, ExpertProfile, Framework, Interest, Observation, Signature
from evaluations.reports import store
from evaluations.transitions import TransitionRefused
from programmes.models import Membership, Partnership
from tests import factories
from tests.factories import advance, evaluation, paris, seat

pytestmark = pytest.mark.django_db

NOT_YOURS = "Cet acte revient à la présidence de l’agence ou à son délégué."
FRIDAY = paris(2026, 11, 20, 10)


def refusal(act, *args, **kwargs) -> list[str]:
    """The sentences by which the act is refused; nothing has changed."""
    before = list(Evaluation.objects.order_by("pk").values_list("pk", "state", "version"))
    with pytest.raises(TransitionRefused) as refused:
        act(*args, **kwargs)
    assert list(Evaluation.objects.order_by("pk").values_list("pk", "state", "version")) == before
    return [str(problem) for problem in refused.value.problems]


def verbs(of: Evaluation) -> list[str]:
    return list(of.events.order_by("number").values_list("verb", flat=True))


def fresh(of: Evaluation) -> Evaluation:
    return Evaluation.objects.get(pk=of.pk)


# -- what every act has in common


@pytest.mark.parametrize("state", list(State))
def test_every_state_is_reached_by_real_acts_and_the_journal_explains_it(
    world, state, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):  # the anchor is written after the commit
        found = evaluation(world, state)

    assert found.state == state
    assert list(journal.damages()) == []
    assert found.events.latest("number").after == state


def test_an_act_at_another_time_is_refused_with_the_name_of_the_state(world):
    planned = evaluation(world)

    assert refusal(transitions.start_expertise, planned, by=world.officer) == [
        "Cet acte n’est pas possible à l’étape « programmée »."
    ]


def test_an_act_by_another_hand_is_denied_before_anything_is_said_of_the_state(world):
    with pytest.raises(PermissionDenied) as denied:
        transitions.publish(evaluation(world), by=world.chair)

    assert str(denied.value) == NOT_YOURS


def test_a_refusal_tells_the_institution_no_more_than_its_page(world):
    drafting, validating = evaluation(world, State.DRAFTING), evaluation(world, State.COLLEGIAL_VALIDATION)

    told = [refusal(transitions.deposit_dossier, e, by=world.signatory) for e in (drafting, validating)]

    assert told == [["Cet acte n’est pas possible à l’étape « expertise »."]] * 2


def test_an_act_looks_at_the_record_and_not_at_the_object_in_hand(world):
    stale = evaluation(world)
    transitions.expect_dossier(fresh(stale), by=world.officer)

    assert refusal(transitions.expect_dossier, stale, by=world.officer) == [
        "Cet acte n’est pas possible à l’étape « dossier attendu »."
    ]


@pytest.mark.parametrize(
    "end",
    [
        lambda person: person.mandates.update(ends_at=clock.now()),
        lambda person: type(person).objects.filter(pk=person.pk).update(is_active=False) and person.refresh_from_db(),
    ],
)
def test_an_ended_mandate_and_a_closed_account_act_no_more(world, end):
    planned = evaluation(world)
    end(world.officer)

    with pytest.raises(PermissionDenied):
        transitions.expect_dossier(planned, by=world.officer)


def test_an_act_is_remembered_with_its_author_role_and_states(world):
    with clock.played_at(FRIDAY):
        planned = evaluation(world)
        transitions.expect_dossier(planned, by=world.officer)

    event = planned.events.get(number=2)
    assert (event.verb, event.role, event.actor.user) == ("expect_dossier", "officer", world.officer)
    assert (event.before, event.after, event.at) == (State.PLANNED, State.DOSSIER_EXPECTED, FRIDAY)


def test_recorded_times_never_decrease_when_the_clock_goes_back(world):
    with clock.played_at(FRIDAY):
        planned = evaluation(world)
    with clock.played_at(FRIDAY - dt.timedelta(hours=3)):
        transitions.expect_dossier(planned, by=world.officer)
        transitions.deposit_dossier(planned, by=world.signatory)

    assert list(planned.events.values_list("at", flat=True)) == [FRIDAY] * 3


def test_the_journal_keeps_the_capacity_in_which_somebody_acted(world):
    factories.mandate(world.chair, AgencyRole.OFFICER)
    ruling = evaluation(world, State.CORRECTIONS_RULING)

    transitions.sign_as_chair(ruling, by=world.chair)

    assert ruling.events.latest("number").role == "chair"


# -- the list and the dossier


def test_a_framework_is_published_once(world):
    draft = factories.framework()

    assert refusal(transitions.publish_framework, draft) == [f"{draft.code}, version 1 est déjà publié."]


def test_a_programme_is_on_the_list_of_a_campaign_once(world):
    planned = evaluation(world)

    assert refusal(transitions.plan, planned.programme, world.campaign, by=world.officer) == [
        f"{planned.programme} est déjà en cours d’évaluation dans cette campagne."
    ]


def test_a_programme_is_not_planned_with_a_framework_for_another_kind(world):
    school = factories.programme(world.institution, kind="DOCTORAL_SCHOOL")

    assert refusal(transitions.plan, school, world.campaign, by=world.officer) == [
        f"Le référentiel {world.campaign.framework} ne concerne pas ce type de formation : École doctorale."
    ]


def test_a_programme_is_not_planned_with_a_draft_framework(world):
    Framework.objects.filter(pk=world.campaign.framework_id).update(published_at=None)
    world.campaign.refresh_from_db()

    programme = factories.programme(world.institution)
    assert refusal(transitions.plan, programme, world.campaign, by=world.officer) == [
        f"Le référentiel {world.campaign.framework} n’est pas publié."
    ]


@pytest.mark.parametrize("who", ["publisher", "chair", "signatory", "stranger"])
def test_only_an_officer_plans(world, who):
    with pytest.raises(PermissionDenied) as denied:
        transitions.plan(factories.programme(world.institution), world.campaign, by=getattr(world, who))

    assert str(denied.value) == "Seul un conseiller de l’agence inscrit une formation dans une campagne."


def test_a_campaign_without_a_date_for_its_dossiers_is_not_opened(world):
    world.campaign.dossier_due_on = None

    assert refusal(transitions.open_campaign, world.campaign, by=world.officer) == [
        "Donnez d’abord la date d’attente des dossiers."
    ]


def test_opening_a_campaign_twice_opens_each_evaluation_once(world):
    planned = [evaluation(world), evaluation(world)]

    assert len(transitions.open_campaign(world.campaign, by=world.officer)) == 2
    assert transitions.open_campaign(world.campaign, by=world.officer) == []
    assert [verbs(e) for e in planned] == [["plan", "expect_dossier"]] * 2


def test_only_an_officer_opens_a_campaign_even_an_empty_one(world):
    with pytest.raises(PermissionDenied):
        transitions.open_campaign(world.campaign, by=world.signatory)

    world.campaign.refresh_from_db()
    assert world.campaign.opened_at is None


def test_a_dossier_in_conflict_does_not_keep_an_officer_from_opening_the_others(world):
    first, second = evaluation(world), evaluation(world)
    transitions.record_conflict(first, world.officer, by=world.publisher, reason="Lien familial.")

    transitions.open_campaign(world.campaign, by=world.officer)

    assert (fresh(first).state, fresh(second).state) == (State.PLANNED, State.DOSSIER_EXPECTED)


def test_the_day_of_the_deposit_is_that_of_paris(world):
    expected = evaluation(world, State.DOSSIER_EXPECTED)

    with clock.played_at(dt.datetime(2026, 11, 30, 23, 30, tzinfo=dt.UTC)):
        transitions.deposit_dossier(expected, by=world.signatory)

    assert fresh(expected).deposited_on == dt.date(2026, 12, 1)


def test_a_returned_dossier_is_deposited_again(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)

    transitions.return_dossier(deposited, by=world.officer, reason="Annexe 2 absente.")
    transitions.deposit_dossier(deposited, by=world.signatory)

    assert verbs(deposited)[-2:] == ["return_dossier", "deposit_dossier"]
    assert deposited.events.get(verb="return_dossier").details == {"reason": "Annexe 2 absente."}


@pytest.mark.parametrize(
    ("state", "act", "who"),
    [
        (State.DOSSIER_DEPOSITED, transitions.return_dossier, "officer"),
        (State.COMMITTEE_PROPOSED, transitions.revise_committee, "officer"),
        (State.COLLEGIAL_VALIDATION, transitions.resume_drafting, "chair"),
        (State.AGENCY_READING, transitions.send_back_to_drafting, "officer"),
        (State.CORRECTIONS_RULING, transitions.retransmit_draft, "officer"),
        (State.PLANNED, transitions.suspend, "officer"),
        (State.PLANNED, transitions.withdraw, "publisher"),
    ],
)
def test_what_goes_back_or_stops_needs_a_reason(world, state, act, who):
    assert refusal(act, evaluation(world, state), by=getattr(world, who), reason=" \n") == ["Donnez un motif."]


# -- the committee


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


def test_expertise_begins_with_somebody_to_write(world):
    appointed = evaluation(world, State.COMMITTEE_APPOINTED)
    for person in (world.chair, world.rapporteur):
        transitions.dismiss(seat(appointed, person), by=world.officer, reason="Empêchement.")

    assert refusal(transitions.start_expertise, appointed, by=world.officer) == [
        "Personne n’est chargé de rédiger le rapport."
    ]


# -- the text


def test_an_unwritten_report_is_not_submitted(world):
    drafting = evaluation(world, State.DRAFTING)
    factories.write(drafting, "<p> </p>")

    assert refusal(transitions.submit_for_validation, drafting, by=world.rapporteur) == ["« Avis » : texte manquant."]


def test_validation_waits_for_everybody(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    transitions.approve(validation, by=world.chair)
    transitions.dissent(validation, by=world.expert, text="Désaccord sur le pilotage.")

    assert refusal(transitions.validate, validation, by=world.chair) == [
        f"{world.rapporteur} ne s’est pas encore prononcé."
    ]
    transitions.approve(validation, by=world.rapporteur)
    assert transitions.validate(validation, by=world.chair).state == State.AGENCY_READING


def test_a_vote_is_given_once_but_may_change(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    transitions.approve(validation, by=world.expert)

    assert refusal(transitions.approve, validation, by=world.expert) == ["Vous avez déjà approuvé ce texte."]
    assert transitions.dissent(validation, by=world.expert, text="Réserve.").approved_at is None
    assert refusal(transitions.dissent, validation, by=world.expert, text="Réserve.") == [
        "Votre opinion dissidente est déjà enregistrée."
    ]
    assert refusal(transitions.dissent, validation, by=world.expert, text=" ") == ["Donnez un motif."]
    assert transitions.approve(validation, by=world.expert).dissent == ""


def test_votes_on_an_earlier_text_do_not_count(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    for person, _role in world.seats:
        transitions.approve(validation, by=person)
    transitions.resume_drafting(validation, by=world.chair, reason="Point 2.")
    transitions.submit_for_validation(validation, by=world.chair)

    assert len(refusal(transitions.validate, validation, by=world.chair)) == 3


def test_who_was_recused_is_not_waited_for(world):
    validation = evaluation(world, State.COLLEGIAL_VALIDATION)
    transitions.declare_conflict(validation, by=world.expert)
    transitions.approve(validation, by=world.chair)
    transitions.approve(validation, by=world.rapporteur)

    assert transitions.validate(validation, by=world.chair).state == State.AGENCY_READING


# -- signatures


def test_co_presidents_sign_the_same_text_both(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)

    assert transitions.sign_as_chair(ruling, by=world.chair) is None
    assert fresh(ruling).state == State.CORRECTIONS_RULING
    assert refusal(transitions.sign_as_chair, ruling, by=world.chair) == ["Vous avez déjà signé ce texte."]
    assert transitions.sign_as_chair(ruling, by=second).kind == ReportKind.PROVISIONAL
    assert fresh(ruling).state == State.CHAIR_SIGNED


def test_a_change_between_two_signatures_asks_for_the_first_again(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(ruling, by=world.chair)
    factories.write(ruling, "<p>Un autre avis.</p>")

    assert transitions.sign_as_chair(ruling, by=second) is None
    assert transitions.sign_as_chair(ruling, by=world.chair) is not None
    hashes = ruling.signatures.filter(role="CHAIR").values_list("reading_sha256", flat=True)
    assert (len(hashes), len(set(hashes))) == (2, 1)


def test_when_the_other_co_president_leaves_who_has_signed_concludes(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(ruling, by=world.chair)
    transitions.record_conflict(ruling, second, by=world.officer, reason="Lien.")

    report = transitions.sign_as_chair(ruling, by=world.chair)

    assert [s.name for s in report.reading.signatures[0].signatories] == [str(world.chair)]


def test_the_name_of_who_signed_and_was_then_recused_is_not_under_the_report(db, own_anchor):
    world = factories.world(co_chairs=1)
    (second,) = world.co_chairs
    ruling = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(ruling, by=second)
    transitions.record_conflict(ruling, second, by=world.officer, reason="Lien.")

    report = transitions.sign_as_chair(ruling, by=world.chair)

    assert [s.name for s in report.reading.signatures[0].signatories] == [str(world.chair)]
    assert list(Signature.objects.values_list("user", flat=True)) == [world.chair.pk]


def test_nobody_publishes_alone(world):
    factories.mandate(world.chair, AgencyRole.PUBLISHER)
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    assert refusal(transitions.countersign, closed, by=world.chair) == [
        "Vous avez signé ce rapport pour le comité : une autre personne le contresigne."
    ]
    assert transitions.countersign(closed, by=world.publisher).state == State.COUNTERSIGNED


def test_the_agency_countersigns_only_the_very_text_that_was_signed(world):
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)
    closed.assessments.update(text="<p>Changé par une autre voie.</p>")

    assert refusal(transitions.countersign, closed, by=world.publisher) == [
        "Le texte a changé depuis la signature de la présidence du comité."
    ]


def test_every_signature_that_the_framework_prints_is_given(db, own_anchor):
    both = [{"role": "AGENCY", "heading": "Agence,"}, {"role": "SECTION", "heading": "Section,"}]
    world = factories.world(framework=factories.framework(signatures=both))
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    assert refusal(transitions.countersign, closed, by=world.publisher) == [
        "« direction de section » : signature manquante."
    ]


@pytest.mark.parametrize(
    "state",
    [s for s in State if State.CHAIR_SIGNED <= s <= State.PUBLISHED],
)
def test_a_signed_text_is_sealed(world, state):
    signed = evaluation(world, state)

    for write in (
        lambda: writing.write_text(signed, "avis", "<p>Non.</p>"),
        lambda: writing.write_answer(signed, "avis", "A"),
        lambda: writing.add_finding(signed, "STRENGTH", "Non."),
    ):
        with pytest.raises(writing.Sealed) as sealed:
            write()
        assert str(sealed.value) == "Le rapport est signé : son texte ne change plus."


def test_a_page_opened_before_the_signature_writes_no_more(world):
    stale = evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(fresh(stale), by=world.chair)

    with pytest.raises(writing.Sealed):
        writing.write_text(stale, "avis", "<p>Non.</p>")


def test_a_suspended_evaluation_is_not_written(world):
    signed = evaluation(world, State.CHAIR_SIGNED)
    transitions.suspend(signed, by=world.officer, reason="Recours.")

    with pytest.raises(writing.Sealed) as sealed:
        writing.write_text(signed, "avis", "<p>Non.</p>")
    assert str(sealed.value) == "L’évaluation est arrêtée : son texte ne change pas."


# -- windows


def test_what_the_institution_reads_is_what_was_transmitted(world):
    transmitted = evaluation(world, State.DRAFT_TRANSMITTED)
    factories.write(transmitted, "<p>Revu par le comité.</p>")

    draft = transmitted.reports.get(kind=ReportKind.DRAFT)
    assert draft.reading.sections[0].text == "<p>Un avis.</p>"


@pytest.mark.parametrize(
    ("working", "closes"),
    [(DayCount.CALENDAR, paris(2026, 12, 6)), (DayCount.WORKING, paris(2026, 12, 12))],
)
def test_a_window_closes_at_the_midnight_that_ends_its_last_day_in_paris(world, working, closes):
    world.campaign.day_count = working
    world.campaign.save()
    reading = evaluation(world, State.AGENCY_READING)

    with clock.played_at(FRIDAY):
        transitions.transmit_draft(reading, by=world.officer)

    window = reading.windows.get()
    assert (window.opens_at, window.closes_at) == (FRIDAY, closes)


@pytest.mark.parametrize(
    ("state", "close"),
    [
        (State.DRAFT_TRANSMITTED, transitions.close_corrections),
        (State.OBSERVATIONS_OPEN, transitions.close_observations),
    ],
)
def test_a_window_closes_at_its_instant_and_not_a_microsecond_before(world, state, close):
    waiting = evaluation(world, state)
    closes_at = waiting.windows.latest("opens_at").closes_at

    with clock.played_at(closes_at - dt.timedelta(microseconds=1)):
        assert refusal(close, waiting) == ["Le délai n’est pas écoulé."]
    with clock.played_at(closes_at):
        close(waiting)
    assert fresh(waiting).state == state + 10


def test_closing_twice_is_refused_and_leaves_one_event(world):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    with clock.played_at(waiting.windows.get().closes_at):
        transitions.close_corrections(waiting)
        assert refusal(transitions.close_corrections, waiting) == [
            "Cet acte n’est pas possible à l’étape « arbitrage des corrections »."
        ]
    assert verbs(waiting).count("close_corrections") == 1


@pytest.mark.parametrize(("microseconds", "late"), [(-1, False), (0, True), (1, True)])
def test_what_comes_after_the_window_is_kept_and_marked_late(world, microseconds, late):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, general="<p>Lettre.</p>", signatory="Jeanne Vernet")
    closes_at = waiting.windows.latest("opens_at").closes_at

    with clock.played_at(closes_at + dt.timedelta(microseconds=microseconds)):
        transitions.file_observations(waiting, by=world.signatory)

    assert waiting.events.latest("number").details.get("late", False) is late


def test_a_late_reply_to_the_draft_is_marked_too(world):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)

    with clock.played_at(waiting.windows.get().closes_at):
        transitions.reply_to_draft(waiting, by=world.signatory)

    assert waiting.events.latest("number").details == {"late": True}


def test_a_window_is_extended_with_a_reason_and_never_shortened(world):
    waiting = evaluation(world, State.DRAFT_TRANSMITTED)
    closes_at = waiting.windows.get().closes_at
    longer = closes_at + dt.timedelta(microseconds=1)

    extend = {"by": world.officer, "reason": "Congés."}
    shorter = closes_at - dt.timedelta(microseconds=1)
    assert refusal(transitions.extend_window, waiting, closes_at=closes_at, **extend) == [
        "Le délai court déjà jusqu’à ce jour."
    ]
    assert refusal(transitions.extend_window, waiting, closes_at=shorter, **extend) == [
        "Un délai se prolonge ; il ne se raccourcit pas."
    ]
    assert refusal(transitions.extend_window, waiting, by=world.officer, closes_at=longer, reason="") == [
        "Donnez un motif."
    ]
    transitions.extend_window(waiting, by=world.officer, closes_at=longer, reason="Congés.")

    assert waiting.windows.get().closes_at == longer
    assert waiting.events.latest("number").details == {
        "before_instant": closes_at.isoformat(),
        "after_instant": longer.isoformat(),
        "reason": "Congés.",
    }


def test_the_window_extended_is_the_open_one_even_if_the_clock_went_back(world):
    with clock.played_at(FRIDAY):
        signed = evaluation(world, State.CHAIR_SIGNED)
    with clock.played_at(FRIDAY - dt.timedelta(days=2)):
        transitions.open_observations(signed, by=world.officer)
    longer = paris(2027, 2, 1)

    transitions.extend_window(signed, by=world.officer, closes_at=longer, reason="Congés.")

    assert {w.kind: w.closes_at == longer for w in signed.windows.all()} == {"CORRECTIONS": False, "OBSERVATIONS": True}


def test_a_draft_sent_again_opens_a_new_round(world):
    ruling = evaluation(world, State.CORRECTIONS_RULING)

    transitions.retransmit_draft(ruling, by=world.officer, reason="Chiffres corrigés.")

    assert list(ruling.windows.values_list("kind", "round")) == [("CORRECTIONS", 1), ("CORRECTIONS", 2)]
    assert list(ruling.reports.order_by("version").values_list("kind", "version")) == [("DRAFT", 1), ("DRAFT", 2)]


# -- observations


def test_observations_are_filed_with_a_signatory(world):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, general="<p>Lettre.</p>")

    assert refusal(transitions.file_observations, waiting, by=world.signatory) == [
        "Les observations n’ont pas de signataire."
    ]


def test_observations_never_filed_are_not_published(world):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, general="<p>Brouillon.</p>", signatory="Jeanne Vernet")
    with clock.played_at(waiting.windows.latest("opens_at").closes_at):
        transitions.close_observations(waiting)

    advance(waiting, State.PUBLISHED, world)

    assert waiting.reports.get(kind=ReportKind.FINAL).reading.observations is None
    assert Observation.objects.get().general == "<p>Brouillon.</p>"


def test_who_has_written_observations_does_not_waive_them(world):
    waiting = evaluation(world, State.OBSERVATIONS_OPEN)
    writing.write_observations(waiting, general="<p>Lettre.</p>")

    assert refusal(transitions.waive_observations, waiting, by=world.signatory) == [
        "Des observations sont écrites : déposez-les, ou effacez-les avant d’y renoncer."
    ]


def test_filed_observations_do_not_change(world):
    closed = evaluation(world, State.OBSERVATIONS_CLOSED)

    with pytest.raises(writing.Sealed) as sealed:
        writing.write_observations(closed, general="<p>Autre.</p>")
    assert str(sealed.value) == "Les observations sont closes : elles ne changent plus."


def test_observations_are_carried_over_only_to_a_correction(world):
    assert refusal(transitions.carry_observations_over, evaluation(world, State.CHAIR_SIGNED), by=world.officer) == [
        "Ouvrez d’abord les observations de l’établissement."
    ]


# -- publication, erratum


def test_publication_keeps_the_file_and_its_hash(world):
    published = evaluation(world, State.PUBLISHED)

    report = published.reports.get(kind=ReportKind.FINAL)
    assert len(store.read(report.pdf_sha256)) == report.pdf_size
    assert published.events.latest("number").details == {
        "report": report.public_id,
        "sha256": report.sha256,
        "pdf_sha256": report.pdf_sha256,
    }


def test_an_erratum_is_a_new_version_signed_by_both_again_and_the_old_one_stays(world):
    published = evaluation(world, State.PUBLISHED)
    first = published.reports.get(kind=ReportKind.FINAL)
    bytes_of_first, content_of_first = store.read(first.pdf_sha256), first.content

    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    factories.write(published, "<p>Avis corrigé.</p>")
    advance(published, State.CHAIR_SIGNED, world)
    transitions.carry_observations_over(published, by=world.officer)
    advance(published, State.PUBLISHED, world)

    second = published.reports.get(kind=ReportKind.FINAL, version=2)
    first.refresh_from_db()
    assert (first.content, store.read(first.pdf_sha256)) == (content_of_first, bytes_of_first)
    assert second.pdf_sha256 != first.pdf_sha256
    assert second.reading.sections[0].text == "<p>Avis corrigé.</p>"
    assert second.reading.observations == first.reading.observations
    assert sorted(published.signatures.values_list("version", "role")) == [
        (1, "AGENCY"),
        (1, "CHAIR"),
        (2, "AGENCY"),
        (2, "CHAIR"),
    ]


def test_an_erratum_needs_a_reason_and_no_other_evaluation_under_way(world):
    published = evaluation(world, State.PUBLISHED)

    assert refusal(transitions.open_erratum, published, by=world.officer, reason="") == ["Donnez un motif."]
    transitions.plan(published.programme, world.campaign, by=world.officer)
    assert refusal(transitions.open_erratum, published, by=world.officer, reason="Effectifs.") == [
        f"Une autre évaluation de {published.programme} est en cours dans cette campagne."
    ]


def test_after_an_erratum_observations_opened_again_are_filed_again(world):
    published = evaluation(world, State.PUBLISHED)
    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")
    advance(published, State.OBSERVATIONS_OPEN, world)

    assert Observation.objects.get().filed_at is None


def test_deposited_observations_do_not_change_in_an_erratum(world):
    published = evaluation(world, State.PUBLISHED)
    assert Observation.objects.get().filed_at is not None

    transitions.open_erratum(published, by=world.officer, reason="Effectifs erronés.")

    with pytest.raises(writing.Sealed):
        writing.write_observations(published, general="<p>Autre chose.</p>", signatory="Simon Petit")


def test_a_conflict_found_after_the_signature_leaves_the_names_and_breaks_no_promise(world):
    signed = evaluation(world, State.CHAIR_SIGNED)

    transitions.record_conflict(signed, world.expert, by=world.officer, reason="Lien découvert.")

    assert list(invariants.the_conflicted_are_out()) == []


# -- beside the states


@pytest.mark.parametrize("state", [s for s in State if s < State.PUBLISHED])
def test_an_evaluation_is_suspended_anywhere_and_goes_on_from_there(world, state):
    stopped = evaluation(world, state)

    transitions.suspend(stopped, by=world.publisher, reason="Recours.")
    assert fresh(stopped).state == State.SUSPENDED
    transitions.resume(stopped, by=world.officer)

    assert fresh(stopped).state == state


def test_an_evaluation_goes_on_from_where_it_was_last_suspended(world):
    stopped = evaluation(world, State.DOSSIER_EXPECTED)
    for _ in range(2):
        transitions.suspend(stopped, by=world.officer, reason="Recours.")
        transitions.resume(stopped, by=world.officer)
        stopped = advance(stopped, State.DOSSIER_DEPOSITED, world)

    assert stopped.state == State.DOSSIER_DEPOSITED


def test_an_evaluation_does_not_go_on_beside_another_of_the_same_programme(world):
    stopped = evaluation(world, State.SUSPENDED)
    transitions.plan(stopped.programme, world.campaign, by=world.officer)

    assert refusal(transitions.resume, stopped, by=world.officer) == [
        f"Une autre évaluation de {stopped.programme} est en cours dans cette campagne."
    ]


def test_a_withdrawn_evaluation_stays_withdrawn(world):
    withdrawn = evaluation(world, State.WITHDRAWN)

    assert refusal(transitions.resume, withdrawn, by=world.officer) == [
        "Cet acte n’est pas possible à l’étape « retirée »."
    ]


@pytest.mark.parametrize("stop", [transitions.suspend, transitions.withdraw])
def test_what_is_stopped_on_the_list_is_not_known_to_the_institution(world, stop):
    stop(evaluation(world), by=world.officer, reason="Erreur de liste.")

    assert not Evaluation.objects.visible_to(world.signatory).exists()
    assert Evaluation.objects.visible_to(world.auditor).exists()


def test_what_is_stopped_before_the_appointment_is_not_read_by_the_invited(world):
    proposed = evaluation(world, State.COMMITTEE_PROPOSED)
    transitions.accept_invitation(seat(proposed, world.expert), by=world.expert)
    transitions.suspend(proposed, by=world.officer, reason="Recours.")

    assert not Evaluation.objects.visible_to(world.expert).exists()
    assert Evaluation.objects.visible_to(world.contributor).exists()


def test_a_document_is_asked_and_answered_once(world):
    drafting = evaluation(world, State.DRAFTING)
    asked = {"by": world.chair, "text": "La maquette.", "due_on": dt.date(2027, 1, 5)}
    request = transitions.request_document(drafting, **asked)

    assert refusal(transitions.request_document, drafting, **asked) == ["Ce document est déjà demandé."]
    transitions.answer_document_request(request, by=world.contributor, answer="La voici.")
    assert refusal(transitions.answer_document_request, request, by=world.contributor, answer="Encore.") == [
        "Cette demande a déjà reçu une réponse."
    ]


def test_no_visit_is_planned_where_the_campaign_has_none(world):
    appointed = evaluation(world, State.COMMITTEE_APPOINTED)

    assert refusal(transitions.plan_visit, appointed, by=world.officer, planned_on=dt.date(2027, 1, 5)) == [
        "Cette campagne ne prévoit pas de visite."
    ]
    assert refusal(transitions.agree_on_visit, appointed, by=world.signatory) == ["Aucune visite n’est prévue."]


def test_a_new_day_asks_for_a_new_agreement(world):
    world.campaign.visit = VisitRule.BEFORE
    world.campaign.save()
    appointed = evaluation(world, State.COMMITTEE_APPOINTED)
    first, second = dt.date(2027, 1, 5), dt.date(2027, 1, 6)

    transitions.plan_visit(appointed, by=world.officer, planned_on=first)
    transitions.agree_on_visit(appointed, by=world.contributor)
    assert refusal(transitions.plan_visit, appointed, by=world.officer, planned_on=first) == [
        "La visite est déjà prévue ce jour-là."
    ]
    assert transitions.plan_visit(appointed, by=world.officer, planned_on=second).agreed_at is None


@pytest.mark.parametrize(
    ("rule", "state", "act", "who"),
    [
        (VisitRule.BEFORE, State.DRAFTING, transitions.submit_for_validation, "chair"),
        (VisitRule.AFTER, State.CORRECTIONS_RULING, transitions.sign_as_chair, "chair"),
    ],
)
def test_the_visit_that_the_campaign_asks_for_has_taken_place(world, rule, state, act, who):
    waiting = evaluation(world, state)
    world.campaign.visit = rule
    world.campaign.save()

    assert refusal(act, fresh(waiting), by=getattr(world, who)) == ["La visite prévue par la campagne n’a pas eu lieu."]
    transitions.plan_visit(fresh(waiting), by=world.officer, planned_on=dt.date(2027, 1, 5))
    transitions.record_visit(fresh(waiting), by=world.officer, held_on=dt.date(2027, 1, 5), minutes="Vu.")
    act(fresh(waiting), by=getattr(world, who))
    assert fresh(waiting).state == state + 10


def test_profiles_are_those_of_the_pool_when_invited(world):
    deposited = evaluation(world, State.DOSSIER_DEPOSITED)

    member = transitions.invite(deposited, world.expert, by=world.officer)

    assert (member.profile, member.position, member.name) == (Profile.STUDENT, 1, str(world.expert))


def test_two_evaluations_have_their_own_journals(world):
    first = evaluation(world, State.DOSSIER_DEPOSITED)
    second = evaluation(replace(world), State.DOSSIER_EXPECTED)

    assert (verbs(first), verbs(second)) == (
        ["plan", "expect_dossier", "deposit_dossier"],
        ["plan", "expect_dossier"],
    )
