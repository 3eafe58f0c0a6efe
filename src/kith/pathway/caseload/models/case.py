"""The scheme's support of a person, and who holds it."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import STAFF, Wall
from kith.organisations.models import (
    Contract,
    DeliveryPartner,
    Membership,
    Programme,
    ProgrammePrompt,
)
from kith.pathway.caseload.models.passing import Passing
from kith.pathway.caseload.states import CASES, CaseState
from kith.pathway.referrals.models import Referral
from kith.people.models import Merge, Person


class Case(SchemeOwned, Versioned):
    """Opened when the scheme takes a referral on; held by one link worker at a time.

    `next_step` and `next_step_on` are what was promised, and when: the first thing on every page.
    `own_weight` is the worker's own word on how much of a week the case takes, beside what the rules count
    (`desk.queries.weights`): lighter, as counted or heavier, and why. `merged_into`: it ended as two records
    became one, and what is under way in it goes on with that case (decision 0049).
    """

    class OwnWeight(models.IntegerChoices):
        LIGHTER = 1, "Lighter"
        AS_COUNTED = 2, "As it is counted"
        HEAVIER = 3, "Heavier"

    person = SchemeForeignKey(Person, related_name="cases")
    referral = SchemeForeignKey(Referral, related_name="cases")
    partner = SchemeForeignKey(DeliveryPartner, null=True, blank=True, related_name="cases")
    programme = SchemeForeignKey(Programme, null=True, blank=True, related_name="cases")
    contract = SchemeForeignKey(Contract, null=True, blank=True, related_name="cases")
    holder = SchemeForeignKey(Membership, null=True, blank=True, related_name="cases")
    state = models.CharField(max_length=10, choices=CASES.choices, default=CaseState.OPEN)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    next_step_time = models.TimeField(null=True, blank=True)
    own_weight = models.PositiveSmallIntegerField(choices=OwnWeight.choices, default=2)
    own_weight_why = models.CharField(max_length=200, blank=True)
    merged_into = SchemeForeignKey("self", null=True, blank=True, related_name="merged_from")

    # Deleted only as taking on is undone within its minute; the history keeps the row.
    wall = Wall(delete=STAFF, root_column="merged_into_id")
    classified = Classified(
        personal="person",
        sensitive="next_step own_weight_why",
        operational="referral partner programme contract holder state opened_at ended_at"
        " next_step_on next_step_time own_weight merged_into version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "person"], condition=Q(state="open"), name="case_one_open"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(state="open"), name="case_merged_has_ended"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None)
                | ~Q(state="open") & Q(ended_at__isnull=False),
                name="case_ended_when",
            ),
            models.CheckConstraint(
                condition=Q(own_weight=2, own_weight_why="")
                | Q(own_weight__in=[1, 3]) & ~Q(own_weight_why=""),
                name="case_own_weight_why",
            ),
            models.CheckConstraint(
                condition=Q(next_step="", next_step_on=None)
                | ~Q(next_step="") & Q(next_step_on__isnull=False),
                name="case_next_step_when",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "holder", "state"], name="case_by_holder"),
            models.Index(fields=["scheme_id", "state", "next_step_on"], name="case_by_due"),
        ]

    @property
    def kept(self) -> Case:
        """The case that is kept: this one, unless it ended as two records became one."""
        return self.merged_into or self

    @property
    def goes_on(self) -> bool:
        """Whether what is under way in it goes on: it is open, or the case is that it was merged into."""
        return self.kept.state == CaseState.OPEN


def moments() -> Func:
    """The moments from `from_at` up to `to_at`; without an end, for ever."""
    return Func(
        F("from_at"),
        F("to_at"),
        Value("[)"),
        function="tstzrange",
        output_field=DateTimeRangeField(),
    )


class Holding(SchemeOwned):
    """Who held a case from when to when, and what was said at the handover, until they have read it.

    `passing`: it was given with others, in one act.
    """

    case = SchemeForeignKey(Case, related_name="holdings")
    holder = SchemeForeignKey(Membership, related_name="holdings")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    given_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)
    note_read_at = models.DateTimeField(null=True, blank=True)
    passing = SchemeForeignKey(Passing, null=True, blank=True, related_name="holdings")

    wall = Wall(delete=STAFF)
    classified = Classified(
        sensitive="note", operational="case holder from_at to_at given_by note_read_at passing"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            ExclusionConstraint(
                name="holding_one_at_a_time",
                expressions=[("case", RangeOperators.EQUAL), (moments(), RangeOperators.OVERLAPS)],
            )
        ]


class Joining(SchemeOwned):
    """A further referral of somebody, joined to their open case: whoever holds it reads what it says.

    `was_state` and `was_ended_at` are what undoing gives back to a case that was opened again for it.
    """

    case = SchemeForeignKey(Case, related_name="joinings")
    referral = SchemeForeignKey(Referral, related_name="joinings")
    joined_at = models.DateTimeField()
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    was_state = models.CharField(max_length=10, choices=CASES.choices, blank=True)
    was_ended_at = models.DateTimeField(null=True, blank=True)

    # Deleted only as it is undone, or as two records are taken apart; the history keeps the row.
    wall = Wall(delete=STAFF)
    classified = Classified(
        operational="case referral joined_at by read_at read_by was_state was_ended_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "referral"], name="joining_one_case"),
            models.CheckConstraint(
                condition=Q(read_by=None) | Q(read_at__isnull=False), name="joining_read_when"
            ),
            models.CheckConstraint(
                condition=Q(was_state="", was_ended_at=None)
                | ~Q(was_state="") & Q(was_ended_at__isnull=False),
                name="joining_had_ended_when",
            ),
        ]
        indexes = [models.Index(fields=["scheme_id", "case"], name="joining_by_case")]


class EndedByMerge(SchemeOwned):
    """An open case that ended as two records became one, with what undoing that gives back to it."""

    merge = SchemeForeignKey(Merge, related_name="ended_cases")
    case = SchemeForeignKey(Case, related_name="+")
    holding = SchemeForeignKey(Holding, null=True, blank=True, related_name="+")
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    next_step_time = models.TimeField(null=True, blank=True)

    classified = Classified(
        sensitive="next_step", operational="merge case holding next_step_on next_step_time"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "case", "merge"], name="endedbymerge_once")
        ]


class PromptAnswer(SchemeOwned):
    """What a worker said to a prompt of the programme: done, or not now and why, and when to ask again."""

    class Said(models.TextChoices):
        DONE = "done", "Done"
        NOT_NOW = "not_now", "Not now"

    case = SchemeForeignKey(Case, related_name="prompt_answers")
    prompt = SchemeForeignKey(ProgrammePrompt, related_name="+")
    said = models.CharField(max_length=8, choices=Said.choices)
    why = models.CharField(max_length=300, blank=True)
    again_on = models.DateField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="by by_name", sensitive="why", operational="case prompt said again_on"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(said="done", again_on=None) | Q(said="not_now") & ~Q(why=""),
                name="promptanswer_why_not_now",
            )
        ]


class PutOff(SchemeOwned):
    """A promise that was dated for a later day as its worker went home, and what it was before.

    `press` is one for all that were dated together, and undone together. What a plan says by when is never put off
    like this: that was agreed with the person.
    """

    press = models.UUIDField()
    case = SchemeForeignKey(Case, related_name="put_off")
    was_step = models.CharField(max_length=200, blank=True)
    was_on = models.DateField(null=True, blank=True)
    was_time = models.TimeField(null=True, blank=True)
    to_date = models.DateField()
    put_off_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="by by_name",
        sensitive="was_step",
        operational="press case was_on was_time to_date put_off_at undone_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "press", "case"], name="putoff_once"),
            models.CheckConstraint(
                condition=Q(was_step="", was_on=None) | ~Q(was_step="") & Q(was_on__isnull=False),
                name="putoff_was_promised_when",
            ),
        ]
        indexes = [models.Index(fields=["scheme_id", "by", "-put_off_at"], name="putoff_by_worker")]
