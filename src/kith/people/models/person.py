"""A person whom we support."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import BY_JOB, Wall
from kith.organisations.models import Practice
from kith.ui.dates import age_of
from kith.vocabulary import ethnicity, gender, names


class Person(SchemeOwned, Versioned):
    """Identity and needs, named as in PRSB Social Prescribing v1.1, sections 1, 2 and 4.

    `nhs_number_in_doubt` came with them and is the number of somebody with other details: a human
    looks. There is no field for sex: link workers are not clinicians (PRSB v1.1, person demographics).
    """

    first_name = models.CharField(max_length=70, blank=True)
    last_name = models.CharField(max_length=70, blank=True)
    preferred_name = models.CharField(max_length=70, blank=True)
    said_as = models.CharField(max_length=120, blank=True)
    pronouns = models.CharField(max_length=40, blank=True)
    sort_name = models.CharField(max_length=160, editable=False)
    date_of_birth = models.DateField()
    nhs_number = models.CharField(max_length=10, blank=True)
    nhs_number_in_doubt = models.CharField(max_length=10, blank=True, editable=False)
    gender = models.CharField(max_length=2, choices=gender.choices(), blank=True)
    ethnicity = models.CharField(max_length=2, choices=ethnicity.choices(), blank=True)
    language = models.CharField(max_length=10, blank=True)
    needs_interpreter = models.BooleanField(null=True, blank=True)
    access_needs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    access_notes = models.TextField(blank=True)
    practice = SchemeForeignKey(Practice, null=True, blank=True, related_name="people")
    # Of a child or young person: where they learn.
    school = models.CharField(max_length=200, blank=True)
    died_on = models.DateField(null=True, blank=True)
    # Their choice of what their practice gets; None: not asked, so the scheme's policy holds.
    codes_only = models.BooleanField(null=True, blank=True)
    codes_only_on = models.DateField(null=True, blank=True)
    codes_only_word = models.CharField(max_length=140, blank=True)
    merged_into = SchemeForeignKey("self", null=True, blank=True, related_name="merged_from")

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB, root_column="merged_into_id")
    classified = Classified(
        personal="first_name last_name preferred_name said_as pronouns sort_name date_of_birth"
        " nhs_number nhs_number_in_doubt gender ethnicity language practice school died_on",
        sensitive="needs_interpreter access_needs access_notes codes_only codes_only_word",
        operational="merged_into codes_only_on version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_name="", last_name=""), name="person_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(nhs_number="") | Q(nhs_number__regex=r"^\d{10}$"),
                name="person_nhs_number_shape",
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "nhs_number"],
                condition=~Q(nhs_number="") & Q(merged_into=None),
                name="person_nhs_number_once",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")),
                name="person_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(codes_only=None)
                | Q(codes_only_on__isnull=False) & ~Q(codes_only_word=""),
                name="person_codes_only_on_whose_word",
            ),
        ]
        indexes = [
            models.Index(fields=["scheme_id", "sort_name"], name="person_by_name"),
            models.Index(fields=["scheme_id", "date_of_birth"], name="person_by_birth"),
            # Beside the unique one, which leaves out merged records: without it, who looks for a number or
            # a birth date reads every person.
            models.Index(
                fields=["scheme_id", "nhs_number"],
                condition=~Q(nhs_number=""),
                name="person_by_number",
            ),
            models.Index(
                fields=["scheme_id", "nhs_number_in_doubt"],
                condition=~Q(nhs_number_in_doubt=""),
                name="person_by_doubt",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First and last name; one-name people have one."""
        return names.full_name(self.first_name, self.last_name)

    @property
    def kept(self) -> Person:
        """The record that is kept of this person: this one, unless it was merged into another."""
        return self.merged_into or self

    @property
    def records(self) -> models.QuerySet[Person, Any]:
        """The ids of every record of this person, for a query: `filter(person__in=person.records)`.

        All reads of somebody's rows go by it, so that while two records are merged both are shown.
        """
        root = self.merged_into_id or self.pk
        rows = Person.objects.filter(Q(pk=root) | Q(merged_into=root), scheme_id=self.scheme_id)
        return rows.values("pk")

    @property
    def called(self) -> str:
        """The name the person goes by."""
        return self.preferred_name or self.first_name or self.last_name

    def age_on(self, day: datetime.date) -> int:
        """Age in whole years on a day."""
        return age_of(self.date_of_birth, day)
