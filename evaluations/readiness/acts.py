"""Of any act, by its verb: what it lacks, as its page lists it."""

from collections.abc import Callable

from evalprog.accounts.models import User
from evaluations.models import Evaluation
from evaluations.readiness.committee import before_appointing_committee, before_proposing_committee, needs_a_chair
from evaluations.readiness.contradictory import (
    before_admitting_late_observations,
    before_extension,
    before_filing_observations,
    before_replying_to_draft,
    before_waiving_observations,
)
from evaluations.readiness.dossier import before_deposit
from evaluations.readiness.drafting import before_agency_reading, before_collegial_validation, before_transmission
from evaluations.readiness.listing import before_going_on
from evaluations.readiness.problem import Problem
from evaluations.readiness.publication import before_publication
from evaluations.readiness.signatures import before_chair_signature, before_countersigning
from evaluations.standing import standing_of

# What the page of an act lists before it is performed. Acts that are not here need nothing but their state.
BEFORE: dict[str, Callable[[Evaluation], list[Problem]]] = {
    "propose_committee": before_proposing_committee,
    "appoint_committee": before_appointing_committee,
    "start_expertise": needs_a_chair,
    "submit_for_validation": before_collegial_validation,
    "validate": before_agency_reading,
    "transmit_draft": before_transmission,
    "reply_to_draft": before_replying_to_draft,
    "retransmit_draft": needs_a_chair,
    "sign_as_chair": before_chair_signature,
    "extend_window": before_extension,
    "file_observations": before_filing_observations,
    "admit_late_observations": before_admitting_late_observations,
    "waive_observations": before_waiving_observations,
    "publish": before_publication,
    "open_erratum": before_going_on,
    "resume": before_going_on,
}
# Those that what had reached us in time still performs, though the clock came between (INV-T2).
_OVERTAKEN = {"reply_to_draft": before_replying_to_draft, "waive_observations": before_waiving_observations}


def before(verb: str, evaluation: Evaluation, by: User | None, *, in_time: bool = False) -> list[Problem]:
    """What is still missing before that act, whatever it is, by that person. ``in_time``: it had reached us before the
    end of its delay."""
    if verb == "deposit_dossier":
        return before_deposit(evaluation, by_post=by is not None and not standing_of(by, evaluation).signs)
    if verb == "countersign":
        return before_countersigning(evaluation, by)
    if in_time and verb in _OVERTAKEN:
        return _OVERTAKEN[verb](evaluation, in_time=True)
    return BEFORE[verb](evaluation) if verb in BEFORE else []
