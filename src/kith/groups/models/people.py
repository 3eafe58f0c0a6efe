"""Who has a place in a group or waits for one, who came, and who is told that it does not meet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.groups.models.group import Group, GroupSession
from kith.groups.states import PLACES, PlaceState
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.organisations.models import Membership
from kith.pathway.contacts.models import Contact
from kith.people.models import Person


class GroupPlace(SchemeOwned, Versioned):
    """Somebody's place in a group, or their turn on its waiting list (`asked_at` is the order).

    `to_know` and `arrives` are what whoever facilitates the group reads, with the name and nothing else; the person
    agreed to that on `agreed_on`. `missed` counts the sessions missed one after the other, `missed_asked` those after
    which somebody asked them why.
    """

    group = SchemeForeignKey(Group, related_name="people")
    person = SchemeForeignKey(Person, related_name="group_places")
    state = models.CharField(max_length=10, choices=PLACES.choices)
    asked_at = models.DateTimeField()
    state_at = models.DateTimeField()
    to_know = models.TextField(blank=True)
    arrives = models.CharField(max_length=300, blank=True)
    agreed_on = models.DateField()
    missed = models.PositiveSmallIntegerField(default=0)
    missed_asked = models.PositiveSmallIntegerField(default=0)
    left_why = models.CharField(max_length=300, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="person by by_name arrives",
        sensitive="to_know left_why",
        operational="group state asked_at state_at agreed_on missed missed_asked version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "group", "person"],
                condition=~Q(state="left"),
                name="groupplace_once",
            ),
            models.CheckConstraint(
                condition=Q(state="left") & ~Q(left_why="") | ~Q(state="left") & Q(left_why=""),
                name="groupplace_left_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "person"],
                condition=~Q(state="left"),
                name="groupplace_in_force",
            )
        ]

    @property
    def has_place(self) -> bool:
        """Whether they are expected when the group meets."""
        return self.state == PlaceState.TAKEN


class Attendance(SchemeOwned, Versioned):
    """That somebody with a place came to a session, or did not. Who came has a `contact` of it."""

    session = SchemeForeignKey(GroupSession, related_name="attendances")
    joined = SchemeForeignKey(GroupPlace, related_name="attendances")
    came = models.BooleanField()
    contact = SchemeForeignKey(Contact, null=True, blank=True, related_name="group_attendances")
    note = models.TextField(blank=True)

    classified = Classified(
        personal="joined", sensitive="came note", operational="session contact version"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "session", "joined"], name="attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(came=False) | Q(contact__isnull=False), name="attendance_is_a_contact"
            ),
        ]


class Notice(SchemeOwned):
    """That somebody who was expected is told that a session does not take place, or (`says`) that it does after all:
    by e-mail where that is safe, else by whoever rings them. `settled_at` is when a worker told them, or read that they
    were told; `replaced_at` when what it says was true no longer.
    """

    class Says(models.TextChoices):
        OFF = "off", "Does not take place"
        ON = "on", "Takes place after all"

    class How(models.TextChoices):
        EMAIL = "email", "Told by e-mail"
        RING = "ring", "To be rung"

    session = SchemeForeignKey(GroupSession, related_name="notices")
    joined = SchemeForeignKey(GroupPlace, related_name="notices")
    says = models.CharField(max_length=3, choices=Says.choices, default=Says.OFF.value)
    how = models.CharField(max_length=5, choices=How.choices)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=200, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="joined settled_by_name", operational="session says how settled_at replaced_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "session", "joined"],
                condition=Q(replaced_at=None),
                name="notice_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by_name="")
                | Q(settled_at__isnull=False) & ~Q(settled_by_name=""),
                name="notice_settled_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "joined"],
                condition=Q(settled_at=None, replaced_at=None),
                name="notice_waiting",
            )
        ]

    @property
    def was_told(self) -> bool:
        """Whether they have heard it, as far as anybody knows."""
        return self.how == self.How.EMAIL or self.settled_at is not None
