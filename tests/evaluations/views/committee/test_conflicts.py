"""Conflicts of interest: whoever has one finds the dossier no more."""

import pytest

from evaluations import transitions
from tests.evaluations.committee_data import agent, conflict, dossier, expert, place
from tests.evaluations.views.committee.committees import appointed, proposed, url
from tests.evaluations.views.reading import text

pytestmark = pytest.mark.django_db


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
