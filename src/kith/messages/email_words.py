"""The e-mails as pieces of the scheme's words. An e-mail holds nothing about a person, whoever words it."""

from __future__ import annotations

from django.conf import settings

from kith.messages import texts
from kith.messages.wording import Group, Piece, declare
from kith.resilience.errors import Refused

SUBJECT = "Subject: "
LONGEST_SUBJECT = 200
EXAMPLES = {
    "scheme": "Anytown Social Prescribing",
    "phone": "020 7946 0100",
    "link": f"{settings.SITE_URL}/an-example",
    "reference": "K7M2-49QX",
    "listing": "The Tuesday lunch club",
}


def key_of(kind: str) -> str:
    """The key of an e-mail's piece."""
    return f"email.{kind}"


def _check(text: str) -> None:
    first, _, body = text.strip().replace("\r\n", "\n").partition("\n\n")
    subject = first.removeprefix(SUBJECT).strip()
    if not first.startswith(SUBJECT) or "\n" in first or not subject or not body.strip():
        raise Refused(
            "Begin with a line “Subject: …”, then an empty line, then the words.", field="text"
        )
    if len(subject) > LONGEST_SUBJECT:
        raise Refused(f"A subject has at most {LONGEST_SUBJECT} characters.", field="text")
    if "://" in text or "www." in text.lower():
        raise Refused(
            "An e-mail leads to a page of Kith alone. Write $link where it goes.", field="text"
        )


def _declare(kind: str) -> Piece:
    default, wanted = texts.source(kind), texts.wants(kind)
    subject = default.partition("\n")[0].removeprefix(SUBJECT)
    return declare(
        Piece(
            key=key_of(kind),
            group=Group.EMAILS,
            title=subject.replace(" $reference", "").replace(" $scheme", " the scheme"),
            where="An e-mail. It may hold nothing about a person: it is read on other people’s screens.",
            default=default,
            examples={name: EXAMPLES[name] for name in sorted(wanted)},
            needed=wanted - {"scheme", "phone"},
            most=2000,
            lines=0,
            checked=_check,
        )
    )


PIECES = {kind: _declare(kind) for kind in texts.kinds()}
