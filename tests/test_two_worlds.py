"""Two worlds that differ only in what somebody may not know give that somebody the same bytes.

A pair is played twice from the same beginning, with the same people, and the same random names for what is made. The
person then opens every page that they can come to by links from the dashboard, and a page that does not exist; status,
headers and bodies are compared. Only what is drawn anew for each answer is set apart: the CSRF token, the cookies that
carry it, the number that a form gives its sending, and the name that a comment to be written will have.
"""

import dataclasses
import datetime as dt
import functools
import hashlib
import random
import re
from collections.abc import Callable
from html import unescape
from itertools import count

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction
from django.test import Client

from evalprog import public_id
from evaluations import transitions, writing
from evaluations.enums import CommitteeRole, DossierKind, FindingKind, ItemTarget, SharingRule, State
from evaluations.models import DossierPart, Evaluation
from evaluations.workspace import (
    assignments,
    attachments,
    citations,
    comments,
    corrections,
    dossier,
    dossier_pieces,
    findings,
    history,
    observations,
    presence,
    suggestions,
)
from evaluations.workspace.citations import Place
from evaluations.workspace.contributions import share
from evaluations.workspace.corrections import Said
from evaluations.workspace.texts import save_notes, save_text
from evaluations.workspace.uploads import checked
from tests import factories
from tests.evaluations import dossier_data, sent_files

pytestmark = pytest.mark.django_db

NOON = factories.paris(2026, 11, 20, 12)
A_WEEK = dt.timedelta(days=7)
# Pages of the workspace that no link of another page leads to yet; « {} » is the evaluation.
WORKSPACE = (
    "/evaluations/{}/criteres/avis/",
    "/evaluations/{}/criteres/avis/?volet=contributions",
    "/evaluations/{}/criteres/avis/?volet=commentaires",
    "/evaluations/{}/repartition/",
)
STARTS = (
    "/tableau-de-bord/", "/", "/rapports/", "/rapports/rapports.csv", "/rapports/rapports.json", "/rapports/flux.atom",
    "/sitemap.xml", "/sitemap/formations-1.xml", "/compte/", "/compte/mes-donnees.json", "/declaration/", "/experts/",
)  # fmt: skip
# A new secret is drawn at each visit of these: there is nothing to compare.
SECRETS = ("/compte/facteurs/application/", "/compte/facteurs/cles/ajouter/")
TOKEN = re.compile(rb'name="(?:csrfmiddlewaretoken|save_id|key)" value="[^"]+"')
DRAWN_ANEW = {"set-cookie"}
UNKNOWN = "/evaluations/222222222222/"


class Stage:
    """The common beginning: one world, another institution with its own people, an evaluation of each."""

    def __init__(self):
        self.world = factories.world()
        self.other = factories.world()
        self.ours = factories.evaluation(self.world, State.DRAFTING)
        self.theirs = factories.evaluation(self.other, State.DRAFTING)


# What differs, and to whom it must not show: (name, person, this world, the other)


def nothing(stage: Stage) -> None:
    pass


def finish_the_draft(stage: Stage) -> None:
    factories.write(stage.ours, "<p>Un avis long et achevé.</p>" * 50)
    factories.advance(stage.ours, State.AGENCY_READING, stage.world)


def edit_after_transmission(stage: Stage) -> None:
    factories.advance(stage.ours, State.DRAFT_TRANSMITTED, stage.world)
    factories.write(stage.ours, "<p>Le comité a repris son texte.</p>")


def transmit(stage: Stage) -> None:
    factories.advance(stage.ours, State.DRAFT_TRANSMITTED, stage.world)


def go_on_elsewhere(stage: Stage) -> None:
    factories.evaluation(stage.other, State.COMMITTEE_PROPOSED)
    factories.advance(stage.theirs, State.OBSERVATIONS_CLOSED, stage.other)


def recuse(stage: Stage) -> None:
    transitions.record_conflict(stage.ours, stage.world.expert, by=stage.world.officer, reason="Coauteur.")


def recuse_and_go_on(stage: Stage) -> None:
    recuse(stage)
    for person in (stage.world.chair, stage.world.rapporteur):
        factories.write(stage.ours, f"<p>Texte de {person.pk}.</p>")
    transitions.submit_for_validation(stage.ours, by=stage.world.chair)


def transmit_and_recuse(stage: Stage) -> None:
    transmit(stage)
    recuse(stage)


def transmit_and_declare(stage: Stage) -> None:
    """That somebody has left the committee, its institution may know; not who has said so, nor why."""
    transmit(stage)
    transitions.declare_conflict(stage.ours, by=stage.world.expert, reason="Un proche y enseigne.")


def transmit_recuse_and_go_on(stage: Stage) -> None:
    """What the institution sends, the presidency decides and signs, and is answered, follows the conflict."""
    transmit_and_recuse(stage)
    say(stage)
    factories.advance(stage.ours, State.CORRECTIONS_RULING, stage.world)
    transitions.rule_on_correction(stage.ours.corrections.get(), by=stage.world.chair, ruling="REFUSED", reason="Non.")
    factories.advance(stage.ours, State.OBSERVATIONS_OPEN, stage.world)
    writing.write_observations(stage.ours, text="<p>Lettre.</p>", signatory="X")
    transitions.file_observations(stage.ours, by=stage.world.signatory)


def replace_an_expert(stage: Stage) -> None:
    deposited = factories.evaluation(stage.world, State.DOSSIER_DEPOSITED)
    member = transitions.invite(deposited, factories.expert("Ancien Pressenti"), by=stage.world.officer)
    transitions.dismiss(member, by=stage.world.officer, reason="Indisponible.")
    transitions.invite(deposited, stage.world.chair, by=stage.world.officer, role=CommitteeRole.CHAIR)


def seat_without_replacing(stage: Stage) -> None:
    deposited = factories.evaluation(stage.world, State.DOSSIER_DEPOSITED)
    transitions.invite(deposited, stage.world.chair, by=stage.world.officer, role=CommitteeRole.CHAIR)


def list_more(stage: Stage) -> None:
    for _ in range(3):
        factories.planned(stage.world)


def list_and_withdraw(stage: Stage) -> None:
    transitions.withdraw(factories.planned(stage.world), by=stage.world.officer, reason="Erreur de liste.")


def publish_elsewhere_in_part(stage: Stage) -> None:
    factories.advance(stage.theirs, State.COUNTERSIGNED, stage.other)


def prepare_observations(stage: Stage) -> None:
    factories.advance(stage.ours, State.OBSERVATIONS_OPEN, stage.world)
    writing.write_observations(stage.ours, text="<p>Brouillon de l’établissement.</p>", signatory="X")


def answer_the_report(stage: Stage) -> None:
    """As the institution does: an answer, a free observation rewritten, the letter, a file, one taken away."""
    factories.advance(stage.ours, State.OBSERVATIONS_OPEN, stage.world)
    hand = stage.world.contributor
    free = observations.add(stage.ours, ItemTarget.FREE, by=hand)
    for name, base in ((free.public_id, 0), (free.public_id, 1), (observations.LETTER, 0)):
        text = f"<p>Brouillon {base}.</p>"
        observations.save(stage.ours, name, text, base_revision=base, save_id=None, by=hand)
    for name in ("annexe.pdf", "autre.pdf"):
        file = attachments.attach(free.observation, checked(name, sent_files.pdf(f"Page de {name}.")), by=hand)
    attachments.take_away(file, by=hand)


def open_observations(stage: Stage) -> None:
    factories.advance(stage.ours, State.OBSERVATIONS_OPEN, stage.world)


def note(stage: Stage) -> None:
    save_notes(stage.ours, "avis", "<p>Une note pour moi.</p>", base_revision=0, save_id=None, by=stage.world.expert)


def share_own(stage: Stage) -> None:
    """The chair's: as one who looks, she then reads those of the others."""
    save_notes(stage.ours, "avis", "<p>À tous.</p>", base_revision=0, save_id=None, by=stage.world.chair)
    share(stage.ours.contributions.get(author=stage.world.chair), by=stage.world.chair)


def share_own_beside_a_note(stage: Stage) -> None:
    share_own(stage)
    note(stage)


def share_a_note(stage: Stage) -> None:
    note(stage)
    share(stage.ours.contributions.get(), by=stage.world.expert)


def share_after_own(stage: Stage) -> None:
    stage.world.campaign.sharing = SharingRule.AFTER_OWN
    stage.world.campaign.save()
    stage.ours.refresh_from_db()


def share_what_waits(stage: Stage) -> None:
    share_after_own(stage)
    share_own(stage)


def talk_beside_the_text(stage: Stage) -> None:
    share_a_note(stage)
    seat = factories.seat(stage.ours, stage.world.expert)
    comments.write(stage.ours, "avis", "Un chiffre ?", by=stage.world.chair, mentioned=[seat])
    pairs = frozenset({("avis", seat.public_id)})
    assignments.assign(stage.ours, pairs, base=assignments.sheet_of(stage.ours).fingerprint, by=stage.world.chair)
    presence.tell(stage.ours, stage.world.chair, "avis")


def talk_and_be_recused(stage: Stage) -> None:
    recuse(stage)
    comments.write(stage.ours, "avis", "Un chiffre ?", by=stage.world.chair)
    presence.tell(stage.ours, stage.world.chair, "avis")


FINAL = "<p>Un avis. Mûri.</p>"


def save(stage: Stage, text: str, base: int, by) -> None:
    save_text(stage.ours, "avis", text, base_revision=base, save_id=None, by=by)


def write_once_and_transmit(stage: Stage) -> None:
    save(stage, FINAL, 1, stage.world.chair)
    factories.advance(stage.ours, State.DRAFT_TRANSMITTED, stage.world)


def rewrite_and_transmit(stage: Stage) -> None:
    """Five times by two persons, with a text set aside and another taken up again."""
    save(stage, FINAL, 1, stage.world.rapporteur)
    save(stage, "<p>Tard.</p>", 1, stage.world.chair)
    for base, text in enumerate(("<p>Deux.</p>", "<p>Trois.</p>", FINAL, "<p>Cinq.</p>"), start=2):
        save(stage, text, base, (stage.world.chair, stage.world.rapporteur)[base % 2])
    history.restore(stage.ours.assessments.get(), "2", base_revision=6, by=stage.world.chair)
    factories.advance(stage.ours, State.DRAFT_TRANSMITTED, stage.world)


def mend_and_transmit(stage: Stage) -> None:
    factories.advance(stage.ours, State.AGENCY_READING, stage.world)
    save(stage, FINAL, 1, stage.world.chair)
    for _ in range(3):  # as many names as the other world draws: two suggestions and a message
        public_id.new_public_id()
    factories.advance(stage.ours, State.DRAFT_TRANSMITTED, stage.world)


def suggest_and_transmit(stage: Stage) -> None:
    """The same words, suggested by the agency, told to the chair and accepted; another suggestion is refused."""
    factories.advance(stage.ours, State.AGENCY_READING, stage.world)
    refused, accepted = (
        suggestions.propose(stage.ours, "avis", text, read_revision=1, by=stage.world.officer)[0]
        for text in ("<p>Tout autre chose.</p>", FINAL)
    )
    suggestions.announce(stage.ours, by=stage.world.officer)
    suggestions.refuse(refused, by=stage.world.chair, reason="Non.")
    suggestions.accept(accepted, by=stage.world.chair)
    factories.advance(stage.ours, State.DRAFT_TRANSMITTED, stage.world)


def read_for_the_agency(stage: Stage) -> None:
    factories.advance(stage.ours, State.AGENCY_READING, stage.world)


def suggest(stage: Stage) -> None:
    read_for_the_agency(stage)
    suggestions.propose(stage.ours, "avis", FINAL, read_revision=1, by=stage.world.officer)


def write_and_leave_notes(stage: Stage) -> None:
    """Notes that are not shared, rewritten and taken up again."""
    for base, text in enumerate(("<p>Une note.</p>", "<p>Une autre.</p>")):
        save_notes(stage.ours, "avis", text, base_revision=base, save_id=None, by=stage.world.expert)
    history.restore(stage.ours.contributions.get(), "1", base_revision=2, by=stage.world.expert)


def deposit_with_a_dossier(stage: Stage) -> tuple[Evaluation, DossierPart]:
    """Another evaluation of ours, in drafting: a table in its dossier, and a strength."""
    deposited = factories.evaluation(stage.world, State.DOSSIER_EXPECTED)
    table = "<table><tr><th>Inscrits</th><td>42</td></tr><tr><th>Diplômés</th><td>40</td></tr></table>"
    part = dossier.add(deposited, DossierKind.TABLE, "Effectifs", table, by=stage.world.contributor)
    factories.advance(deposited, State.DRAFTING, stage.world)
    findings.add(deposited, FindingKind.STRENGTH, "Un atout.", by=stage.world.chair)
    return deposited, part


def make_findings(stage: Stage) -> None:
    evaluation, _part = deposit_with_a_dossier(stage)
    weakness = findings.add(evaluation, FindingKind.WEAKNESS, "Peu suivi.", by=stage.world.chair)
    advice = findings.add(evaluation, FindingKind.RECOMMENDATION, "Suivre.", addresses=[weakness], by=stage.world.chair)
    findings.reword(advice, "Mieux suivre.", base_revision=1, by=stage.world.expert)
    findings.remove(weakness, by=stage.world.expert)


def cite_the_dossier(stage: Stage) -> None:
    evaluation, part = deposit_with_a_dossier(stage)
    for target in ({"code": "avis"}, {"finding": evaluation.findings.get()}):
        citations.cite(evaluation, Place(part, row=1, column=2), by=stage.world.chair, **target)


def deposit_only(stage: Stage) -> None:
    deposit_with_a_dossier(stage)


def expect_a_dossier(stage: Stage) -> Evaluation:
    return factories.evaluation(stage.world, State.DOSSIER_EXPECTED)


def prepare_a_dossier(stage: Stage) -> None:
    dossier.add(expect_a_dossier(stage), DossierKind.TEXT, "Brouillon", "<p>À revoir.</p>", by=stage.world.contributor)


def deposit_a_form(stage: Stage) -> Evaluation:
    """A framework that asks for a dossier, deposited; the committee writes its report."""
    campaign = factories.campaign(framework=factories.framework(dossier=dossier_data.FORM))
    return dossier_data.deposited(dataclasses.replace(stage.world, campaign=campaign), State.DRAFTING)


def write_changes(stage: Stage) -> Evaluation:
    """A text rewritten, a piece replaced, a table that is new: and nothing is sent."""
    deposited = deposit_a_form(stage)
    by = stage.world.contributor
    dossier_data.write(deposited, text="<p>Revue.</p>", base=1, by=by)
    part = dossier_data.join(deposited, "Une page", read=1, by=by)
    dossier_pieces.point(part, {"conseil": 1}, read=2, by=by)
    dossier_data.count(deposited, by=by)
    return deposited


def send_changes(stage: Stage) -> None:
    transitions.propose_dossier_changes(write_changes(stage), by=stage.world.signatory, message="Une erreur.")


def accept_changes(stage: Stage) -> None:
    deposited = write_changes(stage)
    proposal = transitions.propose_dossier_changes(deposited, by=stage.world.signatory)
    transitions.accept_dossier_changes(deposited, proposal.public_id, by=stage.world.officer)


def suspend_what_is_expected(stage: Stage) -> None:
    expected = expect_a_dossier(stage)
    public_id.new_public_id()  # as many names as the other world draws: that of the part
    transitions.suspend(expected, by=stage.world.officer, reason="Report.")


def prepare_and_suspend(stage: Stage) -> None:
    expected = expect_a_dossier(stage)
    dossier.add(expected, DossierKind.TEXT, "Brouillon", "<p>À revoir.</p>", by=stage.world.contributor)
    transitions.suspend(expected, by=stage.world.officer, reason="Report.")


def say(stage: Stage, wrong: str = "Faux.") -> None:
    corrections.add(stage.ours, Said("texte:avis", "Un avis", wrong, "Exact."), by=stage.world.contributor)


def prepare_corrections(stage: Stage) -> None:
    transmit(stage)
    say(stage)
    away = corrections.add(stage.ours, Said("", "", "À retirer.", ""), by=stage.world.signatory)
    corrections.remove(away, by=stage.world.contributor)


def miss_the_delay(stage: Stage) -> None:
    transmit(stage)
    stage.ours.windows.update(opens_at=NOON - A_WEEK, closes_at=NOON)
    transitions.close_corrections(stage.ours)


def prepare_after_the_delay(stage: Stage) -> None:
    miss_the_delay(stage)
    say(stage)


def send_corrections(stage: Stage) -> None:
    transmit(stage)
    say(stage)
    say(stage, "Faux aussi.")
    factories.advance(stage.ours, State.CORRECTIONS_RULING, stage.world)


def rule_on_corrections(stage: Stage) -> None:
    """Accepted and the text changed, refused, then refused for another reason."""
    send_corrections(stage)
    first, second = stage.ours.corrections.order_by("position")
    transitions.rule_on_correction(first, by=stage.world.chair, ruling="ACCEPTED")
    save(stage, FINAL, stage.ours.assessments.get().revision, stage.world.chair)
    transitions.link_change(first, by=stage.world.chair)
    for reason in ("Exact.", "Exact : voir le dossier."):
        transitions.rule_on_correction(second, by=stage.world.chair, ruling="REFUSED", reason=reason)


def send_corrections_and_sign(stage: Stage) -> None:
    """The one ruling and the change that the other world has too."""
    rule_on_corrections(stage)
    factories.advance(stage.ours, State.CHAIR_SIGNED, stage.world)


def refuse_all_and_sign(stage: Stage) -> None:
    send_corrections(stage)
    for correction in stage.ours.corrections.all():
        transitions.rule_on_correction(correction, by=stage.world.chair, ruling="REFUSED", reason="Non.")
    factories.advance(stage.ours, State.CHAIR_SIGNED, stage.world)


def rule_sign_and_open(stage: Stage) -> None:
    send_corrections_and_sign(stage)
    factories.advance(stage.ours, State.OBSERVATIONS_OPEN, stage.world)


def refuse_sign_and_open(stage: Stage) -> None:
    refuse_all_and_sign(stage)
    factories.advance(stage.ours, State.OBSERVATIONS_OPEN, stage.world)


PAIRS = {
    "errors of fact being prepared, to the chair": ("chair", transmit, prepare_corrections),
    "errors of fact being prepared, to an officer": ("officer", transmit, prepare_corrections),
    "errors of fact being prepared, to an auditor": ("auditor", transmit, prepare_corrections),
    "errors of fact prepared late, to the chair": ("chair", miss_the_delay, prepare_after_the_delay),
    "errors of fact prepared late, to an officer": ("officer", miss_the_delay, prepare_after_the_delay),
    "rulings before they are told, to a signatory": ("signatory", send_corrections, rule_on_corrections),
    "rulings before they are told, to a contributor": ("contributor", send_corrections, rule_on_corrections),
    "rulings signed and not sent yet": ("signatory", refuse_all_and_sign, send_corrections_and_sign),
    "an unshared note, to the chair": ("chair", nothing, note),
    "an unshared note, to the rapporteur": ("rapporteur", nothing, note),
    "an unshared note, to an officer": ("officer", nothing, note),
    "an unshared note, to an auditor": ("auditor", nothing, note),
    "an unshared note, beside what is shared": ("chair", share_own, share_own_beside_a_note),
    "what one reads only after having shared": ("expert", share_after_own, share_what_waits),
    "what is said beside the text, to a signatory": ("signatory", nothing, talk_beside_the_text),
    "what is said beside the text, to a contributor": ("contributor", nothing, talk_beside_the_text),
    "what is said beside the text, after a conflict": ("expert", recuse, talk_and_be_recused),
    "how often and by whom a text was written": ("signatory", write_once_and_transmit, rewrite_and_transmit),
    "what the agency suggested, after transmission": ("signatory", mend_and_transmit, suggest_and_transmit),
    "what the agency suggests": ("contributor", read_for_the_agency, suggest),
    "the history of notes, to the chair": ("chair", nothing, write_and_leave_notes),
    "the history of notes, to the agency": ("officer", nothing, write_and_leave_notes),
    "findings, before transmission": ("signatory", deposit_only, make_findings),
    "findings, to a contributor": ("contributor", deposit_only, make_findings),
    "citations of the dossier, to its institution": ("contributor", deposit_only, cite_the_dossier),
    "a dossier being prepared, to the agency": ("officer", expect_a_dossier, prepare_a_dossier),
    "a dossier being prepared, suspended, to the agency": ("officer", suspend_what_is_expected, prepare_and_suspend),
    "changes to a deposited dossier, to the chair": ("chair", deposit_a_form, send_changes),
    "changes to a deposited dossier, to an expert": ("expert", deposit_a_form, send_changes),
    "changes that are not sent, to an officer": ("officer", deposit_a_form, write_changes),
    "a finished draft, before transmission": ("signatory", nothing, finish_the_draft),
    "a finished draft, to a contributor": ("contributor", nothing, finish_the_draft),
    "what the committee edits after transmission": ("signatory", transmit, edit_after_transmission),
    "another institution's evaluations": ("contributor", nothing, go_on_elsewhere),
    "others' evaluations, to an expert": ("expert", nothing, go_on_elsewhere),
    "what follows a conflict, to its holder": ("expert", recuse, recuse_and_go_on),
    "what follows a conflict after transmission": ("expert", transmit_and_recuse, transmit_recuse_and_go_on),
    "whence and why a conflict after transmission": ("signatory", transmit_and_recuse, transmit_and_declare),
    "who was asked before the committee was proposed": ("signatory", seat_without_replacing, replace_an_expert),
    "a list not yet opened": ("signatory", nothing, list_more),
    "a line of the list withdrawn": ("contributor", nothing, list_and_withdraw),
    "evaluations under way, to a stranger": ("stranger", nothing, go_on_elsewhere),
    "reports about to be published, to everybody": ("anonymous", nothing, publish_elsewhere_in_part),
    "observations being prepared, to the committee": ("chair", open_observations, prepare_observations),
    "observations being prepared, to the agency": ("officer", open_observations, prepare_observations),
    "answers and files being prepared, to an officer": ("officer", open_observations, answer_the_report),
    "answers and files being prepared, to the chair": ("chair", open_observations, answer_the_report),
}


@functools.cache
def answers(person: str, play: Callable[[Stage], None]) -> dict[str, tuple]:
    """Every page that the person can reach in that world: status, headers, hash of the body. The world is then undone.

    A world is the same to the last byte each time it is played, so that each is played once, whoever is compared to it.
    """
    cache.clear()
    count_anew()
    with time_machine.travel(NOON, tick=False), transaction.atomic():
        stage = Stage()
        play(stage)
        client = Client()
        if person != "anonymous":
            client.force_login(getattr(stage.world, person))
        hidden = Evaluation.objects.get(pk=stage.theirs.pk).get_absolute_url()
        found, waiting = {}, [*STARTS, stage.ours.get_absolute_url(), UNKNOWN, hidden]
        waiting += [address.format(stage.ours.public_id) for address in WORKSPACE]
        while waiting:
            address = waiting.pop(0)
            if address in found:
                continue
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            found[address] = told(response, body)
            waiting += [link for link in links(response, body) if link not in found]
        if person != "anonymous":
            told_where = client.post(f"/evaluations/{stage.ours.public_id}/presence", {"code": "avis"})
            found["presence"] = told(told_where, told_where.content)
        transaction.set_rollback(True)
    return found


def count_anew() -> None:
    """PostgreSQL does not take back the numbers of rows that were undone: a person must be the same one in both."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(statement)


def numbers_given() -> dict[str, int]:
    """The last number that PostgreSQL gave, by sequence."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        return dict(cursor.fetchall())


def told(response, body: bytes) -> tuple:
    headers = sorted((k.lower(), v) for k, v in response.items() if k.lower() not in DRAWN_ANEW)
    return response.status_code, headers, hashlib.sha256(TOKEN.sub(b"", body)).hexdigest()


def links(response, body: bytes) -> list[str]:
    """Where the page leads, in this site; signing out and languages aside."""
    if response.get("Location", "").startswith("/evaluations/"):
        return [response["Location"]]
    if not response.get("Content-Type", "").startswith("text/html"):
        return []
    found = [unescape(a) for a in re.findall(r'href="(/[^"#]*)"', body.decode())]
    return [a for a in found if not a.startswith(("/static/", "/compte/deconnexion", "/langue", *SECRETS))]


@pytest.fixture
def alike(db, monkeypatch, settings, tmp_path):
    """Before each world: the same names are given and the same identifiers drawn, so that what differs is the world.

    Other tests put back rows under the numbers that they once had: no sequence ends before it began here.
    """
    settings.MEDIA_ROOT = tmp_path / "files"
    given = numbers_given()

    def begin_again():
        monkeypatch.setattr(public_id.secrets, "choice", random.Random(7).choice)
        monkeypatch.setattr(factories, "_numbers", count(1))

    yield begin_again
    now = numbers_given()
    with connection.cursor() as cursor:
        for name, number in given.items():
            cursor.execute("SELECT setval(%s, %s)", [name, max(number, now.get(name, number))])


def both(alike, person, this, that) -> tuple[dict, dict]:
    def played(play):
        alike()
        return answers(person, play)

    return played(this), played(that)


@pytest.mark.parametrize("name", PAIRS)
def test_what_one_may_not_know_changes_not_a_byte(alike, name):
    person, this, that = PAIRS[name]

    first, second = both(alike, person, this, that)

    assert list(first) == list(second)
    assert [address for address in first if first[address] != second[address]] == []
    assert len(first) >= (5 if person == "anonymous" else 10)


def test_what_is_hidden_is_answered_like_what_never_existed(alike):
    alike()
    with time_machine.travel(NOON, tick=False):
        stage = Stage()
        for person in ("stranger", "contributor", "signatory", "expert", "college"):
            client = Client()
            client.force_login(getattr(stage.world, person))
            hidden, unknown = (client.get(a) for a in (stage.theirs.get_absolute_url(), UNKNOWN))

            # The page repeats the address that was asked, to come back to it in another language.
            asked = (hidden.content.replace(stage.theirs.public_id.encode(), b"222222222222"), unknown.content)
            assert told(hidden, asked[0]) == told(unknown, asked[1])
            assert hidden.status_code == 404


@pytest.mark.parametrize(
    ("person", "this", "that"),
    [
        ("officer", nothing, go_on_elsewhere),
        ("signatory", nothing, transmit),
        ("expert", nothing, recuse),
        ("expert", transmit, transmit_and_recuse),
        ("officer", transmit, transmit_and_recuse),
        ("chair", nothing, finish_the_draft),
        ("chair", nothing, share_a_note),
        ("expert", nothing, note),
        ("chair", deposit_only, make_findings),
        ("officer", deposit_only, cite_the_dossier),
        ("contributor", expect_a_dossier, prepare_a_dossier),
        ("chair", deposit_a_form, accept_changes),
        ("contributor", transmit, prepare_corrections),
        ("chair", send_corrections, rule_on_corrections),
        ("signatory", refuse_sign_and_open, rule_sign_and_open),
    ],
)
def test_what_one_may_know_shows(alike, person, this, that):
    """The positive control: the comparison sees a difference where there is one."""
    first, second = both(alike, person, this, that)

    assert first != second
