"""Two records of one person, and two people of nearly one name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership
from kith.people.models.person import Person


class Merge(SchemeOwned):
    """Somebody said that two records are of one person. `lost` points at `kept` until it is undone.

    No row of either moves: `Person.merged_into` is the root of the merges in force, and what was
    merged into a record that is merged in its turn points at the new root until that is undone.
    """

    kept = SchemeForeignKey(Person, related_name="merges")
    lost = SchemeForeignKey(Person, related_name="merges_as_lost")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()
    why = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=200, blank=True)
    # The fields of `kept` that were empty and taken over from `lost`: undoing empties them again.
    filled = ArrayField(models.CharField(max_length=30), default=list, blank=True)

    classified = Classified(
        personal="kept lost by by_name undone_by_name",
        sensitive="why",
        operational="at undone_at filled",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "lost"], condition=Q(undone_at=None), name="merge_lost_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("lost")), name="merge_of_two"),
        ]


class NotTheSame(SchemeOwned):
    """Somebody looked at two records and said that they are two people: not offered again."""

    one = SchemeForeignKey(Person, related_name="+")
    other = SchemeForeignKey(Person, related_name="+")
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    why = models.CharField(max_length=300, blank=True)

    classified = Classified(personal="one other by by_name", sensitive="why")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "one", "other"], name="notthesame_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="notthesame_in_order"),
        ]
