"""What a framework and a record say of a report's kind reaches the reading without code."""

from dataclasses import replace

import pytest
from django.core.management import call_command

from evalprog.accounts.models import User
from evaluations import transitions
from evaluations.content import MemberReading, ReportReading
from evaluations.enums import CommitteeRole, ReportKind
from evaluations.imports import source_from_bytes
from evaluations.imports.parsed import ParsedReport
from evaluations.imports.recording import record
from evaluations.models import Campaign, Evaluation
from evaluations.reports import reading
from tests.evaluations.scenario_files import FRAMEWORK, SCENARIO, write

RICH = (
    FRAMEWORK.replace("{key: sites, label: Sites}", "{key: sites, label: Sites, many: true, on_cover: true}\n"
                      "  - {key: contract, label: Contrat, on_cover: true}")
    .replace("scales:", "committee: {label: Comité, chair: Présidence, chairs: Coprésidence, expert: Expert}\n"
             "sheets: Fiches\nscales:")
    .replace("mandatory: true}\n      - {code: pilotage", "mandatory: true, figures: [{code: inscrits, "
             "label: Inscrits, kind: line}]}\n      - {code: pilotage")
)  # fmt: skip
TABLE = (
    "<table><thead><tr><th>Année</th><th>2015</th><th>2016</th></tr></thead>"
    "<tbody><tr><th>Inscrits</th><td>12</td><td>15</td></tr></tbody></table>"
)
FIELD = (
    SCENARIO.replace("until: PUBLISHED", f'until: PUBLISHED\n    dossier: [{{title: inscrits, table: "{TABLE}"}}]')
    .replace("sites: Mont-de-Marsan", "sites: Mont-de-Marsan ; Dax")
    .replace("deadlines:", "contract: 2020-2025, deadlines:")
    .replace("evaluations:", "  - {key: field, kind: FIELD, title: Champ Forêt, institution: udl}\nevaluations:")
    + """
  - {key: f, programme: field, campaign: c, until: DOSSIER_DEPOSITED, sheets: [e]}
"""
)


@pytest.fixture
def played(tmp_path, db):
    call_command("load_scenario", write(tmp_path, FIELD, RICH), verbosity=0, allow_accounts=True)


def of(title: str) -> Evaluation:
    return Evaluation.objects.get(programme__title__startswith=title)


def test_lines_of_the_cover_lists_contract_and_series_come_from_the_framework(played):
    read = reading.read(of("Licence"))

    sites, contract = read.cover.lines
    assert (sites.items, sites.text) == (("Mont-de-Marsan", "Dax"), "Mont-de-Marsan ; Dax")
    assert (contract.label, contract.text) == ("Contrat", "2020-2025")
    assert "sites" not in [fact.key for fact in read.head]
    (figure,) = read.criteria[0].figures
    assert (figure.source, figure.series[0].values) == ("Dossier d’autoévaluation", ("12", "15"))
    assert [value.code for value in read.scales[0].values] == ["A", "B"]
    assert read.committee.members[0].role == "Présidence"


def test_a_report_gathers_the_published_sheets_of_its_programmes(played):
    published = of("Licence").reports.get(kind=ReportKind.FINAL)

    read = reading.read(of("Champ"), kind=ReportKind.DRAFT)

    (sheet,) = read.sheets
    assert (read.sheets_label, sheet.code, sheet.title) == (
        "Fiches", published.public_id, "Licence professionnelle Forêt"
    )  # fmt: skip
    assert sheet.sections == published.reading.sections
    assert sheet.colophon[-1].value == published.sha256


def test_a_sheet_does_not_change_what_its_readers_have_signed(played):
    field = of("Champ")
    with_sheet = reading.read(field).judgement_sha256

    Evaluation.objects.filter(gathered_in=field).update(gathered_in=None)

    assert reading.read(field).judgement_sha256 == with_sheet


def test_an_erratum_says_what_it_replaces_and_why(played):
    officer = User.objects.get(email="officer@example.org")
    transitions.open_erratum(of("Licence"), by=officer, reason="Un effectif était faux.")

    read = reading.read(of("Licence"))

    erratum = read.cover.erratum
    assert (erratum.version, erratum.label, erratum.reason) == (2, "Erratum, version 2", "Un effectif était faux.")
    assert erratum.replaces == "remplace la version 1, publiée le 14 juin 2027"
    assert read.fact("replaces").text == "version 1, publiée le 14 juin 2027"


def test_a_campaign_keeps_the_years_of_its_contract(played):
    assert Campaign.objects.get().contract == "2020-2025"


def test_what_stands_on_the_cover_and_who_presides_are_recorded_of_a_report_read_back(played):
    published = of("Licence").reports.get(kind=ReportKind.FINAL).reading
    members = (MemberReading("Coprésidence", "A", ""), MemberReading("Coprésidence", "B", ""))
    cover = replace(published.cover, title="Licence Bois", campaign="Vague Z")
    taken = replace(published, cover=cover, committee=replace(published.committee, members=members))

    evaluation = taken_in(taken).evaluation

    assert evaluation.particulars["sites"] == "Mont-de-Marsan ; Dax"
    assert evaluation.campaign.contract == "2020-2025"
    assert set(evaluation.members.values_list("role", flat=True)) == {CommitteeRole.CHAIR}
    again = reading.read(evaluation)
    assert (again.cover.lines, again.committee) == (taken.cover.lines, taken.committee)


def test_the_erratum_of_a_report_read_back_keeps_its_series_and_its_sheets(played):
    published = of("Licence").reports.get(kind=ReportKind.FINAL).reading
    sheets = reading.read(of("Champ"), kind=ReportKind.DRAFT).sheets
    cover = replace(published.cover, title="Licence Bois", campaign="Vague Z")
    evaluation = taken_in(replace(published, cover=cover, sheets=sheets, sheets_label="Fiches")).evaluation
    officer = User.objects.get(email="officer@example.org")

    transitions.open_erratum(evaluation, by=officer, reason="Un mot était faux.")

    evaluation.refresh_from_db()
    corrected = reading.read(evaluation)
    assert published.criteria[0].figures and sheets
    assert [c.figures for c in corrected.criteria] == [c.figures for c in published.criteria]
    assert (corrected.sheets, corrected.sheets_label) == (sheets, "Fiches")


def taken_in(content: ReportReading):
    framework = of("Licence").framework
    parsed = ParsedReport(content, framework.definition, 1.0, [], {}, [], verified=True)
    report, _created = record(parsed, source_from_bytes("rapport.txt", content.as_json().encode()), framework)
    return report
