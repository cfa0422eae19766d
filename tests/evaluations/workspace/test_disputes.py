"""The table of disputes: passage, reason, ruling, resulting text; finding, answer; and the figures of a campaign."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from evaluations import transitions, writing
from evaluations.enums import CorrectionRuling, FindingKind, ItemTarget, ReportKind, Stance, State
from evaluations.models import CorrectionRequest, Evaluation
from evaluations.workspace import dispute_counts, disputes
from evaluations.workspace.findings import remove, reword
from evaluations.workspace.texts import save_text
from tests import factories
from tests.factories import paris

pytestmark = pytest.mark.django_db

NOON = paris(2026, 11, 20, 12)


def alone(evaluation) -> object:
    return Evaluation.objects.filter(pk=evaluation.pk)


def sent(evaluation, **words) -> CorrectionRequest:
    """An error of fact as the institution sent it; its own acts are tested with its pages."""
    draft = evaluation.reports.filter(kind=ReportKind.DRAFT).latest("version")
    position = evaluation.corrections.count() + 1
    facts = {"about": "avis", "wrong": "Ce chiffre est celui de 2015.", "sent_at": NOON, "position": position}
    return CorrectionRequest.objects.create(evaluation=evaluation, report=draft, **facts | words)


def ruled(request: CorrectionRequest, ruling: CorrectionRuling, **words) -> CorrectionRequest:
    for name, value in {"ruling": ruling, "ruled_at": NOON, "reason": "Vérifié.", **words}.items():
        setattr(request, name, value)
    request.save()
    return request


@pytest.fixture
def disputed(world):
    """An evaluation whose draft had two weaknesses, before the ruling of its presidency."""
    made = factories.evaluation(world, State.DRAFTING)
    factories.write(made, "<p>Vingt-deux étudiants.</p><p>Le reste est juste.</p>")
    for text in ("Peu d’heures.", "Pas de suivi."):
        writing.add_finding(made, FindingKind.WEAKNESS, text)
    return factories.advance(made, State.CORRECTIONS_RULING, world)


def observed(evaluation, world):
    """The first weakness is answered, with an action; the letter is filed."""
    factories.advance(evaluation, State.OBSERVATIONS_OPEN, world)
    letter = writing.write_observations(evaluation, text="<p>Lettre.</p>", signatory="Jeanne Vernet")
    writing.answer_finding(
        letter,
        target=ItemTarget.WEAKNESS,
        number=1,
        text="<p>Dix heures de plus.</p>",
        value="ACTION_PLANNED 2027-09-01",
    )
    transitions.file_observations(evaluation, by=world.signatory)


def test_the_chain_is_told_from_the_passage_to_the_resulting_text(disputed, world):
    accepted = sent(disputed, quote="Vingt-deux étudiants.", right="Vingt-quatre étudiants.")
    refused = sent(disputed, quote="Le reste est juste.", wrong="Pas tout à fait.")
    before = disputed.assessments.get(code="avis").revision
    save_text(
        disputed,
        "avis",
        "<p>Vingt-quatre étudiants.</p><p>Le reste est juste.</p>",
        base_revision=before,
        save_id=None,
        by=world.chair,
    )
    ruled(accepted, CorrectionRuling.ACCEPTED, change_from=before, change_to=before + 1)
    ruled(refused, CorrectionRuling.REFUSED, reason="Le dossier dit le contraire.")

    first, second = disputes.disputes(alone(disputed))

    assert (first.round, first.number, first.about) == (1, 1, "Avis")
    assert (first.quote, first.wrong, first.right) == (
        "Vingt-deux étudiants.",
        "Ce chiffre est celui de 2015.",
        "Vingt-quatre étudiants.",
    )
    assert (first.standing, first.reason) == ("acceptée", "Vérifié.")
    assert (first.before, first.after) == ("<p>Vingt-deux étudiants.</p>", "<p>Vingt-quatre étudiants.</p>")
    assert (second.standing, second.reason, second.is_changed) == ("refusée", "Le dossier dit le contraire.", False)


def test_a_finding_that_was_changed_is_told_too(disputed, world):
    finding = disputed.findings.get(number=2)
    before = finding.revision
    reword(finding, "Un suivi depuis 2016.", base_revision=before, save_id=None, by=world.chair)
    now = disputed.findings.get(number=2)
    ruled(
        sent(disputed, about="", finding=now, quote="Pas de suivi."),
        CorrectionRuling.PARTLY,
        change_from=before,
        change_to=now.revision,
    )

    (told,) = disputes.disputes(alone(disputed))

    assert (told.about, told.standing) == ("point faible n°\u00a02", "acceptée en partie")
    assert (told.before, told.after) == ("<p>Pas de suivi.</p>", "<p>Un suivi depuis 2016.</p>")


def test_what_the_institution_has_not_sent_is_not_there(disputed):
    sent(disputed, sent_at=None)

    assert disputes.disputes(alone(disputed)) == []


@pytest.mark.parametrize(
    ("late", "admitted", "told"),
    [
        (False, None, "à trancher"),
        (True, None, "hors délai, à décider"),
        (True, True, "à trancher"),
        (True, False, "hors délai, écartée"),
    ],
)
def test_what_has_no_ruling_says_what_it_waits_for(disputed, late, admitted, told):
    sent(disputed, late=late, admitted=admitted)

    assert disputes.disputes(alone(disputed))[0].standing == told
    assert dispute_counts.with_counts(alone(disputed)).get().waiting == (told == "à trancher")


def test_each_finding_stands_beside_its_answer(disputed, world):
    observed(disputed, world)

    first, second = disputes.answers(disputed)

    assert (first.number, first.finding, first.stance, first.action_on) == (
        1,
        "Peu d’heures.",
        Stance.ACTION_PLANNED,
        dt.date(2027, 9, 1),
    )
    assert first.text == "<p>Dix heures de plus.</p>"
    assert (second.number, second.is_given) == (2, False)
    assert [(part.total, part.unanswered) for part in disputes.coverage_of(disputed)] == [(2, (2,))]


def test_before_it_is_filed_nothing_of_the_letter_is_told(disputed, world):
    factories.advance(disputed, State.OBSERVATIONS_OPEN, world)
    letter = writing.write_observations(disputed, text="<p>Brouillon.</p>")
    writing.answer_finding(letter, target=ItemTarget.WEAKNESS, number=1, text="<p>Brouillon.</p>")

    assert [answer.is_given for answer in disputes.answers(disputed)] == [False, False]


# -- the pages


def test_the_page_and_its_files(client, disputed, world):
    ruled(sent(disputed, quote="=1+1"), CorrectionRuling.REFUSED)
    observed(disputed, world)
    client.force_login(world.officer)

    page = client.get(reverse("evaluations:dispute-table", args=[disputed.public_id])).content.decode()
    book = client.get(reverse("evaluations:dispute-export", args=[disputed.public_id, "erreurs", "xlsx"]))
    text = client.get(reverse("evaluations:dispute-export", args=[disputed.public_id, "reponses", "csv"]))

    assert '<span class="lead-note">1er septembre 2027</span>' in page
    assert "1 point faible sur 2 a reçu une réponse ; sans réponse : n° 2." in page.replace("\u00a0", " ")
    errors, answers = load_workbook(io.BytesIO(book.content)).worksheets
    assert (errors["G2"].value, errors["G2"].data_type) == ("=1+1", "s")
    assert [cell.value for cell in answers[2]] == [
        "point faible",
        1,
        "Peu d’heures.",
        "action prévue",
        "2027-09-01",
        "Dix heures de plus.",
    ]
    assert list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))[2][:3] == [
        "point faible",
        "2",
        "Pas de suivi.",
    ]
    assert book["Content-Disposition"] == f'attachment; filename="contradictoire-{disputed.public_id}.xlsx"'


@pytest.mark.parametrize(("table", "form"), [("autre", "csv"), ("erreurs", "pdf"), ("erreurs", "xls")])
def test_another_table_or_form_is_not_there(client, disputed, world, table, form):
    client.force_login(world.officer)

    assert client.get(reverse("evaluations:dispute-export", args=[disputed.public_id, table, form])).status_code == 404


def test_before_a_draft_is_sent_there_is_no_such_page(client, world):
    client.force_login(world.officer)
    drafting = factories.evaluation(world, State.DRAFTING)

    assert client.get(reverse("evaluations:dispute-table", args=[drafting.public_id])).status_code == 404


def test_whoever_has_a_conflict_reads_nothing_of_it(client, disputed, world):
    transitions.record_conflict(disputed, world.expert, by=world.officer, reason="Coauteur.")
    client.force_login(world.expert)

    assert client.get(reverse("evaluations:dispute-table", args=[disputed.public_id])).status_code == 404


# -- a campaign


def test_the_figures_of_a_campaign(disputed, world):
    observed(disputed, world)
    for ruling in (CorrectionRuling.ACCEPTED, CorrectionRuling.PARTLY, CorrectionRuling.REFUSED):
        ruled(sent(disputed), ruling)
    sent(disputed, about="", finding=disputed.findings.get(number=1))
    silent = factories.evaluation(world, State.OBSERVATIONS_OPEN)
    transitions.waive_observations(silent, by=world.signatory)

    found = dispute_counts.figures(world.campaign, Evaluation.objects.all())

    assert found.rulings == {"ACCEPTED": 1, "PARTLY": 1, "REFUSED": 1, "": 1}
    assert (found.granted.part, found.granted.whole, found.granted.percent) == (2, 3, 67)
    assert (found.weaknesses.part, found.weaknesses.whole, found.weaknesses.percent) == (1, 2, 50)
    assert (found.recommendations.percent, found.letters, found.waived) == (None, 1, 1)
    assert [(s.label, s.sent, s.granted, s.evaluations) for s in found.subjects] == [
        ("Avis", 3, 2, 1),
        ("Point faible", 1, 0, 1),
    ]


def test_a_campaign_counts_as_the_report_says(disputed, world):
    observed(disputed, world)

    counted = dispute_counts.answered(alone(disputed))[disputed.pk].weaknesses
    (said,) = disputes.coverage_of(disputed)

    assert (counted.part, counted.whole) == (said.answered, said.total) == (1, 2)


def test_during_an_erratum_what_was_signed_is_counted(client, disputed, world):
    """The committee takes the answered weakness away and adds two: until they are signed, nobody was asked of them."""
    observed(disputed, world)
    factories.advance(disputed, State.PUBLISHED, world)
    transitions.open_erratum(disputed, by=world.officer, reason="Effectifs erronés.")
    remove(disputed.findings.get(number=1), by=world.chair)
    for text in ("Un troisième.", "Un quatrième."):
        writing.add_finding(disputed, FindingKind.WEAKNESS, text)
    client.force_login(world.officer)

    counted = dispute_counts.answered(alone(disputed))[disputed.pk].weaknesses
    figures = dispute_counts.figures(world.campaign, Evaluation.objects.all())
    (said,) = disputes.coverage_of(disputed)
    page = client.get(reverse("evaluations:campaign-disputes", args=[world.campaign.public_id])).content.decode()

    assert [(a.number, a.is_given) for a in disputes.answers(disputed)] == [(1, True), (2, False)]
    assert (counted.part, counted.whole) == (said.answered, said.total) == (1, 2)
    assert (figures.weaknesses.part, figures.weaknesses.whole) == (1, 2)
    assert page.count("1 sur 2") == 2


def test_a_report_published_elsewhere_is_counted_by_what_was_published(disputed, world):
    """It has no provisional report of ours."""
    observed(disputed, world)
    factories.advance(disputed, State.PUBLISHED, world)
    disputed.reports.exclude(kind=ReportKind.FINAL).delete()

    counted = dispute_counts.answered(alone(disputed))[disputed.pk].weaknesses

    assert (counted.part, counted.whole) == (1, 2)


def test_an_evaluation_with_a_conflict_is_in_no_figure_of_its_holder(disputed, world):
    sent(disputed)
    transitions.record_conflict(disputed, world.auditor, by=world.officer, reason="Parent.")

    seen = Evaluation.objects.visible_to(world.auditor)

    assert dispute_counts.figures(world.campaign, seen).sent == 0
    assert list(dispute_counts.disputed(world.campaign, seen)) == []


def test_the_cost_of_a_campaign_does_not_grow_with_it(client, disputed, world):
    sent(disputed)
    client.force_login(world.officer)

    def cost() -> tuple[int, int]:
        counts = []
        for name, more in (("campaign-disputes", ()), ("campaign-dispute-export", ("csv",))):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert (
                    client.get(reverse(f"evaluations:{name}", args=[world.campaign.public_id, *more])).status_code
                    == 200
                )
            counts.append(len(queries))
        return tuple(counts)

    one = cost()
    for _ in range(4):
        sent(factories.evaluation(world, State.CORRECTIONS_RULING))

    assert cost() == one == (12, 6)
