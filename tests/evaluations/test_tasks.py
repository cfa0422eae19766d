"""What each person has to do now: sentences, deadlines, reasons, and what it costs to know."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from evalprog import clock
from evaluations import transitions
from evaluations.enums import CommitteeRole, InvitationStatus, State, VisitRule, WindowKind
from evaluations.models import Conflict, DocumentRequest, Mandate, Objection, Visit
from evaluations.tasks import Section, tasks_for
from programmes.models import Institution
from tests import factories
from tests.evaluations import dossier_data
from tests.evaluations.committee_data import agent, attached, conflict, dossier, expert, person, place, window

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=PARIS)


@pytest.fixture(autouse=True)
def twentieth_of_november():
    with clock.played_at(NOW):
        yield


def sentences(user) -> list[str]:
    return [task.sentence for task in tasks_for(user)]


def late_evening(day: int, month: int = 11) -> dt.datetime:
    """The midnight of Paris that ends that day."""
    return dt.datetime(2026, month, day, tzinfo=PARIS) + dt.timedelta(days=1)


# -- nobody, and those who have nothing to do yet


def test_a_stranger_has_nothing_to_do():
    dossier()

    assert tasks_for(person()) == []


@pytest.mark.parametrize("role", ["ADMIN", "AUDITOR", "COLLEGE"])
def test_administrators_auditors_and_the_college_have_nothing_to_do_yet(role):
    dossier()
    dossier(State.OBSERVATIONS_CLOSED)

    assert tasks_for(agent(role)) == []


# -- the officer


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.DOSSIER_DEPOSITED, "Composer et proposer le comité"),
        (State.COMMITTEE_PROPOSED, "Réunir ce qui manque pour que le comité soit arrêté"),
        (State.COMMITTEE_APPOINTED, "Ouvrir l’expertise"),
        (State.AGENCY_READING, "Relire le projet et le transmettre à l’établissement"),
        (State.CHAIR_SIGNED, "Ouvrir les observations de l’établissement"),
    ],
)
def test_the_officer_takes_each_dossier_further(state, sentence):
    evaluation = dossier(state)

    (task,) = tasks_for(agent("OFFICER"))

    assert (task.sentence, task.section, task.due) == (sentence, Section.OFFICER, None)
    assert task.subject == f"{evaluation.programme.title}, {evaluation.programme.institution.name}"


@pytest.mark.parametrize(
    "state",
    [
        State.PLANNED,
        State.DOSSIER_EXPECTED,
        State.EXPERTISE,
        State.DRAFTING,
        State.COLLEGIAL_VALIDATION,
        State.DRAFT_TRANSMITTED,
        State.CORRECTIONS_RULING,
        State.OBSERVATIONS_OPEN,
        State.OBSERVATIONS_CLOSED,
        State.COUNTERSIGNED,
        State.PUBLISHED,
        State.SUSPENDED,
        State.WITHDRAWN,
    ],
)
def test_the_officer_waits_while_others_work(state):
    dossier(state)

    assert tasks_for(agent("OFFICER")) == []


def test_a_programme_added_to_an_open_campaign_is_asked_for_its_dossier():
    dossier(State.PLANNED, opened_at=NOW)

    assert sentences(agent("OFFICER")) == ["Demander le dossier"]


def test_the_published_observations_of_an_erratum_are_taken_over():
    evaluation = dossier(State.CHAIR_SIGNED)
    evaluation.version = 2
    evaluation.save()

    assert sentences(agent("OFFICER")) == ["Reprendre les observations déjà publiées"]


def test_a_committee_that_breaks_the_rules_of_its_campaign_says_which():
    dossier(members_minimum=2)

    (task,) = tasks_for(agent("OFFICER"))

    assert task.blocked == (
        "Le comité n’a pas de présidence. Il manque 2 membres au comité ; la campagne en demande 2."
    )


def test_beyond_two_reasons_the_others_are_counted():
    evaluation = dossier(State.COMMITTEE_PROPOSED)
    place(evaluation, expert("Ada", declared=False), CommitteeRole.CHAIR, InvitationStatus.INVITED)
    place(evaluation, expert("Blaise", declared=False))

    (task,) = tasks_for(agent("OFFICER"))

    assert task.blocked == (
        "Ada n’a pas encore accepté. Ada n’a pas déposé de déclaration d’intérêts depuis un an. Et 1 autre raison."
    )


def test_an_objection_is_answered_before_the_committee_is_appointed():
    evaluation = dossier(State.COMMITTEE_PROPOSED)
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    Objection.objects.create(evaluation=evaluation, by=person(), text="Non.")

    answer, appoint = tasks_for(agent("OFFICER"))

    assert answer.sentence == "Répondre aux objections de l’établissement"
    assert answer.url == f"/evaluations/{evaluation.public_id}/comite/"
    assert appoint.blocked == "1 objection de l’établissement attend une réponse."


def test_a_committee_that_is_ready_waits_for_the_president_of_the_agency_alone():
    evaluation = dossier(State.COMMITTEE_PROPOSED)
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)

    (task,) = tasks_for(agent("PUBLISHER"))

    assert (task.sentence, task.blocked, task.section) == ("Arrêter le comité", "", Section.PUBLISHER)
    assert task.url == f"/evaluations/{evaluation.public_id}/comite/"
    assert tasks_for(agent("OFFICER")) == []


def test_a_committee_that_is_not_ready_does_not_trouble_the_president_of_the_agency():
    place(dossier(State.COMMITTEE_PROPOSED), expert("Ada"), CommitteeRole.CHAIR, InvitationStatus.INVITED)

    assert tasks_for(agent("PUBLISHER")) == []


def test_late_dossiers_come_first_the_oldest_before_the_others():
    composing = dossier()
    later = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 18))
    earlier = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 2))
    dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 20))  # until tonight

    tasks = tasks_for(agent("OFFICER"))

    assert [(t.subject.split(",")[0], t.due) for t in tasks] == [
        (earlier.programme.title, late_evening(2)),
        (later.programme.title, late_evening(18)),
        (composing.programme.title, None),
    ]


def test_a_window_is_watched_within_the_delay_of_reminders():
    soon = dossier(State.OBSERVATIONS_OPEN, reminder_days=5)
    window(soon, WindowKind.OBSERVATIONS, late_evening(24))
    far = dossier(State.OBSERVATIONS_OPEN, reminder_days=5)
    window(far, WindowKind.OBSERVATIONS, late_evening(26))

    (task,) = tasks_for(agent("OFFICER"))

    assert (task.sentence, task.due) == ("Suivre la fin du délai donné à l’établissement", late_evening(24))
    assert task.subject.startswith(soon.programme.title)


def test_a_visit_that_has_taken_place_is_recorded():
    evaluation = dossier(State.EXPERTISE)
    Visit.objects.create(evaluation=evaluation, planned_on=dt.date(2026, 11, 19))
    Visit.objects.create(evaluation=dossier(State.EXPERTISE), planned_on=dt.date(2026, 11, 21))

    (task,) = tasks_for(agent("OFFICER"))

    assert (task.sentence, task.due) == ("Enregistrer la visite et son compte rendu", late_evening(19))


# -- the publisher


def test_the_publisher_countersigns_then_publishes():
    dossier(State.OBSERVATIONS_CLOSED)
    dossier(State.COUNTERSIGNED)

    tasks = tasks_for(agent("PUBLISHER"))

    assert [t.sentence for t in tasks] == ["Contresigner le rapport", "Publier le rapport"]
    assert {t.section for t in tasks} == {Section.PUBLISHER}


# -- committees


def test_an_invitation_waits_for_an_answer():
    member = place(dossier(), expert("Ada"), status=InvitationStatus.INVITED)

    (task,) = tasks_for(member.user)

    assert (task.sentence, task.url) == ("Répondre à l’invitation", f"/invitations/{member.public_id}/")


def test_a_declaration_is_asked_of_whoever_has_accepted_until_it_is_filed():
    user = expert("Ada", declared=False)
    place(dossier(), user)

    assert sentences(user) == ["Déposer votre déclaration d’intérêts"]

    user.declarations.create(nothing_to_declare=True, filed_at=NOW)
    assert sentences(user) == []


def test_a_declaration_older_than_a_year_is_asked_for_again():
    user = expert("Ada", declared=False)
    place(dossier(), user)
    user.declarations.create(nothing_to_declare=True, filed_at=NOW - dt.timedelta(days=365))

    assert sentences(user) == ["Déposer votre déclaration d’intérêts"]


@pytest.mark.parametrize(
    ("state", "role", "expected"),
    [
        (State.COMMITTEE_APPOINTED, "CHAIR", []),
        (State.EXPERTISE, "CHAIR", ["Commencer la rédaction du rapport"]),
        (State.EXPERTISE, "RAPPORTEUR", ["Commencer la rédaction du rapport"]),
        (State.EXPERTISE, "EXPERT", ["Contribuer au rapport"]),
        (State.DRAFTING, "RAPPORTEUR", ["Rédiger le rapport et le soumettre au comité"]),
        (State.DRAFTING, "EXPERT", ["Contribuer au rapport"]),
        (State.COLLEGIAL_VALIDATION, "EXPERT", ["Approuver le rapport, ou dire votre désaccord"]),
        (State.COLLEGIAL_VALIDATION, "OFFICER", []),
        (
            State.COLLEGIAL_VALIDATION,
            "CHAIR",
            ["Approuver le rapport, ou dire votre désaccord", "Valider le rapport au nom du comité"],
        ),
        (State.CORRECTIONS_RULING, "CHAIR", ["Statuer sur les corrections et signer"]),
        (State.CORRECTIONS_RULING, "RAPPORTEUR", []),
        (State.CHAIR_SIGNED, "CHAIR", []),
    ],
)
def test_each_role_on_a_committee_has_its_tasks(state, role, expected):
    user = expert("Ada")
    place(dossier(state), user, role)

    assert sentences(user) == expected


def test_the_chair_waits_for_those_who_have_not_voted():
    evaluation = dossier(State.COLLEGIAL_VALIDATION)
    chair, other = expert("Ada"), expert("Blaise")
    member = place(evaluation, chair, CommitteeRole.CHAIR)
    place(evaluation, other)
    member.approved_at = NOW
    member.save()

    (task,) = tasks_for(chair)

    assert (task.section, task.blocked) == (Section.CHAIR, "Blaise n’a pas encore donné son avis.")
    assert sentences(other) == ["Approuver le rapport, ou dire votre désaccord"]


def test_the_signature_waits_for_the_visit_of_the_campaign():
    evaluation = dossier(State.CORRECTIONS_RULING, visit=VisitRule.AFTER)
    chair = expert("Ada")
    place(evaluation, chair, CommitteeRole.CHAIR)

    assert tasks_for(chair)[0].blocked == "La visite prévue par la campagne n’a pas eu lieu."

    Visit.objects.create(evaluation=evaluation, planned_on=NOW.date(), held_on=NOW.date())
    assert tasks_for(chair)[0].blocked == ""


def two_presidents(own_anchor):
    world = factories.world(co_chairs=1)
    return world, factories.evaluation(world, State.CORRECTIONS_RULING), world.chair, world.co_chairs[0]


def test_a_co_president_who_has_signed_waits_for_the_other(own_anchor):
    _world, evaluation, first, second = two_presidents(own_anchor)

    transitions.sign_as_chair(evaluation, by=first)

    assert sentences(first) == []
    assert sentences(second) == ["Statuer sur les corrections et signer"]


def test_a_signature_under_an_earlier_text_is_asked_again(own_anchor):
    _world, evaluation, first, second = two_presidents(own_anchor)
    transitions.sign_as_chair(evaluation, by=first)

    factories.write(evaluation, "<p>Un autre avis.</p>")

    assert sentences(first) == [
        "Signer de nouveau\u00a0: le rapport a changé depuis votre signature du 20 novembre 2026"
    ]

    transitions.sign_as_chair(evaluation, by=second)
    assert sentences(first) == [
        "Signer de nouveau\u00a0: le rapport a changé depuis votre signature du 20 novembre 2026\u00a0;"
        f" il porte celle de {second}"
    ]
    assert sentences(second) == []

    transitions.sign_as_chair(evaluation, by=first)
    assert (sentences(first), sentences(second)) == ([], [])
    evaluation.refresh_from_db()
    assert evaluation.state == State.CHAIR_SIGNED


def test_a_text_that_comes_back_to_what_was_signed_is_not_signed_again(own_anchor):
    _world, evaluation, first, _second = two_presidents(own_anchor)
    transitions.sign_as_chair(evaluation, by=first)

    factories.write(evaluation, "<p>Un autre avis.</p>")
    factories.write(evaluation)

    assert sentences(first) == []


def test_a_co_president_left_alone_by_a_recusal_signs_again(own_anchor):
    world, evaluation, first, second = two_presidents(own_anchor)
    transitions.sign_as_chair(evaluation, by=first)

    transitions.record_conflict(evaluation, second, by=world.officer, reason="Lien.")

    assert sentences(first) == [
        "Signer de nouveau\u00a0: le rapport a changé depuis votre signature du 20 novembre 2026"
    ]


def test_where_no_committee_is_printed_who_is_left_alone_concludes(own_anchor):
    framework = factories.framework()
    del framework.document["committee"]
    framework.save()
    world = factories.world(co_chairs=1, framework=framework)
    evaluation = factories.evaluation(world, State.CORRECTIONS_RULING)
    transitions.sign_as_chair(evaluation, by=world.chair)

    transitions.record_conflict(evaluation, world.co_chairs[0], by=world.officer, reason="Lien.")

    assert sentences(world.chair) == [
        "Signer de nouveau pour conclure\u00a0: aucune autre signature n’est plus attendue"
    ]


def test_an_erratum_is_signed_anew(own_anchor):
    world = factories.world()
    evaluation = factories.evaluation(world, State.PUBLISHED)

    transitions.open_erratum(evaluation, by=world.officer, reason="Un chiffre.")

    assert sentences(world.chair) == ["Statuer sur les corrections et signer"]


# -- institutions


def test_a_signatory_answers_for_the_institution():
    institution = Institution.objects.create(name="Université de Nulle-Part")
    dossier(State.DOSSIER_EXPECTED, institution=institution, dossier_due_on=dt.date(2026, 12, 1))
    dossier(State.COMMITTEE_PROPOSED, institution=institution)
    draft = dossier(State.DRAFT_TRANSMITTED, institution=institution)
    window(draft, WindowKind.CORRECTIONS, late_evening(23))
    observed = dossier(State.OBSERVATIONS_OPEN, institution=institution)
    window(observed, WindowKind.OBSERVATIONS, late_evening(30))

    tasks = tasks_for(attached(institution, can_sign=True))

    assert [(t.sentence, t.due, t.blocked) for t in tasks] == [
        ("Relire le projet de rapport et répondre", late_evening(23), ""),
        ("Déposer les observations, ou y renoncer", late_evening(30), ""),
        ("Déposer le dossier", late_evening(1, 12), ""),
        ("Examiner la composition du comité ; des objections sont possibles", None, ""),
    ]


def test_a_contributor_is_told_who_may_sign():
    institution = Institution.objects.create(name="Université de Nulle-Part")
    dossier(State.DOSSIER_EXPECTED, institution=institution)
    dossier(State.COMMITTEE_PROPOSED, institution=institution)

    tasks = tasks_for(attached(institution))

    assert [t.blocked for t in tasks] == [
        "Cet acte revient à une personne habilitée à signer pour l’établissement.",
        "",
    ]


# -- a dossier whose framework has a form


def test_what_an_awaited_dossier_lacks_is_said_to_those_who_write_it_and_who_deposit_it():
    world = dossier_data.world()
    evaluation = dossier_data.expected(world)
    page = reverse("evaluations:dossier", args=[evaluation.public_id])
    lacks = "Présentation de la formation\u00a0: le texte manque. Règlement des études\u00a0: la pièce manque."

    told = [(t.sentence, t.blocked, t.url) for p in (world.contributor, world.signatory) for t in tasks_for(p)]
    assert told == [("Compléter le dossier", lacks, page), ("Déposer le dossier", lacks, page)]

    dossier_data.fill(evaluation, world)
    told = [(t.sentence, t.blocked) for p in (world.contributor, world.signatory) for t in tasks_for(p)]
    signs = "Cet acte revient à une personne habilitée à signer pour l’établissement."
    assert told == [("Déposer le dossier", signs), ("Déposer le dossier", "")]


def test_the_officer_rules_on_changes_that_wait_and_nobody_of_the_committee_learns_of_them():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    people = (world.officer, world.chair, world.expert, world.signatory)
    before = {person: sentences(person) for person in people}
    proposal = dossier_data.propose(evaluation, world)
    asked = "Décider des modifications que l’établissement propose à son dossier"

    (task,) = (task for task in tasks_for(world.officer) if task.sentence == asked)
    assert task.url == reverse("evaluations:dossier-changes", args=[evaluation.public_id])
    assert {person: sentences(person) for person in people} == {
        **before,
        world.officer: [*before[world.officer], asked],
    }

    Mandate.objects.create(user=world.expert, role="OFFICER")
    assert asked not in sentences(world.expert)

    transitions.decline_dossier_changes(evaluation, proposal.public_id, by=world.officer, reason="Sans objet.")
    assert {person: sentences(person) for person in people[:2]} == {person: before[person] for person in people[:2]}


SEND = "Envoyer les modifications du dossier"


def test_who_signs_sends_what_was_written_after_the_deposit_as_long_as_nobody_has_and_nobody_else_learns_of_it():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    people = (world.officer, world.chair, world.expert, world.contributor)
    before = {person: sentences(person) for person in people}
    assert SEND not in sentences(world.signatory)

    dossier_data.write(evaluation, text="<p>Revue.</p>", base=1, by=world.contributor)
    (task,) = (task for task in tasks_for(world.signatory) if task.sentence == SEND)
    assert (task.url, task.blocked) == (reverse("evaluations:dossier-changes", args=[evaluation.public_id]), "")
    assert {person: sentences(person) for person in people} == before

    dossier_data.write(evaluation, text="<p>Une licence.</p>", base=2, by=world.contributor)
    assert SEND not in sentences(world.signatory)  # as it was deposited


def test_changes_that_wait_or_were_declined_are_sent_again_once_they_are_others():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    proposal = dossier_data.propose(evaluation, world)
    assert SEND not in sentences(world.signatory)

    transitions.decline_dossier_changes(evaluation, proposal.public_id, by=world.officer, reason="Sans objet.")
    assert SEND not in sentences(world.signatory)

    dossier_data.write(evaluation, text="<p>Autre.</p>", base=2, by=world.contributor)
    assert SEND in sentences(world.signatory)

    transitions.propose_dossier_changes(evaluation, by=world.signatory)
    (last,) = evaluation.dossier_proposals.filter(outcome="")
    transitions.accept_dossier_changes(evaluation, last.public_id, by=world.officer)
    assert SEND not in sentences(world.signatory)


def test_another_name_of_the_institution_is_no_change_to_send():
    world = dossier_data.world()
    evaluation = dossier_data.deposited(world, State.DRAFTING)
    Institution.objects.filter(pk=evaluation.programme.institution_id).update(name="Université nouvelle")

    assert SEND not in sentences(world.signatory)


@pytest.mark.parametrize("number", [1, 3])
def test_to_know_what_is_to_be_sent_costs_the_same_queries_for_one_dossier_and_for_three(
    number, django_assert_num_queries
):
    world = dossier_data.world()
    for _ in range(number):
        evaluation = dossier_data.deposited(world)
        dossier_data.write(evaluation, text="<p>Revue.</p>", base=1, by=world.contributor)

    with django_assert_num_queries(15):
        tasks = tasks_for(world.signatory)

    assert [task.sentence for task in tasks] == [SEND] * number


@pytest.mark.parametrize(
    "state", [State.EXPERTISE, State.DRAFTING, State.COLLEGIAL_VALIDATION, State.AGENCY_READING, State.CHAIR_SIGNED]
)
def test_the_progress_of_the_committee_gives_the_institution_nothing_to_do(state):
    institution = Institution.objects.create(name="Université de Nulle-Part")
    dossier(state, institution=institution)

    assert tasks_for(attached(institution, can_sign=True)) == []


def test_documents_and_visits_are_asked_of_the_institution():
    evaluation = dossier(State.EXPERTISE)
    DocumentRequest.objects.create(evaluation=evaluation, by=person(), text="La maquette", due_on=dt.date(2026, 11, 27))
    Visit.objects.create(evaluation=evaluation, planned_on=dt.date(2026, 12, 3))

    tasks = tasks_for(attached(evaluation.programme.institution))

    assert [(t.sentence, t.due) for t in tasks] == [
        ("Fournir le document demandé par le comité", late_evening(27)),
        ("Convenir de la visite du comité", late_evening(3, 12)),
    ]


def test_another_institution_has_nothing_to_do():
    dossier(State.DOSSIER_EXPECTED)
    other = Institution.objects.create(name="Université d’Ailleurs")

    assert tasks_for(attached(other, can_sign=True)) == []


def test_an_institution_overseas_reads_its_own_time():
    evaluation = dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 12, 1))
    institution = evaluation.programme.institution
    institution.timezone = "Indian/Reunion"
    institution.save()

    (task,) = tasks_for(attached(institution, can_sign=True))

    assert task.zone == "Indian/Reunion"


# -- a conflict of interest, and the end of a role


def test_a_conflict_takes_every_task_of_the_dossier_away():
    evaluation = dossier(State.COLLEGIAL_VALIDATION)
    user = expert("Ada")
    place(evaluation, user, CommitteeRole.CHAIR)
    invited = place(dossier(), user, status=InvitationStatus.INVITED)
    officer, signatory = agent("OFFICER"), attached(invited.evaluation.programme.institution, can_sign=True)
    for who in (user, officer, signatory):
        conflict(evaluation, who)
        conflict(invited.evaluation, who)

    assert [tasks_for(who) for who in (user, officer, signatory)] == [[], [], []]
    assert Conflict.objects.count() == 6


def test_a_mandate_that_has_ended_leaves_no_task():
    officer = agent("OFFICER")
    dossier()
    officer.mandates.update(ends_at=NOW - dt.timedelta(seconds=1), starts_at=NOW - dt.timedelta(days=1))

    assert tasks_for(officer) == []


# -- what it costs


def full(number: int, user) -> None:
    """So many dossiers of each kind around one person who holds every role."""
    institution = user.memberships.get().institution
    for _ in range(number):
        for state in (State.DOSSIER_DEPOSITED, State.COMMITTEE_PROPOSED, State.COMMITTEE_APPOINTED):
            evaluation = dossier(state)
            member = place(evaluation, expert(), CommitteeRole.CHAIR)
            interest = member.user.declarations.get()
            interest.interests.create(description="Professeur", since=dt.date(2024, 1, 1))
            Objection.objects.create(evaluation=evaluation, by=user, text="Non.")
        for state in (State.OBSERVATIONS_CLOSED, State.CHAIR_SIGNED):
            dossier(state)
        dossier(State.DOSSIER_EXPECTED, dossier_due_on=dt.date(2026, 11, 2))
        window(dossier(State.OBSERVATIONS_OPEN), WindowKind.OBSERVATIONS, late_evening(22))
        place(dossier(State.COLLEGIAL_VALIDATION), user, CommitteeRole.CHAIR)
        place(dossier(), user, status=InvitationStatus.INVITED)
        visited = dossier(State.EXPERTISE, institution=institution)
        Visit.objects.create(evaluation=visited, planned_on=dt.date(2026, 11, 2))
        DocumentRequest.objects.create(evaluation=visited, by=user, text="La maquette", due_on=dt.date(2026, 11, 27))
        dossier(State.DRAFT_TRANSMITTED, institution=institution)
        awaited = dossier(State.DOSSIER_EXPECTED, institution=institution)
        awaited.framework = factories.framework(dossier=dossier_data.FORM)
        awaited.save()
        dossier_data.write(awaited, by=user)
        dossier_data.count(awaited, by=user)


@pytest.mark.parametrize("number", [1, 30])
def test_it_costs_the_same_queries_for_one_dossier_of_each_kind_and_for_thirty(number, django_assert_num_queries):
    user = agent("OFFICER", "PUBLISHER")
    user.memberships.create(institution=Institution.objects.create(name="Université de Nulle-Part"))
    full(number, user)

    with django_assert_num_queries(41):
        tasks = tasks_for(user)

    # 12 for the officer, 11 for the publisher, 4 on committees, 8 for the institution, and one declaration. Of the 150
    # dossiers that wait for an act of the officer, the oldest fifty are listed: 60 tasks instead of 180; of the 60 that
    # wait for the institution, fifty.
    assert len(tasks) == {1: 18, 30: 30 * 17 + 1 - 130}[number]


def test_an_expert_with_forty_tasks_costs_five_queries(django_assert_num_queries):
    user = expert("Ada")
    for _ in range(40):
        place(dossier(State.COLLEGIAL_VALIDATION), user)

    with django_assert_num_queries(5):
        tasks = tasks_for(user)

    assert len(tasks) == 40


def test_the_dashboard_of_an_expert_with_forty_tasks_lists_them(client):
    user = expert("Ada")
    for _ in range(40):
        place(dossier(State.COLLEGIAL_VALIDATION), user)
    client.force_login(user)

    page = client.get(reverse("evaluations:dashboard")).content.decode()

    assert page.count("Approuver le rapport, ou dire votre désaccord") == 40
