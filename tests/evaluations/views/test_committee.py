"""The committee on its pages: made, discussed with the institution, changed; and hidden from whoever has a conflict."""

import pytest

from evaluations import transitions
from evaluations.enums import CommitteeRole, InvitationStatus, State
from evaluations.models import CommitteeMember, Conflict, Evaluation, Objection
from programmes.models import Institution
from tests.evaluations.committee_data import agent, attached, conflict, dossier, expert, person, place
from tests.evaluations.views.reading import forms, rows, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return agent("OFFICER", name="Odile Officier")


def url(evaluation: Evaluation, rest: str = "") -> str:
    return f"/evaluations/{evaluation.public_id}/comite/{rest}"


def proposed(officer, *, members: int = 1) -> Evaluation:
    """A committee whose first member presides, proposed to the institution."""
    evaluation = dossier()
    for number in range(members):
        role = CommitteeRole.EXPERT if number else CommitteeRole.CHAIR
        place(evaluation, expert(f"Membre {number}", affiliation="École de Près"), role)
    transitions.propose_committee(evaluation, by=officer)
    evaluation.refresh_from_db()
    return evaluation


def appointed(officer, **facts) -> Evaluation:
    evaluation = proposed(officer, **facts)
    transitions.appoint_committee(evaluation, by=agent("PUBLISHER"))
    evaluation.refresh_from_db()
    return evaluation


# -- who sees the page


def test_each_person_sees_the_committee_from_where_they_stand(client, officer):
    evaluation = appointed(officer)
    member = evaluation.members.get().user
    own, other = evaluation.programme.institution, Institution.objects.create(name="Université d’Ailleurs")
    expected = [
        (officer, 200),
        (agent("ADMIN"), 200),
        (agent("AUDITOR"), 200),
        (member, 200),
        (attached(own), 200),
        (attached(other), 404),
        (expert("Étrangère"), 404),
        (person(), 404),
    ]

    seen = []
    for user, _status in expected:
        client.force_login(user)
        seen.append((user, client.get(url(evaluation)).status_code))
    client.logout()

    assert seen == expected
    assert client.get(url(evaluation))["Location"].startswith("/compte/connexion/")


def test_before_the_committee_is_appointed_its_members_know_only_their_invitation(client, officer):
    evaluation = proposed(officer)
    client.force_login(evaluation.members.get().user)

    assert client.get(url(evaluation)).status_code == 404


def test_the_officer_reads_roles_invitations_loads_and_declarations(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada", affiliation="École de Près", profile="STUDENT"), CommitteeRole.RAPPORTEUR)
    invited = expert("Blaise", declared=False)
    place(evaluation, invited, status=InvitationStatus.INVITED)
    place(dossier(), invited)
    place(dossier(State.PUBLISHED), invited)
    client.force_login(officer)

    read = text(client.get(url(evaluation)))

    assert "Ada rapporteur École de Près étudiant 1 comité en cours Acceptée Intérêts déclarés" in read
    assert "Blaise expert enseignant 1 comité en cours Invitation envoyée Sans déclaration" in read


def test_an_auditor_reads_the_committee_but_neither_conflicts_nor_what_declarations_say(client, officer):
    evaluation = dossier()
    tied = expert("Ada", institution=evaluation.programme.institution)
    place(evaluation, tied)
    Conflict.objects.create(evaluation=evaluation, user=person("Blaise"), reason="Ancien directeur.")
    sentences = ["Ada est ou a été rattaché à", "Ancien directeur."]

    client.force_login(officer)
    for_officer = text(client.get(url(evaluation)))
    client.force_login(agent("AUDITOR"))
    response = client.get(url(evaluation))

    assert [s in for_officer for s in sentences] == [True, True]
    assert [s in text(response) for s in sentences] == [False, False]
    assert forms(response) == set()


def test_an_empty_committee_says_how_to_begin(client, officer):
    client.force_login(officer)

    read = text(client.get(url(dossier())))

    assert "Personne n’est encore invité." in read
    assert "Le comité n’a pas de présidence." in read


def test_the_institution_reads_names_places_and_profiles_and_who_presides(client, officer):
    evaluation = proposed(officer, members=2)
    CommitteeMember.objects.filter(position=2).update(role="RAPPORTEUR")
    client.force_login(attached(evaluation.programme.institution))

    response = client.get(url(evaluation))

    read = text(response)
    assert "Membre 0 présidence École de Près enseignant Objecter" in read
    assert "Membre 1 École de Près enseignant Objecter" in read
    hidden = ["apporteur", "cceptée", "éclar", "en cours", "@"]
    assert [word in read for word in hidden] == [False] * len(hidden)


def test_before_the_proposal_the_institution_cannot_tell_whether_anybody_was_asked(client, officer):
    institution = Institution.objects.create(name="Université de Nulle-Part")
    asked, untouched = dossier(institution=institution), dossier(institution=institution)
    place(asked, expert("Ada"))
    client.force_login(attached(institution))

    pages = [text(client.get(url(e))).replace(e.programme.title, "…") for e in (asked, untouched)]

    assert pages[0] == pages[1]
    assert "La composition du comité ne vous est pas encore soumise." in pages[0]


def test_a_proposal_taken_back_is_hidden_again_even_when_the_evaluation_is_suspended(client, officer):
    evaluation = proposed(officer)
    client.force_login(attached(evaluation.programme.institution))
    assert "Membre 0" in text(client.get(url(evaluation)))

    transitions.revise_committee(evaluation, by=officer, reason="Un désistement.")
    assert "Membre 0" not in text(client.get(url(evaluation)))

    transitions.suspend(evaluation, by=officer, reason="Une fusion.")
    assert "Membre 0" not in text(client.get(url(evaluation)))


def test_members_read_who_works_with_them_and_no_objection(client, officer):
    evaluation = proposed(officer)
    objection = transitions.object_to_committee(
        evaluation, by=attached(evaluation.programme.institution), text="Trop loin de la discipline."
    )
    transitions.answer_objection(objection, by=officer, answer="Non.", upheld=False)
    transitions.appoint_committee(evaluation, by=agent("PUBLISHER"))
    client.force_login(evaluation.members.get().user)

    read = text(client.get(url(evaluation)))

    assert "Membre 0 présidence" in read
    assert "Trop loin de la discipline." not in read


# -- inviting


def test_what_ties_an_expert_to_the_institution_is_shown_before_the_invitation(client, officer):
    evaluation = dossier()
    institution = evaluation.programme.institution
    tied = expert("Ada", institution=institution)
    named = expert("Blaise", affiliation=f"Laboratoire de l’{institution.name}, directeur")
    declared = expert("Chloé")
    declared.declarations.get().interests.create(description="Vacataire", institution=institution, since="2024-01-01")
    free = expert("Denis")
    client.force_login(officer)

    response = client.get(url(evaluation, "inviter/"))

    read = text(response)
    assert f"Ada est ou a été rattaché à {institution.name}. Ne peut pas être invité" in read
    assert f"« {institution.name} » est nommé dans la fiche ou la déclaration de Blaise." in read
    assert f"Chloé est ou a été rattaché à {institution.name}. Ne peut pas être invité" in read
    offered = {named.expert_profile.public_id, free.expert_profile.public_id}
    assert {i for i in rows(response) if f'value="{i}"' in response.content.decode()} == offered
    assert tied.expert_profile.public_id in rows(response)


def test_a_member_with_the_same_place_is_pointed_out(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada", affiliation="École de Près"))
    expert("Blaise", affiliation="École de près")
    client.force_login(officer)

    read = text(client.get(url(evaluation, "inviter/?q=blaise")))

    assert "Ada, déjà dans le comité, a le même rattachement." in read


def test_the_officer_invites_somebody_of_the_pool_in_a_role(client, officer):
    evaluation, ada = dossier(), expert("Ada", affiliation="École de Près")
    client.force_login(officer)

    response = client.post(
        url(evaluation, "inviter/"), {"expert": ada.expert_profile.public_id, "role": "CHAIR"}, follow=True
    )

    assert response.redirect_chain == [(url(evaluation), 302)]
    assert "Ada est invité dans le comité." in text(response)
    member = evaluation.members.get()
    assert (member.user, member.role, member.status, member.affiliation) == (ada, "CHAIR", "INVITED", "École de Près")


def test_two_chairs_are_co_presidents(client, officer):
    evaluation = dossier()
    client.force_login(officer)

    for user in (expert("Ada"), expert("Blaise")):
        client.post(url(evaluation, "inviter/"), {"expert": user.expert_profile.public_id, "role": "CHAIR"})

    assert list(evaluation.members.values_list("name", "role")) == [("Ada", "CHAIR"), ("Blaise", "CHAIR")]


def test_somebody_tied_to_the_institution_is_not_invited(client, officer):
    evaluation = dossier()
    ada = expert("Ada", institution=evaluation.programme.institution)
    client.force_login(officer)

    response = client.post(url(evaluation, "inviter/"), {"expert": ada.expert_profile.public_id, "role": "EXPERT"})

    assert response.status_code == 409
    refusal = f"Cette personne n’a pas été invitée Ada est ou a été rattaché à {evaluation.programme.institution.name}."
    assert refusal in text(response)
    assert not evaluation.members.exists()


@pytest.mark.parametrize("role", ["OFFICER", "BOSS", ""])
def test_a_role_that_is_not_offered_is_refused(client, officer, role):
    evaluation, ada = dossier(), expert("Ada")
    client.force_login(officer)

    response = client.post(url(evaluation, "inviter/"), {"expert": ada.expert_profile.public_id, "role": role})

    assert response.status_code == 409
    assert "Choisissez une personne du vivier et sa fonction." in text(response)
    assert not evaluation.members.exists()


# -- proposing and appointing


def test_a_committee_that_breaks_the_rules_is_not_proposed_and_the_reasons_are_listed(client, officer):
    evaluation = dossier(members_minimum=3, profiles_required={"STUDENT": 1})
    place(evaluation, expert("Ada"))
    client.force_login(officer)

    response = client.post(url(evaluation, "proposer/"))

    assert response.status_code == 409
    refusal = (
        "Cet acte n’a pas été fait Le comité n’a pas de présidence."
        " Il manque 2 membres au comité ; la campagne en demande 3."
        " La campagne demande 1 membre(s) de profil « étudiant » ; le comité en a 0."
    )
    assert refusal in text(response)
    assert Evaluation.objects.get().state == State.DOSSIER_DEPOSITED
    assert "committee-propose" not in forms(response)


def test_the_officer_proposes_then_the_president_of_the_agency_appoints(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    client.force_login(officer)
    assert forms(client.get(url(evaluation))) == {"committee-propose"}

    client.post(url(evaluation, "proposer/"))
    assert Evaluation.objects.get().state == State.COMMITTEE_PROPOSED
    assert "La présidence de l’agence peut arrêter le comité." in text(client.get(url(evaluation)))
    assert client.post(url(evaluation, "arreter/")).status_code == 403

    client.force_login(agent("PUBLISHER"))
    assert forms(client.get(url(evaluation))) == {"committee-appoint"}
    client.post(url(evaluation, "arreter/"))
    assert Evaluation.objects.get().state == State.COMMITTEE_APPOINTED
    assert forms(client.get(url(evaluation))) == set()


def test_whom_a_proposal_and_an_appointment_tell_is_read_before_they_are_made(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    attached(evaluation.programme.institution, name="Sacha Signe", can_sign=True)
    client.force_login(officer)

    before = text(client.get(url(evaluation)))
    transitions.propose_committee(evaluation, by=officer)
    told_of_nothing = text(client.get(url(evaluation)))
    client.force_login(agent("PUBLISHER"))
    last = text(client.get(url(evaluation)))

    assert "Un message partira Sacha Signe · signataire de l’établissement" in before
    assert "La composition du comité qui évaluera cette formation vous est soumise." in before
    assert "partira" not in told_of_nothing
    assert "Un message partira Ada · comité : présidence" in last


def test_an_institution_where_nobody_reads_messages_is_said(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada"), CommitteeRole.CHAIR)
    client.force_login(officer)

    assert "Aucun message ne partira : personne n’est à prévenir." in text(client.get(url(evaluation)))


def test_without_what_is_missing_no_message_is_announced(client, officer):
    evaluation = dossier()
    attached(evaluation.programme.institution, can_sign=True)
    client.force_login(officer)

    assert "partira" not in text(client.get(url(evaluation)))


def test_who_enters_a_committee_at_work_reads_what_the_page_announced(client, officer, mailoutbox):
    evaluation = appointed(officer)
    place(evaluation, expert("Ada"), status=InvitationStatus.TO_CONFIRM)
    client.force_login(agent("PUBLISHER"))

    page = text(client.get(url(evaluation)))

    assert "Un message partira Ada · entrée au comité" in page
    assert "Bonjour Ada," in page
    assert "Votre entrée au comité est confirmée. Le dossier vous est ouvert." in page


def test_an_invitation_is_read_before_it_is_sent(client, officer):
    evaluation = dossier(message_texts={"invitation": "La visite a lieu en mars."})
    expert("Ada")
    client.force_login(officer)

    page = text(client.get(url(evaluation, "inviter/")))

    assert "Le message que reçoit la personne invitée" in page
    assert "L’agence vous propose de prendre part à l’évaluation de cette formation." in page
    assert "La visite a lieu en mars." in page
    assert "Bonjour Odile" not in page


def test_proposing_twice_is_refused_with_the_step_where_it_stands(client, officer):
    evaluation = proposed(officer)
    client.force_login(officer)

    response = client.post(url(evaluation, "proposer/"))

    assert response.status_code == 409
    assert "Cet acte n’est pas possible à l’étape « comité proposé »." in text(response)


def test_a_committee_whose_members_have_not_answered_is_not_appointed(client, officer):
    evaluation = dossier()
    place(evaluation, expert("Ada", declared=False), CommitteeRole.CHAIR, InvitationStatus.INVITED)
    transitions.propose_committee(evaluation, by=officer)
    client.force_login(agent("PUBLISHER"))

    response = client.post(url(evaluation, "arreter/"))

    assert response.status_code == 409
    assert (
        "Cet acte n’a pas été fait Ada n’a pas encore accepté."
        " Ada n’a pas déposé de déclaration d’intérêts depuis un an." in text(response)
    )


# -- leaving


def test_the_officer_ends_a_mission_with_a_reason(client, officer):
    evaluation = appointed(officer, members=2)
    member = evaluation.members.get(position=2)
    client.force_login(officer)

    without = client.post(url(evaluation, f"membres/{member.public_id}/fin/"), {"reason": " "})
    client.post(url(evaluation, f"membres/{member.public_id}/fin/"), {"reason": "Départ à l’étranger."})

    assert without.status_code == 200
    assert "Ce champ est obligatoire." in text(without)
    member.refresh_from_db()
    assert member.ended_at is not None
    assert evaluation.events.get(verb="dismiss").details["reason"] == "Départ à l’étranger."
    client.force_login(member.user)
    assert client.get(url(evaluation)).status_code == 404


def test_a_member_of_another_committee_cannot_be_dismissed_from_here(client, officer):
    evaluation, elsewhere = dossier(), dossier()
    member = place(elsewhere, expert("Ada"))
    client.force_login(officer)

    response = client.post(url(evaluation, f"membres/{member.public_id}/fin/"), {"reason": "Non."})

    assert response.status_code == 404
    member.refresh_from_db()
    assert member.ended_at is None


# -- the discussion with the institution


def test_the_institution_objects_and_reads_the_answer(client, officer):
    evaluation = proposed(officer)
    member = evaluation.members.get()
    signatory = attached(evaluation.programme.institution, can_sign=True)
    client.force_login(signatory)

    response = client.post(
        url(evaluation, "objections/"), {"member": member.public_id, "text": "Un ancien collègue."}, follow=True
    )
    assert "Membre 0 En attente de réponse" in text(response)

    objection = Objection.objects.get()
    client.force_login(officer)
    client.post(url(evaluation, f"objections/{objection.public_id}/"), {"upheld": "yes", "answer": "Nous changeons."})

    client.force_login(signatory)
    read = text(client.get(url(evaluation)))
    assert "Membre 0 Retenue" in read
    assert "Nous changeons." in read
    member.refresh_from_db()
    assert member.ended_at is not None


def test_who_objects_reads_that_the_agency_is_told_and_not_by_whom(client, officer):
    evaluation = proposed(officer)
    client.force_login(attached(evaluation.programme.institution))

    page = text(client.get(url(evaluation, "objections/")))

    assert "Un message partira conseiller scientifique ou chargé de projet" in page
    assert "Odile" not in page


def test_an_objection_may_be_to_the_whole_and_not_upheld(client, officer):
    evaluation = proposed(officer)
    client.force_login(attached(evaluation.programme.institution))
    client.post(url(evaluation, "objections/"), {"member": "", "text": "Trop peu d’étudiants."})
    client.force_login(officer)

    objection = Objection.objects.get()
    client.post(url(evaluation, f"objections/{objection.public_id}/"), {"upheld": "no", "answer": "C’est la règle."})

    read = text(client.get(url(evaluation)))
    assert "La composition dans son ensemble Non retenue" in read
    assert evaluation.members.get().ended_at is None


def test_an_answered_objection_is_not_answered_again(client, officer):
    evaluation = proposed(officer)
    objection = transitions.object_to_committee(evaluation, by=attached(evaluation.programme.institution), text="Non.")
    transitions.answer_objection(objection, by=officer, answer="Si.", upheld=False)
    client.force_login(officer)

    response = client.post(
        url(evaluation, f"objections/{objection.public_id}/"), {"upheld": "yes", "answer": "Finalement oui."}
    )

    assert response.status_code == 409
    assert "Cette objection a déjà reçu une réponse." in text(response)
    assert "Finalement oui." in response.content.decode()
    objection.refresh_from_db()
    assert (objection.answer, objection.upheld) == ("Si.", False)


def test_the_institution_cannot_object_to_somebody_of_another_committee(client, officer):
    evaluation, elsewhere = proposed(officer), proposed(officer)
    client.force_login(attached(evaluation.programme.institution))

    response = client.post(
        url(evaluation, "objections/"), {"member": elsewhere.members.get().public_id, "text": "Non."}
    )

    assert response.status_code == 200
    assert not Objection.objects.exists()


@pytest.mark.parametrize("state", [State.EXPERTISE, State.DRAFTING, State.COLLEGIAL_VALIDATION, State.AGENCY_READING])
def test_a_late_objection_is_refused_without_telling_how_far_the_committee_is(client, state):
    evaluation = dossier(state)
    client.force_login(attached(evaluation.programme.institution))

    response = client.post(url(evaluation, "objections/"), {"text": "Trop tard ?"})

    assert response.status_code == 409
    assert "Le comité est arrêté : une objection porte sur une personne appelée à le rejoindre." in text(response)


# -- conflicts of interest


def test_from_the_record_of_a_conflict_on_an_open_page_can_neither_read_nor_write(client, officer):
    evaluation = appointed(officer, members=2)
    member = evaluation.members.get(position=2)
    client.force_login(member.user)
    recusal = url(evaluation, "recusation/")
    assert client.get(recusal).status_code == 200

    transitions.record_conflict(evaluation, member.user, by=officer, reason="Un lien familial.")

    assert [client.get(url(evaluation)).status_code, client.get(recusal).status_code] == [404, 404]
    assert client.post(recusal, {"reason": "Un lien familial."}).status_code == 404


def test_an_officer_with_a_conflict_is_answered_as_for_a_dossier_that_never_existed(client, officer):
    evaluation = proposed(officer)
    member, colleague = evaluation.members.get(), agent("OFFICER")
    conflict(evaluation, colleague)
    client.force_login(colleague)
    rests = ["", "inviter/", "reprendre/", "conflits/", "objections/", f"membres/{member.public_id}/fin/"]

    answers = [client.get(url(evaluation, rest)) for rest in rests]
    acts = [client.post(url(evaluation, rest)) for rest in ("proposer/", "arreter/")]
    unknown = client.get("/evaluations/222222222222/comite/")

    assert [a.status_code for a in answers + acts] == [404] * 8
    assert {text(a) for a in answers + acts} == {text(unknown)}


def test_the_load_of_an_expert_leaves_out_the_dossier_of_a_conflict(client, officer):
    ada, hidden = expert("Ada"), dossier()
    place(hidden, ada)
    shown = dossier()
    place(shown, ada)
    colleague = agent("OFFICER")
    conflict(hidden, colleague)

    loads = []
    for user in (officer, colleague):
        client.force_login(user)
        for page in (url(shown), "/experts/", f"/experts/{ada.expert_profile.public_id}/"):
            loads.append("2 comités en cours" in text(client.get(page)))
    sheet = text(client.get(f"/experts/{ada.expert_profile.public_id}/"))

    assert loads == [True, True, False, False, False, False]
    assert (hidden.programme.title in sheet, shown.programme.title in sheet) == (False, True)


def test_the_officer_records_a_conflict_of_anybody_by_address(client, officer):
    evaluation, auditor = dossier(), agent("AUDITOR")
    client.force_login(officer)

    unknown = client.post(url(evaluation, "conflits/"), {"email": "personne@example.net", "reason": "Lien."})
    client.post(url(evaluation, "conflits/"), {"email": auditor.email.upper(), "reason": "Lien familial."})

    assert "Aucun compte n’a l’adresse personne@example.net : vérifiez-la dans le vivier." in text(unknown)
    assert list(evaluation.conflicts.values_list("user", "reason")) == [(auditor.pk, "Lien familial.")]
    client.force_login(auditor)
    assert client.get(url(evaluation)).status_code == 404


def test_names_that_nobody_gave_name_nobody(client, officer):
    """A NUL is an error of PostgreSQL."""
    evaluation, invited = appointed(officer), {"expert": "\0", "role": "EXPERT"}
    client.force_login(officer)

    response = client.get(url(evaluation, "conflits/"), {"membre": "\0"})

    assert response.context["form"].initial == {}
    assert client.post(url(evaluation, "inviter/"), invited).status_code == 409


def test_an_officer_who_records_their_own_conflict_is_led_away_from_the_dossier(client, officer):
    evaluation = dossier()
    client.force_login(officer)

    response = client.post(
        url(evaluation, "conflits/"), {"email": officer.email, "reason": "J’y ai enseigné."}, follow=True
    )

    assert response.redirect_chain == [("/tableau-de-bord/", 302)]
    assert client.get(url(evaluation)).status_code == 404


def test_an_expert_withdraws_and_the_dossier_is_gone(client, officer):
    evaluation = appointed(officer, members=2)
    member = evaluation.members.get(position=2)
    client.force_login(member.user)

    response = client.post(url(evaluation, "recusation/"), {"reason": "Mon conjoint y enseigne."}, follow=True)

    assert response.redirect_chain == [("/tableau-de-bord/", 302)]
    assert "Vous êtes récusé : ce dossier n’apparaît plus dans vos pages." in text(response)
    assert client.get(url(evaluation)).status_code == 404
    member.refresh_from_db()
    assert member.ended_at is not None


def test_somebody_recused_is_not_invited_again(client, officer):
    evaluation, ada = dossier(), expert("Ada")
    conflict(evaluation, ada)
    client.force_login(officer)

    read = text(client.get(url(evaluation, "inviter/")))

    assert "Un conflit d’intérêts de Ada est enregistré sur ce dossier. Ne peut pas être invité" in read


# -- whose acts these are

OFFICERS = "Cet acte revient au conseiller scientifique ou au chargé de projet qui suit l’évaluation."
AGENCYS = "Cet acte revient à l’agence."
PRESIDENTS = "Cet acte revient à la présidence de l’agence ou à son délégué."


@pytest.mark.parametrize(
    ("rest", "method", "sentence"),
    [
        ("inviter/", "get", OFFICERS),
        ("inviter/", "post", OFFICERS),
        ("proposer/", "post", OFFICERS),
        ("arreter/", "post", PRESIDENTS),
        ("membres/{member}/confirmer/", "post", PRESIDENTS),
        ("reprendre/", "post", OFFICERS),
        ("membres/{member}/fin/", "post", OFFICERS),
        ("conflits/", "post", AGENCYS),
        ("objections/{objection}/", "post", OFFICERS),
    ],
)
@pytest.mark.parametrize("who", ["chair", "institution", "admin", "auditor"])
def test_acts_of_the_agency_are_refused_to_others_with_whose_they_are(client, officer, who, rest, method, sentence):
    evaluation = appointed(officer)
    institution = attached(evaluation.programme.institution, can_sign=True)
    member = evaluation.members.get()
    objection = Objection.objects.create(evaluation=evaluation, by=institution, text="Non.")
    people = {
        "chair": member.user,
        "institution": institution,
        "admin": agent("ADMIN"),
        "auditor": agent("AUDITOR"),
    }
    client.force_login(people[who])
    address = url(evaluation, rest.format(member=member.public_id, objection=objection.public_id))

    response = getattr(client, method)(address)

    assert response.status_code == 403
    assert sentence in text(response)


def test_objecting_is_for_the_institution_and_withdrawing_for_members(client, officer):
    evaluation = appointed(officer)
    client.force_login(officer)

    objection = client.post(url(evaluation, "objections/"), {"text": "Non."})
    recusal = client.post(url(evaluation, "recusation/"), {"reason": "Non."})

    assert (objection.status_code, recusal.status_code) == (403, 403)
    assert "Cet acte revient à l’établissement." in text(objection)
    assert "Cet acte revient aux membres du comité." in text(recusal)


# -- what it costs


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_the_same_queries_with_one_member_and_with_thirty(
    number, client, officer, django_assert_num_queries
):
    evaluation = dossier()
    for _ in range(number):
        user = expert()
        user.declarations.get().interests.create(description="Professeur", since="2024-01-01")
        place(evaluation, user, CommitteeRole.CHAIR)
    client.force_login(officer)

    with django_assert_num_queries(22):
        client.get(url(evaluation))


@pytest.mark.parametrize("number", [1, 20])
def test_inviting_costs_the_same_queries_with_one_candidate_and_with_twenty(
    number, client, officer, django_assert_num_queries
):
    evaluation = dossier()
    place(evaluation, person("Zoé"))
    conflict(evaluation, person())
    for _ in range(number):
        expert().declarations.get().interests.create(description="Professeur", since="2024-01-01")
    client.force_login(officer)

    with django_assert_num_queries(20):
        client.get(url(evaluation, "inviter/?q=personne"))
