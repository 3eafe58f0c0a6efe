"""How a scheme follows its introductions up, and what each community group asked of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.directory.models import Service
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned


class FollowUp(SchemeOwned, Versioned):
    """A scheme's way with introductions: when a silent group is reminded, how often, when the person is asked,
    and for how long an agreement holds. Without a row these defaults, which are ours, no standard being known.

    `remind_after` are working days, the others days.
    """

    remind_after = models.PositiveSmallIntegerField(default=3)
    reminders = models.PositiveSmallIntegerField(default=2)
    ask_person_after = models.PositiveSmallIntegerField(default=7)
    agreement_lasts = models.PositiveSmallIntegerField(default=180)

    classified = Classified(
        operational="remind_after reminders ask_person_after agreement_lasts version"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id"], name="followup_one_a_scheme"),
            models.CheckConstraint(
                condition=Q(remind_after__gte=1, ask_person_after__gte=1, agreement_lasts__gte=14),
                name="followup_takes_time",
            ),
        ]


class GroupWishes(SchemeOwned, Versioned):
    """What whoever runs a service asked of a scheme: how many people a month, until when they are full, and how
    they are told that somebody is introduced.

    `places_before` is what was said here of the listing's places before they were full; None where a feed's word stood.
    A digest holds no personal data. `week_sent_to` is the address to which the link to their week went.
    """

    class ToldBy(models.TextChoices):
        EACH = "each", "An e-mail each time somebody is introduced"
        WEEKLY = "weekly", "One e-mail a week, when there is something"
        PHONE = "phone", "Ring me instead"

    service = SchemeForeignKey(Service, related_name="wishes")
    told_by = models.CharField(max_length=6, choices=ToldBy.choices, default=ToldBy.EACH)
    ring_name = models.CharField(max_length=100, blank=True)
    ring_phone = models.CharField(max_length=40, blank=True)
    monthly_ceiling = models.PositiveSmallIntegerField(null=True, blank=True)
    full_until = models.DateField(null=True, blank=True)
    places_before = models.PositiveIntegerField(null=True, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True)
    week_sent_to = models.CharField(max_length=320, blank=True)

    classified = Classified(
        personal="ring_name ring_phone week_sent_to",
        operational="service told_by monthly_ceiling full_until places_before digest_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "service"], name="groupwishes_once"),
            models.CheckConstraint(
                condition=~Q(told_by="phone") | ~Q(ring_phone=""), name="groupwishes_ring_whom"
            ),
            models.CheckConstraint(
                condition=Q(monthly_ceiling=None) | Q(monthly_ceiling__gte=1),
                name="groupwishes_takes_somebody",
            ),
        ]
