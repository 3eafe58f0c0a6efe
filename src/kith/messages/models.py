"""What is owed to someone: letters, and the e-mails that say that something is waiting."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from kith.files.models import StoredFile
from kith.isolation.context import Kind
from kith.isolation.fields import SchemeForeignKey
from kith.isolation.models import Classified, SchemeOwned
from kith.isolation.walls import READERS, STAFF, Wall
from kith.organisations.models import Membership


class Letter(SchemeOwned):
    """A letter as it was made, kept as a PDF that never changes. Addresses come in as values."""

    class State(models.TextChoices):
        OWED = "owed", "To be sent"
        SENT = "sent", "Sent"
        NOT_NEEDED = "not_needed", "Not needed"

    kind = models.CharField(max_length=40)
    person_id = models.UUIDField(null=True)
    to_name = models.CharField(max_length=200, blank=True)
    to_organisation = models.CharField(max_length=200, blank=True)
    to_address = models.TextField(blank=True)
    file = SchemeForeignKey(StoredFile, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.OWED)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_how = models.CharField(max_length=100, blank=True)

    classified = Classified(
        personal="person_id to_name to_organisation to_address",
        sensitive="file",
        operational="kind state sent_at sent_how",
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sent", sent_at__isnull=False)
                | ~models.Q(state="sent") & models.Q(sent_at=None),
                name="letter_sent_when",
            )
        ]


class Email(SchemeOwned):
    """An e-mail in the outbox. It holds no personal data beyond the address it goes to."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Could not be sent"
        TAKEN_BACK = "taken_back", "Taken back before it went"

    kind = models.CharField(max_length=40)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    classified = Classified(
        personal="to",
        sensitive="body",
        operational="kind subject state tries last_error due_at sent_at",
    )

    class Meta:
        default_permissions = ()


class WordingChange(SchemeOwned):
    """A piece of the scheme's words as it was from then on; the newest is what is said. None: the words of Kith.

    Words are of no person: strangers' pages and the e-mails that they cause say them too.
    """

    key = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    is_default = models.BooleanField(default=False)
    by = SchemeForeignKey(Membership, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)

    wall = Wall(
        read=(*READERS, Kind.PUBLIC, Kind.LINK, Kind.USER),
        write=STAFF,
        append_only=True,
        history=False,
    )
    classified = Classified(personal="by by_name", operational="key number text is_default")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["scheme_id", "key", "number"], name="wordingchange_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=True, text="")
                | models.Q(is_default=False) & ~models.Q(text=""),
                name="wordingchange_says_something",
            ),
        ]
