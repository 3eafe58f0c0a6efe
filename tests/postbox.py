"""A real mail server on the loopback address, for tests: it keeps what it is given."""

from __future__ import annotations

import email
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postbox:
    """A mail server that keeps what it is given, or answers with a refusal."""

    def __init__(self) -> None:
        self.received: list[tuple[list[str], Message]] = []
        self.refusal_of_address = ""
        self.refusal_of_message = ""

    def to(self, address: str) -> list[Message]:
        """What came for an address, the oldest first."""
        return [message for recipients, message in list(self.received) if address in recipients]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or refuse it."""
        if self.refusal_of_address:
            return self.refusal_of_address
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message, or refuse it."""
        if self.refusal_of_message:
            return self.refusal_of_message
        assert isinstance(envelope.content, bytes)
        self.received.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 OK"


@contextmanager
def listening(box: Postbox, port: int = 0) -> Iterator[Controller]:
    """A postbox at `hostname` and `port` of what this gives, until the block ends."""
    controller = Controller(box, hostname="127.0.0.1", port=port or free_port())
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()
