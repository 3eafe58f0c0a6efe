"""Hands one e-mail to the mail server that the environment names (KITH_SMTP_HOST)."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend


class NotSent(Exception):
    """The e-mail did not go. The text says why, without the address; `for_good` when trying again
    is vain."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        super().__init__(why)
        self.for_good = for_good


def is_set_up() -> bool:
    """Whether there is a mail server to hand e-mails to."""
    return bool(settings.EMAIL_HOST)


def message_id(email_id: UUID) -> str:
    """The same for each try, so that one delivered twice is seen to be one (RFC 5322, 3.6.4)."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{email_id}@{domain}>"


def send(*, email_id: UUID, to: str, subject: str, body: str) -> None:
    """Send a plain-text e-mail. Raises NotSent."""
    message = EmailMessage(
        subject=subject,
        body=body,
        to=[to],
        connection=EmailBackend(),
        # RFC 3834: tells out-of-office programs not to answer.
        headers={"Message-ID": message_id(email_id), "Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        code = next(iter(refusal.recipients.values()))[0]
        raise NotSent(
            f"The mail server refused the address ({code}).", for_good=_is_final(code)
        ) from refusal
    except smtplib.SMTPDataError as refusal:
        code = refusal.smtp_code
        raise NotSent(
            f"The mail server refused the message ({code}).", for_good=_is_final(code)
        ) from refusal
    except smtplib.SMTPAuthenticationError as refusal:
        raise NotSent("The mail server did not accept our name and password.") from refusal
    except smtplib.SMTPResponseException as refusal:
        raise NotSent(f"The mail server would not start ({refusal.smtp_code}).") from refusal
    except (OSError, smtplib.SMTPException) as failure:
        raise NotSent(f"The mail server did not answer ({type(failure).__name__}).") from failure


def _is_final(code: int) -> bool:
    """RFC 5321 section 4.2.1: 5yz is a permanent refusal, 4yz a passing one."""
    return 500 <= code < 600
