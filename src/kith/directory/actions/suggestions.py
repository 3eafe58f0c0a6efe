"""What the public suggests: kept as it was written, added by a colleague or dropped with one reason."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.directory.actions.services import add_service
from kith.directory.facts import PlaceFacts
from kith.directory.models import Service, Suggestion
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused

DOUBTFUL_KEPT = datetime.timedelta(days=30)
SENDER_KEPT = datetime.timedelta(days=90)


@action("directory.suggest")
def suggest(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    description: str = "",
    place: str = "",
    contact: str = "",
    sender_email: str = "",
    doubt: str = "",
) -> Suggestion:
    """Keep what a stranger suggests. Whoever calls this counts how often a network does. Raises Refused without a
    name.
    """
    if not name.strip():
        raise Refused("Write what it is called.", field="name")
    row = Suggestion(
        scheme_id=scheme_id,
        name=name.strip()[:300],
        description=description.strip(),
        place=place.strip(),
        contact=contact.strip()[:300],
        sender_email=sender_email.strip(),
        doubt=doubt[:100],
    )
    row.save(force_insert=True)  # a stranger writes here and reads nothing
    return row


@action("directory.add_suggested")
def add_suggested(*, by: Actor, suggestion: Suggestion) -> Service:
    """Add a suggested service for the team alone, to be completed and checked before anybody reads it.

    Raises Refused when it was settled already.
    """
    said = [
        suggestion.description,
        f"To reach them: {suggestion.contact}" * bool(suggestion.contact),
    ]
    service = add_service(
        by=by,
        scheme_id=suggestion.scheme_id,
        name=suggestion.name,
        description="\n\n".join(part for part in said if part),
        places=[PlaceFacts(address=suggestion.place)] if suggestion.place else [],
        is_published=False,
    )
    _settle(by, suggestion, Suggestion.Became.ADDED, service=service)
    return service


@action("directory.drop_suggestion")
def drop_suggestion(*, by: Actor, suggestion: Suggestion, reason: str) -> Suggestion:
    """Leave a suggestion out, saying why. Raises Refused without why, and when it was settled already."""
    if not reason.strip():
        raise Refused("Say in a few words why it is not added.", field="reason")
    return _settle(by, suggestion, Suggestion.Became.DROPPED, reason=reason.strip()[:300])


@action("directory.forget_suggestions")
def forget_suggestions(*, by: Actor, scheme_id: UUID) -> int:
    """Delete what probably nobody wrote and nobody took for a person's in thirty days, and the address of whoever
    suggested something ninety days ago; how many were deleted.
    """
    rows = Suggestion.objects.filter(scheme_id=scheme_id, settled_at=None)
    now = timezone.now()
    rows.filter(created_at__lt=now - SENDER_KEPT).update(sender_email="")
    doubted = rows.filter(created_at__lt=now - DOUBTFUL_KEPT).exclude(doubt="")
    return doubted.delete()[0]


def _settle(by: Actor, suggestion: Suggestion, became: str, **more: object) -> Suggestion:
    waiting = Suggestion.objects.filter(pk=suggestion.pk, settled_at=None)
    if not waiting.update(
        settled_at=timezone.now(), settled_by_name=by.name[:200], became=became, sender_email="",
        **more,
    ):  # fmt: skip
        raise Refused("This was settled already. Reload the page to see how.")
    suggestion.refresh_from_db()
    return suggestion
