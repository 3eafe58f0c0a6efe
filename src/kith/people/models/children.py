"""Who agreed to our support of a child, and with what authority."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership
from kith.people.models.linked import LinkedPerson
from kith.people.models.person import Person


class ChildAgreement(SchemeOwned):
    """One agreement: a later one ends it, and it stays on record.

    Parental responsibility: Children Act 1989, section 3. Gillick competence of somebody under 16: Gillick v
    West Norfolk and Wisbech Area Health Authority [1985] UKHL 7. From 16 on somebody who is able to decide
    decides: Mental Capacity Act 2005, sections 1 and 2(5).
    """

    class Authority(models.TextChoices):
        PARENT = "parent", "Somebody with parental responsibility"
        COMPETENT = "competent", "The child: somebody found that they have Gillick competence"
        SIXTEEN = "sixteen", "The young person: 16 or 17, and able to decide"

    person = SchemeForeignKey(Person, related_name="child_agreements")
    authority = models.CharField(max_length=10, choices=Authority.choices)
    parent = SchemeForeignKey(LinkedPerson, null=True, blank=True, related_name="+")
    assessed_by = models.CharField(max_length=140, blank=True)
    assessed_on = models.DateField(null=True, blank=True)
    agreed_on = models.DateField()
    how = models.CharField(max_length=300)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    ended_on = models.DateField(null=True, blank=True)

    classified = Classified(
        personal="person parent assessed_by by by_name",
        sensitive="authority how",
        operational="assessed_on agreed_on ended_on",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "person"],
                condition=Q(ended_on=None),
                name="childagreement_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(authority="parent", parent__isnull=False)
                | ~Q(authority="parent") & Q(parent=None),
                name="childagreement_which_parent",
            ),
            models.CheckConstraint(
                condition=(Q(authority="competent", assessed_on__isnull=False) & ~Q(assessed_by=""))
                | ~Q(authority="competent") & Q(assessed_on=None, assessed_by=""),
                name="childagreement_assessed_by_whom",
            ),
        ]
