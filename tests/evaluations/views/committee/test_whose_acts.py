"""Each act of a committee is refused to other hands, with whose it is."""

import pytest

from evaluations.models import Objection
from tests.evaluations.committee_data import agent, attached
from tests.evaluations.views.committee.committees import appointed, url
from tests.evaluations.views.reading import text

pytestmark = pytest.mark.django_db

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
