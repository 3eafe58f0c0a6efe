"""The doors a scheme opens, what it asks there, and what is counted there without a person."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned, Versioned
from kith.isolation.walls import READERS, STAFF, Wall
from kith.organisations.models.scheme import SHOWN_TO_PUBLIC
from kith.vocabulary import doors, foundations


class DoorPage(SchemeOwned, Versioned):
    """What a scheme says at one of its doors. A door without a row is open and says the usual."""

    door = models.CharField(max_length=12, choices=doors.choices())
    is_open = models.BooleanField(default=True)
    introduction = models.TextField(blank=True)
    closed_words = models.TextField(blank=True)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(operational="door is_open introduction closed_words version")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["scheme_id", "door"], name="doorpage_once_in_scheme")
        ]


class DoorQuestion(SchemeOwned):
    """A question of the scheme's own, asked at one door. It stops being asked; its answers stay."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", "Yes or no"
        TEXT = "text", "A few words"

    door = models.CharField(max_length=12, choices=doors.choices())
    label = models.CharField(max_length=150)
    hint = models.CharField(max_length=250, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.YES_NO)
    is_required = models.BooleanField(default=False)
    is_asked = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    wall = Wall(read=SHOWN_TO_PUBLIC)
    classified = Classified(operational="door label hint kind is_required is_asked position")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class Signposting(SchemeOwned):
    """Somebody at a practice or organisation gave a person the name of a group: one press, no person.

    The holder of its link adds one and reads its own; so does whoever signed in there. One pressed by mistake is
    undone by a second row.
    """

    via = models.UUIDField()
    foundation = models.CharField(max_length=20, choices=foundations.choices(), blank=True)
    undoes = SchemeForeignKey("self", null=True, blank=True, related_name="undone_by")

    wall = Wall(
        read=READERS,
        write=STAFF,
        insert=(Kind.LINK,),
        insert_subject="via",
        link_column="via",
        append_only=True,
    )
    classified = Classified(operational="via foundation undoes")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "undoes"],
                name="signposting_undone_once",
                condition=Q(undoes__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["scheme_id", "via", "created_at"], name="signposting_by_place")
        ]
