"""A call some months after our support finished."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership
from kith.pathway.closures.models.closing import Closure
from kith.pathway.contacts.models import Contact
from kith.people.models import Person


class FollowUp(SchemeOwned):
    """A call to hear how somebody is, so many months after a closure, to which they agreed.

    `member` rings, or who covers. It ends with a conversation (`contact`, and what `changed` since), or is
    called off; tries without an answer are contacts too, and move `due_on`.
    """

    person = SchemeForeignKey(Person, related_name="follow_ups")
    closure = SchemeForeignKey(Closure, related_name="follow_ups")
    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    member = SchemeForeignKey(Membership, null=True, blank=True, related_name="follow_ups")
    contact = SchemeForeignKey(Contact, null=True, blank=True, related_name="follow_ups")
    changed = models.TextField(blank=True)
    wants_support = models.BooleanField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=300, blank=True)

    classified = Classified(
        personal="person",
        sensitive="changed wants_support called_off_why",
        operational="closure months due_on member contact called_off_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "closure", "months"], name="followup_once_a_closure"
            ),
            models.CheckConstraint(
                condition=Q(contact=None, changed="", wants_support=None)
                | Q(contact__isnull=False, called_off_at=None) & ~Q(changed=""),
                name="followup_talked_of_what_changed",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_why="")
                | Q(called_off_at__isnull=False) & ~Q(called_off_why=""),
                name="followup_called_off_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "member", "due_on"],
                condition=Q(contact=None, called_off_at=None),
                name="followup_due",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it is still to be made."""
        return self.contact_id is None and self.called_off_at is None
