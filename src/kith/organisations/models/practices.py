"""Practices, the networks they belong to, and others who refer."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import Wall
from kith.organisations.models.scheme import SHOWN_TO_PUBLIC


def days(start: str = "from_date", end: str = "to_date") -> Func:
    """The days from `start` to `end`, both included; without an end, for ever."""
    return Func(F(start), F(end), Value("[]"), function="daterange", output_field=DateRangeField())


class PCN(SchemeOwned):
    """A primary care network."""

    name = models.CharField(max_length=200)
    ods_code = models.CharField(max_length=8, blank=True)

    classified = Classified(operational="name ods_code")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Practice(SchemeOwned):
    """A general practice, by its ODS code."""

    name = models.CharField(max_length=200)
    ods_code = models.CharField(max_length=6)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    address = models.TextField(blank=True)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(operational="name ods_code phone email address")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "ods_code"], name="practice_once_in_scheme"
            ),
            models.CheckConstraint(
                condition=Q(ods_code__regex=r"^[A-Z0-9]{6}$"), name="practice_ods_shape"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PracticeInPCN(SchemeOwned):
    """From when to when a practice belongs to a network."""

    practice = SchemeForeignKey(Practice, related_name="networks")
    pcn = SchemeForeignKey(PCN, related_name="practices")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    classified = Classified(operational="practice pcn from_date to_date")

    class Meta:
        default_permissions = ()
        constraints = [
            ExclusionConstraint(
                name="practice_in_one_pcn_at_a_time",
                expressions=[("practice", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")),
                name="practiceinpcn_dates",
            ),
        ]


class ListSize(SchemeOwned):
    """How many people were registered with a practice on a day."""

    practice = SchemeForeignKey(Practice, related_name="list_sizes")
    on_date = models.DateField()
    registered = models.PositiveIntegerField()

    classified = Classified(operational="practice on_date registered")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "practice", "on_date"], name="listsize_once_a_day"
            )
        ]


class ReferringOrganisation(SchemeOwned):
    """A hospital, council, charity or other body whose staff refer; practices have their own row.

    `listed_id` is the organisation of the scheme's directory (Open Referral) that it is, if it is one.
    """

    name = models.CharField(max_length=200)
    source = models.CharField(max_length=10)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.TextField(blank=True)
    listed_id = models.UUIDField(null=True, blank=True)

    # The holder of an organisation's own link reads its row and no other.
    wall = Wall(link_column="id")
    classified = Classified(operational="name source email phone address listed_id")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "name"], name="referrer_once_in_scheme")
        ]

    def __str__(self) -> str:
        return self.name
