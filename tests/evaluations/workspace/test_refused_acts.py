"""A refused act hands back what was typed for it."""

import pytest

from evaluations import transitions
from evaluations.enums import State
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = {"accept": "text/html"}
HANDED_BACK = "Rien n’est enregistré. Votre texte, pour le copier\u00a0:"


@pytest.fixture
def closed(world):
    """The addresses of an evaluation that the committee writes no more."""
    evaluation = factories.evaluation(world, State.DRAFTING)
    transitions.submit_for_validation(evaluation, by=world.chair)
    return f"{evaluation.get_absolute_url()}criteres/avis/"


def test_a_text_sent_too_late_is_on_the_page_that_refuses_it(client, world, closed):
    client.force_login(world.chair)
    sent = {"text": "<p>Un avis mûri.</p><p>Un second.</p>", "base_revision": "1"}

    refused = client.post(f"{closed}enregistrer", sent, headers=PAGE)

    page = refused.content.decode()
    assert (refused.status_code, HANDED_BACK in page) == (403, True)
    assert ">Un avis mûri.\nUn second.</textarea>" in page
    assert page.count("<textarea") == 1
    assert "no-store" in refused["Cache-Control"]


def test_a_comment_of_somebody_who_only_reads_is_handed_back_as_it_was_typed(client, world, closed):
    client.force_login(world.auditor)

    refused = client.post(f"{closed}commentaires/", {"text": "Un chiffre <b> ?"}, headers=PAGE)

    assert refused.status_code == 403
    assert ">Un chiffre &lt;b&gt; ?</textarea>" in refused.content.decode()


def test_a_refusal_of_nothing_written_says_nothing_of_a_text(client, world, closed):
    client.force_login(world.expert)

    refused = client.post(f"{closed}valider", {"validated": "1"}, headers=PAGE)

    assert (refused.status_code, HANDED_BACK in refused.content.decode()) == (403, False)
