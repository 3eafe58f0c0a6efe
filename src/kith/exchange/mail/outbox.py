"""Sends what is in the outbox, each e-mail in a transaction of its own."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kith.exchange.mail import transport
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages import actions, queries, texts
from kith.messages.email_words import PIECES
from kith.organisations import actions as join
from kith.organisations import queries as organisations

JOB = "job:mail.send"


def send_one(scheme_id: UUID, email_id: UUID) -> None:
    """Send an e-mail that is due, and record what came of it.

    The row is locked while it is sent: two workers never send the same one. One that dies between
    the sending and the record leads to a second sending, with the same Message-ID.
    """
    if not transport.is_set_up():
        return
    by = Actor.system(JOB)
    with context.in_scheme(scheme_id, actor=JOB):
        email = queries.claim_due_email(email_id)
        if email is None:
            return
        try:
            transport.send(email_id=email.pk, to=email.to, subject=email.subject, body=email.body)
        except transport.NotSent as failure:
            actions.email_not_sent(
                by=by, email=email, error=str(failure), for_good=failure.for_good
            )
        else:
            actions.email_sent(by=by, email=email)


def send_invitations(scheme_id: UUID) -> int:
    """Send the links of invitations to their addresses; returns how many went.

    Their text is kept nowhere: staff can read what is in the outbox, and the link is for the invited alone.
    """
    if not transport.is_set_up():
        return 0
    by, sent = Actor.system(JOB), 0
    with context.in_scheme(scheme_id, actor=JOB):
        scheme = organisations.scheme(scheme_id)
        words = queries.words(scheme_id, PIECES["invitation"])
        for invitation, token in organisations.invitations_to_send(scheme_id):
            link = settings.SITE_URL.rstrip("/") + reverse("organisations:join", args=[token])
            text = texts.written("invitation", words=words, scheme=scheme.name, link=link)
            try:
                transport.send(
                    email_id=invitation.pk,
                    to=invitation.email,
                    subject=text.subject,
                    body=text.body,
                )
            except transport.NotSent:
                continue  # tried again each minute, for as long as the invitation stands
            join.invitation_sent(by=by, invitation=invitation)
            sent += 1
    return sent


def send_due(scheme_id: UUID) -> int:
    """Send everything that is due in a scheme; returns how many were tried."""
    if not transport.is_set_up():
        return 0
    with context.in_scheme(scheme_id, actor=JOB):
        due = queries.due_emails(scheme_id)
    for email_id in due:
        send_one(scheme_id, email_id)
    return len(due)
