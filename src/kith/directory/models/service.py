"""Community organisations, what they offer, where and when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from kith.directory.models.feed import Feed
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import STAFF, Wall
from kith.vocabulary import foundations


class CommunityOrganisation(SchemeOwned):
    """Who runs services (HSDS organization). Readable by all as soon as one of its services is.

    `more` is what the standard knows beyond our columns, kept so that it can be passed on.
    `offered_email` is another address that its feed gives, until somebody takes it over: introductions
    go to `email`. `last_email` is the one that stood when its feed gave none any more.
    """

    name = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    email = models.CharField(max_length=254, blank=True)
    offered_email = models.CharField(max_length=254, blank=True)
    last_email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)
    feed = SchemeForeignKey(Feed, null=True, blank=True, related_name="+")
    source_id = models.CharField(max_length=300, blank=True)
    more = models.JSONField(default=dict, blank=True)
    is_published = models.BooleanField(default=False)

    wall = Wall(published_column="is_published")
    classified = Classified(
        operational="name description email offered_email last_email phone url feed source_id more"
        " is_published"
    )

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
    `fingerprint` says whether it changed; `more` is what the standard knows beyond our columns, kept
    so that it can be passed on. A service that left its feed is `gone_at`, never deleted, since
    people may be introduced to it. One that another source lists as well is `joined_to` that entry and
    shown no more; nothing of either is moved. `last_email` is where introductions last went, by what its
    feed says, though it may say nothing any more. What is None or "" is not known, which is not the same as no.
    """

    class Status(models.TextChoices):
        ACTIVE = "active", "Active"
        INACTIVE = "inactive", "Inactive"
        DEFUNCT = "defunct", "Closed for good"
        PAUSED = "temporarily closed", "Temporarily closed"

    class Setting(models.TextChoices):
        GROUP = "group", "In a group"
        ONE_TO_ONE = "one_to_one", "One to one"

    class How(models.TextChoices):
        PHONE = "phone", "By telephone"
        VISIT = "visit", "On a visit"
        WEBSITE = "website", "On their website"
        WROTE = "wrote", "They wrote to us"
        LINK = "link", "By the message we send them"
        FEED = "feed", "The directory it comes from says so"

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
    last_email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    url = models.URLField(max_length=500, blank=True)
    cost = models.CharField(max_length=500, blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    eligibility = models.TextField(blank=True)
    minimum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    terms = models.JSONField(default=list, blank=True)
    setting = models.CharField(max_length=20, choices=Setting.choices, blank=True)
    is_women_only = models.BooleanField(null=True, blank=True)
    takes_no_recourse = models.BooleanField(null=True, blank=True)
    capacity = models.CharField(max_length=300, blank=True)
    places_free = models.PositiveIntegerField(null=True, blank=True)
    assured_on = models.DateField(null=True, blank=True)
    assured_by = models.CharField(max_length=200, blank=True)
    assured_how = models.CharField(max_length=10, choices=How.choices, blank=True)
    feed = SchemeForeignKey(Feed, null=True, blank=True, related_name="services")
    source_id = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    raw = models.JSONField(null=True, blank=True)
    more = models.JSONField(default=dict, blank=True)
    # The fields in which a correction stands (`Correction`, which nobody outside reads).
    corrected = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    is_published = models.BooleanField(default=True)
    gone_at = models.DateTimeField(null=True, blank=True)
    joined_to = SchemeForeignKey("self", null=True, blank=True, related_name="joined")
    modified_at = models.DateTimeField(default=timezone.now)

    wall = Wall(published_column="is_published", root_column="joined_to_id")
    classified = Classified(
        operational="organisation name description status foundations email phone url cost is_free"
        " eligibility minimum_age maximum_age languages terms setting is_women_only"
        " takes_no_recourse capacity places_free assured_on assured_by assured_how feed source_id fingerprint"
        " raw more last_email corrected is_published gone_at joined_to modified_at version"
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
            models.CheckConstraint(
                condition=models.Q(joined_to=None) | ~models.Q(joined_to=models.F("id")),
                name="service_not_joined_to_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "name"], name="service_by_name"),
            models.Index(fields=["modified_at"], name="service_by_change"),
        ]

    def __str__(self) -> str:
        return self.name


class Place(SchemeOwned):
    """Where a service is given (HSDS service_at_location with its location).

    Its id comes of its service and of what the source calls it, so that it is the same after the
    next visit to the feed. It is readable by all when its service is.
    """

    service = SchemeForeignKey(Service, related_name="places")
    name = models.CharField(max_length=300, blank=True)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    access = models.TextField(blank=True)
    is_step_free = models.BooleanField(null=True, blank=True)
    is_online = models.BooleanField(default=False)
    source_id = models.CharField(max_length=300, blank=True)
    more = models.JSONField(default=dict, blank=True)
    is_published = models.BooleanField(default=False)

    wall = Wall(delete=STAFF, published_column="is_published")
    classified = Classified(
        operational="service name address postcode latitude longitude access is_step_free is_online"
        " source_id more is_published"
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
    """When a service runs (HSDS schedule: freq, interval, byday and bymonthday as in RFC 5545); its id and who may
    read it as with a place.
    """

    service = SchemeForeignKey(Service, related_name="sessions")
    frequency = models.CharField(max_length=20, blank=True)
    days = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    interval = models.PositiveSmallIntegerField(default=1)
    month_days = ArrayField(models.SmallIntegerField(), default=list, blank=True)
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    from_date = models.DateField(null=True, blank=True)
    to_date = models.DateField(null=True, blank=True)
    description = models.TextField(blank=True)
    is_published = models.BooleanField(default=False)

    wall = Wall(delete=STAFF, published_column="is_published")
    classified = Classified(
        operational="service frequency days interval month_days opens closes from_date to_date description"
        " is_published"
    )

    class Meta:
        default_permissions = ()
