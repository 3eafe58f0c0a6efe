"""Who works here: employers, teams, memberships, and invitations to join."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from kith.accounts.models import User
from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import READERS, STAFF, Wall
from kith.organisations.models.practices import Practice, ReferringOrganisation, days

# A pointer upwards, the only one (decision 0051).
PROVIDER = "directory.CommunityOrganisation"


class JobRole(models.TextChoices):
    """What someone is employed as, which is not what they may do in Kith."""

    LINK_WORKER = "link_worker", "Link worker"
    CARE_COORDINATOR = "care_coordinator", "Care coordinator"
    HEALTH_COACH = "health_coach", "Health and wellbeing coach"
    VOLUNTEER = "volunteer", "Volunteer"
    LEAD = "lead", "Team lead"
    MANAGER = "manager", "Manager"
    OTHER = "other", "Other"


def monday_to_friday() -> list[int]:
    """The days of the week most people work, Monday being 0."""
    return [0, 1, 2, 3, 4]


class DeliveryPartner(SchemeOwned):
    """An organisation that employs some of the scheme's staff. The prime contractor sees the borough."""

    name = models.CharField(max_length=200)
    is_prime = models.BooleanField(default=False)

    classified = Classified(operational="name is_prime")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "name"], name="partner_once_in_scheme"),
            models.UniqueConstraint(
                fields=["scheme_id"], condition=Q(is_prime=True), name="partner_one_prime"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Team(SchemeOwned):
    """Some of a delivery partner's staff who share a lead."""

    name = models.CharField(max_length=200)
    partner = SchemeForeignKey(DeliveryPartner, related_name="teams")

    classified = Classified(operational="name partner")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "partner", "name"], name="team_once")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(SchemeOwned):
    """Someone's place in a scheme. Staff are pointed at by this row, so that the wall holds for them.

    `roles` are keys of accounts.roles; `organisation` or `practice` is for whom a referrer refers,
    and `provider` the organisation of the directory for which a community provider answers (decision 0051).
    `works_on` are days of the week, Monday being 0; `languages` those they speak with people beside English.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=40))
    job_role = models.CharField(max_length=20, choices=JobRole.choices, default=JobRole.OTHER)
    partner = SchemeForeignKey(DeliveryPartner, null=True, blank=True, related_name="staff")
    team = SchemeForeignKey(Team, null=True, blank=True, related_name="members")
    leads_partner = models.BooleanField(default=False)
    practice = SchemeForeignKey(Practice, null=True, blank=True, related_name="referrers")
    organisation = SchemeForeignKey(
        ReferringOrganisation, null=True, blank=True, related_name="referrers"
    )
    provider = SchemeForeignKey(PROVIDER, null=True, blank=True, related_name="+")
    phone = models.CharField(max_length=40, blank=True)
    works_on = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)

    wall = Wall(read=(*READERS, Kind.USER), user_column="user_id")
    classified = Classified(
        personal="user name phone languages",
        operational="roles job_role partner team leads_partner practice organisation provider"
        " works_on from_date to_date",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "user"], condition=Q(to_date=None), name="membership_once"
            ),
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")), name="membership_dates"
            ),
            models.CheckConstraint(
                condition=Q(leads_partner=False) | ~Q(partner=None),
                name="membership_lead_has_partner",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Absence(SchemeOwned):
    """Days on which somebody is away, both included, and who covers for them if anybody does."""

    class Kind(models.TextChoices):
        LEAVE = "leave", "Leave"
        SICK = "sick", "Sick"
        TRAINING = "training", "Training"
        OTHER = "other", "Away"

    member = SchemeForeignKey(Membership, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LEAVE)
    from_date = models.DateField()
    to_date = models.DateField()
    cover = SchemeForeignKey(Membership, null=True, blank=True, related_name="covers")
    note = models.TextField(blank=True)

    # Deleted when it was entered wrongly or does not happen; the history keeps the row.
    wall = Wall(delete=STAFF)
    classified = Classified(
        personal="member", sensitive="kind note", operational="from_date to_date cover"
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="absence_dates"),
            models.CheckConstraint(
                condition=Q(cover=None) | ~Q(cover=F("member")), name="absence_covered_by_another"
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
            ),
        ]


class Invitation(SchemeOwned):
    """A place in the scheme that is offered to someone, by a private link; `sent_at`: by e-mail, to them alone."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=40))
    job_role = models.CharField(max_length=20, choices=JobRole.choices, default=JobRole.OTHER)
    partner = SchemeForeignKey(DeliveryPartner, null=True, blank=True, related_name="+")
    practice = SchemeForeignKey(Practice, null=True, blank=True, related_name="+")
    organisation = SchemeForeignKey(ReferringOrganisation, null=True, blank=True, related_name="+")
    provider = SchemeForeignKey(PROVIDER, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    wall = Wall(read=STAFF, link_column="id")
    classified = Classified(
        personal="email name",
        operational="roles job_role partner practice organisation provider expires_at sent_at"
        " accepted_at withdrawn_at",
    )

    class Meta:
        default_permissions = ()
