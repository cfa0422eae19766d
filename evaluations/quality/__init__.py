"""The quality reading: what a careful reader would point at before a report leaves the committee.

Advice, never a gate: whoever writes may set a remark aside with a reason. Only ``readiness`` blocks.
"""

from evaluations.quality.manuscript import Manuscript, Place, manuscript_of
from evaluations.quality.remarks import Quotation, Remark, Rule, remarks

__all__ = ("Manuscript", "Place", "Quotation", "Remark", "Rule", "manuscript_of", "remarks")
