"""Names and numbers given, what nothing was found for, and who could not be sent for want of a place."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.directory.models import Service
from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, STAFF, Wall
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.plans.models import Need
from kith.pathway.referrals.models import Redirect
from kith.people.models import Person
from kith.vocabulary import foundations


class Signpost(SchemeOwned):
    """A name and number given. It shares nothing (PRSB v1.1, section 14: not a referral).

    `used` is what the person said of it, when they were asked; `redirect` the decision on a referral that gave it.
    """

    class Used(models.TextChoices):
        YES = "yes", "They used it"
        NO = "no", "They did not use it"

    person = SchemeForeignKey(Person, related_name="signposts")
    case = SchemeForeignKey(Case, null=True, blank=True, related_name="signposts")
    service = SchemeForeignKey(Service, null=True, blank=True, related_name="+")
    service_name = models.CharField(max_length=300)
    redirect = SchemeForeignKey(Redirect, null=True, blank=True, related_name="signposts")
    why = models.CharField(max_length=300, blank=True)
    given_on = models.DateField()
    ask_news_on = models.DateField(null=True, blank=True)
    used = models.CharField(max_length=3, choices=Used.choices, blank=True)
    news_note = models.CharField(max_length=300, blank=True)
    news_at = models.DateTimeField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="signposts")
    by_name = models.CharField(max_length=200)

    # Deleted only as a decision is undone within its minute; the history keeps the row.
    wall = Wall(delete=STAFF)
    classified = Classified(
        personal="person by by_name",
        sensitive="service service_name why used news_note",
        operational="case redirect given_on ask_news_on news_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(used="", news_at=None)
                | ~Q(used="") & Q(news_at__isnull=False, ask_news_on=None),
                name="signpost_news_when",
            )
        ]


class UnmetNeed(SchemeOwned):
    """That no suitable service was found: what would have fitted, and what stood in the way.

    Without a person it was found in a search for nobody in particular. `met_at`: something was found since.
    """

    class Why(models.TextChoices):
        NOTHING = "nothing", "Nothing like it near here"
        FULL = "full", "Full, or the wait is too long"
        FAR = "far", "Too far, or no way to get there"
        COST = "cost", "Costs too much"
        LANGUAGE = "language", "Not in their language"
        ACCESS = "access", "Cannot be used with their access needs"
        TIMES = "times", "Not at times they can come"
        NOT_FOR_THEM = "not_for_them", "Takes other people: by age, area or diagnosis"
        OTHER = "other", "Something else"

    person = SchemeForeignKey(Person, null=True, blank=True, related_name="unmet_needs")
    case = SchemeForeignKey(Case, null=True, blank=True, related_name="unmet_needs")
    need = SchemeForeignKey(Need, null=True, blank=True, related_name="+")
    foundation = models.CharField(max_length=20, choices=foundations.choices())
    looked_for = models.CharField(max_length=300)
    why = models.CharField(max_length=14, choices=Why.choices)
    words = models.TextField(blank=True)
    noted_on = models.DateField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_words = models.CharField(max_length=300, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="person by by_name",
        sensitive="need foundation looked_for why words met_words",
        operational="case noted_on met_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(met_at=None, met_words="") | Q(met_at__isnull=False) & ~Q(met_words=""),
                name="unmetneed_met_by_what",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(case=None, need=None),
                name="unmetneed_case_of_a_person",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "noted_on"], condition=Q(met_at=None), name="unmetneed_open"
            )
        ]


class NotSent(SchemeOwned):
    """That a page refused to introduce somebody to a service in a month, since the service had said that it takes
    nobody just then. `month` is its first day.

    Of one person and service one row a month, however often somebody tried; who tried is not here. Only reports
    read it (decision 0054).
    """

    person = SchemeForeignKey(Person, related_name="+")
    service = SchemeForeignKey(Service, related_name="+")
    month = models.DateField()

    wall = Wall(read=(Kind.REPORT, Kind.JOB), write=BY_JOB, delete=BY_JOB, history=False)
    classified = Classified(personal="person", sensitive="service", operational="month")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "person", "service", "month"], name="notsent_once_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="notsent_by_the_month"),
        ]
