"""What belongs to supervision beside the meeting it is: how often, and what stays between the two."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import Wall
from kith.meetings.models import Meeting
from kith.organisations.models import Membership


class SupervisionPolicy(SchemeOwned, Versioned):
    """How often a scheme wants each of its workers supervised. Until it says so, nothing is due."""

    every_weeks = models.PositiveSmallIntegerField()

    classified = Classified(operational="every_weeks version")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id"], name="supervisionpolicy_one_a_scheme"),
            models.CheckConstraint(
                condition=Q(every_weeks__range=(1, 26)), name="supervisionpolicy_often_enough"
            ),
        ]


class BetweenTwo(SchemeOwned, Versioned):
    """A row of one supervision that its two alone read and write, in the database too (decision 0029).

    The policy knows accounts, so it holds their ids. No history is kept outside the wall.
    """

    meeting = SchemeForeignKey(Meeting, related_name="%(class)ss")
    supervisor_user_id = models.UUIDField(editable=False)
    worker_user_id = models.UUIDField(editable=False)

    wall = Wall(
        read=(Kind.SCHEME,),
        write=(Kind.SCHEME,),
        between=("supervisor_user_id", "worker_user_id"),
        history=False,
    )

    class Meta:
        abstract = True


class SupervisionNote(BetweenTwo):
    """What somebody wants to talk about, or how things are with them; taken off, it is not shown."""

    class Kind(models.TextChoices):
        AGENDA = "agenda", "To talk about"
        WELLBEING = "wellbeing", "How things are"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    by = SchemeForeignKey(Membership, related_name="+")
    by_name = models.CharField(max_length=200)
    taken_off_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="by by_name supervisor_user_id worker_user_id",
        sensitive="text",
        operational="meeting kind taken_off_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="supervisionnote_says_something")
        ]


class AgreedAction(BetweenTwo):
    """What one of the two is to do, by a day; what is to be done for a person is an action of the meeting."""

    class Status(models.TextChoices):
        TO_DO = "to_do", "To do"
        DONE = "done", "Done"
        NOT_DONE = "not_done", "Will not happen"

    what = models.CharField(max_length=300)
    owner = SchemeForeignKey(Membership, related_name="agreed_actions")
    owner_name = models.CharField(max_length=200)
    by_when = models.DateField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.TO_DO)
    settled_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="owner owner_name supervisor_user_id worker_user_id",
        sensitive="what",
        operational="meeting by_when status settled_at version",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(status="to_do", settled_at=None)
                | ~Q(status="to_do") & Q(settled_at__isnull=False),
                name="agreedaction_settled_when",
            )
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "owner", "by_when"],
                condition=Q(status="to_do"),
                name="agreedaction_to_do",
            )
        ]
