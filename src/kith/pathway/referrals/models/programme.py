"""What a programme keeps with a referral: the stages of a person, and their concerns.

What `came_along` was in the referral; whoever may read that and not the record sees nothing else.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.organisations.models import Membership, ProgrammeStage
from kith.pathway.referrals.models.referral import Referral
from kith.vocabulary import foundations


class StageReached(SchemeOwned):
    """A person came to a stage of the programme on a day, as somebody said. A mistake is taken back."""

    referral = SchemeForeignKey(Referral, related_name="stages")
    stage = SchemeForeignKey(ProgrammeStage, related_name="+")
    on_date = models.DateField()
    said_by = models.CharField(max_length=140)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    came_along = models.BooleanField(default=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="said_by by by_name",
        sensitive="stage on_date",
        operational="referral came_along taken_back_at",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "referral", "stage", "on_date"],
                condition=Q(taken_back_at=None),
                name="stagereached_once_a_day",
            )
        ]


class HolisticConcern(SchemeOwned):
    """A concern of a holistic needs assessment, from 0 (none) to 10 (most), as it was on a day.

    `what` is a key of `vocabulary.holistic_concerns`, or empty for one in the person's own words.
    """

    referral = SchemeForeignKey(Referral, related_name="concerns")
    what = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=150, blank=True)
    foundation = models.CharField(max_length=20, choices=foundations.choices())
    rating = models.PositiveSmallIntegerField()
    on_date = models.DateField()
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    came_along = models.BooleanField(default=False)

    classified = Classified(
        personal="by by_name",
        sensitive="what words foundation rating",
        operational="referral on_date came_along",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(rating__range=(0, 10)), name="concern_rating"),
            models.CheckConstraint(
                condition=~Q(what="") | ~Q(words=""), name="concern_says_something"
            ),
        ]
