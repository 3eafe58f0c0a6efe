"""Community organisations, what they offer, where and when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.directory.models.feed import Feed
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import STAFF, Wall
from kith.vocabulary import foundations


class CommunityOrganisation(SchemeOwned):
    """Who runs services (HSDS organization)."""

    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)
    feed = SchemeForeignKey(Feed, null=True, blank=True, related_name="+")
    source_id = models.CharField(max_length=300, blank=True)

    classified = Classified(operational="name description email phone url feed source_id")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "feed", "source_id"],
                condition=~models.Q(feed=None),
                name="community_once_in_feed",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Service(SchemeOwned, Versioned):
    """An offer someone can be introduced to (HSDS service).

    `source_id` is the feed's own id, whatever its shape; `raw` is what the feed sent, untouched;
    `fingerprint` says whether it changed. A service that left its feed is `gone_at`, never deleted,
    since people may be introduced to it.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "Inactive"
        DEFUNCT = "defunct", "Closed for good"
        PAUSED = "temporarily closed", "Temporarily closed"

    organisation = SchemeForeignKey(
        CommunityOrganisation, null=True, blank=True, related_name="services"
    )
    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    foundations = ArrayField(
        models.CharField(max_length=20, choices=foundations.choices()), default=list, blank=True
    )
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)
    cost = models.CharField(max_length=500, blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    eligibility = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    terms = models.JSONField(default=list, blank=True)
    capacity = models.CharField(max_length=300, blank=True)
    assured_on = models.DateField(null=True, blank=True)
    assured_by = models.CharField(max_length=200, blank=True)
    feed = SchemeForeignKey(Feed, null=True, blank=True, related_name="services")
    source_id = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    raw = models.JSONField(null=True, blank=True)
    is_published = models.BooleanField(default=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    wall = Wall(published_column="is_published")
    classified = Classified(
        operational="organisation name description status foundations email phone url cost is_free"
        " eligibility minimum_age maximum_age languages terms capacity assured_on assured_by feed"
        " source_id fingerprint raw is_published gone_at version"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "feed", "source_id"],
                condition=~models.Q(feed=None),
                name="service_once_in_feed",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_age=None)
                | models.Q(maximum_age=None)
                | models.Q(minimum_age__lte=models.F("maximum_age")),
                name="service_ages",
            ),
        ]
        indexes = [models.Index(fields=["scheme_id", "name"], name="service_by_name")]

    def __str__(self) -> str:
        return self.name


class Place(SchemeOwned):
    """Where a service is given (HSDS service_at_location with its location)."""

    service = SchemeForeignKey(Service, related_name="places")
    name = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    access = models.TextField(blank=True)
    is_step_free = models.BooleanField(null=True, blank=True)
    is_online = models.BooleanField(default=False)

    wall = Wall(delete=STAFF)
    classified = Classified(
        operational="service name address postcode latitude longitude access is_step_free is_online"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_on_earth",
            )
        ]


class Session(SchemeOwned):
    """When a service runs (HSDS schedule: freq and byday as in RFC 5545)."""

    service = SchemeForeignKey(Service, related_name="sessions")
    frequency = models.CharField(max_length=20, blank=True)
    days = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)

    wall = Wall(delete=STAFF)
    classified = Classified(
        operational="service frequency days opens closes from_date to_date description"
    )

    class Meta:
        default_permissions = ()
