"""Handing a person over to a community service, with their agreement; and what was heard of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.directory.models import CommunityOrganisation, Service
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import Wall
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


class Heard(models.TextChoices):
    """By which way news of an introduction came."""

    LINK = "link", "The group, by its private link"
    ACCOUNT = "account", "The group, signed in"
    PHONE = "phone", "Told us, and typed in here"
    PERSON_LINK = "person_link", "The person, by their private link"
    PERSON = "person", "The person told us"


class PersonSaid(models.TextChoices):
    """What the person answers when asked whether they got there, and whether it helped."""

    HELPED = "helped", "Yes, and it helped"
    NO_HELP = "no_help", "Yes, but it did not help"
    NOT_THERE = "not_there", "No, I did not get there"


class Changed(models.TextChoices):
    """What has become another thing around an introduction since it was sent, the most pressing first."""

    CONTACT = "contact", "Contact details that were shared are no longer safe"
    CLOSED = "closed", "The service has closed, or left the directory it came from"
    RUN_BY = "run_by", "Somebody else runs the service"


class Introduction(SchemeOwned, Versioned):
    """An onward referral: this person, to this service, sharing these fields, with this agreement.

    `shared` is what was sent, kept as values, so that what the recipient knows can always be said; from
    `agreement_until` on nothing is shown to them any more, until the person agrees again.
    `came_at` is when news first came that the person went; later news does not take it back. `seen_at`: the link
    worker knows the last news. `service_name` stays true when the directory entry changes or leaves its feed.
    `told_to` is the address to which the group was last written about it, at `told_at`.
    `changed_from`: what a group had said by mistake before its last news, which it put right.
    `thanks_to_tell`: a thank-you that the worker has to pass on by telephone.
    `recipient_organisation` is who ran the service when it was sent: the agreement is for them and for nobody after
    them. `link_sent_to` is the address to which the group's private link went, whatever was written since without a
    link; `changed` is what the worker is still to speak of, and `changes_told` what was put to them, so that it is
    put once.
    `ask_news_on` and `ask_person_on` are the days on which it is somebody's task to ask the group, and the person.
    """

    person = SchemeForeignKey(Person, related_name="introductions")
    case = SchemeForeignKey(Case, related_name="introductions")
    service = SchemeForeignKey(Service, related_name="introductions")
    service_name = models.CharField(max_length=300)
    recipient_organisation = SchemeForeignKey(
        CommunityOrganisation, null=True, blank=True, related_name="introductions"
    )
    link_sent_to = models.CharField(max_length=320, blank=True)
    need = SchemeForeignKey(Need, null=True, blank=True, related_name="introductions")
    agreed_fields = ArrayField(models.CharField(max_length=10, choices=Shared.choices))
    agreed_how = models.CharField(max_length=200)
    agreed_on = models.DateField()
    agreement_until = models.DateField(null=True, blank=True)
    shared = models.JSONField(default=dict)
    keep_safe = models.TextField(blank=True)
    getting_there = models.TextField(blank=True)
    note = models.TextField(blank=True)
    progress = models.CharField(max_length=14, choices=INTRODUCTIONS.choices, default=Progress.SENT)
    made_at = models.DateTimeField()
    progress_at = models.DateTimeField()
    progress_note = models.TextField(blank=True)
    changed_from = models.CharField(max_length=14, choices=INTRODUCTIONS.choices, blank=True)
    told_to = models.EmailField(max_length=254, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    heard = models.CharField(max_length=11, choices=Heard.choices, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    waiting_place = models.PositiveSmallIntegerField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    came_at = models.DateTimeField(null=True, blank=True)
    ask_news_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    ask_person_on = models.DateField(null=True, blank=True)
    person_asked_at = models.DateTimeField(null=True, blank=True)
    person_said = models.CharField(max_length=9, choices=PersonSaid.choices, blank=True)
    person_words = models.TextField(blank=True)
    person_said_at = models.DateTimeField(null=True, blank=True)
    thanks = models.TextField(blank=True)
    thanks_quotable = models.BooleanField(default=False)
    thanked_at = models.DateTimeField(null=True, blank=True)
    thanks_to_tell = models.BooleanField(default=False)
    changed = ArrayField(
        models.CharField(max_length=7, choices=Changed.choices), blank=True, default=list
    )
    changes_told = ArrayField(models.CharField(max_length=60), blank=True, default=list)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="introductions")
    by_name = models.CharField(max_length=200)

    classified = Classified(
        personal="person by by_name shared told_to link_sent_to",
        sensitive="service service_name recipient_organisation need agreed_how keep_safe"
        " getting_there note progress_note person_said person_words thanks",
        operational="case agreed_fields agreed_on agreement_until progress made_at progress_at heard"
        " told_at changed_from"
        " starts_on waiting_place seen_at came_at ask_news_on reminders reminded_at ask_person_on"
        " person_asked_at person_said_at thanks_quotable thanked_at thanks_to_tell"
        " changed changes_told version",
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
            models.CheckConstraint(
                condition=Q(person_said="", person_said_at=None)
                | ~Q(person_said="") & Q(person_said_at__isnull=False, ask_person_on=None),
                name="introduction_person_said_when",
            ),
            models.CheckConstraint(
                condition=Q(thanks="", thanked_at=None, thanks_quotable=False)
                | ~Q(thanks="") & Q(thanked_at__isnull=False),
                name="introduction_thanked_when",
            ),
            models.CheckConstraint(
                condition=Q(thanks_to_tell=False) | ~Q(thanks=""),
                name="introduction_thanks_to_tell_are_some",
            ),
            models.CheckConstraint(
                condition=Q(waiting_place=None) | Q(progress="full"),
                name="introduction_waits_where_full",
            ),
            models.CheckConstraint(
                condition=Q(told_to="", told_at=None) | ~Q(told_to="") & Q(told_at__isnull=False),
                name="introduction_told_when",
            ),
        ]


class News(SchemeOwned):
    """One piece of news of an introduction, as it was heard. Never changed: the last is on the introduction."""

    introduction = SchemeForeignKey(Introduction, related_name="news")
    progress = models.CharField(max_length=14, choices=INTRODUCTIONS.choices)
    heard = models.CharField(max_length=11, choices=Heard.choices)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    wall = Wall(append_only=True, history=False)
    classified = Classified(
        personal="by_name", sensitive="note", operational="introduction progress heard at"
    )

    class Meta:
        default_permissions = ()
