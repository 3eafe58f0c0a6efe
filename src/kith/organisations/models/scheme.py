"""The scheme: the tenancy boundary, its policies and its own list of reasons."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from kith.isolation.context import Kind
from kith.isolation.models import Classified, Guarded, SchemeOwned, Versioned
from kith.isolation.walls import READERS, Wall
from kith.vocabulary import foundations

SHOWN_TO_PUBLIC = (*READERS, Kind.PUBLIC, Kind.LINK, Kind.USER)


def three_and_six() -> list[int]:
    """The months after finishing in which people are rung, until a scheme chooses others."""
    return [3, 6]


class Scheme(Versioned):
    """A social prescribing service. Policies are the scheme's own; the defaults are a start.

    `…_within` are working days, the standards of pathway.clocks.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    address = models.TextField(blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)
    link_worker_title = models.CharField(max_length=60, default="Link worker")
    partners_see_each_other = models.BooleanField(default=False)
    contact_attempts = models.PositiveSmallIntegerField(default=3)
    read_within = models.PositiveSmallIntegerField(default=1)
    call_soon_within = models.PositiveSmallIntegerField(default=2)
    call_within = models.PositiveSmallIntegerField(default=5)
    talk_within = models.PositiveSmallIntegerField(default=10)
    meet_within = models.PositiveSmallIntegerField(default=20)
    youngest_age = models.PositiveSmallIntegerField(default=18)
    reopen_within_days = models.PositiveSmallIntegerField(default=180)
    follow_up_months = ArrayField(
        models.PositiveSmallIntegerField(), default=three_and_six, blank=True
    )
    codes_only_by_default = models.BooleanField(default=False)
    shows_ages_publicly = models.BooleanField(default=False)
    published_from = models.DateField(null=True, blank=True)
    published_to = models.DateField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = Guarded()

    wall = Wall(read=SHOWN_TO_PUBLIC, write=(Kind.SCHEME, Kind.JOB), scheme_column="id")
    classified = Classified(
        operational="id slug name phone email address opening_hours link_worker_title"
        " partners_see_each_other contact_attempts read_within call_soon_within call_within talk_within"
        " meet_within youngest_age reopen_within_days follow_up_months shows_ages_publicly"
        " codes_only_by_default"
        " published_from published_to is_demonstration created_at version"
    )
    base_fields: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def scheme_id(self) -> uuid.UUID:
        """The scheme is its own scheme."""
        return self.id


class Reason(SchemeOwned):
    """One entry of the scheme's list of reasons, mapped to a foundation and a national term."""

    label = models.CharField(max_length=120)
    foundation = models.CharField(max_length=20, choices=foundations.choices())
    snomed_code = models.CharField(max_length=18, blank=True)
    snomed_term = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    is_offered = models.BooleanField(default=True)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(
        operational="label foundation snomed_code snomed_term position is_offered"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "label"], name="reason_once_in_scheme"),
            models.CheckConstraint(
                condition=models.Q(snomed_code="", snomed_term="")
                | ~models.Q(snomed_code="") & ~models.Q(snomed_term=""),
                name="reason_code_with_term",
            ),
        ]

    def __str__(self) -> str:
        return self.label
