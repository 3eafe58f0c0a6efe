"""Reaching out to people who did not ask: a campaign, its list, its calls."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.pathway.contacts.models import Contact
from kith.people.models import Person


class Campaign(SchemeOwned):
    """A round of calls that the scheme starts, from a day to a day or until further notice."""

    name = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    classified = Classified(operational="name purpose from_date to_date")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "name"], name="campaign_once_in_scheme"),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")), name="campaign_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignListing(SchemeOwned):
    """Someone on a campaign's list, since a day."""

    campaign = SchemeForeignKey(Campaign, related_name="listings")
    person = SchemeForeignKey(Person, related_name="campaign_listings")
    added_on = models.DateField()

    classified = Classified(personal="person", operational="campaign added_on")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "campaign", "person"], name="campaignlisting_once"
            )
        ]


class CampaignCall(SchemeOwned):
    """That a contact was a call of a campaign: a proactive call, answered or not."""

    campaign = SchemeForeignKey(Campaign, related_name="calls")
    contact = SchemeForeignKey(Contact, related_name="campaign_calls")

    classified = Classified(operational="campaign contact")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "contact"], name="campaigncall_once")
        ]
