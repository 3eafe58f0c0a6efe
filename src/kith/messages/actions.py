"""The write door of what is owed to someone: e-mails queued, letters kept and sent."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from kith.audit.write import action
from kith.files import actions as files
from kith.isolation.actor import Actor
from kith.messages import queries, texts, wording
from kith.messages.email_words import PIECES
from kith.messages.models import Email, Letter, WordingChange
from kith.messages.rules import MOST_TRIES, wait_after
from kith.messages.wording import Piece
from kith.organisations import queries as organisations
from kith.resilience.errors import Refused, Stale

SEND_JOB = "mail.send"
OF_THE_PAST = "Recorded from an earlier time"


@action("messages.change_words")
def change_words(
    *, by: Actor, scheme_id: UUID, piece: Piece, text: str, expected: int | None = None
) -> WordingChange:
    """Say a piece in the scheme's own words from now on. `expected` is the number of changes that the writer saw.

    Raises Refused for words that the piece cannot say (wording.check) and for those it says already, Stale when
    somebody else changed it meanwhile.
    """
    kept = text.replace("\r\n", "\n").strip()
    wording.check(piece, kept)
    return _change(by, scheme_id, piece, kept, expected)


@action("messages.put_back_words")
def put_back_words(*, by: Actor, scheme_id: UUID, piece: Piece, number: int) -> WordingChange:
    """Say a piece again as it was said from its change of that number on; 0 stands for the words of Kith.

    Raises Refused where there is no such change, where it says that already, and where the piece cannot say it now.
    """
    if number == 0:
        return _change(by, scheme_id, piece, "", None)
    rows = queries.changes_of_words(scheme_id, piece.key)
    before = next((row for row in rows if row.number == number), None)
    if before is None:
        raise Refused("These words are not there. Reload the page.")
    if not before.is_default:
        wording.check(piece, before.text)
    return _change(by, scheme_id, piece, before.text, None)


def _change(
    by: Actor, scheme_id: UUID, piece: Piece, text: str, expected: int | None
) -> WordingChange:
    last = queries.newest_words(scheme_id, [piece.key]).get(piece.key)
    number = last.number if last else 0
    if expected is not None and expected != number:
        raise Stale()
    own = "" if text == piece.default.strip() else text
    if own == (last.text if last else ""):
        raise Refused("It says that already. Nothing was changed.", field="text")
    try:
        with transaction.atomic():
            return WordingChange.objects.create(
                scheme_id=scheme_id,
                key=piece.key,
                number=number + 1,
                text=own,
                is_default=not own,
                by_id=by.membership_id(scheme_id),
                by_name=by.name[:200],
            )
    except IntegrityError as error:
        raise Stale() from error


@action("messages.queue_email")
def queue_email(
    *,
    by: Actor,
    scheme_id: UUID,
    kind: str,
    to: str,
    hold: datetime.timedelta | None = None,
    at: datetime.datetime | None = None,
    **values: str,
) -> Email:
    """Put an e-mail in the outbox; a job sends it once this transaction is kept.

    `kind` is one of `texts.kinds()` and `values` its variables, such as `link`; the scheme's name
    and phone are filled in. `hold` keeps it back for a while, in which it can be taken back.
    With `at` it is recorded as sent then, and never goes out.
    Raises Refused when `to` is no e-mail address; ValueError for other variables than the kind has.
    """
    try:
        validate_email(to)
    except ValidationError as error:
        raise Refused(
            f"“{to}” is not an e-mail address, so nothing was sent. Check it and try again."
        ) from error
    scheme = organisations.scheme(scheme_id)
    own = {"scheme": scheme.name, "phone": scheme.phone or "the office"}
    known = {name: own[name] for name in own if name in texts.wants(kind)}
    words = queries.words(scheme_id, PIECES[kind])
    text = texts.written(kind, words=words, **{**known, **values})
    email = Email.objects.create(
        scheme_id=scheme_id,
        kind=kind,
        to=to,
        subject=text.subject,
        body=text.body,
        state=Email.State.SENT if at else Email.State.WAITING,
        due_at=at or timezone.now() + (hold or datetime.timedelta()),
        sent_at=at,
    )
    if at is None and hold is None:
        _defer(email)
    return email


@action("messages.take_back")
def take_back(*, by: Actor, email: Email) -> bool:
    """Keep an e-mail from going, if it has not gone; whether it was kept."""
    waiting = Email.objects.filter(pk=email.pk, state=Email.State.WAITING)
    return bool(waiting.update(state=Email.State.TAKEN_BACK))


@action("messages.email_sent")
def email_sent(*, by: Actor, email: Email, at: datetime.datetime | None = None) -> Email:
    """Record that the mail server took an e-mail."""
    email.state, email.sent_at = Email.State.SENT, at or timezone.now()
    email.tries, email.last_error = email.tries + 1, ""
    email.save(update_fields=["state", "sent_at", "tries", "last_error"])
    return email


@action("messages.email_not_sent")
def email_not_sent(*, by: Actor, email: Email, error: str, for_good: bool = False) -> Email:
    """Record that it could not be sent, and when to try again.

    `for_good` (the server refused it) or the last try ends it as failed; staff can send it again.
    """
    email.tries, email.last_error = email.tries + 1, error[:300]
    if for_good or email.tries >= MOST_TRIES:
        email.state = Email.State.FAILED
    else:
        email.due_at = timezone.now() + wait_after(email.tries)
    email.save(update_fields=["state", "tries", "last_error", "due_at"])
    return email


@action("messages.send_again")
def send_again(*, by: Actor, email: Email) -> Email:
    """Try a failed e-mail once more. Raises Refused when it is not a failed one."""
    changed = Email.objects.filter(pk=email.pk, state=Email.State.FAILED).update(
        state=Email.State.WAITING, tries=0, due_at=timezone.now()
    )
    if not changed:
        raise Refused(
            "This e-mail has not failed, so it is not sent again."
            " Reload the page to see where it is."
        )
    email.refresh_from_db()
    _defer(email)
    return email


@action("messages.store_letter")
def store_letter(
    *,
    by: Actor,
    scheme_id: UUID,
    kind: str,
    person_id: UUID | None,
    to_name: str,
    to_organisation: str,
    to_address: str,
    document: bytes,
    at: datetime.datetime | None = None,
) -> Letter:
    """Keep a letter as the PDF it is; it is owed until `mark_sent`. With `at`, it was sent then.

    Raises Refused when the disk cannot keep it.
    """
    file = files.keep(
        by=by,
        scheme_id=scheme_id,
        name=f"{kind.replace('_', ' ')}.pdf",
        content_type="application/pdf",
        content=document,
    )
    return Letter.objects.create(
        scheme_id=scheme_id,
        kind=kind,
        person_id=person_id,
        to_name=to_name[:200],
        to_organisation=to_organisation[:200],
        to_address=to_address,
        file=file,
        state=Letter.State.SENT if at else Letter.State.OWED,
        sent_at=at,
        sent_how=OF_THE_PAST if at else "",
    )


@action("messages.mark_sent")
def mark_sent(
    *, by: Actor, letter: Letter, how: str, at: datetime.datetime | None = None
) -> Letter:
    """Record that a letter went, and how. Raises Refused when it went already or is not needed."""
    if not how.strip():
        raise Refused("Say how the letter went, such as by post or NHSmail.", field="how")
    if at is not None and at > timezone.now():
        raise Refused(
            "The letter cannot have gone in the future. Enter today or an earlier day.", field="at"
        )
    _settle(letter, state=Letter.State.SENT, sent_how=how[:100], sent_at=at or timezone.now())
    return letter


@action("messages.mark_not_needed")
def mark_not_needed(*, by: Actor, letter: Letter, reason: str) -> Letter:
    """Take a letter off the list without sending it, saying why. Raises Refused when it went."""
    if not reason.strip():
        raise Refused("Say why the letter need not go.", field="reason")
    _settle(letter, state=Letter.State.NOT_NEEDED, sent_how="", sent_at=None)
    return letter


def _settle(letter: Letter, **values: object) -> None:
    if not Letter.objects.filter(pk=letter.pk, state=Letter.State.OWED).update(**values):
        raise Refused(
            "This letter is not waiting to be sent any more."
            " Reload the page to see what became of it."
        )
    letter.refresh_from_db()


def _defer(email: Email) -> None:
    app.configure_task(SEND_JOB, queue="mail").defer(
        scheme_id=str(email.scheme_id), email_id=str(email.pk)
    )
