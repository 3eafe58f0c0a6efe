"""Reading what is owed: letters to send, e-mails that wait or failed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.messages.models import Email, Letter, WordingChange
from kith.messages.wording import Piece
from kith.people.queries import with_merged_visible_to

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class MailTrouble:
    """What staff must know about e-mail: since when some wait for want of a mail server, what waits
    for another try, and what failed."""

    waiting: int
    waiting_since: datetime.datetime | None
    trying: list[Email]
    failed: list[Email]


def letters(actor: Actor) -> QuerySet[Letter]:
    """The letters about people whom the actor may see, and those about nobody."""
    seen = with_merged_visible_to(actor).values("pk")
    return Letter.objects.filter(Q(person_id=None) | Q(person_id__in=seen)).select_related("file")


def due(actor: Actor) -> QuerySet[Letter]:
    """The letters to be sent, oldest first."""
    return letters(actor).filter(state=Letter.State.OWED).order_by("created_at", "id")


def owed(actor: Actor) -> tuple[int, datetime.datetime | None]:
    """How many letters are to be sent, and since when the oldest is; in one read."""
    found = due(actor).aggregate(count=Count("id"), since=Min("created_at"))
    return found["count"], found["since"]


def letter_for(actor: Actor, letter_id: UUID) -> Letter:
    """One letter that the actor may see; Http404 otherwise."""
    found = letters(actor).filter(pk=letter_id).first()
    if found is None:
        raise Http404
    return found


def failed_email(scheme_ids: tuple[UUID, ...], email_id: UUID) -> Email:
    """An e-mail that could not be sent; Http404 when there is none."""
    rows = Email.objects.filter(scheme_id__in=scheme_ids, state=Email.State.FAILED)
    found = rows.filter(pk=email_id).first()
    if found is None:
        raise Http404
    return found


def mail_trouble(scheme_ids: tuple[UUID, ...]) -> MailTrouble:
    """What keeps the e-mails of these schemes from going out, if anything."""
    rows = Email.objects.filter(scheme_id__in=scheme_ids)
    waiting = rows.filter(state=Email.State.WAITING)
    unsent = waiting.count() if not settings.EMAIL_HOST else 0
    since = waiting.aggregate(since=Min("created_at"))["since"] if unsent else None
    failed = rows.filter(state=Email.State.FAILED).order_by("created_at")[:20]
    trying = waiting.filter(tries__gt=0).order_by("due_at")[:20]
    return MailTrouble(unsent, since, list(trying), list(failed))


def due_emails(scheme_id: UUID) -> list[UUID]:
    """The e-mails to try now, oldest first."""
    rows = Email.objects.filter(
        scheme_id=scheme_id, state=Email.State.WAITING, due_at__lte=timezone.now()
    )
    return list(rows.order_by("due_at", "id").values_list("pk", flat=True)[:MOST_AT_ONCE])


def claim_due_email(email_id: UUID) -> Email | None:
    """An e-mail to try now, locked for this transaction; None when not due or another has it."""
    return (
        Email.objects.select_for_update(skip_locked=True)
        .filter(pk=email_id, state=Email.State.WAITING, due_at__lte=timezone.now())
        .first()
    )


def words(scheme_id: UUID, piece: Piece) -> str:
    """What a scheme says for a piece, not filled in."""
    return words_of(scheme_id, [piece])[piece.key]


def words_of(scheme_id: UUID, pieces: Iterable[Piece]) -> dict[str, str]:
    """What a scheme says for some pieces, by key; in one read."""
    wanted = {piece.key: piece.default for piece in pieces}
    own = {
        row.key: row.text for row in newest_words(scheme_id, wanted).values() if not row.is_default
    }
    return wanted | own


def newest_words(scheme_id: UUID, keys: Iterable[str]) -> dict[str, WordingChange]:
    """The newest change of each of these pieces that was ever changed, by key."""
    rows = WordingChange.objects.filter(scheme_id=scheme_id, key__in=list(keys))
    return {row.key: row for row in rows.order_by("key", "-number").distinct("key")}


def changes_of_words(scheme_id: UUID, key: str) -> list[WordingChange]:
    """Every change of a piece, the newest first."""
    rows = WordingChange.objects.filter(scheme_id=scheme_id, key=key)
    return list(rows.order_by("-number"))
