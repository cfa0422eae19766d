"""What the workspace refuses to somebody who may act there, but not do this now."""


class Refused(Exception):
    """The message is one sentence: what cannot be done, and what to do instead."""
