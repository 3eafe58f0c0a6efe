"""What is kept for the figures alone."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.isolation.context import Kind
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, Wall
from kith.vocabulary import foundations


class EmptySearch(SchemeOwned):
    """That a search of the directory found nothing on a day: what for, in the words of our own table and of
    the form, for which postcode district, and what stood in the way.

    Neither what was typed nor who searched for whom is here; the same search on the same day is one row
    (decision 0044). Only reports read it.
    """

    searched_on = models.DateField()
    foundations = ArrayField(
        models.CharField(max_length=20, choices=foundations.choices()), default=list, blank=True
    )
    about = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    wishes = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    setting = models.CharField(max_length=20, blank=True)
    days = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    time = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=10, blank=True)
    district = models.CharField(max_length=4, blank=True)
    in_the_way = models.CharField(max_length=20, blank=True)

    wall = Wall(read=(Kind.REPORT, Kind.JOB), write=BY_JOB, delete=BY_JOB, history=False)
    classified = Classified(
        operational="searched_on foundations about wishes setting days time language district in_the_way"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "scheme_id", "searched_on", "district", "language", "foundations", "about",
                    "wishes", "setting", "days", "time", "in_the_way",
                ],
                name="emptysearch_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(district="") | Q(district__regex=r"^([A-Z]{1,2}[0-9][0-9A-Z]?|GIR)$"),
                name="emptysearch_no_finer_than_a_district",
            ),
        ]  # fmt: skip
