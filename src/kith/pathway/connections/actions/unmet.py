"""What somebody needs and we found nothing for."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.connections.models import UnmetNeed
from kith.pathway.connections.queries import open_case
from kith.pathway.plans.models import Need
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of, today
from kith.vocabulary import foundations


@action("connections.note_unmet")
def note_unmet(
    *,
    by: Actor,
    scheme_id: UUID,
    looked_for: str,
    foundation: str,
    why: str,
    words: str = "",
    person: Person | None = None,
    need: Need | None = None,
    at: datetime.datetime | None = None,
) -> UnmetNeed:
    """Note that no suitable service was found, for a person or, without one, for whoever asked.

    `looked_for` is what would have fitted, `why` what stood in the way, `at` when, if not now. Raises Refused
    without words, for an unknown choice, and for a need of somebody else.
    """
    if not looked_for.strip():
        raise Refused("Say what would have fitted.", field="looked_for")
    if foundation not in dict(foundations.choices()):
        raise Refused("Choose what it is about.", field="foundation")
    if why not in UnmetNeed.Why.values:
        raise Refused("Choose what stood in the way.", field="why")
    if need is not None and (person is None or need.person_id != person.pk):
        raise Refused("Choose one of their own needs.", field="need")
    return UnmetNeed.objects.create(
        scheme_id=scheme_id,
        person=person,
        case=open_case(person) if person else None,
        need=need,
        foundation=foundation,
        looked_for=looked_for.strip()[:300],
        why=why,
        words=words.strip(),
        noted_on=day_of(at) if at else today(),
        by_id=by.membership_id(scheme_id),
        by_name=by.name[:200],
    )


@action("connections.note_met")
def note_met(*, by: Actor, unmet: UnmetNeed, words: str) -> UnmetNeed:
    """Note what was found after all, or that it is needed no longer. Raises Refused without words, and twice."""
    if unmet.met_at is not None:
        raise Refused("This was noted already. Reload the page to see it.")
    if not words.strip():
        raise Refused("Say what was found, or why it is needed no longer.", field="words")
    change(unmet, met_at=timezone.now(), met_words=words.strip()[:300])
    return unmet
