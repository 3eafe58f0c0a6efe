"""Finished: why, what was said, and the word owed to the referrer."""

from __future__ import annotations

from django.db import models

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import BY_JOB, Wall
from kith.messages.models import Letter
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.people.models import Person
from kith.vocabulary import closure_reasons


class Closure(SchemeOwned):
    """The end of a case. Re-opened inside the window, it keeps when and why."""

    person = SchemeForeignKey(Person, related_name="closures")
    case = SchemeForeignKey(Case, related_name="closures")
    reason = models.CharField(max_length=12, choices=closure_reasons.choices())
    summary = models.TextField(blank=True)
    requests_for_professionals = models.TextField(blank=True)
    why_now = models.TextField(blank=True)
    closed_at = models.DateTimeField()
    letter = SchemeForeignKey(Letter, null=True, blank=True, related_name="+")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_why = models.CharField(max_length=300, blank=True)

    # Deleted only as moving in is undone, by its job; the history keeps the row (decision 0017).
    wall = Wall(delete=BY_JOB)
    classified = Classified(
        personal="person by by_name",
        sensitive="reason summary requests_for_professionals why_now reopened_why",
        operational="case closed_at letter reopened_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "case"],
                condition=models.Q(reopened_at=None),
                name="closure_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(reopened_at=None) | ~models.Q(reopened_why=""),
                name="closure_reopened_why",
            ),
        ]


class LetterRecipient(SchemeOwned):
    """Who gets a letter of their own when a case ends, besides the practice; the person agreed to each."""

    class Kind(models.TextChoices):
        HOSPITAL = "hospital", "A hospital team"
        KEY_WORKER = "key_worker", "Their key worker"
        REFERRER = "referrer", "Who referred them"
        OTHER = "other", "Somebody else"

    case = SchemeForeignKey(Case, related_name="letter_recipients")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    address = models.TextField(blank=True)
    agreed_how = models.CharField(max_length=200)
    agreed_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="name address",
        sensitive="agreed_how agreed_on",
        operational="case kind organisation ended_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name="") | ~models.Q(organisation=""), name="recipient_is_named"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.organisation) if part)


class ClosureLetter(SchemeOwned):
    """One of the further letters of a closure."""

    closure = SchemeForeignKey(Closure, related_name="further_letters")
    recipient = SchemeForeignKey(LetterRecipient, related_name="+")
    letter = SchemeForeignKey(Letter, related_name="+")

    classified = Classified(operational="closure recipient letter")

    class Meta:
        default_permissions = ()
