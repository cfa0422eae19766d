"""Scenarios: what is refused before anything is written, and what the acts of one leave behind."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from evalprog.accounts.models import User
from evaluations.models import Campaign, DossierPart, Evaluation, Event, Framework, Observation
from programmes.models import Institution
from tests.evaluations.scenario_files import FRAMEWORK, SCENARIO, write
from tests.evaluations.sent_files import pdf, with_script


def load(file, capsys, **options):
    call_command("load_scenario", file, verbosity=0, allow_accounts=True, **options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "before, after, sentence",
    [
        (
            "until: PUBLISHED",
            "until: PUBLIE",
            "evaluations[0].until\u00a0: «\u00a0PUBLIE\u00a0» n’est pas prévu\u00a0; choisissez parmi",
        ),
        (
            "programme: lp\n",
            "programme: lpx\n",
            "evaluations[0].programme\u00a0: la clé « lpx » n’est définie nulle part dans ce fichier.",
        ),
        (
            "institution: udl, field",
            "institution: udlx, field",
            "programmes[0].institution\u00a0: la clé « udlx » n’est définie nulle part dans ce fichier.",
        ),
        (
            "frameworks: [essai.yaml]",
            "frameworks: [rien]",
            "frameworks[0]\u00a0: « rien » n’est ni un référentiel livré",
        ),
        (
            "    until:",
            "    dossier: [{title: A, texte: x}]\n    until:",
            "evaluations[0].dossier[0].texte\u00a0: cette clé n’existe pas ici",
        ),
        (
            "    until:",
            "    dossier: [{title: A, text: x, file: a.pdf}]\n    until:",
            "evaluations[0].dossier[0]\u00a0: donnez «\u00a0text\u00a0», «\u00a0table\u00a0» ou",
        ),
        (
            "    until:",
            "    dossier: [{title: A, file: absent.pdf}]\n    until:",
            "evaluations[0].dossier[0].file\u00a0: le fichier «\u00a0absent.pdf\u00a0» n’est pas à côté du scénario.",
        ),
        ("    until:", "    visits: 3\n    until:", "evaluations[0].visits\u00a0: cette clé n’existe pas ici"),
        ("answers: 1", "answers: 7", "evaluations[0].observations.items[0].answers.weakness\u00a0: il n’y a que 1"),
        ("chair: chair,", "chair: nobody,", "evaluations[0].committee\u00a0: la clé « nobody » n’est définie"),
        (
            "{answers: 1,",
            "{answers: 1, stance: ACTION_PLANNED,",
            "evaluations[0].observations.items[0].on\u00a0: donnez le jour d’une action engagée ou prévue",
        ),
        (
            "      items:",
            "      attachments: [absent.pdf]\n      items:",
            "evaluations[0].observations.attachments[0]\u00a0: le fichier «\u00a0absent.pdf\u00a0» n’est pas à côté",
        ),
        (
            "deposited: 2026-10-01",
            "deposited: 2026-13-01",
            "evaluations[0].dates.deposited\u00a0: «\u00a02026-13-01\u00a0»",
        ),
    ],
)
def test_what_is_wrong_in_the_file_is_told_with_its_path_and_nothing_is_written(tmp_path, before, after, sentence):
    assert before in SCENARIO

    with pytest.raises(CommandError) as refusal:
        call_command(
            "load_scenario", write(tmp_path, SCENARIO.replace(before, after)), verbosity=0, allow_accounts=True
        )

    assert sentence in str(refusal.value)
    assert (User.objects.count(), Institution.objects.count(), Framework.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_form_that_nobody_of_the_institution_may_deposit_is_told(tmp_path):
    unsigned = SCENARIO.replace("rights: [contribute, sign]", "rights: [contribute]")
    filled = unsigned.replace("    until:", '    dossier: {sections: {presentation: "<p>Une.</p>"}}\n    until:')

    with pytest.raises(CommandError, match="aucune personne habilitée à signer n’est là pour le déposer"):
        call_command("load_scenario", write(tmp_path, filled), verbosity=0, allow_accounts=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "before, after, sentence",
    [
        (
            '      objectifs: "<p>Les objectifs sont <strong>clairs</strong>.</p>"\n',
            "",
            "évaluation « e » : « Objectifs » : texte manquant.",
        ),
        ("ratings: {pilotage: A}", "ratings: {pilotage: D}", "« D » n’est pas une réponse à « pilotage »"),
        ("chair: chair, rapporteur", "rapporteur", "évaluation « e » : Le comité n’a pas de présidence."),
        ("ratings: {pilotage: A}", "ratings: {objectifs: A}", "ne demande pas de réponse à « objectifs »"),
    ],
)
def test_an_act_that_is_refused_names_its_evaluation(tmp_path, before, after, sentence):
    assert before in SCENARIO

    with pytest.raises(CommandError) as refusal:
        call_command(
            "load_scenario", write(tmp_path, SCENARIO.replace(before, after)), verbosity=0, allow_accounts=True
        )

    assert sentence in str(refusal.value)
    assert (User.objects.count(), Institution.objects.count(), Evaluation.objects.count()) == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_scenario_is_played_to_a_published_report(tmp_path, capsys):
    played = load(write(tmp_path), capsys)

    evaluation = Evaluation.objects.get()
    report = evaluation.reports.get(kind="FINAL")
    assert played == {
        "e": {
            "id": evaluation.public_id,
            "url": f"/evaluations/{evaluation.public_id}/",
            "pdf_url": f"/rapports/{report.public_id}/rapport.pdf",
        }
    }
    assert (evaluation.state_name, report.published_on) == ("PUBLISHED", dt.date(2027, 6, 14))
    reading = report.reading
    assert [(f.key, f.text) for f in reading.head] == [
        ("period", "2026-2027"),
        ("deposited_on", "1er octobre 2026"),
        ("institution", "Université des Landes - UDL"),
        ("partners", "/"),
        ("sites", "Mont-de-Marsan"),
    ]
    assert [(s.role, s.signatories[0].name, s.signatories[0].office) for s in reading.signatures] == [
        ("CHAIR", "Claire Haddad", "président"),
        ("AGENCY", "Paul Martin", "président par intérim"),
    ]
    assert [(c.code, c.text, c.answer) for c in reading.criteria] == [
        ("objectifs", "<p>Les objectifs sont <strong>clairs</strong>.</p>", ""),
        ("pilotage", "<p>Le conseil se réunit.</p>", "A"),
    ]
    assert [(r.number, r.text, r.addresses) for r in reading.recommendations] == [(1, "Ouvrir l’alternance.", (1,))]
    assert [(i.target, i.number, i.quote) for i in reading.observations.items] == [("WEAKNESS", 1, "Peu d’alternants.")]
    assert (reading.observations.signatory, reading.observations.signed.text) == ("Simon Petit", "20 mai 2027")


@pytest.mark.django_db(transaction=True)
def test_loading_again_changes_nothing(tmp_path, capsys):
    file = write(tmp_path)
    first = load(file, capsys)
    events = list(Event.objects.values_list("evaluation__public_id", "number", "sha256"))

    assert load(file, capsys) == first
    assert list(Event.objects.values_list("evaluation__public_id", "number", "sha256")) == events


@pytest.mark.django_db(transaction=True)
def test_a_scenario_that_asks_for_more_goes_on_from_where_it_was(tmp_path, capsys):
    load(write(tmp_path, SCENARIO.replace("until: PUBLISHED", "until: DRAFTING")), capsys)
    assert Evaluation.objects.get().state_name == "DRAFTING"

    load(write(tmp_path), capsys)

    assert Evaluation.objects.get().state_name == "PUBLISHED"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "state",
    [
        "PLANNED",
        "DOSSIER_EXPECTED",
        "DOSSIER_DEPOSITED",
        "COMMITTEE_PROPOSED",
        "COMMITTEE_APPOINTED",
        "EXPERTISE",
        "DRAFTING",
        "COLLEGIAL_VALIDATION",
        "AGENCY_READING",
        "DRAFT_TRANSMITTED",
        "CORRECTIONS_RULING",
        "CHAIR_SIGNED",
        "OBSERVATIONS_OPEN",
        "OBSERVATIONS_CLOSED",
        "COUNTERSIGNED",
        "SUSPENDED",
        "WITHDRAWN",
    ],
)
def test_every_state_can_be_reached_by_real_acts(tmp_path, capsys, state):
    load(write(tmp_path, SCENARIO.replace("until: PUBLISHED", f"until: {state}")), capsys)

    evaluation = Evaluation.objects.get()
    assert evaluation.state_name == state
    assert evaluation.events.order_by("number").last().after == evaluation.state


@pytest.mark.django_db
def test_accounts_with_a_known_password_are_refused_out_of_a_trial(tmp_path, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="ce scénario crée des comptes au mot de passe connu"):
        call_command("load_scenario", write(tmp_path), verbosity=0)

    assert User.objects.count() == 0


@pytest.mark.django_db
def test_the_period_of_a_campaign_is_read_in_its_title(tmp_path, capsys):
    load(write(tmp_path, SCENARIO.replace("until: PUBLISHED", "until: PLANNED")), capsys)

    campaign = Campaign.objects.get()
    assert (campaign.period, campaign.wave) == ("2026-2027", "C")


DOSSIER = """\
    dossier:
      - {title: Présentation, text: "<p>Notre formation.</p>"}
      - {title: Effectifs, table: "Année;Inscrits\\n2025;42"}
      - {title: Annexe, file: Annexe.pdf}
    until:"""


@pytest.mark.django_db
def test_the_dossier_is_put_together_by_the_institution_before_its_deposit(tmp_path, own_anchor, capsys):
    (tmp_path / "Annexe.pdf").write_bytes(pdf("Une", "Deux"))
    file = write(tmp_path, SCENARIO.replace("    until:", DOSSIER).replace("until: PUBLISHED", "until: DRAFTING"))

    load(file, capsys)
    load(file, capsys)

    assert list(DossierPart.objects.values_list("position", "kind", "title", "file_name", "pages")) == [
        (1, "TEXT", "Présentation", "", None),
        (2, "TABLE", "Effectifs", "", None),
        (3, "DOCUMENT", "Annexe", "annexe.pdf", 2),
    ]


FORM = """\
dossier:
  sections:
    - {code: presentation, label: Présentation, mandatory: true}
    - {code: suivi, label: Suivi, mandatory: true}
"""


@pytest.mark.django_db
def test_a_dossier_that_is_awaited_is_begun_by_the_institution(tmp_path, own_anchor, capsys):
    begun = '    dossier: {sections: {presentation: "<p>Une.</p>"}}\n    until:'
    awaited = SCENARIO.replace("    until:", begun).replace("until: PUBLISHED", "until: DOSSIER_EXPECTED")
    file = write(tmp_path, awaited, framework=FRAMEWORK + FORM)

    load(file, capsys)
    load(file, capsys)

    evaluation = Evaluation.objects.get()
    assert (evaluation.state, evaluation.dossier_snapshots.count()) == (10, 0)
    assert list(evaluation.dossier_texts.values_list("code", "text", "revision")) == [
        ("presentation", "<p>Une.</p>", 1)
    ]


@pytest.mark.django_db
def test_changes_to_a_deposited_dossier_wait_for_the_agency(tmp_path, own_anchor, capsys):
    filled = """\
    dossier:
      sections: {presentation: "<p>Une.</p>", suivi: "<p>Deux.</p>"}
      changes: {message: Une erreur., sections: {suivi: "<p>Trois.</p>"}}
    until:"""
    drafted = SCENARIO.replace("    until:", filled).replace("until: PUBLISHED", "until: DRAFTING")
    file = write(tmp_path, drafted, framework=FRAMEWORK + FORM)

    load(file, capsys)
    load(file, capsys)

    proposal = Evaluation.objects.get().dossier_proposals.get()
    assert (proposal.outcome, proposal.message, proposal.base) == ("", "Une erreur.", 1)
    assert proposal.reading.section("suivi").text == "<p>Trois.</p>"


@pytest.mark.django_db
def test_a_refused_document_stops_the_scenario_and_leaves_no_file(tmp_path, own_anchor, settings):
    (tmp_path / "Annexe.pdf").write_bytes(with_script())
    file = write(tmp_path, SCENARIO.replace("    until:", DOSSIER))

    with pytest.raises(CommandError, match="évaluation «\u00a0e\u00a0»\u00a0: Ce PDF contient un programme"):
        call_command("load_scenario", file, verbosity=0, allow_accounts=True)
    assert (DossierPart.objects.count(), list(settings.MEDIA_ROOT.rglob("*.pdf"))) == (0, [])


@pytest.mark.django_db
def test_observations_have_stances_with_their_day_and_files(tmp_path, own_anchor, capsys):
    (tmp_path / "annexe.pdf").write_bytes(pdf("Une page."))
    scenario = SCENARIO.replace("until: PUBLISHED", "until: OBSERVATIONS_CLOSED").replace(
        "      items:\n        - {answers: 1,",
        "      attachments: [annexe.pdf]\n      items:\n        - {answers: 1, stance: ACTION_PLANNED, on: 2027-09-01,",
    )

    load(write(tmp_path, scenario), capsys)

    letter = Observation.objects.get()
    item, file = letter.items.get(), letter.attachments.get()
    assert (item.stance, item.action_on) == ("ACTION_PLANNED", dt.date(2027, 9, 1))
    assert letter.evaluation.events.get(verb="file_observations").details["files"] == {file.public_id: file.sha256}


CORRECTIONS = """\
    corrections:
      - {by: sign, about: objectifs, quote: clairs, text: Ils sont cinq., right: cinq, ruling: ACCEPTED}
      - {by: sign, finding: 1, text: Ils sont onze., ruling: PARTLY, reason: Dix., becomes: Dix alternants.}
      - {by: sign, about: presentation, quote: forme des techniciens, text: Faux., ruling: REFUSED, reason: Exact.}
"""


@pytest.mark.django_db
def test_errors_of_fact_are_sent_ruled_on_and_the_text_follows(tmp_path, capsys, own_anchor):
    file = write(tmp_path, SCENARIO.replace("    observations:\n", f"{CORRECTIONS}    observations:\n"))

    load(file, capsys)

    evaluation = Evaluation.objects.get()
    assert list(evaluation.corrections.order_by("position").values_list("ruling", "change_from", "change_to")) == [
        ("ACCEPTED", 1, 2),
        ("PARTLY", 1, 2),
        ("REFUSED", None, None),
    ]
    assert evaluation.assessments.get(code="objectifs").text == "<p>Les objectifs sont <strong>cinq</strong>.</p>"
    assert evaluation.findings.get(kind="WEAKNESS").text == "Dix alternants."
    assert evaluation.state == 150


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("by: sign, finding", "by: chair, finding", "corrections[1].by\u00a0: «\u00a0chair\u00a0» n’est pas une"),
        ("about: objectifs, quote", "about: objet, quote", "corrections[0].about\u00a0: l’évaluation n’a pas de texte"),
        ("quote: clairs", "quote: obscurs", "corrections[0].quote\u00a0: ces mots ne sont pas dans le texte."),
        ("finding: 1", "finding: 2", "corrections[1].finding.weakness\u00a0: il n’y a que 1 constat(s)"),
        (", reason: Exact.", "", "corrections[2].reason\u00a0: une erreur refusée, ou acceptée en partie, l’est avec"),
        ("reason: Exact.", "reason: Non., becomes: x", "corrections[2].becomes\u00a0: le texte ne change que si"),
        ("reason: Exact.", "reason: Non., files: [a.pdf]", "corrections[2].files[0]\u00a0: le fichier «\u00a0a.pdf"),
    ],
)
def test_a_wrong_error_of_fact_is_told_by_the_path_of_its_key(tmp_path, before, after, sentence):
    scenario = SCENARIO.replace("    observations:\n", f"{CORRECTIONS}    observations:\n").replace(before, after)

    with pytest.raises(CommandError) as refused:
        call_command("load_scenario", write(tmp_path, scenario), verbosity=0, allow_accounts=True)

    assert f"evaluations[0].{sentence}" in str(refused.value)
