"""What is still missing before an act: every reason at once, each a sentence and the place to mend it.

Pages show these lists and acts refuse by them: there is one of each. One file per chapter of the process; ``acts`` says
which question is asked before which act.
"""

from evaluations.readiness.acts import before
from evaluations.readiness.committee import (
    COMMITTEE_FACTS,
    before_appointing_committee,
    before_confirming,
    before_invitation,
    before_objecting,
    before_proposing_committee,
    composition_problems,
    needs_a_chair,
)
from evaluations.readiness.contradictory import (
    before_admitting_late_observations,
    before_extension,
    before_filing_observations,
    before_replying_to_draft,
    before_waiving_observations,
    corrections_to_rule_on,
)
from evaluations.readiness.dossier import (
    before_deposit,
    missing_in,
    missing_in_words,
    progress_in_words,
    progress_of,
    warnings_in,
)
from evaluations.readiness.drafting import (
    before_agency_reading,
    before_collegial_validation,
    before_transmission,
    suggestions_not_ruled,
    visit_not_held,
)
from evaluations.readiness.listing import (
    before_expecting_dossiers,
    before_framework_publication,
    before_going_on,
    before_planning,
    before_planning_each,
    before_postponing,
)
from evaluations.readiness.members import PERSON_FACTS, affiliation_hints, affiliation_notices, has_declared
from evaluations.readiness.problem import Problem
from evaluations.readiness.publication import before_publication, redactions_are_decided, with_undecided_redactions
from evaluations.readiness.signatures import (
    before_chair_signature,
    before_closing_chair_signature,
    before_countersignature,
    before_countersigning,
)

__all__ = [
    "COMMITTEE_FACTS",
    "PERSON_FACTS",
    "Problem",
    "affiliation_hints",
    "affiliation_notices",
    "before",
    "before_admitting_late_observations",
    "before_agency_reading",
    "before_appointing_committee",
    "before_chair_signature",
    "before_closing_chair_signature",
    "before_collegial_validation",
    "before_confirming",
    "before_countersignature",
    "before_countersigning",
    "before_deposit",
    "before_expecting_dossiers",
    "before_extension",
    "before_filing_observations",
    "before_framework_publication",
    "before_going_on",
    "before_invitation",
    "before_objecting",
    "before_planning",
    "before_planning_each",
    "before_postponing",
    "before_proposing_committee",
    "before_publication",
    "before_replying_to_draft",
    "before_transmission",
    "before_waiving_observations",
    "composition_problems",
    "corrections_to_rule_on",
    "has_declared",
    "missing_in",
    "missing_in_words",
    "needs_a_chair",
    "progress_in_words",
    "progress_of",
    "redactions_are_decided",
    "suggestions_not_ruled",
    "visit_not_held",
    "warnings_in",
    "with_undecided_redactions",
]
