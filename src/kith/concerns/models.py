"""Worries about a person and who has them; visits made alone; whom a scheme asks, and after how long."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.concerns.states import CONCERNS, VISITS, ConcernState, VisitState
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.organisations.models import Membership
from kith.people.models import Person
from kith.vocabulary import concerns as terms

OPENS, CLOSES = datetime.time(9), datetime.time(17)


def monday_to_friday() -> list[int]:
    """The days on which most offices are open, Monday being 0."""
    return [0, 1, 2, 3, 4]


class SafetyPolicy(SchemeOwned, Versioned):
    """Whom a scheme asks when somebody is worried, for how long before it asks the next, and its hours.

    The times are ours to begin with, no national standard being known: ten minutes where harm may come within hours,
    an hour where it must be today, one working day where it can wait; ten minutes of grace after a visit.
    """

    lead = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    deputy = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    manager = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    now_minutes = models.PositiveSmallIntegerField(default=10)
    today_minutes = models.PositiveSmallIntegerField(default=60)
    week_days = models.PositiveSmallIntegerField(default=1)
    visit_minutes = models.PositiveSmallIntegerField(default=10)
    opens = models.TimeField(default=OPENS)
    closes = models.TimeField(default=CLOSES)
    open_on = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)

    classified = Classified(
        operational="lead deputy manager now_minutes today_minutes week_days visit_minutes opens"
        " closes open_on version"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id"], name="safetypolicy_one_a_scheme"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="safetypolicy_hours"),
            models.CheckConstraint(
                condition=Q(now_minutes__gte=1, today_minutes__gte=1, week_days__gte=1),
                name="safetypolicy_takes_time",
            ),
        ]


class SafetyNumber(SchemeOwned):
    """Whom to ring where this scheme works: a team of the local authority, a crisis line."""

    class Kind(models.TextChoices):
        ADULT_TEAM = "adult_team", "Adult social care"
        CHILD_TEAM = "child_team", "Children’s social care"
        OUT_OF_HOURS = "out_of_hours", "Social care out of hours"
        CRISIS = "crisis", "Mental health crisis line"
        POLICE = "police", "Police"
        OTHER = "other", "Somebody else"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    hours = models.CharField(max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(operational="kind name phone hours ended_at")

    class Meta:
        default_permissions = ()


class Ladder(SchemeOwned):
    """Who is asked, one after the other, until somebody answers. `climb_at`: when the next is asked.

    `ended_at`: everybody was asked and nobody has answered. `settled_at`: somebody did, or it is over.
    `last` gave it back, and is asked only after the others.
    """

    asked = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    climb_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    last = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")

    classified = Classified(
        personal="asked last", operational="asked_at climb_at ended_at settled_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(climb_at=None), name="ladder_settled_rests"
            )
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "climb_at"],
                condition=Q(climb_at__isnull=False),
                name="ladder_to_climb",
            )
        ]


class LadderStep(SchemeOwned):
    """One step of a ladder: who was asked, as what, when; or that nobody was left. Steps are never changed."""

    class Kind(models.TextChoices):
        ASKED = "asked", "Asked"
        ENDED = "ended", "Everybody was asked and nobody answered"
        AGAIN = "again", "Everybody was asked again"
        TAKEN = "taken", "Is seeing to it"

    ladder = SchemeForeignKey(Ladder, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    member = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    member_name = models.CharField(max_length=200, blank=True)
    as_what = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    classified = Classified(
        personal="member member_name", operational="ladder kind number as_what at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "ladder", "number"], name="ladderstep_in_order"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["ended", "again"], member=None)
                | Q(kind__in=["asked", "taken"], member__isnull=False),
                name="ladderstep_of_somebody",
            ),
        ]


class Concern(SchemeOwned, Versioned):
    """Somebody is worried about a person. Who may read what is said in it: decision 0023.

    `words` stay as they were raised; `keep_safe` is what every colleague must do, without saying why.
    """

    class Source(models.TextChoices):
        PERSON = "person", "The person said it"
        SEEN = "seen", "I saw or heard it"
        TOLD = "told", "Somebody told me"

    person = SchemeForeignKey(Person, related_name="concerns")
    state = models.CharField(
        max_length=10, choices=CONCERNS.choices, default=ConcernState.RAISED.value
    )
    kind = models.CharField(max_length=16, choices=terms.KINDS.choices())
    urgency = models.CharField(max_length=8, choices=terms.URGENCIES.choices())
    words = models.TextField()
    source = models.CharField(max_length=8, choices=Source.choices)
    told_by = models.CharField(max_length=140, blank=True)
    must_know = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    must_not_know = models.CharField(max_length=300, blank=True)
    keep_safe = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField()
    raised_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    raised_by_name = models.CharField(max_length=200)
    ladder = SchemeForeignKey(Ladder, related_name="concerns")
    holder = SchemeForeignKey(Membership, null=True, blank=True, related_name="concerns_held")
    holder_name = models.CharField(max_length=200, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=terms.OUTCOMES.choices(), blank=True)
    closed_words = models.TextField(blank=True)
    not_phoned = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=200, blank=True)

    classified = Classified(
        personal="person told_by raised_by raised_by_name holder holder_name closed_by_name",
        sensitive="kind urgency words source must_know must_not_know keep_safe outcome closed_words"
        " not_phoned",
        operational="state raised_at ladder accepted_at closed_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(holder__isnull=False, accepted_at__isnull=False),
                name="concern_accepted_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_at=None, outcome=""),
                name="concern_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(source="told") | Q(told_by=""), name="concern_told_by_when_told"
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "person"],
                condition=~Q(state="closed"),
                name="concern_open_by_person",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is not over."""
        return self.state != ConcernState.CLOSED

    @property
    def must_be_phoned(self) -> bool:
        """Whether a clinician has to be told by telephone: health, now or today."""
        return self.kind in terms.OF_HEALTH and self.urgency in (terms.NOW, terms.TODAY)


class ConcernEntry(SchemeOwned, Versioned):
    """What was done about a concern: a note, a telephone call with who answered, a referral with its reference."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note or action"
        RANG = "rang", "Rang somebody"
        REFERRED = "referred", "Referred"
        STATE = "state", "What became of it"

    concern = SchemeForeignKey(Concern, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True)
    whom = models.CharField(max_length=12, choices=terms.WHOM.choices(), blank=True)
    place = models.CharField(max_length=200, blank=True)
    spoke_to = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    happened_at = models.DateTimeField()
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="spoke_to by by_name",
        sensitive="text whom place reference",
        operational="concern kind happened_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="rang") | ~Q(place="") & ~Q(spoke_to=""),
                name="concernentry_who_answered",
            ),
            models.CheckConstraint(
                condition=~Q(kind="referred") | ~Q(place=""), name="concernentry_referred_where"
            ),
        ]


class Visit(SchemeOwned, Versioned):
    """Somebody goes in alone: where, until when, the number they carry. The alert follows `ladder`."""

    worker = SchemeForeignKey(Membership, related_name="visits_alone")
    worker_name = models.CharField(max_length=200)
    person = SchemeForeignKey(Person, null=True, blank=True, related_name="visits_alone")
    buddy = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    where = models.TextField()
    phone = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=VISITS.choices, default=VisitState.OUT.value)
    went_at = models.DateTimeField()
    expected_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    on_word_of = models.CharField(max_length=200, blank=True)
    taken_by_name = models.CharField(max_length=200, blank=True)
    ladder = SchemeForeignKey(Ladder, related_name="visits")

    classified = Classified(
        personal="worker worker_name person buddy where phone ended_by_name on_word_of taken_by_name",
        sensitive="note",
        operational="state went_at expected_at ended_at ladder version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(expected_at__gt=F("went_at")), name="visit_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state="out", ended_at=None)
                | ~Q(state="out") & Q(ended_at__isnull=False),
                name="visit_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(buddy=None) | ~Q(buddy=F("worker")), name="visit_buddy_is_another"
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "worker"],
                condition=Q(state="out"),
                name="visit_one_at_a_time",
            ),
        ]

    def is_overdue(self, now: datetime.datetime) -> bool:
        """Whether they should have said by now that they are safe."""
        return self.state == VisitState.OUT and self.expected_at <= now
