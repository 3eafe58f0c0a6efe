"""The person's own page of their plan, opened by a private link, and what they wrote there."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.context import Kind as Context
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import READERS, STAFF, Wall
from kith.organisations.models import Membership
from kith.pathway.plans.models.plan import Plan
from kith.people.models import Person


class PersonPage(SchemeOwned):
    """One link given to a person, and the page behind it.

    `shown` is what its holder reads, and all that they can: it is written afresh, in the scheme's own context,
    each time the person opens it with their date of birth. After too many wrong dates `locked_at` is set, and it opens
    no more.
    """

    person = SchemeForeignKey(Person, related_name="plan_pages")
    plan = SchemeForeignKey(Plan, related_name="pages")
    shown = models.JSONField(default=dict)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    locked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    given_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    given_by_name = models.CharField(max_length=200)

    wall = Wall(read=STAFF, link_column="id")
    classified = Classified(
        personal="person given_by given_by_name",
        sensitive="shown",
        operational="plan wrong_tries locked_at opened_at",
    )

    class Meta:
        default_permissions = ()


class Correction(SchemeOwned):
    """What the person said about one line of their plan. Nothing is changed by it until a worker takes it over.

    `line` names the line (plans.wording) and `old_text` is what it said on their page. They may write one and read
    their own; its end is `answer` and `state`, which they read too.
    """

    class Kind(models.TextChoices):
        NOT_MEANT = "not_meant", "That is not what I meant"
        DONE = "done", "I have done this"
        WENT = "went", "How it went"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for the link worker"
        TAKEN_OVER = "taken_over", "Taken over into the plan"
        ANSWERED = "answered", "Answered"

    page = SchemeForeignKey(PersonPage, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    line = models.CharField(max_length=60, blank=True)
    old_text = models.TextField(blank=True)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    decided_by_name = models.CharField(max_length=200, blank=True)

    wall = Wall(
        read=READERS,
        insert=(Context.LINK,),
        insert_check="(state = 'waiting') AND (answer = '') AND (decided_at IS NULL)",
        insert_subject="page_id",
        link_column="page_id",
    )
    classified = Classified(
        personal="decided_by decided_by_name",
        sensitive="old_text text answer",
        operational="page kind line state decided_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="correction_decided_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(answer=""), name="correction_answered_how"
            ),
            models.CheckConstraint(
                condition=Q(kind="done") | ~Q(text=""), name="correction_has_words"
            ),
        ]
        indexes = [
            models.Index(
                fields=["scheme_id", "page"],
                condition=Q(state="waiting"),
                name="correction_waiting",
            )
        ]
