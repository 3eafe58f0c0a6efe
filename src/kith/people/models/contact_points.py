"""How someone can be reached, and which of it is safe."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import BY_JOB, Wall
from kith.people.models.person import Person


class Channel(models.TextChoices):
    """What a phone, e-mail or address can be used for."""

    CALL = "call", "Call"
    VOICEMAIL = "voicemail", "Leave a voicemail"
    TEXT = "text", "Text"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    VISIT = "visit", "Visit"


class ContactPoint(SchemeOwned, Versioned):
    """A phone number, e-mail address or postal address.

    `safe_for` lists the channels the person said are safe. Nothing automatic uses another.
    Phones are kept as E.164, e-mails in one case; addresses with their postcode apart.
    """

    class Kind(models.TextChoices):
        PHONE = "phone", "Phone"
        EMAIL = "email", "E-mail"
        ADDRESS = "address", "Address"

    person = SchemeForeignKey(Person, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = models.TextField()
    postcode = models.CharField(max_length=8, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    safe_for = ArrayField(
        models.CharField(max_length=10, choices=Channel.choices), default=list, blank=True
    )
    when_safe = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    is_preferred = models.BooleanField(default=False)
    ended_on = models.DateField(null=True, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person value postcode latitude longitude",
        sensitive="safe_for when_safe note",
        operational="kind is_preferred ended_on version",
    )

    class Meta:
        default_permissions = ()
        indexes = [
            # Not of addresses, which may be longer than an index holds.
            models.Index(
                fields=["scheme_id", "value"],
                condition=Q(kind__in=["phone", "email"]),
                name="contactpoint_by_value",
            ),
            # Any part of a number is looked for in here, without reading the rows (decision 0011).
            models.Index(
                fields=["scheme_id", "value"],
                include=["person"],
                condition=Q(kind="phone", ended_on=None),
                name="contactpoint_numbers",
            ),
        ]

    def __str__(self) -> str:
        return self.value

    def is_safe_for(self, channel: str) -> bool:
        """Whether the person said this channel is safe here."""
        return self.ended_on is None and channel in self.safe_for
