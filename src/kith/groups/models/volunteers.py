"""Volunteers who befriend: what they offer, what was checked, whom they visit."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.groups.states import MATCHES, MatchState
from kith.isolation.context import Kind as Context
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import READERS, STAFF, Wall
from kith.organisations.models import Membership
from kith.people.models import Person

MOST_WARN_DAYS = 365


class Volunteer(SchemeOwned, Versioned):
    """Somebody of the scheme's own list who gives their time; not a person whom it supports, and no member of staff."""

    name = models.CharField(max_length=140)
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    offers = models.TextField(blank=True)
    languages = models.CharField(max_length=200, blank=True)
    areas = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)

    classified = Classified(
        personal="name phone email languages areas",
        sensitive="note",
        operational="offers ended_on version",
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class VolunteerCheck(SchemeOwned):
    """Something that was checked of a volunteer, and until when it holds; a newer one replaces it."""

    class Kind(models.TextChoices):
        DBS = "dbs", "DBS check"
        REFERENCES = "references", "References"
        TRAINING = "training", "Training"

    volunteer = SchemeForeignKey(Volunteer, related_name="checks")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    made_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    replaced_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="by by_name",
        sensitive="words",
        operational="volunteer kind made_on expires_on replaced_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "volunteer", "kind"],
                condition=Q(replaced_at=None),
                name="volunteercheck_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("made_on")),
                name="volunteercheck_expires_later",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "expires_on"],
                condition=Q(replaced_at=None),
                name="volunteercheck_expiring",
            )
        ]


def every_kind() -> list[str]:
    """All that can be checked of a volunteer."""
    return [str(kind) for kind in VolunteerCheck.Kind.values]


class VolunteerPolicy(SchemeOwned, Versioned):
    """What a scheme has checked of a volunteer before they visit somebody (`required`), and how many days before a
    check runs out it is somebody's work (`warn_days`). Without a row these defaults, which are ours: all three, for
    whoever goes in alone, and well before, because a new check takes weeks.
    """

    required = ArrayField(models.CharField(max_length=10), default=every_kind)
    warn_days = models.PositiveSmallIntegerField(default=60)

    classified = Classified(operational="required warn_days version")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id"], name="volunteerpolicy_one_a_scheme"),
            models.CheckConstraint(
                condition=Q(required__len__gte=1)
                & Q(required__contained_by=VolunteerCheck.Kind.values),
                name="volunteerpolicy_requires_something",
            ),
            models.CheckConstraint(
                condition=Q(warn_days__gte=1, warn_days__lte=MOST_WARN_DAYS),
                name="volunteerpolicy_warns_in_time",
            ),
        ]


class Match(SchemeOwned, Versioned):
    """A volunteer and a person whom they befriend. It goes on once both have agreed: when, and how each did."""

    volunteer = SchemeForeignKey(Volunteer, related_name="matches")
    person = SchemeForeignKey(Person, related_name="befriended")
    state = models.CharField(
        max_length=10, choices=MATCHES.choices, default=MatchState.PROPOSED.value
    )
    state_at = models.DateTimeField()
    why = models.TextField(blank=True)
    person_agreed_on = models.DateField(null=True, blank=True)
    person_agreed_how = models.CharField(max_length=200, blank=True)
    volunteer_agreed_on = models.DateField(null=True, blank=True)
    volunteer_agreed_how = models.CharField(max_length=200, blank=True)
    state_why = models.CharField(max_length=300, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="volunteer person by by_name person_agreed_how volunteer_agreed_how",
        sensitive="why state_why",
        operational="state state_at person_agreed_on volunteer_agreed_on version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "volunteer", "person"],
                condition=~Q(state="ended"),
                name="match_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["going_on", "paused"])
                | Q(person_agreed_on__isnull=False, volunteer_agreed_on__isnull=False),
                name="match_both_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paused", "ended"]) | ~Q(state_why=""),
                name="match_state_why",
            ),
            models.CheckConstraint(
                condition=Q(person_agreed_on=None, person_agreed_how="")
                | Q(person_agreed_on__isnull=False) & ~Q(person_agreed_how=""),
                name="match_person_agreed_how",
            ),
            models.CheckConstraint(
                condition=Q(volunteer_agreed_on=None, volunteer_agreed_how="")
                | Q(volunteer_agreed_on__isnull=False) & ~Q(volunteer_agreed_how=""),
                name="match_volunteer_agreed_how",
            ),
        ]

    @property
    def is_going_on(self) -> bool:
        """Whether the volunteer visits the person now."""
        return self.state == MatchState.GOING_ON


class VisitPage(SchemeOwned):
    """The page on which a volunteer notes their visits, behind one private link. `first_name` is all that it says of
    the person.
    """

    match = SchemeForeignKey(Match, related_name="pages")
    first_name = models.CharField(max_length=100)
    given_by_name = models.CharField(max_length=200)

    wall = Wall(read=STAFF, link_column="id")
    classified = Classified(personal="first_name given_by_name", operational="match")

    class Meta:
        default_permissions = ()


class BefrienderVisit(SchemeOwned):
    """One visit: when, how long, how it was, and what was worrying. Noted by staff, or by the volunteer on their
    `page`: the holder of its link may write one, and reads those that were written there.
    """

    class Went(models.TextChoices):
        WELL = "well", "Well"
        MIXED = "mixed", "Mixed"
        NOT_MET = "not_met", "We did not meet"

    match = SchemeForeignKey(Match, related_name="visits")
    page = SchemeForeignKey(VisitPage, null=True, blank=True, related_name="visits")
    visited_on = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    went = models.CharField(max_length=8, choices=Went.choices)
    words = models.TextField(blank=True)
    worry = models.TextField(blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    wall = Wall(
        read=READERS,
        insert=(Context.LINK,),
        insert_check="(by_id IS NULL)",
        insert_subject="page_id",
        link_column="page_id",
    )
    classified = Classified(
        personal="by by_name",
        sensitive="went words worry",
        operational="match page visited_on minutes",
    )

    class Meta:
        default_permissions = ()
