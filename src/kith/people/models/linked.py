"""The people around someone, and what each may be told."""

from __future__ import annotations

from django.db import models

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.people.models.person import Person


class LinkedPerson(SchemeOwned, Versioned):
    """A relative, carer, friend or professional: what they may be told, on whose say-so, until when.

    `supported` is their own record, where the scheme supports them too: a link between two records, which
    shares nothing of either.
    """

    class Part(models.TextChoices):
        AROUND = "around", "Family, friend or neighbour"
        CARER = "carer", "Carer: looks after them"
        CARED_FOR = "cared_for", "Is looked after by them"
        SCHOOL = "school", "Their school or college"
        SAFEGUARDING = "safeguarding", "Safeguarding contact: whom to ring about their safety"
        WORKER = "worker", "Works with them: a nurse, a social worker"

    class MayBeTold(models.TextChoices):
        NOTHING = "nothing", "Nothing, not even that we know them"
        CONTACT = "contact", "That we are in touch, and messages"
        APPOINTMENTS = "appointments", "Appointments and next steps"
        EVERYTHING = "everything", "Everything the person would be told"
        NEVER = "never", "Nothing, and they must not find out that we know them"

    person = SchemeForeignKey(Person, related_name="linked_people")
    name = models.CharField(max_length=140)
    relationship = models.CharField(max_length=100)
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.AROUND)
    supported = SchemeForeignKey(Person, null=True, blank=True, related_name="linked_to")
    phone = models.CharField(max_length=40, blank=True)
    phone_is_safe = models.BooleanField(null=True, blank=True)
    # Children Act 1989, section 3: of a child alone.
    parental_responsibility = models.BooleanField(default=False)
    may_be_told = models.CharField(
        max_length=20, choices=MayBeTold.choices, default=MayBeTold.NOTHING
    )
    on_whose_say_so = models.CharField(max_length=140, blank=True)
    said_on = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    classified = Classified(
        personal="person name relationship phone supported",
        sensitive="part phone_is_safe parental_responsibility may_be_told on_whose_say_so said_on until note",
        operational="ended_on version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(may_be_told="nothing") | ~models.Q(on_whose_say_so=""),
                name="linked_told_on_say_so",
            ),
            models.CheckConstraint(
                condition=models.Q(supported=None) | ~models.Q(supported=models.F("person")),
                name="linked_to_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(part="safeguarding", parental_responsibility=True),
                name="linked_safeguarding_is_no_parent",
            ),
            models.UniqueConstraint(
                fields=["scheme_id", "person", "supported"],
                condition=models.Q(supported__isnull=False, ended_on=None),
                name="linked_once_to_a_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.relationship})"
