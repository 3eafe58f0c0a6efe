"""What passed from one worker to another in one act."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership


class Passing(SchemeOwned):
    """What a colleague got of somebody's load in one act, until they have read it.

    The people are its holdings; `words` count what else became theirs, and name nobody.
    """

    giver = SchemeForeignKey(Membership, related_name="passed_on")
    receiver = SchemeForeignKey(Membership, related_name="passed_to_them")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    words = models.CharField(max_length=300, blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    read_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="giver receiver by by_name", sensitive="note", operational="at words read_at"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(giver=models.F("receiver")), name="passing_to_another"
            )
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "receiver"], condition=Q(read_at=None), name="passing_unread"
            )
        ]
