"""Clinics: a worker in a room for some hours, in slots that a coordinator fills with people."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import STAFF, Wall
from kith.organisations.models import Membership
from kith.pathway.contacts.models import Contact
from kith.ui.dates import clock, long_date


def hours() -> Func:
    """The moments from `starts_at` up to `ends_at`."""
    return Func(
        F("starts_at"),
        F("ends_at"),
        Value("[)"),
        function="tstzrange",
        output_field=DateTimeRangeField(),
    )


class Clinic(SchemeOwned, Versioned):
    """A worker at a place on a day. Neither the worker nor the room has two at a time: the database holds it.

    `was` says when and where it was before a colleague changed it or called it off, and `changed_by_name` who, until
    the worker has read it.
    """

    worker = SchemeForeignKey(Membership, related_name="clinics")
    place = models.CharField(max_length=120)
    room = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    slot_minutes = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True)
    planned_by_name = models.CharField(max_length=200)
    was = models.CharField(max_length=300, blank=True)
    changed_by_name = models.CharField(max_length=200, blank=True)

    classified = Classified(
        personal="worker planned_by_name changed_by_name",
        operational="place room starts_at ends_at slot_minutes note called_off_at called_off_why was"
        " version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="clinic_hours"),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_why="")
                | Q(called_off_at__isnull=False) & ~Q(called_off_why=""),
                name="clinic_called_off_why",
            ),
            models.CheckConstraint(
                condition=Q(was="", changed_by_name="") | ~Q(was="") & ~Q(changed_by_name=""),
                name="clinic_changed_by_whom",
            ),
            ExclusionConstraint(
                name="clinic_worker_once_at_a_time",
                expressions=[
                    ("worker", RangeOperators.EQUAL),
                    (hours(), RangeOperators.OVERLAPS),
                ],
                condition=Q(called_off_at=None),
            ),
            ExclusionConstraint(
                name="clinic_room_once_at_a_time",
                expressions=[
                    ("scheme_id", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    ("room", RangeOperators.EQUAL),
                    (hours(), RangeOperators.OVERLAPS),
                ],
                condition=Q(called_off_at=None) & ~Q(room=""),
            ),
        ]
        indexes = [models.Index(fields=["scheme_id", "starts_at"], name="clinic_by_day")]

    @property
    def where(self) -> str:
        """The place with its room."""
        return f"{self.place}, {self.room}" if self.room else self.place

    @property
    def when_and_where(self) -> str:
        """Its day, hours and place in one sentence's part."""
        hours = f"{clock(self.starts_at)} to {clock(self.ends_at)}"
        return f"{long_date(self.starts_at)}, {hours}, {self.where}"


class Slot(SchemeOwned, Versioned):
    """One time of a clinic. Filled, it holds the appointment that it became, which may hold the next slot too;
    it is free again once that was called off or moved away.
    """

    clinic = SchemeForeignKey(Clinic, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    contact = SchemeForeignKey(Contact, null=True, blank=True, related_name="clinic_slots")

    # Free times are laid anew when a clinic's hours change.
    wall = Wall(delete=STAFF)
    classified = Classified(operational="clinic starts_at ends_at contact version")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="slot_hours"),
            ExclusionConstraint(
                name="slot_once_at_a_time",
                expressions=[
                    ("clinic", RangeOperators.EQUAL),
                    (hours(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
