"""Meetings about people: who comes, whom they talk about, and what each is to do."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.meetings.states import MEETINGS, MeetingState
from kith.organisations.models import Membership, Practice
from kith.people.models import Person
from kith.ui import dates


class Meeting(SchemeOwned, Versioned):
    """A multidisciplinary meeting or a practice huddle; without a practice, of the whole scheme. Or the
    supervision of one worker (`supervises`), which is between the two who are asked and seen by them alone.

    `minutes` is how long it took. `follows` is the meeting whose people and actions it goes on with.
    """

    class Kind(models.TextChoices):
        HUDDLE = "huddle", "Practice huddle"
        MDT = "mdt", "Multidisciplinary meeting (MDT)"
        SUPERVISION = "supervision", "Supervision"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    practice = SchemeForeignKey(Practice, null=True, blank=True, related_name="meetings")
    state = models.CharField(
        max_length=10, choices=MEETINGS.choices, default=MeetingState.PLANNED.value
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    called_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    called_by_name = models.CharField(max_length=200)
    follows = SchemeForeignKey("self", null=True, blank=True, related_name="followed_by")
    supervises = SchemeForeignKey(Membership, null=True, blank=True, related_name="supervisions")

    classified = Classified(
        personal="called_by called_by_name supervises",
        operational="kind starts_at place practice state minutes ended_at cancelled_why follows"
        " version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", ended_at=None)
                | ~Q(state="planned") & Q(ended_at__isnull=False),
                name="meeting_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(cancelled_why="")
                | ~Q(state="cancelled") & Q(cancelled_why=""),
                name="meeting_cancelled_why",
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "follows"],
                condition=Q(follows__isnull=False) & ~Q(state="cancelled"),
                name="meeting_followed_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="supervision", supervises__isnull=False, practice=None)
                | ~Q(kind="supervision") & Q(supervises=None),
                name="meeting_supervises_somebody",
            ),
        ]
        indexes = [models.Index(fields=["scheme_id", "starts_at"], name="meeting_by_day")]

    def __str__(self) -> str:
        return str(self.Kind(self.kind).label)

    @property
    def is_supervision(self) -> bool:
        """Whether it is between two."""
        return self.kind == self.Kind.SUPERVISION

    @property
    def on(self) -> datetime.date:
        """The London day it begins."""
        return dates.day_of(self.starts_at)

    @property
    def time(self) -> datetime.time:
        """When it begins, by a London clock."""
        return dates.local(self.starts_at).time()

    @property
    def is_open(self) -> bool:
        """Whether it may still be written on."""
        return self.state == MeetingState.PLANNED


class Attender(SchemeOwned):
    """Somebody who is asked to a meeting: staff of the scheme, or somebody from outside by name.

    `came` is said when it closes; `preparing_minutes` is what they spent on it beforehand; `seen_at`
    when they read that it was cancelled; `ended_at` when they were taken off.
    """

    meeting = SchemeForeignKey(Meeting, related_name="attenders")
    member = SchemeForeignKey(Membership, null=True, blank=True, related_name="meetings_attended")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=120, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    came = models.BooleanField(null=True, blank=True)
    preparing_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="member name role organisation",
        operational="meeting came preparing_minutes seen_at ended_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "meeting", "member"],
                condition=Q(member__isnull=False, ended_at=None),
                name="attender_once",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(organisation="", role=""),
                name="attender_outside_or_ours",
            ),
            models.CheckConstraint(
                condition=Q(preparing_minutes=None) | Q(member__isnull=False),
                name="attender_prepares_if_ours",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.role, self.organisation) if part)


class Discussed(SchemeOwned, Versioned):
    """That somebody is talked about at a meeting: why, on what basis it is shared, what was said.

    `basis` is asked where somebody from outside attends. Taken off, the row stays with its history.
    """

    class Basis(models.TextChoices):
        AGREED = "agreed", "They agreed"
        DIRECT_CARE = "direct_care", "Direct care with their practice"
        SAFEGUARDING = "safeguarding", "Safeguarding"

    meeting = SchemeForeignKey(Meeting, related_name="discussed")
    person = SchemeForeignKey(Person, related_name="discussed_at")
    why = models.TextField(blank=True)
    basis = models.CharField(max_length=20, choices=Basis.choices, blank=True)
    basis_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    taken_off_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="person by by_name",
        sensitive="why basis note decision",
        operational="meeting basis_on taken_off_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "meeting", "person"], name="discussed_once"
            ),
            models.CheckConstraint(
                condition=Q(basis="agreed", basis_on__isnull=False)
                | ~Q(basis="agreed") & Q(basis_on=None),
                name="discussed_agreed_on_a_day",
            ),
        ]


class MeetingAction(SchemeOwned, Versioned):
    """What somebody is to do for a person after a meeting, by a day: staff, or somebody from outside."""

    class Status(models.TextChoices):
        TO_DO = "to_do", "To do"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Will not happen"

    discussed = SchemeForeignKey(Discussed, related_name="actions")
    person = SchemeForeignKey(Person, related_name="meeting_actions")
    what = models.CharField(max_length=300)
    owner = SchemeForeignKey(Membership, null=True, blank=True, related_name="meeting_actions")
    owner_name = models.CharField(max_length=200)
    by_when = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.TO_DO)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)

    classified = Classified(
        personal="person owner owner_name settled_by_name",
        sensitive="what",
        operational="discussed by_when status settled_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status="to_do", settled_at=None, settled_by_name="")
                | ~Q(status="to_do") & Q(settled_at__isnull=False),
                name="meetingaction_settled_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "owner", "by_when"],
                condition=Q(status="to_do"),
                name="meetingaction_to_do",
            )
        ]
