"""One press a time: somebody was given the name of a group."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.referrals.models import Signposting
from kith.pathway.referrals.rules import SIGNPOST_UNDO_WITHIN
from kith.resilience.errors import Refused
from kith.vocabulary import foundations


@action("referrals.signpost")
def signpost(*, by: Actor, scheme_id: UUID, via: UUID, foundation: str = "") -> Signposting:
    """Count that a place gave somebody the name of a group. Raises Refused for no kind of thing."""
    if foundation and foundation not in dict(foundations.choices()):
        raise Refused("Choose one of these, or leave it out.", field="foundation")
    row = Signposting(scheme_id=scheme_id, via=via, foundation=foundation)
    row.save(force_insert=True)
    return row


@action("referrals.take_back_signposting")
def take_back_signposting(*, by: Actor, signposting: Signposting) -> Signposting:
    """Undo one pressed by mistake, within a minute. Raises Refused after that, and for a second time."""
    late = timezone.now() - signposting.created_at > SIGNPOST_UNDO_WITHIN
    if late or Signposting.objects.filter(undoes=signposting).exists():
        raise Refused("It is too late to take this back. One too many does no harm.")
    row = Signposting(
        scheme_id=signposting.scheme_id,
        via=signposting.via,
        foundation=signposting.foundation,
        undoes=signposting,
    )
    row.save(force_insert=True)
    return row
