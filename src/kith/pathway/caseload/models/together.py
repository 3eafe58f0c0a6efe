"""A case that rests for a while, and a colleague who works along on one."""

from __future__ import annotations

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership
from kith.pathway.caseload.models.case import Case, EndedByMerge


class Pause(SchemeOwned):
    """A case rests from `from_on` until `until`, the first day on which we are in touch again; sooner
    when somebody said so (`ended_on`). Nothing closes by it. `agreed_with` is who agreed to it. `ended_by`: it
    ended with its case as two records became one, and runs again once that is undone.
    """

    case = SchemeForeignKey(Case, related_name="pauses")
    why = models.CharField(max_length=300)
    agreed_with = models.CharField(max_length=140)
    from_on = models.DateField()
    until = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = SchemeForeignKey(EndedByMerge, null=True, blank=True, related_name="pauses")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="agreed_with by by_name",
        sensitive="why",
        operational="case from_on until ended_on ended_by",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("from_on")), name="pause_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(ended_on__isnull=False), name="pause_ended_by_when"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None)
                | Q(ended_on__gte=F("from_on"), ended_on__lte=F("until")),
                name="pause_ended_within_it",
            ),
            ExclusionConstraint(
                name="pause_one_at_a_time",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    (
                        Func(
                            F("from_on"),
                            Coalesce(F("ended_on"), F("until")),
                            Value("[)"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def over_on(self) -> datetime.date:
        """The first day on which the case rests no longer."""
        return self.ended_on or self.until


class JointWork(SchemeOwned):
    """A colleague who works along on a case that somebody else holds; it opens nothing to them that they
    might not see before. `read_at`: they have read that they were asked, and why. `ended_by`: it ended with its
    case as two records became one, and goes on once that is undone.
    """

    case = SchemeForeignKey(Case, related_name="joint_work")
    member = SchemeForeignKey(Membership, related_name="joint_work")
    why = models.CharField(max_length=300)
    from_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = SchemeForeignKey(EndedByMerge, null=True, blank=True, related_name="joint_work")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="member by by_name",
        sensitive="why",
        operational="case from_on ended_on ended_by read_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "case", "member"],
                condition=Q(ended_on=None),
                name="jointwork_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("from_on")),
                name="jointwork_ended_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None) | Q(ended_on__isnull=False),
                name="jointwork_ended_by_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "member"],
                condition=Q(ended_on=None),
                name="jointwork_by_member",
            )
        ]
