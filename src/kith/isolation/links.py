"""Private links: an address that lets its holder do one thing, without an account.

The token is the id of the link and its signature under the installation's secret key, so that a copy of the
database opens nothing and a link can be shown to staff again. A link ends on a day, or when someone ends it.
"""

from __future__ import annotations

import base64
import binascii
import datetime
from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import connection, models
from django.utils import timezone

from kith.isolation.models import PrivateLink

_SALT = "kith.isolation.links"


@dataclass(frozen=True)
class Link:
    """What a token opens: one purpose about one subject of one scheme.

    `ended` is true for a link whose day has passed or which someone ended: it opens nothing any more.
    """

    id: UUID
    scheme_id: UUID
    purpose: str
    subject_id: UUID
    ended: bool


def give(
    *,
    scheme_id: UUID,
    purpose: str,
    subject_id: UUID,
    expires_at: datetime.datetime | None = None,
) -> PrivateLink:
    """Make a private link; inside the write door of the room that gives it."""
    return PrivateLink.objects.create(
        scheme_id=scheme_id, purpose=purpose, subject_id=subject_id, expires_at=expires_at
    )


def end(*, purpose: str, subject_id: UUID) -> int:
    """End every link of a purpose about a subject; how many there were. Inside a write door."""
    return in_force(purpose=purpose, subject_id=subject_id).update(ended_at=timezone.now())


def point(*, purpose: str, subject_id: UUID, to: UUID) -> int:
    """Have every link of a purpose about a subject open another one of its scheme; how many there were. Inside a
    write door.
    """
    return in_force(purpose=purpose, subject_id=subject_id).update(subject_id=to)


def in_force(*, purpose: str, subject_id: UUID) -> models.QuerySet[PrivateLink]:
    """The links of a purpose about a subject that still open something, newest first."""
    later = models.Q(expires_at=None) | models.Q(expires_at__gt=timezone.now())
    rows = PrivateLink.objects.filter(later, purpose=purpose, subject_id=subject_id, ended_at=None)
    return rows.order_by("-created_at")


def token_of(link_id: UUID) -> str:
    """The token that stands in the address of a private link."""
    short = base64.urlsafe_b64encode(link_id.bytes).decode().rstrip("=")
    return _signer().sign(short)


def link_of(token: str) -> Link | None:
    """The link of a token, known before any context; None for a token that this installation never gave."""
    try:
        short = _signer().unsign(token)
        link_id = UUID(bytes=base64.urlsafe_b64decode(short + "=="))
    except (BadSignature, binascii.Error, ValueError):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM isolation_link_of(%s)", [link_id])
        row = cursor.fetchone()
    return Link(link_id, *row) if row else None


def _signer() -> Signer:
    return Signer(salt=_SALT, sep=".")
