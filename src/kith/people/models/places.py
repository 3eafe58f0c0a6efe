"""What whoever comes to an address must know, whoever lives there."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership

# What an index can hold of an address that may be longer.
LONGEST_PLACE = 300


class AddressWarning(SchemeOwned):
    """One thing to know at a door: dated, reviewed by a day, ended and never deleted.

    It belongs to the address (`place`, see `people.rules.places`) and to nobody: it is shown for everybody who lives
    there. `point_id` is the way of reaching somebody on which it was written, so that an address that is spelt
    otherwise later does not lose it; no foreign key, since moving in is undone with the ways it brought.
    """

    class Kind(models.TextChoices):
        TWO = "two_to_visit", "Two to visit"
        ACCESS = "access", "Getting in"
        PETS = "pets", "Animals"
        OTHERS = "others", "Others who may be there"
        CLUTTER = "clutter", "Clutter or another hazard"

    place = models.CharField(max_length=LONGEST_PLACE)
    address = models.TextField()
    point_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    text = models.CharField(max_length=300, blank=True)
    seen_on = models.DateField()
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    review_on = models.DateField()
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by_name = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    ended_by_name = models.CharField(max_length=200, blank=True)

    classified = Classified(
        personal="place address point_id by by_name reviewed_by_name ended_by_name",
        sensitive="kind text ended_why",
        operational="seen_on review_on reviewed_on ended_on",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="two_to_visit") | ~Q(text=""), name="addresswarning_says_what"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("seen_on")), name="addresswarning_reviewed_later"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, reviewed_by_name="")
                | Q(reviewed_on__isnull=False) & ~Q(reviewed_by_name=""),
                name="addresswarning_reviewed_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_why="", ended_by_name="")
                | Q(ended_on__isnull=False) & ~Q(ended_why="") & ~Q(ended_by_name=""),
                name="addresswarning_ended_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "place"],
                condition=Q(ended_on=None),
                name="addresswarning_by_place",
            )
        ]
