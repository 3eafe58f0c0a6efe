"""The write door of campaigns: open one, put people on its list, call them."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.audit.write import action
from kith.campaigns import rules
from kith.campaigns.models import Campaign, CampaignCall, CampaignListing
from kith.isolation.actor import Actor
from kith.pathway.contacts import actions as contacts
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui import dates


@action("campaigns.open_campaign")
def open_campaign(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    from_date: datetime.date,
    to_date: datetime.date | None = None,
    purpose: str = "",
    at: datetime.datetime | None = None,
) -> Campaign:
    """Open a campaign of a scheme, both days included; without `to_date`, until further notice.

    Raises Refused for a missing name, one in use, or an end before the beginning.
    """
    if not name.strip():
        raise Refused("Give the campaign a name.", field="name")
    if to_date is not None and to_date < from_date:
        raise Refused("The last day is before the first.", field="to_date")
    try:
        with transaction.atomic():
            return Campaign.objects.create(
                scheme_id=scheme_id,
                name=name.strip(),
                purpose=purpose.strip(),
                from_date=from_date,
                to_date=to_date,
            )
    except IntegrityError as error:
        raise Refused(f"There is a campaign “{name.strip()}” already.", field="name") from error


@action("campaigns.list_person")
def list_person(
    *,
    by: Actor,
    campaign: Campaign,
    person: Person,
    added_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> CampaignListing:
    """Put someone on a campaign's list (default: today, or the day of `at`); once is enough.

    Raises Refused for someone of another scheme or who has died.
    """
    if person.scheme_id != campaign.scheme_id:
        raise Refused("This person is not of the campaign's scheme.")
    if person.died_on is not None:
        raise Refused(f"{person.called} has died, and must not be called.")
    listing, _ = CampaignListing.objects.get_or_create(
        scheme_id=campaign.scheme_id,
        campaign=campaign,
        person=person,
        defaults={"added_on": added_on or dates.today(at)},
    )
    return listing


@action("campaigns.call")
def call(
    *,
    by: Actor,
    campaign: Campaign,
    person: Person,
    outcome: str,
    medium: str = "02",
    minutes: int | None = None,
    interpreter: str = "",
    note: str = "",
    next_step: str = "",
    next_step_on: datetime.date | None = None,
    next_step_time: datetime.time | None = None,
    reason: str = "",
    at: datetime.datetime | None = None,
) -> CampaignCall:
    """Record a call to someone on the list, as a contact and as the campaign's, in one act.

    `at` is when the call was made (default: now), `minutes` how long it took, `reason` why a way
    not marked safe was used. The rest is as in `contacts.actions.record`, and so are its refusals;
    also refused: someone not on the list, a day outside the campaign, an outcome no call has.
    """
    happened = at or timezone.now()
    rules.check_call(campaign, person, outcome=outcome, medium=medium, day=dates.day_of(happened))
    contact = contacts.record(
        by=by,
        person=person,
        outcome=outcome,
        medium=medium,
        minutes=minutes,
        interpreter=interpreter,
        note=note,
        next_step=next_step,
        next_step_on=next_step_on,
        next_step_time=next_step_time,
        reason=reason,
        at=happened,
    )
    return CampaignCall.objects.create(
        scheme_id=campaign.scheme_id, campaign=campaign, contact=contact
    )
