"""What is published, what is left out of it, and the erratum that goes back."""

from tests.evaluations.machine_model.facts import Facts
from tests.evaluations.machine_model.table import NO_REASON


class Publication(Facts):
    """Rows 15 and 16 of the process, « rectifie » included."""

    def ready_propose_redaction(self, person, n):
        """A legal reason; the same passage is marked once."""
        return n != NO_REASON and not any(self.marks)

    def do_propose_redaction(self, person, n):
        self.marks.append(True)
        if self.decided is not None:
            self.decided.append(False)

    def ready_withdraw_redaction(self, person, n):
        return self.marks[n % len(self.marks)]

    def do_withdraw_redaction(self, person, n):
        self.marks[n % len(self.marks)] = False

    def ready_restore_redaction(self, person, n):
        """Not beside a mark of the same passage, made anew."""
        return not any(self.marks)

    def do_restore_redaction(self, person, n):
        self.marks[n % len(self.marks)] = True

    def ready_decide_redactions(self, person, n):
        return bool(self.marks) and self.marks != self.decided

    def do_decide_redactions(self, person, n):
        self.decided = [*self.marks]

    def ready_publish(self, person, n):
        return not self.marks or self.marks == self.decided

    def do_publish(self, person, n):
        self.published += 1

    def ready_record_published_elsewhere(self, person, n):
        return self.imported

    do_record_published_elsewhere = do_publish

    def ready_open_erratum(self, person, n):
        return n != NO_REASON

    def do_open_erratum(self, person, n):
        self.exchange, self.observing = "erratum", "erratum"
        self.version += 1
        self.signatures = {}
