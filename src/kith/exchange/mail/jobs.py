"""The jobs of the mail."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from kith.exchange.mail import outbox
from kith.organisations import queries as organisations


@app.task(name="mail.send", queue="mail")
def send(*, scheme_id: str, email_id: str) -> None:
    """Send one e-mail, as soon as it is queued."""
    outbox.send_one(UUID(scheme_id), UUID(email_id))


@app.periodic(cron="* * * * *")
@app.task(name="mail.send_due", queue="mail", queueing_lock="mail.send_due")
def send_due(timestamp: int = 0) -> None:
    """Try again what could not be sent, and what waited for a mail server to be named.

    `timestamp` is the periodic job's own and is not used.
    """
    for scheme_id in organisations.open_schemes():
        outbox.send_due(scheme_id)
        outbox.send_invitations(scheme_id)
