"""What people write into an evaluation: texts, answers, findings, observations, names.

Everything goes through here, whoever writes: a person on a page, a scenario, a report read from a file. Rich texts
are put into their canonical form, plain ones on one line, and codes must exist in the framework.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from evalprog import clock, richtext
from evalprog.accounts.models import User
from evalprog.text import one_line
from evaluations.definition import FrameworkDefinition
from evaluations.enums import (
    AgencyRole,
    BlockKind,
    CriterionKind,
    FindingKind,
    ItemTarget,
    SignatureCapacity,
    SignatureRole,
    State,
    WindowKind,
)
from evaluations.models import Assessment, Evaluation, Finding, Mandate, Observation, ObservationItem, Signature
from evaluations.workspace import findings, saving
from evaluations.workspace.observations import letter_in_preparation

YES_NO = ("yes", "no", "not-applicable")


class NotInFramework(ValueError):
    """A code or an answer that the evaluation's framework does not know; the message is a sentence."""


class Sealed(Exception):
    """What is signed, deposited or stopped does not change; the message is a sentence."""


def hold_open(evaluation: Evaluation) -> None:
    """Hold the evaluation until the end of the transaction, and make sure that its text may change.

    The row is read anew: the one in hand may be older than the signature.
    """
    state = _locked_state(evaluation)
    if state in (State.SUSPENDED, State.WITHDRAWN):
        raise Sealed(_("L’évaluation est arrêtée : son texte ne change pas."))
    if state >= State.CHAIR_SIGNED:
        raise Sealed(_("Le rapport est signé : son texte ne change plus."))


def _preparing(evaluation: Evaluation) -> None:
    """Make sure that the institution may write: until it has filed, again when its observations are opened anew for
    an erratum, and once they are closed by the delay, for what comes late is kept too (INV-T3)."""
    state = _locked_state(evaluation)
    if state == State.OBSERVATIONS_CLOSED:
        window = evaluation.windows.last_of(WindowKind.OBSERVATIONS)
        if window is not None and window.is_over:
            return
    if state >= State.OBSERVATIONS_CLOSED:
        raise Sealed(_("Les observations sont closes : elles ne changent plus."))
    if state < State.OBSERVATIONS_OPEN and Observation.objects.filed().filter(evaluation=evaluation).exists():
        raise Sealed(_("Les observations sont déposées : elles ne changent plus."))


def _locked_state(evaluation: Evaluation) -> State:
    return State(Evaluation.objects.select_for_update().values_list("state", flat=True).get(pk=evaluation.pk))


@transaction.atomic
def write_text(evaluation: Evaluation, code: str, fragment: str, *, by: User | None = None) -> Assessment:
    """Replace the committee's text on a criterion or other text of the framework, whatever stood there.

    People on a page save with the revision that they had read: see ``workspace.saving``.

    :raises NotInFramework: if the framework has no such text for this kind of programme.
    """
    hold_open(evaluation)
    known = [text.code for text in evaluation.framework.definition.texts_for(evaluation.programme.kind)]
    if code not in known:
        raise NotInFramework(_("le référentiel n’a pas de texte « %(code)s ».") % {"code": code})
    assessment = assessment_of(evaluation, code)
    saving.save(assessment, richtext.clean(fragment), base_revision=None, save_id=None, by=by)
    return assessment


@transaction.atomic
def write_answer(evaluation: Evaluation, code: str, value: str, *, by: User | None = None) -> Assessment:
    """Give the answer of a criterion (a code of its scale, yes/no, a number, a choice) or of an opinion.

    :raises NotInFramework: if the framework asks no such answer, or not among these values.
    """
    hold_open(evaluation)
    allowed = answers(evaluation.framework.definition, code)
    if allowed is None:
        raise NotInFramework(_("le référentiel ne demande pas de réponse à « %(code)s ».") % {"code": code})
    if allowed and value not in allowed:
        raise NotInFramework(
            _("« %(value)s » n’est pas une réponse à « %(code)s » ; choisissez parmi %(allowed)s.")
            % {"value": value, "code": code, "allowed": ", ".join(allowed)}
        )
    assessment = assessment_of(evaluation, code)
    saving.save(assessment, assessment.text, value=one_line(value), base_revision=None, save_id=None, by=by)
    return assessment


def answers(definition: FrameworkDefinition, code: str) -> tuple[str, ...] | None:
    """The answers that may be given to a criterion or opinion; empty: any number; ``None``: no answer is asked."""
    opinion = next((b for b in definition.blocks if b.code == code and b.kind == BlockKind.OPINION), None)
    if opinion:
        return tuple(choice.code for choice in opinion.choices)
    criterion = next((c for c in definition.criteria if c.code == code), None)
    if criterion is None or criterion.kind in (CriterionKind.NARRATIVE, CriterionKind.TABLE):
        return None
    if criterion.kind == CriterionKind.SCALE:
        scale = next(s for s in definition.scales if s.code == criterion.scale)
        return tuple(value.code for value in scale.values)
    if criterion.kind == CriterionKind.YES_NO:
        return YES_NO
    return tuple(choice.code for choice in criterion.choices)


@transaction.atomic
def add_finding(
    evaluation: Evaluation,
    kind: FindingKind,
    text: str,
    *,
    criteria: Iterable[str] = (),
    addresses: Iterable[int] = (),
    by: User | None = None,
) -> Finding:
    """Append a finding; its number is the next of its kind. ``addresses``: numbers of weaknesses.

    :raises NotInFramework: for a criterion or a weakness that does not exist.
    """
    hold_open(evaluation)
    definition, criteria, addresses = evaluation.framework.definition, list(criteria), list(addresses)
    known = {c.code for c in definition.criteria_for(evaluation.programme.kind)}
    for code in criteria:
        if code not in known:
            raise NotInFramework(_("le référentiel n’a pas de critère « %(code)s ».") % {"code": code})
    weaknesses = {f.number: f for f in evaluation.findings.kept().filter(kind=FindingKind.WEAKNESS)}
    for number in addresses:
        if number not in weaknesses:
            raise NotInFramework(_("il n’y a pas de point faible n° %(number)s.") % {"number": number})
    return findings.append(
        evaluation, kind, text, criteria=criteria, addresses=[weaknesses[n] for n in addresses], by=by
    )


@transaction.atomic
def write_observations(evaluation: Evaluation, **letter) -> Observation:
    """The institution’s letter, whatever stood there. ``heading`` and ``text`` are rich texts, ``signed_on`` a day.

    People on a page save with the revision that they had read: see ``workspace.observations``.

    :raises Sealed: once they are deposited (INV-T2).
    """
    _preparing(evaluation)
    for name in ("heading", "text"):
        letter[name] = richtext.clean(letter.get(name, ""))
    observation = letter_in_preparation(evaluation)
    for name, value in letter.items():
        setattr(observation, name, value)
    observation.save(update_fields=list(letter))
    return observation


@transaction.atomic
def answer_finding(
    observation: Observation,
    *,
    target: ItemTarget,
    text: str,
    number: int | None = None,
    quote: str = "",
    about: str = "",
    heading: str = "",
    value: str = "",
) -> ObservationItem:
    """Append one answer. ``number``: of the finding answered; without a quotation, the finding's own text is quoted.
    ``value``: the stance, as ``ObservationItem`` keeps it.

    :raises NotInFramework: if there is no such finding.
    :raises Sealed: once it is deposited (INV-T2).
    """
    _preparing(observation.evaluation)
    if Observation.objects.filed().filter(pk=observation.pk).exists():
        raise Sealed(_("Les observations sont déposées : elles ne changent plus."))
    finding = None
    if number is not None:
        finding = observation.evaluation.findings.kept().filter(kind=target, number=number).first()
        if finding is None:
            raise NotInFramework(
                _("il n’y a pas de %(kind)s n° %(number)s.") % {"kind": target.label, "number": number}
            )
    return ObservationItem.objects.create(
        observation=observation,
        position=observation.items.count() + 1,
        target=target,
        finding=finding,
        about=about,
        quote=one_line(quote) or (finding.text if finding else ""),
        text=richtext.clean(text),
        value=value,
        heading=one_line(heading),
    )


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs in a role of the framework's signature page: ``office`` empty means the framework's own word."""

    role: str
    name: str
    office: str = ""
    capacity: str = SignatureCapacity.HOLDER
    basis: str = ""  # the decision that makes a delegate or an interim of them


def own_signatory(user: User | None, *, office: str = "") -> Signatory:
    """How somebody signs for the agency's presidency: under their own name, in the capacity of their mandate."""
    mandates = Mandate.objects.current().filter(user=user, role=AgencyRole.PUBLISHER)
    mandate = mandates.order_by("-starts_at").first() or Mandate()
    return Signatory(SignatureRole.AGENCY, str(user), office, mandate.capacity, mandate.basis)


def sign(
    evaluation: Evaluation,
    role: str,
    name: str,
    *,
    user: User | None = None,
    office: str = "",
    capacity: str = SignatureCapacity.HOLDER,
    basis: str = "",
    sha256: str = "",
) -> Signature:
    """Put a name under the version under way, after those already there. Who signs again replaces their signature.

    :raises NotInFramework: if the framework knows no such signature. The chair and the agency always sign, printed
        or not.
    """
    printed = {block.role for block in evaluation.framework.definition.signatures}
    if role not in printed | {SignatureRole.CHAIR, SignatureRole.AGENCY}:
        raise NotInFramework(_("le référentiel ne prévoit pas la signature « %(role)s ».") % {"role": role})
    given = evaluation.signatures.current(evaluation).filter(role=role)
    words = {
        "name": one_line(name),
        "office": one_line(office),
        "capacity": capacity,
        "basis": basis,
        "reading_sha256": sha256,
        "signed_at": clock.now(),
    }
    again = given.filter(user=user, name=words["name"]).first() if user else None
    if again:
        Signature.objects.filter(pk=again.pk).update(**words)
        return again
    return Signature.objects.create(
        evaluation=evaluation, version=evaluation.version, role=role, position=given.count() + 1, user=user, **words
    )


def assessment_of(evaluation: Evaluation, code: str) -> Assessment:
    """The row of the committee's text on that criterion; it is made at the first writing."""
    return Assessment.objects.get_or_create(evaluation=evaluation, code=code)[0]
