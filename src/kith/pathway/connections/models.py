"""Handing a person over to a community service, with their agreement; and giving names and numbers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.directory.models import Service
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.plans.models import Need
from kith.people.models import Person


class Shared(models.TextChoices):
    """What may be shared with a community service, piece by piece."""

    NAME = "name", "Name"
    PHONE = "phone", "Phone number"
    EMAIL = "email", "E-mail address"
    ADDRESS = "address", "Address"
    AGE = "age", "Age"
    LANGUAGE = "language", "Language and interpreter"
    ACCESS = "access", "What helps with access"
    NEED = "need", "What they hope for"


class Introduction(SchemeOwned, Versioned):
    """An onward referral: this person, to this service, sharing these fields, with this agreement.

    `shared` is what was sent, kept as values, so that what the recipient knows can always be said.
    `came_at` is when news first came that the person went; later news does not take it back.
    `service_name` stays true when the directory entry changes or leaves its feed.
    """

    person = SchemeForeignKey(Person, related_name="introductions")
    case = SchemeForeignKey(Case, related_name="introductions")
    service = SchemeForeignKey(Service, related_name="introductions")
    service_name = models.CharField(max_length=300)
    need = SchemeForeignKey(Need, null=True, blank=True, related_name="introductions")
    agreed_fields = ArrayField(models.CharField(max_length=10, choices=Shared.choices))
    agreed_how = models.CharField(max_length=200)
    agreed_on = models.DateField()
    shared = models.JSONField(default=dict)
    keep_safe = models.TextField(blank=True)
    getting_there = models.TextField(blank=True)
    note = models.TextField(blank=True)
    progress = models.CharField(max_length=14, choices=INTRODUCTIONS.choices, default=Progress.SENT)
    made_at = models.DateTimeField()
    progress_at = models.DateTimeField()
    progress_note = models.TextField(blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    ask_news_on = models.DateField(null=True, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="introductions")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="person by by_name shared",
        sensitive="service service_name need agreed_how keep_safe getting_there note progress_note",
        operational="case agreed_fields agreed_on progress made_at progress_at came_at ask_news_on"
        " version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(agreed_how="") & ~Q(agreed_fields=[]), name="introduction_agreed"
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "case", "service"],
                condition=Q(progress__in=["sent", "accepted"]),
                name="introduction_one_under_way",
            ),
        ]


class Signpost(SchemeOwned):
    """A name and number given. It shares nothing (PRSB v1.1, section 14: not a referral)."""

    person = SchemeForeignKey(Person, related_name="signposts")
    case = SchemeForeignKey(Case, null=True, blank=True, related_name="signposts")
    service = SchemeForeignKey(Service, null=True, blank=True, related_name="+")
    service_name = models.CharField(max_length=300)
    why = models.CharField(max_length=300, blank=True)
    given_on = models.DateField()
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="signposts")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="person by by_name",
        sensitive="service service_name why",
        operational="case given_on",
    )

    class Meta:
        default_permissions = ()
