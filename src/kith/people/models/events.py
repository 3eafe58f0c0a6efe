"""What happens in a life that changes what we may do: a death, a move out of the area."""

from __future__ import annotations

from django.db import models

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership
from kith.people.models.person import Person


class LifeEvent(SchemeOwned):
    """One such thing: what, when, who told us. Recorded by mistake, it is taken back and stays readable."""

    class Kind(models.TextChoices):
        DIED = "died", "Died"
        MOVED = "moved", "Moved out of the area"

    person = SchemeForeignKey(Person, related_name="life_events")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()
    told_by = models.CharField(max_length=140)
    note = models.TextField(blank=True)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_why = models.CharField(max_length=300, blank=True)

    classified = Classified(
        personal="person told_by by by_name",
        sensitive="kind on note taken_back_why",
        operational="taken_back_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "person"],
                condition=models.Q(kind="died", taken_back_at=None),
                name="lifeevent_one_death",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | ~models.Q(taken_back_why=""),
                name="lifeevent_taken_back_why",
            ),
        ]
