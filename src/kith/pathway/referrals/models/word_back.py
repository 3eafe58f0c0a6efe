"""Word back: what was said to whoever referred, what they answered, and what a practice chose to get."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kith.isolation.context import Kind as Context
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import READERS, STAFF, Wall
from kith.messages.models import Email, Letter
from kith.organisations.models import Practice
from kith.pathway.referrals.models.referral import Referral
from kith.vocabulary import word_back


class WordBack(SchemeOwned):
    """One thing said to whoever referred, in the words that were said (vocabulary.word_back).

    The holder of the referral's private link reads these rows and nothing else, so they hold no name and no story.
    `asked` is what the team asks of the referrer, kept out of here when it names the person. `to_person`: it was said
    to the person themselves, who asked for themselves.
    """

    referral = SchemeForeignKey(Referral, related_name="words_back")
    kind = models.CharField(max_length=16, choices=word_back.choices())
    said_at = models.DateTimeField()
    to_person = models.BooleanField(default=False)
    words = models.CharField(max_length=200)
    asked = models.TextField(blank=True)
    what_next = models.CharField(max_length=200, blank=True)
    next_by = models.DateField(null=True, blank=True)
    ways = ArrayField(models.CharField(max_length=10, choices=list(word_back.WAYS.items())))
    email = SchemeForeignKey(Email, null=True, blank=True, related_name="+")
    letter = SchemeForeignKey(Letter, null=True, blank=True, related_name="+")

    # Deleted only as a decision is undone within its minute; the history keeps the row.
    wall = Wall(read=READERS, delete=STAFF, link_column="referral_id")
    classified = Classified(
        sensitive="asked",
        operational="referral kind said_at to_person words what_next next_by ways email letter",
    )

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["scheme_id", "referral", "said_at"], name="wordback_told")]


class Reply(SchemeOwned):
    """What a referrer wrote by their private link. They may write one and read none; a job carries it out."""

    class Kind(models.TextChoices):
        ADD = "add", "Added something"
        WITHDRAW = "withdraw", "Asked to withdraw"
        NOT_MINE = "not_mine", "Got the link by mistake"

    referral = SchemeForeignKey(Referral, related_name="replies")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    wall = Wall(
        read=STAFF,
        insert=(Context.LINK,),
        insert_check="(handled_at IS NULL) AND (problem = '')",
        insert_subject="referral_id",
    )
    classified = Classified(sensitive="text", operational="referral kind handled_at problem")

    class Meta:
        default_permissions = ()


def one_closing_letter() -> list[str]:
    """What a practice gets unless it chose otherwise."""
    return [word_back.Kind.CLOSED.value]


class WordWanted(SchemeOwned):
    """What a practice chose to get; without a row, one closing letter and the weekly sheet."""

    practice = SchemeForeignKey(Practice, related_name="+")
    letters = ArrayField(
        models.CharField(max_length=16, choices=word_back.choices()),
        default=one_closing_letter,
        blank=True,
    )
    weekly_sheet = models.BooleanField(default=True)
    chosen_by_name = models.CharField(max_length=200, blank=True)

    classified = Classified(personal="chosen_by_name", operational="practice letters weekly_sheet")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "practice"], name="wordwanted_once")
        ]
