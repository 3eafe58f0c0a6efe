"""Who pays, for whom, from when to when."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models.programmes import Programme


class Funder(SchemeOwned):
    """A body that pays for the scheme, or for part of it."""

    name = models.CharField(max_length=200)

    classified = Classified(operational="name")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "name"], name="funder_once_in_scheme")
        ]

    def __str__(self) -> str:
        return self.name


class Contract(SchemeOwned):
    """What a funder pays for: dates, and which cases, by practice and programme.

    An empty list of practices covers every practice; no programme covers every programme.
    """

    funder = SchemeForeignKey(Funder, related_name="contracts")
    title = models.CharField(max_length=200)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    practice_codes = ArrayField(models.CharField(max_length=6), default=list, blank=True)
    programme = SchemeForeignKey(Programme, null=True, blank=True, related_name="contracts")

    classified = Classified(operational="funder title from_date to_date practice_codes programme")

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")), name="contract_dates"
            )
        ]

    def __str__(self) -> str:
        return self.title
