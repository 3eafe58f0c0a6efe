"""A group of the scheme, and each time it meets."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from kith.directory.models import Service
from kith.groups.states import SESSIONS, SessionState
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import READERS, Wall
from kith.organisations.models import Membership
from kith.ui import dates

USUAL_MINUTES = 90


class Group(SchemeOwned, Versioned):
    """A group that the scheme runs itself: what it is, where and when, and for how many.

    `weekday` (Monday is 0) with `starts` is when it usually meets; without `places` there is room for everybody.
    `listing` is its own entry in the directory.
    """

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "Monday"
        TUESDAY = 1, "Tuesday"
        WEDNESDAY = 2, "Wednesday"
        THURSDAY = 3, "Thursday"
        FRIDAY = 4, "Friday"
        SATURDAY = 5, "Saturday"
        SUNDAY = 6, "Sunday"

    name = models.CharField(max_length=120)
    about = models.TextField(blank=True)
    facilitator = SchemeForeignKey(Membership, null=True, blank=True, related_name="groups_led")
    where = models.CharField(max_length=300)
    access_notes = models.TextField(blank=True)
    weekday = models.PositiveSmallIntegerField(choices=Weekday.choices, null=True, blank=True)
    starts = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=USUAL_MINUTES)
    places = models.PositiveSmallIntegerField(null=True, blank=True)
    listing = SchemeForeignKey(Service, null=True, blank=True, related_name="own_groups")
    ended_on = models.DateField(null=True, blank=True)

    classified = Classified(
        personal="facilitator",
        operational="name about where access_notes weekday starts minutes places listing ended_on"
        " version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "name"],
                condition=Q(ended_on=None),
                name="group_once_in_scheme",
            ),
            models.CheckConstraint(
                condition=Q(weekday=None, starts=None)
                | Q(weekday__isnull=False, starts__isnull=False),
                name="group_usual_time_whole",
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gte=1), name="group_has_places"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupSession(SchemeOwned, Versioned):
    """One time at which a group meets. `walk_ins` came without a place or a record: they are counted, and
    `walk_in_names` are first names that lead to nobody.

    `shown` is what the holder of the link to a session that was cancelled reads, and all that they can: that it does
    not take place, or that it does after all.
    """

    group = SchemeForeignKey(Group, related_name="sessions")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=USUAL_MINUTES)
    state = models.CharField(
        max_length=10, choices=SESSIONS.choices, default=SessionState.PLANNED.value
    )
    cancelled_why = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    shown = models.JSONField(default=dict)
    walk_ins = models.PositiveSmallIntegerField(default=0)
    walk_in_names = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    marked_at = models.DateTimeField(null=True, blank=True)
    marked_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    marked_by_name = models.CharField(max_length=200, blank=True)

    wall = Wall(read=READERS, link_column="id")
    classified = Classified(
        personal="walk_in_names marked_by marked_by_name",
        sensitive="note",
        operational="group starts_at minutes state cancelled_why cancelled_at shown walk_ins marked_at"
        " version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "group", "starts_at"],
                condition=~Q(state="cancelled"),
                name="groupsession_once",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) & ~Q(cancelled_why="")
                | ~Q(state="cancelled") & Q(cancelled_at=None, cancelled_why=""),
                name="groupsession_cancelled_why",
            ),
            models.CheckConstraint(
                condition=Q(state="held", marked_at__isnull=False)
                | ~Q(state="held") & Q(marked_at=None, walk_ins=0),
                name="groupsession_marked_when_held",
            ),
        ]
        indexes = [models.Index(fields=["scheme_id", "starts_at"], name="groupsession_by_day")]

    @property
    def on(self) -> datetime.date:
        """The London day on which it is."""
        return dates.day_of(self.starts_at)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.state == SessionState.PLANNED

    @property
    def is_held(self) -> bool:
        """Whether its register was taken."""
        return self.state == SessionState.HELD
