"""What a call of a campaign can be."""

from __future__ import annotations

import datetime

from kith.campaigns.models import Campaign, CampaignListing
from kith.pathway.contacts.models import Outcome
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui import dates

# National codes of CONSULTATION MEDIUM USED: telephone, video, telephone for deaf people.
SPOKEN = ("02", "03", "04")
OUTCOMES = (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.WRONG_NUMBER)


def check_call(
    campaign: Campaign, person: Person, *, outcome: str, medium: str, day: datetime.date
) -> None:
    """Raise Refused unless this is a call to someone on the list, within the campaign's days."""
    if outcome not in OUTCOMES:
        raise Refused("Choose what came of the call.", field="outcome")
    if medium not in SPOKEN:
        raise Refused("A campaign's calls are by phone or video.", field="medium")
    ended = campaign.to_date is not None and day > campaign.to_date
    if day < campaign.from_date or ended:
        raise Refused(
            f"{campaign.name} runs {days_in_words(campaign)}, and {dates.medium_date(day)} is not"
            " within it. Record the call on the person's record instead.",
            field="on",
        )
    if not CampaignListing.objects.filter(campaign=campaign, person=person).exists():
        raise Refused(
            f"{person.called} is not on the list of {campaign.name}. Put them on it first."
        )


def days_in_words(campaign: Campaign) -> str:
    """From when to when a campaign runs."""
    since = dates.medium_date(campaign.from_date)
    if campaign.to_date is None:
        return f"from {since} until further notice"
    return f"from {since} to {dates.medium_date(campaign.to_date)}"
