"""The acts of a scenario's evaluation, each by the hand of the person whose act it is."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evaluations import transitions, writing
from evaluations.enums import CommitteeRole, DossierKind, FileKind, ItemTarget, SignatureRole, State
from evaluations.models import Evaluation
from evaluations.scenarios.corrections import rule_on_corrections, write_corrections
from evaluations.scenarios.parts import (
    DossierFormPart,
    EvaluationPart,
    ExpectedPiecePart,
    ItemPart,
    PersonPart,
    Role,
    Scenario,
)
from evaluations.workspace import attachments, dossier, dossier_pieces, dossier_texts, stances, uploads
from programmes import figures_writing

A_MONTH = dt.timedelta(days=30)
Played = Callable[[Evaluation], object]


class Acts:
    """Who acts in a scenario: the agency's officer and publisher, and each evaluation's committee and institution."""

    def __init__(self, scenario: Scenario, users: dict[str, User], folder: Path) -> None:
        self.users, self.folder = users, folder
        self.parts: dict[str, PersonPart] = {part.key: part for part in scenario.people}
        self.institutions = {p.key: p.institution for p in scenario.programmes}
        self.officer = self._first(lambda p: Role.OFFICER in p.roles)
        self.publisher = self._first(lambda p: Role.PUBLISHER in p.roles) or self.officer

    def of(self, part: EvaluationPart) -> Iterator[tuple[State, Played]]:
        """The acts in their order, each with the state it leads to."""
        chair, writer, dates = self.chair(part), self.writer(part), part.dates
        yield State.DOSSIER_EXPECTED, lambda e: self.expect_dossier(e, part)
        yield State.DOSSIER_DEPOSITED, lambda e: self.deposit(e, part)
        yield State.COMMITTEE_PROPOSED, lambda e: self.propose_committee(e, part)
        yield State.COMMITTEE_APPOINTED, lambda e: self.appoint_committee(e, part)
        yield State.EXPERTISE, self._by(transitions.start_expertise, self.officer)
        yield State.DRAFTING, lambda e: self.draft(e, part)
        yield State.COLLEGIAL_VALIDATION, self._by(transitions.submit_for_validation, writer)
        yield State.AGENCY_READING, lambda e: self.validate(e, chair)
        yield State.DRAFT_TRANSMITTED, self._by(transitions.transmit_draft, self.officer)
        yield State.CORRECTIONS_RULING, lambda e: self.reply(e, part)
        yield State.CHAIR_SIGNED, lambda e: self.sign_as_chairs(e, part)
        yield State.OBSERVATIONS_OPEN, self._by(transitions.open_observations, self.officer)
        yield State.OBSERVATIONS_CLOSED, lambda e: self.observe(e, part)
        yield State.COUNTERSIGNED, lambda e: self.countersign(e, part)
        yield State.PUBLISHED, self._by(transitions.publish, self.publisher, dates.published)

    # -- who

    def chair(self, part: EvaluationPart) -> User | None:
        presidency = part.committee.presidency if part.committee else ()
        return self.users[presidency[0]] if presidency else None

    def writer(self, part: EvaluationPart) -> User | None:
        rapporteur = part.committee.rapporteur if part.committee else ""
        return self.users.get(rapporteur) or self.chair(part)

    def signatory(self, part: EvaluationPart) -> User | None:
        institution = self.institutions[part.programme]
        return self._first(lambda p: p.institution == institution and p.can_sign)

    def _first(self, suits: Callable[[PersonPart], bool]) -> User | None:
        return next((self.users[key] for key, part in self.parts.items() if suits(part)), None)

    def _by(self, act: Callable[..., object], user: User | None, day: str = "") -> Played:
        """The act by that person, on that day if it is printed."""

        def play(evaluation: Evaluation) -> object:
            with clock.played_at(dt.date.fromisoformat(day) if day else None):
                return act(evaluation, by=user)

        return play

    # -- the acts that need more than a hand

    @transaction.atomic
    def expect_dossier(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        """A campaign of a scenario need not say for when it expects its dossiers: then within a month."""
        due_on = None if evaluation.campaign.dossier_due_on else clock.today() + A_MONTH
        transitions.expect_dossier(evaluation, by=self.officer, due_on=due_on)
        self._put_together(evaluation, part)

    @transaction.atomic
    def deposit(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        """What was put together is deposited; where nothing was yet, both: all of it or nothing."""
        self._put_together(evaluation, part)
        self._by(transitions.deposit_dossier, self.signatory(part) or self.officer, part.dates.deposited)(evaluation)

    def _put_together(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        """Somebody of the institution writes and joins; what is there already is left as it is."""
        if evaluation.dossier.exists() or evaluation.dossier_texts.exists():
            return
        institution = self.institutions[part.programme]
        contributor = self._first(lambda p: p.institution == institution)
        for piece in part.dossier:
            if piece.file:
                file = self.folder / piece.file
                document = uploads.checked(file.name, file.read_bytes())
                dossier.add_document(evaluation, piece.title, document, by=contributor)
            else:
                kind = DossierKind.TEXT if piece.text else DossierKind.TABLE
                dossier.add(evaluation, kind, piece.title, piece.text or piece.table, by=contributor)
        if part.dossier_form:
            self._fill_in(evaluation, part.dossier_form, contributor)

    @transaction.atomic
    def propose_changes(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        """The institution writes after its deposit, and sends it once; the agency rules on it in the application."""
        changes = part.dossier_form.changes if part.dossier_form else None
        if changes is None or evaluation.dossier_proposals.exists():
            return
        signatory = self.signatory(part)
        for code, text in changes.sections.items():
            dossier_texts.write(evaluation, code, text, by=signatory)
        transitions.propose_dossier_changes(evaluation, by=signatory, message=changes.message)

    def _fill_in(self, evaluation: Evaluation, form: DossierFormPart, contributor: User | None) -> None:
        """The tables of the programme that are not there yet, then the texts that refer to them, and the pieces."""
        there = set(evaluation.programme.indicators.standing().values_list("code", flat=True))
        for table in form.indicators:
            if table.code not in there:
                figures_writing.add(evaluation.programme, table, by=contributor, origin=_("scénario"))
        for code, text in form.sections.items():
            dossier_texts.write(evaluation, code, text, by=contributor)
        for piece in form.pieces:
            document = uploads.checked(*self._file_of(piece))
            joined = dossier_pieces.join(evaluation, piece.code, document, by=contributor)
            dossier_pieces.point(joined, dict(piece.places), read=joined.version, by=contributor)

    def _file_of(self, piece: ExpectedPiecePart) -> tuple[str, bytes]:
        """Its name and its bytes."""
        if piece.file:
            file = self.folder / piece.file
            return file.name, file.read_bytes()
        # WeasyPrint takes a second to load, and most scenarios print nothing here.
        from evaluations.reports import render  # noqa: PLC0415

        return f"{piece.code}.pdf", render.leaves_to_pdf(piece.code.capitalize(), [*map(richtext.clean, piece.pages)])

    @transaction.atomic
    def propose_committee(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        for key, role in part.committee.seats if part.committee else ():
            transitions.invite(evaluation, self.users[key], by=self.officer, role=role)
        transitions.propose_committee(evaluation, by=self.officer)

    @transaction.atomic
    def appoint_committee(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        for member in evaluation.members.not_declined().select_related("user"):
            transitions.accept_invitation(member, by=member.user)
            transitions.declare_interests(member.user, [])
        transitions.appoint_committee(evaluation, by=self.publisher)

    @transaction.atomic
    def draft(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        """Drafting begins, and what the committee wrote is there: all of it or nothing."""
        transitions.start_drafting(evaluation, by=self.writer(part))
        evaluation.refresh_from_db()
        for code, text in part.texts.items():
            writing.write_text(evaluation, code, text)
        for code, value in part.ratings.items():
            writing.write_answer(evaluation, code, value)
        for finding in part.findings:
            writing.add_finding(
                evaluation, finding.kind, finding.text, criteria=finding.criterion, addresses=finding.addresses
            )

    @transaction.atomic
    def validate(self, evaluation: Evaluation, chair: User | None) -> None:
        for member in evaluation.members.current().exclude(role=CommitteeRole.OFFICER).select_related("user"):
            transitions.approve(evaluation, by=member.user)
        transitions.validate(evaluation, by=chair)

    @transaction.atomic
    def reply(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        """The institution replies to the draft, and the presidency rules on the errors; without anybody to reply, the
        delay passes."""
        if signatory := self.signatory(part):
            written = write_corrections(evaluation, part, self.users, self.folder)
            transitions.reply_to_draft(evaluation, by=signatory)
            rule_on_corrections(written, by=self.chair(part))
            return
        with clock.played_at(evaluation.windows.latest("opens_at").closes_at):
            transitions.close_corrections(evaluation)

    @transaction.atomic
    def sign_as_chairs(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        words = [signature for signature in part.signatures if signature.role == SignatureRole.CHAIR]
        chairs = evaluation.members.current().filter(role=CommitteeRole.CHAIR).select_related("user")
        for n, chair in enumerate(chairs):
            given = words[n] if n < len(words) else None
            transitions.sign_as_chair(
                evaluation,
                by=chair.user,
                name=given.name if given else chair.name,
                office=given.office if given else "",
            )

    @transaction.atomic
    def countersign(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        signatories = [
            writing.Signatory(signature.role, signature.name, signature.office, signature.capacity)
            for signature in part.signatures
            if signature.role != SignatureRole.CHAIR
        ]
        transitions.countersign(evaluation, by=self.publisher, signatories=signatories or None)

    @transaction.atomic
    def observe(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        filed = part.observations
        hand = (self.users[filed.by] if filed and filed.by else None) or self.signatory(part)
        if filed is None and hand is None:
            with clock.played_at(evaluation.windows.latest("opens_at").closes_at):
                transitions.close_observations(evaluation)
            return
        if filed is None or filed.waived:
            transitions.waive_observations(evaluation, by=hand)
            return
        observation = writing.write_observations(
            evaluation,
            heading=filed.heading,
            text=filed.general,
            signatory=self.parts[filed.by].name if filed.by else "",
            office=filed.office,
            signed_on=dt.date.fromisoformat(filed.signed_on) if filed.signed_on else None,
        )
        for item in filed.items:
            target, number = _answered(item)
            writing.answer_finding(
                observation,
                target=target,
                number=number,
                text=item.text,
                quote=item.quote,
                about=item.about,
                heading=item.heading,
                value=stances.value_of(item.stance or "", item.on),
            )
        for name in filed.attachments:
            file = self.folder / name
            document = uploads.checked(file.name, file.read_bytes(), kinds=tuple(FileKind))
            attachments.attach(observation, document, by=None)
        transitions.file_observations(evaluation, by=hand)

    def interrupt(self, evaluation: Evaluation, goal: State) -> None:
        act = transitions.suspend if goal == State.SUSPENDED else transitions.withdraw
        if evaluation.state != goal:
            act(evaluation, by=self.officer, reason=_("Demande de l’établissement."))

    def record_conflicts(self, evaluation: Evaluation, part: EvaluationPart) -> None:
        for conflict in part.conflicts:
            user = self.users[conflict.person]
            if not evaluation.conflicts.filter(user=user).exists():
                with clock.played_at(dt.date.fromisoformat(conflict.since) if conflict.since else None):
                    reason = conflict.reason or _("Conflit d’intérêts déclaré.")
                    transitions.record_conflict(evaluation, user, by=self.officer, reason=reason)


def _answered(item: ItemPart) -> tuple[ItemTarget, int | None]:
    for target in (ItemTarget.WEAKNESS, ItemTarget.STRENGTH, ItemTarget.RECOMMENDATION):
        if number := getattr(item.answers, target.lower(), 0):
            return target, number
    return (ItemTarget.REPORT if item.about else ItemTarget.FREE), None
