"""A real mail server for tests: mails cross a socket; it can refuse, put off, or go silent."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller


class Mailbox:
    """What arrived. ``answers``: what the server says to a recipient, or at the end of a mail, instead of yes."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.to_recipient: dict[str, str] = {}
        self.hangs_up_after_data = False

    @property
    def recipients(self) -> list[str]:
        return sorted(mail["To"] for mail in self.received)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.to_recipient:
            return self.to_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.hangs_up_after_data:
            server.transport.abort()
        return "250 OK"


def _free_port() -> int:
    """aiosmtpd wants to know its port before it listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server(settings) -> Iterator[Mailbox]:
    """The project sends to it as long as it stands; afterwards the same port refuses every connection."""
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    try:
        yield mailbox
    finally:
        controller.stop()
