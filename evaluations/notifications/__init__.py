"""Messages: written with the act (``outbox``), in words (``kinds``, ``texts``), sent after it (``sending``)."""

from evaluations.notifications.kinds import KINDS
from evaluations.notifications.outbox import (
    Preview,
    left_to_the_job,
    mention,
    preview,
    remind,
    tell,
    tell_all,
    tells_committee,
    to_be_reminded,
    withheld,
)
from evaluations.notifications.sending import send, send_again

__all__ = [
    "KINDS",
    "Preview",
    "left_to_the_job",
    "mention",
    "preview",
    "remind",
    "send",
    "send_again",
    "tell",
    "tell_all",
    "tells_committee",
    "to_be_reminded",
    "withheld",
]
