"""Which delivery partner may see a person, from when to when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import STAFF, Wall
from kith.organisations.models import DeliveryPartner
from kith.organisations.models.practices import days
from kith.people.models.person import Person


class PartnerAccess(SchemeOwned):
    """A delivery partner's staff see this person on these days."""

    person = SchemeForeignKey(Person, related_name="partner_access")
    partner = SchemeForeignKey(DeliveryPartner, related_name="+")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    # Deleted only as a decision is undone within its minute; the history keeps the row.
    wall = Wall(delete=STAFF)
    classified = Classified(personal="person", operational="partner from_date to_date")

    class Meta:
        default_permissions = ()
        constraints = [
            ExclusionConstraint(
                name="partneraccess_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("partner", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
            )
        ]
