"""What is played in two worlds that differ only in what somebody may not know: the stage, and each act on it."""

import dataclasses
import datetime as dt

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

NOON = factories.paris(2026, 11, 20, 12)
A_WEEK = dt.timedelta(days=7)


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
