"""Which delivery partner may see a person, from when to when."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import DeliveryPartner
from kith.people.models import PartnerAccess, Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today


@action("people.give_partner_access")
def give_partner_access(
    *, by: Actor, person: Person, partner: DeliveryPartner, from_date: datetime.date | None = None
) -> PartnerAccess:
    """Let a partner's staff see someone from a day on (default: today).

    Where they see the person already, that access goes on; one that was to end no longer ends.
    """
    day = from_date or today()
    rows = PartnerAccess.objects.filter(person=person, partner=partner)
    there = rows.exclude(to_date__lt=day).order_by("from_date").first()
    if there is not None:
        if there.to_date is not None or there.from_date > day:
            change(there, from_date=min(there.from_date, day), to_date=None)
        return there
    return PartnerAccess.objects.create(
        scheme_id=person.scheme_id, person=person, partner=partner, from_date=day
    )


@action("people.end_partner_access")
def end_partner_access(
    *, by: Actor, access: PartnerAccess, to_date: datetime.date | None = None
) -> PartnerAccess:
    """End a partner's sight of someone after a day (default: today).

    Raises Refused for a day before it began.
    """
    day = to_date or today()
    if day < access.from_date:
        raise Refused("This would end before it began. Choose a later day.", field="to_date")
    change(access, to_date=day)
    return access
